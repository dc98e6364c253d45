"""« Historique des INS » of one record: calls of INSi, and what changed in the identity."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from almapy.users.model import Right
from ui.administrative.identity_changes import IdentityChanges
from ui.desk import Desk
from ui.insi.calls_history import CallsHistory
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.button import Button
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

_OWN_ONLY = "Vous voyez ici vos propres modifications\u00a0; le médecin voit celles de tous."
_LEAST_LINES = 8


class InsHistory(QWidget):
    """Échap goes back to the form, where the typing still is."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = Button("Revenir à la fiche", icon_name="close")
        self.back_button.clicked.connect(self.left)
        self.calls = CallsHistory(desk)
        self._own_only = QLabel(_OWN_ONLY)
        set_text_role(self._own_only, TextRole.SECONDARY)
        self._own_only.setVisible(not desk.actor.may(Right.READ_NOTES))
        self.changes = IdentityChanges(desk)
        self._lay_out()
        self.setFocusProxy(self.calls)

    def read(self, patient_id: int) -> None:
        """Read the history of one record in the background."""
        self.calls.read(patient_id)
        self.changes.read(patient_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.changes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.changes.setMinimumHeight(self.fontMetrics().height() * 2 * _LEAST_LINES)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
        head.addWidget(self.back_button)
        head.addStretch(1)
        body = ScrollColumn()
        body.add_part(SectionTitle("Appels au téléservice INSi"))
        body.add_part(self.calls)
        body.add_part(SectionTitle("Modifications de l'identité"))
        body.add_part(self._own_only)
        body.add_part(self.changes, grows=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(body, 1)
