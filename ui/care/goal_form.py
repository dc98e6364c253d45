"""The form of one goal of the care plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from almapy.care.model import CareGoal, GoalState
from almapy.errors import DomainError
from almapy.record.model import Fact
from ui.desk import Desk
from ui.record.fact_form import FactForm
from ui.widgets.bound_day import BoundDay
from ui.widgets.code_list import CodeList
from ui.widgets.fields import text_edit
from ui.widgets.note_edit import NoteEdit

_LONGEST = 200
LABELS = {
    "goal": "Objectif",
    "problem": "Problème concerné",
    "deeds": "Actions",
    "review_on": "À revoir le",
    "state": "État",
}


class GoalForm(FactForm):
    """The goal first: Enter right after it is enough."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        bind = self.fields.bind
        self.goal = bind("goal", text_edit(_LONGEST, example="HbA1c sous 7 %, marcher chaque jour"))
        self.problem = bind("problem", text_edit(_LONGEST, example="Diabète de type 2"))
        self.deeds = bind("deeds", NoteEdit())
        self.deeds.setPlaceholderText("Qui fait quoi, et quand")
        self.review = bind("review_on", BoundDay(desk.application.clock))
        self.state = bind("state", CodeList((one.value, one.label) for one in GoalState))
        fields = {
            "goal": self.goal,
            "problem": self.problem,
            "deeds": self.deeds,
            "review_on": self.review,
            "state": self.state,
        }
        for name, field in fields.items():
            self.add_row(LABELS[name], field)
        self.end(self.goal, fields)

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a goal."""
        if fact is None:
            return dict.fromkeys(LABELS, "") | {
                "review_on": None,
                "state": GoalState.OPEN.value,
            }
        data: CareGoal = fact.data
        return {name: getattr(data, name) for name in LABELS} | {"state": data.state.value}

    def made(self, values: Mapping[str, Any]) -> CareGoal:
        """Return the goal that the fields make."""
        review = values["review_on"]
        if isinstance(review, str):
            raise DomainError("Date non comprise\u00a0: 15/06/2026, m+3 ou a+1.", field="review_on")
        return CareGoal(
            values["problem"],
            values["goal"],
            values["deeds"],
            review,
            GoalState(values["state"]),
        )
