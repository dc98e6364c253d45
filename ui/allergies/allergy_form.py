"""The form of one allergy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from almapy.allergies.model import CERTAINTIES, SEVERITIES, Allergy, AllergyType
from almapy.partial_day import shown_partial_day
from almapy.record.model import Fact
from ui.desk import Desk
from ui.record.fact_form import FactForm, choice
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.note_edit import NoteEdit
from ui.widgets.partial_day_edit import PartialDayEdit

_TYPES = {one.label: one for one in AllergyType}
_NOT_SAID = "Non précisée"


class AllergyForm(FactForm):
    """The agent first: Enter right after it is enough."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        bind = self.fields.bind
        self.agent = bind("agent", text_edit(200, example="Médicament, aliment, venin…"))
        self.type = bind("type", choice(tuple(_TYPES)))
        self.reaction = bind("reaction", text_edit(300, example="Urticaire, œdème…"))
        self.severity = bind("severity", choice((_NOT_SAID, *SEVERITIES)))
        self.certainty = bind("certainty", choice((_NOT_SAID, *CERTAINTIES)))
        self.noted = bind("noted", PartialDayEdit(desk.application.clock))
        self.note = bind("note", NoteEdit())
        self.add_row("À quoi", self.agent)
        self.add_row("Réaction", self.reaction)
        self.add_row("Gravité", self.severity)
        more = FormSection()
        more.add_row("Type", self.type)
        more.add_row("Certitude", self.certainty)
        more.add_row("Date", self.noted)
        more.add_row("Note", self.note)
        rare = {
            "type": self.type,
            "certainty": self.certainty,
            "noted": self.noted,
            "note": self.note,
        }
        self.fold(more, "Type, certitude, date, note", rare)
        self.end(self.agent, {"agent": self.agent} | rare)

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of an allergy."""
        allergy: Allergy = fact.data if fact is not None else Allergy()
        return {
            "agent": allergy.agent,
            "type": allergy.type.label,
            "reaction": allergy.reaction,
            "severity": allergy.severity or _NOT_SAID,
            "certainty": allergy.certainty or _NOT_SAID,
            "noted": shown_partial_day(allergy.noted),
            "note": allergy.note,
        }

    def made(self, values: Mapping[str, Any]) -> Allergy:
        """Return the allergy that the fields make; whether it was lifted stays."""
        return Allergy(
            agent=values["agent"],
            reaction=values["reaction"],
            severity=_said(values["severity"]),
            noted=self.noted.kept("noted"),
            type=_TYPES[values["type"]],
            certainty=_said(values["certainty"]),
            lifted=self.fact is not None and self.fact.data.lifted,
            note=values["note"],
        )


def _said(chosen: str) -> str:
    return "" if chosen == _NOT_SAID else chosen
