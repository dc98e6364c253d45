"""The measures of a consultation, typed one after the other, and masks beneath."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from almapy.measures.model import Measure, MeasureKind
from almapy.measures.service import Entries, Entry
from almapy.measures.words import measure_text
from almapy.record.model import Fact
from almapy.users.model import Right
from ui.desk import Desk
from ui.masks.filling import MaskFilling
from ui.measures.entry_line import EntryLine
from ui.record.fact_verbs import FactVerbs
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.card import Card

USUAL_KINDS = (
    MeasureKind.WEIGHT,
    MeasureKind.HEIGHT,
    MeasureKind.BLOOD_PRESSURE,
    MeasureKind.HEART_RATE,
    MeasureKind.TEMPERATURE,
)


class MeasureCapture(Card):
    """Enter stores a value and goes on to the next field; leaving a field stores it too.

    The fields hold what was measured in this consultation: another text corrects it, an emptied
    field takes it back, Ctrl+Z undoes either.
    """

    stored = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Mesures", parent)
        self._desk = desk
        self._verbs = FactVerbs(desk, self, desk.application.measures)
        self._patient_id: int | None = None
        self._encounter_id: int | None = None
        self._entries: Entries | None = None
        self._joining = False
        self._unread: dict[int, dict[MeasureKind, str]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_S)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(3, 1)
        self.body.addLayout(self._grid)
        self.lines = {kind: EntryLine(kind, self) for kind in USUAL_KINDS}
        for place, line in enumerate(self.lines.values()):
            line.add_to(self._grid, 2 * place)
            line.left.connect(self._store)
            line.entered.connect(self._go_on)
        self.masks = MaskFilling(desk)
        self.body.addWidget(self.masks)
        self.body.addStretch(1)

    def show_patient(self, patient_id: int, encounter_id: int | None) -> None:
        """Show what this consultation holds; the same patient again loses nothing typed.

        A consultation that is only read again, of another day, takes no new value.
        """
        if patient_id != self._patient_id:
            self._leave_patient()
            self._clear_lines()
            self._patient_id = patient_id
            for kind, text in self._unread.pop(patient_id, {}).items():
                self.lines[kind].type_in(text)
        elif encounter_id != self._encounter_id:
            self._store_all()
            self._joining = self._encounter_id is None
            self._entries = None
            for line in self.lines.values():
                if self._encounter_id is not None and not line.refused:
                    line.clear()
        self._encounter_id = encounter_id
        self.masks.show_patient(patient_id, None, None)
        may_write = self._desk.actor.may(Right.WRITE_NOTES)
        for line in self.lines.values():
            line.edit.setReadOnly(not may_write)
        self._load()

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed here is not in the base yet."""
        typed = any(line.dirty for line in self.lines.values())
        return typed or bool(self._unread) or self.masks.has_text()

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        self.lines[USUAL_KINDS[0]].edit.setFocus()

    def _load(self) -> None:
        desk, patient_id, encounter_id = self._desk, self._patient_id, self._encounter_id
        if patient_id is None or not desk.actor.may(Right.READ_NOTES):
            return
        service, actor = desk.application.measures, desk.actor
        joining = self._joining and actor.may(Right.WRITE_NOTES) and encounter_id is not None
        self._joining = False

        def work() -> _Loaded:
            if joining and encounter_id is not None:
                service.join(actor, patient_id, encounter_id)
            entries = service.entries(actor, patient_id, encounter_id)
            return _Loaded(patient_id, encounter_id, entries)

        desk.run(self, work, self._show)

    def _show(self, loaded: _Loaded) -> None:
        if (loaded.patient_id, loaded.encounter_id) != (self._patient_id, self._encounter_id):
            return
        self._entries = entries = loaded.entries
        self.masks.show_patient(loaded.patient_id, entries.encounter_id, entries.taken_at)
        for kind, line in self.lines.items():
            line.show_entry(entries.of.get(kind, Entry()))
            if not line.edit.hasFocus():
                self._store(line)  # it was typed while the values before were on their way

    def _clear_lines(self) -> None:
        self._entries, self._joining = None, False
        for line in self.lines.values():
            line.clear()

    @Slot(object)
    def _store(self, line: EntryLine) -> None:
        patient_id, current, reading = self._patient_id, line.entry.current, line.reading
        entries = self._entries
        if line.busy or not line.dirty or patient_id is None:
            return
        line.remark()
        if entries is None:
            return
        if reading.error or (reading.value is None and current is None):
            return
        line.take(reading)
        line.busy = True
        done = partial(self._stored, line, patient_id)
        failed = partial(self._refused, line, patient_id)
        name = line.kind.label
        if current is not None and reading.value is None:
            self._verbs.remove(current, f"{name}\u00a0: valeur retirée.", done, failed)
            return
        assert reading.value is not None
        measure = Measure(
            line.kind,
            reading.value,
            entries.taken_at or self._desk.application.clock.now(),
            reading.second,
            encounter_id=entries.encounter_id,
        )
        told = f"{name}\u00a0: {measure_text(measure)}."
        if current is None:
            self._verbs.add(patient_id, measure, told, done, failed)
        else:
            corrected = replace(current.data, value=measure.value, second=measure.second)
            self._verbs.change(current, corrected, told, done, failed)

    def _stored(self, line: EntryLine, patient_id: int, _fact: Fact[Measure]) -> None:
        if patient_id == self._patient_id:
            line.busy = False
            self._load()
        self.stored.emit()

    def _refused(self, line: EntryLine, patient_id: int, error: Exception) -> None:
        if patient_id == self._patient_id:
            line.busy = False
            line.not_stored()
            self._load()
        self._desk.fail(error)

    @Slot(object)
    def _go_on(self, line: EntryLine) -> None:
        if line.refused:
            line.edit.selectAll()
            return
        place = USUAL_KINDS.index(line.kind) + 1
        if place < len(USUAL_KINDS):
            self.lines[USUAL_KINDS[place]].edit.setFocus()
        else:
            self.masks.button.setFocus()

    def _store_all(self) -> None:
        for line in self.lines.values():
            self._store(line)

    def _leave_patient(self) -> None:
        if self._patient_id is None:
            return
        self._store_all()
        unread = {kind: line.edit.text() for kind, line in self.lines.items() if line.dirty}
        if unread:
            self._unread[self._patient_id] = unread


@dataclass(frozen=True, slots=True)
class _Loaded:
    patient_id: int
    encounter_id: int | None
    entries: Entries
