"""The « Traitement de fond » of a record."""

from __future__ import annotations

from dataclasses import replace

from almapy.errors import DomainError
from almapy.medications.model import LongTermTreatment
from almapy.medications.tables import LongTermTreatmentRow
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.users.model import Actor
from almapy.work import Works

TREATMENT = FactKind("traitement de fond", "Ce traitement", LongTermTreatmentRow, LongTermTreatment)


class TreatmentService(FactService[LongTermTreatment]):
    """Reads and writes the lines taken for long; stopping one is a change, not a removal."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, TREATMENT)

    def add(
        self, actor: Actor, patient_id: int, data: LongTermTreatment
    ) -> Fact[LongTermTreatment]:
        """Write a new line."""
        return super().add(actor, patient_id, checked_treatment(data))

    def change(
        self,
        actor: Actor,
        fact: Fact[LongTermTreatment],
        data: LongTermTreatment,
        *,
        reason: str = "",
    ) -> Fact[LongTermTreatment]:
        """Replace what a line says."""
        return super().change(actor, fact, checked_treatment(data), reason=reason)


def checked_treatment(data: LongTermTreatment) -> LongTermTreatment:
    """Return the line as it is kept; raises DomainError naming the field to change."""
    label = " ".join(data.label.split())
    if not label:
        raise DomainError("Écrivez le médicament et son dosage.", field="label")
    if data.started_on and data.stopped_on and data.stopped_on < data.started_on:
        raise DomainError(
            "L'arrêt est avant le début. Vérifiez les deux dates.", field="stopped_on"
        )
    reason = data.stop_reason.strip() if data.stopped_on else ""
    return replace(
        data,
        label=label,
        posology=data.posology.strip(),
        stop_reason=reason,
        note=data.note.strip(),
    )
