"""The demo practice: fictitious people, stored as a day's work would store them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from enum import Enum
from itertools import islice

from sqlalchemy import insert

from almapy.allergies.tables import AllergyRow
from almapy.audit.model import Action
from almapy.clock import Clock
from almapy.demo.filing import file_papers
from almapy.demo.inbox import add_inbox
from almapy.demo.model import DemoRecord
from almapy.demo.people import demo_records
from almapy.demo.practice_life import add_practice_life
from almapy.encounters.tables import EncounterRow
from almapy.history.tables import HistoryItemRow
from almapy.measures.tables import MeasureRow
from almapy.medications.tables import LongTermTreatmentRow
from almapy.opening import DEMO_PASSWORD, Door, NewPractice, Opened
from almapy.patients.service import DOSSIER_COUNTER, add_patient
from almapy.practice.model import Practice, Practitioner
from almapy.practice.tables import CounterRow
from almapy.settings import Place
from almapy.users.model import NewAccount, Right, Role
from almapy.vaccination.model import Origin
from almapy.vaccination.tables import VaccinationRow
from almapy.vaccine_calendar.tables import VaccineConditionRow
from almapy.work import UnitOfWork

DEMO_LOGIN = "dr.demo"
DEMO_COUNT = 300
RUTH_DOSSIER = 23
_BATCH = 250


def create_demo(
    place: Place, clock: Clock, count: int, *, progress: Callable[[str], None] = lambda _: None
) -> Opened:
    """Create the demo practice in an empty place and return it open, its doctor at work."""
    opened = Door(place, clock).create(_demo_practice())
    application, actor = opened.application, opened.actor
    colleagues = {new.login: application.accounts.create(actor, new) for new in _colleagues()}
    authors = {"medecin": actor.user_id, "remplacant": colleagues["dr.rempl"].id}
    records = demo_records(count, today=clock.today())
    done = 0
    while batch := list(islice(records, _BATCH)):
        with application.works.begin(actor) as work:
            for place_in_batch, record in enumerate(batch, start=done + 1):
                dossier = _dossier(place_in_batch, count)
                patient_id = store_record(work, record, dossier, authors, actor.name)
                file_papers(work, application.documents, record, patient_id, actor.user_id)
            _set_counter(work, done + len(batch))
            work.trace(Action.PATIENT_CREATED, detail={"démonstration": len(batch)})
        done += len(batch)
        progress(f"{done} / {count} patients fictifs")
    if done:
        secretary = colleagues["secretaire"].at(application.post)
        add_practice_life(application, actor, secretary, done)
        add_inbox(application, secretary)
    return opened


def _dossier(place: int, count: int) -> int:
    """Return the file number of the nth record: RUTH, the first one, bears number 23."""
    if count < RUTH_DOSSIER or place > RUTH_DOSSIER:
        return place
    return RUTH_DOSSIER if place == 1 else place - 1


def _set_counter(work: UnitOfWork, value: int) -> None:
    row = work.session.get(CounterRow, DOSSIER_COUNTER)
    if row is None:
        work.session.add(CounterRow(name=DOSSIER_COUNTER, value=value))
    else:
        row.value = value


def store_record(
    work: UnitOfWork, record: DemoRecord, dossier: int, authors: dict[str, int], doctor_name: str
) -> int:
    """Store a record, without its documents, and return the number of its patient.

    ``authors`` holds the accounts behind ``DOCTOR`` and ``REMPLACANT``; ``doctor_name`` is who
    gave what was given at the practice.
    """
    patient = add_patient(work, record.patient, dossier=dossier)
    doctor = authors["medecin"]

    def common(author: int = doctor) -> dict[str, object]:
        return {
            "uid": str(uuid.uuid4()),
            "created_at": work.at,
            "changed_at": None,
            "changed_by": None,
            "deleted_at": None,
            "version": 1,
            "patient_id": patient.id,
            "author_id": author,
            "deleted_by": None,
        }

    def store(table: type, rows: list[dict[str, object]]) -> None:
        if rows:
            work.session.execute(insert(table), rows)

    store(
        HistoryItemRow,
        [common() | _values(one) | {"kind": str(one.kind)} for one in record.history],
    )
    store(AllergyRow, [common() | _values(one) for one in record.allergies])
    store(LongTermTreatmentRow, [common() | _values(one) for one in record.treatments])
    store(
        EncounterRow,
        [
            common(authors[one.author])
            | {
                "nature": str(one.nature),
                "held_at": one.held_at,
                "title": one.title,
                "text": one.text,
                "replaced_id": authors.get(one.replaced),
                "signed_at": one.held_at,
                "signed_by": authors[one.author],
            }
            for one in record.encounters
        ],
    )
    store(
        MeasureRow,
        [
            common()
            | {
                "kind": str(one.kind),
                "value": one.value,
                "second": one.second,
                "unit": one.kind.unit,
                "taken_at": one.taken_at,
            }
            for one in record.measures
        ],
    )
    given_here = {"performer_id": doctor, "performer": doctor_name}
    if record.vaccinations:
        # By the table, not by the class: ten lines a person are written twice as fast.
        work.session.execute(
            insert(VaccinationRow.metadata.tables[VaccinationRow.__tablename__]),
            [
                common() | _values(one) | (given_here if one.origin is Origin.HERE else {})
                for one in record.vaccinations
            ],
        )
    store(VaccineConditionRow, [common() | _values(one) for one in record.conditions])
    return patient.id


def _values(fact: object) -> dict[str, object]:
    values = ((name, getattr(fact, name)) for name in type(fact).__slots__)  # type: ignore[attr-defined]
    return {name: value.value if isinstance(value, Enum) else value for name, value in values}


def _demo_practice() -> NewPractice:
    return NewPractice(
        practice=Practice(
            name="Cabinet des Tilleuls (démonstration)",
            finess="670000001",
            address="12 rue des Tilleuls",
            postal_code="67000",
            town="Strasbourg",
            phone="03 53 01 23 45",
            email="cabinet@tilleuls.example",
        ),
        practitioner=Practitioner(
            civility="Docteur",
            quality="Médecin",
            ordinal_speciality="Médecine générale",
            rpps="10001234565",
            adeli="671234567",
            am_number="671234567",
            speciality_code="01",
            cps_family_name="DEMO",
            cps_first_name="PAUL",
            phone="03 53 01 23 45",
            email="paul.demo@tilleuls.example",
        ),
        first_name="Paul",
        family_name="DÉMO",
        login=DEMO_LOGIN,
        password=DEMO_PASSWORD,
        is_demo=True,
    )


def _colleagues() -> tuple[NewAccount, ...]:
    notes = frozenset({Right.READ_NOTES})
    return (
        NewAccount("dr.rempl", Role.REMPLACANT, "Claire", "FICTIVE", DEMO_PASSWORD),
        NewAccount("secretaire", Role.SECRETAIRE, "Anne", "EXEMPLE", DEMO_PASSWORD),
        NewAccount("infirmier", Role.INFIRMIER, "Luc", "MODÈLE", DEMO_PASSWORD, granted=notes),
        NewAccount("admin", Role.ADMINISTRATEUR, "Gestion", "POSTE", DEMO_PASSWORD),
    )
