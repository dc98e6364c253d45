"""The body of a page: parts one under the other, which scroll when the window is short."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QPainter, QPalette, QPen
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme import SPACE_L, SPACE_M

_RING = 2
W = TypeVar("W", bound=QWidget)


class ScrollColumn(QScrollArea):
    """Follows the keyboard: what takes the focus comes into view, whoever gave it.

    One that is only read takes the focus itself, so that the arrows scroll it.
    """

    def __init__(self, *, only_read: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        policies = Qt.FocusPolicy
        self.setFocusPolicy(policies.StrongFocus if only_read else policies.NoFocus)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        self._column.setSpacing(SPACE_M)
        self._column.addStretch(1)
        self.setWidget(content)
        # A form shows the window behind it; Qt would paint the base colour of lists.
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._wanted: QWidget | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._scroll)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusObjectChanged.connect(self._follow_focus)

    def add_part(self, part: W, *, grows: bool = False) -> W:
        """Add a part under the others and return it; one that ``grows`` takes the room left.

        A part is best added empty and filled afterwards: each move of a filled one has the style
        sheet read again for all it holds.
        """
        self._column.insertWidget(self._column.count() - 1, part, 1 if grows else 0)
        if grows:
            self._column.setStretch(self._column.count() - 1, 0)
        return part

    def bring_into_view(self, part: QWidget) -> None:
        """Scroll to a part, once what was just shown or hidden has found its place."""
        self._wanted = part
        self._soon.start()

    @Slot()
    def _scroll(self) -> None:
        part, self._wanted = self._wanted, None
        if part is not None and isValid(part):
            self.ensureWidgetVisible(part, 0, SPACE_L)

    @Slot(QObject)
    def _follow_focus(self, now: QObject | None) -> None:
        # What is higher than the window is scrolled by hand: it would jump under the mouse.
        if not isinstance(now, QWidget) or now is self or not self.isAncestorOf(now):
            return
        if now.height() <= self.viewport().height():
            self.bring_into_view(now)

    def viewportEvent(self, event: QEvent) -> bool:
        """Draw the ring of the focus, which the style sheet cannot draw here."""
        done = super().viewportEvent(event)
        if event.type() is QEvent.Type.Paint and self.hasFocus():
            painter = QPainter(self.viewport())
            color = self.palette().color(QPalette.ColorRole.Accent)
            painter.setPen(QPen(color, _RING))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        return done

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the ring."""
        super().focusOutEvent(event)
        self.viewport().update()
