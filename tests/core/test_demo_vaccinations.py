"""Vaccinations of the demo practice: plausible, true to what the visits tell, and there."""

import csv
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from sqlalchemy import select

from almapy.audit.model import Action
from almapy.demo.build import store_record
from almapy.demo.childhood import EXAMINATIONS
from almapy.demo.model import DOCTOR, REMPLACANT
from almapy.demo.people import demo_records
from almapy.demo.vaccine_products import PRODUCTS, lot_of
from almapy.patients.age import full_years
from almapy.vaccination.model import ActState, EntryWay, Origin, Route, Site
from almapy.vaccination.tables import VaccinationRow
from almapy.vaccine_calendar.tables import VaccineConditionRow
from resources import resource
from tests.core.demo_helpers import DAYS, TODAY, made_on

PRACTICE = 300
BY_CODE = {one.code: one for one in PRODUCTS}


def practice(today=TODAY):
    return made_on(today)[:PRACTICE]


@cache
def table():
    with resource("vaccines", "vaccines.csv").open(encoding="utf-8", newline="") as lines:
        return {row["nuva"]: row for row in csv.DictReader(lines, delimiter=";")}


@cache
def diseases_of(code):
    return frozenset(table()[code]["disease_ids"].split())


def covers(line):
    return diseases_of(line.vaccine)


def record(key, today=TODAY):
    return next(one for one in practice(today) if one.key == key)


def test_names_and_boxes_are_those_of_the_reference():
    rows = table()
    assert len(PRODUCTS) > 40
    for one in PRODUCTS:
        row = rows[one.code]
        assert row["name"] == one.name
        assert not one.cip13 or one.cip13 in row["cip13"].split()
        assert "passif" not in row["schedule_type"]


@pytest.mark.parametrize("today", DAYS)
def test_everybody_older_than_three_months_has_a_history(today):
    for one in practice(today):
        if one.patient.birth_date < today - timedelta(days=100):
            assert one.vaccinations, one.key


@pytest.mark.parametrize("today", DAYS)
def test_nothing_is_given_before_birth_after_death_or_in_days_to_come(today):
    for one in practice(today):
        born, died = one.patient.birth_date, one.patient.deceased_on
        for line in one.vaccinations:
            first = born.isoformat()[: len(line.given_on)]
            last = (died or today).isoformat()[: len(line.given_on)]
            assert first <= line.given_on <= last, (one.key, line)


def test_the_same_day_makes_the_same_vaccinations():
    again = [one.vaccinations for one in demo_records(40, today=TODAY)]
    assert again == [one.vaccinations for one in practice()[:40]]


def test_no_product_is_given_twice_on_a_day():
    for one in practice():
        days = Counter(
            (line.vaccine, line.given_on) for line in one.vaccinations if len(line.given_on) == 10
        )
        assert not days or max(days.values()) == 1, one.key


def test_doses_are_numbered_in_the_order_in_which_they_were_given():
    for one in practice():
        ranks = defaultdict(list)
        for line in one.vaccinations:
            if line.is_given and line.dose and len(line.given_on) == 10:
                ranks[line.vaccine].append(line.dose)
        for code, doses in ranks.items():
            assert doses == sorted(set(doses)), (one.key, code)


def test_what_was_given_here_is_traced():
    here = [
        line
        for one in practice()
        for line in one.vaccinations
        if line.origin is Origin.HERE and line.is_given
    ]
    assert len(here) > 300
    for line in here:
        product = BY_CODE[line.vaccine]
        assert line.lot
        assert line.route is product.route
        assert (line.site is Site.UNKNOWN) == (product.route is Route.ORAL)
        assert line.is_past_expiry() == bool(line.expired_reason)
        assert bool(line.gtin) == bool(line.serial) == (line.way is EntryWay.SCAN)
    assert any(line.expired_reason for line in here)


def test_what_is_only_told_has_no_lot():
    told = [
        line for one in practice() for line in one.vaccinations if line.origin is Origin.DECLARED
    ]
    assert told
    assert not any(line.lot or line.serial for line in told)
    assert {len(line.given_on) for line in told} == {4, 7}


def test_infants_are_injected_in_the_thigh_and_the_others_in_the_arm():
    for one in practice():
        for line in one.vaccinations:
            if line.site is not Site.UNKNOWN:
                infant = (line.day - one.patient.birth_date).days < 700
                assert (line.site in {Site.LEFT_THIGH, Site.RIGHT_THIGH}) == infant


WRITTEN = {
    "hexavalent": "DIS005",
    "pneumocoque": "DIS025",
    "ROR": "DIS008",
    "méningocoque": "",
    "DTCaP": "DIS003",
    "HPV 1re": "DIS038",
    "antigrippal": "DIS015",
    "dTP fait": "DIS002",
}
MENINGOCOCCI = {"DIS043", "DIS045"}


