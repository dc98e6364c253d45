"""What the demo practice is made of."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.allergies.model import Allergy
from almapy.demo.paper import Paper
from almapy.encounters.model import Encounter
from almapy.history.model import HistoryItem
from almapy.measures.model import Measure
from almapy.medications.model import LongTermTreatment
from almapy.patients.model import PatientDraft
from almapy.vaccination.model import Vaccination
from almapy.vaccine_calendar.conditions import Condition

DOCTOR = "medecin"
REMPLACANT = "remplacant"


@dataclass(frozen=True, slots=True)
class DemoRecord:
    """One fictitious patient with all that the practice knows of them.

    ``key`` names the record in tests and pictures (« ruth », « family-12-child-2 ») and never
    changes for a given seed. In ``encounters``, ``author`` and ``replaced`` hold ``DOCTOR`` or
    ``REMPLACANT``: whoever stores the record puts the real accounts in their place.
    """

    key: str
    patient: PatientDraft
    history: tuple[HistoryItem, ...]
    allergies: tuple[Allergy, ...]
    treatments: tuple[LongTermTreatment, ...]
    encounters: tuple[Encounter, ...]
    measures: tuple[Measure, ...]
    papers: tuple[Paper, ...] = ()
    vaccinations: tuple[Vaccination, ...] = ()
    conditions: tuple[Condition, ...] = ()
