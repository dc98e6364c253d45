"""Reading of the matrix codes (Data Matrix, QR…) of a picture, a scan or a PDF.

What is read is a stranger's file: its bytes, pixels, pages and the time spent are bounded. May be
called from any worker; zxing-cpp works without holding the others up.

Measured on made-up pages (``tests/core/test_code_reader.py``): as they stand 187 flat scans of 200
are read and 70 photographs of 120; with the three other looks 199 and 99. libdmtx, tried after
them, read nothing more and took up to a second: it is not used for reading.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from almapy.adapters.zxing import matrix_codes
from almapy.camera.ports import CodeForm
from almapy.documents import pdf
from almapy.errors import FormatError
from almapy.stop import Stop

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_PAGES = 20
MOST_SECONDS = 20.0
_MOST_ENLARGED = 45_000_000
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_PDF_START = 1024
_POINTS_PER_INCH = 72
_FIRST_DPI, _SECOND_DPI = 200, 300
_NOTHING = "Rien n'a été modifié."
_DEEP = 256  # from 16 bits a pixel to 8


Looks = Iterator["Callable[[], Image]"]
"""The ways to look at one page, each drawn when its turn comes."""


@dataclass(frozen=True, slots=True)
class ReadCode:
    """One code: its bytes, the symbol that held them, the page it stands on (from 1)."""

    content: bytes = field(repr=False)
    form: CodeForm
    page: int = 1


def read_codes(
    data: bytes, *, stop: Stop | None = None, seconds: float = MOST_SECONDS
) -> list[ReadCode]:
    """Return the codes of a PNG, JPEG, TIFF, BMP or WebP picture, or of a PDF; each once.

    A page is looked at in several ways until a Data Matrix is read, at most ``MOST_PAGES`` pages;
    no new look begins after ``seconds``, or once ``stop`` was asked. Raises FormatError for what is
    no picture, is damaged, cut short or too large.
    """
    _check_size(data)
    found: dict[tuple[bytes, CodeForm], ReadCode] = {}
    with _told_in_french():
        pages = _pdf_pages(data) if _is_pdf(data) else _picture_pages(data)
        for one in _looked_at(pages, time.monotonic() + seconds, stop or Stop()):
            found.setdefault((one.content, one.form), one)
    return list(found.values())


def read_contents(data: bytes, stop: Stop) -> list[bytes]:
    """Return what ``read_codes`` reads, without saying where; raises FormatError likewise."""
    return [one.content for one in read_codes(data, stop=stop)]


def grey_pages(data: bytes) -> Iterator[Image]:
    """Give the pages of a picture or a PDF in grey, within the bounds of ``read_codes``.

    Raises FormatError likewise.
    """
    _check_size(data)
    with _told_in_french():
        if _is_pdf(data):
            for page in range(min(pdf.outline(data).count, MOST_PAGES)):
                yield _drawn(data, page, _SECOND_DPI)
        else:
            yield from _grey_pictures(data)


def _check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise _refused(
            f"Ce fichier dépasse {MOST_BYTES // 1024 // 1024} Mo",
            "code.too_large",
            "Choisissez une image plus petite.",
        )


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:_PDF_START]


def _looked_at(pages: Iterator[Looks], end: float, stop: Stop) -> Iterator[ReadCode]:
    for page, looks in enumerate(pages, start=1):
        for look in looks:
            if time.monotonic() > end or stop.asked:
                return
            read = [ReadCode(content, form, page) for content, form in _codes(look())]
            yield from read
            if any(one.form is CodeForm.DATAMATRIX for one in read):
                break


def _picture_pages(data: bytes) -> Iterator[Looks]:
    for picture in _grey_pictures(data):
        yield _looks(picture)


def _grey_pictures(data: bytes) -> Iterator[Image]:
    from PIL import Image

    with Image.open(BytesIO(data), formats=_FORMATS) as picture:
        count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        for page in range(min(count, MOST_PAGES)):
            picture.seek(page)
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_pixels()
            yield _gray(picture)


def _pdf_pages(data: bytes) -> Iterator[Looks]:
    for page in range(min(pdf.outline(data).count, MOST_PAGES)):
        yield _pdf_looks(data, page)


def _pdf_looks(data: bytes, page: int) -> Looks:
    """Give a coarse drawing, which is enough for a code that the PDF draws, then a finer one."""
    yield lambda: _drawn(data, page, _FIRST_DPI)
    yield from _looks(_drawn(data, page, _SECOND_DPI))


def _looks(picture: Image) -> Looks:
    """Give the picture as it stands, then what reads more of the blurred, noisy and small ones."""
    from PIL import ImageFilter

    yield lambda: picture
    yield lambda: _enlarged(picture.filter(ImageFilter.GaussianBlur(1)), 2)
    yield lambda: picture.filter(ImageFilter.MedianFilter(3))
    yield lambda: _enlarged(picture, 1.5)


def _codes(picture: Image) -> Iterator[tuple[bytes, CodeForm]]:
    return matrix_codes(picture.tobytes(), picture.height, picture.width)


def _gray(picture: Image) -> Image:
    """Return 8 bits a pixel; what is transparent is white, as it would be on paper."""
    from PIL import Image

    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / _DEEP).convert("L")
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture.convert("RGBA")).convert("L")
    return picture.convert("L")


def _enlarged(picture: Image, times: float) -> Image:
    from PIL import Image

    width, height = (round(side * times) for side in picture.size)
    if width * height > _MOST_ENLARGED:
        return picture
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def _drawn(data: bytes, page: int, dpi: int) -> Image:
    from PIL import Image

    drawn = pdf.drawn(data, page, dpi / _POINTS_PER_INCH)
    size = (drawn.width, drawn.height)
    return Image.frombytes("RGB", size, drawn.pixels, "raw", "BGRX", drawn.stride).convert("L")


@contextmanager
def _told_in_french() -> Iterator[None]:
    from PIL import Image, UnidentifiedImageError

    try:
        yield
    except FormatError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise _refused(
            "Ce fichier n'est ni une image ni un PDF",
            "code.no_picture",
            "Choisissez un fichier PNG, JPEG, TIFF, BMP, WebP ou PDF.",
        ) from None
    except pdf.UnreadableDocument:
        raise _refused(
            "Ce PDF est abîmé, ou protégé par un mot de passe",
            "code.damaged",
            "Demandez-le sans mot de passe, ou numérisez la page.",
        ) from None
    except Exception:  # noqa: BLE001  (a decoder of pictures raises anything on broken bytes)
        raise _refused(
            "Cette image est abîmée ou incomplète",
            "code.damaged",
            "Enregistrez-la ou numérisez-la de nouveau.",
        ) from None


def _too_many_pixels() -> FormatError:
    return _refused(
        f"Cette image dépasse {MOST_PIXELS // 1_000_000} millions de points",
        "code.too_large",
        "Numérisez à 300 points par pouce, ou ne gardez que le code.",
    )


def _refused(why: str, code: str, remedy: str) -> FormatError:
    return FormatError(f"{why}. {_NOTHING} {remedy}", code=code)
