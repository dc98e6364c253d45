"""The review: the document on the left, whose it is and what it is on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from almapy.errors import DomainError
from almapy.incoming.model import Entry, IncomingLine, PersonFound
from almapy.patients.model import Patient
from ui.desk import Desk
from ui.incoming.flow import LaneFlow, Refused, waits_no_more
from ui.incoming.lane_keys import LaneKeys, is_typing
from ui.incoming.lane_layout import LaneLayout
from ui.incoming.lane_verbs import LaneVerbs
from ui.incoming.marks import marks_of, turns_of
from ui.incoming.objections import Objection, objections
from ui.incoming.outside_verbs import OutsideVerbs
from ui.incoming.review import Review, content_of
from ui.incoming.words import person_of_patient
from ui.theme import Tone

_CREATED = "dossier créé pour ce document"
_NOBODY_YET = "À qui est ce document\u00a0?"
_HOW = (
    "Tapez le numéro d'un patient proposé, choisissez-le avec les flèches puis Entrée, ou "
    "recherchez-le. N crée un nouveau dossier."
)
_HOW_ALONE = (
    "Recherchez-le dans le champ «\u00a0Patient\u00a0», ou créez son dossier\u00a0: Échap, puis N."
)


class Lane(LaneLayout):
    """Enter files what is sure or chosen and shows the next document; nothing is filed by chance.

    What was typed is kept when the document is left, in any direction.
    """

    left = Signal()  # back to the list
    close_asked = Signal()

    def __init__(self, desk: Desk, flow: LaneFlow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._desk = desk
        self.flow = flow
        self._shown: Review | None = None
        self._typed: dict[int, Entry] = {}
        self._chosen: dict[int, PersonFound] = {}
        self._confirmed: tuple[int, int, frozenset[Objection]] | None = None
        self.verbs = LaneVerbs(desk, self, flow)
        self.outside = OutsideVerbs(desk, self, lambda: flow.review, self.ribbon.open_button)
        self.keys = LaneKeys(self)
        self.add_panels(self.outside.panel)
        self._connect()
        self._bind()

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed is not stored yet."""
        return bool(self._typed) or (self.flow.review is not None and self.form.is_changed())

    def show_current_patient(self, patient: Patient | None) -> None:
        """Take the record that is open in the window."""
        self.patient.show_current(patient)

    def choose(self, incoming_id: int, person: PersonFound) -> None:
        """Make somebody the patient of a document, in front or not: a record was just made."""
        self._chosen[incoming_id] = person
        if self._shown is not None and self._shown.line.id == incoming_id:
            self.patient.choose(person)

    @Slot()
    def file(self) -> None:
        """File the document in front for the patient chosen, and go on; ask when nobody is."""
        review = self.flow.review
        if review is None:
            return
        person = self.patient.person()
        if person is None:
            how = _HOW if self.patient.list.people else _HOW_ALONE
            self.strip.show_message(Tone.INFORMATION, _NOBODY_YET, how)
            self.patient.keyboard_place().setFocus()
            return
        if not self._is_confirmed(review, person):
            return
        try:
            entry = self.form.entry()
        except DomainError:
            return
        self._typed.pop(review.line.id, None)
        self._chosen.pop(review.line.id, None)
        self._shown = None
        deletes = self.delete_source.isChecked() and review.sight.incoming.source_there
        self.flow.file(review, entry, person, delete_source=deletes)

    @Slot(int)
    def file_for(self, number: int) -> None:
        """File for the candidate of that number (from 1): one key chooses and files."""
        people = self.patient.list.people
        if self.flow.review is not None and 1 <= number <= len(people):
            self.patient.choose(people[number - 1])
            self.file()

    @Slot()
    def keep(self) -> None:
        """Keep what is typed, without filing."""
        review = self.flow.review
        if review is not None:
            self._store(review.line, self.form.draft(), told="Enregistré.")
            self.form.settle()

    @Slot()
    def leave(self) -> None:
        """Come back to the list; what is typed is kept."""
        self.put_away()
        self._shown = None
        self.flow.leave()
        self.preview.clear()
        self.left.emit()

    def put_away(self) -> None:
        """Keep what was typed in the document that leaves the front."""
        shown = self._shown
        if shown is None:
            return
        person = self.patient.person()
        if person is not None and person.patient_id != shown.sight.match.patient_id:
            self._chosen[shown.line.id] = person
        if self.form.is_changed():
            self._store(shown.line, self.form.draft())

    def step(self, by: int) -> None:
        """Go to the next or the previous document, without filing."""
        self.put_away()
        self.flow.step(by)

    @Slot(int)
    def _open_other(self, incoming_id: int) -> None:
        self.put_away()
        self.flow.open(incoming_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave a field by Échap, then the document."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            if is_typing(QApplication.focusWidget()):
                self.take_keyboard()
            else:
                self.leave()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Have the keys of the preview work from the fields too."""
        is_key = isinstance(event, QKeyEvent)  # others come before the preview stands
        return (is_key and self.preview.take_key(event)) or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields under the document where the width is short."""
        super().resizeEvent(event)
        self.arrange()

    @Slot(object)
    def _open(self, line: IncomingLine) -> None:
        """Show at once what is known of a document that is still being read from the base."""
        self._shown = None
        self.show_line(line)
        self.show_place(*self.flow.place)
        self.set_ready(ready=False)
        self.strip.dismiss()
        self.preview.clear()

    @Slot(object)
    def _show(self, review: Review) -> None:
        before, line = self._shown, review.line
        is_same = before is not None and before.line.id == line.id
        if not is_same:
            self.put_away()
            self.close_panels()
            self.strip.dismiss()
            self._confirmed = None
        chosen = self.patient.person() if is_same else self._chosen.get(line.id)
        if is_same and before is not None and before.sight.match.patient_id is not None:
            # Chosen by the answer alone, not by a person: a newer answer replaces it.
            by_answer = chosen is not None and chosen.patient_id == before.sight.match.patient_id
            chosen = None if by_answer else chosen
        self._shown = review
        self.set_ready(ready=True)
        self.show_line(line)
        self.show_place(*self.flow.place)
        self.patient.show_review(review, chosen)
        if is_same:
            self.form.follow(review.entry)
        else:
            self.form.show_entry(review.entry)
            if line.id in self._typed:
                self.form.type_in(self._typed[line.id])
        self.show_source(there=review.sight.incoming.source_there)
        self.recipient.blockSignals(True)
        self.recipient.set_value(line.recipient_id)
        self.recipient.blockSignals(False)
        self._show_content(review)
        self.verbs.show_state(review)
        if review.is_locked:
            self.unlock.show_for(line, self.patient.keyboard_place())
        elif not self.unlock.isHidden():
            self.unlock.leave()
        self._follow_form()
        if not is_same:
            self.take_keyboard()

    def _show_content(self, review: Review) -> None:
        if review.is_locked:
            self.preview.clear()
            return
        text = review.sight.text
        read = content_of(self._desk.application, self._desk.actor, review.line.id)
        self.preview.show_content(review.content_key, read, turns=turns_of(text))
        self.preview.set_text(text)
        self._show_marks()

    @Slot()
    def _show_marks(self) -> None:
        """Highlight where the evidence of the patient chosen, or of the first one, was found."""
        shown = self._shown
        if shown is None:
            return
        person = self.patient.person()
        wanted = person.patient_id if person is not None else None
        marks = marks_of(shown.sight.match, wanted)
        self.preview.set_marks(marks)
        if marks:
            self.preview.show_mark(0)

    @Slot(object)
    def _prepare(self, review: Review) -> None:
        if not review.is_locked:
            read = content_of(self._desk.application, self._desk.actor, review.line.id)
            self.preview.prepare(review.content_key, read, turns=turns_of(review.sight.text))

    def _is_confirmed(self, review: Review, person: PersonFound) -> bool:
        """Tell whether nothing speaks against filing, or the person said so by doing it again."""
        found = objections(review, person, whole=self.verbs.is_whole(review.line.id))
        mark = (review.line.id, person.patient_id, frozenset(found))
        if not found or self._confirmed == mark:
            return True
        self._confirmed = mark
        title = " ".join(one.title for one in found)
        detail = " ".join(one.advice for one in found)
        self.strip.show_message(
            Tone.ATTENTION, title, f"{detail} Entrée à nouveau classe quand même."
        )
        return False

    def _store(self, line: IncomingLine, entry: Entry, told: str = "") -> None:
        """Keep an entry in the background; one that cannot be kept waits here."""
        incoming, actor, desk = self._desk.application.incoming, self._desk.actor, self._desk
        self._typed[line.id] = entry

        def done(_incoming: object) -> None:
            if self._typed.get(line.id) == entry:
                del self._typed[line.id]
            if told:
                desk.tell(told)

        def failed(error: Exception) -> None:
            if waits_no_more(error):
                self._typed.pop(line.id, None)
            desk.fail(error)

        self.flow.change(line, lambda now: incoming.keep(actor, now, entry), done, failed)

    @Slot(object)
    def _refuse(self, refused: Refused) -> None:
        """Tell that a filing did not work, and lead back to its document."""
        if not refused.is_over:
            self._typed[refused.line.id] = refused.entry
            self._chosen[refused.line.id] = refused.person
        self.verbs.tell_refused(refused)

    @Slot()
    def _follow_form(self) -> None:
        self.keep_button.setEnabled(self.form.is_changed())

    @Slot()
    def take_keyboard(self) -> None:
        """Put the keyboard where keys act: on the candidates, else on the document."""
        if not self.isVisible() or self._shown is None:
            return
        if not self.unlock.isHidden():
            self.unlock.password.setFocus()
        elif self.patient.list.people:
            self.patient.list.setFocus()
        else:
            self.file_button.setFocus()
        if not self.state.isHidden():
            self.column.bring_into_view(self.state)

    @Slot()
    def _after_person(self) -> None:
        """Go on from the search to where Enter files."""
        self.strip.dismiss()
        self.patient.list.setFocus()

    def _connect(self) -> None:
        flow, ribbon = self.flow, self.ribbon
        flow.opening.connect(self._open)
        flow.shown.connect(self._show)
        flow.ahead.connect(self._prepare)
        flow.refused.connect(self._refuse)
        flow.unreadable.connect(self.strip.show_failure)
        flow.lines_changed.connect(lambda: self.show_place(*flow.place))
        self.head.back_button.clicked.connect(self.leave)
        self.head.close_button.clicked.connect(self._close)
        self.head.step_asked.connect(self.step)
        self.preview.shown.connect(self._show_marks)
        self.patient.person_changed.connect(self._show_marks)
        self.patient.person_taken.connect(self._after_person)
        self.patient.new_patient_asked.connect(self._ask_new_patient)
        self.patient.detection_asked.connect(self._detect)
        self.found.chosen.connect(self._take_found)
        self.found.left.connect(self._leave_found)
        self.form.changed.connect(self._follow_form)
        self.keep_button.clicked.connect(self.keep)
        self.file_button.clicked.connect(self.file)
        self.recipient.changed.connect(lambda: self.verbs.assign(self.recipient.value()))
        self.delete_source.clicked.connect(self.verbs.keep_delete_source)
        self.verbs.earlier.wanted.connect(self._open_other)
        self.unlock.submitted.connect(lambda: self.verbs.unlock(self.unlock))
        self.eraser.submitted.connect(self._erase)
        ribbon.read_button.clicked.connect(self.verbs.mark)
        ribbon.again_button.clicked.connect(self.verbs.read_again)
        ribbon.open_button.clicked.connect(self.outside.ask_open)
        ribbon.share_button.clicked.connect(self.outside.share)
        ribbon.print_button.clicked.connect(self.outside.print)
        ribbon.erase_button.clicked.connect(self._ask_erase)

    def _bind(self) -> None:
        keys = self.keys
        keys.bind_enter(self.file)
        keys.bind_digits(self.file_for)
        keys.bind_plain(("N",), self._ask_new_patient)
        keys.bind_plain(("Del",), self._ask_erase)
        keys.bind(("Ctrl+Return", "Ctrl+Enter"), self.file)
        keys.bind(("Ctrl+S",), self.keep)
        keys.bind(("Ctrl+P",), self.outside.print)
        keys.bind(("Alt+Left",), lambda: self.step(-1))
        keys.bind(("Alt+Right",), lambda: self.step(1))
        keys.bind_pages(self.step, self.preview)
        keys.keep_off(self.inner())

    @Slot()
    def _detect(self) -> None:
        """Show « Dossiers détectés », with the search by hand."""
        review = self.flow.review
        if review is not None:
            self.show_found(shown=True)
            self.found.open_for(review.sight.match, review.sight.text)

    @Slot(object)
    def _take_found(self, person: PersonFound) -> None:
        self._leave_found()
        self.patient.choose(person)
        self._after_person()

    @Slot()
    def _leave_found(self) -> None:
        self.show_found(shown=False)
        self.patient.detect_button.setFocus()

    @Slot()
    def _close(self) -> None:
        self.leave()
        self.close_asked.emit()

    @Slot()
    def _ask_new_patient(self) -> None:
        self.put_away()
        self.verbs.new_patient(self._take_created)

    def _take_created(self, incoming_id: int, patient: Patient) -> None:
        self.choose(incoming_id, person_of_patient(patient, _CREATED))

    @Slot()
    def _ask_erase(self) -> None:
        if self.flow.review is not None:
            self.eraser.ask(self.flow.review, self.patient.keyboard_place())

    @Slot()
    def _erase(self) -> None:
        review = self.eraser.review
        self.eraser.leave()
        if review is not None and self.flow.review is review:
            self._shown = None
            self.verbs.erase(review)
