"""« Transférer dans un autre dossier »: a document that was filed for the wrong person."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from almapy.incoming.model import IncomingLine
from almapy.patients.model import PatientHit
from ui.desk import Desk
from ui.patients.patient_picker import PatientPicker
from ui.patients.words import hit_text
from ui.widgets.inline_panel import InlinePanel


class TransferPanel(InlinePanel):
    """Names the person before anything moves."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "Transférer dans un autre dossier",
            "Transférer",
            explanation="Le document et son contact quittent ce dossier pour l'autre. Le passage "
            "est tracé dans les deux dossiers et peut être annulé.",
        )
        self.line: IncomingLine | None = None
        self.search = PatientPicker(desk)
        self.chosen = QLabel()
        self.chosen.setWordWrap(True)
        self.add_row("Vers le dossier de", self.search)
        self.add_wide(self.chosen)
        self.end_rows(first=self.search)
        self.search.changed.connect(self._follow)
        self.search.proposals.taken.connect(self._follow)

    def open_for(self, line: IncomingLine, opener: QWidget) -> None:
        """Ask where to put this document."""
        self.line = line
        self.open(opener)
        self.search.begin(without=line.patient_id or 0)
        self._follow()

    def target(self) -> PatientHit | None:
        """Return the person who was chosen."""
        return self.search.chosen

    @Slot()
    def _follow(self) -> None:
        hit = self.target()
        self.accept_button.setEnabled(hit is not None)
        self.chosen.setText(f"Le document ira dans le dossier de {hit_text(hit)}." if hit else "")
