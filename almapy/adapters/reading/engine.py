"""What turns a picture into words: the port of both engines, and what they give."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

LANGUAGE = "fra"
DPI = 200
"""What pictures are brought to: finer ones are slower and read worse (notes, §4)."""
PAGE_SECONDS = 30
"""What one reading of one page may take in a program of its own."""


class Layout(Enum):
    """How the engine looks for lines; the value is Tesseract's page segmentation mode."""

    PAGE = 3  # columns, tables, pictures
    BLOCK = 6  # one block of lines: merges columns, but reads what the first gives up on


@dataclass(frozen=True, slots=True)
class PixelWord:
    """One word with its place in pixels; ``line`` tells which words the engine saw in a row."""

    text: str = field(repr=False)
    left: int
    top: int
    right: int
    bottom: int
    confidence: float  # 0-100
    line: tuple[int, int, int]  # block, paragraph, line


class Engine(Protocol):
    """Reads French. Made once in a process and used again; one page at a time."""

    @property
    def name(self) -> str:
        """Return the library and the version of Tesseract behind it."""

    def words(self, grey: NDArray[uint8], layout: Layout) -> list[PixelWord]:
        """Return the words of a grey picture (height x width), in the order of reading.

        Raises EngineFailure when the engine breaks or takes longer than ``PAGE_SECONDS``.
        """

    def close(self) -> None:
        """Give its memory back; it reads no more afterwards."""


class EngineFailure(Exception):  # noqa: N818
    """The engine gave up on this picture; holds nothing of what was on it."""


def hold_threads() -> None:
    """Keep Tesseract to one thread here and in the programs started from here.

    Its threads wait by spinning: on a busy post one page took 9 s of processor instead of one.
    Counts only before the library is first loaded.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"
