"""« Traitement de fond »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from almapy.medications.model import LongTermTreatment
from almapy.patients.overview import Overview
from almapy.record.model import Fact
from ui.desk import Desk
from ui.medications.treatment_form import TreatmentForm
from ui.record.fact_card import FactCard, FactWords, Gesture
from ui.record.fact_lines import FactGroup, FactLine, who_and_when

_WORDS = FactWords(
    title="Traitement de fond",
    to_add="Ajouter un traitement",
    added="Traitement ajouté.",
    changed="Traitement modifié.",
    removed="Traitement supprimé.",
    labels={
        "label": "Médicament",
        "posology": "Posologie",
        "started_on": "Depuis le",
        "stopped_on": "Arrêté le",
        "stop_reason": "Motif de l'arrêt",
        "note": "Note",
    },
)


class TreatmentCard(FactCard):
    """What is taken; « Arrêtés » folds what no longer is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, desk.application.treatments, TreatmentForm(desk))

    def facts_of(self, overview: Overview) -> Sequence[Fact[LongTermTreatment]]:
        """Return the lines, the stopped ones too."""
        return overview.treatments

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return what is taken, then what was stopped, the latest stop first."""
        today = self.desk.application.clock.today()
        taken = tuple(_line(one, faded=False) for one in facts if one.data.is_taken(today))
        stopped = [one for one in facts if not one.data.is_taken(today)]
        stopped.sort(key=lambda one: one.data.stopped_on, reverse=True)
        groups = [FactGroup(taken)] if taken else []
        if stopped:
            lines = tuple(_line(one, faded=True) for one in stopped)
            groups.append(FactGroup(lines, f"Arrêtés ({len(lines)})", folded=True))
        return groups

    def gestures(self, fact: Fact[Any]) -> list[Gesture]:
        """Return stopping today, or taking up again."""
        line: LongTermTreatment = fact.data
        today = self.desk.application.clock.today()
        if line.is_taken(today):
            stopped = replace(line, stopped_on=today)
            return [Gesture("Arrêter aujourd'hui", "cancel", stopped, "Traitement arrêté.")]
        again = replace(line, stopped_on=None, stop_reason="")
        return [Gesture("Reprendre", "refresh", again, "Traitement repris.")]


def _line(fact: Fact[LongTermTreatment], *, faded: bool) -> FactLine:
    line = fact.data
    since = f"depuis {line.started_on:%m/%Y}" if line.started_on else ""
    if faded and line.stopped_on is not None:
        since = f"arrêté le {line.stopped_on:%d/%m/%Y}"
        since += f", {line.stop_reason}" if line.stop_reason else ""
    detail = " · ".join(part for part in (line.posology, since) if part)
    began = f"Depuis le {line.started_on:%d/%m/%Y}" if line.started_on else ""
    parts = (line.label, line.posology, began, line.note, who_and_when(fact))
    hint = "\n".join(part for part in parts if part)
    return FactLine(fact, line.label, detail, icon="treatment", faded=faded, hint=hint)
