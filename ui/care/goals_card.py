"""The goals of a care plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from almapy.care.model import CareGoal, GoalState
from almapy.record.model import Fact
from ui.care.goal_form import LABELS, GoalForm
from ui.desk import Desk
from ui.record.fact_card import FactWords
from ui.record.fact_lines import FactGroup, FactLine, Mark, who_and_when
from ui.record.own_card import OwnCard
from ui.theme import Tone

_WORDS = FactWords(
    title="Objectifs",
    to_add="Ajouter un objectif",
    added="Objectif ajouté.",
    changed="Objectif modifié.",
    removed="Objectif supprimé.",
    labels=LABELS,
    empty="Aucun objectif noté",
)


class GoalsCard(OwnCard):
    """Goals under way under their problems, then those that were reached or left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, desk.application.care_plans, GoalForm(desk))

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return one group a problem, and one for what is over."""
        under_way = [one for one in facts if one.data.state is GoalState.OPEN]
        over = [one for one in facts if one.data.state is not GoalState.OPEN]
        problems = dict.fromkeys(one.data.problem for one in under_way)
        groups = [
            FactGroup(
                tuple(self._line(one) for one in under_way if one.data.problem == problem),
                problem,
            )
            for problem in problems
        ]
        if over:
            groups.append(FactGroup(tuple(self._line(one) for one in over), "Terminés"))
        return groups

    def _line(self, fact: Fact[CareGoal]) -> FactLine:
        data = fact.data
        marks: tuple[Mark, ...] = ()
        review = f"à revoir le {data.review_on:%d/%m/%Y}" if data.review_on else ""
        is_open = data.state is GoalState.OPEN
        if is_open and data.review_on and data.review_on < self.desk.application.clock.today():
            marks = (Mark("À revoir", Tone.ATTENTION, "warning"),)
        parts = ("" if is_open else data.state.label, data.deeds, review)
        return FactLine(
            fact,
            data.goal,
            " · ".join(part for part in parts if part),
            icon="tick",
            marks=marks,
            faded=not is_open,
            hint=who_and_when(fact),
        )
