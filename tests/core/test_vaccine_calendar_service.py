"""The calendar of real records: conditions asked and answered, recalls of the practice."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import pytest

from almapy.errors import AccessError, DomainError
from almapy.history.model import HistoryItem, HistoryKind
from almapy.measures.model import Measure, MeasureKind
from almapy.medications.model import LongTermTreatment
from almapy.patients.model import PatientDraft, Sex
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from almapy.vaccination.model import Vaccination
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.model import Status
from almapy.vaccine_calendar.recall import RecallWanted
from almapy.vaccine_calendar.suggestions import Problem, suggested
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

ON = date(2026, 11, 21)


@pytest.fixture
def calendar(practice):
    return practice.application.vaccine_calendar


@pytest.fixture
def ruth(practice):
    return ruth_of(practice)


def ruth_of(opened):
    application, actor = opened.application, opened.actor
    patient_id = application.patients.create(actor, RUTH).id
    application.vaccinations.add(
        actor, patient_id, Vaccination("VAC0043", "BOOSTRIXTETRA", "2002-09-10")
    )
    return patient_id


def status_of(assessment, rule):
    return next((one.status for one in assessment.verdicts if one.rule_id == rule), None)


def test_a_record_and_the_practice_say_the_same_of_ruth(opened, tmp_path):
    calendar, ruth = opened.application.vaccine_calendar, ruth_of(opened)
    assessment = calendar.of(opened.actor, ruth, ON)
    assert (assessment.on, assessment.table_date) == (ON, date(2026, 11, 21))
    assert status_of(assessment, "ADU-45") is Status.LATE
    moves = []
    lines = calendar.recall(
        opened.actor, RecallWanted(on=ON), progress=lambda *move: moves.append(move)
    )
    (line,) = [one for one in lines if one.verdict.rule_id == "ADU-45"]
    assert line.verdict in assessment.verdicts
    assert (line.patient_id, line.name) == (ruth, "DE VINCI RUTH")
    assert moves[-1] == (1, 1)
    target = tmp_path / "relances.csv"
    assert calendar.export(opened.actor, lines, target) == len(lines)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert ("en retard", "14/07/2022") in {(row["État"], row["Depuis le"]) for row in rows}


def test_a_condition_counts_from_its_confirmation_and_the_answer_before_stays(
    practice, calendar, ruth
):
    application, actor = practice.application, practice.actor
    application.history.add(actor, ruth, HistoryItem("Diabète de type 2", "Endocrinologie"))
    (asked,) = [one for one in calendar.conditions(actor, ruth) if one.suggestion]
    assert (asked.key, asked.present) == (ConditionKey.DIABETES, None)
    assert asked.suggestion == "Diabète de type 2 dans les antécédents\u00a0: à confirmer"
    assert status_of(calendar.of(actor, ruth, ON), "PNE-RISQ") is None
    calendar.confirm(actor, ruth, ConditionKey.DIABETES, True)
    assert status_of(calendar.of(actor, ruth, ON), "PNE-RISQ") is Status.DUE
    fact = calendar.confirm(actor, ruth, ConditionKey.DIABETES, False)
    assert (fact.version, fact.data.present) == (2, False)
    assert status_of(calendar.of(actor, ruth, ON), "PNE-RISQ") is None
    assert not any(one.suggestion for one in calendar.conditions(actor, ruth))
    calendar.withdraw(actor, ruth, ConditionKey.DIABETES)
    assert any(one.suggestion for one in calendar.conditions(actor, ruth))


def test_the_body_mass_is_computed_from_weight_and_height(practice, calendar, ruth):
    application, actor = practice.application, practice.actor
    measures, now = application.measures, application.clock.now()
    measures.add_all(
        actor,
        ruth,
        [
            Measure(MeasureKind.WEIGHT, 120.0, now),
            Measure(MeasureKind.HEIGHT, 165.0, now),
        ],
    )
    (asked,) = [one for one in calendar.conditions(actor, ruth) if one.suggestion]
    assert asked.key is ConditionKey.OBESITY
    assert "44,1" in asked.suggestion


def test_a_pregnancy_cannot_end_before_it_begins(practice, calendar, ruth):
    with pytest.raises(DomainError):
        calendar.confirm(
            practice.actor, ruth, ConditionKey.PREGNANCY, True, date(2026, 5, 1), date(2026, 4, 1)
        )


def test_who_reads_no_notes_reads_no_calendar(practice, calendar, ruth):
    new = NewAccount("sec", Role.SECRETAIRE, "Alix", "FICTIVE", PASSWORD)
    secretary = practice.application.accounts.create(practice.actor, new).at("POSTE")
    for ask in (
        lambda: calendar.of(secretary, ruth),
        lambda: calendar.conditions(secretary, ruth),
        lambda: calendar.confirm(secretary, ruth, ConditionKey.DIABETES, True),
        lambda: calendar.recall(secretary, RecallWanted()),
    ):
        with pytest.raises(AccessError):
            ask()


def test_the_dead_the_archived_and_other_ages_are_not_recalled(practice):
    application, actor = practice.application, practice.actor
    calendar = application.vaccine_calendar
    for name, change in (
        ("VIVANT", {}),
        ("DECEDE", {"deceased": True}),
        ("ARCHIVE", {"archived": True}),
    ):
        draft = PatientDraft(name, "ALIX", Sex.MALE, date(1950, 1, 1))
        patient = application.patients.create(actor, draft)
        application.patients.change(actor, patient, replace(patient.data, **change))
    application.patients.create(actor, PatientDraft("ENFANT", "ALIX", Sex.MALE, date(2020, 1, 1)))

    def found(**values):
        lines = calendar.recall(actor, RecallWanted(on=ON, **values))
        return {one.name.split()[0] for one in lines}

    assert found() == {"VIVANT", "ENFANT"}
    assert found(youngest=65) == {"VIVANT"}
    assert found(youngest=76, oldest=76) == {"VIVANT"}
    assert found(oldest=75) == {"ENFANT"}
    assert found(rules=("ZON-65",)) == {"VIVANT"}
    assert found(diseases=("DIS008",)) == {"ENFANT"}
    assert found(medecin_traitant_id=actor.user_id) == set()
    stopped = Stop()
    stopped.ask()
    assert calendar.recall(actor, RecallWanted(on=ON), stop=stopped) == []


@pytest.mark.parametrize(
    ("problem", "key"),
    [
        (Problem("Suivi", "E11.9", None), ConditionKey.DIABETES),
        (Problem("BPCO stade 2", "", None), ConditionKey.LUNG),
        (Problem("Affection", "", 19), ConditionKey.KIDNEY),
        (Problem("Splénectomie", "", None), ConditionKey.ASPLENIA),
        (Problem("Zona thoracique", "", None), ConditionKey.SHINGLES),
    ],
)
def test_a_problem_suggests_its_condition(problem, key):
    assert key in suggested([problem], [], None)


def test_what_the_family_has_is_not_asked(practice, calendar, ruth):
    item = HistoryItem("Diabète", "Endocrinologie", HistoryKind.FAMILY, kinship="mère")
    practice.application.history.add(practice.actor, ruth, item)
    assert not any(one.suggestion for one in calendar.conditions(practice.actor, ruth))


def test_a_treatment_suggests_its_condition(practice, calendar, ruth):
    treatment = LongTermTreatment("Méthotrexate 15 mg")
    practice.application.treatments.add(practice.actor, ruth, treatment)
    (asked,) = [one for one in calendar.conditions(practice.actor, ruth) if one.suggestion]
    assert asked.key is ConditionKey.IMMUNODEFICIENCY
