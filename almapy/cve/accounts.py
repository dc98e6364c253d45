"""What proves a person to the booklet service (R1, R4): e-mail, password, certificate."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta

from almapy.audit.model import Action
from almapy.cve.exchanged import Certificate, Credentials
from almapy.cve.faults import NotActivated
from almapy.cve.model import CertificateSeen
from almapy.cve.ports import CarnetGateway, Carnets
from almapy.cve.secret_places import KeptSecret, SecretPlaces
from almapy.cve.tables import CarnetCertificateRow
from almapy.events import Changed, Topic
from almapy.users.information import InformationService
from almapy.users.model import Actor
from almapy.users.preferences import SecretName
from almapy.users.secrets import SecretBox
from almapy.work import Works

WARNED = timedelta(days=30)
TYPE_AGAIN = "à saisir de nouveau sur ce poste"
_KEY = "cve_key"
_WHERE = "Complétez «\u00a0Code MesVaccins.net\u00a0» dans «\u00a0Info utilisateurs\u00a0»."


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the base knows of an account at the service; secrets as it keeps them."""

    used: bool
    email: str = field(repr=False)
    password: str = field(repr=False)
    certificate: str = field(repr=False)
    key: str = field(repr=False)


class CarnetAccounts:
    """Keeps and gives the credentials of each person of the practice; any thread may ask."""

    def __init__(
        self, works: Works, information: InformationService, box: SecretBox, places: SecretPlaces
    ) -> None:
        self._works = works
        self._information = information
        self._box = box
        self._places = places
        self._guard = threading.Lock()
        self._open: dict[int, tuple[_Stored, Carnets]] = {}

    def carnets(self, actor: Actor, gateway: CarnetGateway) -> Carnets:
        """Return the booklets of a person, the same as long as nothing of the account changed.

        Raises NotActivated, which says what lacks.
        """
        stored = self._stored(actor)
        with self._guard:
            before = self._open.get(actor.user_id)
        if before is not None and before[0] == stored:
            return before[1]
        carnets = gateway.open(self._credentials(stored))
        with self._guard:
            self._open[actor.user_id] = (stored, carnets)
        return carnets

    def require_ready(self, actor: Actor) -> None:
        """Raise NotActivated, which says what lacks, unless the service can be called."""
        stored = self._stored(actor)
        with self._guard:
            before = self._open.get(actor.user_id)
        if before is None or before[0] != stored:
            self._credentials(stored)

    def trial(self, actor: Actor, gateway: CarnetGateway) -> Carnets:
        """Return the booklets of a person who has not ticked « Utiliser le service » yet."""
        return gateway.open(self._credentials(self._stored(actor), trial=True))

    def keep_password(self, actor: Actor, password: str) -> str:
        """Keep the password of the service, an empty one to forget it; return where, in French."""
        before = self._information.secret(actor, SecretName.MESVACCINS)
        stored, place = self._places.put(password) if password else ("", "")
        self._information.keep_secret(actor, SecretName.MESVACCINS, stored)
        self._places.drop(before)
        return place

    def password_place(self, actor: Actor) -> str:
        """Return in French where the password is, or what to do about it; empty without one."""
        kept = self._places.find(self._information.secret(actor, SecretName.MESVACCINS))
        return TYPE_AGAIN if kept.lost else kept.place

    def install(self, actor: Actor, found: Certificate) -> CertificateSeen:
        """Keep a certificate and its key, in place of the one before."""
        stored, place = self._places.put(found.key.decode())
        before = self._stored(actor).key
        with self._works.begin(actor) as work:
            row = work.session.get(CarnetCertificateRow, actor.user_id)
            if row is None:
                row = CarnetCertificateRow(account_id=actor.user_id)
                work.session.add(row)
            row.certificate = found.certificate.decode()
            row.sealed_key = self._box.seal(actor.user_id, _KEY, stored)
            row.post = actor.post[:60] if self._places.is_elsewhere(stored) else ""
            row.installed_at = work.at
            work.trace(Action.SETTING_CHANGED, detail={"objet": "certificat du carnet"})
            work.announce(Changed(Topic.CARNET))
        self._places.drop(before)
        return self._seen(found, place)

    def certificate(self, actor: Actor) -> CertificateSeen | None:
        """Return the installed certificate, None without one."""
        stored = self._stored(actor)
        if not stored.certificate:
            return None
        kept = self._places.find(stored.key)
        found = _described(stored.certificate)
        return self._seen(found, TYPE_AGAIN if kept.lost else kept.place)

    def forget_certificate(self, actor: Actor) -> None:
        """Remove the certificate and its key."""
        before = self._stored(actor)
        if not before.certificate:
            return
        with self._works.begin(actor) as work:
            work.session.delete(work.session.get_one(CarnetCertificateRow, actor.user_id))
            work.trace(Action.SETTING_CHANGED, detail={"objet": "certificat du carnet retiré"})
            work.announce(Changed(Topic.CARNET))
        self._places.drop(before.key)

    def _stored(self, actor: Actor) -> _Stored:
        chosen = self._information.get(actor).preferences
        with self._works.database.reading() as session:
            row = session.get(CarnetCertificateRow, actor.user_id)
            certificate, sealed = (row.certificate, row.sealed_key) if row else ("", b"")
        key = self._box.open(actor.user_id, _KEY, sealed) if sealed else ""
        return _Stored(
            chosen.use_mesvaccins,
            chosen.mesvaccins_email.strip(),
            self._information.secret(actor, SecretName.MESVACCINS),
            certificate,
            key,
        )

    def _credentials(self, stored: _Stored, *, trial: bool = False) -> Credentials:
        if not stored.used and not trial:
            raise NotActivated(
                "Le service MesVaccins n'est pas activé pour votre compte. La vaccination "
                f"fonctionne entièrement ici. {_WHERE}",
                field="use_mesvaccins",
            )
        if not stored.email or not stored.password:
            raise NotActivated(
                "L'e-mail ou le mot de passe du service MesVaccins manque. Rien n'a été envoyé. "
                f"{_WHERE}",
                field="mesvaccins_password" if stored.email else "mesvaccins_email",
            )
        password = self._found(stored.password, "Le mot de passe du service MesVaccins est")
        if not stored.certificate:
            return Credentials(stored.email, password)
        found = _described(stored.certificate)
        if self._works.clock.now() > found.not_after:
            raise NotActivated(
                f"Votre certificat a expiré le {_day(found)}. Rien n'a été envoyé. Demandez un "
                "nouveau code de retrait au service, puis activez-le.",
                field="certificate",
            )
        key = self._found(stored.key, "La clé de votre certificat est")
        return Credentials(stored.email, password, stored.certificate.encode(), key.encode())

    def _found(self, stored: str, what: str) -> str:
        kept: KeptSecret = self._places.find(stored)
        if kept.lost:
            raise NotActivated(
                f"{what} dans le trousseau d'un autre poste\u00a0: {TYPE_AGAIN}. Rien n'a été "
                f"envoyé. {_WHERE}",
                field="mesvaccins_password",
            )
        return kept.text

    def _seen(self, found: Certificate, place: str) -> CertificateSeen:
        left = found.not_after - self._works.clock.now()
        warning = ""
        if left <= timedelta(0):
            warning = f"Ce certificat a expiré le {_day(found)}\u00a0: demandez-en un nouveau."
        elif left <= WARNED:
            warning = f"Ce certificat expire le {_day(found)}\u00a0: demandez son renouvellement."
        return CertificateSeen(found.subject, found.not_after, place, warning)


def _described(certificate: str) -> Certificate:
    from almapy.adapters.cve_rest.certificate import described  # noqa: PLC0415  (heavy)

    return described(certificate.encode())


def _day(found: Certificate) -> str:
    return f"{found.not_after.astimezone():%d/%m/%Y}"
