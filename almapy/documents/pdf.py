"""Pictures and text of the pages of a PDF, drawn from memory by PDFium.

PDFium serves one thread at a time (notes on incoming documents, §3): every call of the program
goes through here, under one lock. Each call opens the document anew and closes it in the same
thread: nothing of the library outlives a call, whatever thread collects it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

from almapy.errors import DomainError

if TYPE_CHECKING:
    import pypdfium2

MOST_PAGES = 500
_MOST_PIXELS = 24_000_000
_MOST_CHARACTERS = 200_000
_LEAST_SIDE, _MOST_SIDE = 1.0, 14_400.0  # points; PDF allows no larger page
one_at_a_time = threading.Lock()
"""Held around every use of PDFium in this program."""
_INTACT = "Il est conservé tel qu'il a été reçu\u00a0: vous pouvez en enregistrer une copie."


class UnreadableDocument(DomainError):  # noqa: N818
    """The content cannot be shown; the message says why."""

    code = "document.unreadable"


@dataclass(frozen=True, slots=True)
class PageSize:
    """Size of a page in points (1/72 inch)."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Outline:
    """The first ``MOST_PAGES`` pages of a document, and how many it has."""

    pages: tuple[PageSize, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawn page: rows of ``stride`` bytes, four bytes a pixel (blue, green, red, unused)."""

    width: int
    height: int
    stride: int
    pixels: bytes = field(repr=False)


def load_library() -> None:
    """Load PDFium, which takes some tenths of a second, before somebody waits for a page."""
    import_module("pypdfium2")


def outline(data: bytes) -> Outline:
    """Return the sizes of the pages; raises UnreadableDocument, which says why."""
    with opened(data) as document:
        count = len(document)
        if not count:
            raise UnreadableDocument(f"Ce document n'a aucune page. {_INTACT}")
        sizes = [document.get_page_size(index) for index in range(min(count, MOST_PAGES))]
    return Outline(tuple(PageSize(_side(w), _side(h)) for w, h in sizes), count)


def drawn(data: bytes, index: int, scale: float) -> Picture:
    """Return a page at ``scale`` pixels a point, less when that would be too many pixels.

    Raises UnreadableDocument.
    """
    with opened(data) as document:
        page = document[index]
        try:
            width, height = page.get_size()
            if not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE):
                raise UnreadableDocument(f"La taille de cette page est impossible. {_INTACT}")
            most = (_MOST_PIXELS / (width * height)) ** 0.5
            bitmap = page.render(scale=min(scale, most), prefer_bgrx=True)
            try:
                return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            finally:
                bitmap.close()
        finally:
            page.close()


def text_of(data: bytes) -> str:
    """Return the text layer, pages apart by a form feed; empty for a scan.

    Raises UnreadableDocument.
    """
    parts: list[str] = []
    room = _MOST_CHARACTERS
    with opened(data) as document:
        for index in range(min(len(document), MOST_PAGES)):
            page = document[index]
            try:
                layer = page.get_textpage()
                try:
                    part = layer.get_text_range(count=min(layer.count_chars(), room))
                finally:
                    layer.close()
            finally:
                page.close()
            parts.append(part.replace("\r\n", "\n").strip())
            room -= len(part)
            if room <= 0:
                break
    return "\f".join(parts).strip("\f\n ")


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a document for one call, under the lock; raises UnreadableDocument."""
    import pypdfium2

    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(_why(error)) from None
        try:
            yield document
        except pypdfium2.PdfiumError:
            raise UnreadableDocument(f"Cette page est abîmée. {_INTACT}") from None
        finally:
            document.close()


def _why(error: Exception) -> str:
    if "assword" in str(error):
        return (
            "Ce PDF est protégé par un mot de passe\u00a0: il ne peut pas être affiché. "
            f"{_INTACT} Demandez à l'expéditeur un document sans mot de passe."
        )
    return (
        f"Ce PDF est abîmé\u00a0: il ne peut pas être affiché. {_INTACT} Demandez à "
        "l'expéditeur de l'envoyer à nouveau."
    )


def _side(length: float) -> float:
    return min(max(length, _LEAST_SIDE), _MOST_SIDE) if length == length else _LEAST_SIDE  # noqa: PLR0124
