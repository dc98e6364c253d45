"""The dates of a document in every written form, also as an OCR garbles them.

Forms, confusions and birth context: notes on incoming documents §6.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import Levenshtein

from almapy.matching.headings import Headings, Meaning
from almapy.matching.words import GAP, Cell, Reading, Row
from almapy.text import fold

_FIRST_YEAR = 1850
_LAST_YEAR = 2100
_CENTURY = 100
_ROWS_OF_HEADING = 3
_MOST_VALUES = 12
_BEFORE = 40
_JUST_BEFORE = 14
_DIGIT = "0-9OoQDIil|SsZzB"
_DIGITS = str.maketrans("OoQDIil|SsZzB", "0000111155228")
_SEPARATOR = r"(?: ?[/.,\-\u2013|] ?| {1,3})"
_YEAR = rf"(\d{{4}}(?!\d)|[{_DIGIT}]{{4}}(?!\w)|[{_DIGIT}]{{2}}(?!\w))"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "dmy",
        re.compile(
            rf"(?<!\w)(?<!\d[/.\-])([{_DIGIT}]{{1,2}})({_SEPARATOR})([{_DIGIT}]{{1,2}})"
            rf"({_SEPARATOR}){_YEAR}(?![/.\-]\d)"
        ),
    ),
    ("glued", re.compile(r"(?<=[^\W\d_])(\d\d)([/.\-])(\d\d)([/.\-])(\d{4})(?!\d)")),
    (
        "ymd",
        re.compile(
            rf"(?<!\w)(?<!\d[/.\-])([12][{_DIGIT}]{{3}})([/.\-])([{_DIGIT}]{{2}})([/.\-])"
            rf"([{_DIGIT}]{{2}})(?!\w)"
        ),
    ),
    (
        "words",
        re.compile(
            rf"(?<!\w)([{_DIGIT}]{{1,2}}|1er|[lI]er|1°) ?(?:er |° ?)?"
            rf"([^\W\d_]{{3,10}})[.,]? ?{_YEAR}"
        ),
    ),
)
_BOXES = re.compile(r"(?<![\w/.\-])(?:\d[ /.\-]{0,3}){7}\d(?!\w)(?![ /.\-]{0,3}\d)")
"""Eight digits glued or each in its own box: read as a date after a birth word only."""
_BIRTH = re.compile(
    r"(?<!nouveau-)(?<!nouveau )(?<!\w)(?:n[éÉ]e?s?|N[ÉE]E?|n[ée][ (]?\(?e\)?|naissance|naiss|ddn"
    r"|d\.d\.n|birth|geb(?:oren)?)(?!\w)",
    re.IGNORECASE,
)
_BIRTH_MISREAD = re.compile(
    r"(?<!\w)n(?:e|ee|[\wóòôèêëâ°'’]{1,2})? ?(?:\([ec]\))? ?(?:[l1I|][ceéo]|:|en) ?:? ?$"
    r"|(?<!\w)nee? ?(?:\(e\))? ?:? ?$|(?<!\w)[do0][do0][nm] ?: ?$",
    re.IGNORECASE,
)
"""« né le » without its accent or misread, just before the date."""
_OTHER_EVENT = re.compile(
    r"(?<!\w)(?:vue?s?|examin\w*|consult\w*|hospitalis\w*|pr[ée]l[eèé]v\w*|re[çc]ue?s?|op[ée]r\w*"
    r"|r[ée]alis\w*|entr[ée]e?|sorti?e?|[ée]dit\w*|depuis|rendez-vous|admis\w*|d[ée]c[ée]d\w*)(?!\w)"
    r"|\d{4}",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(r"[ ,;()\-]{0,4}(?:soit )?\d{1,3} ?(?:ans?|mois|A)(?!\w)")
_UNFINISHED = re.compile(
    r"(?<!\w)(?:[0-3]?\d|1er)(?:[/.\-](?:[01]?\d[/.\-]?)?| [^\W\d_]{3,9}\.?)?$"
)
"""A line that ends with a day, with or without its month."""
_NEGATION = re.compile(r"(?<!\w)ne(?!\w)", re.IGNORECASE)
_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_SHORT_MONTHS = {
    "jan": 1, "janv": 1, "fev": 2, "fevr": 2, "mar": 3, "avr": 4, "juil": 7, "jui": 7, "jul": 7,
    "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12, "january": 1, "february": 2, "april": 4,
    "may": 5, "june": 6, "july": 7, "august": 8, "december": 12,
}  # fmt: skip
_LONG_MONTH = 5
_SHORT_YEAR = 2
_WORDS_OF_NEXT = 2
_MOST_CONFUSED = 3
_WORDS_AFTER_BIRTH = 2


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date as it stands in tokens ``first:end`` of row ``row``.

    ``uncertain``: the year has two digits, and each century that is possible is given.
    ``birth``: a birth word stands just before, above in its column, or an age just after.
    """

    day: date = field(repr=False)
    row: int
    first: int
    end: int
    birth: bool = False
    uncertain: bool = False


