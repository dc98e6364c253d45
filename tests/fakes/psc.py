"""A gateway of Pro Santé Connect that answers when a test says so, and no network."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime

from almapy.adapters.call_errors import cancelled
from almapy.psc.faults import SessionOver
from almapy.psc.model import Activity, Channel, PscIdentity
from almapy.stop import Stop

ISSUER = "https://psc.example/auth/realms/esante-wallet"
DOCTOR = "810001234565"
PAGE = "http://127.0.0.1:9/start"


def place(name: str) -> Activity:
    """Return a place of work of this name."""
    structure = f"R{int.from_bytes(name.encode()[:5], 'big')}"
    return Activity("10", "L", "SA07", structure, name)


def identity(subject: str = DOCTOR, **changes: object) -> PscIdentity:
    """Return a doctor, or who the changes make of them."""
    values: dict[str, object] = {
        "profession_codes": frozenset({"10"}),
        "activities": (place("Cabinet des Tilleuls"),),
        "means": "APPPRIP3",
    }
    return PscIdentity(ISSUER, subject, "DÉMO", "Paul", **(values | changes))


class FakeSession:
    """A signed-in person; the vault gives the same secret to the same person and base."""

    def __init__(self, who: PscIdentity) -> None:
        self.identity = who
        self.ends_at: datetime | None = None
        self.is_ended = False
        self.forgotten: set[str] = set()

    def access_token(self, stop: Stop) -> str:
        if self.is_ended:
            raise SessionOver
        return "token"

    def discard(self, token: str) -> None:
        """Do nothing: every token is good."""

    def opening_secret(self, base_id: str, stop: Stop, *, create: bool = False) -> bytes | None:
        return hashlib.sha256(f"{self.identity.subject} {base_id}".encode()).digest()

    def forget_secret(self, base_id: str, stop: Stop) -> None:
        self.forgotten.add(base_id)

    def end(self) -> None:
        self.is_ended = True


class FakePsc:
    """``next`` says how the sign-in under way, or the next one, ends; until then it waits."""

    def __init__(self, *, simulated: bool = False) -> None:
        self.simulated = simulated
        self.asked: list[tuple[str, str, Channel]] = []
        self.sessions: list[FakeSession] = []
        self._outcomes: deque[PscIdentity | Exception] = deque()
        self._changed = threading.Condition()

    def next(self, outcome: PscIdentity | Exception) -> None:
        with self._changed:
            self._outcomes.append(outcome)
            self._changed.notify_all()

    def sign_in_by_browser(self, open_browser: Callable[[str], None], stop: Stop) -> FakeSession:
        open_browser(PAGE)
        return self._session(stop)

    def sign_in_by_confirmation(
        self, national_id: str, digits: str, channel: Channel, stop: Stop
    ) -> FakeSession:
        self.asked.append((national_id, digits, channel))
        return self._session(stop)

    def _session(self, stop: Stop) -> FakeSession:
        take_back = stop.on_asked(self._wake)
        try:
            with self._changed:
                self._changed.wait_for(lambda: stop.asked or bool(self._outcomes), 60)
                if stop.asked or not self._outcomes:
                    raise cancelled()
                outcome = self._outcomes.popleft()
        finally:
            take_back()
        if isinstance(outcome, Exception):
            raise outcome
        session = FakeSession(outcome)
        self.sessions.append(session)
        return session

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
