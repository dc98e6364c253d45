"""Signing in through the relay: by the system's browser, or by a confirmation elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from almapy.adapters.addresses import read_address
from almapy.adapters.json_service import PAUSES, JsonService, Question
from almapy.adapters.loopback_listener import LoopbackListener
from almapy.adapters.proof_key import challenge_of, drawn
from almapy.adapters.psc_relay.answers import LONGEST_ID, Told, session_id_of, told_of
from almapy.adapters.psc_relay.session import RelaySession, disconnect
from almapy.adapters.service_clock import require_same_time
from almapy.clock import Clock
from almapy.errors import AlmaPyError, DomainError
from almapy.psc.faults import NotTrusted, PscUnavailable, SignInRefused
from almapy.psc.model import PRODUCTION_ISSUER, Channel
from almapy.stop import Stop

CLIENT_ID = "almapy"
CONFIRMATION_SECONDS = 125.0
"""The service gives the person 120 s; its own answer that this is over is worth waiting for."""


class RelayGateway:
    """The way to Pro Santé Connect of the product; implements ``PscGateway``."""

    def __init__(
        self, url: str, clock: Clock, *, authorities: str = "", pauses: Sequence[float] = PAUSES
    ) -> None:
        """Keep the address; ``authorities`` is PEM, empty for those of the system.

        Raises DomainError for an address that is not https, nor on this computer.
        """
        address = read_address(url)
        parts = urlsplit(url.strip()) if address is not None else None
        if address is None or parts is None or parts.query or parts.fragment or address.user:
            raise _bad_address("n'est pas une adresse complète, de la forme https://nom")
        if address.scheme != "https" and not address.on_this_computer:
            raise _bad_address("n'est pas chiffrée (https://)")
        self._url = url.strip().rstrip("/")
        self._simulated = address.on_this_computer
        self._clock = clock
        self._service = JsonService(authorities=authorities, pauses=pauses)

    @property
    def simulated(self) -> bool:
        """Tell whether the relay is on this computer: then it is a simulator."""
        return self._simulated

    def sign_in_by_browser(self, open_browser: Callable[[str], None], stop: Stop) -> RelaySession:
        """Open the relay's page in the browser and wait until the person has signed in.

        Raises SignInRefused, SignInTooLate, NotTrusted, ClockWrong, ExternalError.
        """
        verifier, state = drawn(), drawn()
        with LoopbackListener(state) as listener:
            asked = {"port": listener.port, "challenge": challenge_of(verifier), "state": state}
            open_browser(f"{self._url}/start?{urlencode(asked)}")
            found = listener.wait(stop)
        if "error" in found:
            raise SignInRefused if found["error"] == "access_denied" else PscUnavailable
        ticket = found.get("ticket", "")
        if not 0 < len(ticket) <= LONGEST_ID:
            raise NotTrusted
        exchanged = {"ticket": ticket, "verifier": verifier}
        question = Question("POST", f"{self._url}/ticket", json=exchanged)
        return self._session(session_id_of(self._service.ask(question, stop)), stop)

    def sign_in_by_confirmation(
        self, national_id: str, digits: str, channel: Channel, stop: Stop
    ) -> RelaySession:
        """Ask for a confirmation on the telephone or with the card, and wait for it.

        Raises UnknownPerson, SignInRefused, SignInTooLate, NotTrusted, ClockWrong, ExternalError.
        """
        asked = {
            "nationalId": national_id,
            "bindingMessage": digits,
            "clientId": CLIENT_ID,
            "channel": channel.value,
        }
        question = Question(
            "POST",
            f"{self._url}/connect",
            json=asked,
            seconds=CONFIRMATION_SECONDS,
            by_person=True,
        )
        session_id = session_id_of(self._service.ask(question, stop))
        return self._session(session_id, stop, expected=national_id)

    def _session(self, session_id: str, stop: Stop, *, expected: str = "") -> RelaySession:
        """Return the session of this name; one that is not right is ended at the relay."""
        try:
            told = self._told(session_id, stop)
            if expected and told.identity.subject != expected:
                raise NotTrusted
            if self.simulated and told.identity.issuer == PRODUCTION_ISSUER:
                raise NotTrusted
        except AlmaPyError:
            disconnect(self._service, self._url, session_id)
            raise
        ends_at = self._clock.now() + timedelta(seconds=told.seconds)
        return RelaySession(
            self._service, self._url, session_id, told.identity, ends_at, self._clock
        )

    def _told(self, session_id: str, stop: Stop) -> Told:
        question = Question("GET", f"{self._url}/session", bearer=session_id, insists=True)
        told = told_of(self._service.ask(question, stop))
        require_same_time(self._clock, told.server_time)
        return told


def _bad_address(why: str) -> DomainError:
    return DomainError(
        f"L'adresse du relais Pro Santé Connect {why}. La connexion par Pro Santé Connect est "
        "absente\u00a0; la connexion par mot de passe reste possible. Corrigez-la dans «\u00a0Ce "
        "poste\u00a0».",
        code="psc.relay_address",
        field="psc_relay",
    )
