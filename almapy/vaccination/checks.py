"""Reads around a vaccination what its remarks are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from almapy.allergies.service import AllergyService
from almapy.contraindications.service import ContraindicationService
from almapy.record.model import Fact
from almapy.users.model import Actor
from almapy.vaccination.model import Vaccination
from almapy.vaccination.service import VaccinationService
from almapy.vaccination.warnings import Product, Remark, Surroundings, is_live, remarks_on
from almapy.vaccine_calendar.conditions import ConditionKey, ConditionLine
from almapy.vaccines.catalogue import Catalogue

Conditions = Callable[[Actor, int], Sequence[ConditionLine]]
"""What was answered about the conditions of a record."""
_AGAINST_LIVE = frozenset(
    {ConditionKey.PREGNANCY, ConditionKey.IMMUNODEFICIENCY, ConditionKey.TRANSPLANT}
)


class VaccinationCheckService:
    """What to look at before a vaccination is stored; it writes nothing."""

    def __init__(
        self,
        vaccinations: VaccinationService,
        allergies: AllergyService,
        contraindications: ContraindicationService,
        catalogue: Callable[[], Catalogue],
        conditions: Conditions,
    ) -> None:
        self._vaccinations = vaccinations
        self._allergies = allergies
        self._contraindications = contraindications
        self._catalogue = catalogue
        self._conditions = conditions

    def of(
        self,
        actor: Actor,
        patient_id: int,
        data: Vaccination,
        *,
        besides: Fact[Vaccination] | None = None,
    ) -> tuple[Remark, ...]:
        """Return the remarks on a vaccination of a record; ``besides`` is the one it replaces."""
        standing = self._vaccinations.of(actor, patient_id)
        same = self._vaccinations.twice(actor, patient_id, data, besides=besides)
        product = self._product(data)
        around = Surroundings(
            against_live=self._against_live(actor, patient_id, data) if product.is_live else (),
            noted=tuple(self._noted(actor, patient_id)),
            same=same.data if same is not None else None,
            earlier=tuple(one.data for one in standing if besides is None or one.id != besides.id),
        )
        return remarks_on(data, product, around)

    def _against_live(self, actor: Actor, patient_id: int, data: Vaccination) -> tuple[str, ...]:
        day = data.day
        return tuple(
            one.label
            for one in self._conditions(actor, patient_id)
            if one.key in _AGAINST_LIVE
            and one.present
            and (one.since is None or one.since <= day)
            and (one.until is None or day <= one.until)
        )

    def _product(self, data: Vaccination) -> Product:
        catalogue = self._catalogue()
        vaccine = catalogue.vaccine(data.vaccine)
        if vaccine is None:
            words = " ".join(catalogue.disease(code).label for code in data.diseases.split())
            return Product(f"{data.label} {words}", is_live=False)
        found = (catalogue.valence(code) for code in vaccine.valences)
        labels = [one.label for one in found if one is not None]
        return Product(f"{data.label} {vaccine.name} {vaccine.disease_words}", is_live(labels))

    def _noted(self, actor: Actor, patient_id: int) -> list[str]:
        allergies = (one.data for one in self._allergies.of(actor, patient_id))
        told = [
            ", ".join(part for part in (f"{one.type.label} {one.agent}", one.reaction) if part)
            for one in allergies
            if one.warns
        ]
        contra = (one.data for one in self._contraindications.of(actor, patient_id))
        return told + [f"Contre-indication {one.text}" for one in contra]
