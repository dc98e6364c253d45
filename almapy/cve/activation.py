"""Activating the service: account, password, certificate (V-ACC, V-CFG; R1–R4)."""

from __future__ import annotations

from almapy.cve.faults import NOT_PUBLIC
from almapy.cve.model import Availability, CertificateSeen, Hint, Professional
from almapy.cve.parts import CarnetPart
from almapy.cve.registration import Registration
from almapy.errors import AlmaPyError, DomainError
from almapy.stop import Stop
from almapy.users.model import Actor, Right

_SHORTEST_PASSWORD = 8
_LONGEST_CODE = 64


class Activation(CarnetPart):
    """What « Code MesVaccins.net » and the help of the service do."""

    def availability(self, actor: Actor) -> Availability:
        """Return whether the booklet can be used now; never raises, calls nobody."""
        gateway = self._tools.gateway
        if gateway is None:
            return Availability(ready=False, simulated=False, why=NOT_PUBLIC, plugged=False)
        try:
            self._tools.accounts.require_ready(actor)
        except AlmaPyError as error:
            return Availability(ready=False, simulated=gateway.simulated, why=error.message)
        return Availability(ready=True, simulated=gateway.simulated)

    def hints(self, actor: Actor) -> tuple[Hint, ...]:
        """Return the fictitious values of a demonstration; none for a real service."""
        actor.require(Right.READ_NOTES)
        return self._tools.gateway.hints() if self._tools.gateway is not None else ()

    def keep_password(self, actor: Actor, password: str) -> str:
        """Keep the password of the service, an empty one to forget it; return where, in French."""
        actor.require(Right.WRITE_NOTES)
        place = self._tools.accounts.keep_password(actor, password)
        self._tools.wake()
        return place

    def password_place(self, actor: Actor) -> str:
        """Return in French where the password is, or that it must be typed again here."""
        actor.require(Right.READ_NOTES)
        return self._tools.accounts.password_place(actor)

    def activate(self, actor: Actor, withdrawal_code: str, stop: Stop) -> CertificateSeen:
        """Fetch the certificate of a withdrawal code, open it with that code, keep it otherwise.

        Raises CodeUnknown, CodeOver, CertificateWrongCode, CertificateDamaged, CertificateExpired:
        nothing is kept then.
        """
        actor.require(Right.WRITE_NOTES)
        code = _code(withdrawal_code)
        data = self._gateway().withdraw(code, stop)
        return self.import_certificate(actor, data, code)

    def import_certificate(self, actor: Actor, data: bytes, code: str) -> CertificateSeen:
        """Keep the certificate of a file that was saved; raises like ``activate``."""
        from almapy.adapters.cve_rest.certificate import open_p12  # noqa: PLC0415  (heavy)

        actor.require(Right.WRITE_NOTES)
        found = open_p12(data, _code(code), self._works.clock.now())
        seen = self._tools.accounts.install(actor, found)
        self._tools.wake()
        return seen

    def certificate(self, actor: Actor) -> CertificateSeen | None:
        """Return the installed certificate, None without one."""
        actor.require(Right.READ_NOTES)
        return self._tools.accounts.certificate(actor)

    def forget_certificate(self, actor: Actor) -> None:
        """Remove the installed certificate and its key."""
        actor.require(Right.WRITE_NOTES)
        self._tools.accounts.forget_certificate(actor)

    def test_sign_in(self, actor: Actor, stop: Stop) -> Professional:
        """Return whom the service knows this person as; « Utiliser » need not be ticked."""
        actor.require(Right.READ_NOTES)
        return self._tools.accounts.trial(actor, self._gateway()).me(stop)

    def register(self, actor: Actor, registration: Registration, stop: Stop) -> None:
        """Open an account at the service (V-ACC-01); raises DomainError naming its field."""
        actor.require(Right.WRITE_NOTES)
        if "@" not in registration.email.strip().strip("@"):
            raise DomainError("Saisissez une adresse e-mail complète.", field="email")
        if len(registration.password) < _SHORTEST_PASSWORD:
            raise DomainError(
                f"Le mot de passe a au moins {_SHORTEST_PASSWORD} caractères.", field="password"
            )
        if not registration.accepts_terms:
            raise DomainError(
                "Acceptez les conditions pour créer le compte.", field="accepts_terms"
            )
        self._gateway().register(registration, stop)

    def remind(self, actor: Actor, email: str, stop: Stop) -> None:
        """Have the service send forgotten identifiers to this address (V-ACC-04)."""
        actor.require(Right.READ_NOTES)
        if "@" not in email.strip().strip("@"):
            raise DomainError("Saisissez une adresse e-mail complète.", field="email")
        self._gateway().remind(email.strip(), stop)


def _code(typed: str) -> str:
    code = "".join(typed.split())
    if not code or len(code) > _LONGEST_CODE:
        raise DomainError("Saisissez le code de retrait reçu par e-mail.", field="code")
    return code
