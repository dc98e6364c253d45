"""Headings that stand above their values: « Nom | Prénom | Date de naissance » over a row.

A heading gives its meaning to what stands below it in its column and to nothing else; the nearest
row of headings counts. Labels are followed word by word, for an OCR may merge cells or split a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import fuzz

from almapy.matching.words import Cell, Reading, Row, word_set

_ROWS = 3
_MOST_UNKNOWN = 1
_FEWEST_WITH_UNKNOWN = 3
_LONGEST = 5
_MOST_WORDS = 5
_LIKE_BIRTH = 75.0
_SAME = 1e-6
_DATE = re.compile(r"(?<!\w)\d{1,2} ?[/.\- ] ?\d{1,2} ?[/.\- ] ?\d{2,4}(?!\w)")


class Meaning(Enum):
    """What a heading says of the value below it."""

    BIRTH = auto()
    DAY = auto()
    OTHER = auto()

    @property
    def is_day(self) -> bool:
        """Whether a date is expected below."""
        return self in {Meaning.BIRTH, Meaning.DAY}


@dataclass(frozen=True, slots=True)
class Heading:
    """One label in tokens ``first:end`` and the width it takes of the page."""

    meaning: Meaning
    first: int
    end: int
    cell: int
    left: float
    right: float


_BIRTHS = (
    "naissance;naiss;ddn;d d n;ne;nee;ne e;ne le;nee le;ne e le;ne nee le;date et lieu de naissance"
)
_DAYS = "prelevement;edition;entree;sortie;reception;admission;date;dates;jour"
_OTHERS = (
    "nom;noms;nom de naissance;nom d usage;nom usage;nom utilise;nom usuel;nom naissance;"
    "nom de famille;nom patronymique;nom marital;nom de jeune fille;nom patient;nom du patient;"
    "nom d epouse;prenom;prenoms;prenom s;premier prenom;1er prenom;prenom utilise;"
    "prenom du patient;prenom de naissance;prenoms de naissance;prenom s de naissance;"
    "premier prenom de naissance;patient;patiente;identite;identite du patient;"
    "prescripteur;prescripteurs;medecin;medecins;medecin traitant;medecin prescripteur;"
    "medecin demandeur;demandeur;preleveur;biologiste;operateur;correspondant;"
    "correspondants;destinataire;destinataires;praticien;praticien demandeur;radiologue;"
    "medecin correspondant;prescrit par;preleve par;valide par;demande par;adresse par;"
    "sexe;genre;civilite;dossier;ipp;nip;iep;ins;nir;matricule;matricule ins;reference;"
    "references;ref;service;unite;uf;chambre;lit;age;adresse;domicile;telephone;tel;"
    "heure;laboratoire;etablissement;motif;origine;nature;type;code;page;sejour;venue;"
    "assure;mutuelle;caisse;profession;poids;taille;code postal;ville;commune;"
    "lieu de naissance;commune de naissance;lieu naissance;code insee;examen;demande;"
    "lieu;nationalite;situation;regime;organisme"
)
_PHRASES = {
    tuple(phrase.split()): meaning
    for meaning, phrases in (
        (Meaning.BIRTH, _BIRTHS),
        (Meaning.DAY, _DAYS),
        (Meaning.OTHER, _OTHERS),
    )
    for phrase in phrases.split(";")
}
_LINKS = word_set("de d du la le l des et e s")
_DATES = word_set("date dates")
_NUMBERS = word_set("n no numero num")
_DONE = re.compile(
    r"(?:edit|imprim|prelev|rec|recu|valid|demand|examin|realis|enregistr|entr|sorti|sign|admis)"
    r"(?:e|ee|es|ees|u|ue)?$"
)


class Headings:
    """The rows of headings of one document, each looked at once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[int, tuple[Heading, ...]] = {}

    def of_row(self, number: int) -> tuple[Heading, ...]:
        """Return the headings of a row; none when it holds anything else."""
        if number not in self._known:
            self._known[number] = self._of_row(self._reading.rows[number])
        return self._known[number]

    def above(self, first: int, end: int) -> Heading | None:
        """Return the heading of the value in tokens ``first:end``; None when there is none."""
        row = self._reading.rows[self._reading.tokens[first].row]
        block = self._block(row)
        if not block:
            return None
        left, right = self._width(first, end)
        if all(abs(one.left - left) < _SAME and abs(one.right - right) < _SAME for one in block):
            return self._by_place(row, first, block)
        shared = [min(right, one.right) - max(left, one.left) for one in block]
        best = max(range(len(block)), key=shared.__getitem__)
        if shared[best] <= 0 and len({one.cell for one in block}) == 1 == len(block):
            return None
        return block[best]

    def has_above(self, row: Row) -> bool:
        """Whether a row stands under headings."""
        return bool(self._block(row))

    def _block(self, row: Row) -> tuple[Heading, ...]:
        """Return the headings of the nearest rows of them above, as one."""
        found: list[Heading] = []
        for number in range(row.number - 1, max(-1, row.number - 1 - _ROWS), -1):
            above = self._reading.rows[number]
            if above.page != row.page:
                break
            headings = self.of_row(number)
            if not headings and found:
                break
            if not headings and _DATE.search(above.text) and _is_lone(row):
                break
            lower = list(found)
            found += [one for one in headings if not any(_is_over(one, low) for low in lower)]
        return tuple(sorted(found, key=lambda one: (one.left, one.first)))

    def _width(self, first: int, end: int) -> tuple[float, float]:
        boxes = [self._reading.word_of(index).box for index in range(first, max(end, first + 1))]
        return min(box.left for box in boxes), max(box.right for box in boxes)

    def _by_place(self, row: Row, first: int, block: Sequence[Heading]) -> Heading | None:
        """Choose by order where places on the page tell nothing."""
        if row.cells[1] - row.cells[0] == len(block):
            return block[self._reading.tokens[first].cell - row.cells[0]]
        start = row.starts[self._reading.tokens[first].word]
        dates = [match.start() for match in _DATE.finditer(row.text)]
        days = [one for one in block if one.meaning.is_day]
        if start in dates and len(days) == len(dates):
            return days[dates.index(start)]
        return block[0] if len(block) == 1 else None

    def _of_row(self, row: Row) -> tuple[Heading, ...]:
        found: list[Heading] = []
        unknown: list[Heading] = []
        for number in range(*row.cells):
            cell = self._reading.cells[number]
            if cell.first == cell.end:
                continue
            labels = list(self._labels(cell, number))
            if labels:
                found += labels
            elif self._may_be(cell):
                box = cell.box
                unknown.append(
                    Heading(Meaning.OTHER, cell.first, cell.end, number, box.left, box.right)
                )
            else:
                return ()
        few = len(unknown) > _MOST_UNKNOWN or (unknown and len(found) < _FEWEST_WITH_UNKNOWN)
        if not found or few:
            return ()
        return tuple(sorted((*found, *unknown), key=lambda one: one.first))

    def _may_be(self, cell: Cell) -> bool:
        """Whether a cell may be a label that is not known: a few words, no figure."""
        return cell.end - cell.first <= _MOST_WORDS and not any(c.isdigit() for c in cell.text)

    def _labels(self, cell: Cell, number: int) -> Iterator[Heading]:
        """Give the labels of a cell that holds nothing else."""
        found = []
        index = cell.first
        while index < cell.end:
            size, meaning = self._label(index, cell.end)
            if not size:
                return
            if meaning is not None:
                left, right = self._width(index, index + size)
                found.append(Heading(meaning, index, index + size, number, left, right))
            index += size
        yield from found

    def _label(self, index: int, end: int) -> tuple[int, Meaning | None]:
        """Return how many words a label takes, with its meaning; (0, None) for anything else."""
        texts = self._reading.texts(index, min(end, index + _LONGEST))
        sizes = [size for size in range(len(texts), 0, -1) if texts[:size] in _PHRASES]
        known = sizes[0] if sizes else 0
        counted = _counted(texts)
        if counted[0] > known:
            return counted
        if known:
            return known, _PHRASES[texts[:known]]
        return (1, None) if texts[0] in _LINKS else (0, None)


def _counted(texts: Sequence[str]) -> tuple[int, Meaning | None]:
    """Read « date de la demande », « n° de dossier », « édité le »."""
    after = 1
    while after < len(texts) and texts[after] in _LINKS:
        after += 1
    if texts[0] in _DATES and after < len(texts) and (after > 1 or _is_birth(texts[after])):
        return after + 1, Meaning.BIRTH if _is_birth(texts[after]) else Meaning.DAY
    if texts[0] in _NUMBERS and after < len(texts) and not texts[after].isdigit():
        return after + 1, Meaning.OTHER
    if _DONE.match(texts[0]) and after > 1 and texts[after - 1] == "le":
        return after, Meaning.DAY
    return 0, None


def _is_birth(word: str) -> bool:
    return fuzz.ratio(word, "naissance") >= _LIKE_BIRTH or word in {"naiss", "naissances"}


def _is_lone(row: Row) -> bool:
    return row.cells[1] - row.cells[0] == 1


def _is_over(upper: Heading, lower: Heading) -> bool:
    shared = min(upper.right, lower.right) - max(upper.left, lower.left)
    same = abs(upper.left - lower.left) < _SAME and abs(upper.right - lower.right) < _SAME
    return shared > 0 and not same
