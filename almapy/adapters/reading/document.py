"""One document read page by page, in the process that reads: codes, text layer, then pictures."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from almapy.adapters.reading.codes import codes_in
from almapy.adapters.reading.engine import Engine, EngineFailure
from almapy.adapters.reading.engine_choice import engine_state, remedy_of
from almapy.adapters.reading.layer import Layer, layer_of
from almapy.adapters.reading.pictures import PictureFile
from almapy.adapters.reading.raster import (
    MOST_PICTURE_PIXELS,
    Makings,
    drawn_page,
    makings_of,
)
from almapy.documents.kinds import FileKind, decoded
from almapy.ocr.faults import PasswordWanted, UnreadableFile
from almapy.ocr.model import Box, Line, PageText, Segment, TextSource, Word
from almapy.ocr.quality import is_plausible, is_trustworthy

if TYPE_CHECKING:
    import pypdfium2
    from numpy import uint8
    from numpy.typing import NDArray

MOST_PAGES = 500
"""Pages read of one document; the others are counted and told."""
_FIRST_PAGES = 3
_MOST_LETTERS = 400_000
_PASSWORD_ERROR = 4
_KEPT = "Il est gardé tel qu'il a été reçu."
_PAGE_KEPT = "Elle est gardée telle qu'elle a été reçue."
_NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
_GAP = re.compile(r"\t| {3,}")


EngineMaker = Callable[[], Engine | None]
"""Gives the engine of this process, made when a first page needs it; None when there is none."""


class OpenDocument(Protocol):
    """A document whose pages can be read in any order."""

    @property
    def count(self) -> int:
        """Return how many pages the file has."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what the row tells of the file, in French."""

    def page(self, number: int, engine: EngineMaker) -> PageText:
        """Return a page, from 1; raises UnreadableFile when it is damaged."""

    def close(self) -> None:
        """Let the file go."""


def open_document(data: bytes, kind: FileKind, password: str) -> OpenDocument:
    """Open a document; raises UnreadableFile and PasswordWanted."""
    if kind is FileKind.TEXT:
        return TextFile(data)
    if kind is FileKind.PDF:
        return PdfFile(data, password)
    return PictureDocument(data, kind)


def pages_to_read(count: int, *, all_pages: bool) -> list[int]:
    """Return the numbers of the pages that are read."""
    if all_pages:
        return list(range(1, min(count, MOST_PAGES) + 1))
    return sorted({*range(1, min(count, _FIRST_PAGES) + 1), count})


def remarks_on(document: OpenDocument, *, all_pages: bool) -> tuple[str, ...]:
    """Return what the row tells, with the pages that are left out."""
    if not all_pages or document.count <= MOST_PAGES:
        return document.remarks
    left_out = (
        f"Ce document a {document.count} pages\u00a0: les {MOST_PAGES} premières sont lues, les "
        "autres sont gardées."
    )
    return (*document.remarks, left_out)


class TextFile:
    """A text file: one page, whose words have no place."""

    count = 1
    remarks = ()

    def __init__(self, data: bytes) -> None:
        self._text = decoded(data[: 4 * _MOST_LETTERS])[:_MOST_LETTERS]

    def page(self, number: int, _engine: EngineMaker) -> PageText:
        """Return the whole text."""
        lines = tuple(_lines(self._text))
        return PageText(
            number, lines, TextSource.LAYER if lines else TextSource.NONE, blank=not lines
        )

    def close(self) -> None:
        """Nothing is open."""


class PictureDocument:
    """A JPEG, PNG or TIFF file."""

    remarks = ()

    def __init__(self, data: bytes, kind: FileKind) -> None:
        self._file = PictureFile(data, kind)
        self.count = self._file.count

    def page(self, number: int, engine: EngineMaker) -> PageText:
        """Return a page; raises UnreadableFile when it is damaged or too large."""
        return _seen(number, self._file.picture(number), engine, Layer(()))

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


class PdfFile:
    """A PDF file; its scripts and attachments are never run nor read."""

    def __init__(self, data: bytes, password: str) -> None:
        self._document = _opened_pdf(data, password)
        self.count = len(self._document)
        if not self.count:
            raise UnreadableFile(f"Ce PDF n'a aucune page. {_KEPT}")
        self.remarks = _remarks(self._document, data)

    def page(self, number: int, engine: EngineMaker) -> PageText:
        """Return a page; raises UnreadableFile when it is damaged."""
        import pypdfium2

        try:
            with _with_filled_fields(self._document, number - 1) as page:
                return _pdf_page(number, page, engine)
        except pypdfium2.PdfiumError:
            raise UnreadableFile(f"Cette page est abîmée. {_PAGE_KEPT}") from None

    def close(self) -> None:
        """Let the file go."""
        self._document.close()


