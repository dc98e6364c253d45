"""The « Contre-indications » of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from almapy.contraindications.model import Contraindication
from almapy.contraindications.tables import ContraindicationRow
from almapy.errors import DomainError
from almapy.partial_day import is_before
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.users.model import Actor
from almapy.work import Works

CONTRAINDICATION = FactKind(
    "contre-indication", "Cette contre-indication", ContraindicationRow, Contraindication
)


class ContraindicationService(FactService[Contraindication]):
    """Reads and writes what the banner and the prescriptions keep in view."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, CONTRAINDICATION)

    def add(self, actor: Actor, patient_id: int, data: Contraindication) -> Fact[Contraindication]:
        """Write a new contraindication."""
        checked = checked_contraindication(data, self._works.clock.today())
        return super().add(actor, patient_id, checked)

    def change(
        self,
        actor: Actor,
        fact: Fact[Contraindication],
        data: Contraindication,
        *,
        reason: str = "",
    ) -> Fact[Contraindication]:
        """Replace what a contraindication says."""
        checked = checked_contraindication(data, self._works.clock.today())
        return super().change(actor, fact, checked, reason=reason)


def checked_contraindication(data: Contraindication, today: date) -> Contraindication:
    """Return the contraindication as it is kept; raises DomainError naming the field."""
    text = " ".join(data.text.split())
    if not text:
        raise DomainError("Écrivez ce qui est contre-indiqué.", field="text")
    if is_before(today.isoformat(), data.since):
        raise DomainError("Cette date est dans l'avenir. Vérifiez-la.", field="since")
    return replace(data, text=text, note=data.note.strip())
