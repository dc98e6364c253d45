"""The official files: their names, their columns in order, and the rows they become.

Format note of the publisher, 27/08/2025, and what the files of 2026 hold (vaccines.md §4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from almapy.bdpm.model import GenericKind, OpinionKind, SupplyState

_CENTS = re.compile(r"\d{1,3}(?:,\d{3})*,\d{1,2}|\d+(?:,\d{1,2})?")
_RATE = re.compile(r"(\d{1,3}) ?%")
_FRENCH_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_CIS_LENGTH, _CIP7_LENGTH, _CIP13_LENGTH = 8, 7, 13
_NATURES = {"ST": "FT"}  # the format note says ST where the files say FT

Value = str | int | None
Row = tuple[Value, ...]


class BadLine(ValueError):  # noqa: N818  (said of a line)
    """A field of a line is not what its column holds; the message is French."""


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """One file; ``name`` may end with « * » where the publisher writes a moment.

    ``least`` columns must be there, columns above ``most`` must be empty. ``ends_open``: published
    without an end of its last line.
    """

    key: str
    name: str
    label: str
    least: int
    most: int
    row: Callable[[Sequence[str]], Row]
    required: bool = False
    ends_open: bool = False

    @property
    def published_as(self) -> str:
        """Return the name that a person looks for, without its ending."""
        return self.name.replace("*", "_AAAAMMJJhhmiss_bdpm")

    def read(self, fields: Sequence[str]) -> Row:
        """Return the row of one line; raises BadLine."""
        if len(fields) < self.least:
            raise BadLine(f"{len(fields)} colonnes au lieu de {self.least}")
        if any(fields[self.most :]):
            raise BadLine(f"{len(fields)} colonnes au lieu de {self.most}")
        return self.row([*fields, *[""] * (self.most - len(fields))])


def _speciality(f: Sequence[str]) -> Row:
    return (
        _cis(f[0]),
        _present(f[1], "dénomination"),
        f[2],
        _list(f[3]),
        f[4],
        f[5],
        f[6],
        _day(f[7]),
        f[8],
        f[9],
        _list(f[10]),
        int(f[11].casefold() == "oui"),
    )


def _presentation(f: Sequence[str]) -> Row:
    return (
        _cip13(f[6]),
        _digits(f[1], _CIP7_LENGTH, "CIP7"),
        _cis(f[0]),
        f[2],
        f[3],
        f[4],
        _day(f[5]),
        f[7].casefold(),
        _rates(f[8]),
        _cents(f[9]),
        _cents(f[10]),
        _cents(f[11]),
        f[12],
    )


def _component(f: Sequence[str]) -> Row:
    return (_cis(f[0]), *f[1:6], _NATURES.get(f[6], f[6]), f[7])


def _generic(f: Sequence[str]) -> Row:
    return (
        _present(f[0], "groupe"),
        f[1],
        _cis(f[2]),
        _one_of(f[3], GenericKind, "type de générique"),
        int(f[4]) if f[4].isdecimal() else 0,
    )


def _condition(f: Sequence[str]) -> Row:
    return _cis(f[0]), f[1]


def _smr(f: Sequence[str]) -> Row:
    return _opinion(OpinionKind.SMR, f)


def _asmr(f: Sequence[str]) -> Row:
    return _opinion(OpinionKind.ASMR, f)


def _opinion(kind: OpinionKind, f: Sequence[str]) -> Row:
    return (_cis(f[0]), kind.value, f[1], f[2], _day(f[3]), f[4], f[5])


def _link(f: Sequence[str]) -> Row:
    return _present(f[0], "dossier HAS"), f[1]


def _notice(f: Sequence[str]) -> Row:
    return _cis(f[0]), _day(f[1]), _day(f[2]), f[3]


def _supply(f: Sequence[str]) -> Row:
    return (
        _cis(f[0]),
        _cip13(f[1]) if f[1] else "",
        _one_of(f[2], SupplyState, "statut"),
        *(_day(day) for day in f[4:7]),
        f[7],
    )


def _atc(f: Sequence[str]) -> Row:
    return _cis(f[0]), f[1], f[2], f[3]


FILES = (
    OfficialFile("speciality", "CIS_bdpm", "spécialités", 11, 12, _speciality, required=True),
    OfficialFile(
        "presentation", "CIS_CIP_bdpm", "présentations", 12, 13, _presentation, required=True
    ),
    OfficialFile("component", "CIS_COMPO_bdpm", "compositions", 8, 8, _component),
    OfficialFile("generic", "CIS_GENER_bdpm", "groupes génériques", 5, 5, _generic),
    OfficialFile("condition", "CIS_CPD_bdpm", "conditions de prescription", 2, 2, _condition),
    OfficialFile("smr", "CIS_HAS_SMR_bdpm", "avis SMR", 6, 6, _smr),
    OfficialFile("asmr", "CIS_HAS_ASMR_bdpm", "avis ASMR", 6, 6, _asmr),
    OfficialFile("has_link", "HAS_LiensPageCT_bdpm", "liens vers les avis", 2, 2, _link),
    OfficialFile("notice", "CIS_InfoImportantes*", "informations importantes", 4, 4, _notice),
    OfficialFile("supply", "CIS_CIP_Dispo_Spec", "disponibilités", 7, 8, _supply),
    OfficialFile("atc", "CIS_MITM", "codes ATC", 3, 4, _atc, ends_open=True),
)


def check_digit(code: str) -> str:
    """Return the last digit that the first twelve of a CIP13 ask for (weights 1 and 3)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(code[:12]))
    return str(-total % 10)


