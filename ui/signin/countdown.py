"""The delay after too many wrong passwords, told while it runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import SPACE_S
from ui.widgets.announce import announce
from ui.widgets.icon_label import IconLabel

_TICK_MS: Final = 200
_MINUTE: Final = 60


class CountdownLine(QWidget):
    """Hidden unless a delay runs; the screen reader hears it begin and end, not every second."""

    ended = Signal()

    def __init__(self, seconds_left: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds_left = seconds_left
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._text = QLabel()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel("clock", scale=1.1))
        line.addWidget(self._text, 1)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether the next try has to wait."""
        return self._timer.isActive()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def start(self) -> bool:
        """Begin when there is a delay to wait for; False when the next try may come now."""
        if self._seconds_left() <= 0:
            return False
        self._timer.start()
        self._tick()
        self.show()
        announce(self, self.text)
        return True

    @Slot()
    def _tick(self) -> None:
        left = math.ceil(self._seconds_left())
        if left > 0:
            self._text.setText(f"Nouvel essai possible dans {_duration(left)}")
            return
        self._timer.stop()
        self.hide()
        announce(self, "Vous pouvez réessayer")
        self.ended.emit()


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, _MINUTE)
    return f"{minutes}\u00a0min {rest:02}\u00a0s" if minutes else f"{rest}\u00a0s"
