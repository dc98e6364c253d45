"""Tesseract inside the program, through tesserocr: pictures stay in memory, nothing to install."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from almapy.adapters.reading.engine import DPI, LANGUAGE, EngineFailure, Layout, PixelWord
from almapy.adapters.reading.tsv import words_of

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray


class TesserocrEngine:
    """Raises ImportError without the library, RuntimeError when it refuses the data."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the French data."""
        import tesserocr

        with _reachable(folder) as path:
            self._api: Any = tesserocr.PyTessBaseAPI(
                path=path, lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY
            )
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)
        version = tesserocr.tesseract_version().split()[1]
        self._name = f"tesserocr {tesserocr.__version__} (Tesseract {version})"

    @property
    def name(self) -> str:
        """Return the library and the version of Tesseract behind it."""
        return self._name

    def words(self, grey: NDArray[uint8], layout: Layout) -> list[PixelWord]:
        """Return the words of a grey picture; raises EngineFailure."""
        height, width = grey.shape
        api = self._api
        try:
            api.SetPageSegMode(layout.value)
            api.SetImageBytes(grey.tobytes(), width, height, 1, width)
            api.SetSourceResolution(DPI)
            return list(words_of(api.GetTSVText(0)))
        except RuntimeError:
            raise EngineFailure from None
        finally:
            api.Clear()

    def close(self) -> None:
        """Give its memory back."""
        self._api.End()


@contextmanager
def _reachable(folder: Path) -> Iterator[str]:
    """Give a path that Tesseract can open.

    On Windows it opens files by narrow names and misses those below « Users/René »; from inside
    that folder the path is « ./ ». Only while the data are loaded.
    """
    path = str(folder)
    if sys.platform != "win32" or path.isascii():
        yield path + os.sep
        return
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield "./"
    finally:
        os.chdir(before)
