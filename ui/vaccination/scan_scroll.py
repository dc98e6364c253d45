"""Bringing into view what is shown without the keyboard going there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.theme import SPACE_S

_SOON_MS = 20


class IntoView(QObject):
    """Scrolls the page that holds a panel, if it scrolls."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._wanted: QWidget | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._scroll)

    def bring(self, part: QWidget) -> None:
        """Scroll to a part, once what was shown or hidden has found its place."""
        self._wanted = part
        self._soon.start()

    @Slot()
    def _scroll(self) -> None:
        part = self._wanted
        holder = scrolling(part) if part is not None else None
        if part is not None and holder is not None:
            holder.ensureWidgetVisible(part, 0, SPACE_S)


def scrolling(part: QWidget) -> QScrollArea | None:
    """Return what scrolls a part, None when nothing does."""
    holder = part.parentWidget()
    while holder is not None and not isinstance(holder, QScrollArea):
        holder = holder.parentWidget()
    return holder
