"""What is being asked, since when, and the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.insi.calls import Running
from ui.insi.words import under_way
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import set_tone

_TICK_MS = 500
_GO_ON = "Vous pouvez continuer à travailler\u00a0: la réponse vous attendra ici."


class RunningLine(QFrame):
    """Takes the keyboard itself: Enter held down must not press « Interrompre »."""

    interrupted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running: Running | None = None
        self._words = QLabel()
        self._words.setWordWrap(True)
        self.stop_button = Button("Interrompre", icon_name="cancel")
        self.stop_button.setToolTip("Échap")
        self.stop_button.clicked.connect(self.interrupted)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._count)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_tone(self, Tone.INFORMATION)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_M, SPACE_S, SPACE_S, SPACE_S)
        line.setSpacing(SPACE_M)
        line.addWidget(IconLabel("clock"))
        line.addWidget(self._words, 1)
        line.addWidget(self.stop_button)
        self.hide()

    @property
    def text(self) -> str:
        """The words shown."""
        return self._words.text()

    def show_running(self, running: Running | None) -> None:
        """Show a call under way; None hides the line."""
        self._running = running
        self.setVisible(running is not None)
        if running is None:
            self._tick.stop()
            return
        self.setAccessibleName(under_way(running.question.kind, running.seconds))
        self.setAccessibleDescription(_GO_ON)
        self._count()
        self._tick.start()

    @Slot()
    def _count(self) -> None:
        if self._running is not None:
            told = under_way(self._running.question.kind, self._running.seconds)
            self._words.setText(f"{told}. {_GO_ON}")
