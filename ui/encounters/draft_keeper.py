"""Keeps what is typed: on this post within a second, in the base every five seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from almapy.encounters.model import Draft, EncounterContent, StoredEncounter
from almapy.encounters.safekeeping import Kept
from almapy.errors import ConflictError
from ui.desk import Desk
from ui.tasks import Lane

NOTE_MS = 1000
KEEP_MS = 5000
Failed = Callable[[Exception], None]


@dataclass
class Held:
    """One text in the hands of the keeper.

    ``dirty`` while something typed is not in the base; ``outside_since`` from the moment the base
    refused it, ``in_file`` telling whether this post holds it then. ``settled`` is the content
    that the base has. A correction (``corrects``) is only noted: it enters the base by its verb.
    """

    draft: Draft
    settled: EncounterContent | None
    corrects: bool = False
    reason: str = ""
    order: int = 0
    dirty: bool = False  # what was typed last is not in the base
    busy: bool = False
    again: bool = False
    saved_at: datetime | None = None
    outside_since: datetime | None = None
    in_file: bool = False
    error: Exception | None = None

    @property
    def is_quiet(self) -> bool:
        """Tell whether the base has all of it: it can be read again from there."""
        return not (self.dirty or self.busy or self.corrects)


class DraftKeeper(QObject):
    """Holds every text until the base has it, whichever record is in front meanwhile."""

    kept = Signal(object)  # Draft, as the base holds it now
    changed = Signal(object)  # Held: its state is no longer the one shown
    conflicted = Signal(object)  # Held, with its ConflictError

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._held: dict[str, Held] = {}
        self._note_soon = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._note_soon.timeout.connect(self.note)
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keep_soon.timeout.connect(self.keep)

    def hold(self, draft: Draft, *, settled: EncounterContent | None, signed: bool = False) -> Held:
        """Begin to follow a draft; one that is held already stays as it was typed last.

        ``settled`` is what the base has of it, None when it has another text or nothing;
        ``signed`` marks the correction of a validated consultation.
        """
        if draft.uid not in self._held:
            order = self._desk.application.safekeeping.next_order()
            dirty = settled != draft.content
            self._held[draft.uid] = Held(draft, settled, signed, order=order, dirty=dirty)
        return self._held[draft.uid]

    def held(self, uid: str) -> Held | None:
        """Return the text of this draft, or None when nothing of it is followed."""
        return self._held.get(uid)

    def held_of(self, encounter_id: int) -> Held | None:
        """Return the text followed of the consultation that has this number."""
        return next((one for one in self._held.values() if one.draft.id == encounter_id), None)

    def uids(self) -> set[str]:
        """Return the drafts in hand: their files are not found texts."""
        return set(self._held)

    def typed(self, uid: str, content: EncounterContent, reason: str = "") -> None:
        """Take over what the fields say now."""
        held = self._held.get(uid)
        if held is None or (content == held.draft.content and reason == held.reason):
            return
        held.order = self._desk.application.safekeeping.next_order()
        held.draft = replace(held.draft, content=content)
        held.reason = reason
        held.dirty = content != held.settled
        for timer in (self._note_soon, self._keep_soon):
            if not timer.isActive():
                timer.start()
        self.changed.emit(held)

    def let_go(self, uid: str) -> None:
        """Follow a text no longer: the base has it, or its author decided."""
        self._held.pop(uid, None)

    @Slot()
    def note(self) -> None:
        """Write to this post what the base does not have yet."""
        for held in self._held.values():
            if held.dirty and not held.draft.content.is_empty:
                self._note(held)

    def _note(self, held: Held) -> None:
        safe, actor = self._desk.application.safekeeping, self._desk.actor
        draft, order = held.draft, held.order
        corrects, reason = held.corrects, held.reason
        self._desk.run(
            self,
            lambda: safe.note(actor, draft, order, corrects=corrects, reason=reason),
            _nothing,
            _nothing,  # told by `keep`, which tries both places
            lane=Lane.IO,
        )

    @Slot()
    def keep(self) -> None:
        """Store in the base everything that it does not have yet."""
        self._keep_soon.stop()
        for held in list(self._held.values()):
            if held.corrects:
                continue
            if held.dirty and not isinstance(held.error, ConflictError):
                self._keep(held)

    def flush(self) -> None:
        """Store now, as at each leaving of the page; also on this post while the base is busy."""
        if any(held.corrects or held.busy for held in self._held.values()):
            self.note()
        self.keep()

    def keep_mine(self, uid: str) -> None:
        """Have this text prevail over the one of the other post, which stays readable."""
        held = self._held.get(uid)
        if held is not None:
            self._keep(held, replacing=True)

    def sign(
        self, held: Held, on_done: Callable[[StoredEncounter], None], on_failed: Failed
    ) -> None:
        """Validate a draft; it is let go once the base has it."""
        safe, actor = self._desk.application.safekeeping, self._desk.actor
        self._end(held, lambda draft, order: safe.sign(actor, draft, order), on_done, on_failed)

    def correct(
        self,
        held: Held,
        signed: StoredEncounter,
        on_done: Callable[[StoredEncounter], None],
        on_failed: Failed,
    ) -> None:
        """Store a correction with its reason; it is let go once the base has it."""
        safe, actor, reason = self._desk.application.safekeeping, self._desk.actor, held.reason
        self._end(
            held,
            lambda draft, order: safe.correct(actor, signed, draft.content, reason, order),
            on_done,
            on_failed,
        )

    def is_lost_if_closed(self) -> bool:
        """Tell whether something typed is neither in the base nor on this post."""
        return any(held.outside_since and not held.in_file for held in self._held.values())

    def _keep(self, held: Held, *, replacing: bool = False) -> None:
        if held.busy:
            held.again = True
            return
        held.busy = True
        draft, order = held.draft, held.order
        safe, actor = self._desk.application.safekeeping, self._desk.actor

        def done(kept: Kept) -> None:
            self._answered(held, draft, kept)

        self._desk.run(self, lambda: safe.keep(actor, draft, order, replacing=replacing), done)

    def _end(
        self,
        held: Held,
        work: Callable[[Draft, int], StoredEncounter],
        on_done: Callable[[StoredEncounter], None],
        on_failed: Failed,
    ) -> None:
        held.busy = True
        draft, order = held.draft, held.order

        def done(stored: StoredEncounter) -> None:
            held.busy = False
            self.let_go(draft.uid)
            on_done(stored)

        def failed(error: Exception) -> None:
            held.busy = False
            held.dirty = True
            if not held.corrects:
                self._keep_soon.start()
            on_failed(error)

        self._desk.run(self, lambda: work(draft, order), done, failed)

    def _answered(self, held: Held, sent: Draft, kept: Kept) -> None:
        held.busy = False
        held.error, held.in_file = kept.error, kept.in_file
        now = self._desk.application.clock.now()
        if kept.in_base:
            self._take_over(held, sent, kept.draft)
            held.settled, held.saved_at, held.outside_since = sent.content, now, None
            held.dirty = held.draft.content != held.settled
        elif held.outside_since is None:
            held.outside_since = now
        if kept.in_base:
            self.kept.emit(held.draft)
        self.changed.emit(held)
        if isinstance(kept.error, ConflictError):
            self.conflicted.emit(held)
        elif held.again and held.dirty:
            self._keep(held)
        elif held.dirty and not self._keep_soon.isActive():
            self._keep_soon.start()
        held.again = False

    def _take_over(self, held: Held, sent: Draft, kept: Draft) -> None:
        if kept.uid != sent.uid:
            self._held.pop(sent.uid, None)
            self._held[kept.uid] = held
        held.draft = replace(kept, content=held.draft.content)


def _nothing(_: object) -> None:
    return None
