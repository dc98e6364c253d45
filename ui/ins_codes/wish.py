"""What another page asks of « Lire un code INS »: to read a text that was scanned there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.desk import Desk

SECTION = "read_code"


class ReadCodeWish(QObject):
    """One for a desk: the text of a code, taken once by the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.text = ""


def ask_read_code(desk: Desk, text: str) -> None:
    """Open « Lire un code INS » and have this text read there."""
    _wish(desk).text = text
    desk.section_asked.emit(SECTION)


def take_text(desk: Desk) -> str:
    """Return the text that was asked for, once; empty when there is none."""
    wish = _wish(desk)
    text, wish.text = wish.text, ""
    return text


def _wish(desk: Desk) -> ReadCodeWish:
    return desk.findChild(ReadCodeWish) or ReadCodeWish(desk)
