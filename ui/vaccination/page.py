"""« Vaccins » of the open record: what was given, what is due, the box before the camera."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from almapy.events import Changed, Topic
from almapy.patients.age import age_text
from almapy.patients.model import Patient
from almapy.record.model import Fact
from almapy.users.model import Right
from almapy.vaccination.box_model import ScannedBox
from almapy.vaccination.lines import lines_of
from almapy.vaccination.model import Vaccination
from almapy.vaccine_calendar.model import Verdict
from almapy.vaccines.model import Vaccine
from ui.cve.deletion_question import DeletionQuestion
from ui.cve.panel import CarnetPanel
from ui.cve.strip import CarnetStrip
from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_M
from ui.vaccination.booklet import BookletView
from ui.vaccination.buttons import PageButtons
from ui.vaccination.entry import EntryPart
from ui.vaccination.removal import Removal
from ui.vaccination.scan_panel import BoxScanPanel
from ui.vaccination.stored_line import StoredLine
from ui.vaccination.table import ShownVaccination, VaccinationTable
from ui.vaccination.wish import wish_of
from ui.vaccine_calendar.panel import CalendarPanel
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.focus_scroll import FocusScroll, scrolling_column
from ui.widgets.section_title import SectionTitle

_SIDE_BY_SIDE_EM = 54
_LEAST_LINES = 9


class Part(Enum):
    """What the left of the page shows."""

    TABLE = auto()
    SCAN = auto()
    ENTRY = auto()
    CARNET = auto()
    BOOKLET = auto()


_WITH_CALENDAR = frozenset({Part.TABLE, Part.ENTRY})
_WITH_STRIP = frozenset({Part.TABLE, Part.CARNET})


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was read of one record."""

    patient_id: int
    lines: list[ShownVaccination] = field(repr=False)


