"""« Brouillons à terminer »: what the person at work began and did not validate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from ui.desk import Desk
from ui.encounters.wish import ask_draft
from ui.icons import icon
from ui.widgets.card import Card
from ui.widgets.styling import Surface, set_surface

_ENTRY = Qt.ItemDataRole.UserRole
_LEAST_LINES = 5


@dataclass(frozen=True, slots=True)
class _Entry:
    patient_id: int
    encounter_id: int | None
    patient_name: str = field(repr=False)
    words: str = field(repr=False)
    moment: datetime
    found: bool = False


class DraftsCard(Card):
    """Texts found after a stop first, then drafts, oldest first; hidden while there is none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Brouillons à terminer", parent)
        self._desk = desk
        self.list = _Entries()
        self.body.addWidget(self.list, 1)
        self.list.itemActivated.connect(self._open)
        self.hide()

    def read(self) -> None:
        """Read again in the background."""
        desk, actor = self._desk, self._desk.actor
        encounters, safe = desk.application.encounters, desk.application.safekeeping

        def work() -> list[_Entry]:
            texts = [one for one in safe.found(actor) if not one.aside]
            names = encounters.patient_names(actor, [one.draft.patient_id for one in texts])
            found = [
                _Entry(
                    one.draft.patient_id,
                    one.draft.id,
                    names.get(one.draft.patient_id, ""),
                    "Texte non enregistré retrouvé",
                    one.written_at,
                    found=True,
                )
                for one in texts
            ]
            drafts = [
                _Entry(one.patient_id, one.id, one.patient_name, one.title, one.held_at)
                for one in encounters.drafts(actor)
            ]
            return found + drafts

        desk.run(self, work, self._show)

    def _show(self, entries: list[_Entry]) -> None:
        place = self.list.currentRow()
        self.list.clear()
        for entry in entries:
            day = f"{entry.moment.astimezone():%d/%m/%Y}"
            item = QListWidgetItem(f"{day} · {entry.patient_name}\n{entry.words}")
            item.setIcon(icon("warning" if entry.found else "edit"))
            item.setData(_ENTRY, entry)
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, min(place, len(entries) - 1)) if entries else -1)
        self.setVisible(bool(entries))

    @Slot(QListWidgetItem)
    def _open(self, item: QListWidgetItem) -> None:
        entry: _Entry = item.data(_ENTRY)
        ask_draft(self._desk, entry.patient_id, entry.encounter_id)


class _Entries(QListWidget):
    """Enter and a double click open, whatever the habits of the desktop."""

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, Surface.PLAIN)
        self.setAccessibleName("Brouillons à terminer")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if item is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.itemActivated.emit(item)
            return
        super().keyPressEvent(event)
