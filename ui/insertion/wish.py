"""What another page asks of « Insérer un document »."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from ui.desk import Desk

SECTION = "insertion"


class InsertionWish(QObject):
    """One for a desk: the file to insert, and the page to return to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.path: Path | None = None
        self.back = ""


def ask_insertion(desk: Desk, *, back: str = "", path: Path | None = None) -> None:
    """Open « Insérer un document »; ``back`` names the section to return to afterwards."""
    wish = wish_of(desk)
    wish.path, wish.back = path, back
    desk.section_asked.emit(SECTION)


def wish_of(desk: Desk) -> InsertionWish:
    """Return the wish of a desk."""
    return desk.findChild(InsertionWish) or InsertionWish(desk)
