"""Pages made of runs of text at a place: one description for the exact text and for the PDF."""

from dataclasses import dataclass, field
from functools import lru_cache

from reportlab.pdfbase.pdfmetrics import stringWidth

from almapy.ocr.model import Box, DocumentText, Line, PageText, Segment, TextSource, Word

A4, A5 = (595, 842), (420, 595)
_SAME_LINE = 2.5
_GAP = 9.0


@dataclass(frozen=True)
class Style:
    """How one sender prints: the three faces of a family and a usual size in points."""

    plain: str = "Helvetica"
    bold: str = "Helvetica-Bold"
    size: float = 10.0


STYLES = (
    Style(),
    Style("Times-Roman", "Times-Bold", 11),
    Style("Helvetica", "Helvetica-Bold", 9),
    Style("Courier", "Courier-Bold", 9.5),
    Style("Times-Roman", "Times-Bold", 12),
)


@lru_cache(maxsize=200_000)
def width_of(text, font, size):
    """Return the printed width in points."""
    return stringWidth(text, font, size)


@dataclass(frozen=True)
class Run:
    """Text whose baseline begins at x, y points from the left top corner."""

    x: float
    y: float
    text: str
    font: str
    size: float

    @property
    def right(self):
        return self.x + width_of(self.text, self.font, self.size)


@dataclass
class Page:
    """One page: its size in points, its runs and its thin lines (x0, y0, x1, y1)."""

    size: tuple[int, int] = A4
    runs: list[Run] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)


class Sheet:
    """What a layout writes on; ``y`` is where the next line stands."""

    def __init__(self, style, size=A4):
        self.style = style
        self.pages = [Page(size)]
        self.y = 60.0

    @property
    def page(self):
        return self.pages[-1]

    @property
    def width(self):
        return self.page.size[0]

    def turn(self):
        """Go on, on another page."""
        self.pages.append(Page(self.page.size))
        self.y = 60.0

    def write(self, x, text, *, bold=False, size=0.0, y=None, align="left"):
        """Write one run there; the place of the next line does not move."""
        size = size or self.style.size
        font = self.style.bold if bold else self.style.plain
        if align != "left":
            x -= width_of(text, font, size) / (2 if align == "middle" else 1)
        self.page.runs.append(Run(x, self.y if y is None else y, text, font, size))

    def line(self, x, text, *, bold=False, size=0.0, align="left", after=4.0):
        """Write one run and go below it."""
        self.write(x, text, bold=bold, size=size, align=align)
        self.y += (size or self.style.size) + after

    def gap(self, points=12.0):
        self.y += points

    def lines(self, x, texts, *, bold_first=False, size=0.0):
        """Write several runs below one another."""
        for place, text in enumerate(texts):
            self.line(x, text, bold=bold_first and not place, size=size)

    def paragraph(self, x, text, right, *, size=0.0):
        """Write a text broken into lines that end before ``right``."""
        size = size or self.style.size
        words, line = text.split(" "), ""
        for word in words:
            longer = f"{line} {word}".strip()
            if line and x + width_of(longer, self.style.plain, size) > right:
                self.line(x, line, size=size, after=3.5)
                line = word
            else:
                line = longer
        self.line(x, line, size=size, after=7)

    def rule(self, x0, y0, x1, y1):
        self.page.lines.append((x0, y0, x1, y1))

    def box(self, x0, y0, x1, y1):
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self.rule(*side)


def exact_text(pages):
    """Return the pages as a faultless reader would give them."""
    return DocumentText(
        tuple(_page_text(page, number) for number, page in enumerate(pages, start=1)), len(pages)
    )


def _page_text(page, number):
    lines = []
    for run in sorted(page.runs, key=lambda one: (one.y, one.x)):
        middle = run.y - run.size * 0.35
        if lines and abs(lines[-1][0] - middle) < max(_SAME_LINE, run.size * 0.4):
            lines[-1][1].append(run)
        else:
            lines.append((middle, [run]))
    return PageText(number, tuple(_line(page, runs) for _, runs in lines), TextSource.LAYER)


def _line(page, runs):
    segments, words, end = [], [], None
    for run in sorted(runs, key=lambda one: one.x):
        if end is not None and run.x - end > _GAP:
            segments.append(Segment(tuple(words)))
            words = []
        words += _words(page, run)
        end = run.right
    return Line((*segments, Segment(tuple(words))))


def _words(page, run):
    wide, high = page.size
    x = run.x
    blank = width_of(" ", run.font, run.size)
    for text in run.text.split():
        end = x + width_of(text, run.font, run.size)
        yield Word(text, Box(x / wide, (run.y - run.size) / high, end / wide, (run.y + 2) / high))
        x = end + blank
