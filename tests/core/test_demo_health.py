"""What the fictitious patients suffer from, and what was written about it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise

import pytest

from almapy.demo.model import DOCTOR, REMPLACANT
from almapy.history.model import HistoryKind
from almapy.measures.model import MeasureKind
from almapy.patients.age import full_years
from almapy.patients.model import Sex
from tests.core.demo_helpers import COUNT, DAYS, TODAY, made_on

NARROW_TYPOGRAPHY = re.compile(r" [:;?!%»]|« ")

# Youngest age at which each may begin, and the sex that it belongs to.
EARLIEST = {
    "Hypertension artérielle": (30, None),
    "Diabète sucré de type 2": (38, None),
    "Insuffisance cardiaque": (55, None),
    "Cancer du sein": (30, Sex.FEMALE),
    "Cancer de la prostate": (50, Sex.MALE),
    "Hypertrophie bénigne de la prostate": (45, Sex.MALE),
    "Endométriose": (14, Sex.FEMALE),
    "Ostéoporose": (50, Sex.FEMALE),
    "Grossesse": (16, Sex.FEMALE),
    "Maladie d'Alzheimer": (60, None),
    "Bronchopneumopathie": (40, None),
    "Gonarthrose": (45, None),
    "Asthme": (3, None),
    "Prothèse": (55, None),
    "Cataracte": (55, None),
    "Tabac": (15, None),
}
GROSSESSE_LATEST = 46


@pytest.fixture(params=DAYS, ids=str)
def practice(request):
    """Records of a practice, and the day as of which they were made."""
    return made_on(request.param), request.param


@pytest.fixture
def records():
    return made_on(TODAY)


def test_ruth_has_the_record_of_the_screens(practice):
    ruth = practice[0][0]
    assert len(ruth.encounters) >= 22
    of_winter_2023 = [
        (e.held_at.date(), e.author, e.replaced)
        for e in ruth.encounters
        if date(2023, 1, 1) < e.held_at.date() <= date(2023, 2, 13)
    ]
    assert of_winter_2023 == [
        (date(2023, 1, 5), REMPLACANT, DOCTOR),
        (date(2023, 1, 6), DOCTOR, ""),
        (date(2023, 1, 9), DOCTOR, ""),
        (date(2023, 1, 10), DOCTOR, ""),
        (date(2023, 1, 19), DOCTOR, ""),
        (date(2023, 2, 13), DOCTOR, ""),
    ]
    diabetes = next(item for item in ruth.history if item.label.startswith("Diabète sucré"))
    assert (diabetes.speciality, diabetes.started) == ("Endocrinologie", "2023-02-13")
    assert diabetes.ald_number == 8
    habits = {i.label for i in ruth.history if i.kind is HistoryKind.LIFESTYLE}
    assert habits == {
        "Activité physique\u00a0: natation",
        "Alcool\u00a0: occasionnel",
        "Tabac\u00a0: 15 cigarettes par jour",
    }


def test_nothing_happens_before_birth_after_death_or_ahead_of_today(practice):
    records, today = practice
    for record in records:
        person = record.patient
        last = person.deceased_on or today - timedelta(days=1)
        assert person.birth_date < today
        assert person.deceased is (person.deceased_on is not None)
        assert person.deceased_on is None or person.birth_date < person.deceased_on < today
        moments = [e.held_at for e in record.encounters] + [m.taken_at for m in record.measures]
        for moment in moments:
            assert moment.tzinfo is not None
            assert person.birth_date <= moment.date() <= last, record.key
        for line in record.treatments:
            assert person.birth_date <= line.started_on <= last
            assert line.stopped_on is None or line.started_on <= line.stopped_on <= last
        for item in record.history:
            for written in filter(None, (item.started, item.ended)):
                earliest, latest = bounds(written)
                assert latest >= person.birth_date, (record.key, item)
                assert earliest <= last, (record.key, item)


def test_visits_are_in_order_at_most_forty_and_on_working_days(practice):
    for record in practice[0]:
        held = [encounter.held_at for encounter in record.encounters]
        assert len(held) <= 40
        assert held == sorted(held)
        # A death is noted on its own day, a Sunday as well.
        planned = [e.held_at for e in record.encounters if e.title != "Décès"]
        assert all(moment.weekday() < 6 and 7 <= moment.hour <= 17 for moment in planned)
        taken = {measure.taken_at for measure in record.measures}
        assert taken <= set(held)


def test_visits_are_written_by_the_doctor_or_by_who_replaces_him(records):
    authors = Counter((e.author, e.replaced) for r in records for e in r.encounters)
    assert set(authors) == {(DOCTOR, ""), (REMPLACANT, DOCTOR)}
    share = authors[REMPLACANT, DOCTOR] / authors.total()
    assert 0.05 < share < 0.15


def test_diseases_fit_age_and_sex(practice):
    records, today = practice
    for record in records:
        person = record.patient
        for item in record.history:
            if item.kind is HistoryKind.FAMILY:
                continue
            for label, (youngest, sex) in EARLIEST.items():
                if item.label.startswith(label) and item.started:
                    _, latest = bounds(item.started)
                    assert full_years(person.birth_date, latest) >= youngest, (record.key, label)
                    assert sex in (None, person.sex), (record.key, label)
            if item.label.startswith("Grossesse"):
                assert full_years(person.birth_date, today) < GROSSESSE_LATEST
                assert not person.deceased
                assert not person.archived


def test_every_recognised_long_disease_bears_its_number(records):
    numbers = {
        item.label: item.ald_number
        for record in records
        for item in record.history
        if item.ald_number is not None
    }
    assert numbers["Insuffisance cardiaque"] == 5
    assert numbers["Diabète sucré de type 2"] == 8
    assert numbers["Cancer du sein gauche, tumorectomie et radiothérapie"] == 30
    assert set(numbers.values()) <= set(range(1, 31)) - {12}


def test_treatments_go_with_the_diseases(records):
    needed = {
        "Metformine": "Diabète sucré de type 2",
        "Lévothyroxine": "Hypothyroïdie",
        "Létrozole": "Cancer du sein",
        "Apixaban": "Fibrillation auriculaire",
        "Tiotropium": "Bronchopneumopathie",
    }
    seen = set()
    for record in records:
        labels = [item.label for item in record.history]
        running = [line.label for line in record.treatments if line.stopped_on is None]
        assert len(running) == len(set(running))
        for drug, disease in needed.items():
            if any(label.startswith(drug) for label in running):
                seen.add(drug)
                assert any(label.startswith(disease) for label in labels), record.key
        if "Asthme" in labels:
            assert not any(label.startswith("Bisoprolol") for label in running)
    assert seen == set(needed)


def test_allergies_are_stated_denied_or_not_asked(records):
    allergic = [r for r in records if any(a.agent for a in r.allergies)]
    denied = [r for r in records if any(a.none_known for a in r.allergies)]
    assert 0.10 < len(allergic) / COUNT < 0.20
    assert 0.32 < len(denied) / COUNT < 0.48
    assert not {r.key for r in allergic} & {r.key for r in denied}
    known = {"légère", "modérée", "grave", "anaphylaxie"}
    assert all(a.severity in known for r in allergic for a in r.allergies)


def test_nobody_allergic_to_penicillin_is_given_amoxicillin(records):
    allergic = [r for r in records if any(a.agent == "Pénicilline" for a in r.allergies)]
    assert len(allergic) > 10
    for record in allergic:
        assert not any("Amoxicilline" in encounter.text for encounter in record.encounters)
    assert any("Amoxicilline" in encounter.text for r in records for encounter in r.encounters)


def test_children_grow(records):
    followed = 0
    for record in records:
        grown = record.patient.birth_date.replace(day=1) + timedelta(days=18 * 365)
        for kind in (MeasureKind.WEIGHT, MeasureKind.HEIGHT):
            values = [
                m.value for m in record.measures if m.kind is kind and m.taken_at.date() < grown
            ]
            followed += len(values) > 2
            assert all(before <= after for before, after in pairwise(values)), record.key
    assert followed > 60


def test_measures_are_plausible(practice):
    limits = {
        MeasureKind.WEIGHT: (2, 180),
        MeasureKind.HEIGHT: (44, 205),
        MeasureKind.BLOOD_PRESSURE: (85, 190),
        MeasureKind.HEART_RATE: (45, 110),
        MeasureKind.TEMPERATURE: (36, 41),
        MeasureKind.CREATININE: (35, 220),
    }
    kinds = Counter()
    for record in practice[0]:
        for measure in record.measures:
            low, high = limits[measure.kind]
            assert low <= measure.value <= high, (record.key, measure.kind)
            lower = measure.second
            assert (lower is None) is (measure.kind is not MeasureKind.BLOOD_PRESSURE)
            assert lower is None or 45 < lower < measure.value - 15
            kinds[measure.kind] += 1
    assert set(kinds) == set(limits)


def test_texts_are_finished_french(practice):
    for record in practice[0]:
        for text in texts(record):
            assert "{" not in text
            assert not NARROW_TYPOGRAPHY.search(text), text
            assert "  " not in text


def test_busy_and_empty_records_both_exist(records):
    counts = [len(record.encounters) for record in records]
    assert sum(count == 0 for count in counts) > 5
    assert sum(count >= 25 for count in counts) > 20
    assert 6 < sum(counts) / COUNT < 14


def bounds(written):
    """Return the first and the last day that an incomplete date may mean."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        return date(*parts, 1), following - timedelta(days=1)
    return date(*parts, 1, 1), date(*parts, 12, 31)


def texts(record):
    """Yield every text of a record that somebody reads."""
    yield record.patient.comment
    for group in (record.history, record.allergies, record.treatments, record.encounters):
        for fact in group:
            for field in fields(fact):
                value = getattr(fact, field.name)
                if isinstance(value, str):
                    yield value
