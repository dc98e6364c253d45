"""« Rappels à faire »: what the practice has to do by today."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from almapy.reminders.model import Addressee
from almapy.reminders.service import DueReminder
from almapy.users.model import Role
from ui.desk import Desk
from ui.widgets.card import Card
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_EVERYBODY = "Tout le cabinet"


class DueCard(Card):
    """One list for the practice, narrowed to whom it is for; Enter opens the record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Rappels à faire", parent)
        self._desk = desk
        self.who = QComboBox()
        self.who.setAccessibleName("Rappels pour")
        self.who.addItem(_EVERYBODY, "")
        for one in Addressee:
            self.who.addItem(one.label, one.value)
        if desk.actor.role is Role.SECRETAIRE:
            self.who.setCurrentIndex(self.who.findData(Addressee.SECRETARY.value))
        self._model = RecordTableModel(_columns())
        self.table = RecordTable(self._model, "Rappels à faire", empty_text="Rien à rappeler.")
        self.tools.addWidget(self.who)
        self.body.addWidget(self.table)
        self.who.currentIndexChanged.connect(self.read)
        self.table.opened.connect(self._open)

    def read(self) -> None:
        """Read what is due today or late."""
        application, actor = self._desk.application, self._desk.actor
        today, chosen = application.clock.today(), self.who.currentData()
        who = Addressee(chosen) if chosen else None
        self._desk.run(self, lambda: application.reminders.due(actor, today, who), self._show)

    def _show(self, due: Sequence[DueReminder]) -> None:
        self._model.set_records(due)

    def _open(self, due: DueReminder) -> None:
        self._desk.patient_asked.emit(due.patient_id)


def _columns() -> list[Column[DueReminder]]:
    return [
        Column(
            "Échéance",
            lambda one: f"{one.due_on:%d/%m/%Y}",
            sort_key=lambda one: one.due_on.toordinal(),
            sample="00/00/0000",
            icon_name=lambda one: "warning" if one.urgent else "clock",
        ),
        Column("Patient", lambda one: one.patient, sample="DE VINCI RUTH"),
        Column("Rappel", lambda one: one.label, stretch=True),
    ]