@pytest.mark.parametrize("today", DAYS)
def test_every_vaccine_that_a_visit_tells_of_was_given_that_day(today):
    titles = {one.title for one in EXAMINATIONS} | {"Vaccin grippe", "Rappel dTP"}
    checked = Counter()
    for one in practice(today):
        given = defaultdict(set)
        for line in one.vaccinations:
            if line.is_given and len(line.given_on) == 10:
                given[line.given_on] |= covers(line)
        for visit in one.encounters:
            if visit.title not in titles:
                continue
            for word, disease in WRITTEN.items():
                if word in visit.text:
                    found = given[visit.held_at.date().isoformat()]
                    assert found & ({disease} if disease else MENINGOCOCCI), (one.key, visit.title)
                    checked[word] += 1
    assert set(checked) == set(WRITTEN)


def test_about_fifteen_people_received_the_same_lot():
    lots = defaultdict(set)
    for one in practice():
        for line in one.vaccinations:
            if line.lot and line.origin is Origin.HERE:
                lots[line.vaccine, line.lot].add(one.key)
    most = max(map(len, lots.values()))
    assert 12 <= most <= 30
    assert any(10 <= len(people) <= 18 for people in lots.values())


def test_a_lot_is_one_product_and_has_one_last_day():
    seen = {}
    for one in practice():
        for line in one.vaccinations:
            if line.expiry and not line.expired_reason:
                known = seen.setdefault((line.vaccine, line.lot), line.expiry)
                assert known == line.expiry
                assert line.expiry >= line.day


def test_some_refuse_some_must_not_and_somebody_reacted():
    lines = [line for one in practice() for line in one.vaccinations]
    states = Counter(line.state for line in lines)
    assert states[ActState.REFUSED] >= 3
    assert states[ActState.CONTRAINDICATED] >= 1
    assert sum(bool(line.reaction) for line in lines) == 1
    assert states[ActState.DONE] > 2500


def test_some_boosters_are_late_and_most_are_not():
    last_age = Counter()
    for one in practice():
        age = full_years(one.patient.birth_date, TODAY)
        if 50 <= age < 60 and not one.patient.deceased_on:
            recent = any(
                "DIS002" in covers(line) and line.day > TODAY - timedelta(days=365 * 20)
                for line in one.vaccinations
                if line.is_given
            )
            last_age[recent] += 1
    assert last_age[True] > last_age[False] >= 2


def test_ruth_had_her_last_booster_in_2002_old_flu_and_recent_flu():
    lines = record("ruth").vaccinations
    tetanus = [line for line in lines if "DIS002" in covers(line)]
    assert (tetanus[-1].label, tetanus[-1].given_on) == ("REPEVAX", "2002-09-10")
    flu = [(line.label, line.given_on) for line in lines if "DIS015" in covers(line)]
    assert ("AGRIPPAL", "2011-10-18") in flu
    assert flu[-1] == ("INFLUVAC", "2025-11-18")
    assert record("ruth", date(2024, 2, 29)).vaccinations[-1].given_on == "2023-10-24"


def test_demo_patiente_is_vaccinated_as_her_age_asks():
    diseases = set().union(*map(covers, record("demo-patiente").vaccinations))
    assert {"DIS015", "DIS025", "DIS033"} <= diseases


def test_confirmed_conditions_belong_to_diseases_that_the_record_holds():
    held = [one for one in practice() if one.conditions]
    assert len(held) >= 8
    for one in held:
        for condition in one.conditions:
            assert condition.present
            assert condition.since <= TODAY


def test_boxes_of_a_winter_end_with_it():
    flu = BY_CODE["VAC0230"]
    assert lot_of(flu, date(2025, 10, 20), 0) == lot_of(flu, date(2026, 1, 20), 0)
    assert lot_of(flu, date(2025, 10, 20), 0).expiry == date(2026, 6, 30)
    assert lot_of(flu, date(2025, 10, 20), 0).number != lot_of(flu, date(2026, 10, 20), 0).number


def test_they_are_stored_with_who_gave_them(opened):
    works, doctor = opened.application.works, opened.actor
    stored = [one for one in practice() if one.conditions or one.key in {"ruth", "toddler"}]
    with works.begin(doctor) as work:
        for dossier, one in enumerate(stored, start=1):
            authors = {DOCTOR: doctor.user_id, REMPLACANT: doctor.user_id}
            store_record(work, replace(one, encounters=()), dossier, authors, doctor.name)
        work.trace(Action.PATIENT_CREATED)
    with works.database.reading() as session:
        rows = session.scalars(select(VaccinationRow)).all()
        conditions = session.scalars(select(VaccineConditionRow)).all()
    assert len(rows) == sum(len(one.vaccinations) for one in stored)
    assert len(conditions) == sum(len(one.conditions) for one in stored)
    here = [row for row in rows if row.origin == "ici" and row.state == "fait"]
    assert here
    assert {(row.performer_id, row.performer) for row in here} == {(doctor.user_id, doctor.name)}
    assert {row.performer_id for row in rows if row.origin != "ici"} == {None}
