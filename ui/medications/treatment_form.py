"""The form of one line of the « Traitement de fond »."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from almapy.errors import DomainError
from almapy.medications.model import LongTermTreatment
from almapy.record.model import Fact
from ui.desk import Desk
from ui.record.fact_form import FactForm
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.note_edit import NoteEdit

_EMPTY = LongTermTreatment("")


class TreatmentForm(FactForm):
    """The medicine first: Enter right after it is enough."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        clock = desk.application.clock
        bind = self.fields.bind
        self.label = bind("label", text_edit(300, example="Metformine 1000 mg, comprimé"))
        self.posology = bind("posology", text_edit(300, example="1 comprimé matin et soir"))
        self.started_on = bind("started_on", DayEdit(clock))
        self.stopped_on = bind("stopped_on", DayEdit(clock))
        self.stop_reason = bind("stop_reason", text_edit(300))
        self.note = bind("note", NoteEdit())
        self.add_row("Médicament", self.label)
        self.add_row("Posologie", self.posology)
        self.add_row("Depuis le", self.started_on)
        more = FormSection()
        more.add_row("Arrêté le", self.stopped_on)
        more.add_row("Motif de l'arrêt", self.stop_reason)
        more.add_row("Note", self.note)
        rare = {
            "stopped_on": self.stopped_on,
            "stop_reason": self.stop_reason,
            "note": self.note,
        }
        self.fold(more, "Arrêt, motif, note", rare)
        self.end(self.label, {"label": self.label, "started_on": self.started_on} | rare)

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a line."""
        line: LongTermTreatment = fact.data if fact is not None else _EMPTY
        return {
            "label": line.label,
            "posology": line.posology,
            "started_on": f"{line.started_on:%d/%m/%Y}" if line.started_on else "",
            "stopped_on": f"{line.stopped_on:%d/%m/%Y}" if line.stopped_on else "",
            "stop_reason": line.stop_reason,
            "note": line.note,
        }

    def made(self, values: Mapping[str, Any]) -> LongTermTreatment:
        """Return the line that the fields make."""
        for name, field in (("started_on", self.started_on), ("stopped_on", self.stopped_on)):
            if field.is_wrong:
                raise DomainError("Date non comprise. Exemple\u00a0: 13/02/2023.", field=name)
        return LongTermTreatment(
            label=values["label"],
            posology=values["posology"],
            started_on=self.started_on.day,
            stopped_on=self.stopped_on.day,
            stop_reason=values["stop_reason"],
            note=values["note"],
        )
