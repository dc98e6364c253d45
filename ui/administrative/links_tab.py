"""The tab « Dossiers Liés »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QWidget

from almapy.administrative.links import LinkedRecord, LinkService
from almapy.administrative.model import Kin, PatientLink
from almapy.errors import DomainError
from almapy.patients.model import Patient, PatientHit
from almapy.record.model import Fact
from ui.administrative.tab import AdministrativeTab
from ui.desk import Desk
from ui.icons import icon
from ui.patients.patient_picker import PatientPicker
from ui.patients.words import hit_name, hit_states
from ui.record.fact_card import FactWords
from ui.record.fact_form import FactForm
from ui.record.fact_lines import FactGroup, FactLine, who_and_when
from ui.record.own_card import OwnCard
from ui.widgets.button import Button
from ui.widgets.code_list import CodeList
from ui.widgets.fields import text_edit

_LONGEST = 200
_WORDS = FactWords(
    title="Dossiers liés",
    to_add="Lier un dossier",
    added="Dossiers liés.",
    changed="Lien modifié.",
    removed="Lien supprimé.",
    labels={"other_id": "Patient", "kind": "Lien", "note": "Note"},
    empty="Aucun dossier lié",
)


class LinkForm(FactForm):
    """« MARTIN LUC est le père du patient ouvert » is one choice of each list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.others: Mapping[int, PatientHit] = {}
        bind = self.fields.bind
        self.other = bind("other", PatientPicker(desk))
        self.kind = bind("kind", CodeList((one.value, one.label) for one in Kin))
        self.note = bind("note", text_edit(_LONGEST))
        self.add_row("Patient", self.other)
        self.add_row("Il ou elle est", self.kind)
        self.add_row("Note", self.note)
        self.end(self.other, {"other_id": self.other})

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a link."""
        if fact is None:
            return {"other": "", "kind": Kin.FATHER.value, "note": ""}
        other = self.others.get(fact.data.other_id, "")
        return {"other": other, "kind": fact.data.kind.value, "note": fact.data.note}

    def made(self, values: Mapping[str, Any]) -> PatientLink:
        """Return the link that the fields make."""
        other = values["other"]
        if not isinstance(other, PatientHit):
            raise DomainError("Choisissez le patient dans la liste proposée.", field="other_id")
        return PatientLink(other.patient_id, Kin(values["kind"]), values["note"])


class LinksCard(OwnCard):
    """A link is seen from both records; it is changed from the one that holds it."""

    def __init__(self, desk: Desk) -> None:
        self._service: LinkService = desk.application.links
        self._linked: dict[int, LinkedRecord] = {}
        self.link_form = LinkForm(desk)
        super().__init__(desk, _WORDS, self._service, self.link_form)
        self.open_button = Button("Ouvrir le dossier lié", icon_name="record")
        self.tools.insertWidget(0, self.open_button)
        self.open_button.clicked.connect(self._open_current)

    def read(self) -> None:
        """Read the links from both sides."""
        if self.patient is None:
            return
        patient_id, actor, service = self.patient.id, self.desk.actor, self._service

        def work() -> tuple[int, list[LinkedRecord]]:
            return patient_id, service.linked(actor, patient_id)

        self.desk.run(self, work, self._take_linked)

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return one line a linked record."""
        lines = tuple(_line(self._linked[one.id]) for one in facts if one.id in self._linked)
        return [FactGroup(lines)] if lines else []

    def edit(self, fact: Fact[Any]) -> None:
        """Change a link that this record holds; open the other record otherwise."""
        if self.patient is not None and fact.patient_id != self.patient.id:
            self._open_other(fact)
        else:
            super().edit(fact)

    def menu_for(self, fact: Fact[Any] | None) -> QMenu:
        """Add the way to the other record."""
        menu = super().menu_for(fact)
        if fact is not None:
            action = menu.addAction(icon("record"), "Ouvrir le dossier lié")
            action.triggered.connect(lambda: self._open_other(fact))
        return menu

    def _take_linked(self, answer: tuple[int, list[LinkedRecord]]) -> None:
        patient_id, linked = answer
        if self.patient is None or self.patient.id != patient_id:
            return
        self._linked = {one.fact.id: one for one in linked}
        self.open_button.setEnabled(bool(linked))
        self.link_form.others = {one.other.patient_id: one.other for one in linked}
        self._show((patient_id, [one.fact for one in linked]))

    @Slot()
    def _open_current(self) -> None:
        fact = self.list.chosen() or next(iter(self.facts), None)
        if fact is not None:
            self._open_other(fact)

    def _open_other(self, fact: Fact[Any]) -> None:
        self.desk.patient_asked.emit(self._linked[fact.id].other.patient_id)


class LinksTab(AdministrativeTab):
    """Family, insured person, representative."""

    def build(self) -> None:
        """Make the list."""
        self.card = self.add_part(LinksCard(self.desk), grows=True)

    @property
    def first_field(self) -> QWidget:
        """The list."""
        return self.card.list

    def show_patient(self, patient: Patient) -> None:
        """List the links of a record."""
        super().show_patient(patient)
        self.card.show_patient(patient)


def _line(linked: LinkedRecord) -> FactLine:
    other = linked.other
    born = f"{other.birth_date:%d/%m/%Y}" if other.birth_date else "date inconnue"
    parts = (born, f"dossier {other.dossier}", hit_states(other), linked.fact.data.note)
    return FactLine(
        linked.fact,
        f"{linked.word}\u00a0: {hit_name(other)}",
        " · ".join(part for part in parts if part),
        icon="patient",
        hint=who_and_when(linked.fact),
    )
