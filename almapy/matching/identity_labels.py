"""Identity in a table or heading of labels: « Nom : MARTIN », « Né(e) le », « Sexe »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from almapy.matching.addresses import Address, address_of
from almapy.matching.dates import is_birth_label
from almapy.matching.headings import Headings
from almapy.matching.model import Identity
from almapy.matching.words import Cell, Reading
from almapy.matching.written_names import NAMES, split_name
from almapy.text import fold

_FIELDS = {
    "nom": "used", "nom d usage": "used", "nom usuel": "used", "nom utilise": "used",
    "nom du patient": "used", "nom marital": "used", "nom d epouse": "used", "nom usage": "used",
    "nom de famille": "used", "nom patient": "used",
    "nom de naissance": "birth", "nom de jeune fille": "birth", "nom patronymique": "birth",
    "nom naissance": "birth", "nom de naiss": "birth",
    "prenom": "first", "prenoms": "first", "prenom s": "first", "prenom du patient": "first",
    "prenom utilise": "used_first", "premier prenom de naissance": "first",
    "premier prenom": "first", "1er prenom": "first", "prenom usuel": "used_first",
    "prenom s de naissance": "all_first", "prenoms de naissance": "all_first",
    "nom prenom": "both", "nom et prenom": "both", "nom prenoms": "both", "nom et prenoms": "both",
    "nom prenom s": "both", "identite": "both", "nom prenom du patient": "both",
    "sexe": "sex", "civilite": "sex", "adresse": "address", "adresse du patient": "address",
    "domicile": "address",
}  # fmt: skip
_SEXES = {
    "f": "F", "feminin": "F", "femme": "F", "fille": "F", "madame": "F", "mme": "F",
    "m": "M", "masculin": "M", "homme": "M", "garcon": "M", "h": "M", "monsieur": "M", "mr": "M",
}  # fmt: skip
_LABELLED = re.compile(r"(?P<label>[^:]{2,40}?)\s*:\s*(?P<value>.*)")
_INNER = re.compile(
    r"(?<=\S)\s+(?=(?:Nom|NOM|Pr[ée]nom|PR[EÉ]NOM|Sexe|SEXE|N[ée]{1,2}\b|DDN|Date|Age|Âge|Civilit[ée])"
    r"[^:]{0,32}:)"
)
_OTHERS = re.compile(
    r"\b(?:medecin|docteur|dr|prescripteur|personne|pere|mere|conjoint|assure|representant|"
    r"destinataire|correspondant|praticien|biologiste|operateur|referent)\b"
)
_NAME = re.compile(NAMES)
_ROWS_APART = 8
_FEWEST_VALUES = 2


@dataclass(frozen=True, slots=True)
class Labelled:
    """What labels say; ``row`` is that of the name, None when no name is labelled."""

    identity: Identity = field(default_factory=Identity, repr=False)
    row: int | None = None
    address: Address = field(default_factory=Address, repr=False)


def labelled(reading: Reading) -> Labelled:
    """Return the first identity told by labels; labels far from its name are another person's."""
    values: dict[str, str] = {}
    row: int | None = None
    for name, value, at in _pairs(reading):
        if row is not None and at - row > _ROWS_APART:
            break
        if name in values:
            continue
        values[name] = value
        if row is None and name in {"used", "birth", "both"}:
            row = at
    return _told(values, row)


def _told(values: dict[str, str], row: int | None) -> Labelled:
    used, birth = _name(values.get("used", "")), _name(values.get("birth", ""))
    first = _name(values.get("used_first", "") or values.get("first", ""))
    if not first:
        first = _name(values.get("all_first", "")).partition(" ")[0]
    if not (used or birth) and "both" in values:
        both = split_name(_name(values["both"]))
        used, first = both.family, both.first
    if used and not first:
        both = split_name(used)
        used, first = (both.family, both.first) if both.family else (used, "")
    identity = Identity(
        family_name=used or birth,
        birth_name=birth,
        first_name=first,
        sex=_SEXES.get(fold(values.get("sex", "")).partition(" ")[0], ""),
    )
    address = address_of([values["address"]]) if "address" in values and row is not None else None
    return Labelled(identity, row if identity.family_name else None, address or Address())


def _name(value: str) -> str:
    """Return the words of a name at the start of a value; empty for anything else."""
    found = _NAME.match(value.strip())
    return found[0].strip(" -'’") if found else ""


def _pairs(reading: Reading) -> Iterator[tuple[str, str, int]]:
    """Give (field, value, row): in one cell, in two cells, or a heading above its value."""
    tables = Headings(reading)
    for row in reading.rows:
        if len(tables.of_row(row.number)) > 1 and ":" not in row.text:
            yield from _below(reading, tables, row.number)
            continue
        cells = reading.cells[row.cells[0] : row.cells[1]]
        headings = 0
        for at, cell in enumerate(cells):
            for piece in _INNER.split(cell.text):
                match = _LABELLED.match(piece)
                label = _field(match["label"] if match else piece)
                if label is None:
                    continue
                value = match["value"].strip() if match else ""
                after = cells[at + 1] if at + 1 < len(cells) else None
                if value:
                    yield label, value, row.number
                elif after is not None and not _is_label(after.text):
                    yield label, after.text, row.number
                else:
                    headings += 1
                    yield from _under(reading, cell, label)


def _below(reading: Reading, headings: Headings, number: int) -> Iterator[tuple[str, str, int]]:
    """Give the values of the row below a row of headings; a cell under several is left out."""
    row, after = reading.rows[number], number + 1
    if after >= len(reading.rows) or reading.rows[after].page != row.page:
        return
    taken: dict[int, list[str]] = {}
    for at in range(*reading.rows[after].cells):
        cell = reading.cells[at]
        heading = headings.above(cell.first, cell.end) if cell.end > cell.first else None
        if heading is not None:
            taken.setdefault(heading.first, []).append(cell.text)
    cells = reading.rows[after].cells
    if cells[1] - cells[0] < _FEWEST_VALUES or any(len(texts) > 1 for texts in taken.values()):
        return
    for heading in headings.of_row(number):
        label = _field(" ".join(reading.texts(heading.first, heading.end)))
        if label is not None and heading.first in taken:
            yield label, taken[heading.first][0], after


def _under(reading: Reading, cell: Cell, label: str) -> Iterator[tuple[str, str, int]]:
    if cell.row + 1 >= len(reading.rows):
        return
    low, high = reading.rows[cell.row + 1].cells
    for one in reading.cells[low:high]:
        if cell.above(one) and not _is_label(one.text) and ":" not in one.text:
            yield label, one.text, one.row
            return


def _is_label(text: str) -> bool:
    return _field(text.partition(":")[0]) is not None or is_birth_label(text)


def _field(label: str) -> str | None:
    folded = fold(label)
    return None if _OTHERS.search(folded) else _FIELDS.get(folded)
