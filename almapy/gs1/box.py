"""From an element string to a box of medicine, or to the reason why it is none.

Rules: vaccines.md §2.1 to §2.4 and §2.7.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from almapy.gs1.checks import CIP_START, expiry_day, is_cip13, is_gtin
from almapy.gs1.elements import CHARACTERS, MOST_CHARACTERS, conforms, elements_of
from almapy.gs1.faults import BoxFault, BoxRefused
from almapy.gs1.model import GS, BoxCode
from almapy.gs1.separators import Fields, readings

GTIN, LOT, EXPIRY, SERIAL, NATIONAL = "01", "10", "17", "21", "711"
GS1_PREFIXES = ("]d2", "]C1", "]Q3", "]e0")
"""Symbology identifiers (ISO/IEC 15424) of symbols that hold GS1 element strings."""
FIRST_DAY = date(2015, 1, 1)
MOST_YEARS_AHEAD = 12
_PREFIX_LENGTH = 3
_REQUIRED = ((GTIN, "le code du produit"), (LOT, "le numéro de lot"), (EXPIRY, "l'expiration"))


def read_box(content: bytes | str, today: date) -> BoxCode:
    """Return what a box says, from the content of its symbol or what a scanner transmitted.

    Raises BoxRefused, and nothing else whatever the content.
    """
    text = bare(content.decode("latin-1") if isinstance(content, bytes) else content)
    if not text or text.startswith("]"):
        raise BoxRefused(BoxFault.NOT_GS1)
    if len(text) > MOST_CHARACTERS:
        raise BoxRefused(BoxFault.DAMAGED, "il est trop long")
    try:
        box = exact_box(text, today)
    except BoxRefused as refused:
        if refused.reason in {BoxFault.DAMAGED, BoxFault.MISSING}:
            return _repaired(text, today, refused)
        raise
    others = [] if box.serial else _without_separators(text, today)
    if others:
        raise BoxRefused(BoxFault.AMBIGUOUS, choices=(box, *others))
    return box


def exact_box(text: str, today: date) -> BoxCode:
    """Return the box of a bare string whose separators are known to be all there.

    What tells most about a wrong box comes first. Raises BoxRefused.
    """
    elements = elements_of(text)
    if not elements.read:
        raise BoxRefused(BoxFault.NOT_GS1)
    gtin, raw, national = (elements.value(ai) for ai in (GTIN, EXPIRY, NATIONAL))
    if gtin and not is_gtin(gtin):
        raise BoxRefused(BoxFault.CHECK_DIGIT)
    if gtin and not gtin.startswith("0"):
        raise BoxRefused(BoxFault.GROUPING_PACK)
    if national.startswith(CIP_START) and not is_cip13(national):
        raise BoxRefused(BoxFault.CHECK_DIGIT, "celle du code CIP")
    if elements.stopped_at >= 0:
        raise _stopped(elements.stopped_at, text)
    missing = [words for ai, words in _REQUIRED if not elements.value(ai)]
    if missing:
        raise BoxRefused(BoxFault.MISSING, f"il manque {' et '.join(missing)}")
    fields = {one.ai: one.value for one in elements.read}
    if _day(raw, today) is None:
        raise BoxRefused(BoxFault.BAD_DATE)
    return _box(fields, text, today)


def bare(text: str) -> str:
    """Return the string without GS1 symbology identifier, leading FNC1 and last separators."""
    if text[:_PREFIX_LENGTH] in GS1_PREFIXES:
        text = text[_PREFIX_LENGTH:]
    return text.strip(GS)


def plausible(ai: str, value: str, today: date) -> bool:
    """Tell whether a field of a box may hold this: check digit, single pack, date of these days."""
    if ai == GTIN:
        return is_gtin(value) and value.startswith("0")
    if ai == EXPIRY:
        return _day(value, today) is not None
    return conforms(ai, value)


def _stopped(place: int, text: str) -> BoxRefused:
    if not CHARACTERS.union(GS).issuperset(text):
        return BoxRefused(BoxFault.DAMAGED, "il contient un caractère interdit", position=place)
    detail = f"la lecture s'arrête au caractère {place + 1}"
    return BoxRefused(BoxFault.DAMAGED, detail, position=place)


def _repaired(text: str, today: date, refused: BoxRefused) -> BoxCode:
    found = _without_separators(text, today)
    if not found:
        raise refused
    if len(found) > 1:
        raise BoxRefused(BoxFault.AMBIGUOUS, choices=tuple(found))
    return found[0]


def _without_separators(text: str, today: date) -> list[BoxCode]:
    """Return the ways to read a string that has no separator."""
    if GS in text:
        return []
    found = readings(text, partial(plausible, today=today))
    return [_box(fields, text, today, separators_lost=True) for fields in found]


def _box(fields: Fields, text: str, today: date, *, separators_lost: bool = False) -> BoxCode:
    expiry = _day(fields[EXPIRY], today)
    if expiry is None:
        raise BoxRefused(BoxFault.BAD_DATE)
    return BoxCode(
        gtin=fields[GTIN],
        lot=fields[LOT],
        expiry=expiry,
        expiry_raw=fields[EXPIRY],
        serial=fields.get(SERIAL, ""),
        national=fields.get(NATIONAL, ""),
        element_string=text,
        separators_lost=separators_lost,
    )


def _day(raw: str, today: date) -> date | None:
    """Return the last day of use when a box of these days may bear it."""
    day = expiry_day(raw, today)
    return day if day is not None and FIRST_DAY <= day <= _latest(today) else None


def _latest(today: date) -> date:
    year = today.year + MOST_YEARS_AHEAD
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)
