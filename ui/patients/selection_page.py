"""« Sélection patient »: the search with its boxes and its list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.patients.model import PatientHit
from almapy.patients.queries import Widening
from ui.desk import Desk
from ui.page import Page
from ui.patients.words import hit_states
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_SHOWN = 200
_PAUSE_MS = 30
_ANY_HEIGHT = 16_777_215  # Qt's own bound


class SelectionPage(Page):
    """Filters at each key; ↓ goes to the list, Enter opens.

    Names spelt nearly as typed stand apart, under « Proches »: Enter in the field never opens one
    of them by itself.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(
            "Nom, prénom, date de naissance, matricule, téléphone ou dossier"
        )
        self.field.setAccessibleName("Rechercher un patient")
        self.field.setClearButtonEnabled(True)
        self.deceased = QCheckBox("Afficher les patients décédés")
        self.archived = QCheckBox("Afficher les patients archivés")
        self.passing = QCheckBox("Afficher les patients de passage")
        self._count = QLabel()
        set_text_role(self._count, TextRole.SECONDARY)
        self._model = RecordTableModel(_columns(), identity=lambda hit: hit.patient_id)
        self.table = RecordTable(self._model, "Patients trouvés", empty_text="Aucun patient.")
        self._near_title = SectionTitle("Proches", 2)
        self._near_model = RecordTableModel(_columns(), identity=lambda hit: hit.patient_id)
        self.near_table = RecordTable(self._near_model, "Patients dont le nom est proche")
        self._asked = 0
        self._shown = 0
        self._opens_first = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._lay_out()
        self.field.textChanged.connect(self._follow_typing)
        self.field.returnPressed.connect(self._open_first)
        for box in (self.deceased, self.archived, self.passing):
            box.toggled.connect(self._search)
        for table in (self.table, self.near_table):
            table.opened.connect(self._open)

    def entered(self) -> None:
        """Search again and put the cursor in the field."""
        self.field.setFocus()
        self.field.selectAll()
        self._search()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Down", "Aller à la liste"), ("Return", "Ouvrir le dossier")]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the field to the list."""
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self._enter_list()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        widening = QWidget()
        boxes = WrapLayout(widening, spacing=SPACE_M)
        for box in (self.deceased, self.archived, self.passing, self._count):
            boxes.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(SectionTitle("Sélection patient", 1))
        column.addWidget(self.field)
        column.addWidget(widening)
        column.addWidget(self.table, 1)
        column.addWidget(self._near_title)
        column.addWidget(self.near_table, 1)
        self._show_near([], [])

    def _follow_typing(self) -> None:
        """Search after a short pause; an answer to what stood there before is thrown away."""
        self._asked += 1
        self._opens_first = False
        self._pause.start()

    def _search(self) -> None:
        typed = self.field.text()
        widening = Widening(
            deceased=self.deceased.isChecked(),
            archived=self.archived.isChecked(),
            passing=self.passing.isChecked(),
        )
        patients, actor = self.desk.application.patients, self.desk.actor
        self._asked += 1
        number = self._asked

        def work() -> tuple[int, list[PatientHit]]:
            if not typed.strip():
                return number, patients.recent(actor)
            return number, patients.search(actor, typed, limit=_SHOWN, widening=widening)

        self.desk.run(self, work, self._found)

    def _found(self, answer: tuple[int, list[PatientHit]]) -> None:
        number, hits = answer
        if number != self._asked:
            return
        self._shown = number
        near = [hit for hit in hits if hit.near]
        hits = [hit for hit in hits if not hit.near]
        self._model.set_records(hits)
        self._show_near(hits, near)
        typed = self.field.text().strip()
        if near and not hits:
            self._count.setText("Aucun patient ne porte ce nom")
        elif typed:
            self.table.set_empty_text(
                "Aucun patient ne correspond. Essayez le début du nom, ou les cases ci-dessus."
            )
            more = " ou plus" if len(hits) == _SHOWN else ""
            self._count.setText(f"{len(hits)} patient{'s' if len(hits) > 1 else ''}{more}")
        else:
            self.table.set_empty_text("Aucune fiche ouverte récemment. Tapez trois lettres.")
            self._count.setText("Fiches ouvertes récemment")
        if self._opens_first:
            self._open_first()

    def _show_near(self, hits: Sequence[PatientHit], near: Sequence[PatientHit]) -> None:
        self._near_model.set_records(near)
        for widget in (self._near_title, self.near_table):
            widget.setVisible(bool(near))
        self.table.setVisible(bool(hits) or not near)
        rows = self.table.verticalHeader().defaultSectionSize() * (len(hits) + 1)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setMaximumHeight(header + rows if near else _ANY_HEIGHT)

    def _enter_list(self) -> None:
        for table, model in ((self.table, self._model), (self.near_table, self._near_model)):
            if model.rowCount():
                table.setFocus()
                table.selectRow(0)
                return

    def _open_first(self) -> None:
        """Open the first patient, once the answer to what stands in the field is there."""
        self._opens_first = self._shown != self._asked
        if self._opens_first:
            if self._pause.isActive():
                self._pause.stop()
                self._search()
        elif self._model.rowCount():
            self._open(self._model.record(0))
        else:
            self._enter_list()

    def _open(self, hit: PatientHit) -> None:
        self.desk.patient_asked.emit(hit.patient_id)


def _columns() -> list[Column[PatientHit]]:
    return [
        Column(
            "Nom utilisé", lambda h: h.used_name or h.birth_name, sample="DE LA FONTAINE-MARTIN"
        ),
        Column("Prénom", lambda h: h.first_name, sample="JEAN-CHRISTOPHE"),
        Column("Nom de naissance", lambda h: h.birth_name, sample="DE LA FONTAINE"),
        Column(
            "Naissance",
            lambda h: f"{h.birth_date:%d/%m/%Y}" if h.birth_date else "",
            sort_key=lambda h: h.birth_date.toordinal() if h.birth_date else 0,
            sample="00/00/0000",
        ),
        Column("Sexe", lambda h: h.sex.short, sample="Masc."),
        Column(
            "Dossier",
            lambda h: str(h.dossier),
            sort_key=lambda h: h.dossier,
            alignment=Qt.AlignmentFlag.AlignRight,
            sample="000000",
        ),
        Column("Statut de l'identité", lambda h: h.status.label, sample="Identité provisoire"),
        Column("Remarque", hit_states, sample="décédée, de passage", stretch=True),
    ]
