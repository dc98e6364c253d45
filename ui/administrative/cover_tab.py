"""The tab « Couverture santé »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from almapy.administrative.model import CoverKind, HealthCover
from almapy.identity.nir import shown_nir
from almapy.patients.model import Patient
from almapy.record.model import Fact
from ui.administrative.days_form import DaysForm
from ui.administrative.period import is_over, period_text
from ui.administrative.tab import AdministrativeTab
from ui.desk import Desk
from ui.record.fact_card import FactWords
from ui.record.fact_lines import FactGroup, FactLine, who_and_when
from ui.record.own_card import OwnCard
from ui.widgets.code_list import CodeList
from ui.widgets.fields import NumberEdit, text_edit

_LONGEST = 80
_APCV, _SIMULATED = "apcv", "simulateur"
_LABELS = {
    "kind": "Nature",
    "scheme": "Régime",
    "fund": "Caisse",
    "centre": "Centre",
    "insured_nir": "NIR de l'assuré",
    "beneficiary_quality": "Qualité du bénéficiaire",
    "birth_rank": "Rang de naissance",
    "organisation": "Organisme complémentaire",
    "organisation_number": "N° AMC / préfectoral",
    "member_number": "N° d'adhérent",
    "contract": "Contrat",
    "since": "Droits du",
    "until": "au",
}
_QUALITIES = ("", "Assuré", "Conjoint", "Enfant", "Autre ayant droit")
_WORDS = FactWords(
    title="Couverture santé",
    to_add="Ajouter une couverture",
    added="Couverture ajoutée.",
    changed="Couverture modifiée.",
    removed="Couverture supprimée.",
    labels=_LABELS,
    empty="Aucune couverture enregistrée",
)
_EMPTY = HealthCover(CoverKind.MANDATORY)
_MANDATORY = ("scheme", "fund", "centre", "insured_nir", "beneficiary_quality", "birth_rank")
_OTHERS = ("organisation", "organisation_number", "member_number", "contract")


class CoverForm(DaysForm):
    """The fields follow the nature: those of the fund, or those of the organisme."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        bind = self.fields.bind
        self.kind = bind("kind", CodeList((one.value, one.label) for one in CoverKind))
        texts = ("scheme", "fund", "centre", *_OTHERS)
        self.texts = {name: bind(name, text_edit(_LONGEST)) for name in texts}
        self.nir = bind("insured_nir", NumberEdit(15))
        self.quality = bind(
            "beneficiary_quality", CodeList((one, one or "non renseignée") for one in _QUALITIES)
        )
        self.rank = bind("birth_rank", NumberEdit(1))
        self.since, self.until = self.day_field("since"), self.day_field("until")
        own: dict[str, QWidget] = {
            "kind": self.kind,
            "insured_nir": self.nir,
            "beneficiary_quality": self.quality,
            "birth_rank": self.rank,
            "since": self.since,
            "until": self.until,
        }
        self._by_name: Mapping[str, QWidget] = self.texts | own
        for name, label in _LABELS.items():
            self.add_row(label, self._by_name[name])
        self.end(self.kind, self._by_name)
        self.kind.changed.connect(self._follow_kind)

    def open_for(self, patient_id: int, fact: Fact[Any] | None, opener: QWidget) -> None:
        """Open with the fields of the nature that is shown."""
        super().open_for(patient_id, fact, opener)
        self._follow_kind()

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a cover."""
        data: HealthCover = fact.data if fact is not None else _EMPTY
        values = {name: getattr(data, name) for name in _LABELS}
        rank = str(data.birth_rank) if data.birth_rank else ""
        return values | {"kind": data.kind.value, "birth_rank": rank}

    def made(self, values: Mapping[str, Any]) -> HealthCover:
        """Return the cover that the fields make; fields of another nature are left out."""
        kind = CoverKind(values["kind"])
        wanted = _MANDATORY if kind is CoverKind.MANDATORY else _OTHERS
        kept = {name: values[name] for name in wanted}
        if "birth_rank" in kept:
            kept["birth_rank"] = int(kept["birth_rank"]) if kept["birth_rank"].isdecimal() else None
        return HealthCover(
            kind, since=self.day(values, "since"), until=self.day(values, "until"), **kept
        )

    def _follow_kind(self) -> None:
        is_mandatory = self.kind.value() == CoverKind.MANDATORY.value
        for name in (*_MANDATORY, *_OTHERS):
            self._by_name[name].setEnabled((name in _MANDATORY) is is_mandatory)


class CoverCard(OwnCard):
    """One line a cover; those that are over are greyed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, desk.application.covers, CoverForm(desk))

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return the covers under their natures."""
        lines = {
            kind: [self._line(one) for one in facts if one.data.kind is kind] for kind in CoverKind
        }
        return [FactGroup(tuple(found), kind.label) for kind, found in lines.items() if found]

    def _line(self, fact: Fact[HealthCover]) -> FactLine:
        data = fact.data
        name = data.organisation or " ".join(filter(None, (data.scheme, data.fund, data.centre)))
        parts = (
            data.beneficiary_quality,
            shown_nir(data.insured_nir) if data.insured_nir else "",
            f"AMC {data.organisation_number}" if data.organisation_number else "",
            f"adhérent {data.member_number}" if data.member_number else "",
            period_text(data.since, data.until),
            _reading_words(data),
        )
        over = is_over(data.until, self.desk.application.clock.today())
        return FactLine(
            fact,
            name or data.kind.label,
            " · ".join(part for part in parts if part) + (" · terminé" if over else ""),
            icon="shield",
            faded=over,
            hint=who_and_when(fact),
        )


def _reading_words(cover: HealthCover) -> str:
    """Return « lu sur la carte le … (Simulateur) », or nothing for what somebody typed."""
    if not cover.source or cover.read_on is None:
        return ""
    where = "l'application carte Vitale" if cover.source == _APCV else "la carte"
    simulated = " (Simulateur)" if cover.source == _SIMULATED else ""
    return f"lu sur {where} le {cover.read_on:%d/%m/%Y}{simulated}"


class CoverTab(AdministrativeTab):
    """What pays for this patient; each gesture is stored at once and can be taken back."""

    def build(self) -> None:
        """Make the list."""
        self.card = self.add_part(CoverCard(self.desk), grows=True)

    @property
    def first_field(self) -> QWidget:
        """The list."""
        return self.card.list

    def show_patient(self, patient: Patient) -> None:
        """List the covers of a record."""
        super().show_patient(patient)
        self.card.show_patient(patient)
