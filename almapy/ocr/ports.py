"""What the program asks of whoever reads documents; the adapter works in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from almapy.ocr.model import DocumentText, EngineState
from almapy.stop import Stop


@dataclass(frozen=True, slots=True)
class ReadingWanted:
    """One document to read.

    ``all_pages`` asks for every page (up to a bound); otherwise the first three and the last,
    which is enough to match (notes §3). ``password`` opens an encrypted PDF.
    """

    data: bytes = field(repr=False)
    password: str = field(default="", repr=False)
    all_pages: bool = True


class DocumentReader(Protocol):
    """Reads one document at a time for each caller; safe for several threads."""

    @property
    def engine(self) -> EngineState:
        """Tell whether pictures can be read here; documents with a text layer always are."""

    def read(
        self,
        wanted: ReadingWanted,
        stop: Stop | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> DocumentText:
        """Return what is written there; ``progress`` hears (pages read, pages to read).

        A page that cannot be read is told in its ``problem`` and stops none of the others. Raises
        the faults of ``almapy.ocr.faults``, and ReadingStopped once ``stop`` was asked.
        """

    def close(self) -> None:
        """End the processes; the reader may be used again afterwards."""
