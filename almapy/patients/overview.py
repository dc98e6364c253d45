"""The essential of a record at one glance: what « Dossier Patient » and the banner show."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.allergies.model import Allergy
from almapy.allergies.service import AllergyService
from almapy.contraindications.model import Contraindication
from almapy.contraindications.service import ContraindicationService
from almapy.history.model import HistoryItem
from almapy.history.service import HistoryService
from almapy.measures.model import Measure, MeasureKind
from almapy.measures.queries import latest_measures
from almapy.medications.model import LongTermTreatment
from almapy.medications.service import TreatmentService
from almapy.record.model import Fact
from almapy.remarks.model import Remarks
from almapy.remarks.service import RemarkService
from almapy.text import sort_key
from almapy.users.model import Actor, Right
from almapy.work import Works


@dataclass(frozen=True, slots=True)
class Overview:
    """What a professional reads first; ``notes_hidden`` when the person may not read notes.

    ``treatments`` holds the stopped lines too, and ``allergies`` those that were lifted.
    """

    history: tuple[Fact[HistoryItem], ...] = field(default=(), repr=False)
    allergies: tuple[Fact[Allergy], ...] = field(default=(), repr=False)
    treatments: tuple[Fact[LongTermTreatment], ...] = field(default=(), repr=False)
    contraindications: tuple[Fact[Contraindication], ...] = field(default=(), repr=False)
    remarks: Remarks = field(default=Remarks(), repr=False)
    latest: dict[MeasureKind, Measure] = field(default_factory=dict, repr=False)
    notes_hidden: bool = False


class OverviewService:
    """Reads the essential of one record, in one transaction."""

    def __init__(
        self,
        works: Works,
        history: HistoryService,
        allergies: AllergyService,
        treatments: TreatmentService,
        contraindications: ContraindicationService,
        remarks: RemarkService,
    ) -> None:
        self._works = works
        self._history = history
        self._allergies = allergies
        self._treatments = treatments
        self._contraindications = contraindications
        self._remarks = remarks

    def of(self, actor: Actor, patient_id: int) -> Overview:
        """Return the overview; without the right to read notes it says so and holds nothing."""
        if not actor.may(Right.READ_NOTES):
            return Overview(notes_hidden=True)
        with self._works.database.reading() as session:
            history = self._history.read(session, actor, patient_id)
            return Overview(
                history=tuple(sorted(history, key=_by_heading)),
                allergies=tuple(self._allergies.read(session, actor, patient_id)),
                treatments=tuple(self._treatments.read(session, actor, patient_id)),
                contraindications=tuple(self._contraindications.read(session, actor, patient_id)),
                remarks=self._remarks.read(session, actor, patient_id),
                latest=latest_measures(session, patient_id),
            )


def _by_heading(fact: Fact[HistoryItem]) -> tuple[str, str, int]:
    return sort_key(fact.data.speciality)[0], fact.data.started, fact.id
