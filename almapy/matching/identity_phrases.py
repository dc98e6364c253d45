"""Identity in a phrase: « Madame Claire MARTIN, née DURAND le … », « Concerne : M. … »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from almapy.matching.addresses import Address, address_of, address_under
from almapy.matching.words import GAP, Cell, Reading
from almapy.matching.written_names import NAMES, split_name
from almapy.text import fold

_CIVILITY = (
    r"(?P<civility>Madame|MADAME|Mme|MME|Mademoiselle|Mlle|Monsieur|MONSIEUR|Mr|MR|M\.|"
    r"(?:[Ll]['’ ])?[Ee]nfant|(?:[Ll][ea] )?(?:jeune|patiente?)|Patiente?|PATIENTE?)"
)
_BORN = r"(?P<born>n[ée]e?(?:\s?\(e\))?|N[EÉ]E?|[ée]pouse|[ÉE]POUSE|[ée]p\.?|veuve|vve)"
_PHRASE = re.compile(
    rf"(?:(?:Concerne|CONCERNE|Objet|Patiente?|PATIENTE?|R[ée]f\.?|Nom)\s*:?\s*)?"
    rf"{_CIVILITY}\s*:?\s+(?:(?:Madame|Mme|Monsieur|Mr|M\.)\s+)?(?P<names>{NAMES})"
    rf"(?:[\s,(]+{_BORN}\s+(?P<other>{NAMES}))?(?:\s*,\s*(?P<after>{NAMES}))?"
)
_HEADING = re.compile(
    rf"^(?:(?:Concerne|CONCERNE|Patiente?|PATIENTE?|Objet|R[ée]f\.?)\s*:?\s+)?(?P<names>{NAMES})"
    rf"\s*[,\-–(]?\s*(?:{_BORN}\s+(?P<other>{NAMES}))?"
)
_BIRTH_AFTER = re.compile(r"n[ée]{1,2}\b|N[EÉ]{1,2}\b|DDN|\d{1,2}[/.\- ]\d{2}[/.\- ]\d{4}")
_WORKS = re.compile(
    r"^\s*,?\s*(?:biologiste|m[ée]decin|pharmacien|secr[ée]taire|cardiologue|chirurgien)"
)
_NOT_PATIENT = re.compile(
    r"(?:personne de confiance|personne a prevenir|a prevenir|accompagnee? (?:e )?(?:de|par)|"
    r"fi(?:ls|lle) de|antecedents familiaux|copies?|conjoint|epoux|son mari|sa femme|sa mere|"
    r"son pere|suivi d un proche|assure|par ailleurs|cc|double|prescripteur|interlocuteur|"
    r"validee? par|secretaire|represente|tuteur|enfant de|mari|mere|pere|frere|soeur|directeur|"
    r"president)\b.{0,40}$"
)
_DOCTOR_JUST_BEFORE = re.compile(r"\b(?:Dr|DR|Docteur|DOCTEUR|Pr|Professeur)s?\b\.?[^,;:]{0,40}$")
_FEMALE = frozenset(("madame", "mme", "mademoiselle", "mlle", "patiente", "la patiente"))
_MALE = frozenset(("monsieur", "mr", "m"))
_MARRIED = frozenset(("epouse", "ep", "veuve", "vve"))
_NOT_NAMES = frozenset(
    ("le", "la", "docteur", "dr", "professeur", "pr", "consoeur", "confrere", "concerne", "objet")
)
_STOPS = frozenset(
    (
        *("ne", "nee", "epouse", "ddn", "date", "n", "nir", "immatriculation", "numero", "age"),
        *("agee", "sexe", "tel", "ipp", "dossier", "ins", "adresse", "prenom", "dob", "iep"),
        *("nda", "matricule"),
    )
)
_BEFORE_NAME = frozenset(
    (
        *("concerne", "patient", "patiente", "objet", "enfant", "identite", "examine", "nom"),
        *("madame", "monsieur", "mme", "mr", "m", "mlle", "mademoiselle"),
    )
)
_BORN_NAMED = re.compile(
    rf"(?P<names>{NAMES})[\s,(]+(?:n[ée]e?|N[EÉ]E?)(?:\s?\(e\))?\s+(?:le|LE|:)\s"
)
_HEAD_ROWS = 25
_LONGEST_HEADING = 90
_FULL_LINE = 60
_LONGEST_ROW = 400


@dataclass(frozen=True, slots=True)
class Named:
    """A person named in the role of the patient, in row ``row``; what is uncertain is empty."""

    family: str = field(repr=False)
    first: str = field(repr=False)
    birth_name: str = field(repr=False)
    sex: str
    row: int
    end: int = 0  # where the phrase ends in the text of the row


def named_people(reading: Reading) -> tuple[Named, ...]:
    """Return those named with a civility or in a heading with a birth date, in reading order."""
    people: list[Named] = []
    for row in reading.rows:
        text = _with_next(reading, row.number)[:_LONGEST_ROW]
        people.extend(_phrases(text, len(row.text), row.number))
        people.extend(_born(row.text[:_LONGEST_ROW], row.number))
        if row.number < _HEAD_ROWS and len(row.text) < _LONGEST_HEADING:
            people.extend(_heading(row.text, row.number))
    return tuple(one for one in people if one.family)


def address_near(reading: Reading, person: Named) -> Address:
    """Return the address that stands right under the name of the person, in its column."""
    low, high = reading.rows[person.row].cells
    for number in range(low, high):
        cell = reading.cells[number]
        if fold(person.family) in fold(cell.text) and _is_bare(cell):
            block = address_under(cell, reading.cells[number + 1 :], _is_other)
            if block:
                return address_of([one.text for one in block])
    return Address()


def _is_bare(cell: Cell) -> bool:
    """Whether a cell holds a name as an envelope does: nothing after it, nobody else before."""
    return not re.search(r"\d|\bdr\b|\bdocteur\b", fold(cell.text)) and ":" not in cell.text


def _is_other(folded: str) -> bool:
    return bool(re.search(r"\b(?:rpps|tel|telephone|service|docteur|dr|cabinet)\b", folded))


def _with_next(reading: Reading, number: int) -> str:
    """Return a row, and with it the next one when the end of a full line may cut a name."""
    row = reading.rows[number]
    is_full = len(row.text) >= _FULL_LINE and len(row.text) > row.text.find(GAP) * 2
    if is_full and number + 1 < len(reading.rows) and reading.rows[number + 1].page == row.page:
        return f"{row.text} {reading.rows[number + 1].text}"
    return row.text


def _phrases(text: str, length: int, row: int) -> Iterator[Named]:
    for match in _PHRASE.finditer(text):
        if match.start("civility") >= length:
            return
        if _is_another(text[: match.start()]) or _WORKS.match(text[match.end() :]):
            continue
        civility = fold(match["civility"])
        sex = "F" if civility in _FEMALE else "M" if civility in _MALE else ""
        yield _named(match, sex or sex_of(text[match.end("names") :][:60]), row)


def _born(text: str, row: int) -> Iterator[Named]:
    """Give who is named with a birth date and nothing before: « … examiné MARTIN Léa, née le »."""
    for match in _BORN_NAMED.finditer(text):
        if not _is_another(text[: match.start()]) and " " in _cleaned(match["names"]):
            yield _named(match, sex_of(text[match.end("names") :][:60]), row)


def _is_another(before: str) -> bool:
    """Whether what stands before a name says that it is not the patient's."""
    return bool(_NOT_PATIENT.search(fold(before)) or _DOCTOR_JUST_BEFORE.search(before))


