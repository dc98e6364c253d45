"""What goes to the record with a filed document: its details, and its contact if one is wanted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from almapy.clock import civil_day
from almapy.documents.model import DocumentDetails, checked_details
from almapy.encounters.model import EncounterContent
from almapy.encounters.model import Nature as ContactNature
from almapy.errors import DomainError
from almapy.incoming.model import LONGEST_COMMENT, Entry

LONGEST_CONTACT_TITLE = 200
_BEFORE_BIRTH = timedelta(days=300)
"""What is written of a pregnancy may stand in the child's record."""


def details_of(entry: Entry, arrived_at: datetime, today: date) -> DocumentDetails:
    """Return the details under which a document is filed; without a date, that of its arrival.

    Raises DomainError naming the field.
    """
    details = DocumentDetails(
        title=entry.title,
        day=entry.day or civil_day(arrived_at),
        tab=entry.tab,
        direction=entry.nature.direction,
        type_code=entry.type_code,
        correspondent=entry.correspondent,
        critical=entry.critical,
    )
    return checked_details(details, today)


def contact_of(entry: Entry, day: date, now: datetime) -> EncounterContent | None:
    """Return the contact of nature « Document »; None without « Titre du contact ».

    ``day`` is that of the document, for a contact without a date of its own. Raises DomainError.
    """
    title = " ".join(entry.contact_title.split())
    if len(entry.comment) > LONGEST_COMMENT:
        raise DomainError(
            f"Ce commentaire dépasse {LONGEST_COMMENT} caractères. Raccourcissez-le.",
            field="comment",
        )
    if not title:
        if entry.comment.strip():
            raise DomainError(
                "Un commentaire est le texte d'un contact. Donnez un titre au contact, ou videz "
                "le commentaire.",
                field="contact_title",
            )
        return None
    if len(title) > LONGEST_CONTACT_TITLE:
        raise DomainError(
            f"Ce titre dépasse {LONGEST_CONTACT_TITLE} caractères. Raccourcissez-le.",
            field="contact_title",
        )
    held_on = entry.contact_day or day
    if held_on > civil_day(now):
        raise DomainError("Cette date est dans l'avenir. Vérifiez-la.", field="contact_day")
    return EncounterContent(
        nature=ContactNature.DOCUMENT,
        held_at=now if held_on == civil_day(now) else _noon(held_on),
        title=title,
        text=entry.comment.strip(),
    )


def require_days_after_birth(entry: Entry, birth_date: date | None) -> None:
    """Refuse the date of a document or contact before the patient was; raises DomainError."""
    if birth_date is None:
        return
    for name in ("day", "contact_day"):
        day = getattr(entry, name)
        if day is not None and day < birth_date - _BEFORE_BIRTH:
            raise DomainError(
                "Cette date est avant la naissance de ce patient. Vérifiez la date et le dossier "
                "choisi.",
                field=name,
            )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12)).astimezone(UTC)
