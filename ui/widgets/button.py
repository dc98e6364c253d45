"""Push buttons by importance."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from ui.icons import icon
from ui.theme import SPACE_XS


class ButtonKind(StrEnum):
    """One PRIMARY at most in view; DANGER for what cannot be undone."""

    NORMAL = ""
    PRIMARY = "primary"
    DANGER = "danger"
    QUIET = "quiet"


class Button(QPushButton):
    """Named by a verb; Enter presses it as Space does, wherever it stands."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.NORMAL,
        *,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._filled = kind in {ButtonKind.PRIMARY, ButtonKind.DANGER}
        self.setProperty("kind", kind.value)
        self.setAutoDefault(True)
        if icon_name:
            side = round(self.fontMetrics().height() * 1.15)
            self.setIconSize(
                QSize(side + SPACE_XS, side)
            )  # the style leaves too little before text
            roles = QPalette.ColorRole
            self.setIcon(icon(icon_name, roles.BrightText if self._filled else roles.ButtonText))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter once, however long it is held."""
        # Enter by its standard meaning: the keys of Qt are not loaded for the sign-in window.
        is_enter = event.matches(QKeySequence.StandardKey.InsertParagraphSeparator)
        if event.isAutoRepeat() and is_enter:
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self._filled and self.hasFocus()):
            return
        # A border would melt into the fill: the ring is drawn inside, in the colour of the text.
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.ButtonText), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 3, 3)
