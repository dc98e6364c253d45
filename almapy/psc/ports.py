"""What the program wants of Pro Santé Connect: to sign in, and a fresh token when one is needed.

A desktop program never talks to the real service itself (requirement 22 of PSC, RFC 8252): the
relay of the publisher does, and its secret stays there (docs/psc-relay.md).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from almapy.psc.model import Channel, PscIdentity
from almapy.stop import Stop


class PscSession(Protocol):
    """One signed-in person; what it holds lives in memory only. Any thread may use it."""

    @property
    def identity(self) -> PscIdentity:
        """Return who signed in."""

    @property
    def ends_at(self) -> datetime | None:
        """Return when the session ends whatever is done, None when nothing tells."""

    def access_token(self, stop: Stop) -> str:
        """Return a token that is valid now, renewed when it has to be.

        Raises SessionOver when the session has ended, ExternalError when nobody answers.
        """

    def discard(self, token: str) -> None:
        """Forget a token that a service refused: the next one asked for is a new one."""

    def opening_secret(self, base_id: str, stop: Stop, *, create: bool = False) -> bytes | None:
        """Return the 32 bytes that the relay keeps for this person and this base.

        None when there is none, or when this gateway keeps no secrets (direct mode).
        """

    def forget_secret(self, base_id: str, stop: Stop) -> None:
        """Have the relay forget what it keeps for this base."""

    def end(self) -> None:
        """Sign out at the service too, at best effort within two seconds. Never raises."""


class PscGateway(Protocol):
    """The way to Pro Santé Connect: the relay, or straight to a sandbox."""

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""

    def sign_in_by_browser(self, open_browser: Callable[[str], None], stop: Stop) -> PscSession:
        """Open the system's browser on the service and wait until the person has signed in.

        Raises SignInRefused (left, refused), SignInTooLate after 120 s, NotTrusted, ClockWrong,
        ExternalError (PscUnavailable; Cancelled within a second of ``stop``).
        """

    def sign_in_by_confirmation(
        self, national_id: str, digits: str, channel: Channel, stop: Stop
    ) -> PscSession:
        """Ask for a confirmation on the telephone or with the card, where ``digits`` are shown.

        Raises the same faults, and UnknownPerson for an identifier nobody has there.
        """
