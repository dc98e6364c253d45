"""A page of the main window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.patients.open_records import OpenRecord


class Page(QWidget):
    """What the window asks of each of its pages.

    A page loads in ``entered``, each time it comes to the front, through ``desk.run``: it never
    blocks. ``has_unsaved_changes`` keeps the program from closing silently over typed text.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk

    @classmethod
    def preload(cls) -> None:
        """Load, in a worker and ahead of the need, what takes the page long to load."""

    def entered(self) -> None:
        """Come to the front: refresh what is shown and put the cursor where work begins."""

    def show_record(self, record: OpenRecord) -> None:
        """Take the record that is in front; a page of the practice may use it or not."""

    def forget_record(self) -> None:
        """Let the record go: none is open any more."""

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed here is not stored yet."""
        return False

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page for F1: (key, what it does), beyond the common ones."""
        return []
