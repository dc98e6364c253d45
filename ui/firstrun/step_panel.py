"""The steps of the assistant at the left of the window, and how far one is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.signin.brand import BrandPanel, brand_colors
from ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import set_relative_font

if TYPE_CHECKING:
    from ui.theme import Theme

_DISC_LINES: Final = 1.55
_CHARACTERS: Final = 30


class _State(Enum):
    DONE = auto()
    CURRENT = auto()
    TO_COME = auto()


class StepPanel(BrandPanel):
    """Tick, number or full disc before each name; read aloud with its state."""

    def __init__(self, theme: Theme, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._rows = [_StepRow(theme, number, name) for number, name in enumerate(names, start=1)]
        head = QHBoxLayout()
        head.setSpacing(SPACE_M)
        name = QLabel("AlmaPy")
        set_relative_font(name, 1.4, bold=True)
        head.addWidget(IconLabel("app", scale=2.0))
        head.addWidget(name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addLayout(head)
        column.addSpacing(SPACE_M)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _CHARACTERS)
        self.set_current(0)

    def set_current(self, index: int) -> None:
        """Mark the step on screen; those before it are done."""
        for place, row in enumerate(self._rows):
            if place == index:
                row.set_state(_State.CURRENT)
            else:
                row.set_state(_State.DONE if place < index else _State.TO_COME)


class _StepRow(QWidget):
    def __init__(self, theme: Theme, number: int, name: str) -> None:
        super().__init__()
        self._name = name
        self._number = number
        self._disc = _Disc(theme, number)
        self._label = QLabel(name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S + 2)
        line.addWidget(self._disc)
        line.addWidget(self._label, 1)

    def set_state(self, state: _State) -> None:
        self._disc.set_state(state)
        set_relative_font(self._label, 1.0, bold=state is _State.CURRENT)
        words = {
            _State.DONE: "terminée",
            _State.CURRENT: "en cours",
            _State.TO_COME: "à venir",
        }
        self.setAccessibleName(f"Étape {self._number}, {self._name}\u00a0: {words[state]}")


class _Disc(QWidget):
    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self._state = _State.TO_COME
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, state: _State) -> None:
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * _DISC_LINES)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = brand_colors(self._theme)
        ink = QColor(colors.ink)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(ink, 1.5))
        if self._state is _State.CURRENT:
            painter.setBrush(ink)
        painter.drawEllipse(disc)
        if self._state is _State.DONE:
            side = round(disc.width() * 0.62)
            place = (self.width() - side) // 2
            painter.drawPixmap(place, place, pixmap("tick", side, ink, self.devicePixelRatioF()))
            return
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colors.bottom) if self._state is _State.CURRENT else ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