def _opened_pdf(data: bytes, password: str) -> pypdfium2.PdfDocument:
    import pypdfium2

    fault: Exception | None = None
    for tried in dict.fromkeys((None, password or None)):
        try:
            return pypdfium2.PdfDocument(data, password=tried)
        except pypdfium2.PdfiumError as error:
            if error.err_code != _PASSWORD_ERROR:
                fault = UnreadableFile(
                    f"Ce PDF est abîmé ou incomplet. {_KEPT} Demandez à l'expéditeur de le "
                    "renvoyer."
                )
                break
    raise fault or PasswordWanted(wrong=bool(password))


@contextlib.contextmanager
def _with_filled_fields(document: pypdfium2.PdfDocument, index: int) -> Iterator[pypdfium2.PdfPage]:
    """Give a page whose form fields and notes are part of its text, as they are of its picture."""
    from pypdfium2 import raw

    page = document[index]
    try:
        if raw.FPDFPage_GetAnnotCount(page.raw) and (
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
        ):
            page.close()
            page = document[index]
        yield page
    finally:
        page.close()


def _remarks(document: pypdfium2.PdfDocument, data: bytes) -> tuple[str, ...]:
    from pypdfium2 import raw

    remarks = []
    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or b"/JavaScript" in data:
        remarks.append("Ce PDF contient un programme (script)\u00a0: il n'a pas été exécuté.")
    attached = document.count_attachments()
    if attached > 0:
        remarks.append(
            "Ce PDF contient un fichier joint\u00a0: il n'a pas été lu."
            if attached == 1
            else f"Ce PDF contient {attached} fichiers joints\u00a0: ils n'ont pas été lus."
        )
    return tuple(remarks)


def _pdf_page(number: int, page: pypdfium2.PdfPage, engine: EngineMaker) -> PageText:
    makings = makings_of(page)
    if makings.is_empty:
        return PageText(number, (), TextSource.NONE, 0.0, blank=True)
    layer = layer_of(page)
    is_sure = is_trustworthy(layer.lines, makings.picture_share, is_bare=makings.is_bare)
    if makings.largest_picture > MOST_PICTURE_PIXELS:
        return _undrawn(number, layer, makings, is_sure=is_sure)
    if not is_sure:
        return _seen(number, drawn_page(page), engine, layer)
    codes = codes_in(drawn_page(page)) if makings.may_hold_code else ()
    return PageText(number, layer.lines, TextSource.LAYER, turn=layer.turn, codes=codes)


def _undrawn(number: int, layer: Layer, makings: Makings, *, is_sure: bool) -> PageText:
    """Return the layer of a page with a picture that would take too much memory."""
    lines = layer.lines if is_sure or is_plausible(layer.lines) else ()
    millions = round(makings.largest_picture / 1_000_000)
    return PageText(
        number,
        lines,
        TextSource.LAYER if lines else TextSource.NONE,
        100.0 if lines else 0.0,
        layer.turn,
        problem=f"Cette page contient une image de {millions} millions de points, trop grande pour "
        f"être lue. {_PAGE_KEPT}",
    )


def _seen(number: int, picture: NDArray[uint8], engine: EngineMaker, layer: Layer) -> PageText:
    """Read a picture; the layer stands in where nothing else can be read."""
    codes, reader = codes_in(picture), engine()
    problem = ""
    if reader is None:
        problem = "" if _is_blank(picture) else remedy_of(engine_state())
    else:
        from almapy.adapters.reading.ladder import read_picture

        try:
            seen = read_picture(picture, reader)
        except EngineFailure:
            problem = f"La lecture de cette page a échoué. {_PAGE_KEPT} Relancez la lecture."
        else:
            if seen.lines or (seen.blank and not layer.lines):
                return PageText(
                    number,
                    seen.lines,
                    TextSource.OCR if seen.lines else TextSource.NONE,
                    seen.confidence,
                    seen.turn,
                    seen.skew,
                    blank=seen.blank,
                    codes=codes,
                )
    if layer.lines:
        return PageText(
            number, layer.lines, TextSource.LAYER, turn=layer.turn, codes=codes, problem=problem
        )
    is_blank = reader is None and not problem
    return PageText(number, (), TextSource.NONE, 0.0, blank=is_blank, codes=codes, problem=problem)


def _is_blank(picture: NDArray[uint8]) -> bool:
    import cv2
    import numpy as np

    from almapy.adapters.reading.clean import is_blank

    is_grey = picture.ndim == 2  # noqa: PLR2004
    return is_blank(
        picture if is_grey else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    )


def _lines(text: str) -> Iterator[Line]:
    for line in text.splitlines():
        segments = (
            Segment(tuple(Word(word, _NOWHERE) for word in part.split()))
            for part in _GAP.split(line)
        )
        if kept := tuple(segment for segment in segments if segment.words):
            yield Line(kept)


@contextlib.contextmanager
def opened(data: bytes, kind: FileKind, password: str) -> Iterator[OpenDocument]:
    """Give an open document and close it."""
    document = open_document(data, kind, password)
    try:
        yield document
    finally:
        document.close()
