"""From the settings of the practice to a client of INSi, or to what is still missing."""

from __future__ import annotations

import base64
import binascii
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from almapy.adapters.addresses import read_address
from almapy.clock import Clock
from almapy.errors import AccessError, DomainError, ExternalError
from almapy.insi.ports import Insi, Signer
from almapy.insi.settings import Authentication, Environment, InsiSettings
from almapy.practice.model import Practitioner
from almapy.text import digits
from almapy.users.information import UserInformation
from almapy.users.model import Actor, Role

if TYPE_CHECKING:
    from almapy.adapters.insi_soap.assertion import Assertions
    from almapy.adapters.insi_soap.client import SoapInsi
    from almapy.adapters.insi_soap.target import InsiTarget

_DOCTORS = frozenset({Role.MEDECIN, Role.REMPLACANT})
_NO_CARD = (
    "La carte CPS n'est pas lue sur ce poste. Rien n'a été envoyé. Insérez-la dans le lecteur et "
    "recommencez, ou choisissez le certificat logiciel dans «\u00a0Téléservices\u00a0»."
)
_A_SIMULATOR = (
    "L'adresse d'INSi est sur cet ordinateur\u00a0: c'est un simulateur. Rien n'a été envoyé. "
    "Choisissez l'environnement de qualification pour un essai, ou l'adresse remise avec "
    "l'autorisation, dans «\u00a0Téléservices (INSi)\u00a0»."
)


class StoredSettings(Protocol):
    """Where the settings of INSi are read (``app.insi_settings``)."""

    def get(self) -> InsiSettings:
        """Return the settings of the practice."""


class PersonalInformation(Protocol):
    """Where « Informations utilisateur » is read (``app.information``)."""

    def get(self, actor: Actor) -> UserInformation:
        """Return what a person set about themselves."""


def no_card(_actor: Actor) -> Signer | None:
    """Return no signer: this post reads no CPS."""
    return None


def card_in(signer: Callable[[Actor], Signer | None], actor: Actor) -> Signer | None:
    """Return the key of the card that is in, None without one.

    Raises DomainError, code ``insi.not_ready``, when the card may not sign for this person.
    """
    try:
        return signer(actor)
    except (AccessError, ExternalError) as error:
        raise DomainError(error.message, code="insi.not_ready") from error


class SettingsConnection:
    """Opens the client that the settings describe, for whoever calls.

    The same client serves as long as the settings stay what they are: opening a certificate takes
    some 50 ms during which no window moves, too long for each call of a list.

    ``signer`` gives the key of the card in the reader, None when there is none. ``simulated``
    tells that a simulator answers even where the address does not show it.
    """

    def __init__(
        self,
        settings: StoredSettings,
        information: PersonalInformation,
        clock: Clock,
        *,
        signer: Callable[[Actor], Signer | None] = no_card,
        simulated: bool = False,
    ) -> None:
        self._settings = settings
        self._information = information
        self._clock = clock
        self._signer = signer
        self._simulated = simulated
        self._assertions: Assertions | None = None
        self._guard = threading.Lock()
        self._opened: tuple[InsiTarget, SoapInsi] | None = None

    def open(self, actor: Actor) -> Insi:
        """Return a client ready to call.

        Raises DomainError, code ``insi.not_ready``, whose French message names what is missing
        and whose ``field`` is the first setting to fill; also for an address of this computer in
        production, where the answers of a simulator must enter no record.
        """
        from almapy.adapters.insi_soap.assertion import Assertions
        from almapy.adapters.insi_soap.client import SoapInsi
        from almapy.adapters.insi_soap.target import InsiTarget

        stored = _completed(self._settings.get(), self._information.get(actor).practitioner)
        missing = dict(_missing(stored, actor))
        if missing:
            raise _not_ready(missing)
        by_card = stored.authentication is Authentication.CARD
        signer = card_in(self._signer, actor) if by_card else None
        if by_card and signer is None:
            raise DomainError(_NO_CARD, code="insi.not_ready")
        url, on_this_computer = _address_of(stored)
        if on_this_computer and stored.environment is Environment.PRODUCTION:
            raise DomainError(_A_SIMULATOR, code="insi.not_ready", field="environment")
        target = InsiTarget(
            url=url,
            idam=stored.idam,
            instance=stored.instance,
            verification_url=stored.verification_url,
            environment=stored.environment,
            signer=signer,
            billing_number=stored.billing_number,
            sector=stored.sector,
            speciality=stored.speciality,
            authorities=stored.authorities,
            client_certificate=b"" if by_card else base64.b64decode(stored.certificate),
            password="" if by_card else stored.password,
            proxy=stored.proxy,
            seconds=stored.timeout_seconds,
            simulated=self._simulated or on_this_computer,
        )
        with self._guard:
            if self._assertions is None:
                self._assertions = Assertions()
            if self._opened is None or self._opened[0] != target:
                self._opened = target, SoapInsi(target, self._clock, self._assertions)
            return self._opened[1]

    def is_simulated(self) -> bool:
        """Tell whether a simulator answers at the address of the settings."""
        return self._simulated or _address_of(self._settings.get())[1]

    def card_removed(self) -> None:
        """Forget the assertion that the card signed."""
        if self._assertions is not None:
            self._assertions.drop()


