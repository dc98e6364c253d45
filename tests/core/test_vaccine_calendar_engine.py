"""The calendar as a whole: the worked dates, reasons, refusals, warnings, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.errors import FormatError
from almapy.vaccine_calendar.ages import Age, completed_years, latest_birth
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.doses import ActLine
from almapy.vaccine_calendar.engine import Sieve, assess
from almapy.vaccine_calendar.history import History, Person
from almapy.vaccine_calendar.model import Assessment, Confidence, Light, Obligation, Status, Verdict
from almapy.vaccine_calendar.table import read_calendar, shipped_calendar
from tests.core.calendar_helper import PRODUCTS, assessed, condition, reader

TODAY = date(2026, 11, 21)


def line(found: Assessment, rule: str) -> Verdict:
    return next(one for one in found.verdicts if one.rule_id == rule)


def test_ruth_is_late_since_her_forty_fifth_birthday():
    verdict = line(assessed("1977-07-14", "2026-11-21", "dtcap 2002-09-10"), "ADU-45")
    assert (verdict.status, verdict.light) == (Status.LATE, Light.RED)
    assert verdict.next_from == date(2022, 7, 14)
    assert verdict.reason == (
        "dernière dose DTCAP le 10/09/2002, rappel dû à 45 ans depuis le 14/07/2022"
    )
    assert (verdict.source, verdict.confidence) != ("", Confidence.LOW)


def test_after_a_dose_today_ruth_has_her_next_appointment_at_sixty_five():
    verdict = line(
        assessed("1977-07-14", "2026-11-21", "dtcap 2002-09-10, dtcap 2026-11-21"), "ADU-45"
    )
    assert (verdict.status, verdict.light) == (Status.DONE, Light.GREEN)
    assert verdict.next_from == date(2042, 7, 14)
    assert "prochain rendez-vous à 65 ans, le 14/07/2042" in verdict.reason


def test_the_whole_schedule_of_an_infant_is_told():
    found = assessed("2026-08-31", "2026-11-21")
    planned = {one.rule_id: one.planned for one in found.verdicts}
    assert planned["NOU-HEXA"][0] == planned["NOU-VPC"][0] == date(2026, 10, 31)
    assert planned["NOU-HEXA"][2] == planned["NOU-VPC"][2] == date(2027, 7, 31)
    assert planned["NOU-MENB"][0] == date(2026, 11, 30)
    assert planned["NOU-ACWY"][0] == date(2027, 2, 28)
    assert planned["NOU-ROR1"][0] == date(2027, 8, 31)
    rotavirus = line(found, "NOU-ROTA")
    assert rotavirus.next_to == date(2026, 12, 31)
    assert "ROTARIX à terminer avant le 28/02/2027" in rotavirus.reason
    assert "ROTATEQ à terminer avant le 30/04/2027" in rotavirus.reason
    obligatory = [one.rule_id for one in found.verdicts if one.obligation is Obligation.OBLIGATORY]
    assert {"NOU-HEXA", "NOU-VPC", "NOU-MENB", "NOU-ACWY", "NOU-ROR1"} <= set(obligatory)


def test_at_sixty_five_five_vaccinations_are_due_and_none_the_day_before():
    rules = ("ADU-65", "PNE-65", "ZON-65", "GRIP-65", "COV-65")
    told = assessed("1961-11-21", "2026-11-21", "dtp 2007-01-01")
    assert all(line(told, rule).status is Status.DUE for rule in rules)
    before = assessed("1961-11-22", "2026-11-21", "dtp 2007-01-01")
    assert all(line(before, rule).status is Status.TO_COME for rule in rules[1:])
    assert all(one.status not in {Status.DUE, Status.LATE} for one in before.verdicts)


def test_who_is_born_before_1980_is_told_why_measles_is_not_for_them():
    assert line(assessed("1979-12-31", "2026-11-21"), "ROR-1980").reason == "né avant 1980"


def test_the_obligation_against_meningococci_began_on_the_first_of_january_2025():
    before = line(assessed("2024-06-01", "2024-12-31"), "NOU-MENB")
    after = line(assessed("2024-06-01", "2025-01-01"), "NOU-MENB")
    assert before.obligation is Obligation.RECOMMENDED
    assert after.obligation is Obligation.OBLIGATORY


def test_a_carer_is_obliged_where_another_is_only_advised():
    carer = line(assessed("1990-01-01", "2026-11-21", conditions="soignant"), "HEPB-ADU")
    other = line(assessed("1990-01-01", "2026-11-21", conditions="renale"), "HEPB-ADU")
    assert carer.obligation is Obligation.OBLIGATORY
    assert other.obligation is Obligation.RECOMMENDED


def test_a_refusal_is_shown_and_never_late():
    verdict = line(assessed("1977-07-14", "2026-11-21", "refus dtp 2024-03-12"), "ADU-45")
    assert verdict.refused
    assert verdict.word == "refusé"
    assert (verdict.status, verdict.light) == (Status.DUE, Light.GREY)
    assert verdict.reason.startswith("refusé le 12/03/2024 (motif)")


def test_a_dose_after_a_refusal_ends_it():
    found = assessed("1977-07-14", "2026-11-21", "refus dtp 2024-03-12, dtp 2025-01-01")
    assert line(found, "ADU-45").status is Status.DONE


def test_a_contraindication_is_not_indicated():
    verdict = line(assessed("1995-01-01", "2026-11-21", "ci ror 2024-03-12"), "ROR-1980")
    assert verdict.status is Status.NOT_INDICATED
    assert verdict.reason.startswith("contre-indiqué le 12/03/2024")


def test_a_live_vaccine_is_not_proposed_to_a_pregnant_woman():
    found = assessed("1995-01-01", "2026-11-21", conditions="grossesse@2027-03-01")
    refused = line(found, "ROR-1980")
    assert refused.status is Status.NOT_INDICATED
    assert refused.reason.startswith("vaccin vivant contre-indiqué\u00a0: grossesse. Aucune dose")
    assert "Grossesse\u00a0: pas de vaccin vivant." in found.warnings


def test_two_live_vaccines_too_close_are_told():
    (warning,) = assessed("1995-01-01", "2026-11-21", "ror 2020-01-01, fj 2020-01-20").warnings
    assert "moins de 4 semaines" in warning
    assert assessed("1995-01-01", "2026-11-21", "ror 2020-01-01, fj 2020-01-01").warnings == ()


def test_the_same_valence_twice_on_a_day_is_one_dose_and_a_warning():
    found = assessed("1995-01-01", "2026-11-21", "ror 2020-01-01, rouvax 2020-01-01")
    assert line(found, "ROR-1980").given == 1
    assert "une seule dose" in found.warnings[0]


def test_a_reduced_dose_counts_for_nothing_in_a_primary_series():
    found = assessed("2022-01-01", "2022-08-01", "hexa 2022-03-01, dtcap 2022-05-01")
    verdict = line(found, "NOU-HEXA")
    assert verdict.given == 1
    assert "diphtérie" in verdict.reason


def test_what_was_received_of_another_product_is_told_and_nothing_is_denied():
    told = line(assessed("1954-01-01", "2026-11-21", "vpc13 2026-03-05"), "PNE-ANT1").reason
    assert told == (
        "aucune dose connue de PREVENAR 20 ou CAPVAXIVE, VPC13 reçu le 05/03/2026, "
        "dose à partir du 05/03/2027"
    )
    early = line(assessed("2024-08-01", "2026-11-21", "ror 2025-07-01"), "NOU-ROR1").reason
    assert early.startswith("aucune dose comptée")
    unknown = line(assessed("1970-01-01", "2026-11-21"), "ADU-45")
    assert unknown.reason.startswith("aucune dose connue (carnet à vérifier)")


def test_doses_of_one_day_are_compared_each_with_each():
    found = assessed("1990-01-01", "2026-11-21", "dtp 2020-01-01, dtcap 2020-01-01, ror 2020-01-01")
    assert sum("une seule dose" in one for one in found.warnings) == 1


def test_antibodies_are_no_dose_against_the_virus():
    found = assessed("1940-01-01", "2026-11-21", "beyfortus 2025-01-01")
    assert line(found, "VRS-75").status is Status.DUE


def test_an_unknown_product_is_said_not_to_count():
    history = reader().history([ActLine("2020", "", "VACCIN PERDU", "", "fait", "")])
    found = assess(shipped_calendar(), Person(date(1990, 1, 1)), history, TODAY)
    assert "1 vaccination n'est pas comptée" in found.warnings[0]


def test_a_year_alone_counts_as_a_dose():
    assert line(assessed("1995-01-01", "2026-11-21", "ror 1996, ror 1997"), "ROR-1980").given == 2


def test_a_dose_too_early_after_the_one_before_is_told():
    verdict = line(
        assessed("1980-01-01", "2026-11-21", "ror 1995-03-01, ror 1995-03-31"), "ROR-1980"
    )
    assert "dose du 31/03/1995 trop proche de la précédente, non comptée" in verdict.reason


def test_what_is_only_proposed_has_no_alarming_light():
    verdict = line(assessed("2010-01-01", "2026-11-21"), "ADO-MENB")
    assert (verdict.obligation, verdict.light) == (Obligation.PROPOSED, Light.GREY)


def test_a_journey_is_never_late():
    verdict = line(assessed("1990-01-01", "2026-11-21", conditions="voyage"), "VOY")
    assert (verdict.status, verdict.light) == (Status.UNKNOWN, Light.GREY)
    assert verdict.word == "selon situation"
    assert verdict.reason.startswith("selon situation")


def test_every_rule_keeps_its_source_and_its_confidence():
    rules = shipped_calendar().rules
    assert len(rules) == 53
    assert all(rule.source for rule in rules)
    count = {one: sum(rule.confidence is one for rule in rules) for one in Confidence}
    assert count == {Confidence.HIGH: 41, Confidence.MEDIUM: 10, Confidence.LOW: 2}


@pytest.mark.parametrize(
    "damage",
    [
        "day = 2026-01-01",
        'title = ""\ncredit = ""\nday = 2026-01-01\nlive = []\n[products]\n[[rule]]\nid = "X"',
        'title = ""\ncredit = ""\nday = 2026-01-01\nlive = []\n[products]\n[[rule]]\nodd = 1',
        "[[[",
    ],
)
def test_a_damaged_table_is_refused(damage):
    with pytest.raises(FormatError):
        read_calendar(damage)


@pytest.mark.parametrize(
    ("day", "age", "expected"),
    [
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-08-31", "P6M", "2027-02-28"),
        ("2026-08-31", "P6W", "2026-10-12"),
        ("2011-03-05", "P27Y", "2038-03-05"),
    ],
)
def test_ages_are_reached_on_the_last_day_of_a_short_month(day, age, expected):
    assert Age.of(age).after(date.fromisoformat(day)) == date.fromisoformat(expected)


@given(st.dates(date(1930, 1, 1), TODAY), st.integers(0, 1000), st.integers(0, 60))
def test_the_last_birth_that_reached_an_age_is_exact(on, months, days):
    age = Age(months, days)
    birth = latest_birth(age, on)
    assert age.after(birth) <= on < age.after(birth + timedelta(days=1))


@given(st.dates(date(1930, 1, 1), TODAY), st.dates(date(1930, 1, 1), TODAY))
def test_completed_years_never_miscount(birth, on):
    if birth <= on:
        years = completed_years(birth, on)
        assert Age(12 * years).after(birth) <= on < Age(12 * (years + 1)).after(birth)


days = st.integers(0, 35_000).map(lambda number: TODAY - timedelta(days=number))
kept = st.one_of(
    days.map(date.isoformat),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda d: str(d.year)),
)
acts = st.builds(
    ActLine,
    kept,
    st.sampled_from([*PRODUCTS.values(), "", "VAC9999"]),
    st.just("X"),
    st.sampled_from(["", "DIS008", "DIS001 DIS002"]),
    st.sampled_from(["fait"] * 8 + ["refuse", "contre_indique"]),
    st.just("motif"),
)
stated = st.lists(
    st.sampled_from([*ConditionKey, *(f"!{one}" for one in ConditionKey), "grossesse@2027-03-01"]),
    max_size=4,
)


@settings(max_examples=30, deadline=None)
@given(days, st.lists(acts, max_size=10), stated, st.sampled_from("FMI"), st.randoms())
def test_any_history_has_an_answer_whatever_the_order_of_its_doses(
    birth, given_acts, keys, sex, rng
):
    person = Person(birth, sex, tuple(condition(one) for one in keys))
    calendar = shipped_calendar()
    found = assess(calendar, person, reader().history(given_acts), TODAY)
    rng.shuffle(given_acts)
    assert assess(calendar, person, reader().history(given_acts), TODAY).verdicts == found.verdicts
    lines = {one.rule_id: one.status for one in found.verdicts}
    pressing = (Status.LATE, Status.DUE)
    sieve = Sieve(calendar.groups, TODAY, pressing)
    sifted = sieve.lines(person, reader().history(given_acts))
    assert {one.rule_id: one.status for one in sifted} == {
        rule: status for rule, status in lines.items() if status in pressing
    }


BABIES = st.integers(0, 1200).map(lambda number: TODAY - timedelta(days=number))


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(days, BABIES),
    st.lists(st.tuples(st.sampled_from([*PRODUCTS]), st.floats(0, 1)), max_size=8),
    st.tuples(st.sampled_from([*PRODUCTS]), st.floats(0, 1)),
)
def test_one_more_dose_never_makes_late_what_was_up_to_date(birth, doses, more):
    def history(parts: list[tuple[str, float]]) -> History:
        age = (TODAY - birth).days
        return reader().history(
            ActLine(
                str(birth + timedelta(days=int(age * part))), PRODUCTS[name], name, "", "fait", ""
            )
            for name, part in parts
        )

    person, calendar = Person(birth, "F"), shipped_calendar()
    before = assess(calendar, person, history(doses), TODAY)
    after = assess(calendar, person, history([*doses, more]), TODAY)
    groups = {rule.id: rule.group for rule in calendar.rules}
    fine = {
        groups[one.rule_id]
        for one in before.verdicts
        if one.status in {Status.DONE, Status.TO_COME}
    }
    late = {groups[one.rule_id] for one in after.verdicts if one.status is Status.LATE}
    assert fine.isdisjoint(late)
