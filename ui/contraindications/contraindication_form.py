"""The form of one contraindication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from almapy.contraindications.model import Contraindication
from almapy.partial_day import shown_partial_day
from almapy.record.model import Fact
from ui.desk import Desk
from ui.record.fact_form import FactForm
from ui.widgets.fields import text_edit
from ui.widgets.note_edit import NoteEdit
from ui.widgets.partial_day_edit import PartialDayEdit

_EMPTY = Contraindication("")


class ContraindicationForm(FactForm):
    """The text first: Enter right after it is enough."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        bind = self.fields.bind
        self.text = bind("text", text_edit(300, example="AINS, bêtabloquants…"))
        self.since = bind("since", PartialDayEdit(desk.application.clock))
        self.note = bind("note", NoteEdit())
        self.add_row("Contre-indication", self.text)
        self.add_row("Depuis", self.since)
        self.add_row("Note", self.note)
        self.end(self.text, {"text": self.text, "since": self.since})

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a contraindication."""
        data: Contraindication = fact.data if fact is not None else _EMPTY
        return {"text": data.text, "since": shown_partial_day(data.since), "note": data.note}

    def made(self, values: Mapping[str, Any]) -> Contraindication:
        """Return the contraindication that the fields make."""
        return Contraindication(values["text"], self.since.kept("since"), values["note"])
