"""« Mettre dans un autre dossier »: a letter that was filed for the wrong person."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from almapy.documents.model import Document
from almapy.patients.model import PatientHit
from ui.desk import Desk
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.styling import Surface, set_surface

_HIT = Qt.ItemDataRole.UserRole
_SHOWN = 12
_PAUSE_MS = 120
_LINES = 5


class MovePanel(InlinePanel):
    """Names the person before anything moves; the document can be brought back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "Mettre dans un autre dossier",
            "Mettre dans ce dossier",
            explanation="Le document quitte ce dossier. Le passage est tracé dans les deux "
            "dossiers et peut être annulé.",
        )
        self._desk = desk
        self._asked = ""
        self.document: Document | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Nom, prénom, date de naissance ou n° de dossier")
        self.found = QListWidget()
        self.chosen = QLabel()
        set_surface(self.found, Surface.PLAIN)
        self.found.setWordWrap(True)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setMaximumHeight(self.fontMetrics().height() * 2 * _LINES)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.add_row("Vers le dossier de", self.search)
        self.add_row("Patients trouvés", self.found)
        self.add_wide(self.chosen)
        self.chosen.setWordWrap(True)
        self.end_rows(first=self.search)
        self.search.textChanged.connect(self._wait)
        self.search.returnPressed.connect(self._to_list)
        self.found.currentItemChanged.connect(self._follow)
        self.found.itemActivated.connect(self.submitted)

    def open_for(self, document: Document, opener: QWidget) -> None:
        """Ask where to put this document."""
        self.document = document
        self.open(opener)
        self.found.clear()
        self._follow()

    def target(self) -> PatientHit | None:
        """Return the person who was chosen."""
        item = self.found.currentItem()
        hit = item.data(_HIT) if item is not None else None
        return hit if isinstance(hit, PatientHit) else None

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        asked = self.search.text().strip()
        self._asked = asked
        if not asked:
            self.found.clear()
            return
        actor, patients = self._desk.actor, self._desk.application.patients

        def done(hits: list[PatientHit]) -> None:
            if asked == self._asked:
                self._show(hits)

        self._desk.run(self, lambda: patients.search(actor, asked, limit=_SHOWN), done)

    def _show(self, hits: list[PatientHit]) -> None:
        self.found.clear()
        here = self.document.patient_id if self.document is not None else None
        for hit in hits:
            if hit.patient_id != here:
                item = QListWidgetItem(person_words(hit))
                item.setData(_HIT, hit)
                self.found.addItem(item)
        if self.found.count() == 1:
            self.found.setCurrentRow(0)

    @Slot()
    def _to_list(self) -> None:
        if self.found.count():
            self.found.setCurrentRow(max(self.found.currentRow(), 0))
            self.found.setFocus()

    @Slot()
    def _follow(self) -> None:
        hit = self.target()
        self.accept_button.setEnabled(hit is not None)
        words = f"Le document ira dans le dossier de {person_words(hit)}." if hit else ""
        self.chosen.setText(words)


def person_words(hit: PatientHit) -> str:
    """Return the name and the birth date of a person, and the number of their record."""
    name = f"{hit.used_name or hit.birth_name} {hit.first_name}"
    if hit.used_name and hit.used_name != hit.birth_name:
        name += f" (naissance\u00a0: {hit.birth_name})"
    born = f", {hit.birth_date:%d/%m/%Y}" if hit.birth_date is not None else ""
    return f"{name}{born} (n°\u00a0{hit.dossier})"
