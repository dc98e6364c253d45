"""« Archives »: what was filed or erased here, found again, transferred, brought back."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from almapy.incoming.model import IncomingLine, State
from ui.desk import Desk
from ui.incoming.transfer_panel import TransferPanel
from ui.incoming.words import moment_words
from ui.patients.words import hit_name
from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.undo import Step
from ui.widgets.button import Button
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_PAUSE_MS = 150
_NONE = "Rien n'a encore été classé depuis «\u00a0Documents à valider\u00a0»."
_ICONS = {State.FILED: "ok", State.ERASED: "delete"}
_NO_MATCH = "Aucun document archivé ne correspond à ces mots."


class ArchivesTab(QWidget):
    """Enter opens the record of the document."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked = 0
        self.search = QLineEdit()
        self._model = RecordTableModel(_columns(), identity=lambda line: line.id)
        self.table = RecordTable(self._model, "Documents archivés", empty_text=_NONE)
        self.open_button = Button("Ouvrir le dossier", icon_name="record")
        self.transfer_button = Button("Transférer dans un autre dossier", icon_name="switch-user")
        self.back_button = Button("Ramener", icon_name="restore")
        self.panel = TransferPanel(desk)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.read)
        self._lay_out()
        self._connect()
        self._follow()

    def take_keyboard(self) -> None:
        """Put the keyboard where words are typed."""
        self.search.setFocus()

    @Slot()
    def read(self) -> None:
        """Read the list in the background."""
        incoming, actor = self._desk.application.incoming, self._desk.actor
        typed = self.search.text().strip()
        self._asked += 1
        number = self._asked

        def done(lines: list[IncomingLine]) -> None:
            if number == self._asked:
                self.table.set_empty_text(_NO_MATCH if typed else _NONE)
                self._model.set_records(lines)
                self._follow()

        self._desk.run(self, lambda: incoming.archives(actor, typed=typed), done)

    @Slot()
    def open_record(self) -> None:
        """Open the record in which the document was filed."""
        line = self._line()
        if line is not None and line.state is State.FILED and line.patient_id is not None:
            self._desk.patient_asked.emit(line.patient_id)

    @Slot()
    def ask_transfer(self) -> None:
        """Ask where the document belongs."""
        line = self._line()
        if line is not None:
            self.panel.open_for(line, self.transfer_button)

    @Slot()
    def transfer(self) -> None:
        """Put the document into the record chosen; the notice takes it back."""
        line, hit = self.panel.line, self.panel.target()
        if line is None or hit is None:
            return
        incoming, actor, desk = self._desk.application.incoming, self._desk.actor, self._desk
        before, there, key = line.patient_id, hit.patient_id, line.id
        told = f"Transféré dans le dossier de {hit_name(hit)}."

        def done(_line: IncomingLine) -> None:
            self.panel.leave()
            if before is not None:
                desk.undo.add(
                    Step(
                        told,
                        lambda: incoming.transfer(actor, key, before),
                        lambda: incoming.transfer(actor, key, there),
                    )
                )
            self.read()

        self.panel.begin()
        desk.run(self, lambda: incoming.transfer(actor, key, there), done, self.panel.refuse)

    @Slot()
    def bring_back(self) -> None:
        """Bring an erased document back to « Documents à valider », or join its parts again."""
        line = self._line()
        if line is None:
            return
        incoming, actor, desk = self._desk.application.incoming, self._desk.actor, self._desk
        verb = incoming.join if line.state is State.SPLIT else incoming.bring_back

        def done(_incoming: object) -> None:
            desk.tell("Document ramené dans «\u00a0Documents à valider\u00a0».")
            self.read()

        desk.run(self, lambda: verb(actor, line.id), done)

    def _line(self) -> IncomingLine | None:
        line = self.table.current_record()
        return line if isinstance(line, IncomingLine) else None

    @Slot()
    def _follow(self) -> None:
        line = self._line()
        state = line.state if line is not None else None
        is_filed = state is State.FILED
        self.open_button.setEnabled(is_filed)
        self.transfer_button.setEnabled(is_filed)
        self.back_button.setEnabled(state in {State.ERASED, State.SPLIT})
        self.back_button.setText("Rassembler" if state is State.SPLIT else "Ramener")
        if line is None or (self.panel.line is not None and self.panel.line.id != line.id):
            self.panel.leave()

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Patient, titre ou nom de fichier")
        self.search.setAccessibleName("Rechercher dans les archives")
        self.search.setClearButtonEnabled(True)
        bar = QWidget()
        verbs = WrapLayout(bar)
        for button in (self.open_button, self.transfer_button, self.back_button):
            verbs.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        for part in (self.search, bar, self.panel):
            column.addWidget(part)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(self.open_record)
        self.table.current_changed.connect(self._follow)
        self.open_button.clicked.connect(self.open_record)
        self.transfer_button.clicked.connect(self.ask_transfer)
        self.back_button.clicked.connect(self.bring_back)
        self.panel.submitted.connect(self.transfer)


def _columns() -> list[Column[IncomingLine]]:
    return [
        Column(
            "État",
            lambda line: line.state.label,
            icon_name=lambda line: _ICONS.get(line.state, "documents"),
            sample="Classé",
        ),
        Column("Patient", lambda line: line.patient, stretch=True),
        Column(
            "Document",
            lambda line: line.title or line.name,
            tooltip=lambda line: line.name,
            stretch=True,
        ),
        Column(
            "Classé",
            lambda line: moment_words(line.filed_at) if line.filed_at else "",
            sort_key=lambda line: line.filed_at or line.arrived_at,
            sample="le 00/00/0000 à 00:00",
        ),
        Column("Par", lambda line: line.filed_by, sample="ABC"),
    ]
