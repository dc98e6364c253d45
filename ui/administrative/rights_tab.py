"""The tab « DMP & Droits spécifiques »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from almapy.administrative.model import RightKind, SpecificRight
from almapy.patients.model import Patient
from almapy.record.model import Fact
from ui.administrative.days_form import DaysForm
from ui.administrative.period import is_over, period_text
from ui.administrative.tab import AdministrativeTab, Problem
from ui.desk import Desk
from ui.record.fact_card import FactWords
from ui.record.fact_lines import FactGroup, FactLine, who_and_when
from ui.record.own_card import OwnCard
from ui.widgets.bound_day import BoundDay
from ui.widgets.code_list import CodeList
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection

_LONGEST = 200
_WORDS = FactWords(
    title="Droits spécifiques",
    to_add="Ajouter un droit",
    added="Droit ajouté.",
    changed="Droit modifié.",
    removed="Droit supprimé.",
    labels={"kind": "Droit", "since": "Du", "until": "au", "note": "Note"},
    empty="Aucun droit spécifique enregistré",
)


class RightForm(DaysForm):
    """A right without end stays open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        bind = self.fields.bind
        self.kind = bind("kind", CodeList((one.value, one.label) for one in RightKind))
        self.since, self.until = self.day_field("since"), self.day_field("until")
        self.note = bind("note", text_edit(_LONGEST))
        fields: dict[str, QWidget] = {
            "kind": self.kind,
            "since": self.since,
            "until": self.until,
            "note": self.note,
        }
        for name, field in fields.items():
            self.add_row(_WORDS.labels[name], field)
        self.end(self.kind, fields)

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a right."""
        data: SpecificRight = fact.data if fact is not None else SpecificRight(RightKind.ALD)
        values = {name: getattr(data, name) for name in ("since", "until", "note")}
        return values | {"kind": data.kind.value}

    def made(self, values: Mapping[str, Any]) -> SpecificRight:
        """Return the right that the fields make."""
        since, until = self.day(values, "since"), self.day(values, "until")
        return SpecificRight(RightKind(values["kind"]), since, until, values["note"])


class RightsCard(OwnCard):
    """One line a right; those that are over are greyed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, desk.application.specific_rights, RightForm(desk))

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return the rights."""
        return [FactGroup(tuple(self._line(one) for one in facts))] if facts else []

    def _line(self, fact: Fact[SpecificRight]) -> FactLine:
        data = fact.data
        over = is_over(data.until, self.desk.application.clock.today())
        parts = (period_text(data.since, data.until), data.note, "terminé" if over else "")
        return FactLine(
            fact,
            data.kind.label,
            " · ".join(part for part in parts if part),
            icon="shield",
            faded=over,
            hint=who_and_when(fact),
        )


class RightsTab(AdministrativeTab):
    """What the patient refuses to be sent, and the rights that change what is paid."""

    def build(self) -> None:
        """Make the sections."""
        bind = self.social.bind
        self.refusals = self.add_part(FormSection("Oppositions du patient", columns=2))
        self.dmp = bind("dmp_opposed", QCheckBox("S'oppose à l'alimentation de son DMP"))
        self.dmp_on = bind("dmp_opposed_on", BoundDay(self.desk.application.clock))
        self.refusals.add_row("DMP", self.dmp)
        self.refusals.add_row("Exprimée le", self.dmp_on)
        self.refusals.add_row(
            "MSSanté", bind("mssante_opposed", QCheckBox("S'oppose aux échanges par MSSanté"))
        )
        self.refusals.add_row("VSM", bind("vsm_refused", QCheckBox("Refuse l'envoi de son VSM")))
        self.card = self.add_part(RightsCard(self.desk), grows=True)

    @property
    def first_field(self) -> QWidget:
        """The first box."""
        return self.dmp

    def show_patient(self, patient: Patient) -> None:
        """List the rights of a record."""
        super().show_patient(patient)
        self.card.show_patient(patient)

    def problems(self) -> list[Problem]:
        """Return the day that is no day."""
        if not self.dmp_on.is_wrong:
            return []
        text = "Cette date n'est pas comprise."
        return [Problem("dmp_opposed_on", "Opposition DMP exprimée le", text, self.dmp_on)]

    def show_problems(self, problems: list[Problem]) -> None:
        """Mark the day."""
        self.refusals.clear_errors()
        for one in problems:
            self.refusals.set_error(one.field, one.text)