def _digits(text: str, length: int, name: str) -> str:
    if len(text) != length or not (text.isascii() and text.isdecimal()):
        raise BadLine(f"{name} de {length} chiffres attendu")
    return text


def _cis(text: str) -> str:
    return _digits(text, _CIS_LENGTH, "code CIS")


def _cip13(text: str) -> str:
    code = _digits(text, _CIP13_LENGTH, "code CIP13")
    if check_digit(code) != code[-1]:
        raise BadLine("la clé du code CIP13 est fausse")
    return code


def _present(text: str, name: str) -> str:
    if not text:
        raise BadLine(f"{name} absent")
    return text


def _list(text: str) -> str:
    return ";".join(part for one in text.split(";") if (part := one.strip()))


def _day(text: str) -> str | None:
    if not text:
        return None
    french, iso = _FRENCH_DAY.fullmatch(text), _ISO_DAY.fullmatch(text[:10])
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1])).isoformat()
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    except ValueError:
        pass
    raise BadLine("une date ne se lit pas")


def _rates(text: str) -> str:
    """Return the rates separated by « ; »: « 65% » and « 65 % » are both written."""
    rates = [_RATE.fullmatch(one) for one in _list(text).split(";") if one]
    if None in rates:
        raise BadLine("un taux de remboursement ne se lit pas")
    return ";".join(one[1] for one in rates if one)


def _cents(text: str) -> int | None:
    """Return a price in cents; from 1 000 € the comma separates thousands too: « 1,466,29 »."""
    if not text:
        return None
    bare = text.replace(" ", "").removesuffix("€").replace(".", ",")
    if not _CENTS.fullmatch(bare):
        raise BadLine("un prix ne se lit pas")
    whole, comma, cents = bare.rpartition(",")
    try:
        amount = Decimal(f"{whole.replace(',', '')}.{cents}" if comma else bare)
    except InvalidOperation:
        raise BadLine("un prix ne se lit pas") from None
    return int(amount * 100)


def _one_of(text: str, known: type[GenericKind | SupplyState], name: str) -> int:
    try:
        return known(int(text)).value
    except ValueError:
        raise BadLine(f"{name} inconnu") from None
