"""What may be done to a value from the « Tableau de suivi »."""

from __future__ import annotations

from PySide6.QtCore import QObject

from almapy.measures.model import Measure
from almapy.measures.words import measure_text
from almapy.record.model import Fact
from ui.desk import Desk
from ui.record.fact_verbs import FactVerbs


class FollowUpVerbs:
    """Takes a measure out of the record as anywhere else: Ctrl+Z brings it back."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        self._desk = desk
        self._owner = owner
        self._verbs = FactVerbs(desk, owner, desk.application.measures)

    def remove(self, patient_id: int, measure_id: int) -> None:
        """Remove the measure of that number, if it still stands."""
        service, actor = self._desk.application.measures, self._desk.actor

        def work() -> Fact[Measure] | None:
            facts = service.of(actor, patient_id)
            return next((fact for fact in facts if fact.id == measure_id), None)

        self._desk.run(self._owner, work, self._found)

    def _found(self, fact: Fact[Measure] | None) -> None:
        if fact is not None:
            words = f"{fact.data.kind.label} retiré\u00a0: {measure_text(fact.data)}."
            self._verbs.remove(fact, words)