def _heading(text: str, row: int) -> Iterator[Named]:
    match = _HEADING.match(text)
    if match is None or not _BIRTH_AFTER.search(text[match.end("names") :][:40]):
        return
    first_word = fold(match["names"]).partition(" ")[0]
    if first_word in _FEMALE | _MALE | _NOT_NAMES or _is_another(text[: match.end()]):
        return
    yield _named(match, sex_of(text[match.end("names") :][:60]), row)


def _named(match: re.Match[str], sex: str, row: int) -> Named:
    groups = match.groupdict()
    name = split_name(_cleaned(match["names"]))
    other = _cleaned(groups.get("other") or "")
    born = fold(groups.get("born") or "")
    if not other:
        return Named(name.family, name.first, "", sex, row, match.end("names"))
    second = split_name(other)
    other_family = second.family or other
    first = name.first or second.first or _cleaned(groups.get("after") or "")
    family = name.family or ("" if second.family else _cleaned(match["names"]) if first else "")
    if born in _MARRIED:
        return Named(other_family, first, family, sex, row, match.end())
    return Named(family, first, other_family, sex, row, match.end())


def _cleaned(names: str) -> str:
    words: list[str] = []
    for word in names.split():
        if fold(word) in _STOPS:
            break
        if words or fold(word) not in _BEFORE_NAME:
            words.append(word)
    while words and fold(words[-1]) in {"de", "du", "le", "la", "ne", "nee", "agee", "age"}:
        words.pop()
    return " ".join(words).strip(" -,'’")


def sex_of(after: str) -> str:
    """« née » says a woman, « né » a man; « né(e) » and a lost accent say nothing."""
    found = re.search(r"\b([Nn]ée|[Nn]é|NÉE|NÉ)\b(?!\s?\()", after)
    if found is None:
        return ""
    return "F" if found[1].casefold() == "née" else "M"
