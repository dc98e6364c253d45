"""Removing a draft, with the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from almapy.encounters.model import Draft, StoredEncounter
from ui.desk import Desk
from ui.undo import Step


def remove_draft(
    desk: Desk,
    owner: QObject,
    typed: Draft | None,
    encounter_id: int | None,
    on_done: Callable[[], None],
) -> None:
    """Take a draft out of the list; ``typed`` is its text when the base has an older one.

    The text is stored first, so that the way back brings all of it.
    """
    encounters, actor = desk.application.encounters, desk.actor
    safe = desk.application.safekeeping

    def work() -> StoredEncounter | None:
        number = encounter_id
        if typed is not None:
            kept = encounters.keep(actor, typed, replacing=True)
            safe.forget(actor, kept, safe.next_order())
            number = kept.id
        if number is None:
            return None
        return encounters.remove(actor, number, encounters.get(actor, number).version)

    def done(removed: StoredEncounter | None) -> None:
        if removed is not None:
            desk.undo.add(_step(desk, removed))
        on_done()

    desk.run(owner, work, done)


def _step(desk: Desk, removed: StoredEncounter) -> Step:
    encounters, actor = desk.application.encounters, desk.actor

    def restore() -> None:
        encounters.restore(actor, removed.id, encounters.get(actor, removed.id).version)

    def remove() -> None:
        encounters.remove(actor, removed.id, encounters.get(actor, removed.id).version)

    return Step("Brouillon supprimé.", restore, remove, removed.patient_id)
