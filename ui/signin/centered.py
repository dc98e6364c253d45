"""A column of readable width in the middle of a window, which scrolls when room is short."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import SPACE_L, SPACE_XL

_BELOW: Final = 64  # what is said under a field comes into view with it


class CenteredColumn(QScrollArea):
    """Holds one widget; whatever in it takes the keyboard is scrolled into view."""

    def __init__(
        self,
        content: QWidget,
        characters: int,
        *,
        from_top: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`characters` of the application font is the widest that `content` becomes.

        `from_top` keeps headings at one height from page to page.
        """
        super().__init__(parent)
        self._content = content
        self._characters = characters
        # What is painted behind shows through: Qt would fill both with the colour of windows. The
        # viewport is ours because asking Qt for its own loads every class of QtWidgets (14 ms).
        viewport = QWidget()
        self.setViewport(viewport)
        inner = QWidget()
        self.setWidget(inner)
        for layer in (viewport, inner):
            layer.setAutoFillBackground(False)
        self.setWidgetResizable(True)
        # The content comes last: at each change of parent, Qt dresses all that is inside anew.
        column = QVBoxLayout(inner)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(content, 1000)
        row.addStretch(1)
        column.addStretch(0 if from_top else 2)
        column.addLayout(row)
        column.addStretch(3)
        # A scroll area takes the keyboard by default: one Tab more that shows nothing.
        # Named as a property because loading `Qt` takes 15 ms.
        self.setProperty("focusPolicy", "NoFocus")
        self._limit_width()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._limit_width()

    def _limit_width(self) -> None:
        self._content.setMaximumWidth(self._characters * self.fontMetrics().averageCharWidth())

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._content.isAncestorOf(now):
            self.ensureWidgetVisible(now, SPACE_XL, _BELOW)
