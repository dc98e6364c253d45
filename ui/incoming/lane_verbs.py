"""What is done with the document in front besides filing it, each with its way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from almapy.errors import AlmaPyError
from almapy.incoming.model import FilingOptions, Incoming, IncomingLine, State
from almapy.incoming.service import IncomingService
from almapy.matching.model import Part
from almapy.patients.model import Patient
from ui.desk import Desk
from ui.failures import failure_of
from ui.incoming.earlier import EarlierDocument
from ui.incoming.flow import LaneFlow, Refused
from ui.incoming.lane_layout import LaneLayout
from ui.incoming.new_patient import ask_new_patient
from ui.incoming.review import Review
from ui.incoming.unlock_panel import UnlockPanel
from ui.incoming.words import person_short
from ui.theme import Tone
from ui.undo import Step

SECTION = "incoming"
_WAITS = (
    "Il attend son tour d'être lu. Vous pouvez déjà le classer à la main, ou passer au suivant."
)
_BY_HAND = "Le document est conservé\u00a0: recherchez le patient et classez-le à la main."


class LaneVerbs(QObject):
    """Works through the flow, so that the row in front keeps its version."""

    def __init__(self, desk: Desk, lane: LaneLayout, flow: LaneFlow) -> None:
        super().__init__(lane)
        self._desk, self._lane, self._flow = desk, lane, flow
        self._whole: set[int] = set()
        self._options = FilingOptions()
        self._split = self._action("Séparer", self.split)
        self._keep_whole = self._action("Garder entier", self.keep_whole)
        self._again = self._action("Lire à nouveau", self.read_again)
        self.earlier = EarlierDocument(desk, lane.state)
        self._refused: Refused | None = None
        self._go_back = self._action("Y revenir", self._return_to_refused)

    def read_options(self) -> None:
        """Read what this person chose before, in the background."""
        incoming, actor = self._desk.application.incoming, self._desk.actor

        def done(options: FilingOptions) -> None:
            self._options = options
            self._lane.delete_source.setChecked(options.delete_source)

        self._desk.run(self, lambda: incoming.options(actor), done)

    @Slot()
    def keep_delete_source(self) -> None:
        """Remember whether source files go once they are filed (A-DOC-10)."""
        incoming, actor = self._desk.application.incoming, self._desk.actor
        options = replace(self._options, delete_source=self._lane.delete_source.isChecked())
        self._options = options
        self._desk.run(self, lambda: incoming.keep_options(actor, options), _nothing)

    def is_whole(self, incoming_id: int) -> bool:
        """Tell whether somebody said here that this file is one document."""
        return incoming_id in self._whole

    def show_state(self, review: Review) -> None:
        """Tell above the patient what is particular about this document."""
        strip, line, incoming = self._lane.state, review.line, review.sight.incoming
        if len(incoming.parts) > 1 and not self.is_whole(line.id):
            strip.show_message(
                Tone.ATTENTION,
                f"Ce fichier semble contenir {len(incoming.parts)} documents",
                _parts_words(incoming.parts),
                [self._split, self._keep_whole],
            )
        elif line.repeats is not None:
            strip.dismiss()
            self.earlier.tell(line, lambda: self._flow.current_id == line.id)
        elif line.state is State.UNREADABLE:
            detail = f"{line.problem} {_BY_HAND}".strip()
            strip.show_message(Tone.ATTENTION, "Illisible", detail, [self._again])
        elif line.state in {State.WAITING, State.READING}:
            strip.show_message(Tone.NEUTRAL, line.state.label, _WAITS)
        elif line.problem and not review.is_locked:
            strip.show_message(Tone.ATTENTION, "À savoir", line.problem)
        else:
            strip.dismiss()

    @Slot()
    def mark(self) -> None:
        """« Marquer Lu », or unread again."""
        line = self._line()
        if line is not None:
            incoming, actor, reads = self._service, self._desk.actor, line.unread
            self._flow.change(
                line, lambda now: incoming.mark(actor, now, is_read=reads), self._show_row
            )

    @Slot()
    def read_again(self) -> None:
        """Have the document read anew, when its turn comes."""
        line = self._line()
        if line is not None:
            incoming, actor = self._service, self._desk.actor
            self._flow.change(line, lambda now: incoming.read_again(actor, now), self._reread)

    def assign(self, recipient_id: object) -> None:
        """Give the document to a colleague, or to the whole practice (A-DOC-03)."""
        line = self._line()
        wanted = recipient_id if isinstance(recipient_id, int) else None
        if line is None or line.recipient_id == wanted:
            return
        incoming, actor, desk = self._service, self._desk.actor, self._desk

        def done(answer: Incoming) -> None:
            who = answer.line.recipient
            desk.tell(f"Confié à {who}." if who else "Confié à tout le cabinet.")
            self._flow.read_lines()

        self._flow.change(line, lambda now: incoming.assign(actor, now, wanted), done)

    def unlock(self, panel: UnlockPanel) -> None:
        """Try the password that was typed."""
        line, password = panel.line, panel.password.text()
        if line is None:
            return
        incoming, actor = self._service, self._desk.actor

        def done(answer: Incoming) -> None:
            if panel.line is not None and panel.line.id == answer.line.id:
                panel.leave()
            self._reread(answer)

        panel.begin()
        self._flow.change(
            line, lambda now: incoming.unlock(actor, now, password), done, panel.refuse
        )

    def erase(self, review: Review) -> None:
        """Erase the document and its file; the notice brings the document back."""
        incoming, actor, desk = self._service, self._desk.actor, self._desk
        there, held = review.sight.incoming.source_there, [review.line]

        def erase(line: IncomingLine) -> None:
            held[0] = incoming.erase(actor, line, delete_source=there).line

        def bring_back() -> None:
            held[0] = incoming.bring_back(actor, held[0].id).line

        def done(_nothing: None) -> None:
            desk.undo.add(Step("Document effacé.", bring_back, lambda: erase(held[0])))

        self._flow.remove(review.line, erase, done)

    @Slot()
    def split(self) -> None:
        """Make documents of the parts proposed; the notice joins them again."""
        review = self._flow.review
        if review is None:
            return
        incoming, actor, desk = self._service, self._desk.actor, self._desk
        parts, held = review.sight.incoming.parts, [review.line]

        def split(line: IncomingLine) -> int:
            held[0] = line
            return len(incoming.split(actor, line, parts))

        def join() -> None:
            held[0] = incoming.join(actor, held[0].id).line

        def done(count: int) -> None:
            desk.undo.add(Step(f"Séparé en {count} documents.", join, lambda: split(held[0])))

        self._flow.remove(review.line, split, done)

    @Slot()
    def keep_whole(self) -> None:
        """Take the file as one document."""
        line = self._line()
        if line is not None:
            self._whole.add(line.id)
            self._lane.state.dismiss()
            self._lane.patient.keyboard_place().setFocus()

    def new_patient(self, created: Callable[[int, Patient], None]) -> None:
        """Open « Nouveau patient » with what was read; once created, come back here."""
        review = self._flow.review
        if review is None:
            return
        text, line = review.sight.text, review.line
        desk = self._desk

        def back(patient: Patient) -> None:
            created(line.id, patient)
            desk.section_asked.emit(SECTION)

        ask_new_patient(desk, self, text, back)

    def tell_refused(self, refused: Refused) -> None:
        """Say which filing did not work and why, without leaving what is in front now."""
        self._refused = refused
        error = refused.error
        failure = failure_of(error)
        detail = error.message if isinstance(error, AlmaPyError) else failure.text
        who = person_short(refused.person)
        kept = "" if refused.is_over else " Ce qui était saisi est gardé."
        self._lane.strip.show_message(
            Tone.CRITICAL,
            f"«\u00a0{refused.line.name}\u00a0» n'a pas été classé dans le dossier de {who}",
            f"{detail}{kept}",
            [] if refused.is_over else [self._go_back],
        )

    @property
    def _service(self) -> IncomingService:
        return self._desk.application.incoming

    def _line(self) -> IncomingLine | None:
        review = self._flow.review
        return review.line if review is not None else None

    def _show_row(self, incoming: Incoming) -> None:
        if incoming.line.id == self._flow.current_id:
            self._lane.show_line(incoming.line)

    def _reread(self, incoming: Incoming) -> None:
        if incoming.line.id == self._flow.current_id:
            self._flow.read_again()

    @Slot()
    def _return_to_refused(self) -> None:
        if self._refused is not None:
            self._lane.strip.dismiss()
            self._flow.open(self._refused.line.id)

    def _action(self, text: str, verb: Callable[[], None]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked: verb())
        return action


def _parts_words(parts: tuple[Part, ...]) -> str:
    return "\u00a0; ".join(
        f"page {one.first}" if one.first == one.last else f"pages {one.first} à {one.last}"
        for one in parts
    ).capitalize()


def _nothing(_answer: None) -> None:
    """Nothing to show: the box shows it already."""
