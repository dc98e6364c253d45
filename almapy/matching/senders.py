"""Who wrote a document, as its letterhead says it: not whom it is written to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from almapy.matching.addresses import address_under, is_street, is_town
from almapy.matching.kind_words import SPECIALITIES
from almapy.matching.model import OwnPeople
from almapy.matching.words import Cell, Reading
from almapy.text import digits, fold

_HEAD_ROWS = 14
_SIGNED_AFTER = 8
_SEVERAL_UNDER = 8
_LONGEST = 60
_LONGEST_CELL = 300
_MOST_CELLS = 100
_MOST_SIGNERS = 100
_MOST_SIGNATURE_WORDS = 8
_BELOW = 3
_UNDER = 2
_LEAST_NAME = 3
_MOST_ORGANISATION_WORDS = 10
_STEM = 4
_NAME_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]*|d[eu]s?|l[ea]s?|d['’]\w+)"
_DOCTOR = re.compile(
    rf"\b(?P<title>Dr|DR|Docteur|DOCTEUR|Pr|PR|Professeur|PROFESSEUR)(?:esse)?\b\.? *"
    rf"(?P<name>{_NAME_WORD}(?: +{_NAME_WORD}){{0,4}})"
)
_ORGANISATION = re.compile(
    r"^(?:(?:le|la|les|l) )?(?:laboratoires?|labo|lbm|biogroupe|cerba\w*|eurofins|synlab|inovie|"
    r"unilabs|"
    r"centre|clinique|polyclinique|hopital|hopitaux|chu|chru|chr|ch|chi|ghu|ght|groupe hospitalier|"
    r"groupement|groupe|institut|assistance publique|hospices|fondation|imagerie|scanner|irm|"
    r"cabinet (?:de |d |medical|infirmier|dentaire)|maison (?:de |medicale|departementale)|msp|"
    r"ehpad|residence|ssr|smr|assurance maladie|l assurance maladie|cpam|caisse|mutuelle|mutualite|"
    r"mdph|msa|carsat|urssaf|pharmacie|gie|selarl|selas|scm|service|pole|had|espace|cmp|samu|smur|"
    r"sante au travail|medecine du travail|conseil|agence|rectorat|mairie)\b"
)
_GENERIC = re.compile(
    r"(?:assistance publique|hospices civils|groupe hospitalier|service|pole|selas)\b"
)
_AUXILIARY = re.compile(
    r"\b(?:kinesitherapeute|masseur|orthophoniste|infirmiere?|pedicure|podologue|psychologue|"
    r"dieteticien(?:ne)?|sage femme|orthoptiste|ergotherapeute|osteopathe|psychomotricien(?:ne)?|"
    r"chirurgien dentiste|pharmacien(?:ne)?)\b"
)
_NAME_ALONE = re.compile(rf"{_NAME_WORD}(?: +{_NAME_WORD}){{1,3}}")
_TO = re.compile(
    r"^(?:a l attention|medecin traitant|destinataire|prescripteur|medecin prescripteur|copies?|cc|"
    r"double|correspondant|adresse par|adressee? a|a votre|attn|pour|equipe|votre medecin|"
    r"medecin correspondant|medecin demandeur|demandeur|demande par|prescrit par)\b"
)
_CALLED = re.compile(r"\b(?:tel|telephone|rpps|secretariat|rdv|adeli|finess|fax|mail)\b")
_PHONE = re.compile(r"(?<!\d)0[1-9](?:[ .\-]?\d\d){4}(?!\d)")
_FAX = re.compile(r"(?:fax|t[ée]l[ée]copie)\D{0,8}$", re.IGNORECASE)
_FINESS = re.compile(r"finess\D{0,12}(\d{9})(?!\d)", re.IGNORECASE)
_CUT = re.compile(
    r"\s+(?:[-–•|,]\s+)?(?:T[ée]l|TEL|Fax|FINESS|RPPS|\d{1,4},? (?:rue|av|bd|place)).*$"
)
_DOUBLED, _ONCE = re.compile(r"(.)\1+"), r"\1"
_SKELETON = str.maketrans("01589l", "oisbgi")


@dataclass(frozen=True, slots=True)
class Sender:
    """Name for the screen, key for habits, speciality as titles say it; each may be empty."""

    name: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    speciality: str = ""


@dataclass(frozen=True, slots=True)
class _Doctor:
    name: str = field(repr=False)
    key: str = field(repr=False)
    cell: Cell


def sender_of(reading: Reading, own: OwnPeople | None = None) -> Sender:
    """Return who wrote it.

    ``own`` are the people of the practice, to whom such documents come. The key is the telephone
    of the letterhead, else FINESS, else the name without the letters an OCR confuses.
    """
    ours = {_name_key(f"{name} {first}") for name, first in own.practice} if own else set()
    head = [cell for cell in reading.cells if cell.row < _head_end(reading)][:_MOST_CELLS]
    to = _addressees(head, _signers(reading, ours))
    from_cells = [cell for cell in head if id(cell) not in to]
    signers = _signers(reading, ours)
    doctors = [one for cell in from_cells for one in _doctors(cell) if one.key not in ours]
    doctor = _author(doctors, signers, from_cells)
    organisation = _best_organisation(from_cells) or _auxiliary(from_cells)
    if doctor is None and not organisation:
        signed = next(iter(signers.values()), None)
        doctor = signed or (doctors[0] if doctors else None)
    speciality = _speciality(from_cells, reading)
    name = _shown(organisation, doctor)
    return Sender(name, _key(from_cells, organisation or name), speciality)


def _head_end(reading: Reading) -> int:
    rows = [row for row in reading.rows if row.page == 0]
    return min(_HEAD_ROWS, len(rows))


def _doctors(cell: Cell) -> Iterator[_Doctor]:
    for match in _DOCTOR.finditer(cell.text[:_LONGEST_CELL]):
        name = match["name"].strip(" .-")
        if len(fold(name)) >= _LEAST_NAME:
            title = "Pr" if match["title"][:1] == "P" else "Dr"
            yield _Doctor(f"{title} {name}", _name_key(name), cell)


def _name_key(name: str) -> str:
    """Sort the words: family name first or last is the same person."""
    return " ".join(sorted(fold(name).split()))


def _signers(reading: Reading, ours: set[str]) -> dict[str, _Doctor]:
    """Return the doctors named alone on a line under the text, or who speak in it."""
    signed: dict[str, _Doctor] = {}
    after = min(_SIGNED_AFTER, len(reading.rows) * 2 // 3)
    for cell in reading.cells:
        if cell.row < after or len(cell.text.split()) > _MOST_SIGNATURE_WORDS:
            soussigne = re.search(r"soussign[ée]+", cell.text)
            if soussigne is None:
                continue
        if _TO.match(fold(cell.text)) or cell.text.count("Dr ") > 1:
            continue
        for one in _doctors(cell):
            if one.key not in ours and len(signed) < _MOST_SIGNERS:
                signed.setdefault(one.key, one)
    return signed


def _author(
    doctors: Sequence[_Doctor], signers: dict[str, _Doctor], cells: Sequence[Cell]
) -> _Doctor | None:
    """Return the doctor of the head who signs, else the first with a speciality or telephone.

    A signature may hold the family name alone: the head then says the whole name.
    """
    for one in doctors:
        if any(_is_same(one, signer) for signer in signers.values()):
            same = [other for other in doctors if _is_same(other, one)]
            return max(same, key=lambda other: len(other.key))
    several = [one for one in doctors if one.cell.row < _SEVERAL_UNDER]
    return next((one for one in several if _is_introduced(one, cells)), None)


def _is_same(one: _Doctor, other: _Doctor) -> bool:
    """Whether all words of the shorter name, initials too, stand in the longer."""
    shorter, longer = sorted((one.key.split(), other.key.split()), key=len)
    rest = list(longer)
    for word in sorted(shorter, key=len, reverse=True):
        found = next((w for w in rest if w == word or _is_initial(w, word)), None)
        if found is None:
            return False
        rest.remove(found)
    return any(len(word) > 1 for word in shorter)


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in {len(one), len(other)}


def _addressees(head: Sequence[Cell], signers: dict[str, _Doctor]) -> set[int]:
    """Return the cells (by identity) of the address that the document was sent to."""
    to: set[int] = set()
    for at, cell in enumerate(head):
        folded = fold(cell.text)
        if _TO.match(folded):
            to.add(id(cell))
            below = [one for one in head[at + 1 :] if 0 < one.row - cell.row <= _BELOW]
            if not re.search(r"\b(?:dr|docteur|pr)\b", folded):
                to.update(id(one) for one in below if cell.above(one))
            continue
        named = list(_doctors(cell))
        if not named or any(one.key in signers for one in named):
            continue
        if cell.row and is_street(folded) and is_town(folded):
            to.add(id(cell))
            continue
        block = address_under(cell, head[at + 1 :], _ends_address)
        if block and cell.row > 1:
            to.update({id(cell), *map(id, block)})
    return to


def _ends_address(folded: str) -> bool:
    return bool(_CALLED.search(folded) or _speciality_in(folded))


def _is_introduced(doctor: _Doctor, cells: Sequence[Cell]) -> bool:
    """Whether a speciality or a telephone stands on or right under the name."""
    near = [cell for cell in cells if 0 <= cell.row - doctor.cell.row <= _UNDER]
    return any(
        _speciality_in(fold(cell.text)) or _CALLED.search(fold(cell.text))
        for cell in near
        if cell is doctor.cell or doctor.cell.above(cell)
    )


def _best_organisation(cells: Sequence[Cell]) -> str:
    """Return the first one that names itself; « Assistance publique » only for want of better."""
    named = [found for found in map(_organisation, cells) if found]
    own = (found for found in named if not _GENERIC.match(fold(found)))
    return next(own, named[0] if named else "")


def _auxiliary(cells: Sequence[Cell]) -> str:
    """Return « Camille MARTIN » of a letterhead that has « orthophoniste » beside or under it."""
    for at, cell in enumerate(cells):
        name, _, trade = cell.text.partition(",")
        if _AUXILIARY.search(fold(trade)) and _NAME_ALONE.fullmatch(name.strip()):
            return name.strip()
        below = cells[at + 1] if at + 1 < len(cells) else None
        if below is None or below.row - cell.row > 1 or not _AUXILIARY.search(fold(below.text)):
            continue
        if _NAME_ALONE.fullmatch(cell.text.strip()) and not _DOCTOR.search(cell.text):
            return cell.text.strip()
    return ""


def _organisation(cell: Cell) -> str:
    folded = fold(cell.text)
    if not _ORGANISATION.match(folded) or re.match(r"cabinet d[ue]s? d(?:octeur|rs?)\b", folded):
        return ""
    if (
        re.match(r"service d[eu] .{3,40} du \d", folded)
        or len(folded.split()) > _MOST_ORGANISATION_WORDS
    ):
        return ""
    return _CUT.sub("", cell.text).strip(" -–,;:")[:_LONGEST]


def _speciality_in(folded: str) -> str:
    padded = f" {folded}"
    for stem, shown in SPECIALITIES:
        at = padded.find(f" {stem}")
        if at >= 0 and (len(stem) >= _STEM or f" {stem} " in f"{padded} "):
            return shown
    return ""


def _speciality(cells: Sequence[Cell], reading: Reading) -> str:
    for cell in cells:
        if found := _speciality_in(fold(cell.text)):
            return found
    for cell in reading.cells:
        match = re.search(
            r"\b(?:service|consultation|unite|pole) d[eu]? ?(.{4,40})", fold(cell.text)
        )
        if match and cell.row < 2 * _HEAD_ROWS and (found := _speciality_in(match[1])):
            return found
    return ""


def _shown(organisation: str, doctor: _Doctor | None) -> str:
    if doctor is None:
        return organisation
    if not organisation:
        return doctor.name
    return f"{organisation} – {doctor.name}"


def _key(cells: Sequence[Cell], name: str) -> str:
    for cell in cells:
        for match in _PHONE.finditer(cell.text):
            if not _FAX.search(cell.text[: match.start()]):
                return f"tel:{digits(match[0])}"
    for cell in cells:
        if found := _FINESS.search(cell.text):
            return f"finess:{found[1]}"
    skeleton = fold(name).translate(_SKELETON).replace(" ", "").replace("rn", "m")
    return f"nom:{_DOUBLED.sub(_ONCE, skeleton)}" if skeleton else ""
