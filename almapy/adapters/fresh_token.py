"""A token that is renewed when somebody needs it, once for all who ask at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from almapy.adapters.call_errors import Cancelled, cancelled
from almapy.clock import Clock
from almapy.errors import ExternalError
from almapy.psc.faults import SessionOver
from almapy.stop import Stop

_MARGIN_SECONDS = 20.0
_MARGIN_PART = 4
_SLICE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and the seconds it lives, as the service told."""

    text: str = field(repr=False)
    seconds: float


@dataclass(frozen=True, slots=True)
class _Kept:
    text: str = field(repr=False)
    seconds: float
    at: datetime
    ticks: float


class FreshToken:
    """Keeps one token in memory; any thread may ask.

    It is renewed a little before it ends, so that a send that begins now can be finished with it.
    Nothing renews it that nobody asks for.
    """

    def __init__(
        self, clock: Clock, renew: Callable[[Stop], Token], first: Token | None = None
    ) -> None:
        """``renew`` asks the service; it raises SessionOver or ExternalError."""
        self._clock = clock
        self._renew = renew
        self._changed = threading.Condition()
        self._renewing = False
        self._over = False
        self._failure: ExternalError | None = None
        self._kept = self._dated(first) if first is not None else None

    def get(self, stop: Stop) -> str:
        """Return a token valid now.

        Raises SessionOver once the session has ended, ExternalError when nobody answers and the
        last token is no longer good, Cancelled as soon as ``stop`` is asked.
        """
        waited = False
        with self._changed:
            while True:
                if self._over:
                    raise SessionOver
                kept = self._kept
                if kept is not None and self._left(kept) > _margin(kept):
                    return kept.text
                if not self._renewing:
                    if waited and self._failure is not None:
                        raise self._failure
                    break
                waited = True
                self._changed.wait(_SLICE_SECONDS)
                if stop.asked:
                    raise cancelled()
            self._renewing, self._failure = True, None
        return self._renewed(stop)

    def discard(self, text: str) -> None:
        """Forget a token that a service refused: the next one asked for is new."""
        with self._changed:
            if self._kept is not None and self._kept.text == text:
                self._kept = None

    def close(self) -> None:
        """Forget everything: the session has ended."""
        with self._changed:
            self._over, self._kept = True, None
            self._changed.notify_all()

    def _renewed(self, stop: Stop) -> str:
        failure: ExternalError | None = None
        new: Token | None = None
        over = False
        try:
            new = self._renew(stop)
        except SessionOver:
            over = True
        except ExternalError as error:
            failure = error
        finally:
            text = self._settle(new, failure, over=over)
        if text is not None:
            return text
        if failure is not None:
            raise failure
        raise SessionOver

    def _settle(
        self, new: Token | None, failure: ExternalError | None, *, over: bool
    ) -> str | None:
        """Tell everybody how the renewal ended; return what may be used, None for nothing."""
        with self._changed:
            self._renewing = False
            self._over = self._over or over
            # Somebody who gave up waiting says nothing of the service.
            self._failure = None if isinstance(failure, Cancelled) else failure
            if self._over:
                self._kept = None
            elif new is not None:
                self._kept = self._dated(new)
            self._changed.notify_all()
            if new is not None and self._kept is not None:
                return new.text
            last = self._kept
            return last.text if self._failure and last and self._left(last) > 0 else None

    def _dated(self, token: Token) -> _Kept:
        return _Kept(token.text, token.seconds, self._clock.now(), self._clock.monotonic())

    def _left(self, kept: _Kept) -> float:
        """Return the seconds left; the wall clock counts what the post slept."""
        slept = (self._clock.now() - kept.at).total_seconds()
        return kept.seconds - max(slept, self._clock.monotonic() - kept.ticks)


def _margin(kept: _Kept) -> float:
    return min(_MARGIN_SECONDS, kept.seconds / _MARGIN_PART)
