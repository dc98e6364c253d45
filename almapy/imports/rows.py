"""From one line of a file to the data of a patient, in the form in which they are recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import String

from almapy.errors import DomainError
from almapy.identity.birth import typed_birth
from almapy.identity.contact import e164
from almapy.identity.nir import Nir, read_nir
from almapy.identity.traits import first_name_agrees, strict_first_names, strict_name
from almapy.patients.model import PatientDraft, Sex
from almapy.patients.tables import PatientRow
from almapy.text import fold

_SEXES = {
    **dict.fromkeys(("m", "h", "1", "homme", "masculin", "masc", "male", "garcon"), Sex.MALE),
    **dict.fromkeys(("f", "2", "femme", "feminin", "fem", "female", "fille"), Sex.FEMALE),
    **dict.fromkeys(("i", "ind", "indetermine", "inconnu", "unknown"), Sex.UNKNOWN),
}
_YES = frozenset({"1", "oui", "o", "x", "vrai", "true", "yes", "y", "v"})
_PLACE_CODE = re.compile(r"\d{5}|2[AB]\d{3}", re.ASCII)
_MOBILE = re.compile(r"\+33[67]|\+(590|594|596|262)69")
_AS_THEY_ARE = (
    "civility",
    "birth_place_name",
    "address",
    "address_more",
    "postal_code",
    "town",
    "email",
    "comment",
    "former_number",
    "paper_number",
)
_SAID = {
    "birth_name": "nom de naissance",
    "used_name": "nom utilisé",
    "first_birth_first_name": "premier prénom de naissance",
    "birth_first_names": "prénoms de naissance",
    "used_first_name": "prénom utilisé",
    "birth_place_name": "lieu de naissance",
    "civility": "civilité",
    "postal_code": "code postal",
    "town": "ville",
    "phone_home": "téléphone",
    "phone_mobile": "téléphone portable",
    "phone_work": "téléphone professionnel",
    "former_number": "n° dossier ancien logiciel",
    "paper_number": "n° dossier papier",
}
_LONGEST = {
    column.key: column.type.length
    for column in PatientRow.__table__.columns
    if isinstance(column.type, String) and column.type.length
}


@dataclass(frozen=True, slots=True)
class ReadPatient:
    """What a line gives, with what the person who imports should know of it."""

    draft: PatientDraft = field(repr=False)
    remarks: tuple[str, ...] = ()


def read_patient(values: Mapping[str, str], today: date) -> ReadPatient:
    """Return the patient of a line, its cells by field.

    Raises DomainError whose message tells the column and the fault, never what stands there.
    """
    cells = {name: value.strip() for name, value in values.items() if value.strip()}
    remarks: list[str] = []
    taken: dict[str, Any] = {name: cells.get(name, "") for name in _AS_THEY_ARE}
    taken |= _names(cells, remarks)
    number = _number(cells, remarks)
    taken["insured_nir"] = number.number if number else ""
    taken["sex"] = _sex(cells.get("sex", ""), number)
    taken |= _birth(cells.get("birth_date", ""), today)
    taken["birth_place_code"] = _place_code(cells.get("birth_place_code", ""), remarks)
    taken |= _telephones(cells) | _states(cells, today)
    for name, value in taken.items():
        if isinstance(value, str) and len(value) > _LONGEST.get(name, len(value)):
            raise DomainError(f"{_said(name)}\u00a0: {_LONGEST[name]} caractères au plus")
    return ReadPatient(PatientDraft(**taken), tuple(remarks))


def _names(cells: Mapping[str, str], remarks: list[str]) -> dict[str, str]:
    birth_name = _strict("birth_name", cells.get("birth_name") or cells.get("used_name", ""))
    used_name = _strict("used_name", cells.get("used_name", ""))
    listed = _strict("birth_first_names", re.sub(r"[,;]", " ", cells.get("birth_first_names", "")))
    used_first = _strict("used_first_name", cells.get("used_first_name", ""))
    first = _strict("first_birth_first_name", cells.get("first_birth_first_name", ""))
    first = first or listed.split(" ", 1)[0] or used_first
    if not birth_name:
        raise DomainError("nom de naissance manquant")
    if not first:
        raise DomainError("prénom manquant")
    if not first_name_agrees(first, listed):
        remarks.append("prénoms de naissance laissés de côté\u00a0: ils contredisent le premier")
        listed = ""
    return {
        "birth_name": birth_name,
        "used_name": used_name if used_name != birth_name else "",
        "first_birth_first_name": first,
        "birth_first_names": listed,
        "used_first_name": used_first if used_first != first else "",
    }


def _strict(name: str, text: str) -> str:
    strict = strict_name if name in {"birth_name", "used_name"} else strict_first_names
    try:
        return strict(text, field=name)
    except DomainError as error:
        raise DomainError(f"{_said(name)}\u00a0: caractère ou forme non admis") from error


def _number(cells: Mapping[str, str], remarks: list[str]) -> Nir | None:
    text = cells.get("nir") or cells.get("ins", "")
    if not text:
        return None
    number = read_nir(text)
    if number is None:
        raise DomainError("numéro de sécurité sociale\u00a0: 13 ou 15 caractères attendus")
    if not number.key_is_right:
        remarks.append("la clé du numéro de sécurité sociale est fausse\u00a0: gardé tel quel")
    return number


def _sex(text: str, number: Nir | None) -> Sex:
    if not text:
        return number.sex if number else Sex.UNKNOWN
    known = _SEXES.get(fold(text))
    if known is None:
        raise DomainError("sexe\u00a0: M, F ou I attendu")
    return known


def _birth(text: str, today: date) -> dict[str, Any]:
    if not text:
        raise DomainError("date de naissance manquante")
    day = re.sub(r"[T ]00:00(:00)?(\.0+)?$", "", text)
    read = typed_birth(day, today) if len(day) > 1 else None
    if read is None or read.error or read.day is None:
        raise DomainError("date de naissance illisible ou impossible")
    return {
        "birth_date": read.day,
        "birth_date_uncertain": read.uncertain,
        "lunar_date": read.lunar,
    }


def _place_code(text: str, remarks: list[str]) -> str:
    code = text.upper().replace(" ", "")
    if code and not _PLACE_CODE.fullmatch(code):
        remarks.append(
            "code INSEE du lieu de naissance laissé de côté\u00a0: 5 caractères attendus"
        )
        return ""
    return code


def _telephones(cells: Mapping[str, str]) -> dict[str, str]:
    numbers = {
        name: e164(cells.get(name, "")) for name in ("phone_home", "phone_mobile", "phone_work")
    }
    for text in re.split(r"[/;,]| - ", cells.get("phone", "")):
        number = e164(text)
        order = ("phone_home", "phone_work", "phone_mobile")
        if _MOBILE.match(number):
            order = ("phone_mobile", "phone_work", "phone_home")
        free = next((name for name in order if not numbers[name]), None)
        if number and free and number not in numbers.values():
            numbers[free] = number
    return numbers


def _states(cells: Mapping[str, str], today: date) -> dict[str, Any]:
    text = cells.get("deceased_on") or cells.get("deceased", "")
    died = typed_birth(text, today) if len(text) > 1 else None
    on = died.day if died and not died.uncertain else None
    return {
        "deceased": on is not None or _yes(cells.get("deceased", "")),
        "deceased_on": on,
        "archived": _yes(cells.get("archived", "")),
        "passing": _yes(cells.get("passing", "")),
    }


def _yes(text: str) -> bool:
    return fold(text) in _YES


def _said(name: str) -> str:
    return _SAID.get(name, "une colonne")
