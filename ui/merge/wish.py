"""What another page asks of « Fusionner deux dossiers » before it comes to the front."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.desk import Desk

SECTION = "merge"


class MergeWish(QObject):
    """One for a desk: two records to be compared, taken once by the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted: tuple[int, int] | None = None

    def want(self, kept_id: int, absorbed_id: int) -> None:
        """Ask for the comparison of two records."""
        self._wanted = (kept_id, absorbed_id)

    def take(self) -> tuple[int, int] | None:
        """Return the two records, once."""
        wanted, self._wanted = self._wanted, None
        return wanted


def wish_of(desk: Desk) -> MergeWish:
    """Return the wish of this desk."""
    return desk.findChild(MergeWish) or MergeWish(desk)


def ask_merge(desk: Desk, kept_id: int, absorbed_id: int) -> None:
    """Open the page on two records; nothing is merged before they were compared there."""
    wish_of(desk).want(kept_id, absorbed_id)
    desk.section_asked.emit(SECTION)
