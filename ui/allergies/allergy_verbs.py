"""Adding allergies so that taking one back restores what was stated before."""

from __future__ import annotations

from almapy.allergies.model import Allergy
from almapy.allergies.service import AllergyService
from almapy.record.model import Fact
from ui.record.fact_verbs import Done, FactVerbs, Failed
from ui.undo import Step


class AllergyVerbs(FactVerbs[Allergy]):
    """An allergy ends « aucune allergie connue »; Ctrl+Z brings the statement back with it."""

    def add(
        self,
        patient_id: int,
        data: Allergy,
        told: str,
        on_done: Done[Allergy] | None = None,
        on_failed: Failed | None = None,
    ) -> None:
        """Write a new allergy, or the statement."""
        actor, service = self._desk.actor, self._service
        assert isinstance(service, AllergyService)
        taking_back = service.take_back

        def done(fact: Fact[Allergy]) -> None:
            held = [fact]

            def undo() -> None:
                held[0] = taking_back(actor, held[0])

            def redo() -> None:
                held[0] = service.restore(actor, held[0])

            self._desk.undo.add(Step(told, undo, redo, patient_id))
            if on_done is not None:
                on_done(fact)

        self._desk.run(self._owner, lambda: service.add(actor, patient_id, data), done, on_failed)
