"""The free files of a Vitale 2 card: who is named on it, and their numbers (card notes §2.1).

Two lists lie in two files and are paired by position, or not at all. An identity is read whole or
not: nothing here repairs or guesses.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from almapy.cards.faults import CardUnreadable
from almapy.patients.nir import nir_key
from almapy.vitale.reading import Bearer
from almapy.vitale.tlv import Tlv, TlvFault, read_objects

MOST_BEARERS = 32
_BEARER, _NAME, _FIRST_NAME, _BIRTH, _NIR = 0x65, 0x80, 0x81, 0x82, 0x93
_LONGEST_NAME = 100
_BIRTH_LENGTH = 8
_NIR_SHAPE = re.compile(r"[1-478]\d{4}(?:\d\d|2[AB])\d{8}", re.ASCII)
_END = "Il n'est pas repris."
NOT_PAIRED = "Numéro non lu\u00a0: la carte ne dit pas à qui sont ses numéros. Aucun n'est repris."
WRONG_KEY = f"La clé du numéro lu sur la carte est fausse. {_END}"
WRONG_SHAPE = f"Le numéro lu sur la carte n'a pas la forme d'un numéro de sécurité sociale. {_END}"
SHARED_NUMBER = f"La carte donne le même numéro à deux personnes. {_END}"
NOT_READABLE = "Numéro non lu\u00a0: cette carte ne le laisse pas lire."


@dataclass(frozen=True, slots=True)
class Number:
    """What the list of numbers says of one person.

    ``nir`` has 15 characters; it is empty when the card holds none, None when it cannot be used,
    ``note`` telling why.
    """

    nir: str | None = field(default="", repr=False)
    note: str = ""


def bearers_of(names: bytes, numbers: bytes | None) -> tuple[Bearer, ...]:
    """Return the persons of both files, each once, in the order of the card.

    ``numbers`` is None when the card does not let its second list be read. Raises CardUnreadable.
    """
    persons = read_names(names)
    found = None if numbers is None else read_numbers(numbers)
    if found is None:
        paired = [replace(one, own_nir=None, number_note=NOT_READABLE) for one in persons]
    elif len(found) != len(persons):
        paired = [replace(one, own_nir=None, number_note=NOT_PAIRED) for one in persons]
    else:
        paired = [
            replace(one, own_nir=number.nir, number_note=number.note)
            for one, number in zip(persons, found, strict=True)
        ]
    return _without_shared_numbers(_each_once(paired))


def read_names(data: bytes) -> tuple[Bearer, ...]:
    """Return the persons of the first list; raises CardUnreadable when one is not whole."""
    templates = _templates(data)
    if not templates:
        raise CardUnreadable("elle ne nomme personne")
    if len(templates) > MOST_BEARERS:
        raise CardUnreadable("elle nomme trop de personnes")
    return tuple(_bearer(one) for one in templates)


def read_numbers(data: bytes) -> tuple[Number, ...]:
    """Return what the second list says of each person, in its order; raises CardUnreadable."""
    return tuple(_number(one) for one in _templates(data))


def birth_day(text: str) -> date | None:
    """Return the day of « AAAAMMJJ » when the calendar has it, None otherwise."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _templates(data: bytes) -> list[dict[int, bytes]]:
    return [_members(one) for one in _objects(data) if one.tag == _BEARER]


def _members(template: Tlv) -> dict[int, bytes]:
    members: dict[int, bytes] = {}
    for one in _objects(template.value):
        if one.tag in members:
            raise CardUnreadable
        members[one.tag] = one.value.rstrip(b"\x00")
    return members


def _objects(data: bytes) -> tuple[Tlv, ...]:
    try:
        return read_objects(data)
    except TlvFault:
        raise CardUnreadable("ses données sont incomplètes ou abîmées") from None


def _bearer(members: dict[int, bytes]) -> Bearer:
    birth = members.get(_BIRTH, b"")
    if len(birth) != _BIRTH_LENGTH or not birth.isdigit():
        raise CardUnreadable("une date de naissance n'est pas lisible")
    text = birth.decode("ascii")
    return Bearer(
        name=_text(members.get(_NAME, b"")),
        first_name=_text(members.get(_FIRST_NAME, b"")),
        birth_text=text,
        birth_date=birth_day(text),
    )


def _text(value: bytes) -> str:
    text = value.decode("latin-1").strip()
    if not text or len(text) > _LONGEST_NAME or not text.isprintable():
        raise CardUnreadable("un nom ou un prénom n'est pas lisible")
    return text


def _number(members: dict[int, bytes]) -> Number:
    written = members.get(_NIR, b"").strip()
    if not written:
        return Number()
    # Any month: cards carry numbers of incomplete civil statuses that no form lets in (§2.4).
    nir = written.decode("latin-1")
    if not _NIR_SHAPE.fullmatch(nir):
        return Number(None, WRONG_SHAPE)
    return Number(nir) if int(nir[-2:]) == nir_key(nir[:-2]) else Number(None, WRONG_KEY)


def _each_once(persons: list[Bearer]) -> list[Bearer]:
    """Drop a person named twice after a new edition of the card, unless the numbers differ."""
    kept: dict[tuple[str, str, str], list[Bearer]] = {}
    for one in persons:
        same = kept.setdefault((one.name, one.first_name, one.birth_text), [])
        numbered = {other.own_nir for other in same if other.own_nir}
        if not same or (one.own_nir and numbered - {one.own_nir}):
            same.append(one)
        elif one.own_nir and not numbered:
            same[0] = one
    return [one for same in kept.values() for one in same]


def _without_shared_numbers(persons: list[Bearer]) -> tuple[Bearer, ...]:
    uses = Counter(one.own_nir for one in persons if one.own_nir)
    return tuple(
        replace(one, own_nir=None, number_note=SHARED_NUMBER)
        if uses.get(one.own_nir or "", 0) > 1
        else one
        for one in persons
    )
