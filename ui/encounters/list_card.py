"""« Consultations » of the « Dossier Patient »: the list and what the chosen one says."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from almapy.encounters.model import EncounterLine
from almapy.users.model import Right
from ui.desk import Desk
from ui.encounters.line_model import EncounterLineModel
from ui.encounters.list_pane import EncounterList
from ui.encounters.wish import ask_consultation, ask_new_consultation
from ui.patients.open_records import OpenRecord
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card


class ConsultationsCard(Card):
    """Arrows read, Enter or a double click opens the page « Consultation » on that one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Consultations", parent)
        self._desk = desk
        self._patient_id: int | None = None
        self._model = EncounterLineModel(self)
        self.list = EncounterList(self._model)
        self.reading = QPlainTextEdit()
        self.new_button = Button("Nouvelle consultation (F2)", ButtonKind.QUIET, icon_name="add")
        self._lay_out()
        self.list.chosen.connect(self._read)
        self.list.opened.connect(self._open)
        self.new_button.clicked.connect(self._begin)

    def show_record(self, record: OpenRecord) -> None:
        """Read the list of this record; the same again keeps the row and the place in the text."""
        patient_id = record.patient.id
        if patient_id != self._patient_id:
            self._patient_id = patient_id
            self.list.show_lines([])
            self.list.mark(None)
            self.reading.clear()
        encounters, actor = self._desk.application.encounters, self._desk.actor
        if not actor.may(Right.READ_NOTES):
            return

        def show(lines: list[EncounterLine]) -> None:
            if patient_id == self._patient_id:
                self._show(lines)

        self._desk.run(self, lambda: encounters.of(actor, patient_id), show)

    def focus_list(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus()

    def _lay_out(self) -> None:
        self.reading.setReadOnly(True)
        self.reading.setTabChangesFocus(True)
        self.reading.setAccessibleName("Texte de la consultation")
        self.reading.setPlaceholderText("Choisissez une consultation pour la lire.")
        self.reading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.reading, 1)
        if self._desk.actor.may(Right.WRITE_NOTES):
            self.tools.addWidget(self.new_button)

    def _show(self, lines: list[EncounterLine]) -> None:
        self.list.show_lines(lines)
        if self.list.current_line() is None and lines:
            self.list.mark(lines[0].id)
        self._read(self.list.current_line())

    def _read(self, line: EncounterLine | None) -> None:
        text = line.text if line is not None else ""
        if text != self.reading.toPlainText():
            self.reading.setPlainText(text)

    @Slot(object)
    def _open(self, line: EncounterLine) -> None:
        if self._patient_id is not None:
            ask_consultation(self._desk, self._patient_id, line.id)

    @Slot()
    def _begin(self) -> None:
        ask_new_consultation(self._desk)