def dates_in(reading: Reading, today: date) -> list[DateFound]:
    """Return the dates of a document in reading order; impossible days are left out.

    ``today`` is only used for years of two digits, which are never in the future.
    """
    found: list[DateFound] = []
    headings = Headings(reading)
    for row in reading.rows:
        if sum(c.isdigit() for c in row.text) > 0:
            found.extend(_dates_of(reading, row, today, headings))
    return found


def one_digit_apart(one: date, other: date) -> bool:
    """Whether the two differ by one digit of JJMMAAAA, as a misread figure does."""
    first, second = f"{one:%d%m}{one.year:04d}", f"{other:%d%m}{other.year:04d}"
    return sum(a != b for a, b in zip(first, second, strict=True)) == 1


def is_birth_label(text: str) -> bool:
    """Whether a cell names a birth date without giving one: « Né(e) le », « DDN »."""
    return bool(_BIRTH.search(text)) and sum(c.isdigit() for c in text) == 0


def _dates_of(reading: Reading, row: Row, today: date, headings: Headings) -> Iterator[DateFound]:
    last_end = 0
    for raw in sorted(_raw(_with_next(reading, row), today), key=lambda raw: raw.start):
        if raw.start < last_end or raw.start >= len(row.text):
            continue
        birth = _is_birth(reading, row, last_end, raw, headings)
        if not (birth or raw.stands_alone):
            continue
        first, stop = row.token_at(raw.start), _stop(reading, row, raw.end)
        for day in raw.days:
            yield DateFound(day, row.number, first, max(stop, first), birth, raw.short)
        last_end = raw.end


def _with_next(reading: Reading, row: Row) -> str:
    """Return the text of a row, with the words of the next one that may end a date begun here."""
    if row.number + 1 >= len(reading.rows) or not _UNFINISHED.search(row.text):
        return row.text
    after = reading.rows[row.number + 1]
    if after.page != row.page:
        return row.text
    return " ".join((row.text, *(word.text for word in after.words[:_WORDS_OF_NEXT])))


def _stop(reading: Reading, row: Row, end: int) -> int:
    """Return the token after the character ``end``, which may stand on the next row."""
    if end > len(row.text):
        row, end = reading.rows[row.number + 1], end - len(row.text) - 1
    after = row.words_between(0, end)[-1] + 1
    return row.firsts[after] if after < len(row.firsts) else row.end


@dataclass(frozen=True, slots=True)
class _Raw:
    """Characters ``start:end`` of a row that can be a date; ``short``: two digits for the year.

    ``stands_alone``: it is one even without a birth word before it.
    """

    start: int
    end: int
    days: list[date]
    short: bool
    stands_alone: bool


def _raw(text: str, today: date) -> Iterator[_Raw]:
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            parts = _words_parts(match) if form == "words" else _figure_parts(form, match)
            if parts is None or not (days := _days(*parts[:3], today)):
                continue
            yield _Raw(match.start(), match.end(), days, len(parts[2]) <= _SHORT_YEAR, parts[3])
    for match in _BOXES.finditer(text):
        figures = "".join(c for c in match[0] if c.isdigit())
        if days := _days(figures[:2], figures[2:4], figures[4:], today):
            yield _Raw(match.start(), match.end(), days, False, False)


def _figure_parts(form: str, match: re.Match[str]) -> tuple[str, str, str, bool] | None:
    """Return day, month, year and whether that is a date by itself; None when it is none."""
    day, one, month, two, year = match.groups()
    if form == "ymd":
        day, year = year, day
    whole = day + month + year
    if not all(any(c.isdigit() for c in part) for part in (day, month, year)):
        return None
    if sum(not c.isdigit() for c in whole) > _MOST_CONFUSED:
        return None
    signs = {one.strip(), two.strip()}
    is_mixed = len(signs) > 1 and ("" in signs or len(year) <= _SHORT_YEAR)
    if len(year) <= _SHORT_YEAR and signs & {",", "|"}:
        return None
    is_bare = len(year) <= _SHORT_YEAR and signs == {""}
    if is_bare and _is_in_number(match):
        return None
    stands_alone = not (is_mixed or is_bare) and GAP[:2] not in one and GAP[:2] not in two
    return day, month, year, stands_alone


