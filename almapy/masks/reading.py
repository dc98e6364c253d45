"""What a person typed in a field of a mask."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from almapy.masks.model import FieldSort, MaskField
from almapy.measures.reading import Reading, read_value
from almapy.measures.words import number_text, with_unit
from almapy.text import fold

_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?", re.ASCII)
_LONGEST_TEXT = 2000
_YES = frozenset({"oui", "o", "yes", "1"})
_NO = frozenset({"non", "n", "no", "0"})


@dataclass(frozen=True, slots=True)
class Answered:
    """What was understood: a measure's value in ``measure``, any other answer in ``text``.

    Without either and without error the field was left empty: nothing is stored for it.
    """

    measure: Reading | None = field(default=None, repr=False)
    text: str = field(default="", repr=False)
    remark: str = field(default="", repr=False)
    error: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether nothing was answered."""
        return self.measure is None and not self.text


def read_answer(one: MaskField, typed: str) -> Answered:
    """Read what was typed in this field; a text that answers nothing is refused in words."""
    text = typed.strip()
    if not text:
        return Answered()
    if one.sort is FieldSort.MEASURE and one.measure is not None:
        return _measure(one, read_value(one.measure, text))
    readers = {
        FieldSort.NUMBER: _number,
        FieldSort.CHOICE: _choice,
        FieldSort.YES_NO: _yes_or_no,
    }
    return readers.get(one.sort, _text)(one, text)


def _measure(one: MaskField, reading: Reading) -> Answered:
    if reading.error:
        return Answered(error=reading.error)
    remark = " ".join(part for part in (reading.remark, _doubt(one, reading.value)) if part)
    return Answered(reading, "", remark)


def _choice(one: MaskField, text: str) -> Answered:
    chosen = next((choice for choice in one.choices if fold(choice) == fold(text)), None)
    return Answered(error="Choisissez dans la liste.") if chosen is None else Answered(text=chosen)


def _text(_one: MaskField, text: str) -> Answered:
    if len(text) > _LONGEST_TEXT:
        return Answered(error=f"Un texte a au plus {_LONGEST_TEXT} caractères.")
    return Answered(text=text)


def _number(one: MaskField, text: str) -> Answered:
    bare = "".join(text.split())
    if one.unit:
        bare = bare.casefold().removesuffix("".join(one.unit.casefold().split()))
    if not _NUMBER.fullmatch(bare):
        return Answered(error="Écrivez un nombre, par exemple 2 ou 2,5.")
    value = float(bare.replace(",", "."))
    return Answered(text=number_text(value), remark=_doubt(one, value))


def _yes_or_no(_one: MaskField, text: str) -> Answered:
    word = fold(text)
    if word in _YES:
        return Answered(text="Oui")
    return Answered(text="Non") if word in _NO else Answered(error="Répondez oui ou non.")


def _doubt(one: MaskField, value: float | None) -> str:
    if value is None:
        return ""
    if one.low is not None and value < one.low:
        return f"Sous {with_unit(number_text(one.low), one.shown_unit)}\u00a0: vérifiez."
    if one.high is not None and value > one.high:
        return f"Au-dessus de {with_unit(number_text(one.high), one.shown_unit)}\u00a0: vérifiez."
    return ""
