"""The « Histoire médicale » of a record."""

from __future__ import annotations

from almapy.history.model import HistoryItem
from almapy.history.rules import checked_item
from almapy.history.tables import HistoryItemRow
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.users.model import Actor
from almapy.work import Works

HISTORY = FactKind("antécédent", "Cet antécédent", HistoryItemRow, HistoryItem)


class HistoryService(FactService[HistoryItem]):
    """Reads and writes antecedents and current problems; a rule may refuse one (DomainError)."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, HISTORY)

    def add(self, actor: Actor, patient_id: int, data: HistoryItem) -> Fact[HistoryItem]:
        """Write a new entry."""
        return super().add(actor, patient_id, checked_item(data, self._works.clock.today()))

    def change(
        self, actor: Actor, fact: Fact[HistoryItem], data: HistoryItem, *, reason: str = ""
    ) -> Fact[HistoryItem]:
        """Replace what an entry says."""
        checked = checked_item(data, self._works.clock.today())
        return super().change(actor, fact, checked, reason=reason)
