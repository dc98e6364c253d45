"""Never blocked, never lost: a text goes to the base, else to a file of this post."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from almapy.clock import Clock
from almapy.encounters.model import Draft, EncounterContent, StoredEncounter
from almapy.encounters.recovery import FoundText, RecoveryStore, name_of
from almapy.encounters.service import EncounterService
from almapy.errors import AlmaPyError, DomainError
from almapy.users.model import Actor


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a text is now.

    ``error`` tells why the base does not hold it; ``in_file`` whether this post does then.
    """

    draft: Draft
    error: Exception | None = field(default=None, repr=False)
    in_file: bool = False

    @property
    def in_base(self) -> bool:
        """Tell whether the base holds the text."""
        return self.error is None


class SafeKeeping:
    """Keeps what is being typed: ``note`` often and cheaply, ``keep`` in the base.

    Both may run side by side: ``order``, from ``next_order``, grows with each typing, so that a
    late note never covers nor removes a newer one.
    """

    def __init__(self, encounters: EncounterService, recovery: RecoveryStore, clock: Clock) -> None:
        self._encounters = encounters
        self._recovery = recovery
        self._clock = clock
        self._guard = threading.Lock()
        self._noted: dict[str, int] = {}
        self._settled: dict[str, int] = {}
        self._orders = count(1)

    def next_order(self) -> int:
        """Return a number greater than all those given before."""
        return next(self._orders)

    def note(
        self,
        actor: Actor,
        draft: Draft,
        order: int = 0,
        *,
        corrects: bool = False,
        reason: str = "",
        aside: bool = False,
    ) -> None:
        """Write the text to this post only, in case the program stops before ``keep``.

        ``aside`` keeps it for later without proposing it at each opening. Raises StorageFull or
        ExternalError.
        """
        name = name_of(actor.user_id, draft.uid)
        with self._guard:
            if order < max(self._settled.get(name, order), self._noted.get(name, order)):
                return
            self._noted[name] = order
            self._recovery.put(
                actor, draft, self._clock.now(), corrects=corrects, reason=reason, aside=aside
            )

    def keep(self, actor: Actor, draft: Draft, order: int = 0, *, replacing: bool = False) -> Kept:
        """Store the draft in the base; when the base refuses, in a file, and say so."""
        try:
            kept = self._encounters.keep(actor, draft, replacing=replacing)
        except Exception as error:  # noqa: BLE001  (whatever happened, the text comes first)
            return Kept(draft, error, in_file=self._is_noted(actor, draft, order))
        self.forget(actor, draft, order)
        return Kept(kept)

    def sign(self, actor: Actor, draft: Draft, order: int = 0) -> StoredEncounter:
        """Validate; when it is refused, the text is kept in a file before the error goes on."""
        try:
            signed = self._encounters.sign(actor, draft)
        except Exception:
            if not draft.content.is_empty:
                self._is_noted(actor, draft, order)
            raise
        self.forget(actor, draft, order)
        return signed

    def correct(
        self,
        actor: Actor,
        signed: StoredEncounter,
        content: EncounterContent,
        reason: str,
        order: int = 0,
    ) -> StoredEncounter:
        """Correct; when it is refused, the text is kept in a file before the error goes on."""
        draft = signed.draft(content)
        try:
            corrected = self._encounters.correct(actor, signed, content, reason)
        except Exception:
            with suppress(AlmaPyError):
                self.note(actor, draft, order, corrects=True, reason=reason)
            raise
        self.forget(actor, draft, order)
        return corrected

    def found(self, actor: Actor, patient_id: int | None = None) -> list[FoundText]:
        """Return the texts of this person that the base does not hold, oldest first.

        One that says just what the base says is not one, and goes.
        """
        texts = []
        for text in self._recovery.found(actor, patient_id):
            if self._is_in_base(actor, text):
                self._recovery.forget(text.name)
            else:
                texts.append(text)
        return texts

    def put_aside(self, text: FoundText) -> FoundText:
        """Keep a found text for later."""
        return self._recovery.put_aside(text)

    def drop(self, text: FoundText) -> None:
        """Remove a found text: its author decided so."""
        self._recovery.forget(text.name)

    def forget(self, actor: Actor, draft: Draft, order: int = 0) -> None:
        """Remove what was noted of this draft up to this typing: the base holds it."""
        name = name_of(actor.user_id, draft.uid)
        with self._guard:
            self._settled[name] = order
            if self._noted.get(name, order) <= order:
                self._recovery.forget(name)

    def _is_noted(self, actor: Actor, draft: Draft, order: int) -> bool:
        try:
            self.note(actor, draft, order)
        except AlmaPyError:
            return False
        return True

    def _is_in_base(self, actor: Actor, text: FoundText) -> bool:
        if text.draft.id is None:
            return text.draft.content.is_empty
        try:
            stored = self._encounters.get(actor, text.draft.id)
        except DomainError:
            return False
        noted = text.draft.content.settled()
        if text.corrects:
            return stored.content == noted
        return not stored.removed and _says_as_much(stored.content, noted)


def _says_as_much(stored: EncounterContent, noted: EncounterContent) -> bool:
    """Tell whether nothing would be missed without the note.

    A program that stops just after the base took the text leaves a note of a moment before.
    """
    texts = ("title", "reason", "text", "interview", "examination", "conclusion", "plan")
    return all(getattr(stored, name).startswith(getattr(noted, name)) for name in texts)
