"""Pages of JPEG, PNG and TIFF files, decoded within bounds, turned as shown, at 200 dpi."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from almapy.adapters.reading.engine import DPI
from almapy.adapters.reading.raster import MOST_PICTURE_PIXELS, MOST_PIXELS, without_colour
from almapy.documents.kinds import FileKind
from almapy.ocr.faults import UnreadableFile

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray
    from PIL.Image import Image

_FORMATS = {FileKind.JPEG: "JPEG", FileKind.PNG: "PNG", FileKind.TIFF: "TIFF"}
_MOST_BYTES = 320_000_000
_A4_LENGTH = 11.7  # inches
_LEAST_PAGE, _MOST_PAGE = 4.0, 24.0  # inches of the longer side: beyond, the dpi told is not true
_MOST_ENLARGED = 2.0
_MOST_UNEVEN = 3.0  # of dots across to dots down: a coarse fax has two
_UNEVEN_BOTH = _MOST_UNEVEN**2
_NEAR = 0.03
_DEEP = 256  # from 16 bits a pixel to 8
_KEPT = "Elle est gardée telle qu'elle a été reçue."


class PictureFile:
    """The pages of one picture file; most have one."""

    def __init__(self, data: bytes, kind: FileKind) -> None:
        """Read the header; raises UnreadableFile when it is damaged or of too many pixels."""
        from PIL import Image as pillow  # noqa: N813

        with _told():
            self._file = pillow.open(BytesIO(data), formats=[_FORMATS[kind]])
            self.count = getattr(self._file, "n_frames", 1) if kind is FileKind.TIFF else 1
            self._file.seek(0)
        if self.count == 1:
            _check(self._file)

    def picture(self, number: int) -> NDArray[uint8]:
        """Return a page, from 1, as it is shown; raises UnreadableFile."""
        with _told():
            self._file.seek(number - 1)
            _check(self._file)
            picture = _sized(self._file)
            return _pixels(_upright(picture) if self._file.format == "JPEG" else picture)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()


def _check(file: Image) -> None:
    deep = 1 if file.mode in {"1", "L", "P"} else 4
    pixels = file.width * file.height
    if pixels > MOST_PICTURE_PIXELS or (pixels * deep > _MOST_BYTES and file.format != "JPEG"):
        raise UnreadableFile(
            f"Cette image a trop de points pour être lue. {_KEPT} Numérisez le document de nouveau "
            "à 200 points par pouce."
        )


def _sized(file: Image) -> Image:
    """Return the picture at about 200 dots an inch both ways."""
    from PIL import Image as pillow  # noqa: N813

    across, down = _scales(file)
    size = (max(1, round(file.width * across)), max(1, round(file.height * down)))
    if file.format == "JPEG":
        file.draft(None, size)  # decodes a large photograph at a half, a quarter or an eighth
    picture = _plain(file)
    if all(abs(new / old - 1) < _NEAR for new, old in zip(size, picture.size, strict=True)):
        return picture
    return picture.resize(size, pillow.Resampling.BICUBIC, reducing_gap=2.0)


def _scales(file: Image) -> tuple[float, float]:
    """Return what brings the sides to 200 dots an inch: a file that tells no dots is an A4 page."""
    told = file.info.get("dpi") or (0, 0)
    across, down = (float(one) if one == one else 0.0 for one in told[:2])  # noqa: PLR0124
    length = max(file.width / across, file.height / down) if across > 1 and down > 1 else 0.0
    if _LEAST_PAGE <= length <= _MOST_PAGE and across < _MOST_UNEVEN * down < _UNEVEN_BOTH * across:
        scales = DPI / across, DPI / down
    else:
        scales = (min(_A4_LENGTH * DPI / max(file.size), _MOST_ENLARGED),) * 2
    pixels = file.width * scales[0] * file.height * scales[1]
    bound = min(1.0, (MOST_PIXELS / pixels) ** 0.5)
    return scales[0] * bound, scales[1] * bound


def _plain(file: Image) -> Image:
    """Return 8 bits of grey, or of red, green and blue; what is transparent is white paper."""
    from PIL import Image as pillow  # noqa: N813

    if file.mode.startswith(("I", "F")):
        return file.convert("I").point(lambda value: value / _DEEP).convert("L")
    if file.has_transparency_data:
        paper = pillow.new("RGBA", file.size, "white")
        return pillow.alpha_composite(paper, file.convert("RGBA")).convert("RGB")
    if file.mode in {"L", "RGB"}:
        file.load()
        return file
    return file.convert("L" if file.mode == "1" else "RGB")


def _upright(picture: Image) -> Image:
    """Turn a photograph as its camera says; Pillow did it for TIFF, the preview never for PNG."""
    from PIL import ImageOps

    return ImageOps.exif_transpose(picture)


def _pixels(picture: Image) -> NDArray[uint8]:
    import numpy as np

    pixels = np.asarray(picture, dtype=np.uint8)
    if pixels.ndim == 2:  # noqa: PLR2004
        return np.ascontiguousarray(pixels)
    return without_colour(np.ascontiguousarray(pixels[:, :, ::-1]))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    from PIL import Image as pillow  # noqa: N813

    try:
        yield
    except (UnreadableFile, MemoryError):
        raise
    except (pillow.DecompressionBombError, pillow.DecompressionBombWarning):
        raise UnreadableFile(
            f"Cette image a trop de points pour être lue. {_KEPT} Numérisez le document de nouveau "
            "à 200 points par pouce."
        ) from None
    except Exception:  # noqa: BLE001  (decoders raise what they like on hostile bytes)
        raise UnreadableFile(
            f"Cette image est abîmée ou incomplète. {_KEPT} Demandez à l'expéditeur de la "
            "renvoyer, ou numérisez-la de nouveau."
        ) from None
