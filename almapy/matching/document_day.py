"""The date of the document itself, among all those it holds (notes §7)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from almapy.matching.dates import DateFound
from almapy.matching.words import Reading
from almapy.text import fold

_FIRST_YEAR = 2000
_TOP, _FALL = 6.0, 0.4
_MOST_FALL = 6.0
_PLACE, _LABEL, _EVENT = 7.0, 5.0, -4.0
_LATER_PAGE = -3.0
_LEAST = -5.0
_LINKS = frozenset(
    ("a", "sur", "en", "de", "la", "les", "du", "sous", "aux", "au", "et", "lès", "fait", "d", "l")
)
_THE = re.compile(r"(?:^|[\s,.;])[lLI1i|][eEéc] ?:?\s*$")
_DATED = re.compile(
    r"(?:^| )(?:date|en date du|date du (?:document|courrier|compte rendu|jour)|date d edition|"
    r"edite[es]* le|edition du|edition le|imprime[es]* le|redige[es]* le|dicte[es]* le|"
    r"tape[es]* le|signe[es]* (?:electroniquement )?(?:par .{3,40} )?le|valide[es]* le|"
    r"etabli[es]* le|"
    r"date (?:de l )?examen|date de (?:la )?consultation|compte rendu du|consultation du|"
    r"examen du|examen realise le|emis le|fait le|date de (?:redaction|validation)|"
    r"courrier du|valide[es]* par .{3,40} le)$"
)
_STAMP = re.compile(r"(?:^| )(?:recue?|regu|rec u|arrivee?|enregistre|scanne|numerise)(?: le)?$")
_EVENTS = re.compile(
    r"(?:^| )(?:entree?|depuis|prevue?s?|realisee?s?|du|recue?s?|sortie?|au|le|prelevement|preleve|"
    r"examine[es]*|vue?s?|revue?s?|opere[es]*|depuis le|rendez vous|rdv|jusqu au|avant|apres|"
    r"naissance|ne|nee|decede[es]*|expire|validite|en|dernier|derniere|anterieure?)(?: le| du)?$"
)
_HAPPENED = re.compile(
    r"(?:entree?|sortie?|arrivee?|preleve|recue?|vue?|revue?|nee?|hospitalise|opere|realise|admis|"
    r"decede|depuis|examine|prochain|rendez|rdv|consulte|visite|seance|intervention|jusqu|debut|fin|"
    r"transfer|adresse|prevue?|valable|expire|du|au|nouveau|controle|dernier|accouche)"
)
_STAYED = re.compile(r"(?:^| )du .{6,25} au$")
_CONTEXT = 60
_TOWN_WORDS = 4
_HEADING_ROWS = 20
_REST_OF_TIME = 3
_HEADING = re.compile(
    r"^(?:le|date|date du (?:document|courrier|compte rendu)|edite[es]* le|imprime[es]* le)$"
)


def document_day(
    reading: Reading,
    dates: Iterable[DateFound],
    today: date,
    births: Collection[date] = (),
) -> date | None:
    """Return the most likely one; never a birth date, a future one, or that of a « reçu le »."""
    known_births = {found.day for found in dates if found.birth} | set(births)
    best: tuple[float, date] | None = None
    for found in dates:
        day = found.day
        if found.birth or found.uncertain or day > today or day.year < _FIRST_YEAR:
            continue
        if day in known_births and not _is_told(reading, found):
            continue
        score = _score(reading, found)
        if score is not None and score >= _LEAST and (best is None or score > best[0]):
            best = (score, day)
    return best[1] if best else None


def heading_day(reading: Reading, dates: Iterable[DateFound]) -> date | None:
    """Return the date in the head of a page that begins a letter: « Ville, le », « Date : »."""
    for found in dates:
        if found.birth or found.uncertain or found.row >= _HEADING_ROWS:
            continue
        raw, before = _before(reading, found)
        if _is_place(raw) or _HEADING.search(before):
            return found.day
    return None


def _is_told(reading: Reading, found: DateFound) -> bool:
    """Whether the words before a date say that it is that of the document.

    Somebody of the base may be born on that day, and a newborn is written of on the first day.
    """
    raw, before = _before(reading, found)
    row = reading.rows[found.row]
    height = found.row - _first_row(reading, row.page)
    is_alone = before == "le" and height < _HEADING_ROWS and row.end - found.end <= _REST_OF_TIME
    return is_alone or _is_place(raw) or bool(_DATED.search(before))


def _score(reading: Reading, found: DateFound) -> float | None:
    """Return how much speaks for this one; None for a stamp."""
    row = reading.rows[found.row]
    raw, before = _before(reading, found)
    above = fold(reading.rows[found.row - 1].text) if found.row else ""
    if _STAMP.search(before) or (len(row.text) < _CONTEXT // 2 and _STAMP.search(above)):
        return None
    height = found.row - _first_row(reading, row.page)
    fall = height * _FALL
    later = _LATER_PAGE * row.page
    if _is_place(raw):
        return _TOP + _PLACE - min(fall, _MOST_FALL)
    if _DATED.search(before):
        return _TOP + _LABEL - min(fall, _MOST_FALL) + later
    return _TOP + _context(before, len(row.text)) - fall + later


def _context(before: str, length: int) -> float:
    """Weigh the folded words before a date that has neither town nor label."""
    if _STAYED.search(before):
        return _EVENT + 1.0
    if before in {"", "le"}:
        return _LABEL if length < _CONTEXT or before else 0.0
    return _EVENT if _EVENTS.search(before) else 0.0


def _before(reading: Reading, found: DateFound) -> tuple[str, str]:
    """Return what stands before the date in its cell, or in the one before, raw and folded."""
    row = reading.rows[found.row]
    start = row.starts[reading.tokens[found.first].word]
    head = row.text[:start]
    cell = head.rpartition("   ")[2]
    if not cell.strip() and head.strip():
        cell = head.rstrip().rpartition("   ")[2]
    raw = cell[-_CONTEXT:]
    return raw, fold(raw)


def _is_place(raw: str) -> bool:
    """« Strasbourg, le », « Fait à Villeneuve-sur-Lot le »: capitals and link words only."""
    the = _THE.search(raw)
    if the is None:
        return False
    words = re.findall(r"[^\W\d_]+", raw[: the.start()])
    named = [word for word in words if word.casefold() not in _LINKS]
    if any(_HAPPENED.match(fold(word)) for word in named):
        return False
    return bool(named) and len(named) <= _TOWN_WORDS and all(word[0].isupper() for word in named)


def _first_row(reading: Reading, page: int) -> int:
    return next((row.number for row in reading.rows if row.page == page), 0)