class VaccinationPage(Page):
    """The table first; what is opened takes its place and gives it back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._patient: Patient | None = None
        self._lines: list[ShownVaccination] = []
        self._wanted: int | None = None
        self.can_write = desk.actor.may(Right.WRITE_NOTES)
        self.title = SectionTitle("", 2)
        self.carnet_strip = CarnetStrip(desk)
        self.buttons = PageButtons(can_write=self.can_write)
        self.strip = FailureStrip()
        self.stored = StoredLine()
        self.question = DeletionQuestion()
        self.scan = BoxScanPanel(desk)
        self.entry = EntryPart(desk)
        self.carnet = CarnetPanel(desk)
        self.booklet = BookletView(desk)
        self.table = VaccinationTable()
        self.calendar = CalendarPanel(desk)
        self._removal = Removal(desk, self.entry.verbs, self.question, self.table)
        self._aside = FocusScroll()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()
        self._show_part(Part.TABLE)

    def entered(self) -> None:
        """Put the keyboard on the table; film at once when a box was asked for."""
        if wish_of(self.desk).take() and self.can_write and self._patient is not None:
            self.scan_box()
        elif self._part is Part.TABLE:
            self.table.setFocus()

    def show_record(self, record: OpenRecord) -> None:
        """Show the vaccinations of this record; the same one again leaves what is open alone."""
        if not self.desk.actor.may(Right.READ_NOTES):
            return
        patient = record.patient
        if self._patient is None or self._patient.id != patient.id:
            self._forget()
        self._patient = patient
        self.title.setText(_title(patient, self.desk))
        self.entry.show_patient(patient.id)
        for part in (self.carnet_strip, self.carnet, self.calendar):
            part.show_record(record)
        self.booklet.show_patient(patient)
        self.buttons.set_open(is_open=True)
        self._read()

    def forget_record(self) -> None:
        """Let the record go."""
        self._patient = None
        self._forget()
        self.buttons.set_open(is_open=False)

    def has_unsaved_changes(self) -> bool:
        """Tell whether a vaccination or a booklet is being written."""
        return self.entry.has_unsaved_changes() or self.carnet.has_unsaved_changes()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ctrl+Shift+V", "Scanner une boîte de vaccin"),
            ("Ins", "Ajouter une vaccination par son nom"),
            ("Return", "Ouvrir la vaccination"),
            ("Del", "Supprimer la vaccination"),
            ("Esc", "Revenir au tableau"),
        ]

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the camera go when the page is left; whoever comes back begins at the table."""
        super().hideEvent(event)
        self.scan.stop()
        if self._part in {Part.SCAN, Part.BOOKLET}:
            self._show_part(Part.TABLE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the calendar beside the table where there is room."""
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth() * 2
        directions = QBoxLayout.Direction
        wide = self.width() >= em * _SIDE_BY_SIDE_EM
        self._sides.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the table by Échap."""
        if event.key() == Qt.Key.Key_Escape and self._part is not Part.TABLE:
            self._back_to_table()
            return
        super().keyPressEvent(event)

    @Slot()
    def scan_box(self) -> None:
        """Film a box."""
        if self.can_write and self._patient is not None:
            self.stored.forget()
            self._show_part(Part.SCAN)
            self.scan.start()

    @Slot()
    def add(self) -> None:
        """Ask which vaccine."""
        if self.can_write and self._patient is not None:
            self.stored.forget()
            self.entry.open_search(self.table)

    @Slot(object)
    def _open(self, shown: ShownVaccination) -> None:
        if self.can_write:
            self.stored.forget()
            self.entry.open_fact(shown.line.fact, self.table)

    @Slot()
    def _complete(self) -> None:
        fact_id = self.stored.fact_id
        shown = next((one for one in self._lines if one.line.fact.id == fact_id), None)
        if shown is not None:
            self._open(shown)

    @Slot()
    def _remove(self) -> None:
        shown: ShownVaccination | None = self.table.current_record()
        if self.can_write and shown is not None:
            self.stored.forget()
            self._removal.remove(shown.line.fact)

    @Slot(object)
    def _propose(self, verdict: Verdict) -> None:
        """Search what a line of the calendar proposes: its one vaccine, or the disease."""
        if self.can_write and self._patient is not None:
            one = verdict.vaccines[0] if len(verdict.vaccines) == 1 else verdict.label
            self.entry.open_search(self.table, one)

    @Slot(object, str)
    def _take_box(self, box: ScannedBox, reason: str) -> None:
        patient = self._patient
        if patient is None:
            return
        service, actor = self.desk.application.vaccinations, self.desk.actor
        self.entry.take(
            lambda: service.of_box(actor, patient.id, box, expired_reason=reason),
            self.table,
            self.scan.refuse,
        )

    @Slot(object)
    def _take_named(self, vaccine: Vaccine) -> None:
        self.scan.stop()
        self.entry.open_named(vaccine, self.table)

    @Slot(object)
    def _taken(self, fact: Fact[Vaccination]) -> None:
        if self._patient is None or fact.patient_id != self._patient.id:
            return
        self._wanted = fact.id
        was_scanned = self._part is Part.SCAN
        if self.entry.isHidden():
            self.scan.stop()
            self._back_to_table()
        self.stored.show_fact(fact, offers_more=was_scanned)
        self._read()

    def _read(self) -> None:
        patient = self._patient
        if patient is None:
            return
        application, actor, patient_id = self.desk.application, self.desk.actor, patient.id

        def work() -> _Answer:
            facts = application.vaccinations.of(actor, patient_id)
            states = application.carnets.states(actor, patient_id)
            lines = lines_of(facts, application.vaccines.catalogue())
            return _Answer(
                patient_id, [ShownVaccination(one, states.get(one.fact.id)) for one in lines]
            )

        self.desk.run(self, work, self._show_lines, self.strip.show_failure)

    def _show_lines(self, answer: _Answer) -> None:
        if self._patient is None or answer.patient_id != self._patient.id:
            return
        self._lines = answer.lines
        self.table.lines.set_records(answer.lines)
        if self._wanted is not None:
            self.table.choose(self._wanted)
            self._wanted = None
        elif self._lines and self.table.current_record() is None:
            self.table.selectRow(0)
        self._follow_row()

    def _forget(self) -> None:
        self.scan.stop()
        self.stored.forget()
        self.strip.dismiss()
        self._removal.forget()
        self._lines = []
        self._wanted = None
        self.table.lines.set_records(())
        self._show_part(Part.TABLE)

    @Slot()
    def _follow_row(self) -> None:
        self.buttons.set_row(is_chosen=self.table.current_record() is not None)

    def _show_part(self, part: Part) -> None:
        self._part = part
        self.scan.setVisible(part is Part.SCAN)
        self.booklet.setVisible(part is Part.BOOKLET)
        self.table.setVisible(part is Part.TABLE)
        self._aside.setVisible(part in _WITH_CALENDAR)
        self.carnet_strip.setVisible(part in _WITH_STRIP)
        self.buttons.setVisible(part is not Part.SCAN)
        self.buttons.show_view(is_booklet=part is Part.BOOKLET)
        if part is not Part.ENTRY:
            self.entry.put_aside()
        if part is not Part.CARNET and self.carnet.current is not None:
            blocker = QSignalBlocker(self.carnet)
            self.carnet.leave()
            blocker.unblock()

    @Slot()
    def _show_entry(self) -> None:
        self._show_part(Part.ENTRY)

    @Slot()
    def _show_carnet(self) -> None:
        self._show_part(Part.CARNET)

    @Slot()
    def _show_booklet(self) -> None:
        if self._patient is not None:
            self.stored.forget()
            self._show_part(Part.BOOKLET)
            self.booklet.enter()

    @Slot()
    def _back_to_table(self) -> None:
        self._show_part(Part.TABLE)
        self.table.setFocus()

    @Slot()
    def _close(self) -> None:
        self.desk.section_asked.emit("record")

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        mine = self._patient is not None and fact.patient_id == self._patient.id
        if mine and fact.topic is Topic.CARNET:
            self._read()

    def _connect(self) -> None:
        self.buttons.scan_asked.connect(self.scan_box)
        self.buttons.add_asked.connect(self.add)
        self.buttons.remove_asked.connect(self._remove)
        self.buttons.table_asked.connect(self._back_to_table)
        self.buttons.booklet_asked.connect(self._show_booklet)
        self.buttons.close_asked.connect(self._close)
        self.stored.more_asked.connect(self._complete)
        self.scan.accepted.connect(self._take_box)
        self.scan.named.connect(self._take_named)
        self.scan.closed.connect(self._back_to_table)
        self.entry.opened.connect(self._show_entry)
        self.entry.left.connect(self._back_to_table)
        self.entry.stored.connect(self._taken)
        self.booklet.left.connect(self._back_to_table)
        self.carnet.follow(self.carnet_strip)
        self.carnet.opened.connect(self._show_carnet)
        self.carnet.closed.connect(self._back_to_table)
        self.carnet.changed.connect(self._read)
        self.calendar.wanted.connect(self._propose)
        self.table.opened.connect(self._open)
        self.table.add_asked.connect(self.add)
        self.table.remove_asked.connect(self._remove)
        self.table.current_changed.connect(self._follow_row)
        self.desk.changed.connect(self._follow)

    def _lay_out(self) -> None:
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        column = scrolling_column(self)
        for top in (self.title, self.carnet_strip, self.buttons, self.strip, self.stored):
            column.addWidget(top)
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACE_M)
        inner.addWidget(self.question)
        for part in (self.scan, self.entry, self.carnet, self.booklet, self.table):
            inner.addWidget(part, 1)
        self._sides.setSpacing(SPACE_M)
        self._sides.addWidget(left, 5)
        beside = QVBoxLayout(self._aside.content)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.calendar)
        self._aside.setMinimumHeight(self.table.minimumHeight())
        self._sides.addWidget(self._aside, 3)
        column.addLayout(self._sides, 1)


def _title(patient: Patient, desk: Desk) -> str:
    data = patient.data
    last = (data.deceased_on if data.deceased else None) or desk.application.clock.today()
    born = f"{data.birth_date:%d/%m/%Y}" if data.birth_date else "date de naissance inconnue"
    age = age_text(data.birth_date, last)
    return (
        f"Module de vaccination\u00a0: {patient.shown_name} {patient.shown_first_name}\u00a0: "
        f"{born}{f' ({age})' if age else ''} - Sexe\u00a0: {data.sex.value} - "
        f"Dossier\u00a0: {patient.dossier}"
    )
