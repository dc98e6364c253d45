"""« Dossiers détectés »: whose a document may be, likeliest first, and the search by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from almapy.incoming.model import PersonFound
from almapy.matching.model import Decision, Identity, Match
from almapy.ocr.model import DocumentText
from ui.desk import Desk
from ui.insertion.person_words import found_columns, reasons
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import NumberEdit, text_edit
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_LONGEST_NAME, _LONGEST_DAY, _LONGEST_DOSSIER = 100, 10, 12
_NO_MATCH = Match(Decision.NONE)
_LEAST_LINES = 9


@dataclass(frozen=True, slots=True)
class _Answer:
    people: Sequence[PersonFound]
    identity: Identity | None = field(default=None, repr=False)


class FoundPeoplePanel(QWidget):
    """Arrows go through the list, Enter selects, Échap cancels; nobody is chosen silently."""

    chosen = Signal(object)  # PersonFound
    left = Signal()  # closed without a choice

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._match = _NO_MATCH
        self._identity = Identity()
        self._is_search = False
        self._asked = 0
        self.strip = MessageStrip(closable=False)
        self.name = text_edit(_LONGEST_NAME)
        self.first_name = text_edit(_LONGEST_NAME)
        self.birth_date = text_edit(_LONGEST_DAY, example="JJ/MM/AAAA")
        self.dossier = NumberEdit(_LONGEST_DOSSIER)
        self._edits = (self.name, self.first_name, self.birth_date, self.dossier)
        self.search_button = Button("Rechercher", icon_name="search")
        self.deceased = QCheckBox("Afficher les patients décédés")
        self.archived = QCheckBox("Afficher les patients archivés")
        self.passing = QCheckBox("Afficher les patients de passage")
        self._model = RecordTableModel(found_columns(), identity=lambda one: one.patient_id)
        self.table = RecordTable(self._model, "Dossiers détectés")
        self.nobody = EmptyState(
            "search",
            "Aucun dossier détecté",
            "La détection peut échouer pour un nom composé ou un document peu lisible. Cherchez le "
            "dossier avec les champs ci-dessus, ou cochez une case.",
        )
        self.no_answer = EmptyState(
            "search",
            "Aucun dossier ne correspond",
            "Vérifiez l'orthographe, essayez le début du nom ou la date seule, ou cochez une case.",
        )
        self.select_button = Button("Sélectionner", ButtonKind.PRIMARY, icon_name="tick")
        self.cancel_button = Button("Annuler")
        self.close_button = Button("Fermer")
        self.why = QLabel()
        self._stack = QStackedWidget()
        self._form = FormSection(columns=2)
        self._lay_out()
        self._connect()
        self._show_people(())

    @property
    def people(self) -> Sequence[PersonFound]:
        """Return the rows, in the order they came."""
        return [self._model.record(row) for row in range(self._model.rowCount())]

    def open_for(self, match: Match | None, text: DocumentText | None = None) -> None:
        """List the candidates of a match, the fields filled with what was read.

        The keyboard goes to the list once it is there, to the first field when nobody is found.
        """
        self._match = match or _NO_MATCH
        self._is_search = False
        self._reset_boxes()
        self._put(Identity())
        hold = self._match.hold
        self.strip.dismiss()
        if hold:
            self.strip.show_message(Tone.ATTENTION, "À choisir", f"{hold[0].upper()}{hold[1:]}.")
        self._list(text, takes_focus=True)

    @Slot()
    def search(self) -> None:
        """Search what stands in the fields."""
        self._is_search = True
        self._list(None, takes_focus=True)

    @Slot()
    def select(self) -> None:
        """Choose the person of the current row."""
        person = self.table.current_record()
        if person is not None:
            self.chosen.emit(person)

    @Slot()
    def cancel(self) -> None:
        """Choose nobody and forget what was searched by hand."""
        self._put(self._identity)
        if self._is_search:
            self._is_search = False
            self._list(None, takes_focus=False)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Échap, go down to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() == Qt.Key.Key_Down and self._model.rowCount():
            self._enter_table()
        else:
            super().keyPressEvent(event)

    def _list(self, text: DocumentText | None, *, takes_focus: bool) -> None:
        self._asked += 1
        number, actor = self._asked, self._desk.actor
        matching, match = self._desk.application.matching, self._match
        deceased, archived, passing = (
            box.isChecked() for box in (self.deceased, self.archived, self.passing)
        )
        name, first_name, birth_date, dossier = (edit.text().strip() for edit in self._edits)
        is_search = self._is_search

        def work() -> _Answer:
            if is_search:
                return _Answer(
                    matching.search(
                        actor,
                        name=name,
                        first_name=first_name,
                        birth_date=birth_date,
                        dossier=dossier,
                        deceased=deceased,
                        archived=archived,
                        passing=passing,
                    )
                )
            people = matching.found(
                actor, match, deceased=deceased, archived=archived, passing=passing
            )
            return _Answer(people, _identity_in(text))

        def done(answer: _Answer) -> None:
            if number == self._asked:
                self._show(answer, takes_focus=takes_focus)

        self._desk.run(self, work, done)

    def _show(self, answer: _Answer, *, takes_focus: bool) -> None:
        if answer.identity is not None:
            self._identity = answer.identity
            self._put(answer.identity)
        self._show_people(answer.people)
        if not takes_focus or not self.isVisible():
            return
        if answer.people:
            self._enter_table()
        else:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_people(self, people: Sequence[PersonFound]) -> None:
        self._model.set_records(people)
        if people:
            self._stack.setCurrentWidget(self.table)
            self.table.selectRow(0)
        else:
            self._stack.setCurrentWidget(self.no_answer if self._is_search else self.nobody)
        self._follow()

    def _enter_table(self) -> None:
        if self.table.current_record() is None:
            self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, identity: Identity) -> None:
        self.name.setText(identity.family_name or identity.birth_name)
        self.first_name.setText(identity.first_name)
        born = identity.birth_date
        self.birth_date.setText(f"{born:%d/%m/%Y}" if born is not None else "")
        self.dossier.clear()

    def _reset_boxes(self) -> None:
        for box in (self.deceased, self.archived, self.passing):
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)

    @Slot()
    def _widen(self) -> None:
        self._list(None, takes_focus=False)

    @Slot()
    def _follow(self) -> None:
        person = self.table.current_record()
        self.select_button.setEnabled(person is not None)
        words = reasons(person) if person is not None else ""
        self.why.setText(f"Pourquoi\u00a0: {words}." if words else "")
        self.why.setVisible(bool(words))

    def _lay_out(self) -> None:
        self.why.setWordWrap(True)
        set_text_role(self.why, TextRole.SECONDARY)
        for label, edit in (
            ("Nom", self.name),
            ("Prénom", self.first_name),
            ("Date de naissance", self.birth_date),
            ("N° dossier", self.dossier),
        ):
            self._form.add_row(label, edit)
        searching = QWidget()
        line = QHBoxLayout(searching)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.search_button)
        self._form.add_wide(searching)
        widening, buttons = QWidget(), QWidget()
        boxes = WrapLayout(widening, spacing=SPACE_M)
        for box in (self.deceased, self.archived, self.passing):
            boxes.addWidget(box)
        for page in (self.table, self.nobody, self.no_answer):
            self._stack.addWidget(page)
        self._stack.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        foot = WrapLayout(buttons, spacing=SPACE_S)
        for button in (self.select_button, self.cancel_button, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(SectionTitle("Dossiers détectés", 2))
        for part in (self.strip, self._form, widening):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addWidget(self.why)
        column.addWidget(buttons)

    def _connect(self) -> None:
        for edit in self._edits:
            edit.returnPressed.connect(self.search)
        self.search_button.clicked.connect(self.search)
        for box in (self.deceased, self.archived, self.passing):
            box.toggled.connect(self._widen)
        self.table.opened.connect(self.chosen)
        self.table.current_changed.connect(self._follow)
        self.select_button.clicked.connect(self.select)
        self.cancel_button.clicked.connect(self.cancel)
        self.close_button.clicked.connect(self.left)


def _identity_in(text: DocumentText | None) -> Identity | None:
    if text is None:
        return None
    # Loaded by the worker that first needs it: the rules of reading are many.
    from almapy.matching.identity import identity_in  # noqa: PLC0415

    return identity_in(text)
