"""The form in which a draft is recorded: names of the RNIV, telephones in E.164, whole NIR."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from almapy.identity.contact import e164
from almapy.identity.nir import read_nir
from almapy.identity.traits import strict_first_names, strict_name
from almapy.patients.model import PatientDraft

_PHONES = ("phone_home", "phone_mobile", "phone_work", "phone_fax")


def recorded_form(before: PatientDraft | None, draft: PatientDraft) -> PatientDraft:
    """Return the draft in its recorded form; raises DomainError for a name that INSi refuses.

    What is unchanged since ``before`` stays as it stands: a record of another program must not be
    kept from a new address by its name.
    """
    changed: dict[str, Any] = {}

    def new(name: str) -> bool:
        return before is None or getattr(before, name) != getattr(draft, name)

    if new("birth_name"):
        changed["birth_name"] = strict_name(draft.birth_name)
    for name in ("first_birth_first_name", "birth_first_names"):
        if new(name):
            changed[name] = strict_first_names(getattr(draft, name), field=name)
    for name in _PHONES:
        if new(name):
            changed[name] = e164(getattr(draft, name))
    if new("insured_nir"):
        changed["insured_nir"] = recorded_nir(draft.insured_nir)
    return replace(draft, **changed)


def recorded_nir(text: str) -> str:
    """Return 15 characters for a readable NIR, another text without its blanks."""
    nir = read_nir(text)
    return nir.number if nir else "".join(text.split())
