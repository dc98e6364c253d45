"""The growing delay after wrong passwords."""

from __future__ import annotations

from almapy.clock import Clock
from almapy.errors import AccessError

FREE_TRIES = 5
LONGEST_DELAY_S = 300.0


class Throttle:
    """Counts wrong tries in memory; after five of them, waits 2ⁿ seconds before the next one.

    Source: storage notes §5 (« after 5 wrong passwords wait 2ⁿ s »). One for a whole post, not
    one per login: guessing logins slows the guesser down as much as guessing passwords.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wrong = 0
        self._open_at = 0.0

    def seconds_left(self) -> float:
        """Return how long the next try still has to wait, 0 when it may come now."""
        return max(0.0, self._open_at - self._clock.monotonic())

    def require_open(self) -> None:
        """Raise AccessError while the delay runs."""
        left = self.seconds_left()
        if left > 0:
            raise AccessError(
                f"Trop d'essais erronés\u00a0: attendez encore {round(left + 0.5)} s. "
                "Les données restent fermées et intactes.",
                code="access.throttled",
            )

    def failed(self) -> None:
        """Count a wrong try."""
        self._wrong += 1
        if self._wrong >= FREE_TRIES:
            delay = min(LONGEST_DELAY_S, 2.0 ** (self._wrong - FREE_TRIES + 1))
            self._open_at = self._clock.monotonic() + delay

    def succeeded(self) -> None:
        """Forget the wrong tries."""
        self._wrong = 0
        self._open_at = 0.0
