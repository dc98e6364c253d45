"""« Problèmes abordés »: entries of the history ticked in a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from almapy.encounters.model import Problem


class ProblemsButton(QPushButton):
    """Shows how many are ticked; one that left the history since stays linked."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self._ticked: set[int] = set()
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._tell()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Propose these entries."""
        if tuple(problems) == self._problems and self._menu.actions():
            return
        self._problems = tuple(problems)
        self._menu.clear()
        for problem in self._problems:
            action = self._menu.addAction(
                problem.label if problem.active else f"{problem.label} (terminé)"
            )
            action.setCheckable(True)
            action.setChecked(problem.id in self._ticked)
            action.setData(problem.id)
            action.triggered.connect(self._take)
        if not self._problems:
            self._menu.addAction("L'histoire médicale est vide").setEnabled(False)
        self._tell()

    def value(self) -> tuple[int, ...]:
        """Return the numbers of the ticked entries."""
        return tuple(sorted(self._ticked))

    def set_value(self, ticked: Sequence[int]) -> None:
        """Tick these entries only."""
        self._ticked = set(ticked)
        for action in self._menu.actions():
            if action.isCheckable():
                action.setChecked(action.data() in self._ticked)
        self._tell()

    def _take(self) -> None:
        shown = {one.id for one in self._problems}
        left = self._ticked - shown
        self._ticked = left | {
            action.data() for action in self._menu.actions() if action.isChecked()
        }
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        names = [one.label for one in self._problems if one.id in self._ticked]
        count = len(self._ticked)
        self.setText(names[0] if count == 1 and names else f"{count} problèmes" if count else "–")
        self.setToolTip("\n".join(names))
        spoken = ", ".join(names) or "aucun"
        self.setAccessibleName(f"Problèmes abordés\u00a0: {spoken}")
