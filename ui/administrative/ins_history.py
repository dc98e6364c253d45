"""« Historique des INS » of one record: calls of INSi, and what changed in the identity."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from almapy.audit.model import Action, Entry
from almapy.audit.queries import JournalFilter
from almapy.identity.words import trait_changes
from almapy.users.model import Right
from ui.desk import Desk
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.button import Button
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

NO_CALL = "Pas d'historique d'INS"
_OWN_ONLY = "Vous voyez ici vos propres modifications\u00a0; le médecin voit celles de tous."
_SHOWN = 500
_ACTIONS = (Action.PATIENT_CREATED, Action.PATIENT_CHANGED, Action.INS_CHANGED, Action.INS_READ)


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """One trait that changed, or one sight of the matricule."""

    seq: int
    day: str
    hour: str
    who: str
    what: str
    before: str = field(repr=False)
    after: str = field(repr=False)


class InsHistory(QWidget):
    """Échap goes back to the form, where the typing still is."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id = 0
        self.back_button = Button("Revenir à la fiche", icon_name="close")
        self.back_button.clicked.connect(self.left)
        self.calls = QLabel(NO_CALL)
        self._own_only = QLabel(_OWN_ONLY)
        set_text_role(self._own_only, TextRole.SECONDARY)
        self._own_only.setVisible(not desk.actor.may(Right.READ_NOTES))
        self._model = RecordTableModel(_columns(), identity=lambda one: one)
        self.table = RecordTable(
            self._model, "Modifications de l'identité", empty_text="Aucune modification."
        )
        self._lay_out()
        self.setFocusProxy(self.table)

    def read(self, patient_id: int) -> None:
        """Read the history of one record in the background."""
        self._patient_id = patient_id
        self._model.set_records([])
        journal, actor = self._desk.application.journal, self._desk.actor

        def work() -> tuple[int, list[IdentityChange]]:
            entries = [
                entry
                for action in _ACTIONS
                for entry in journal.page(
                    actor, JournalFilter(patient_id=patient_id, action=action), limit=_SHOWN
                ).entries
            ]
            entries.sort(key=lambda entry: -entry.seq)
            return patient_id, [one for entry in entries for one in changes_of(entry)]

        self._desk.run(self, work, self._show)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _show(self, answer: tuple[int, list[IdentityChange]]) -> None:
        patient_id, found = answer
        if patient_id == self._patient_id:
            self._model.set_records(found)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_M)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(SectionTitle("Appels au téléservice INSi"))
        column.addWidget(self.calls)
        column.addWidget(SectionTitle("Modifications de l'identité"))
        column.addWidget(self._own_only)
        column.addWidget(self.table, 1)


def changes_of(entry: Entry) -> list[IdentityChange]:
    """Return a line for each trait that a trace names, or one for the act itself."""
    moment = entry.moment.astimezone()
    start = (entry.seq, f"{moment:%d/%m/%Y}", f"{moment:%H:%M}", entry.actor)
    lines = [
        IdentityChange(*start, one.label, one.before, one.after)
        for one in trait_changes(entry.values)
    ]
    if lines or entry.action in {Action.PATIENT_CHANGED, Action.INS_CHANGED}:
        return lines
    return [IdentityChange(*start, Action(entry.action).label, "", "")]


def _columns() -> list[Column[IdentityChange]]:
    return [
        Column("Date", lambda one: one.day, sort_key=lambda one: one.seq, sample="00/00/0000"),
        Column("Heure", lambda one: one.hour, sort_key=lambda one: one.seq, sample="00:00"),
        Column("Par", lambda one: one.who, sample="dr.dupont-martin"),
        Column("Modification", lambda one: one.what, sample="Lieu naissance - Code INSEE"),
        Column("Avant", lambda one: one.before, sample="DE LA FONTAINE-MARTIN"),
        Column("Après", lambda one: one.after, sample="DE LA FONTAINE", stretch=True),
    ]
