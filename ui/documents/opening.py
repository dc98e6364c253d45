"""Making something to show of the bytes of a document; everything here runs in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from almapy.documents import pdf, pdf_find
from almapy.documents.finding import Hit
from almapy.documents.kinds import FileKind, decoded
from almapy.documents.pdf import MOST_PAGES, PageSize, UnreadableDocument

_READERS = {FileKind.JPEG: b"jpeg", FileKind.PNG: b"png", FileKind.TIFF: b"tiff"}
_POINTS_PER_PIXEL = 72 / 150  # scans are usually made at 150 dots per inch or more
_MOST_PIXELS = 120_000_000
_MOST_DRAWN = 24_000_000
_MOST_CHARACTERS = 400_000
_INTACT = (
    "Elle est conservée telle qu'elle a été reçue\u00a0: vous pouvez en enregistrer une copie."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the preview needs: sizes in points, how a page is drawn, or the text of a text file.

    ``draw`` takes a page and pixels a point; ``copy_text`` returns what can be copied. Both run
    in a worker and raise UnreadableDocument. ``count`` may exceed the pages that are shown.
    ``find`` gives where words stand in the text layer of a page, None where there is no layer.
    """

    sizes: tuple[PageSize, ...] = ()
    count: int = 0
    draw: Callable[[int, float], QImage] | None = field(default=None, repr=False)
    text: str | None = field(default=None, repr=False)
    copy_text: Callable[[], str] = field(default=str, repr=False)
    find: Callable[[int, str], tuple[Hit, ...]] | None = field(default=None, repr=False)


def open_document(data: bytes, kind: FileKind) -> Shown:
    """Return what to show of these bytes; raises UnreadableDocument, which says why not."""
    if kind is FileKind.TEXT:
        text = decoded(data[: 4 * _MOST_CHARACTERS])[:_MOST_CHARACTERS].replace("\0", "")
        return Shown(text=text, count=1, copy_text=lambda: text)
    if kind is FileKind.PDF:
        outline = pdf.outline(data)
        return Shown(
            outline.pages,
            outline.count,
            lambda page, scale: _image(pdf.drawn(data, page, scale)),
            copy_text=lambda: pdf.text_of(data),
            find=lambda page, words: pdf_find.places_in_layer(data, page, words),
        )
    sizes, count = _image_sizes(data, kind)
    return Shown(sizes, count, lambda page, scale: _drawn_image(data, kind, page, scale))


def _image(picture: pdf.Picture) -> QImage:
    shared = QImage(
        picture.pixels,
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_RGB32,
    )
    return shared.copy()  # the pixels belong to Python


@contextmanager
def _reader(data: bytes, kind: FileKind) -> Iterator[QImageReader]:
    """Give a reader bound to the one format that the bytes announce."""
    buffer, nothing = QBuffer(), QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(_READERS[kind]))
    reader.setAutoTransform(True)
    try:
        yield reader
    finally:
        reader.setDevice(nothing)  # a decoder still reads its bytes while it goes: they go after it
        buffer.close()


def _size(reader: QImageReader) -> QSize:
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise UnreadableDocument(f"Cette image est abîmée. {_INTACT}")
    if size.width() * size.height() > _MOST_PIXELS:
        raise UnreadableDocument(f"Cette image est trop grande pour être affichée. {_INTACT}")
    return size


def _page_size(reader: QImageReader) -> PageSize:
    """Return the size of the current picture as it will be turned."""
    size = _size(reader)
    turns = QImageIOHandler.Transformation.TransformationRotate90
    if reader.transformation().value & turns.value:
        size = size.transposed()
    return PageSize(size.width() * _POINTS_PER_PIXEL, size.height() * _POINTS_PER_PIXEL)


def _image_sizes(data: bytes, kind: FileKind) -> tuple[tuple[PageSize, ...], int]:
    with _reader(data, kind) as reader:
        count = max(reader.imageCount(), 1) if kind is FileKind.TIFF else 1
        sizes = [_page_size(reader)]
        for page in range(1, min(count, MOST_PAGES)):
            if not reader.jumpToImage(page):
                break
            sizes.append(_page_size(reader))
    return tuple(sizes), count


def _drawn_image(data: bytes, kind: FileKind, page: int, scale: float) -> QImage:
    with _reader(data, kind) as reader:
        if page:
            reader.jumpToImage(page)
        size = _size(reader)
        most = (_MOST_DRAWN / (size.width() * size.height())) ** 0.5
        wanted = size * min(scale * _POINTS_PER_PIXEL, most)
        reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
        image = reader.read()
    if image.isNull():
        raise UnreadableDocument(f"Cette image est abîmée. {_INTACT}")
    return image
