"""Reading boxes frame after frame: only a code that can be a dose ends the search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Protocol

from almapy.camera.ports import Frame, SeenCode
from almapy.gs1.box import read_box
from almapy.gs1.faults import BoxFault, BoxRefused


class Advice(Protocol):
    """What would help the reader."""

    @property
    def label(self) -> str:
        """Return the French words, empty for nothing to say."""


class BoxReader(Protocol):
    """Gives the GS1 DataMatrix of frames; remembers what the last one lacked."""

    def __call__(self, frame: Frame) -> list[SeenCode]:
        """Return the codes of a frame; never raises for what the frame shows."""

    @property
    def advice(self) -> Advice:
        """Return what would help, judged on the last frame."""


class BoxWatch:
    """A frame reader that keeps what can be a dose; asked of from any thread meanwhile."""

    def __init__(self, read: BoxReader, today: Callable[[], date]) -> None:
        self._read, self._today = read, today
        self._refused: BoxRefused | None = None

    @property
    def advice(self) -> str:
        """Return what the person may do for the reader, in French; empty for nothing."""
        return self._read.advice.label

    @property
    def refused(self) -> BoxRefused | None:
        """Return why the last code that was seen is not taken (a grouping pack…), if any was."""
        return self._refused

    def __call__(self, frame: Frame) -> list[SeenCode]:
        """Return the codes of a frame that can be a dose, several readings of one included."""
        return [code for code in self._read(frame) if self._can_be_a_dose(code)]

    def _can_be_a_dose(self, code: SeenCode) -> bool:
        try:
            read_box(code.content, self._today())
        except BoxRefused as refused:
            if refused.reason is not BoxFault.AMBIGUOUS:
                self._refused = refused
                return False
        return True
