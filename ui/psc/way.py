"""The ways in by Pro Santé Connect, as buttons beside a password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import SPACE_XS, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind


class PscWay(QWidget):
    """Two buttons: the browser, and the telephone. The picture of the service is not redrawn."""

    browser_asked = Signal()
    confirmation_asked = Signal()

    def __init__(
        self, *, simulated: bool, verb: str = "Se connecter", parent: QWidget | None = None
    ) -> None:
        """`verb` is what the browser does here."""
        super().__init__(parent)
        self.browser_button = Button(f"{verb} avec Pro Santé Connect", icon_name="user")
        self.confirmation_button = Button(
            "Confirmer sur ma e-CPS", ButtonKind.QUIET, icon_name="phone"
        )
        self.browser_button.clicked.connect(self.browser_asked)
        self.confirmation_button.clicked.connect(self.confirmation_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.browser_button)
        column.addWidget(self.confirmation_button)
        if simulated:
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(Badge("Simulateur", Tone.SIMULATOR))
            line.addStretch(1)
            column.addLayout(line)
