"""« Lecteur simulé… » where a demo session opens: the card to put in is a fictitious one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QWidget

from almapy.outside import SimulatedCards
from ui.cards.simulated_reader import SimulatedReaderPopup
from ui.widgets.button import Button, ButtonKind


class SimulatedReaderButton(Button):
    """Opens the simulated readers above itself."""

    def __init__(self, controls: SimulatedCards, window: QWidget) -> None:
        super().__init__("Lecteur &simulé…", ButtonKind.QUIET, icon_name="simulator")
        self._controls = controls
        self._owner = window
        self._popup: SimulatedReaderPopup | None = None
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        if self._popup is None:
            self._popup = SimulatedReaderPopup(self._controls, self._owner.window())
        self._popup.open_above(self.mapToGlobal(QPoint(0, 0)))
