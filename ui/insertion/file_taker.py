"""Reading the file that was chosen, and opening one that is protected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from ui.desk import Desk
from ui.insertion.chosen_file import ChosenFile, chosen_file


class FileTaker(QObject):
    """The answer about a former file is thrown away."""

    taken = Signal(object)  # ChosenFile
    refused = Signal(object)  # Exception: no record accepts the file, or it cannot be read
    opened = Signal(object)  # ChosenFile, without its password
    locked = Signal(object)  # Exception: the password is not the right one

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._turn = 0

    def take(self, path: Path) -> None:
        """Read a file of this computer."""
        self.forget()
        turn = self._turn
        self._run(lambda: chosen_file(path, turn), self.taken, self.refused)

    def unlock(self, file: ChosenFile, password: str) -> None:
        """Take the password off."""
        self._run(lambda: file.unlocked(password), self.opened, self.locked)

    def forget(self) -> None:
        """Hear nothing more of what is being read."""
        self._turn += 1

    def _run(
        self, work: Callable[[], ChosenFile], good: SignalInstance, bad: SignalInstance
    ) -> None:
        turn = self._turn

        def done(file: ChosenFile) -> None:
            if turn == self._turn:
                good.emit(file)

        def failed(error: Exception) -> None:
            if turn == self._turn:
                bad.emit(error)

        self._desk.run(self, work, done, failed)
