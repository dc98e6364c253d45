"""« INSI »: ask, compare, accept or refuse, without ever keeping anybody from working."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from almapy.errors import ConflictError
from almapy.insi.model import CallKind
from almapy.insi.results import Comparison
from almapy.insi.service import SameMatricule
from almapy.patients.model import Patient, PatientHit
from ui.administrative.matricule_sight import MatriculeSight
from ui.desk import Desk
from ui.insi import words
from ui.insi.calls import Answer, calls_of
from ui.insi.decisions import Decisions, why_not
from ui.insi.layout import InsiLayout
from ui.insi.question import Question
from ui.insi.readiness import Readiness
from ui.insi.telling import Telling
from ui.insi.wish import wish_of
from ui.merge.wish import ask_merge
from ui.page import Page
from ui.patients.open_records import OpenRecord

_NOT_HIM = "INSi ne peut pas être appelé pour ce dossier"
_NOT_READY = "INSi n'est pas prêt"


class InsiPage(Page):
    """One for all records: calls, answers and typing belong to the record they were made for.

    An answer that comes while another page or another record is in front waits, and is told.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._patient: Patient | None = None
        self._aside: dict[int, dict[int, Any]] = {}
        self._told: Answer | None = None
        self._number = 0
        self._why_not = ""
        self._other = 0
        self.calls = calls_of(desk)
        self.sight = MatriculeSight(desk, self)
        self.view = InsiLayout(desk, self)
        self.telling = Telling(self.view.strip, self)
        self.decisions = Decisions(desk, self)
        self.readiness = Readiness(desk, self)
        self._connect()

    def show_record(self, record: OpenRecord) -> None:
        """Show the record in front; the same one again leaves typing and answers in place."""
        patient = record.patient
        if self._patient is None or self._patient.id != patient.id:
            self._put_aside()
            self._begin(patient)
            self._show_standing(takes_focus=self._holds_focus())
        elif patient.version > self._patient.version:
            self._follow(patient)

    def forget_record(self) -> None:
        """Let the record go; calls under way go on, their answers wait."""
        self._put_aside()
        self._patient = None
        self._aside.clear()

    def entered(self) -> None:
        """Look whether INSi can be called, and put the keyboard where the work begins."""
        self.readiness.look()
        self._show_standing(takes_focus=True)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Return", "Rechercher, ou valider quand le justificatif est choisi"),
            ("Ctrl+Return", words.ACCEPT),
            ("Esc", f"Interrompre, {words.REFUSE.lower()} ou fermer"),
            ("Ctrl+PgDown", "Onglet suivant"),
            ("Ctrl+PgUp", "Onglet précédent"),
        ]

    def hideEvent(self, event: QHideEvent) -> None:
        """Have the next sight of a matricule traced again."""
        super().hideEvent(event)
        self.sight.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop what runs, else leave, by Échap."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            patient = self._patient
            if patient is not None and self.calls.running(patient.id) is not None:
                self._interrupt()
            elif not self.view.leave():
                self._close()
            return
        super().keyPressEvent(event)

    # What is asked.

    @Slot(object)
    def _ask(self, question: Question) -> None:
        patient = self._patient
        if patient is None or self._reason() or self.calls.running(patient.id) is not None:
            return
        self.view.strip.dismiss()
        self._told = None
        self.calls.put(patient, question)
        self.view.show_running(self.calls.running(patient.id))
        self.view.running.setFocus()

    @Slot()
    def _retry(self) -> None:
        if self._told is not None:
            self._ask(self._told.question)

    @Slot()
    def _interrupt(self) -> None:
        if self._patient is not None:
            self.calls.interrupt(self._patient.id)
            self.view.show_running(None)
            self.telling.tell_interrupted()
            self.view.focus_start()

    # What comes back.

    @Slot(object)
    def _take_answer(self, answer: Answer) -> None:
        is_here = self._patient is not None and self._patient.id == answer.patient_id
        if not is_here or not self.isVisibleTo(self.window()):
            if not answer.told_elsewhere:
                self.desk.tell(f"INSi a répondu\u00a0: Ctrl+I dans le dossier n° {answer.dossier}")
            return
        focus = QApplication.focusWidget()
        typing = isinstance(focus, QLineEdit) and self.isAncestorOf(focus)
        if typing and _wants_comparison(answer):
            self._told = answer
            self.view.show_running(None)
            self.telling.tell_waiting()
        else:
            takes_focus = not typing and (focus is None or self.isAncestorOf(focus))
            self._tell(answer, takes_focus=takes_focus)

    def _show_standing(self, *, takes_focus: bool) -> None:
        """Show what stands for this record: a call under way, an answer, or the questions."""
        patient = self._patient
        if patient is None:
            return
        if self.isVisible():
            self.sight.see(patient)
        running, answer = self.calls.running(patient.id), self.calls.answer(patient.id)
        self.view.show_running(running)
        is_shown = answer is None or (answer is self._told and self.view.is_comparing)
        if answer is not None and not is_shown:
            self.view.tabs.show_tab_of(answer.question)
            self._tell(answer, takes_focus=takes_focus)
        elif takes_focus:
            if running is not None:
                self.view.running.setFocus()
            else:
                self.view.focus_start()

    def _tell(self, answer: Answer, *, takes_focus: bool) -> None:
        patient = self._patient
        if patient is None:
            return
        self._told = answer
        if _wants_comparison(answer):
            self._compare(answer, takes_focus=takes_focus)
            return
        self.view.show_running(None)
        self.view.show_questions()
        self.telling.tell(answer, patient.data.matricule_ins)
        if takes_focus:
            outcome = answer.result.outcome if answer.result is not None else None
            self.view.focus_after(outcome)

    @Slot()
    def _see(self) -> None:
        if self._told is not None:
            self._compare(self._told, takes_focus=True)

    def _compare(self, answer: Answer, *, takes_focus: bool, again: bool = False) -> None:
        patient, result = self._patient, answer.result
        if patient is None or result is None or result.identity is None:
            return
        service, actor, identity = self.desk.application.insi, self.desk.actor, result.identity
        self._number += 1
        number = self._number

        def show(comparison: Comparison) -> None:
            if number != self._number or self._patient is None:
                return
            self.view.show_running(None)
            self.view.show_comparison(comparison, identity.former, patient.data, again=again)
            if not again:
                self.view.strip.dismiss()
            if takes_focus:
                self.view.focus_start()

        def refuse(error: Exception) -> None:
            if number == self._number:
                self.view.show_running(None)
                self.view.strip.show_failure(error)

        self.desk.run(self, lambda: service.compare(actor, patient, identity), show, refuse)

    # What is done of it.

    @Slot(str, bool)
    def _accept(self, document: str, sure: bool) -> None:  # noqa: FBT001  (a signal's argument)
        patient, answer = self._patient, self._told
        if patient is not None and answer is not None:
            self.view.strip.dismiss()
            self.decisions.accept(patient, answer, document, sure=sure)

    @Slot(object, object)
    def _accepted(self, answer: Answer, saved: Patient) -> None:
        self.calls.settle(answer)
        self._aside.pop(saved.id, None)
        if self._patient is None or self._patient.id != saved.id:
            self.desk.tell(f"Dossier n° {saved.dossier}\u00a0: {saved.status.label.lower()}.")
            return
        held_focus = self._holds_focus()
        self._begin(saved)
        self.telling.tell_accepted(saved.status)
        if held_focus:
            self.view.focus_close()

    @Slot(object, object)
    def _not_accepted(self, answer: Answer, error: Exception) -> None:
        patient = self._patient
        if patient is None or patient.id != answer.patient_id:
            self.desk.fail(error)
            return
        self.view.comparison.take_up()
        if isinstance(error, SameMatricule):
            self.decisions.read_both(patient.id, error.patient_id)
            return
        self.view.strip.show_failure(error)
        if isinstance(error, ConflictError):
            self.decisions.read(patient.id)

    @Slot(object)
    def _take_newer(self, newer: Patient) -> None:
        if self._patient is not None and self._patient.id == newer.id:
            self._follow(newer)

    @Slot()
    def _refuse(self) -> None:
        answer = self._told
        if answer is None:
            return
        self.calls.settle(answer)
        self._told = None
        self.decisions.refuse(answer)
        self.view.show_questions()
        self.telling.tell_untouched()
        self.view.focus_close()

    @Slot()
    def _dismiss_answer(self) -> None:
        """Let go of an answer that was read, and that nobody compares."""
        if self._told is None or self.view.is_comparing:
            return
        if not _wants_comparison(self._told):
            self.calls.settle(self._told)
            self._told = None

    @Slot()
    def _confirm(self) -> None:
        self.view.strip.dismiss()
        self.view.focus_close()

    @Slot()
    def _withdraw(self) -> None:
        if self._patient is not None:
            self.view.withdrawal.begin()
            self.decisions.withdraw(self._patient)

    @Slot(object)
    def _withdrawn(self, saved: Patient) -> None:
        self._dismiss_answer()
        if self._patient is not None and self._patient.id == saved.id:
            self._begin(saved)
            self.telling.tell_withdrawn(saved.status)
            self.view.focus_close()

    # Two records, one matricule.

    @Slot(object, object)
    def _show_both(self, here: PatientHit, other: PatientHit) -> None:
        if self._patient is not None and self._patient.id == here.patient_id:
            self._other = other.patient_id
            self.view.show_both(here, other)

    @Slot()
    def _open_other(self) -> None:
        self.desk.patient_asked.emit(self._other)

    @Slot()
    def _merge(self) -> None:
        if self._patient is not None:
            ask_merge(self.desk, self._other, self._patient.id)

    # The record.

    def _begin(self, patient: Patient) -> None:
        self._patient = patient
        self._told = None
        self._number += 1
        self.view.begin(patient, self._aside.pop(patient.id, {}))
        self._show_reason()

    def _follow(self, patient: Patient) -> None:
        self._patient = patient
        self.view.tabs.follow(patient)
        self._show_reason()
        if self.view.is_comparing and self._told is not None:
            self._compare(self._told, takes_focus=False, again=True)

    def _put_aside(self) -> None:
        if self._patient is not None and (kept := self.view.tabs.kept()):
            self._aside[self._patient.id] = kept

    @Slot(bool, str)
    def _show_connection(self, simulated: bool, why_not: str) -> None:  # noqa: FBT001  (a signal)
        self._why_not = why_not
        self.view.badge.setVisible(simulated)
        self._show_reason()

    def _show_reason(self) -> None:
        own = why_not(self._patient) if self._patient is not None else ""
        self.view.show_reason(_NOT_HIM if own else _NOT_READY, self._reason())

    def _reason(self) -> str:
        """Return why INSi cannot be asked about this record, or an empty text."""
        return (why_not(self._patient) or self._why_not) if self._patient is not None else ""

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or self.isAncestorOf(focus)

    @Slot()
    def _close(self) -> None:
        self.desk.section_asked.emit(wish_of(self.desk).back)

    def _connect(self) -> None:
        view, telling, decisions = self.view, self.telling, self.decisions
        self.calls.answered.connect(self._take_answer)
        self.readiness.found.connect(self._show_connection)
        view.tabs.asked.connect(self._ask)
        view.tabs.card.failed.connect(telling.tell_card)
        view.tabs.card.begun.connect(view.strip.dismiss)
        view.running.interrupted.connect(self._interrupt)
        view.strip.closed.connect(self._dismiss_answer)
        view.comparison.accepted.connect(self._accept)
        view.comparison.refused.connect(self._refuse)
        view.withdrawal.submitted.connect(self._withdraw)
        view.both.left.connect(view.show_compared)
        view.both.open_asked.connect(self._open_other)
        view.both.merge_asked.connect(self._merge)
        view.close_button.clicked.connect(self._close)
        decisions.accepted.connect(self._accepted)
        decisions.not_accepted.connect(self._not_accepted)
        decisions.withdrawn.connect(self._withdrawn)
        decisions.not_withdrawn.connect(view.withdrawal.refuse)
        decisions.both_read.connect(self._show_both)
        decisions.read_again.connect(self._take_newer)
        telling.retry.triggered.connect(self._retry)
        telling.see.triggered.connect(self._see)
        telling.confirm.triggered.connect(self._confirm)
        telling.leave.triggered.connect(self._refuse)
        telling.withdraw.triggered.connect(view.open_withdrawal)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(keys).activated.connect(view.do_main)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            self._shortcut(keys).activated.connect(partial(view.turn, step))

    def _shortcut(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut


def _wants_comparison(answer: Answer) -> bool:
    return (
        answer.question.kind is not CallKind.VERIFICATION
        and answer.result is not None
        and answer.result.identity is not None
    )
