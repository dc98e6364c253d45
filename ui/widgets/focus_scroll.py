"""A frame that scrolls when its content cannot be shrunk any more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.theme import SPACE_L, SPACE_M, SPACE_S

_AFTER_INNER_MS = 1


class FocusScroll(QScrollArea):
    """Fits its content to the window; below its least height, follows the keyboard through it.

    What scrolls inside the content scrolls first.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = QWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.content)
        self.content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_INNER_MS)
        self._soon.timeout.connect(self._bring_focus_into_view)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusObjectChanged.connect(self._follow_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new room."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the content again when a part of it came or went."""
        if watched is self.content and event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        # Qt would give content with wrapped words its usual height, never less.
        layout = self.content.layout()
        if layout is None:
            return
        room = self.viewport().size()
        least = layout.totalMinimumSize()
        width = max(room.width(), least.width())
        height = layout.totalMinimumHeightForWidth(width)
        self.content.resize(width, max(room.height(), height, least.height()))

    @Slot(QObject)
    def _follow_focus(self, now: QObject | None) -> None:
        if isinstance(now, QWidget) and self.content.isAncestorOf(now):
            self._soon.start()

    @Slot()
    def _bring_focus_into_view(self) -> None:
        now = QApplication.focusWidget()
        if (
            now is not None
            and self.content.isAncestorOf(now)
            and now.height() <= self.viewport().height()
        ):
            self.ensureWidgetVisible(now, 0, SPACE_S)


def scrolling_column(page: QWidget) -> QVBoxLayout:
    """Give a page one column that scrolls when the window is too low, and return it."""
    frame = FocusScroll()
    column = QVBoxLayout(frame.content)
    column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
    column.setSpacing(SPACE_M)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(frame)
    return column
