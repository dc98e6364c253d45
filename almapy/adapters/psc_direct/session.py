"""A session whose tokens this program holds itself, in memory."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from almapy.adapters.fresh_token import FreshToken, Token
from almapy.adapters.held_session import END_SECONDS, HeldSession
from almapy.adapters.json_service import JsonService, Question
from almapy.adapters.psc_direct.provider import Provider
from almapy.adapters.psc_direct.tokens import REFRESH, Granted, granted_of
from almapy.clock import Clock
from almapy.errors import AlmaPyError
from almapy.psc.faults import SessionOver, SignInTooLate
from almapy.psc.model import PscIdentity
from almapy.stop import Stop


class DirectSession(HeldSession):
    """One signed-in person; implements ``PscSession``. It keeps no secret that opens a base."""

    def __init__(
        self,
        service: JsonService,
        provider: Provider,
        client_id: str,
        granted: Granted,
        identity: PscIdentity,
        ends_at: datetime,
        clock: Clock,
        same_person: Callable[[Granted, Stop], None],
    ) -> None:
        """``same_person`` checks the ID token of a renewal; it raises NotTrusted."""
        self._service = service
        self._provider = provider
        self._client_id = client_id
        self._same_person = same_person
        self._guard = threading.Lock()
        self._refresh = granted.refresh
        self._id_token = granted.id_token
        super().__init__(identity, ends_at, FreshToken(clock, self._renewed, granted.access))

    def opening_secret(
        self,
        base_id: str,  # noqa: ARG002
        stop: Stop,  # noqa: ARG002
        *,
        create: bool = False,  # noqa: ARG002
    ) -> bytes | None:
        """Return None: a provider keeps no secrets of ours."""
        return None

    def forget_secret(self, base_id: str, stop: Stop) -> None:
        """Do nothing: there is none."""

    def end(self) -> None:
        """Forget the tokens and sign out at the provider, within two seconds; never raises."""
        self._token.close()
        with self._guard:
            refresh, self._refresh = self._refresh, ""
            id_token, self._id_token = self._id_token, ""
        ends_at = time.monotonic() + END_SECONDS
        if refresh and self._provider.revocation:
            form = {"token": refresh, "token_type_hint": REFRESH, "client_id": self._client_id}
            self._try("POST", self._provider.revocation, form, ends_at)
        if isinstance(id_token, str) and id_token and self._provider.logout:
            form = {"id_token_hint": id_token, "client_id": self._client_id}
            self._try("POST", self._provider.logout, form, ends_at)

    def _try(self, method: str, url: str, form: dict[str, str], ends_at: float) -> None:
        left = ends_at - time.monotonic()
        if left <= 0:
            return
        with contextlib.suppress(AlmaPyError):
            self._service.ask(Question(method, url, form=form, seconds=left), Stop())

    def _renewed(self, stop: Stop) -> Token:
        with self._guard:
            refresh = self._refresh
        if not refresh:
            raise SessionOver
        form = {"grant_type": REFRESH, REFRESH: refresh, "client_id": self._client_id}
        answer = self._service.ask(
            Question("POST", self._provider.token, form=form, insists=True), stop
        )
        granted: Granted | None
        try:
            granted = granted_of(answer)
        except SignInTooLate:
            granted = None
        if granted is None:
            raise SessionOver
        self._same_person(granted, stop)
        self._keep(granted)
        return granted.access

    def _keep(self, granted: Granted) -> None:
        """Keep the newest: a provider may refuse the one before (rotation)."""
        with self._guard:
            if self._refresh and granted.refresh:
                self._refresh = granted.refresh
            if self._refresh and granted.id_token is not None:
                self._id_token = granted.id_token


def with_query(url: str, asked: dict[str, str]) -> str:
    """Return an address with these parameters added."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(asked)}"
