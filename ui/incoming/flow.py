"""One document after the other: what stands in front, the next one made ready, the filings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from almapy.errors import AlmaPyError
from almapy.incoming.model import Entry, Incoming, IncomingLine, PersonFound
from ui.desk import Desk
from ui.incoming.filing import FilingStep
from ui.incoming.review import Review, read_review
from ui.tasks import Lane

T = TypeVar("T")
_OVER = frozenset({"incoming.filed", "incoming.gone"})


@dataclass(frozen=True, slots=True, eq=False)
class Refused:
    """A filing that failed: all that filing it again needs."""

    line: IncomingLine
    entry: Entry = field(repr=False)
    person: PersonFound = field(repr=False)
    error: Exception

    @property
    def is_over(self) -> bool:
        """Whether the document waits no more: somebody else filed, erased or cut it."""
        return waits_no_more(self.error)


def waits_no_more(error: Exception) -> bool:
    """Tell whether a gesture was refused because its document has left the list."""
    return isinstance(error, AlmaPyError) and error.code in _OVER


class LaneFlow(QObject):
    """Keeps the order of the list while its documents are filed one by one.

    A document leaves the lane at once when it is filed: the base follows, and ``refused`` tells
    what did not work. A late answer about a document that is no longer in front is dropped.
    """

    lines_changed = Signal()
    opening = Signal(object)  # IncomingLine, not read yet
    shown = Signal(object)  # Review
    unreadable = Signal(object)  # Exception: this one cannot be shown
    ahead = Signal(object)  # Review of the next one
    emptied = Signal()  # nothing is left to file
    came_back = Signal(object)  # IncomingLine: its filing was taken back
    refused = Signal(object)  # Refused

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: list[IncomingLine] = []
        self.recipient_id: int | None = None
        self.is_listed = False
        self._current: int | None = None
        self._review: Review | None = None
        self._ready: dict[int, Review] = {}
        self._leaving: set[int] = set()
        self._filed: set[int] = set()
        self._newest: dict[int, IncomingLine] = {}  # written by workers, as each gesture ends
        self._asked = 0

    @property
    def current_id(self) -> int | None:
        """Return the document in front, None while the list is."""
        return self._current

    @property
    def review(self) -> Review | None:
        """Return what is shown of the document in front, None while it is being read."""
        return self._review

    @property
    def place(self) -> tuple[int, int]:
        """Return « 3 / 20 » as two numbers; 0 when nothing is in front."""
        ids = [one.id for one in self.lines]
        here = ids.index(self._current) + 1 if self._current in ids else 0
        return here, len(ids)

    def read_lines(self) -> None:
        """Read the list again; what is in front stays there."""
        incoming, actor = self._desk.application.incoming, self._desk.actor
        recipient_id = self.recipient_id

        def done(lines: list[IncomingLine]) -> None:
            if recipient_id == self.recipient_id:
                self._take_lines(lines)

        self._desk.run(self, lambda: incoming.to_file(actor, recipient_id), done)

    def open(self, incoming_id: int) -> None:
        """Bring a document to the front."""
        self._current = incoming_id
        ready = self._ready.pop(incoming_id, None)
        line = self._line(incoming_id)
        if ready is not None and line is not None and _stamp(ready.line) == _stamp(line):
            self._show(ready)
            return
        self._review = None
        if line is not None:
            self.opening.emit(line)
        self.read_again()

    def read_again(self) -> None:
        """Read the document in front anew: the base changed, or it was read meanwhile."""
        incoming_id = self._current
        if incoming_id is None:
            return
        self._asked += 1
        number = self._asked
        application, actor = self._desk.application, self._desk.actor

        def done(review: Review) -> None:
            if number == self._asked and incoming_id == self._current:
                self._show(review)

        def failed(error: Exception) -> None:
            if number == self._asked and incoming_id == self._current:
                self.unreadable.emit(error)

        self._desk.run(
            self,
            lambda: read_review(application, actor, incoming_id),
            done,
            failed,
            lane=Lane.IO,
        )

    def step(self, by: int) -> None:
        """Go to the next or the previous document without filing; the ends are stops."""
        here, count = self.place
        there = here - 1 + by
        if here and 0 <= there < count:
            self.open(self.lines[there].id)

    def leave(self) -> None:
        """Come back to the list."""
        self._current = None
        self._review = None
        self._asked += 1

    def forget_ready(self) -> None:
        """Drop what was made ready: the people of the base changed."""
        self._ready.clear()

    def file(
        self, review: Review, entry: Entry, person: PersonFound, *, delete_source: bool
    ) -> None:
        """File the document in front and go on; « Annuler » of the notice takes it back."""
        desk, line = self._desk, review.line
        step = FilingStep(desk, line, entry, person, delete_source=delete_source)

        def done(left: str) -> None:
            self._leaving.discard(line.id)
            self._filed.add(line.id)
            desk.undo.add(step.as_step())
            if left:
                desk.tell(left)

        def failed(error: Exception) -> None:
            self._leaving.discard(line.id)
            self.refused.emit(Refused(line, entry, person, error))
            self.read_lines()

        known = self._line(line.id) or line

        def work() -> str:
            step.begin_from(self._newest.get(line.id, known))
            return step.file()

        self._take_away(line)
        desk.run(self, work, done, failed)

    def change(
        self,
        line: IncomingLine,
        work: Callable[[IncomingLine], Incoming],
        on_done: Callable[[Incoming], None] | None = None,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Store something about a document; its row and its version follow.

        ``work`` is given the row as the gesture before left it: two quick ones are no conflict.
        """
        known = self._line(line.id) or line

        def store() -> Incoming:
            incoming = work(self._newest.get(line.id, known))
            self._newest[line.id] = incoming.line
            return incoming

        def done(incoming: Incoming) -> None:
            self._replace(incoming)
            if on_done is not None:
                on_done(incoming)

        self._desk.run(self, store, done, on_failed)

    def remove(
        self,
        line: IncomingLine,
        work: Callable[[IncomingLine], T],
        on_done: Callable[[T], None],
    ) -> None:
        """Have a document leave the list by other means than filing: erased, or split."""

        def done(answer: T) -> None:
            self._leaving.discard(line.id)
            on_done(answer)
            self.read_lines()

        def failed(error: Exception) -> None:
            self._leaving.discard(line.id)
            self._desk.fail(error)
            self.read_lines()

        known = self._line(line.id) or line
        self._take_away(line)
        self._desk.run(self, lambda: work(self._newest.get(line.id, known)), done, failed)

    def _take_away(self, line: IncomingLine) -> None:
        """Show the next document, or the one before at the end of the list."""
        self._leaving.add(line.id)
        self._ready.pop(line.id, None)
        here = next((n for n, one in enumerate(self.lines) if one.id == line.id), None)
        if here is not None:
            del self.lines[here]
        self.lines_changed.emit()
        if self._current == line.id:
            self._go_on(here + 1 if here is not None else 1)

    def _go_on(self, place: int) -> None:
        """Show what now stands at a place of the list (from 1), or the last document."""
        if self.lines:
            self.open(self.lines[min(max(place, 1), len(self.lines)) - 1].id)
        else:
            self.leave()
            self.emptied.emit()

    def _take_lines(self, lines: list[IncomingLine]) -> None:
        here, _ = self.place
        self.lines = [one for one in lines if one.id not in self._leaving]
        self.is_listed = True
        back = next((one for one in self.lines if one.id in self._filed), None)
        self._filed -= {one.id for one in self.lines}
        versions = {one.id: one.version for one in self.lines}
        self._newest = {
            key: one for key, one in self._newest.items() if versions.get(key, 0) < one.version
        }
        stamps = {one.id: _stamp(one) for one in self.lines}
        self._ready = {
            key: one for key, one in self._ready.items() if stamps.get(key) == _stamp(one.line)
        }
        self.lines_changed.emit()
        if back is not None:
            self.came_back.emit(back)
        review, current = self._review, self._current
        if current is None or current in self._leaving:
            return
        if current not in versions:
            self._desk.tell("Ce document vient d'être classé ou confié à quelqu'un d'autre.")
            self._go_on(here)
        elif review is not None and stamps[current] != _stamp(review.line):
            self.read_again()
        elif review is not None:
            self._prepare_next()

    def _replace(self, incoming: Incoming) -> None:
        line, review = incoming.line, self._review
        self.lines = [line if one.id == line.id else one for one in self.lines]
        self._ready.pop(line.id, None)
        if review is not None and review.line.id == line.id:
            self._review = replace(review, sight=replace(review.sight, incoming=incoming))
        self.lines_changed.emit()

    def _show(self, review: Review) -> None:
        self._review = review
        self._asked += 1
        self.shown.emit(review)
        self._prepare_next()

    def _prepare_next(self) -> None:
        here, count = self.place
        if not here or here >= count:
            return
        following = self.lines[here]
        if following.id in self._ready:
            return
        application, actor = self._desk.application, self._desk.actor

        def done(review: Review) -> None:
            line = self._line(following.id)
            if line is not None and _stamp(line) == _stamp(review.line):
                self._ready[following.id] = review
                self.ahead.emit(review)

        self._desk.run(
            self,
            lambda: read_review(application, actor, following.id),
            done,
            _ignore,
            lane=Lane.IO,
        )

    def _line(self, incoming_id: int) -> IncomingLine | None:
        return next((one for one in self.lines if one.id == incoming_id), None)


def _stamp(line: IncomingLine) -> tuple[object, ...]:
    """Return what changes when a document is to be shown anew: reading it keeps its version."""
    return line.version, line.state, line.unread, line.recipient_id


def _ignore(_error: Exception) -> None:
    """Say nothing of what was only made ready: opening it says it."""
