"""Where the names of one person stand in a document, and how well they agree.

Forms of a name, glued comparison, first name near the family name: notes on incoming documents
§6.3. Names split over two lines, in cells or after labels on other lines are followed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from almapy.matching import cues
from almapy.matching.forms import (
    CORE_RATIO,
    DROPPED,
    EXACT_RATIO,
    PART_RATIO,
    SHORT,
    SURE_RATIO,
    FirstName,
    Form,
    Forms,
)
from almapy.matching.index import PARTICLES
from almapy.matching.model import EvidenceKind
from almapy.matching.words import Reading, word_set

_LOWEST_RATIO = 82.0
_LOWEST_FIRST = 80.0
_LONGEST_WINDOW = 6
_MOST_PLACES = 40
_REACH = 4
_REACH_BACK = 2
_LABEL_ROWS = 12
_BETWEEN = word_set(
    "nee ne nom prenom prenoms epouse ep epse eps veuve vve usage usuel naissance utilise de d du "
    "la le des dite dit e s divorcee famille marital jeune fille patronymique premier 1er"
)
"""May stand between a family name and its first name."""
_TITLES = cues.CIVILITIES | cues.DOCTORS
_STOPPERS = _TITLES | word_set("et avec par chez vu vue fils mere pere pour")
_LABEL_FIRST = word_set("prenom prenoms")
_LABEL_FAMILY = word_set("nom noms patronyme")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A family name in tokens ``first:end`` and its first name in ``given``, when there is one."""

    first: int
    end: int
    ratio: float
    kind: EvidenceKind
    given_kind: FirstName = FirstName.NONE
    given: tuple[int, int] | None = None

    @property
    def block(self) -> tuple[int, int]:
        """Return the tokens from the first to the last of both names, when they are neighbours."""
        if self.given is None or abs(self.given[0] - self.first) > _REACH + _LONGEST_WINDOW:
            return self.first, self.end
        return min(self.first, self.given[0]), max(self.end, self.given[1])

    @property
    def is_full(self) -> bool:
        """Whether family name and first name agree well."""
        return self.ratio >= SURE_RATIO and self.given_kind.is_strong


