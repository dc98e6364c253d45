"""What an entry of the « Histoire médicale » must say, and what follows from what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from almapy.errors import DomainError
from almapy.history.ald import ALD_LABELS
from almapy.history.model import HistoryItem, HistoryKind
from almapy.partial_day import is_before


def checked_item(item: HistoryItem, today: date) -> HistoryItem:
    """Return the entry as it is kept: texts trimmed, what does not apply left out.

    An entry with an end in the past is over; without ALD it has no dates of ALD, and only a family
    antecedent has a kinship. Raises DomainError naming the field to change.
    """
    label = " ".join(item.label.split())
    if not label:
        raise DomainError("Écrivez un libellé, en toutes lettres.", field="label")
    if is_before(today.isoformat(), item.started):
        raise DomainError("Le début est dans l'avenir. Vérifiez la date.", field="started")
    if item.started and item.ended and is_before(item.ended, item.started):
        raise DomainError("La fin est avant le début. Vérifiez les deux dates.", field="ended")
    if item.ald_number is not None and item.ald_number not in ALD_LABELS:
        raise DomainError("Ce numéro d'ALD n'existe pas\u00a0: de 1 à 32.", field="ald_number")
    if item.ald_since and item.ald_until and item.ald_until < item.ald_since:
        raise DomainError("La fin de l'ALD est avant son début.", field="ald_until")
    has_ald = item.ald_number is not None
    return replace(
        item,
        label=label,
        speciality=" ".join(item.speciality.split()),
        note=item.note.strip(),
        active=item.active and not (item.ended and is_before(item.ended, today.isoformat())),
        kinship=item.kinship.strip() if item.kind is HistoryKind.FAMILY else "",
        cim10_version=item.cim10_version if item.cim10 else "",
        ald_since=item.ald_since if has_ald else None,
        ald_until=item.ald_until if has_ald else None,
        ald_exempt=item.ald_exempt if has_ald else True,
    )


def ald_is_running(item: HistoryItem, today: date) -> bool:
    """Tell whether the entry gives right to its ALD on that day."""
    if item.ald_number is None:
        return False
    return item.ald_until is None or item.ald_until >= today
