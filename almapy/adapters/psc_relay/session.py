"""A session that the relay holds: this post knows its name and the last access token."""

from __future__ import annotations

import contextlib
import threading
from datetime import datetime
from urllib.parse import quote

from almapy.adapters.fresh_token import FreshToken, Token
from almapy.adapters.held_session import END_SECONDS, HeldSession
from almapy.adapters.json_service import JsonAnswer, JsonService, Question
from almapy.adapters.psc_relay.answers import fault_of, secret_of, token_of
from almapy.clock import Clock
from almapy.errors import AlmaPyError
from almapy.psc.faults import SessionOver
from almapy.psc.model import PscIdentity
from almapy.stop import Stop


class RelaySession(HeldSession):
    """One signed-in person at the relay; implements ``PscSession``."""

    def __init__(
        self,
        service: JsonService,
        url: str,
        session_id: str,
        identity: PscIdentity,
        ends_at: datetime,
        clock: Clock,
    ) -> None:
        """``session_id`` proves the session; it is kept nowhere else."""
        self._service = service
        self._url = url
        self._guard = threading.Lock()
        self._id = session_id
        super().__init__(identity, ends_at, FreshToken(clock, self._renewed))

    def opening_secret(self, base_id: str, stop: Stop, *, create: bool = False) -> bytes | None:
        """Return what the vault keeps for this person and base, drawn at the first call."""
        return secret_of(self._ask("PUT" if create else "GET", _vault(base_id), stop))

    def forget_secret(self, base_id: str, stop: Stop) -> None:
        """Have the vault forget what it keeps for this base."""
        answer = self._ask("DELETE", _vault(base_id), stop)
        if not answer.accepted and answer.values.get("code") != "no_secret":
            raise fault_of(answer)

    def end(self) -> None:
        """Forget the session and have the relay end it, within two seconds; never raises."""
        self._token.close()
        with self._guard:
            name, self._id = self._id, ""
        if name:
            disconnect(self._service, self._url, name)

    def _renewed(self, stop: Stop) -> Token:
        return token_of(self._ask("POST", "/token", stop))

    def _ask(self, method: str, path: str, stop: Stop) -> JsonAnswer:
        with self._guard:
            name = self._id
        if not name:
            raise SessionOver
        return self._service.ask(
            Question(method, self._url + path, bearer=name, insists=True), stop
        )


def disconnect(service: JsonService, url: str, session_id: str) -> None:
    """Have the relay end a session, at best effort within two seconds; never raises."""
    question = Question("DELETE", f"{url}/disconnect", bearer=session_id, seconds=END_SECONDS)
    with contextlib.suppress(AlmaPyError):
        service.ask(question, Stop())


def _vault(base_id: str) -> str:
    return f"/vault/{quote(base_id, safe='')}"
