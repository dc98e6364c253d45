"""« Rappels » of the open record: what is to be done, what was done, what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from almapy.record.model import Fact
from almapy.reminders.model import Reminder, ReminderState
from almapy.reminders.service import ReminderService
from almapy.users.model import Actor, Right
from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.record.fact_verbs import FactVerbs
from ui.reminders.refusal_panel import RefusalPanel
from ui.reminders.reminder_panel import ReminderPanel
from ui.theme import SPACE_S
from ui.undo import Step
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.focus_scroll import scrolling_column
from ui.widgets.section_title import SectionTitle
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_Item = Fact[Reminder]
_LEAST_LINES = 9


class RemindersPage(Page):
    """Enter opens a recall, D says it is done, Suppr takes it out; all of it can be taken back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._patient_id = 0
        self._all: Sequence[_Item] = ()
        self._service = desk.application.reminders
        self._verbs = FactVerbs(desk, self, self._service)
        self.strip = FailureStrip()
        self.add_button = Button("Nouveau rappel", ButtonKind.PRIMARY, icon_name="add")
        self.done_button = Button("Fait", icon_name="tick")
        self.later_button = Button("Reporter d'un mois")
        self.refused_button = Button("Refusé…")
        self.remove_button = Button("Supprimer", icon_name="delete")
        self.closed_box = QCheckBox("Montrer aussi ceux qui sont clos")
        self.panel = ReminderPanel(desk.application.clock)
        self.refusal = RefusalPanel()
        self._model = RecordTableModel(self._columns(), identity=lambda fact: fact.id)
        self.table = RecordTable(self._model, "Rappels", empty_text="Aucun rappel à faire.")
        self._lay_out()
        self._connect()

    def entered(self) -> None:
        """Put the keyboard on the list."""
        self.table.setFocus()

    def has_unsaved_changes(self) -> bool:
        """Tell whether a recall is being written."""
        return self.panel.has_text()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ins", "Nouveau rappel"),
            ("Return", "Ouvrir le rappel"),
            ("Space", "Marquer comme fait"),
            ("Del", "Supprimer"),
        ]

    def show_record(self, record: OpenRecord) -> None:
        """Read the recalls of this record."""
        if record.patient.id != self._patient_id:
            self._patient_id = record.patient.id
            self.panel.leave()
            self.refusal.leave()
            self._model.set_records(())
        if not self.desk.actor.may(Right.READ_NOTES):
            return
        patient_id, actor, service = self._patient_id, self.desk.actor, self._service

        def work() -> tuple[int, list[_Item]]:
            return patient_id, service.of(actor, patient_id)

        self.desk.run(self, work, self._show)

    def _show(self, answer: tuple[int, list[_Item]]) -> None:
        patient_id, facts = answer
        if patient_id == self._patient_id:
            self._all = sorted(facts, key=_order)
            self._fill()

    @Slot()
    def _fill(self) -> None:
        closed = self.closed_box.isChecked()
        shown = [one for one in self._all if closed or one.data.state is ReminderState.TO_DO]
        self._model.set_records(shown)
        if shown and self.table.current_record() is None:
            self.table.selectRow(0)
        self._follow_row()

    @Slot()
    def _follow_row(self) -> None:
        fact = self.table.current_record()
        writes = self.desk.actor.may(Right.WRITE_NOTES)
        is_open = fact is not None and fact.data.state is ReminderState.TO_DO
        self.add_button.setEnabled(writes)
        self.remove_button.setEnabled(writes and fact is not None)
        for button in (self.done_button, self.later_button, self.refused_button):
            button.setEnabled(writes and is_open)

    @Slot()
    def _add(self) -> None:
        if self.add_button.isEnabled():
            self.panel.open_new(self.add_button)

    @Slot(object)
    def _open(self, fact: _Item) -> None:
        if self.add_button.isEnabled():
            self.panel.open_on(self.table, fact)

    @Slot(object, object)
    def _store(self, fact: _Item | None, reminder: Reminder) -> None:
        def stored(_: _Item) -> None:
            self.panel.leave()

        if fact is None:
            told = "Rappel ajouté."
            self._verbs.add(self._patient_id, reminder, told, stored, self.panel.refuse)
        else:
            self._verbs.change(fact, reminder, "Rappel modifié.", stored, self.panel.refuse)

    @Slot()
    def _done(self) -> None:
        fact = self.table.current_record()
        if fact is None or not self.done_button.isEnabled():
            return
        ticking = _Ticking(self._service, self.desk.actor, fact)
        today = self.desk.application.clock.today()

        def done(told: str) -> None:
            step = Step(told, ticking.undo, lambda: ticking.do(today), fact.patient_id)
            self.desk.undo.add(step)

        self.desk.run(self, lambda: ticking.do(today), done, self.strip.show_failure)

    @Slot()
    def _later(self) -> None:
        fact = self.table.current_record()
        if fact is not None:
            postponed = fact.data.postponed_by(1, self.desk.application.clock.today())
            told = f"Rappel reporté au {postponed.due_on:%d/%m/%Y}."
            self._verbs.change(fact, postponed, told, None, self.strip.show_failure)

    @Slot()
    def _ask_refusal(self) -> None:
        fact = self.table.current_record()
        if fact is not None:
            self.refusal.open_on(self.refused_button, fact)

    @Slot(object, str)
    def _refused(self, fact: _Item, reason: str) -> None:
        today = self.desk.application.clock.today()
        closed = fact.data.closed(ReminderState.REFUSED, today, reason)
        self._verbs.change(
            fact, closed, "Refus noté.", lambda _: self.refusal.leave(), self.refusal.refuse
        )

    @Slot()
    def _remove(self) -> None:
        fact = self.table.current_record()
        if fact is not None and self.remove_button.isEnabled():
            self._verbs.remove(fact, "Rappel supprimé.", None, self.strip.show_failure)

    def _columns(self) -> list[Column[_Item]]:
        return [
            Column(
                "Échéance",
                lambda one: f"{one.data.due_on:%d/%m/%Y}",
                sort_key=lambda one: one.data.due_on.toordinal(),
                sample="00/00/0000",
                icon_name=self._mark,
            ),
            Column("Rappel", lambda one: one.data.label, stretch=True),
            Column("Pour", lambda one: one.data.addressee.label, sample="Secrétaire"),
            Column("Revient", lambda one: period_text(one.data.every_months), sample="tous les 24"),
            Column("État", self._state, sample="Refusé par le patient"),
        ]

    def _mark(self, fact: _Item) -> str:
        late = fact.data.is_late(self.desk.application.clock.today())
        return "warning" if late else "clock"

    def _state(self, fact: _Item) -> str:
        data = fact.data
        if data.is_late(self.desk.application.clock.today()):
            return "En retard, prioritaire" if data.urgent else "En retard"
        if data.state is ReminderState.TO_DO:
            return "À faire, prioritaire" if data.urgent else data.state.label
        closed = f" le {data.closed_on:%d/%m/%Y}" if data.closed_on else ""
        return data.state.label + closed + (f"\u00a0: {data.reason}" if data.reason else "")

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._add)
        self.done_button.clicked.connect(self._done)
        self.later_button.clicked.connect(self._later)
        self.refused_button.clicked.connect(self._ask_refusal)
        self.remove_button.clicked.connect(self._remove)
        self.closed_box.toggled.connect(self._fill)
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._follow_row)
        self.panel.asked.connect(self._store)
        self.refusal.asked.connect(self._refused)
        acts = {"Ins": self._add, "Del": self._remove, "Space": self._done}
        for key, act in acts.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        bar = QWidget()
        tools = WrapLayout(bar, spacing=SPACE_S)
        for button in (
            self.add_button,
            self.done_button,
            self.later_button,
            self.refused_button,
            self.remove_button,
        ):
            tools.addWidget(button)
        tools.addWidget(self.closed_box)
        column = scrolling_column(self)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        column.addWidget(SectionTitle("Rappels", 1))
        column.addWidget(self.strip)
        column.addWidget(bar)
        column.addWidget(self.panel)
        column.addWidget(self.refusal)
        column.addWidget(self.table, 1)


class _Ticking:
    """One recall marked as done, taken back, done again: the versions follow."""

    def __init__(self, service: ReminderService, actor: Actor, fact: _Item) -> None:
        self._service = service
        self._actor = actor
        self._fact = fact
        self._before = fact.data
        self._following: _Item | None = None

    def do(self, on: date) -> str:
        """Mark as done; return the sentence that tells it."""
        self._fact, self._following = self._service.done(self._actor, self._fact, on)
        if self._following is None:
            return "Rappel fait."
        return f"Rappel fait\u00a0; le prochain est le {self._following.data.due_on:%d/%m/%Y}."

    def undo(self) -> None:
        """Take it back."""
        self._fact = self._service.undone(self._actor, self._fact, self._following, self._before)


def period_text(months: int) -> str:
    """Return « tous les 6 mois », « tous les 2 ans » or « une fois »."""
    if not months:
        return "une fois"
    years, rest = divmod(months, 12)
    if rest:
        return "tous les mois" if months == 1 else f"tous les {months} mois"
    return "tous les ans" if years == 1 else f"tous les {years} ans"


def _order(fact: _Item) -> tuple[bool, bool, date]:
    data = fact.data
    return data.state is not ReminderState.TO_DO, not data.urgent, data.due_on
