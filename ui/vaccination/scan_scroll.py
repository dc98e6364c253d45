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
        holder = part.parentWidget() if part is not None else None
        while holder is not None and not isinstance(holder, QScrollArea):
            holder = holder.parentWidget()
        if part is not None and isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(part, 0, SPACE_S)
