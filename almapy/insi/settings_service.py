"""The settings of INSi: kept in the base for every post, secrets sealed, changes traced."""

from __future__ import annotations

import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.errors import ConflictError, DomainError, FormatError
from almapy.events import Changed, Topic
from almapy.insi.settings import Authentication, InsiSettings
from almapy.insi.settings_rules import (
    LABELS,
    LONG_TEXTS,
    SECRETS,
    changed_fields,
    faults,
    from_stored,
    is_on_this_computer,
    url_field,
)
from almapy.insi.software_certificate import (
    CertificateFacts,
    authorities_in,
    certificate_of,
)
from almapy.practice.service import PRACTICE_ID, base_id_of
from almapy.practice.tables import PracticeRow, SettingRow
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.users.secrets import SecretBox
from almapy.work import Works

_PREFIX = "insi."
Trial = Callable[[InsiSettings, Stop], str]
"""Reaches what the settings name and tells in French what answered; raises ExternalError."""
_NOBODY = 0  # the certificate belongs to the practice, to no account


def no_trial(_settings: InsiSettings, _stop: Stop) -> str:
    """Refuse to reach anything: a demo practice never calls outside."""
    raise DomainError(
        "Cette démonstration répond avec un simulateur : elle n'appelle aucun vrai service. "
        "Rien n'a été envoyé.",
        code="insi.simulated",
    )


class InsiSettingsService:
    """One set of settings for the practice."""

    def __init__(self, works: Works, box: SecretBox, trial: Trial = no_trial) -> None:
        """Keep what the service works with; ``trial`` reaches the teleservice."""
        self._works = works
        self._box = box
        self._trial = trial

    def get(self) -> InsiSettings:
        """Return the settings, ready for use: defaults where nothing usable is stored.

        ``instance`` is always there, the same for every post and for ever.
        """
        with self._works.database.reading() as session:
            return self._read(session)

    def save(
        self, actor: Actor, settings: InsiSettings, *, seen: InsiSettings | None = None
    ) -> None:
        """Replace the settings, all together or not at all; ``instance`` stays what it was.

        ``seen`` is what the person had before their eyes: raises ConflictError when another post
        changed the settings since. Raises DomainError, with its field, for what cannot be kept.
        """
        actor.require(Right.MANAGE_USERS)
        for name, why in faults(settings).items():
            raise DomainError(why, field=name)
        before = self.get()
        if _shown(settings) != _shown(before):
            self.read_certificate(settings)
        if settings.authorities and settings.authorities != before.authorities:
            authorities_in(settings.authorities)
        with self._works.begin(actor) as work:
            work.session.get_one(PracticeRow, PRACTICE_ID, with_for_update=True)  # one at a time
            before = self._read(work.session)
            if seen is not None and changed_fields(before, seen):
                raise ConflictError(
                    "Un autre poste a modifié les réglages du téléservice entre-temps. Rien n'a "
                    "été écrasé et votre saisie reste à l'écran. Annulez pour relire, puis "
                    "recommencez."
                )
            names = changed_fields(before, settings)
            if not names:
                return
            for name in (*names, "instance"):
                value = before.instance if name == "instance" else getattr(settings, name)
                _write(work.session, name, self._stored(name, value))
            work.trace(Action.SETTING_CHANGED, detail=_told(before, settings, names))
            work.announce(Changed(Topic.PRACTICE))

    def read_certificate(self, settings: InsiSettings) -> CertificateFacts | None:
        """Return what the software certificate of these settings says, None when there is none.

        Raises DomainError, with its field, when it cannot serve.
        """
        return certificate_of(settings, self._works.clock.now())

    def try_connection(self, actor: Actor, stop: Stop, settings: InsiSettings | None = None) -> str:
        """Reach the teleservice without a word about any patient; return in French what answered.

        Tries ``settings``, or those that are stored. Raises DomainError for what is missing,
        ExternalError for what failed.
        """
        actor.require(Right.MANAGE_USERS)
        wanted = settings or self.get()
        for name, why in faults(wanted).items():
            raise DomainError(why, field=name)
        name = url_field(wanted)
        if not getattr(wanted, name):
            raise DomainError(
                "L'adresse du téléservice est vide. Rien n'a été envoyé. Recopiez celle qui a été "
                "remise au cabinet, ou remplissez les adresses de qualification.",
                field=name,
            )
        if wanted.authentication is Authentication.CERTIFICATE:
            self._require_certificate(wanted)
        return self._trial(wanted, stop)

    def _require_certificate(self, settings: InsiSettings) -> None:
        if self.read_certificate(settings) is None:
            raise DomainError(
                "Aucun certificat logiciel n'est enregistré. Rien n'a été envoyé. Choisissez le "
                "fichier .p12 remis par l'ANS.",
                field="certificate",
            )

    def _read(self, session: Session) -> InsiSettings:
        rows = session.scalars(select(SettingRow).where(SettingRow.name.startswith(_PREFIX)))
        values = {row.name.removeprefix(_PREFIX): row.value for row in rows}
        values |= {name: self._opened(name, values.get(name)) for name in SECRETS}
        settings = from_stored(values)
        return replace(settings, instance=settings.instance or _instance(session))

    def _opened(self, name: str, sealed: object) -> str:
        if not isinstance(sealed, str) or not sealed:
            return ""
        try:
            return self._box.open(_NOBODY, _PREFIX + name, b64decode(sealed, validate=True))
        except (ValueError, FormatError):
            return ""

    def _stored(self, name: str, value: object) -> object:
        if isinstance(value, StrEnum):
            return value.value
        if name in SECRETS and value:
            return b64encode(self._box.seal(_NOBODY, _PREFIX + name, str(value))).decode()
        return value


def _write(session: Session, name: str, value: object) -> None:
    row = session.get(SettingRow, _PREFIX + name)
    if row is None:
        session.add(SettingRow(name=_PREFIX + name, value=value))
    else:
        row.value = value


def _instance(session: Session) -> str:
    """Return the UUID of this installation before one is stored: it follows from the base."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, base_id_of(session)))


def _shown(settings: InsiSettings) -> tuple[str, str, bool]:
    """Return what decides whether a certificate can serve: itself, and to whom it is shown."""
    shown_here = is_on_this_computer(settings.certificate_url)
    return settings.certificate, settings.password, shown_here


def _told(before: InsiSettings, after: InsiSettings, names: list[str]) -> dict[str, object]:
    """Return the detail of the trace: former and new value, never of a secret."""
    told: dict[str, object] = {"objet": "téléservice INSi"}
    for name in names:
        de, en = str(getattr(before, name)), str(getattr(after, name))
        hidden = name in SECRETS | LONG_TEXTS
        told[LABELS[name]] = "modifié" if hidden else {"de": de, "en": en}
    return told
