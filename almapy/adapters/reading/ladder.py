"""From a picture of a page to its words: one step more only while the one before was not good.

Even paper and straight lines first (notes, §4, steps 1 and 2), then a reading; an upright page of
fair quality needs no other. Which way a page lies is decided by how surely a part of it is read,
not by a guess at its orientation: such guesses turn pages in typewriter letters upside down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean
from typing import TYPE_CHECKING

from almapy.ocr.faults import UnreadableFile
from almapy.ocr.model import Line

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

    from almapy.adapters.reading.clean import Grain
    from almapy.adapters.reading.engine import Engine, PixelWord
    from almapy.adapters.reading.paper import Paper
    from almapy.adapters.reading.plane import View

MOST_PIXELS = 40_000_000
_LEAST_SIDE = 16
_GOOD_CONFIDENCE = 72
_GOOD_WORDS = 8
_DOUBTFUL = 60
_ENOUGH_WORDS = 30
_MISSED = 0.05
_MISSED_UNDER = 0.01  # where something pale stands over the writing
_PROBE_WORDS = 5
_NEARLY = 0.9
_COARSER = 0.75
_WHOLE_WORD = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of one picture; boxes in parts of the picture as it was given, unturned.

    ``turn`` is how many degrees clockwise (0, 90, 180, 270) the picture must be turned to be read,
    ``skew`` how many degrees counter-clockwise it was straightened besides, ``confidence`` the mean
    of its words (0-100).
    """

    lines: tuple[Line, ...] = field(repr=False)
    confidence: float
    turn: int = 0
    skew: float = 0.0
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One reading of the whole page."""

    view: View
    words: list[PixelWord] = field(repr=False)
    turn: int
    skew: float

    @property
    def confidence(self) -> float:
        """Return the mean of the words."""
        return fmean(word.confidence for word in self.words) if self.words else 0.0

    @property
    def rating(self) -> float:
        """Return what attempts are compared by: a few sure words are no page."""
        return self.confidence * min(len(self.words), _ENOUGH_WORDS)

    @property
    def worth(self) -> float:
        """Return what readings of a part of the page are compared by."""
        return self.confidence * min(len(self.words), _PROBE_WORDS)

    @property
    def is_good(self) -> bool:
        """Tell whether nothing more needs to be tried."""
        return self.confidence >= _GOOD_CONFIDENCE and len(self.words) >= _GOOD_WORDS


def read_picture(picture: NDArray[uint8], engine: Engine) -> Seen:
    """Read a picture: height x width in grey, or height x width x 3 in blue, green and red.

    Raises UnreadableFile above ``MOST_PIXELS``, EngineFailure when the engine breaks.
    """
    from almapy.adapters.reading.clean import is_blank
    from almapy.adapters.reading.paper import paper_on
    from almapy.adapters.reading.seen_lines import lines_of

    height, width = picture.shape[:2]
    if height * width > MOST_PIXELS:
        raise UnreadableFile(_TOO_LARGE)
    if min(height, width) < _LEAST_SIDE:
        return Seen((), 0.0, blank=True)
    paper = paper_on(picture)
    if is_blank(paper.page.pixels) and not paper.coloured:
        return Seen((), 0.0, blank=True)
    best = Ladder(engine, paper).climb()
    lines = lines_of(
        best.words, lambda word: best.view.box(word.left, word.top, word.right, word.bottom)
    )
    return Seen(lines, best.confidence, best.turn, best.skew)


_TOO_LARGE = (
    f"Cette image dépasse {MOST_PIXELS // 1_000_000} millions de points. Elle est gardée telle "
    "qu'elle a été reçue. Classez-la à la main, ou numérisez-la de nouveau à 200 points par pouce."
)


class Ladder:
    """The attempts at one page, best first."""

    def __init__(self, engine: Engine, paper: Paper) -> None:
        """``paper`` in grey, at about 200 dpi."""
        self._engine = engine
        self._paper = paper
        self._best = Attempt(paper.page, [], 0, 0.0)

    def climb(self) -> Attempt:
        """Return the best attempt, with what another look adds where letters were passed over."""
        from almapy.adapters.reading.clean import Grain, flattened, grain_of

        page = self._paper.page
        plain = page.redrawn(flattened(page.pixels))
        grain = grain_of(plain.pixels)
        smooth = _smoothed(page, grain) if grain is not Grain.NONE else plain
        self._read(smooth)
        if self._best.confidence < _DOUBTFUL:
            self._read_turned(smooth)
        if not self._best.is_good and smooth is not plain:
            self._read(plain)
        if not self._best.is_good:
            self._read_as_block()
        self._look_again()
        self._add_coloured()
        return self._best

    def _read(self, flat: View) -> None:
        """Read a page that may lie on its side; nothing tells yet whether it is upside down."""
        from almapy.adapters.reading.clean import slope_of

        slope = slope_of(flat.pixels)
        turn = self._likeliest(flat, slope.angle, (90, 270, 0)).turn if slope.sideways else 0
        self._try(flat, turn, slope.angle)

    def _read_turned(self, flat: View) -> None:
        """Read the other way up, or on the side, if a part of the page reads better so."""
        from almapy.adapters.reading.clean import slope_of

        angle = slope_of(flat.pixels).angle
        others = tuple(turn for turn in (180, 90, 270, 0) if turn != self._best.turn)
        probe = self._likeliest(flat, angle, others)
        if probe.confidence > self._best.confidence:
            self._try(flat, probe.turn, angle)

    def _read_as_block(self) -> None:
        from almapy.adapters.reading.engine import Layout

        best = self._best
        self._keep(replace(best, words=self._engine.words(best.view.pixels, Layout.BLOCK)))

    def _look_again(self) -> None:
        """Read once more where letters were passed over: under a stamp, beside a picture."""
        from almapy.adapters.reading.clean import letter_places, without_grey_ink
        from almapy.adapters.reading.engine import Layout
        from almapy.adapters.reading.merging import merged, missed_part

        best = self._best
        black = without_grey_ink(best.view.pixels)
        pixels = best.view.pixels if black is None else black
        least = _MISSED if black is None else _MISSED_UNDER
        if missed_part(letter_places(pixels), best.words) < least:
            return
        if black is None:
            more = self._engine.words(pixels, Layout.BLOCK)
            self._best = replace(best, words=merged(best.words, more))
            return
        again = replace(best, words=self._engine.words(black, Layout.PAGE))
        first, second = (again, best) if again.rating > best.rating * _NEARLY else (best, again)
        self._best = replace(best, words=merged(first.words, second.words))

    def _add_coloured(self) -> None:
        """Add what is written in colours too pale to be read with the black."""
        from almapy.adapters.reading.clean import letter_places
        from almapy.adapters.reading.engine import Layout
        from almapy.adapters.reading.merging import merged, missed_part

        if not self._paper.coloured:
            return
        best = self._best
        ink = self._paper.coloured.turned(best.turn).straightened(best.skew).as_large_as(best.view)
        letters = letter_places(ink.pixels)
        if len(letters) >= _GOOD_WORDS and missed_part(letters, best.words) >= _MISSED:
            more = self._engine.words(ink.pixels, Layout.PAGE)
            self._best = replace(best, words=merged(best.words, more))

    def _try(self, flat: View, turn: int, angle: float) -> None:
        from almapy.adapters.reading.engine import Layout

        view = flat.turned(turn).straightened(angle)
        words = self._engine.words(view.pixels, Layout.PAGE)
        if not _run_upwards(words):
            self._keep(Attempt(view, words, turn, angle))

    def _keep(self, attempt: Attempt) -> None:
        if attempt.rating > self._best.rating:
            self._best = attempt

    def _likeliest(self, flat: View, angle: float, turns: tuple[int, ...]) -> Attempt:
        """Return the reading of the densest part of the page in the turn that is read best."""
        best: Attempt | None = None
        for turn in turns:
            probe = self._probed(flat, turn, angle)
            if best is None or probe.worth > best.worth:
                best = probe
            if probe.is_good:
                break
        return best or self._best

    def _probed(self, flat: View, turn: int, angle: float) -> Attempt:
        from almapy.adapters.reading.clean import densest_rows
        from almapy.adapters.reading.engine import Layout

        view = flat.turned(turn).straightened(angle)
        part = view.cut(*densest_rows(view.pixels))
        return Attempt(part, self._engine.words(part.pixels, Layout.BLOCK), turn, angle)


def _run_upwards(words: Sequence[PixelWord]) -> bool:
    """Tell whether the engine read lines that run up the page: their rows would be columns."""
    whole = [word for word in words if len(word.text) >= _WHOLE_WORD]
    high = [word for word in whole if word.bottom - word.top > word.right - word.left]
    return len(high) * 2 > len(whole)


def _smoothed(page: View, grain: Grain) -> View:
    """Return the flattened page without specks and a quarter smaller, or with softened edges."""
    from almapy.adapters.reading.clean import Grain, flattened, softened, without_specks

    if grain is Grain.ROUGH:
        return page.redrawn(flattened(softened(page.pixels)))
    view = page.redrawn(without_specks(page.pixels)).scaled(_COARSER)
    return view.redrawn(flattened(view.pixels))
