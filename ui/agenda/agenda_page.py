"""« Agenda » of a day: who comes, who waits, whose turn it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QWidget

from almapy.agenda.model import Appointment, AppointmentDraft, AppointmentState
from almapy.events import Changed, Topic
from ui.agenda.appointment_panel import AppointmentPanel
from ui.agenda.moves import Addition, Change, Removal
from ui.agenda.next_patient import NextPatient
from ui.desk import Desk
from ui.home.page import long_date
from ui.icons import icon
from ui.page import Page
from ui.theme import SPACE_S
from ui.undo import Step
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.focus_scroll import scrolling_column
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_EVERY_MS = 30_000
_SLOT_MINUTES = 15
_FIRST_HOUR = 8
_States = AppointmentState
_LEAST_LINES = 9


class AgendaPage(Page):
    """Enter opens the record, Space notes the arrival, ← and → change the day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._agenda = desk.application.agenda
        self._day: date = desk.application.clock.today()
        self._asked = 0
        self._practitioners: Sequence[tuple[int, str]] = ()
        self.strip = FailureStrip()
        self.title = SectionTitle("", 1)
        self.waiting = QLabel()
        set_text_role(self.waiting, TextRole.SECONDARY)
        self.before_button = _step_button("Jour précédent", "chevron-left")
        self.today_button = Button("Aujourd'hui")
        self.after_button = _step_button("Jour suivant", "chevron-right")
        self.who = QComboBox()
        self.who.setAccessibleName("Agenda de")
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.add_button = Button("Nouveau rendez-vous", ButtonKind.PRIMARY, icon_name="add")
        self.arrived_button = Button("Arrivé", icon_name="tick")
        self.absent_button = Button("Absent")
        self.cancel_button = Button("Annulé")
        self.change_button = Button("Modifier", icon_name="edit")
        self.remove_button = Button("Supprimer", icon_name="delete")
        self.call_button = Button("Patient suivant")
        self.panel = AppointmentPanel(desk)
        self.next_patient = NextPatient(desk, self)
        self._model = RecordTableModel(self._columns(), identity=lambda one: one.id)
        self.table = RecordTable(self._model, "Rendez-vous", empty_text="Aucun rendez-vous.")
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._lay_out()
        self._connect()

    def entered(self) -> None:
        """Read the day and put the keyboard on the list."""
        self._read()
        self._timer.start()
        if not self.panel.isVisible():
            self.table.setFocus()

    def has_unsaved_changes(self) -> bool:
        """Tell whether an appointment is being written."""
        return self.panel.has_text()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ins", "Nouveau rendez-vous"),
            ("Return", "Ouvrir le dossier"),
            ("Space", "Noter l'arrivée"),
            ("Del", "Supprimer"),
            ("Alt+Left", "Jour précédent"),
            ("Alt+Right", "Jour suivant"),
        ]

    def show_day(self, day: date) -> None:
        """Show another day."""
        self._day = day
        self._model.set_records(())
        self._read()

    @Slot()
    def _read(self) -> None:
        if not self.isVisible():
            return
        agenda, actor, day = self._agenda, self.desk.actor, self._day
        who = self.who.currentData() or None
        self._asked += 1
        number = self._asked

        def work() -> tuple[int, list[Appointment], list[tuple[int, str]]]:
            return number, agenda.day(actor, day, who), agenda.practitioners(actor)

        self.desk.run(self, work, self._show, self.strip.show_failure)

    def _show(self, answer: tuple[int, Sequence[Appointment], Sequence[tuple[int, str]]]) -> None:
        number, appointments, practitioners = answer
        if number != self._asked:
            return
        self._model.set_records(appointments)
        if practitioners != self._practitioners:
            self._practitioners = practitioners
            self._show_practitioners()
        self.title.setText(long_date(self._day).capitalize())
        now = self.desk.application.clock.now()
        waits = [one.data.waited(now) for one in appointments]
        minutes = [wait // timedelta(minutes=1) for wait in waits if wait is not None]
        count = len(minutes)
        self.waiting.setText(
            f"{count} patient{'s' if count > 1 else ''} en salle d'attente, jusqu'à "
            f"{max(minutes)} min"
            if minutes
            else "Salle d'attente vide"
        )
        self._follow_row()

    def _show_practitioners(self) -> None:
        self.panel.show_practitioners(self._practitioners)
        chosen = self.who.currentData()
        self.who.blockSignals(True)
        self.who.clear()
        self.who.addItem("Tout le cabinet", 0)
        for account_id, name in self._practitioners:
            self.who.addItem(name, account_id)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self.who.blockSignals(False)

    @Slot()
    def _follow_row(self) -> None:
        current = self.table.current_record()
        buttons = (self.arrived_button, self.absent_button, self.cancel_button)
        for button in (*buttons, self.change_button, self.remove_button):
            button.setEnabled(current is not None)
        is_here = current is not None and current.data.state is _States.ARRIVED
        self.arrived_button.setText("Pas encore arrivé" if is_here else "Arrivé")

    @Slot()
    def _add(self) -> None:
        who = self.who.currentData() or self.desk.actor.user_id
        self.panel.open_new(self.add_button, self._free_moment(), who)

    def _free_moment(self) -> datetime:
        """Return the end of the last appointment shown, or the first hour of the day."""
        count = self._model.rowCount()
        if count:
            return max(self._model.record(row).data.end for row in range(count))
        return datetime.combine(self._day, time(_FIRST_HOUR)).astimezone()

    @Slot(object, object)
    def _store(self, before: Appointment | None, draft: AppointmentDraft) -> None:
        agenda, actor = self._agenda, self.desk.actor
        move = (
            Addition(agenda, actor, draft)
            if before is None
            else Change(agenda, actor, before, draft)
        )
        besides = before.id if before is not None else None

        def work() -> str:
            others = agenda.overlapping(actor, draft, besides=besides)
            move.do()
            told = "Rendez-vous ajouté." if before is None else "Rendez-vous modifié."
            if others:
                told += " Attention\u00a0: un autre rendez-vous occupe déjà ce moment."
            return told

        def stored(told: str) -> None:
            self.panel.leave()
            self.desk.undo.add(Step(told, move.undo, move.do))

        self.desk.run(self, work, stored, self.panel.refuse)

    @Slot()
    def _arrived(self) -> None:
        current = self.table.current_record()
        if current is None:
            return
        if current.data.state is _States.ARRIVED:
            self._move_on(_States.PLANNED, "Arrivée effacée.")
        else:
            self._move_on(_States.ARRIVED, "Arrivée notée.")

    def _move_on(self, state: AppointmentState, told: str) -> None:
        current = self.table.current_record()
        if current is None:
            return
        draft = current.data.moved_on(state, self.desk.application.clock.now())
        move = Change(self._agenda, self.desk.actor, current, draft)
        self._do(move.do, move.undo, told)

    @Slot()
    def _remove(self) -> None:
        current = self.table.current_record()
        if current is not None:
            move = Removal(self._agenda, self.desk.actor, current)
            self._do(move.do, move.undo, "Rendez-vous supprimé.")

    def _do(self, do: Callable[[], None], undo: Callable[[], None], told: str) -> None:
        def done(_: object) -> None:
            self.desk.undo.add(Step(told, undo, do))

        self.desk.run(self, do, done, self._refused)

    def _refused(self, error: Exception) -> None:
        self.strip.show_failure(error)
        self._read()

    @Slot()
    def _change(self) -> None:
        current = self.table.current_record()
        if current is not None:
            self.panel.open_on(self.table, current)

    @Slot(object)
    def _open(self, appointment: Appointment) -> None:
        if appointment.data.patient_id is not None:
            self.desk.patient_asked.emit(appointment.data.patient_id)
        else:
            self.panel.open_on(self.table, appointment)

    def _follow(self, fact: Changed) -> None:
        if fact.topic is Topic.AGENDA:
            self._read()

    def _columns(self) -> list[Column[Appointment]]:
        return [
            Column(
                "Heure",
                lambda one: f"{one.data.start.astimezone():%H:%M}",
                sort_key=lambda one: one.data.start,
                sample="00:00",
                icon_name=lambda one: _STATE_ICONS[one.data.state],
            ),
            Column("Durée", lambda one: f"{one.data.minutes} min", sample="120 min"),
            Column("Patient", lambda one: one.who, stretch=True),
            Column("Type", lambda one: one.data.kind.label, sample="Téléconsultation"),
            Column("Motif", lambda one: one.data.reason, sample="Renouvellement de traitement"),
            Column("Avec", lambda one: one.practitioner, sample="Jean-Christophe DURAND"),
            Column("État", self._state, sample="Arrivé, attend depuis 120 min"),
        ]

    def _state(self, one: Appointment) -> str:
        wait = one.data.waited(self.desk.application.clock.now())
        if wait is None:
            return one.data.state.label
        return f"{one.data.state.label}, attend depuis {wait // timedelta(minutes=1)} min"

    def _connect(self) -> None:
        self.before_button.clicked.connect(lambda: self.show_day(self._day - timedelta(days=1)))
        self.after_button.clicked.connect(lambda: self.show_day(self._day + timedelta(days=1)))
        self.today_button.clicked.connect(
            lambda: self.show_day(self.desk.application.clock.today())
        )
        self.add_button.clicked.connect(self._add)
        self.arrived_button.clicked.connect(self._arrived)
        self.absent_button.clicked.connect(lambda: self._move_on(_States.ABSENT, "Absence notée."))
        self.cancel_button.clicked.connect(
            lambda: self._move_on(_States.CANCELLED, "Rendez-vous annulé.")
        )
        self.change_button.clicked.connect(self._change)
        self.remove_button.clicked.connect(self._remove)
        self.call_button.clicked.connect(self.next_patient.call)
        self.who.currentIndexChanged.connect(self._read)
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._follow_row)
        self.panel.asked.connect(self._store)
        self.desk.changed.connect(self._follow)
        self._timer.timeout.connect(self._read)
        keys = {"Ins": self._add, "Del": self._remove, "Space": self._arrived}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        for key, button in {"Alt+Left": self.before_button, "Alt+Right": self.after_button}.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(self.title, 1)
        for one in (self.before_button, self.today_button, self.after_button, self.who):
            head.addWidget(one)
        tools = QWidget()
        wrap = WrapLayout(tools, spacing=SPACE_S)
        states = (self.arrived_button, self.absent_button, self.cancel_button)
        for one in (self.add_button, self.call_button, *states, self.change_button):
            wrap.addWidget(one)
        wrap.addWidget(self.remove_button)
        column = scrolling_column(self)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        column.addLayout(head)
        column.addWidget(self.waiting)
        column.addWidget(self.strip)
        column.addWidget(tools)
        column.addWidget(self.panel)
        column.addWidget(self.table, 1)


def _step_button(name: str, icon_name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button


_STATE_ICONS = {
    _States.PLANNED: "clock",
    _States.CONFIRMED: "clock",
    _States.ARRIVED: "patient",
    _States.IN_ROOM: "consultation",
    _States.DONE: "ok",
    _States.ABSENT: "cancel",
    _States.CANCELLED: "cancel",
}
