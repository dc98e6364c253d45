"""Signing in at a sandbox: authorization code with PKCE, and CIBA by polling (PSC notes §3–4)."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from almapy.adapters.addresses import read_address
from almapy.adapters.call_errors import cancelled
from almapy.adapters.json_service import PAUSES, JsonService, Question
from almapy.adapters.json_values import number, visible_text
from almapy.adapters.loopback_listener import LoopbackListener
from almapy.adapters.proof_key import challenge_of, drawn
from almapy.adapters.psc_direct.id_token import ASSURANCE, Expected, KeyBook, claims_of
from almapy.adapters.psc_direct.provider import (
    DISCOVERY,
    Provider,
    read_provider,
    require_sandbox,
)
from almapy.adapters.psc_direct.session import DirectSession, with_query
from almapy.adapters.psc_direct.tokens import CIBA, CODE, Granted, fault_of, granted_of
from almapy.adapters.service_clock import require_same_time
from almapy.clock import Clock
from almapy.psc.claims import identity_of
from almapy.psc.faults import NotTrusted, PscUnavailable, SessionOver, SignInTooLate
from almapy.psc.model import Channel, PscIdentity
from almapy.stop import Stop

SCOPES = "openid scope_all"
SESSION = timedelta(hours=4)
_SLOWER_SECONDS = 5.0
_DEFAULT_INTERVAL = 5.0
_SHORTEST_INTERVAL = 1.0
_LONGEST_INTERVAL = 60.0
_LONGEST_WAIT = 300.0
_UNAUTHORIZED = 401
_LONGEST_CODE = 4096


class DirectGateway:
    """The way to a sandbox, as a public client; implements ``PscGateway``.

    Refused for the real service: a desktop program may not be its client (requirement 22).
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        clock: Clock,
        *,
        authorities: str = "",
        pauses: Sequence[float] = PAUSES,
        wait: Callable[[Stop, float], bool] = Stop.wait,
    ) -> None:
        """``wait`` lets the seconds between two polls pass. Raises DomainError (real issuer)."""
        require_sandbox(issuer)
        address = read_address(issuer)
        self._simulated = address is not None and address.on_this_computer
        self._issuer = issuer
        self._client_id = client_id
        self._clock = clock
        self._wait = wait
        self._service = JsonService(authorities=authorities, pauses=pauses)
        self._keys = KeyBook(self._read_keys)
        self._guard = threading.Lock()
        self._known: Provider | None = None

    @property
    def simulated(self) -> bool:
        """Tell whether the provider is on this computer."""
        return self._simulated

    def sign_in_by_browser(self, open_browser: Callable[[str], None], stop: Stop) -> DirectSession:
        """Open the provider's page in the browser and wait until the person has signed in.

        Raises SignInRefused, SignInTooLate, NotTrusted, ClockWrong, ExternalError.
        """
        provider = self._provider(stop)
        verifier, state, nonce = drawn(), drawn(), drawn()
        with LoopbackListener(state) as listener:
            redirection = listener.redirection
            asked = {
                "response_type": "code",
                "client_id": self._client_id,
                "redirect_uri": redirection,
                "scope": SCOPES,
                "acr_values": ASSURANCE,
                "state": state,
                "nonce": nonce,
                "code_challenge": challenge_of(verifier),
                "code_challenge_method": "S256",
            }
            open_browser(with_query(provider.authorization, asked))
            found = listener.wait(stop)
        form = {
            "grant_type": CODE,
            "code": _code(found, provider),
            "redirect_uri": redirection,
            "code_verifier": verifier,
        }
        return self._session(provider, self._granted(provider, form, stop), nonce, stop)

    def sign_in_by_confirmation(
        self, national_id: str, digits: str, channel: Channel, stop: Stop
    ) -> DirectSession:
        """Ask for a confirmation on the telephone or with the card, and poll for it.

        Raises UnknownPerson, SignInRefused, SignInTooLate, NotTrusted, ClockWrong, ExternalError.
        """
        provider = self._provider(stop)
        if not provider.confirmation:
            raise PscUnavailable
        form = {
            "client_id": self._client_id,
            "scope": SCOPES,
            "acr_values": ASSURANCE,
            "login_hint": national_id,
            "binding_message": digits,
            "channel": channel.value,
        }
        question = Question("POST", provider.confirmation, form=form, insists=True)
        answer = self._service.ask(question, stop)
        if not answer.accepted:
            raise fault_of(answer.values)
        granted = self._confirmed(provider, answer.values, stop)
        return self._session(provider, granted, None, stop, expected=national_id)

    def _confirmed(self, provider: Provider, begun: Mapping[str, Any], stop: Stop) -> Granted:
        """Poll until the person has answered, at the pace that the provider asks for."""
        request = visible_text(begun.get("auth_req_id"), _LONGEST_CODE)
        interval = max(
            number(begun, "interval", _LONGEST_INTERVAL, _DEFAULT_INTERVAL), _SHORTEST_INTERVAL
        )
        ends_at = self._clock.monotonic() + number(begun, "expires_in", _LONGEST_WAIT)
        form = {"grant_type": CIBA, "auth_req_id": request, "client_id": self._client_id}
        question = Question("POST", provider.token, form=form, insists=True)
        while self._clock.monotonic() < ends_at:
            if self._wait(stop, interval):
                raise cancelled()
            answer = self._service.ask(question, stop)
            match answer.values.get("error"):
                case "authorization_pending":
                    continue
                case "slow_down":
                    interval += _SLOWER_SECONDS
                case _:
                    require_same_time(self._clock, answer.date)
                    return granted_of(answer)
        raise SignInTooLate

    def _granted(self, provider: Provider, form: dict[str, str], stop: Stop) -> Granted:
        question = Question(
            "POST", provider.token, form={**form, "client_id": self._client_id}, insists=True
        )
        answer = self._service.ask(question, stop)
        require_same_time(self._clock, answer.date)
        return granted_of(answer)

    def _session(
        self,
        provider: Provider,
        granted: Granted,
        nonce: str | None,
        stop: Stop,
        *,
        expected: str = "",
    ) -> DirectSession:
        sub = self._subject(granted, nonce, stop)
        identity = self._identity(provider, granted, sub, stop)
        if expected and identity.subject != expected:
            raise NotTrusted

        def same_person(renewed: Granted, renewing: Stop) -> None:
            if renewed.id_token is not None and self._subject(renewed, None, renewing) != sub:
                raise NotTrusted

        return DirectSession(
            self._service,
            provider,
            self._client_id,
            granted,
            identity,
            self._clock.now() + SESSION,
            self._clock,
            same_person,
        )

    def _subject(self, granted: Granted, nonce: str | None, stop: Stop) -> str:
        expected = Expected(self._issuer, self._client_id, nonce)
        now = self._clock.now().timestamp()
        return str(claims_of(granted.id_token, self._keys, expected, now, stop)["sub"])

    def _identity(self, provider: Provider, granted: Granted, sub: str, stop: Stop) -> PscIdentity:
        question = Question("GET", provider.userinfo, bearer=granted.access.text, insists=True)
        answer = self._service.ask(question, stop)
        if answer.status == _UNAUTHORIZED:
            raise SessionOver
        if not answer.accepted:
            raise PscUnavailable
        if answer.values.get("sub") != sub:
            raise NotTrusted
        return identity_of(self._issuer, answer.values)

    def _provider(self, stop: Stop) -> Provider:
        with self._guard:
            known = self._known
        if known is None:
            known = read_provider(self._read(self._issuer + DISCOVERY, stop), self._issuer)
            with self._guard:
                self._known = known
        return known

    def _read_keys(self, stop: Stop) -> Mapping[str, Any]:
        return self._read(self._provider(stop).keys, stop)

    def _read(self, url: str, stop: Stop) -> Mapping[str, Any]:
        answer = self._service.ask(Question("GET", url, insists=True), stop)
        if not answer.accepted:
            raise PscUnavailable
        return answer.values


def _code(found: Mapping[str, str], provider: Provider) -> str:
    """Return the code that the browser brought, once it is this provider that answers."""
    came = found.get("iss")
    if (came is None and provider.tells_issuer) or (
        came is not None and not hmac.compare_digest(came.encode(), provider.issuer.encode())
    ):
        raise NotTrusted
    if "error" in found:
        raise fault_of(found)
    code = found.get("code", "")
    if not 0 < len(code) <= _LONGEST_CODE:
        raise NotTrusted
    return code