class NameFinder:
    """Finds the names of one person after the other in one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._windows: dict[int, dict[str, list[int]]] = {}
        self._texts = [token.text for token in reading.tokens]

    def occurrences(
        self, forms: Forms, *, thorough: bool = False, misread: bool = True
    ) -> list[Occurrence]:
        """Return where a family name of these forms stands; with its first name when that does.

        ``thorough`` looks for a misread family name everywhere, not only beside a first name;
        without ``misread`` only when the name stands nowhere as it should.
        """
        found: dict[int, Occurrence] = {}
        for form in forms.families:
            for start, end in self._exact(form):
                self._keep(found, self._complete(forms, form, start, end, form.ratio))
        if (found and not misread) or any(each.is_full for each in found.values()):
            return list(found.values())
        for form in forms.families:
            for start, end, ratio in self._like(forms, form, thorough=thorough):
                self._keep(found, self._complete(forms, form, start, end, ratio))
        return list(found.values())

    def _keep(self, found: dict[int, Occurrence], one: Occurrence | None) -> None:
        if one is None:
            return
        known = found.get(one.first)
        if known is None or (one.ratio, one.given_kind) > (known.ratio, known.given_kind):
            found[one.first] = one

    def window(self, size: int) -> dict[str, list[int]]:
        """Return every run of ``size`` tokens, glued, and where it begins."""
        windows = self._windows.get(size)
        if windows is None:
            windows = self._windows[size] = {}
            texts = self._texts
            for start in range(len(texts) - size + 1):
                key = texts[start] if size == 1 else "".join(texts[start : start + size])
                windows.setdefault(key, []).append(start)
        return windows

    def _exact(self, form: Form) -> Iterator[tuple[int, int]]:
        for size in (form.size, form.size - 1, form.size + 1):
            if 1 <= size <= _LONGEST_WINDOW:
                for start in self.window(size).get(form.glued, ())[:_MOST_PLACES]:
                    yield start, start + size

    def _like(
        self, forms: Forms, form: Form, *, thorough: bool
    ) -> Iterator[tuple[int, int, float]]:
        """Give misread family names, beside a first name or in the whole document."""
        if len(form.glued) < SHORT or form.ratio < SURE_RATIO:
            return
        if thorough:
            for size in {form.size, max(1, form.size - 1)}:
                windows = self.window(size)
                for text, ratio, _ in process.extract(
                    form.glued,
                    list(windows),
                    scorer=fuzz.ratio,
                    score_cutoff=_LOWEST_RATIO,
                    limit=3,
                ):
                    for start in windows[text][:_MOST_PLACES]:
                        yield start, start + size, min(ratio, form.ratio)
            return
        for place, size in self._given_places(forms):
            low, high = max(0, place - _REACH - form.size), place + size + _REACH + 1
            yield from self._like_between(form, low, min(high, len(self._texts)))

    def _given_places(self, forms: Forms) -> list[tuple[int, int]]:
        places = []
        for name, size, kind in forms.firsts:
            if kind is FirstName.EXACT and len(name) > SHORT - 2:
                places += [
                    (start, size) for start in self.window(size).get(name, ())[:_MOST_PLACES]
                ]
        return places

    def _like_between(self, form: Form, low: int, high: int) -> Iterator[tuple[int, int, float]]:
        for start in range(low, high):
            for size in (form.size - 1, form.size, form.size + 1):
                if size < 1 or start + size > high:
                    continue
                text = "".join(self._texts[start : start + size])
                ratio = fuzz.ratio(form.glued, text, score_cutoff=_LOWEST_RATIO)
                if ratio and not text.isdigit():
                    yield start, start + size, min(ratio, form.ratio)

    def _complete(
        self, forms: Forms, form: Form, start: int, end: int, ratio: float
    ) -> Occurrence | None:
        ratio = min(ratio, self._limit(forms, start, end))
        given_kind, given = self._given(forms, start, end)
        return Occurrence(start, end, ratio, form.kind, given_kind, given)

    def _limit(self, forms: Forms, start: int, end: int) -> float:
        """Return how well a name can agree that is only a part of what is written there."""
        tokens = self._reading.tokens
        rest = [
            tokens[index].text
            for index in (*self._same_word(start, -1), *self._same_word(end - 1, 1))
            if not start <= index < end and tokens[index].text not in _TITLES
        ]
        if any(text not in forms.own and len(text) > 1 for text in rest):
            return PART_RATIO
        if start and (before := tokens[start - 1]).text in PARTICLES - {"saint", "sainte"}:
            written = self._reading.word_of(start - 1).text
            is_name = written[:1].isupper() and before.row == tokens[start].row
            is_name = is_name and len(before.text) > 1
            if is_name and before.text not in forms.own:
                return CORE_RATIO if before.text in DROPPED else PART_RATIO
        return EXACT_RATIO

    def _same_word(self, index: int, step: int) -> Iterator[int]:
        tokens = self._reading.tokens
        other = index + step
        while 0 <= other < len(tokens) and tokens[other][1:] == tokens[index][1:]:
            yield other
            other += step

    def _given(
        self, forms: Forms, start: int, end: int
    ) -> tuple[FirstName, tuple[int, int] | None]:
        """Return the best first name around a family name."""
        best: tuple[FirstName, tuple[int, int] | None] = (FirstName.NONE, None)
        spots = list(self._spots(forms, start, end))
        for name, size, kind in forms.firsts:
            for spot in spots:
                agreed = self._agrees(forms, name, size, kind, spot)
                if agreed is not None and agreed[0] > best[0]:
                    best = agreed
        if best[0] is FirstName.NONE:
            for spot in spots:
                if spot + 1 not in {start, start - 1} and spot not in {end, end + 1}:
                    continue
                text = self._texts[spot]
                before = self._texts[spot - 1] if spot else ""
                is_civility = text in cues.CIVILITIES and before not in cues.CIVILITIES
                if text in forms.initials and not is_civility:
                    return FirstName.INITIAL, (spot, spot + 1)
        return best

    def _agrees(
        self, forms: Forms, name: str, size: int, kind: FirstName, spot: int
    ) -> tuple[FirstName, tuple[int, int]] | None:
        for length in (size, size + 1, size - 1):
            if length < 1:
                continue
            text = "".join(self._texts[spot : spot + length])
            if text == name:
                if self._is_cut(forms, spot, spot + length):
                    kind = min(kind, FirstName.PART)
                return kind, (spot, spot + length)
            like = kind is FirstName.EXACT and len(name) >= SHORT and not text.isdigit()
            if like and fuzz.ratio(name, text, score_cutoff=_LOWEST_FIRST):
                is_cut = self._is_cut(forms, spot, spot + length)
                return (FirstName.PART if is_cut else FirstName.LIKE), (spot, spot + length)
        return None

    def _is_cut(self, forms: Forms, start: int, end: int) -> bool:
        """Whether the written word goes on with a first name that the person does not have."""
        tokens = self._reading.tokens
        rest = (*self._same_word(start, -1), *self._same_word(end - 1, 1))
        return any(
            not start <= index < end
            and tokens[index].text not in forms.own
            and tokens[index].text not in _TITLES
            and len(tokens[index].text) > 1
            for index in rest
        )

    def _spots(self, forms: Forms, start: int, end: int) -> Iterator[int]:
        """Give where a first name may begin: around, on the next line, after its label."""
        tokens = self._reading.tokens
        row = self._reading.rows[tokens[start].row]
        yield from self._spots_after(forms, end)
        yield from self._spots_before(forms, start)
        if not self._is_labelled(start):
            return
        for index in range(max(0, row.number - _LABEL_ROWS), row.number + _LABEL_ROWS + 1):
            if index < len(self._reading.rows) and self._reading.rows[index].page == row.page:
                yield from self._labelled(index)

    def _spots_after(self, forms: Forms, end: int) -> Iterator[int]:
        tokens, steps, index = self._reading.tokens, 0, end
        while index < len(tokens) and steps <= _REACH:
            if tokens[index].row > tokens[end - 1].row + 1:
                return
            if tokens[index].row > tokens[end - 1].row and steps >= _REACH - 1:
                return
            text = tokens[index].text
            if text in _STOPPERS and len(text) > 1:
                return
            yield index
            steps += text not in forms.own and text not in _BETWEEN
            index += 1

    def _spots_before(self, forms: Forms, start: int) -> Iterator[int]:
        tokens, steps, index = self._reading.tokens, 0, start - 1
        while index >= 0 and steps <= _REACH:
            if tokens[index].row < tokens[start].row - 1:
                return
            if tokens[index].row < tokens[start].row and steps >= _REACH_BACK:
                return
            text = tokens[index].text
            if text in _STOPPERS and len(text) > 1:
                return
            yield index
            steps += text not in forms.own and text not in _BETWEEN
            index -= 1

    def _is_labelled(self, start: int) -> bool:
        """Whether the family name stands behind or below a label « Nom »."""
        token = self._reading.tokens[start]
        row = self._reading.rows[token.row]
        if not _LABEL_FAMILY.isdisjoint(self._texts[max(row.first, start - _REACH) : start]):
            return True
        if token.row == 0:
            return False
        cell, above = self._reading.cells[token.cell], self._reading.rows[token.row - 1]
        return any(
            self._reading.cells[other].above(cell)
            and not _LABEL_FAMILY.isdisjoint(
                self._texts[self._reading.cells[other].first : self._reading.cells[other].end]
            )
            for other in range(*above.cells)
        )

    def labelled_firsts(self) -> set[str]:
        """Return all words that stand behind or below a label « Prénom »."""
        return {
            self._texts[index] for row in self._reading.rows for index in self._labelled(row.number)
        }

    def _labelled(self, number: int) -> Iterator[int]:
        """Give the values of a « Prénom » label: behind it, or below it in its column."""
        row = self._reading.rows[number]
        for index in range(row.first, row.end):
            if self._texts[index] not in _LABEL_FIRST:
                continue
            yield from range(index + 1, min(index + _REACH + 2, row.end))
            cell = self._reading.cells[self._reading.tokens[index].cell]
            if number + 1 < len(self._reading.rows) and index >= cell.end - 2:
                below = self._reading.rows[number + 1]
                for other in range(*below.cells):
                    if cell.above(self._reading.cells[other]):
                        first = self._reading.cells[other].first
                        yield from range(first, min(first + 2, self._reading.cells[other].end))
