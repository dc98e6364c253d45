"""Two texts of the same consultation side by side, and the verbs to choose."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.encounters.text_area import TextArea
from ui.theme import SPACE_M, SPACE_XS
from ui.widgets.card import Card

_LEAST_LINES = 5
_SIDE_BY_SIDE_EM = 34


class Comparison(Card):
    """Read only; Échap closes it and changes nothing."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Comparer les deux textes", parent)
        self.left = TextArea("Texte de gauche", _LEAST_LINES)
        self.right = TextArea("Texte de droite", _LEAST_LINES)
        self._captions = (QLabel(), QLabel())
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(SPACE_M)
        for caption, area in zip(self._captions, (self.left, self.right), strict=True):
            area.setReadOnly(True)
            caption.setBuddy(area)
            side = QVBoxLayout()
            side.setSpacing(SPACE_XS)
            side.addWidget(caption)
            side.addWidget(area, 1)
            self._sides.addLayout(side, 1)
        self.body.addLayout(self._sides, 1)
        self.hide()

    def show_texts(self, left: tuple[str, str], right: tuple[str, str]) -> None:
        """Show two texts, each with its title."""
        pairs = zip(self._captions, (self.left, self.right), (left, right), strict=True)
        for caption, area, (title, text) in pairs:
            caption.setText(title)
            area.setAccessibleName(title)
            area.setPlainText(text)
        self.show()
        self.left.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth() * 2
        wide = self.width() >= em * _SIDE_BY_SIDE_EM
        directions = QBoxLayout.Direction
        self._sides.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
