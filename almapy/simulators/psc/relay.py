"""The calls of the simulated relay, as docs/psc-relay.md writes them."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from almapy.clock import Clock
from almapy.simulators.psc.asking import is_for_this_computer, path_of, query_of
from almapy.simulators.psc.behaviour import BROWSER_TROUBLES, JSON, Behaviour, Trouble, spoiled
from almapy.simulators.psc.claims import ISSUER, claims_of
from almapy.simulators.psc.control import PscControl, Received
from almapy.simulators.psc.ledger import Ledger, Refused, Session
from almapy.simulators.psc.pages import refusal_page
from almapy.simulators.psc.vault import Vault
from almapy.simulators.web import HttpAnswer, HttpRequest

_RANDOM = re.compile(r"[A-Za-z0-9_-]{43}")
_DIGITS = re.compile(r"[0-9]{2}")
_BASE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_CHANNELS = frozenset({"MOBILE", "CARD"})
_PORTS = range(1024, 65_536)
_PORT_DIGITS = 5
_LONGEST_TEXT = 200
_STATUS = {
    "session_expired": 401,
    "unknown_user_id": 404,
    "no_secret": 404,
    "not_found": 404,
    "psc_unavailable": 503,
}
_TROUBLES = frozenset(Trouble) - BROWSER_TROUBLES


class Relay:
    """Answers one request of a post, or of its browser for ``/start``."""

    def __init__(
        self,
        control: PscControl,
        ledger: Ledger,
        vault: Vault,
        clock: Clock,
        sign_in_page: str,
    ) -> None:
        """``sign_in_page`` is the address of the page where a person signs in."""
        self._control = control
        self._ledger = ledger
        self._vault = vault
        self._clock = clock
        self._sign_in_page = sign_in_page

    def __call__(self, request: HttpRequest) -> HttpAnswer:
        """Answer, spoiled when the control says so, and keep what was asked."""
        path = path_of(request)
        behaviour = self._control.take(path, _TROUBLES)
        code = ""
        try:
            self._hinder(behaviour, request)
            answer = self._answer(request, path)
        except Refused as refused:
            code = refused.code
            answer = _error(code)
        if behaviour is not None:
            answer = spoiled(answer, behaviour)
        self._control.note(Received(request.method, path, answer.status, code))
        return answer

    def _hinder(self, behaviour: Behaviour | None, request: HttpRequest) -> None:
        if behaviour is None:
            return
        if behaviour.trouble is Trouble.DELAY:
            self._control.hold(behaviour.seconds)
        elif behaviour.trouble is Trouble.SESSION_OVER:
            self._ledger.end(self._session(request))

    def _answer(self, request: HttpRequest, path: str) -> HttpAnswer:
        # A page of some site could otherwise call the relay through the browser.
        if not is_for_this_computer(request):
            raise Refused("invalid_request")
        if request.method == "GET" and path == "/start":
            return self._start(request)
        if request.headers.get("Origin") or request.problem is not None:
            raise Refused("invalid_request")
        if path.startswith("/vault/"):
            return self._keep(request, path.removeprefix("/vault/"))
        calls = {
            ("POST", "/ticket"): self._ticket,
            ("POST", "/connect"): self._connect,
            ("GET", "/session"): self._tell,
            ("POST", "/token"): self._token,
            ("DELETE", "/disconnect"): self._disconnect,
        }
        call = calls.get((request.method, path))
        if call is None:
            raise Refused("not_found")
        return call(request)

    def _start(self, request: HttpRequest) -> HttpAnswer:
        asked = query_of(request)
        port, challenge, state = (asked.get(name, "") for name in ("port", "challenge", "state"))
        if not (
            set(asked) == {"port", "challenge", "state"}
            and _port(port) in _PORTS
            and _RANDOM.fullmatch(challenge)
            and _RANDOM.fullmatch(state)
        ):
            return refusal_page("La demande de connexion est incomplète ou mal formée.")
        name = self._ledger.begin(int(port), challenge, state)
        where = f"{self._sign_in_page}?{urlencode({'demande': name})}"
        return HttpAnswer(
            302, "text/plain", b"", headers=(("Location", where), ("Cache-Control", "no-store"))
        )

    def _ticket(self, request: HttpRequest) -> HttpAnswer:
        asked = _body(request, {"ticket", "verifier"})
        return _session(self._ledger.redeem(asked["ticket"], asked["verifier"]))

    def _connect(self, request: HttpRequest) -> HttpAnswer:
        asked = _body(request, {"nationalId", "bindingMessage", "clientId", "channel"})
        if not _DIGITS.fullmatch(asked["bindingMessage"]):
            raise Refused("invalid_binding_message")
        if asked["channel"] not in _CHANNELS:
            raise Refused("invalid_channel")
        if not asked["clientId"]:
            raise Refused("invalid_request")
        confirmation = self._ledger.ask(
            asked["nationalId"], asked["bindingMessage"], asked["channel"]
        )
        return _session(self._ledger.answered(confirmation, request.gone))

    def _tell(self, request: HttpRequest) -> HttpAnswer:
        session = self._session(request)
        now = self._clock.now()
        return _json(
            {
                "issuer": ISSUER,
                "userinfo": claims_of(session),
                "session_expires_in": int((session.ends_at - now).total_seconds()),
                "server_time": int((now + self._control.clock_offset).timestamp()),
            }
        )

    def _token(self, request: HttpRequest) -> HttpAnswer:
        token, seconds = self._ledger.access_token(self._session(request))
        return _json({"access_token": token, "expires_in": int(seconds)})

    def _disconnect(self, request: HttpRequest) -> HttpAnswer:
        self._ledger.end(self._session(request))
        return _nothing()

    def _keep(self, request: HttpRequest, base_id: str) -> HttpAnswer:
        national_id = self._session(request).person.national_id
        if not _BASE_ID.fullmatch(base_id):
            raise Refused("not_found")
        match request.method:
            case "PUT":
                return _json({"secret": self._vault.put(national_id, base_id).hex()})
            case "GET":
                secret = self._vault.get(national_id, base_id)
                if secret is None:
                    raise Refused("no_secret")
                return _json({"secret": secret.hex()})
            case "DELETE":
                self._vault.forget(national_id, base_id)
                return _nothing()
        raise Refused("not_found")

    def _session(self, request: HttpRequest) -> Session:
        scheme, _, name = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise Refused("session_expired")
        return self._ledger.session(name)


def _body(request: HttpRequest, names: set[str]) -> dict[str, str]:
    if request.headers.get_content_type() != "application/json":
        raise Refused("invalid_request")
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refused("invalid_request") from None
    if not isinstance(asked, dict) or set(asked) != names:
        raise Refused("invalid_request")
    if not all(isinstance(one, str) and len(one) <= _LONGEST_TEXT for one in asked.values()):
        raise Refused("invalid_request")
    return asked


def _port(written: str) -> int:
    right = written.isascii() and written.isdigit() and len(written) <= _PORT_DIGITS
    return int(written) if right else 0


def _session(session: Session) -> HttpAnswer:
    return _json({"proxy_session_id": session.id, "session_state": session.state})


def _error(code: str) -> HttpAnswer:
    values: dict[str, object] = {"code": code, "message": f"simulator: {code}", "metadata": {}}
    return _json(values, _STATUS.get(code, 400))


def _json(values: dict[str, object], status: int = 200) -> HttpAnswer:
    body = json.dumps(values, ensure_ascii=False).encode()
    return HttpAnswer(status, JSON, body, headers=(("Cache-Control", "no-store"),))


def _nothing() -> HttpAnswer:
    return HttpAnswer(204, JSON, b"")
