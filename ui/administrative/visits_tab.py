"""The tab « Données de venues »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from almapy.administrative.model import Visit
from almapy.errors import DomainError
from almapy.patients.model import Patient
from almapy.record.model import Fact
from almapy.typed_day import typed_moment
from ui.administrative.tab import AdministrativeTab
from ui.desk import Desk
from ui.record.fact_card import FactWords
from ui.record.fact_form import FactForm
from ui.record.fact_lines import FactGroup, FactLine, who_and_when
from ui.record.own_card import OwnCard
from ui.widgets.fields import text_edit

_LONGEST = 200
_LONGEST_MOMENT = 20
_LABELS = {
    "arrived_at": "Arrivée",
    "reason": "Motif",
    "sent_by": "Adressé par, provenance",
    "means": "Moyen",
    "left_at": "Sortie",
    "note": "Note",
}
_WORDS = FactWords(
    title="Données de venues",
    to_add="Ajouter une venue",
    added="Venue ajoutée.",
    changed="Venue modifiée.",
    removed="Venue supprimée.",
    labels=_LABELS,
    empty="Aucune venue enregistrée",
)
_HELP = "10/03/2026 09:30, ou l'heure seule pour aujourd'hui"


class VisitForm(FactForm):
    """A coming begins now unless told otherwise."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        bind = self.fields.bind
        self.texts = {
            name: bind(name, text_edit(_LONGEST_MOMENT if name.endswith("_at") else _LONGEST))
            for name in _LABELS
        }
        for name, label in _LABELS.items():
            self.add_row(label, self.texts[name], hint=_HELP if name == "arrived_at" else "")
        self.end(self.texts["reason"], self.texts)

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a coming."""
        if fact is None:
            now = self.desk.application.clock.now()
            return dict.fromkeys(_LABELS, "") | {"arrived_at": _moment_text(now)}
        data: Visit = fact.data
        values = {name: getattr(data, name) for name in _LABELS}
        return values | {
            "arrived_at": _moment_text(data.arrived_at),
            "left_at": _moment_text(data.left_at),
        }

    def made(self, values: Mapping[str, Any]) -> Visit:
        """Return the coming that the fields make."""
        arrived = self._moment(values, "arrived_at")
        if arrived is None:
            raise DomainError(f"Donnez l'heure d'arrivée\u00a0: {_HELP}.", field="arrived_at")
        texts = {name: values[name] for name in ("reason", "sent_by", "means", "note")}
        return Visit(arrived, left_at=self._moment(values, "left_at"), **texts)

    def _moment(self, values: Mapping[str, Any], name: str) -> datetime | None:
        text = values[name].strip()
        if not text:
            return None
        moment = typed_moment(text, self.desk.application.clock.today())
        if moment is None:
            raise DomainError(f"Ce moment n'est pas compris\u00a0: {_HELP}.", field=name)
        return moment


class VisitsCard(OwnCard):
    """One line a coming, the latest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, desk.application.visits, VisitForm(desk))

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return the comings."""
        return [FactGroup(tuple(_line(one) for one in facts))] if facts else []


class VisitsTab(AdministrativeTab):
    """When the patient came, why, sent by whom."""

    def build(self) -> None:
        """Make the list."""
        self.card = self.add_part(VisitsCard(self.desk), grows=True)

    @property
    def first_field(self) -> QWidget:
        """The list."""
        return self.card.list

    def show_patient(self, patient: Patient) -> None:
        """List the comings of a record."""
        super().show_patient(patient)
        self.card.show_patient(patient)


def _moment_text(moment: datetime | None) -> str:
    return f"{moment.astimezone():%d/%m/%Y %H:%M}" if moment is not None else ""


def _line(fact: Fact[Visit]) -> FactLine:
    data = fact.data
    left = f"sortie {data.left_at.astimezone():%H:%M}" if data.left_at else ""
    parts = (f"adressé par {data.sent_by}" if data.sent_by else "", data.means, left, data.note)
    title = f"{_moment_text(data.arrived_at)}  {data.reason}".strip()
    detail = " · ".join(part for part in parts if part)
    return FactLine(fact, title, detail, icon="calendar", hint=who_and_when(fact))
