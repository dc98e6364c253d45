"""« Doublons possibles »: pairs of records that may be one person's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from almapy.patients.duplicates import LikelyPair
from almapy.patients.model import PatientHit
from ui.desk import Desk
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_LEAST_LINES = 9


class DoublesCard(Card):
    """Looks when asked: the whole base is compared, in the background."""

    chosen = Signal(object, object)  # PatientHit, PatientHit

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Doublons possibles", parent)
        self._desk = desk
        self.look_button = Button("Chercher dans toute la base", icon_name="search")
        self._model = RecordTableModel(
            _columns(), identity=lambda pair: (pair.first.patient_id, pair.second.patient_id)
        )
        self.table = RecordTable(
            self._model, "Doublons possibles", empty_text="La base n'a pas encore été comparée."
        )
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        self.tools.addWidget(self.look_button)
        self.body.addWidget(self.table)
        self.look_button.clicked.connect(self.look)
        self.table.opened.connect(self._open)

    @Slot()
    def look(self) -> None:
        """Compare the records of the practice."""
        patients, actor = self._desk.application.patients, self._desk.actor
        self.look_button.setEnabled(False)
        self._desk.run(self, lambda: patients.likely_doubles(actor), self._show, self._fail)

    def _show(self, pairs: Sequence[LikelyPair]) -> None:
        self.look_button.setEnabled(True)
        self.table.set_empty_text("Aucun doublon probable.")
        self._model.set_records(pairs)
        if pairs:
            self.table.selectRow(0)
            self.table.setFocus()

    def _fail(self, error: Exception) -> None:
        self.look_button.setEnabled(True)
        self._desk.fail(error)

    def _open(self, pair: LikelyPair) -> None:
        self.chosen.emit(pair.first, pair.second)


def _columns() -> list[Column[LikelyPair]]:
    return [
        Column(
            "Un dossier", lambda pair: _who(pair.first), sample="DE LA FONTAINE JEAN, 00/00/0000"
        ),
        Column(
            "Un autre", lambda pair: _who(pair.second), sample="DE LA FONTAINE JEAN, 00/00/0000"
        ),
        Column("Ressemblance", lambda pair: ", ".join(pair.reasons).capitalize(), stretch=True),
    ]


def _who(hit: PatientHit) -> str:
    born = f"{hit.birth_date:%d/%m/%Y}" if hit.birth_date else "date inconnue"
    return f"{hit.used_name or hit.birth_name} {hit.first_name}, {born} ({hit.dossier})"
