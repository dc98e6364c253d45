"""One try to sign in by Pro Santé Connect, shared between the window and a worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject

from almapy.psc.model import Channel
from almapy.psc.ports import PscGateway, PscSession
from almapy.stop import Stop
from ui.tasks import Lane

T = TypeVar("T")
SECONDS = 120
"""How long a person has to finish (docs/psc-relay.md)."""


class Run(Protocol):
    """Works aside: ``TaskRunner.submit`` at the door, ``Desk.run`` in the office."""

    def __call__(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
        *,
        lane: Lane = Lane.DATA,
    ) -> None:
        """Run ``work`` in a worker, then one of the two callbacks in the thread of windows."""


class Attempt:
    """What the worker tells the window without touching it: the page to open in the browser.

    ``is_dropped`` tells that the session came too late and was ended at once.
    """

    def __init__(self) -> None:
        self.stop = Stop()
        self._page = ""
        self._is_new = False
        self.is_dropped = False
        self._ends = time.monotonic() + SECONDS

    @property
    def page(self) -> str:
        """Return the address of the page, empty until the service was asked for it."""
        return self._page

    @property
    def seconds_left(self) -> int:
        """Return how long the person still has."""
        return max(0, round(self._ends - time.monotonic()))

    def take_page(self) -> str:
        """Return the page once, when it has just come; for the thread of the windows."""
        if not self._is_new:
            return ""
        self._is_new = False
        return self._page

    def by_browser(self, gateway: PscGateway) -> PscSession:
        """Wait in the worker until the person has signed in; raises what the gateway tells."""
        return self._kept(gateway.sign_in_by_browser(self._show, self.stop))

    def by_confirmation(
        self, gateway: PscGateway, national_id: str, digits: str, channel: Channel
    ) -> PscSession:
        """Wait in the worker until the person has confirmed; raises what the gateway tells."""
        return self._kept(gateway.sign_in_by_confirmation(national_id, digits, channel, self.stop))

    def _show(self, page: str) -> None:
        self._page = page
        self._is_new = True

    def _kept(self, session: PscSession) -> PscSession:
        """Sign out again what came when nobody waited for it any more."""
        if self.stop.asked:
            self.is_dropped = True
            session.end()
        return session
