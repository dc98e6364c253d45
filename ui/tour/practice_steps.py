"""Tour: what the steps in the window of an open practice share."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from almapy.demo.practice_life import RUTH_ID
from ui.launcher import Launcher
from ui.tour.finding import visible_window
from ui.tour.player import Player
from ui.window import MainWindow


class PracticeSteps:
    """Plays in the main window that the launcher opened."""

    def __init__(self, player: Player, launcher: Launcher) -> None:
        self._player = player
        self._launcher = launcher

    def subject(self) -> QWidget:
        """Return what is on the screen."""
        return self._window()

    def _window(self) -> MainWindow:
        window = visible_window(MainWindow)
        assert window is not None
        return window

    def _shows_ruth(self) -> bool:
        record = self._window().records.current
        return record is not None and record.patient.id == RUTH_ID

    def _settle(self) -> None:
        self._player.pause()
        self._player.wait_until(lambda: self._launcher.tasks.under_way == 0, "fin du travail")
        self._player.pause()