def _is_in_number(match: re.Match[str]) -> bool:
    """Whether figures stand before or behind, as in « 1 50 03 75 … » or a telephone number."""
    text = match.string
    return bool(
        re.match(r" ?\d", text[match.end() :]) or re.search(r"\d ?$", text[: match.start()])
    )


def _words_parts(match: re.Match[str]) -> tuple[str, str, str, bool] | None:
    day, name, year = match.groups()
    if (month := month_of(name)) is None or not any(c.isdigit() for c in year):
        return None
    return "1" if day.endswith(("er", "°")) else day, str(month), year, True


def month_of(word: str) -> int | None:
    """Return the number of a French month, whole, cut short or misread by one letter."""
    folded = fold(word)
    if folded in _MONTHS:
        return _MONTHS.index(folded) + 1
    if folded in _SHORT_MONTHS:
        return _SHORT_MONTHS[folded]
    if len(folded) < _LONG_MONTH - 1:
        return None
    near = [
        number
        for number, month in enumerate(_MONTHS, 1)
        if len(month) >= _LONG_MONTH and _one_letter_off(folded, month)
    ]
    return near[0] if len(near) == 1 else None


def _one_letter_off(one: str, other: str) -> bool:
    """Whether one letter was changed, lost or added."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    skip_one, skip_other = len(one) >= len(other), len(other) >= len(one)
    return one[same + skip_one :] == other[same + skip_other :]


def _days(day: str, month: str, year: str, today: date) -> list[date]:
    figures = [part.translate(_DIGITS) for part in (day, month, year)]
    if not all(part.isdigit() for part in figures):
        return []
    number = int(figures[2])
    years = [number]
    if len(figures[2]) <= _SHORT_YEAR:
        years = [1900 + number, 2000 + number]
    found = []
    for each in years:
        try:
            built = date(each, int(figures[1]), int(figures[0]))
        except ValueError:
            continue
        if _FIRST_YEAR <= each <= _LAST_YEAR and (len(years) == 1 or built <= today):
            found.append(built)
    return found


def _is_birth(reading: Reading, row: Row, since: int, raw: _Raw, headings: Headings) -> bool:
    start = raw.start
    if _AGE_AFTER.match(row.text, raw.end):
        return True
    before = row.text[max(since, start - _BEFORE) : start]
    if _says_birth(before):
        return True
    cell = _cell_of(reading, row, start)
    if cell is None or _OTHER_EVENT.search(before):
        return False
    first = row.token_at(start)
    is_value = first == cell.first or _are_values(reading, cell, first)
    if is_value and headings.has_above(row):
        heading = headings.above(first, _stop(reading, row, raw.end))
        return heading is not None and heading.meaning is Meaning.BIRTH
    return first == cell.first and (
        _heading_above(reading, row, cell, headings) or _line_before(reading, row, start)
    )


def _are_values(reading: Reading, cell: Cell, first: int) -> bool:
    """Whether a cell can be values side by side: no word in small letters before the date."""
    return first - cell.first <= _MOST_VALUES and not any(
        reading.word_of(index).text[:1].islower() for index in range(cell.first, first)
    )


def _says_birth(before: str) -> bool:
    for match in reversed(list(_BIRTH.finditer(before))):
        if _NEGATION.fullmatch(match[0]):
            break
        return not _OTHER_EVENT.search(before, match.end())
    return bool(_BIRTH_MISREAD.search(before[-_JUST_BEFORE:])) or _ends_with_birth(before)


def _ends_with_birth(before: str) -> bool:
    """Whether the last words are « naissance » with one letter misread."""
    words = fold(before).split()[-_WORDS_AFTER_BIRTH:]
    return any(Levenshtein.distance(word, "naissance", score_cutoff=1) <= 1 for word in words)


def _cell_of(reading: Reading, row: Row, start: int) -> Cell | None:
    token = row.token_at(start)
    for number in range(*row.cells):
        cell = reading.cells[number]
        if cell.first <= token < cell.end:
            return cell
    return None


def _heading_above(reading: Reading, row: Row, cell: Cell, headings: Headings) -> bool:
    """Whether a line that is no row of headings, yet names a birth date, stands above."""
    for number in range(row.number - 1, max(-1, row.number - 1 - _ROWS_OF_HEADING), -1):
        above = reading.rows[number]
        if above.page != row.page or headings.of_row(number):
            return False
        for index in range(*above.cells):
            other = reading.cells[index]
            if other.above(cell) and is_birth_label(other.text) and len(above.words) > 1:
                return True
    return False


def _line_before(reading: Reading, row: Row, start: int) -> bool:
    """Whether the line above ends with a birth word, and the date begins this one."""
    if row.number == 0 or row.text[:start].strip():
        return False
    return _says_birth(reading.rows[row.number - 1].text[-_BEFORE:])
