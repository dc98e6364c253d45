"""What another page asks of « Vaccins » before it comes to the front."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.desk import Desk

SECTION = "vaccines"


class BoxWish(QObject):
    """One for a desk: a box to film at once; taken once by the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = False

    def want(self) -> None:
        """Ask for the camera."""
        self._wanted = True

    def take(self) -> bool:
        """Tell whether a box was asked for, once."""
        wanted, self._wanted = self._wanted, False
        return wanted


def wish_of(desk: Desk) -> BoxWish:
    """Return the wish of this desk."""
    return desk.findChild(BoxWish) or BoxWish(desk)


def ask_box(desk: Desk) -> None:
    """Ctrl+Maj+V from anywhere: the page comes to the front and films."""
    wish_of(desk).want()
    desk.section_asked.emit(SECTION)
