"""The fictitious patients of a demo practice, as the simulated INSi knows them.

Without them, nearly every INS of the demonstration would be called wrong: the notes name a dozen
persons only.
"""

from __future__ import annotations

from sqlalchemy import Row, select

from almapy.identity.oids import INS_NIR
from almapy.patients.model import Sex
from almapy.patients.nir import nir_key
from almapy.patients.tables import PatientRow
from almapy.places.model import UNKNOWN_CODE
from almapy.simulators.insi.people import EVERYBODY, Matricule, Person
from almapy.work import Works

_FIRST_DIGIT = {Sex.MALE.value: "1", Sex.FEMALE.value: "2"}
_RANKS = 999
_THIRTEEN = 13
_Found = Row[int, str, str, str, str, object, str, str, str]


def known_people(works: Works) -> list[Person]:
    """Return everybody of the practice whose traits are whole; a matricule is made where none is.

    Those of the notes are left out: the simulator knows them better.
    """
    query = select(
        PatientRow.id,
        PatientRow.birth_name,
        PatientRow.first_birth_first_name,
        PatientRow.birth_first_names,
        PatientRow.sex,
        PatientRow.birth_date,
        PatientRow.birth_place_code,
        PatientRow.matricule_ins,
        PatientRow.ins_oid,
    ).where(
        PatientRow.merged_into.is_(None),
        PatientRow.birth_date.is_not(None),
        PatientRow.birth_place_code.not_in(("", UNKNOWN_CODE)),
        PatientRow.sex.in_(list(_FIRST_DIGIT)),
    )
    notes = {(one.birth_name, one.birth_date) for one in EVERYBODY}
    with works.database.reading() as session:
        people = [_person(row) for row in session.execute(query)]
    return [one for one in people if (one.birth_name, one.birth_date) not in notes]


def _person(row: _Found) -> Person:
    return Person(
        birth_name=row.birth_name,
        first_names=row.birth_first_names or row.first_birth_first_name,
        sex=row.sex,
        birth_date=f"{row.birth_date:%Y-%m-%d}",
        birth_place_code=row.birth_place_code,
        active=_matricule(row),
    )


def _matricule(row: _Found) -> Matricule:
    if row.matricule_ins:
        return Matricule(row.matricule_ins[:_THIRTEEN], row.matricule_ins[_THIRTEEN:], row.ins_oid)
    rank = f"{row.id % _RANKS + 1:03d}"
    number = f"{_FIRST_DIGIT[row.sex]}{row.birth_date:%y%m}{row.birth_place_code}{rank}"
    return Matricule(number, f"{nir_key(number):02d}", INS_NIR)
