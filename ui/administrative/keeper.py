"""Storing the administrative data of a record, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from almapy.administrative.model import Administrative
from almapy.identity.transitions import STRICT_TRAITS
from almapy.patients.model import Patient, PatientDraft
from ui.administrative.tab import AdministrativeTab
from ui.desk import Desk
from ui.undo import Step

NOT_TAKEN_BACK = (
    *STRICT_TRAITS,
    "identity_document",
    "insi_accepted",
    "matricule_ins",
    "doubtful",
    "fictitious",
)


@dataclass(frozen=True)
class Sent:
    """What is sent to be stored: the record as it was read, and what the tabs hold."""

    before: Patient
    draft: PatientDraft = field(repr=False)
    social_before: Administrative | None = field(repr=False)
    social: Administrative | None = field(repr=False)
    typed: dict[AdministrativeTab, dict[str, Any]] = field(repr=False)


class Keeper(QObject):
    """One storing at a time; what an identity rests upon is not taken back by Ctrl+Z."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.is_busy = False

    def store(
        self,
        sent: Sent,
        on_stored: Callable[[Sent, Patient], None],
        on_refused: Callable[[Sent, Exception], None],
    ) -> None:
        """Store in the background, in one transaction."""
        patients, actor = self._desk.application.patients, self._desk.actor
        self.is_busy = True

        def stored(saved: Patient) -> None:
            self.is_busy = False
            self._offer_way_back(sent, saved)
            on_stored(sent, saved)

        def refused(error: Exception) -> None:
            self.is_busy = False
            on_refused(sent, error)

        self._desk.run(
            self,
            lambda: patients.save(actor, sent.before, sent.draft, sent.social),
            stored,
            refused,
        )

    def store_over(
        self,
        sent: Sent,
        chosen: PatientDraft,
        on_stored: Callable[[Sent, Patient], None],
        on_refused: Callable[[Sent, Exception], None],
    ) -> None:
        """Store what was chosen between two versions over the newest one."""
        patients, actor = self._desk.application.patients, self._desk.actor

        def work() -> Patient:
            newest = patients.open(actor, sent.before.id)
            return patients.save(actor, newest, chosen, sent.social)

        self._desk.run(self, work, partial(on_stored, sent), partial(on_refused, sent))

    def _offer_way_back(self, sent: Sent, saved: Patient) -> None:
        before = sent.before
        if saved.version == before.version:
            return
        if any(getattr(before.data, n) != getattr(saved.data, n) for n in NOT_TAKEN_BACK):
            self._desk.tell(f"Fiche administrative enregistrée. {saved.status.label}.")
            return
        patients, actor = self._desk.application.patients, self._desk.actor
        held = [saved]

        def put(draft: PatientDraft, social: Administrative | None) -> None:
            held[0] = patients.save(actor, held[0], draft, social)

        self._desk.undo.add(
            Step(
                "Fiche administrative modifiée.",
                partial(put, before.data, sent.social_before if sent.social else None),
                partial(put, saved.data, sent.social),
                saved.id,
            )
        )
