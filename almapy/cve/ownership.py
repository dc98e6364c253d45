"""Whose booklet it is: what a new one is told of a patient, what differs from one that is found."""

from __future__ import annotations

from datetime import date

from almapy.cve.model import CarnetIdentity, NewCarnet
from almapy.patients.model import Sex
from almapy.patients.tables import PatientRow
from almapy.text import fold

_GENDERS = {Sex.FEMALE.value: "f", Sex.MALE.value: "m"}


def draft_of(patient: PatientRow, standing: int | None = None) -> NewCarnet:
    """Return what a record tells for a new booklet, in place of the standing link if any."""
    return NewCarnet(
        last_name=patient.used_name or patient.birth_name,
        birth_name=patient.birth_name,
        first_names=patient.birth_first_names or patient.first_birth_first_name,
        birth_date=patient.birth_date,
        gender=_GENDERS.get(patient.sex, ""),
        zip_code=patient.postal_code,
        email=patient.email,
        phone=patient.phone_mobile or patient.phone_home,
        instead_of=standing,
    )


def identity_differs(patient: PatientRow, identity: CarnetIdentity) -> tuple[str, ...]:
    """Return in French each trait that differs between a record and a booklet (R13).

    A trait that the booklet does not hold differs from nothing. The birth date must always be the
    same; a name is right when it is the birth name or the used one.
    """
    found = []
    if identity.birth_date != patient.birth_date:
        found.append(
            f"date de naissance\u00a0: {_day(identity.birth_date)} dans le carnet, "
            f"{_day(patient.birth_date)} dans le dossier"
        )
    ours = {fold(name) for name in (patient.birth_name, patient.used_name) if name}
    theirs = {fold(name) for name in (identity.birth_name, identity.last_name) if name}
    if theirs and not ours & theirs:
        name = identity.birth_name or identity.last_name
        found.append(
            f"nom\u00a0: {name.upper()} dans le carnet, {patient.birth_name} dans le dossier"
        )
    if identity.first_names and not _same_first_name(patient, identity.first_names):
        found.append(
            f"prénom\u00a0: {identity.first_names} dans le carnet, "
            f"{patient.first_birth_first_name} dans le dossier"
        )
    gender = _GENDERS.get(patient.sex, "")
    if gender and identity.gender and gender != identity.gender:
        found.append("sexe\u00a0: il n'est pas le même dans le carnet et dans le dossier")
    return tuple(found)


def _same_first_name(patient: PatientRow, first_names: str) -> bool:
    theirs = fold(first_names)
    ours = (patient.first_birth_first_name, patient.used_first_name, patient.birth_first_names)
    return any(
        theirs == one or theirs.startswith(f"{one} ") or one.startswith(f"{theirs} ")
        for one in map(fold, ours)
        if one
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "inconnue"
