"""The persons named on a carte Vitale, seen from the record that is open."""

from __future__ import annotations

from collections.abc import Iterable

from almapy.identity.traits import first_name_agrees
from almapy.insi.model import Beneficiary
from almapy.patients.model import PatientDraft
from almapy.text import fold
from ui.insi.words import shown_day


def matches(holder: Beneficiary, draft: PatientDraft) -> bool:
    """Tell whether a person of the card is the one of the record: name, first name and birth."""
    names = {fold(draft.birth_name), fold(draft.used_name)} - {""}
    born = {draft.birth_date.isoformat() if draft.birth_date else "", _lunar(draft)} - {""}
    first = draft.birth_first_names or draft.first_birth_first_name
    return (
        bool(names & {fold(holder.birth_name), fold(holder.used_name)})
        and holder.birth_date in born
        and bool(holder.first_name)
        and first_name_agrees(holder.first_name, first)
    )


def matching_first(holders: Iterable[Beneficiary], draft: PatientDraft) -> list[Beneficiary]:
    """Return the persons of a card, the one of the record before the others."""
    return sorted(holders, key=lambda one: not matches(one, draft))


def holder_words(holder: Beneficiary) -> str:
    """Return the line under which a person of the card is chosen."""
    used = holder.used_name if fold(holder.used_name) != fold(holder.birth_name) else ""
    name = " ".join(part for part in (holder.birth_name, holder.first_name) if part)
    parts = (
        name,
        f"nom utilisé {used}" if used else "",
        f"naissance {shown_day(holder.birth_date)}" if holder.birth_date else "",
        f"rang {holder.rank}" if holder.rank not in {"", "1"} else "",
    )
    return " · ".join(part for part in parts if part)


def insured_number(holder: Beneficiary) -> str:
    """Return the number of the insured where it is not known to be the person's own (§1.3)."""
    return holder.insured_nir if holder.insured_nir != holder.own_nir else ""


def _lunar(draft: PatientDraft) -> str:
    day, _, rest = draft.lunar_date.partition("/")
    month, _, year = rest.partition("/")
    return f"{year}-{month}-{day}" if year else ""
