"""A button whose whole name may be longer than the window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.button import Button, ButtonKind


class LongButton(Button):
    """Bears its whole name where it fits, a shorter one elsewhere; the reader hears the whole."""

    def __init__(
        self,
        text: str,
        short: str,
        kind: ButtonKind = ButtonKind.NORMAL,
        *,
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, kind, icon_name=icon_name, parent=parent)
        self.whole, self._short = text, short
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for the room of the whole name."""
        return self._hint(self.whole)

    def minimumSizeHint(self) -> QSize:
        """Do with the room of the short one."""
        return self._hint(self._short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the name that fits."""
        super().resizeEvent(event)
        fits = self.width() >= self._hint(self.whole).width()
        self.setText(self.whole if fits else self._short)

    def _hint(self, text: str) -> QSize:
        usual, metrics = super().sizeHint(), self.fontMetrics()
        around = usual.width() - metrics.horizontalAdvance(self.text())
        return QSize(around + metrics.horizontalAdvance(text), usual.height())
