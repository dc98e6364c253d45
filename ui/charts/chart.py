"""What every chart shares: its frame, the line that reads a value, its words, its picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.charts.canvas import Canvas
from ui.charts.picture import Caption, picture_of
from ui.theme import LIGHT, SPACE_XS, Scheme, Theme
from ui.widgets.styling import TextRole, set_text_role

HELP = "← et → lisent les valeurs, la molette ou + et − agrandissent, 0 montre tout."


class Chart(QWidget):
    """A drawing under one line of words; ``redraw`` is written by each sort of chart."""

    def __init__(self, theme: Theme, x_axis: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.canvas = Canvas(x_axis)
        self.reading = QLabel()
        self.reading.setWordWrap(True)
        self.drawing = QWidget()
        self.drawing.setMinimumSize(0, 0)
        self.parts = QVBoxLayout(self.drawing)
        self.parts.setContentsMargins(0, 0, 0, 0)
        self.parts.setSpacing(0)
        self.legend = QLabel()
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.legend.setMargin(SPACE_XS)
        self.legend.hide()
        self.parts.addWidget(self.legend)
        self.parts.addWidget(self.canvas, 1)
        self.note = QLabel()
        self.note.setWordWrap(True)
        set_text_role(self.note, TextRole.SECONDARY)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reading)
        column.addWidget(self.drawing, 1)
        column.addWidget(self.note)
        self.canvas.read.connect(self._show_read)
        theme.changed.connect(self._dress_again)

    @property
    def title(self) -> str:
        """Name the picture: what is drawn and its unit."""
        return ""

    @property
    def foot(self) -> str:
        """Return what must stand under the picture: where references come from."""
        return ""

    def summary(self) -> str:
        """Return in words what the picture shows."""
        return ""

    def redraw(self, scheme: Scheme) -> None:
        """Draw all again with these colours."""

    def picture(self, day: date, patient: str = "") -> QImage:
        """Return the picture in light, whatever the screen shows."""
        self.redraw(LIGHT)
        try:
            return picture_of(self.drawing, Caption(self.title, day, patient, self.foot))
        finally:
            self.refresh()

    def show_legend(self, names: Sequence[tuple[str, str, str]], scheme: Scheme) -> None:
        """Name curves (symbol, words, colour) above the drawing; hide the line for none."""
        self.legend.setStyleSheet(f"background: {scheme.base}; color: {scheme.text};")
        self.legend.setText(
            "&nbsp;&nbsp;&nbsp;&nbsp;".join(
                f'<span style="color:{color}">{symbol}</span>&nbsp;{escape(words)}'
                for symbol, words, color in names
            )
        )
        self.legend.setVisible(bool(names))

    def set_note(self, text: str) -> None:
        """Write a remark under the drawing; an empty text takes the line away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def refresh(self) -> None:
        """Draw again with the colours of the screen."""
        self.redraw(self._theme.scheme)
        self.canvas.setAccessibleName(f"{self.title}. {self.summary()}. {HELP}")
        self._show_read("")

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.refresh()

    def _show_read(self, text: str) -> None:
        self.reading.setText(text or self.summary())

    def _dress_again(self, _scheme: object) -> None:
        self.refresh()
