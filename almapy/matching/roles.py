"""What part a person plays where a name stands: patient, professional, somebody else, a place.

Read from the cell before the name, its label on the left, the line before when the name begins
its cell, and what stands just behind it. A word counts only inside its cell (notes §3 and §6.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from almapy.matching import cues
from almapy.matching.headings import Heading, Headings
from almapy.matching.identity_lines import has_birth_date, is_filed
from almapy.matching.misread_cues import MisreadCues
from almapy.matching.words import Cell, Reading


class Part(IntEnum):
    """The part somebody plays, by what speaks for the patient."""

    PLACE = -3
    PROFESSIONAL = -2
    THIRD = -1
    NEUTRAL = 0
    PATIENT = 1

    @property
    def is_other(self) -> bool:
        """Whether the words say that it is not the patient."""
        return self < Part.NEUTRAL


@dataclass(frozen=True, slots=True)
class Role:
    """The part, and the sex (« F », « M », « ») that a civility before the name tells."""

    part: Part = Part.NEUTRAL
    sex: str = ""


_SPAN = {"doctor": 5, "place": 4, "civility": 6, "patient": 12, "scope": 16}
_LONGEST_PHRASE = 5
_TAIL = 10
_FULL_STOPS = (".", "!", "?", ";")
_LONGEST_ABBREVIATION = 4
_LIST_ROWS = 10
_LABEL_WORDS = 5
_OWN_WORDS = 3
_AFTER = 4


def _phrases(*groups: tuple[Iterable[str], str]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): name for phrases, name in groups for phrase in phrases}


_CUES = _phrases(
    (cues.MADAM, "madam"),
    (cues.SIR, "sir"),
    (cues.CHILD, "child"),
    (cues.DOCTORS, "doctor"),
    (cues.PLACES, "place"),
    (cues.LABELS, "label"),
    (cues.PROFESSIONAL, "professional"),
    (cues.LISTS, "list"),
    (cues.THIRD, "third"),
    (cues.PATIENT, "patient"),
    (cues.VERBS, "verb"),
)
_PARTS = {
    "doctor": Part.PROFESSIONAL, "professional": Part.PROFESSIONAL, "list": Part.PROFESSIONAL,
    "third": Part.THIRD, "place": Part.PLACE, "patient": Part.PATIENT, "label": Part.PATIENT,
    "civility": Part.PATIENT,
}  # fmt: skip
_SCOPED = {"professional", "third", "list"}
_FOR_WORK = {"professional", "doctor", "list"}
_CIVILITIES = {"madam", "sir", "child"}
_AND = frozenset(("et", "ou", "avec"))
_OF = frozenset(("de", "d"))
_BEFORE_SHORT = frozenset(("l", "le", "la", "que", "pour", "chez"))
_CLOSERS = (",", ";", ":", ")", "-", "–", "—")


@dataclass(slots=True)
class _State:
    """What was announced, and how many words ago."""

    name: str = ""
    age: int = 0
    sex: str = ""
    sex_age: int = 99
    names: frozenset[int] = frozenset()
    announced: tuple[str, ...] = ()
    titled: bool = False

    def step(self) -> None:
        self.age += 1
        self.sex_age += 1
        limit = _SPAN.get(self.name, _SPAN["patient" if self.name == "label" else "scope"])
        if self.name != "list" and self.age > limit:
            self.name = ""

    def stop(self) -> None:
        if self.name != "list":
            self.name = ""
        self.sex_age = 99

    def say(self, name: str) -> None:
        if name == "verb":
            if self.name in {"professional", "doctor"}:
                self.stop()
            return
        if name in _CIVILITIES:
            self.sex, self.sex_age = {"madam": "F", "sir": "M"}.get(name, ""), 0
            name = "civility"
        held = self.name in _SCOPED
        if name in {"civility", "label"} and held:
            return
        if name in {"doctor", "place"} and held:
            self.age = 0
            self.titled = self.titled or name == "doctor"
            return
        if name == "place" and self.name in {"patient", "civility", "label"} and self.age <= 1:
            return
        self.name, self.age, self.titled = name, 0, False

    def part(self) -> Part:
        return _PARTS.get(self.name, Part.NEUTRAL)


class Roles:
    """Tells the parts of one document; what was told once is kept.

    Misread words are taken for the cue they are nearest to, in a text layer too: many are a
    scanner's own reading.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._misread = MisreadCues()
        self._known: dict[tuple[int, int], Role] = {}
        self._headings = Headings(reading)

    def word(self, token: int) -> str:
        """Return a folded word, or the cue that it seems to be a misreading of."""
        return self._misread.word(self._reading.tokens[token].text)

    def of_name(self, first: int, end: int) -> Role:
        """Return the role of the name in tokens ``first:end`` (first name and family name)."""
        key = (first, end)
        if key not in self._known:
            self._known[key] = self._of_name(first, end)
        return self._known[key]

    def of_date(self, first: int, names: frozenset[int] = frozenset()) -> Part:
        """Return whom the words before a birth date speak of: a third person or nobody else.

        ``names`` are tokens that are somebody's name, whatever else they mean (COUSIN, PARENT).
        """
        cell = self._cell(first)
        state = _State(names=names)
        above = self._above(cell)
        if first - cell.first <= _OWN_WORDS + 1 and above is not None:
            self._run(state, above.first, above.end)
        row = self._reading.rows[cell.row]
        self._run(state, row.first, first)
        return state.part()

    def _of_name(self, first: int, end: int) -> Role:
        cell = self._cell(first)
        state = _State()
        heading = self._heading(first, end)
        at_start = heading is None and self._is_start(cell, first)
        is_identity = at_start and self._is_identity(cell, end)
        if heading is not None:
            self._run(state, heading.first, heading.end)
        elif at_start:
            self._before_cell(state, cell, is_identity=is_identity)
        self._run(state, cell.first, first)
        part = state.part()
        sex = state.sex if state.sex_age <= _SPAN["civility"] else ""
        if not part.is_other and self._is_announced_behind(cell, end, part):
            return Role(Part.PROFESSIONAL, sex)
        if not part.is_other and self._is_relative_behind(cell, end):
            return Role(Part.THIRD, sex)
        if not part.is_other and at_start and not is_identity and self._is_in_list(cell):
            return Role(Part.PROFESSIONAL, sex)
        return Role(part, sex)

    def _cell(self, token: int) -> Cell:
        return self._reading.cells[self._reading.tokens[token].cell]

    def _is_start(self, cell: Cell, first: int) -> bool:
        texts = self._reading.texts(cell.first, first)
        return len(texts) <= _OWN_WORDS and all(
            text in cues.CIVILITIES or text in cues.DOCTORS or len(text) == 1 for text in texts
        )

    def _heading(self, first: int, end: int) -> Heading | None:
        """Return the heading of a name whose row stands just below a row of headings."""
        number = self._reading.tokens[first].row - 1
        if number < 0 or not self._headings.of_row(number):
            return None
        return self._headings.above(first, end)

    def _is_identity(self, cell: Cell, end: int) -> bool:
        """Whether a birth date follows the name as in the head or foot of each page.

        Such a line is complete by itself: the signature above it does not speak of it.
        """
        row = self._reading.rows[cell.row]
        above = self._above(cell)
        if end >= row.end or (above is not None and above.text.rstrip().endswith(":")):
            return False
        rest = row.text[row.starts[self._reading.tokens[end].word] :]
        if not has_birth_date(rest):
            return False
        return is_filed(rest) or above is None or self._is_whole(above)

    def _is_whole(self, above: Cell) -> bool:
        """Whether a line names whom it announces: « Dr ROLLAND », not « Validé par »."""
        state = _State()
        self._run(state, max(above.first, above.end - _TAIL), above.end)
        last = self._reading.texts(above.end - 1, above.end)
        return state.age > 0 and not (set(last) & (_AND | _OF))

    def _before_cell(self, state: _State, cell: Cell, *, is_identity: bool) -> None:
        """Take the label on the left, else the end of the line before."""
        left = self._left(cell)
        if left is not None and self._is_label(left):
            self._run(state, left.first, left.end)
            return
        above = self._above(cell) if left is None or cell.row else None
        if above is None:
            return
        tail = _State()
        start = max(above.first, above.end - _TAIL)
        self._run(tail, start, above.end)
        ends_open = above.text.rstrip().endswith(":")
        if above.text.rstrip().endswith(","):
            return
        if is_identity and tail.name in _FOR_WORK:
            return
        if tail.name and tail.name != "civility" and (tail.age <= 1 or ends_open):
            state.name, state.age = tail.name, tail.age
        elif tail.name == "civility" and tail.age == 0:
            state.name, state.sex, state.sex_age = tail.name, tail.sex, tail.sex_age

    def _left(self, cell: Cell) -> Cell | None:
        number = self._number(cell) - 1
        if number < self._reading.rows[cell.row].cells[0]:
            return None
        return self._reading.cells[number]

    def _number(self, cell: Cell) -> int:
        first, end = self._reading.rows[cell.row].cells
        return next(n for n in range(first, end) if self._reading.cells[n] is cell)

    def _is_label(self, cell: Cell) -> bool:
        if cell.text.rstrip().endswith(":"):
            return True
        texts = self._reading.texts(cell.first, cell.end)
        return 0 < len(texts) <= _LABEL_WORDS and any(
            texts[start:] in _CUES for start in range(len(texts))
        )

    def _above(self, cell: Cell) -> Cell | None:
        """Return the cell of the line before in the same column."""
        if cell.row == 0:
            return None
        row, own = self._reading.rows[cell.row - 1], self._reading.rows[cell.row]
        if row.page != own.page:
            return None
        for number in range(*row.cells):
            if self._reading.cells[number].above(cell):
                return self._reading.cells[number]
        return None

    def _run(self, state: _State, first: int, end: int) -> None:
        index = first
        while index < end:
            size, name = self._cue(index, end)
            is_name = index in state.names or (
                size == 1 and name == "third" and state.name in {"civility", "doctor"}
                and state.age == 0
            )  # fmt: skip
            if name and not is_name:
                if name in _CIVILITIES and self._is_next_person(state, index):
                    state.stop()
                state.step()
                state.say(name)
                if name == "professional":
                    state.announced = self._reading.texts(index, index + size)
                if self._ends_phrase(index + size - 1):
                    state.stop()
                index += size
                continue
            state.step()
            if self._ends_phrase(index):
                state.stop()
            index += 1

    def _is_next_person(self, state: _State, index: int) -> bool:
        """Whether a civility opens another person: « adressé par le Dr X, M. Y »."""
        if state.name != "professional" or state.age < 1:
            return False
        before = self._reading.tokens[index - 1].text
        text = self._reading.tokens[index].text
        if before in _AND or text == "me":
            return False
        if before in _OF:
            return state.age == 1 and not cues.JOBS.isdisjoint(state.announced[:1])
        if not state.titled or not cues.SEVERAL.isdisjoint(state.announced):
            return False
        if text in cues.CHILD or len(text) == 1:
            written = self._reading.word_of(index - 1).text
            return before in _BEFORE_SHORT or written.endswith(_CLOSERS)
        return True

    def _cue(self, index: int, end: int) -> tuple[int, str]:
        most = min(_LONGEST_PHRASE, end - index)
        words = tuple(self.word(token) for token in range(index, index + most))
        for size in range(most, 0, -1):
            name = _CUES.get(words[:size])
            if name and not self._is_cut(index, index + size, name):
                return size, name
        return 1, ""

    def _is_cut(self, first: int, end: int, name: str) -> bool:
        """Whether a word with a hyphen goes on: « Cousin-Leroux » is a name, no cousin."""
        tokens = self._reading.tokens
        if name == "label":
            return False
        before = first > 0 and tokens[first - 1][1:] == tokens[first][1:]
        after = end < len(tokens) and tokens[end - 1][1:] == tokens[end][1:]
        return (before and "-" in self._reading.word_of(first).text) or (
            after and "-" in self._reading.word_of(end - 1).text
        )

    def _ends_phrase(self, index: int) -> bool:
        tokens = self._reading.tokens
        if index + 1 < len(tokens) and tokens[index + 1][1:] == tokens[index][1:]:
            return False
        text = self._reading.word_of(index).text
        if not text.endswith(_FULL_STOPS):
            return False
        return text[-1] != "." or len(text) > _LONGEST_ABBREVIATION

    def _is_announced_behind(self, cell: Cell, end: int, part: Part) -> bool:
        """Whether a profession follows the name, or stands under it in a signature."""
        texts = self._reading.texts(end, min(end + 2, cell.end))
        if texts and texts[0] in cues.PROFESSIONS:
            return True
        if part is not Part.NEUTRAL or texts:
            return False
        below = self._below(cell)
        if below is None:
            return False
        under = self._reading.texts(below.first, min(below.first + 2, below.end))
        return bool(under) and under[0] in cues.PROFESSIONS

    def _below(self, cell: Cell) -> Cell | None:
        if cell.row + 1 >= len(self._reading.rows):
            return None
        row = self._reading.rows[cell.row + 1]
        for number in range(*row.cells):
            if cell.above(self._reading.cells[number]):
                return self._reading.cells[number]
        return None

    def _is_relative_behind(self, cell: Cell, end: int) -> bool:
        texts = self._reading.texts(end, min(end + _AFTER, cell.end))
        for place, text in enumerate(texts[:_AFTER]):
            if text in cues.RELATIVES_AFTER:
                before = texts[place - 1] if place else ""
                written = self._reading.word_of(end + place).text
                if before in {"sa", "son", "leur", "ses"} or written.startswith("("):
                    return True
            if place and text not in {"sa", "son", "leur"}:
                break
        return False

    def _is_in_list(self, cell: Cell) -> bool:
        """Whether the lines above, name under name, begin with « Copies : » or the like."""
        current = cell
        for _ in range(_LIST_ROWS):
            above = self._above(current)
            if above is None or above.first == above.end:
                return False
            state = _State()
            self._run(state, above.first, above.end)
            if state.name == "list":
                return True
            opening = self._reading.tokens[above.first].text
            if opening not in cues.CIVILITIES and opening not in cues.DOCTORS:
                return False
            current = above
        return False
