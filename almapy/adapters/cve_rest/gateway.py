"""The reference service before one is signed in; implements ``CarnetGateway``."""

from __future__ import annotations

from almapy.adapters.cve_rest.certificate import LARGEST
from almapy.adapters.cve_rest.client import RestCarnets
from almapy.adapters.cve_rest.refusals import fault_of
from almapy.adapters.cve_rest.wire import SECONDS, Wire
from almapy.clock import Clock
from almapy.cve.exchanged import Credentials
from almapy.cve.faults import CertificateDamaged
from almapy.cve.model import Hint
from almapy.cve.registration import Registration
from almapy.stop import Stop


class RestGateway:
    """Reaches the service by password at ``url``, by certificate at ``mtls_url``.

    ``authorities`` is PEM, empty for those of the system. ``hints`` are fictitious values to try a
    simulator with.
    """

    def __init__(
        self,
        url: str,
        mtls_url: str,
        clock: Clock,
        *,
        authorities: str = "",
        simulated: bool = False,
        hints: tuple[Hint, ...] = (),
        seconds: float = SECONDS,
    ) -> None:
        self._url = url
        self._mtls_url = mtls_url
        self._clock = clock
        self._authorities = authorities
        self._simulated = simulated
        self._hints = hints
        self._seconds = seconds
        self._wire = Wire(url, authorities=authorities, seconds=seconds)

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""
        return self._simulated

    def open(self, credentials: Credentials) -> RestCarnets:
        """Return the booklets of an account; nothing is called yet."""
        if not credentials.certificate:
            return RestCarnets(self._wire, credentials, self._clock)
        wire = Wire(
            self._mtls_url,
            authorities=self._authorities,
            certificate=credentials.certificate,
            key=credentials.key,
            seconds=self._seconds,
        )
        return RestCarnets(wire, credentials, self._clock)

    def withdraw(self, code: str, stop: Stop) -> bytes:
        """Return the PKCS#12 file of a withdrawal code."""
        reply = self._wire.ask(
            "POST",
            "/certificates/withdraw",
            stop,
            body={"withdrawal_code": code},
            headers={"Accept": "application/x-pkcs12, application/json"},
        )
        if not reply.accepted:
            raise fault_of(reply.status, reply.values)
        if not 0 < len(reply.body) <= LARGEST:
            raise CertificateDamaged
        return reply.body

    def register(self, registration: Registration, stop: Stop) -> None:
        """Open an account; raises CarnetRefused with the field to change."""
        body = {
            "email": registration.email.strip(),
            "password": registration.password,
            "mobile": registration.mobile,
            "prepaid_code": registration.prepaid_code,
            "subscription": registration.subscription.value,
            "registration_code": registration.registration_code,
            "accept_conditions": registration.accepts_terms,
        }
        reply = self._wire.ask("POST", "/accounts", stop, body=body)
        if not reply.accepted:
            raise fault_of(reply.status, reply.values)

    def remind(self, email: str, stop: Stop) -> None:
        """Have the service send what was forgotten to this address, if it knows it."""
        reply = self._wire.ask("POST", "/password-reminders", stop, body={"email": email})
        if not reply.accepted:
            raise fault_of(reply.status, reply.values)

    def hints(self) -> tuple[Hint, ...]:
        """Return the fictitious values to try a simulator with."""
        return self._hints
