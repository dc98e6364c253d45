"""A list of facts that reads its own, where the overview of the record does not hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot

from almapy.events import Changed, Topic
from almapy.patients.model import Patient
from almapy.patients.overview import Overview
from almapy.record.model import Fact
from almapy.record.service import FactService
from ui.desk import Desk
from ui.patients.open_records import OpenRecord
from ui.record.fact_card import FactCard, FactWords
from ui.record.fact_form import FactForm

_NOTHING_CLINICAL = Overview(notes_hidden=True)


class OwnCard(FactCard):
    """Reads again each time something of the record changed, here or on another post."""

    def __init__(
        self, desk: Desk, words: FactWords, service: FactService[Any], form: FactForm
    ) -> None:
        super().__init__(desk, words, service, form)
        self._read: Sequence[Fact[Any]] = ()
        self._patient: Patient | None = None
        desk.changed.connect(self._follow)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)

    @property
    def patient(self) -> Patient | None:
        """The patient whose facts are listed."""
        return self._patient

    def facts_of(self, overview: Overview) -> Sequence[Fact[Any]]:
        """Return what was read."""
        del overview
        return self._read

    def show_patient(self, patient: Patient) -> None:
        """List the facts of a record."""
        if self._patient is None or self._patient.id != patient.id:
            self._read = ()
            self._patient = patient
            self.show_record(OpenRecord(patient, _NOTHING_CLINICAL))
        self._patient = patient
        self.read()

    def read(self) -> None:
        """Read the facts in the background."""
        if self._patient is None:
            return
        patient_id, actor, service = self._patient.id, self.desk.actor, self.service

        def work() -> tuple[int, Sequence[Fact[Any]]]:
            return patient_id, service.of(actor, patient_id)

        self.desk.run(self, work, self._show)

    def _show(self, answer: tuple[int, Sequence[Fact[Any]]]) -> None:
        patient_id, facts = answer
        if self._patient is not None and self._patient.id == patient_id:
            self._read = facts
            self.show_record(OpenRecord(self._patient, _NOTHING_CLINICAL))

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        mine = self._patient is not None and fact.patient_id == self._patient.id
        if mine and fact.topic is Topic.RECORD:
            self.read()
