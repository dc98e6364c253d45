"""The program ``tesseract`` beside AlmaPy, through pytesseract: where the library is missing.

It reads from a file and writes a file: both stand in a folder of this reading alone, in memory
where the system has such a place, closed to the other accounts and removed whatever happens.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from almapy.adapters.reading.engine import (
    DPI,
    LANGUAGE,
    PAGE_SECONDS,
    EngineFailure,
    Layout,
    PixelWord,
    hold_threads,
)
from almapy.adapters.reading.tsv import words_of

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

_IN_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of its own is made in it)


class PytesseractEngine:
    """One start of the program for each reading."""

    def __init__(self, program: str, folder: Path) -> None:
        """``program`` is the path of tesseract, ``folder`` holds the French data."""
        import pytesseract

        pytesseract.pytesseract.tesseract_cmd = program
        os.environ["TESSDATA_PREFIX"] = str(folder)  # as an option, blanks would cut it on Windows

    @property
    def name(self) -> str:
        """Return the library and the version of Tesseract behind it."""
        import pytesseract

        return f"pytesseract {pytesseract.__version__} (Tesseract {self._version()})"

    def words(self, grey: NDArray[uint8], layout: Layout) -> list[PixelWord]:
        """Return the words of a grey picture; raises EngineFailure."""
        import cv2
        from pytesseract.pytesseract import TesseractError, TesseractNotFoundError, run_tesseract

        hold_threads()
        with _private_folder() as folder:
            picture, table = folder / "page.pgm", folder / "words"
            if not cv2.imwrite(str(picture), grey):
                raise EngineFailure
            try:
                run_tesseract(
                    str(picture),
                    str(table),
                    extension="tsv",
                    lang=LANGUAGE,
                    config=_options(layout),
                    timeout=PAGE_SECONDS,
                )
                return list(words_of(table.with_suffix(".tsv").read_text(encoding="utf-8")))
            except (TesseractError, TesseractNotFoundError, OSError, RuntimeError):
                raise EngineFailure from None

    def close(self) -> None:
        """Hold nothing between two readings: nothing to give back."""

    def _version(self) -> str:
        import pytesseract

        return str(pytesseract.get_tesseract_version())


def _options(layout: Layout) -> str:
    return f"--psm {layout.value} --oem 1 --dpi {DPI} -c tessedit_create_tsv=1"


@contextmanager
def _private_folder() -> Iterator[Path]:
    within = _IN_MEMORY if _IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="almapy-", dir=within) as folder:
        yield Path(folder)