def _address_of(stored: InsiSettings) -> tuple[str, bool]:
    """Return the address that is called, and whether it is on this computer."""
    by_card = stored.authentication is Authentication.CARD
    url = stored.card_url if by_card else stored.certificate_url
    address = read_address(url)
    return url, address is not None and address.on_this_computer


def _completed(stored: InsiSettings, practitioner: Practitioner) -> InsiSettings:
    """Return the settings, the empty numbers taken from « Informations utilisateur »."""
    return replace(
        stored,
        billing_number=digits(stored.billing_number) or digits(practitioner.am_number),
        speciality=stored.speciality.strip() or practitioner.speciality_code.strip(),
    )


def _missing(stored: InsiSettings, actor: Actor) -> Iterator[tuple[str, str]]:
    """Give each field that prevents a call, and its French name."""
    by_card = stored.authentication is Authentication.CARD
    if by_card:
        yield from _address("card_url", stored.card_url, "l'adresse du service pour la carte CPS")
    else:
        yield from _address(
            "certificate_url",
            stored.certificate_url,
            "l'adresse du service pour le certificat logiciel",
        )
    if stored.verification_url:
        yield from _address(
            "verification_url", stored.verification_url, "l'adresse de la vérification"
        )
    if not stored.idam.strip():
        yield "idam", "le numéro d'autorisation du logiciel (IDAM)"
    if not _is_uuid(stored.instance):
        yield "instance", "l'identifiant de cette installation (UUID)"
    if by_card:
        yield from _missing_claims(stored, actor)
    elif not _is_base64(stored.certificate):
        yield "certificate", "le certificat logiciel de la structure"


def _missing_claims(stored: InsiSettings, actor: Actor) -> Iterator[tuple[str, str]]:
    if not stored.billing_number:
        yield "billing_number", "le numéro de facturation (numéro AM)"
    if not stored.sector.strip():
        yield "sector", "le secteur d'activité"
    if not stored.speciality and actor.role in _DOCTORS:
        yield "speciality", "le code de la spécialité"


def _address(name: str, text: str, label: str) -> Iterator[tuple[str, str]]:
    address = read_address(text)
    if not text.strip():
        yield name, label
    elif address is None:
        yield name, f"{label} (celle qui est enregistrée n'est pas une adresse complète)"
    elif address.scheme != "https" and not address.on_this_computer:
        yield name, f"{label} (elle doit commencer par https://)"


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return False


def _not_ready(missing: dict[str, str]) -> DomainError:
    return DomainError(
        f"INSi ne peut pas encore être appelé\u00a0: il manque {', '.join(missing.values())}. Rien "
        "n'a été envoyé. Complétez «\u00a0Téléservices (INSi)\u00a0» (menu Paramètres).",
        code="insi.not_ready",
        field=next(iter(missing)),
    )
