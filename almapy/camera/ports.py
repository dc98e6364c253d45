"""What is wanted of a camera and of whoever reads codes in its frames.

Used for the application carte Vitale (QR code on a telephone) and for boxes (DataMatrix).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class CodeForm(StrEnum):
    """The symbol that was read."""

    DATAMATRIX = "datamatrix"
    QR = "qr"
    OTHER = "autre"


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a camera: rows from the top, three bytes a pixel (blue, green, red)."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SeenCode:
    """One code of a frame: its bytes as they are, and the symbol that held them."""

    content: bytes = field(repr=False)
    form: CodeForm


FrameReader = Callable[[Frame], list[SeenCode]]
"""Gives the codes of one frame; never raises for what the frame shows."""


class FrameSource(Protocol):
    """One camera, opened once. Belongs to the thread that opens it, which alone closes it."""

    @property
    def has_autofocus(self) -> bool | None:
        """Tell, once open, whether it focuses by itself; None when it does not say."""

    def open(self) -> None:
        """Begin to film; may block for as long as the driver likes.

        Raises CameraAbsent, CameraNotInstalled.
        """

    def read(self) -> Frame:
        """Return the next picture; may block as well. Raises CameraGone."""

    def close(self) -> None:
        """Let the camera go: its light goes out. Never raises."""
