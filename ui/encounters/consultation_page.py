"""« Consultation »: write, read, validate and correct, with the list at the left."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from almapy.encounters.model import (
    Draft,
    EncounterContent,
    EncounterLine,
    StoredEncounter,
    WritingHelp,
)
from almapy.encounters.recovery import FoundText
from almapy.record.model import FormerVersion
from almapy.users.model import Right
from ui.desk import Desk
from ui.encounters.draft_keeper import DraftKeeper, Held
from ui.encounters.draft_removal import remove_draft
from ui.encounters.found_texts import FoundTexts
from ui.encounters.list_pane import EncounterListPane
from ui.encounters.page_frame import ConsultationFrame, nothing_open, padded
from ui.encounters.reading_pane import ReadingPane
from ui.encounters.wish import wish_of
from ui.encounters.writing_pane import WritingPane
from ui.measures.capture import MeasureCapture
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card

Former = FormerVersion[EncounterContent]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the page reads of a record."""

    patient_id: int
    lines: list[EncounterLine]
    proposed: WritingHelp


class ConsultationPage(Page):
    """What is typed is kept by itself; leaving the page, the record or the program loses nothing.

    Each record comes back where it was left.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._patient_id: int | None = None
        self._shown: int | None = None  # the consultation in front, None for a new draft
        self._asked = 0  # answers to earlier questions are thrown away
        self._is_opening = False
        self._left_at: dict[int, str | int] = {}  # by patient: a draft's uid, or a number
        self._proposed = WritingHelp()
        self._is_loaded = False
        self._writes = desk.actor.may(Right.WRITE_NOTES)
        self.keeper = DraftKeeper(desk, self)
        self.pane = EncounterListPane()
        self.writing = WritingPane(desk, self.keeper)
        self.reading = ReadingPane(desk)
        self.found = FoundTexts(desk, self.keeper.uids)
        self.capture = MeasureCapture(desk)
        self.new_button = Button("Nouvelle consultation", ButtonKind.QUIET, icon_name="add")
        self._stack = QStackedWidget()
        self._empty = nothing_open(writes=self._writes)
        self._lay_out()
        self._connect()

    def entered(self) -> None:
        """Do what another page wished, or put the keyboard where work goes on."""
        if self._patient_id is None:
            return
        if wish_of(self.desk).take_new():
            self.begin()
        elif self._stack.currentWidget() is self.writing:
            self.writing.editor.focus_text()
        else:
            self.pane.list.setFocus()

    def show_record(self, record: OpenRecord) -> None:
        """Show the consultations of this record; the same again leaves what is typed alone."""
        patient_id = record.patient.id
        if patient_id != self._patient_id:
            self._leave()
            self._patient_id = patient_id
            self._come_back()
        wanted = wish_of(self.desk).take(patient_id)
        if wanted is not None:
            self.open(wanted, focus=True)
        self.found.show_patient(patient_id)
        self._load()

    def forget_record(self) -> None:
        """Let the record go; what was typed goes on being kept."""
        self._leave()
        self._patient_id = None
        self.found.show_patient(None)
        self.pane.list.show_lines([])

    def has_unsaved_changes(self) -> bool:
        """Store what is typed; true only when neither the base nor this post takes it."""
        self.keeper.flush()
        return self.keeper.is_lost_if_closed() or self.capture.has_unsaved_changes()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("F2", "Nouvelle consultation, curseur dans le texte"),
            ("Ctrl+Return", "Valider la consultation ou la correction"),
            ("Ctrl+S", "Enregistrer le brouillon (automatique toutes les 5 secondes)"),
            ("Del", "Supprimer le brouillon choisi dans la liste"),
            ("Escape", "Fermer la comparaison ou le volet ouvert"),
        ]

    def begin(self) -> None:
        """F2: an empty text with the cursor in it; a draft of today that waits is taken up."""
        if self._patient_id is None or not self._writes:
            return
        held = self.writing.held
        if held is not None and not held.corrects and held.draft.content.is_empty:
            self.writing.editor.focus_text()
            return
        if self._take_up_draft():
            return
        encounters, actor = self.desk.application.encounters, self.desk.actor
        draft = encounters.begin(actor, self._patient_id, replaced_id=self._proposed.usual_replaced)
        content = self.writing.editor.usual_layout(draft.content)
        self._write(Draft(draft.uid, draft.patient_id, content), settled=content)
        self.writing.editor.focus_text()

    def open(self, encounter_id: int, *, focus: bool = False) -> None:
        """Show a consultation: in the editor for one's own draft, else to be read."""
        held = self.keeper.held_of(encounter_id)
        if held is not None and held.is_quiet and held is not self.writing.held:
            self.keeper.let_go(held.draft.uid)  # another post may have written since
        elif held is not None and not held.corrects:
            self._show_writing(held)
            if focus:
                self.writing.editor.focus_text()
            return
        encounters, actor = self.desk.application.encounters, self.desk.actor
        self._asked += 1
        asked, self._is_opening = self._asked, True

        def work() -> tuple[StoredEncounter, list[Former]]:
            stored = encounters.get(actor, encounter_id)
            return stored, encounters.former(actor, encounter_id)

        def show(answer: tuple[StoredEncounter, list[Former]]) -> None:
            stored, former = answer
            if asked == self._asked and stored.patient_id == self._patient_id:
                self._show_stored(stored, former, focus=focus)

        self.desk.run(self, work, show)

    def hideEvent(self, event: QHideEvent) -> None:
        """Store at each leaving of the page."""
        self.keeper.flush()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        left, centre = Card("Consultations"), Card()
        left.body.addWidget(self.pane, 1)
        if self._writes:
            self.new_button.setToolTip("F2")
            left.body.addWidget(self.new_button)
        for part in (self._empty, self.reading, self.writing):
            self._stack.addWidget(part)
        centre.body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ConsultationFrame(left, padded(self.found, centre), self.capture))

    def _connect(self) -> None:
        self.pane.list.chosen.connect(self._choose)
        self.pane.list.opened.connect(self._choose_and_enter)
        self.pane.list.removal_asked.connect(self._remove_line)
        self.pane.removed_wanted.connect(self._load)
        self.new_button.clicked.connect(self.begin)
        self.reading.correction_asked.connect(self._correct)
        self.writing.ended.connect(self._ended)
        self.writing.abandoned.connect(self._abandoned)
        self.writing.removal_asked.connect(self._remove_current)
        self.found.taken.connect(self._take_found)
        self.keeper.kept.connect(self._kept)

    @Slot()
    def _load(self) -> None:
        patient_id = self._patient_id
        if patient_id is None:
            return
        encounters, actor = self.desk.application.encounters, self.desk.actor
        with_removed = self.pane.with_removed.isChecked()

        def work() -> _Loaded:
            lines = encounters.of(actor, patient_id, with_removed=with_removed)
            return _Loaded(patient_id, lines, encounters.help(actor, patient_id))

        self.desk.run(self, work, self._show_loaded)

    def _show_loaded(self, loaded: _Loaded) -> None:
        if loaded.patient_id != self._patient_id:
            return
        first = not self._is_loaded
        self._is_loaded, self._proposed = True, loaded.proposed
        self.pane.list.show_lines(loaded.lines)
        self.writing.show_help(loaded.proposed)
        held = self.writing.held
        if held is not None and first and held.draft.id is None and held.draft.content.is_empty:
            self._settle_new_draft(held)
        if held is not None and held.is_quiet and self.pane.list.is_newer(held.draft):
            self.keeper.let_go(held.draft.uid)
            self.writing.rest()
            self.open(held.draft.id or 0, focus=self.writing.has_cursor())
        elif self._stack.currentWidget() is self.reading and self._shown is not None:
            self.open(self._shown)
        elif self._stack.currentWidget() is self._empty and first and not self._is_opening:
            for line in loaded.lines[:1]:
                self.open(line.id)
        self.pane.list.mark(self._shown)

    def _settle_new_draft(self, held: Held) -> None:
        """Give an empty text begun before the record was read what it needs."""
        if self._take_up_draft():
            self.keeper.let_go(held.draft.uid)
            return
        usual = self._proposed.usual_replaced
        combo = self.writing.editor.replaced
        if usual is not None and combo.currentData() is None:
            combo.setCurrentIndex(combo.findData(usual))

    def _take_up_draft(self) -> bool:
        """Open one's own draft of today instead of a second one."""
        today = self.desk.application.clock.today()
        waiting = self.pane.model.own_draft_of(today)
        if waiting is None:
            return False
        self.desk.tell("Votre brouillon du jour est repris. Validez-le pour en commencer un autre.")
        self.open(waiting.id, focus=True)
        return True

    def _show_stored(self, stored: StoredEncounter, former: list[Former], *, focus: bool) -> None:
        held = self.keeper.held_of(stored.id)
        if held is not None and held.corrects and stored.signed:
            self._show_correction(held, stored)
        elif stored.own and self._writes and not stored.signed and not stored.removed:
            self._write(stored.draft(), settled=stored.content)
        else:
            self._show_reading(stored, former)
            if focus:
                self.reading.reading.text.setFocus()
            return
        if focus:
            self.writing.editor.focus_text()

    def _write(self, draft: Draft, *, settled: EncounterContent | None) -> None:
        self._show_writing(self.keeper.hold(draft, settled=settled))

    def _show_writing(self, held: Held) -> None:
        self._asked += 1
        self._drop_empty_draft(held)
        self.writing.write(held)
        self._bring_to_front(self.writing, held.draft.id)

    def _show_correction(self, held: Held, stored: StoredEncounter) -> None:
        self._drop_empty_draft(held)
        self.writing.correct(held, stored)
        self._bring_to_front(self.writing, stored.id)

    def _show_reading(self, stored: StoredEncounter, former: list[Former]) -> None:
        self.keeper.flush()
        self._drop_empty_draft(None)
        self.writing.rest()
        self.reading.show_encounter(stored, former, self._proposed)
        self._bring_to_front(self.reading, stored.id)

    def _bring_to_front(self, part: QWidget, encounter_id: int | None) -> None:
        self._shown, self._is_opening = encounter_id, False
        self._stack.setCurrentWidget(part)
        self.pane.list.mark(encounter_id)
        if self._patient_id is not None:
            self.capture.show_patient(self._patient_id, encounter_id)

    def _drop_empty_draft(self, following: Held | None) -> None:
        held = self.writing.held
        if held is None or held is following:
            return
        if held.draft.id is None and held.draft.content.is_empty:
            self.keeper.let_go(held.draft.uid)

    def _leave(self) -> None:
        self.keeper.flush()
        if self._patient_id is not None:
            held = self.writing.held
            if held is not None and not (held.draft.id is None and held.draft.content.is_empty):
                self._left_at[self._patient_id] = held.draft.uid
            elif self._shown is not None:
                self._left_at[self._patient_id] = self._shown
        self._drop_empty_draft(None)
        self._asked += 1
        self._is_opening = False
        self._shown, self._is_loaded, self._proposed = None, False, WritingHelp()
        self.writing.rest()
        self.reading.clear()
        self.pane.filter.clear()
        self.pane.list.show_lines([])
        self._stack.setCurrentWidget(self._empty)

    def _come_back(self) -> None:
        assert self._patient_id is not None
        self.capture.show_patient(self._patient_id, None)
        place = self._left_at.pop(self._patient_id, None)
        if isinstance(place, int):
            self.open(place)
        elif place is not None and (held := self.keeper.held(place)) is not None:
            if not held.corrects:
                self._show_writing(held)
            elif held.draft.id is not None:
                self.open(held.draft.id)

    @Slot(object)
    def _choose(self, line: EncounterLine) -> None:
        self.open(line.id)

    @Slot(object)
    def _choose_and_enter(self, line: EncounterLine) -> None:
        self.open(line.id, focus=True)

    @Slot(object)
    def _kept(self, draft: Draft) -> None:
        held = self.writing.held
        if held is None or held.draft.uid != draft.uid or self._shown == draft.id:
            return
        self._bring_to_front(self.writing, draft.id)
        self._load()

    @Slot(object)
    def _correct(self, stored: StoredEncounter) -> None:
        held = self.keeper.hold(stored.draft(), settled=stored.content, signed=True)
        self._show_correction(held, stored)
        self.writing.editor.focus_text()

    @Slot(object)
    def _ended(self, stored: StoredEncounter) -> None:
        if stored.patient_id == self._patient_id:
            self.open(stored.id, focus=True)
            self._load()

    @Slot(object)
    def _abandoned(self, encounter_id: int) -> None:
        self.open(encounter_id, focus=True)
        if self._patient_id is not None:
            self.found.show_patient(self._patient_id)

    @Slot(object)
    def _remove_line(self, line: EncounterLine) -> None:
        if line.signed:
            if self._shown == line.id:
                self.reading.ask_removal()
        elif line.own and self._writes and not line.removed:
            self._remove(self.keeper.held_of(line.id), line.id)

    @Slot()
    def _remove_current(self) -> None:
        held = self.writing.held
        if held is not None:
            self._remove(held, held.draft.id)

    def _remove(self, held: Held | None, encounter_id: int | None) -> None:
        if held is not None:
            self.keeper.let_go(held.draft.uid)
        if held is None or held is self.writing.held:
            self.writing.rest()
            self._bring_to_front(self._empty, None)
            self.pane.list.setFocus()
        draft = held.draft if held is not None and held.dirty else None
        remove_draft(self.desk, self, draft, encounter_id, self._load)

    @Slot(object, object)
    def _take_found(self, text: FoundText, stored: StoredEncounter | None) -> None:
        if text.corrects and stored is not None and stored.signed and not stored.removed:
            held = self.keeper.hold(
                stored.draft(text.draft.content), settled=stored.content, signed=True
            )
            held.reason = text.reason
            self._show_correction(held, stored)
        else:
            self._write(text.draft, settled=None)
            self.keeper.keep_mine(text.draft.uid)
        self.writing.editor.focus_text()
