"""What was just stored, and the way to say more about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.partial_day import shown_partial_day
from almapy.record.model import Fact
from almapy.vaccination.model import Severity, Vaccination
from almapy.vaccination.warnings import REPORTING
from ui.theme import Tone
from ui.widgets.message_strip import MessageStrip


class StoredLine(QWidget):
    """Stands above the table after a scan; « Annuler » is in the notice of the window."""

    more_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact_id = 0
        self.strip = MessageStrip()
        self.more = QAction("Compléter", self)
        self.more.triggered.connect(self.more_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        self.strip.closed.connect(self.hide)
        self.hide()

    def show_fact(self, fact: Fact[Vaccination], *, offers_more: bool) -> None:
        """Say what a scan stored, or what a serious reaction asks for."""
        self.fact_id = fact.id
        data = fact.data
        if data.severity is Severity.SERIOUS:
            self.strip.show_message(Tone.CRITICAL, "Réaction grave notée", REPORTING)
        elif offers_more:
            lot = f", lot {data.lot}" if data.lot else ""
            rank = f", dose {data.dose}" if data.dose else ""
            day = shown_partial_day(data.given_on)
            self.strip.show_message(
                Tone.OK, f"Enregistré\u00a0: {data.label}{lot}{rank}, le {day}", "", [self.more]
            )
        else:
            self.forget()
            return
        self.show()

    def forget(self) -> None:
        """Say nothing more."""
        self.fact_id = 0
        self.hide()
