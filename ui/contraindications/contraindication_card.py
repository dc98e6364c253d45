"""« Contre-indications »: also in the banner, whatever page of the record is in front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from almapy.contraindications.model import Contraindication
from almapy.partial_day import shown_partial_day
from almapy.patients.overview import Overview
from almapy.record.model import Fact
from ui.contraindications.contraindication_form import ContraindicationForm
from ui.desk import Desk
from ui.record.fact_card import FactCard, FactWords
from ui.record.fact_lines import FactGroup, FactLine, who_and_when

_WORDS = FactWords(
    title="Contre-indications",
    to_add="Ajouter une contre-indication",
    added="Contre-indication ajoutée.",
    changed="Contre-indication modifiée.",
    removed="Contre-indication supprimée.",
    labels={"text": "Contre-indication", "since": "Depuis", "note": "Note"},
)


class ContraindicationCard(FactCard):
    """What must not be given, in words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, _WORDS, desk.application.contraindications, ContraindicationForm(desk)
        )

    def facts_of(self, overview: Overview) -> Sequence[Fact[Contraindication]]:
        """Return the contraindications."""
        return overview.contraindications

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return one line each."""
        return [FactGroup(tuple(_line(one) for one in facts))] if facts else []


def _line(fact: Fact[Contraindication]) -> FactLine:
    data = fact.data
    since = f"depuis {shown_partial_day(data.since)}" if data.since else ""
    detail = " · ".join(part for part in (since, data.note) if part)
    return FactLine(fact, data.text, detail, icon="cancel", hint=who_and_when(fact))
