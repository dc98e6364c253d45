"""Who the fictitious patients are: the same everywhere, and nobody real."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date

import pytest

from almapy.demo.people import demo_records
from almapy.demo.person import strict_form
from almapy.measures.model import MeasureKind
from almapy.patients.age import full_years
from almapy.patients.model import HIGH_CONFIDENCE_DOCUMENTS, IdentityStatus, Sex
from almapy.patients.nir import nir_key
from tests.core.demo_helpers import COUNT, DAYS, TODAY, made_on, status

DIGEST = """
import dataclasses, hashlib, sys
from datetime import date
from almapy.demo.people import demo_records

sum_ = hashlib.sha256()
for record in demo_records(150, today=date(2026, 11, 21)):
    sum_.update(repr(dataclasses.astuple(record)).encode())
print(sum_.hexdigest())
"""

# The ranges that Arcep keeps for fiction.
FICTION = re.compile(r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d", re.ASCII)
FAMILY_NAME = re.compile(r"[A-Z'](?:[A-Z]|[ '](?=[A-Z])|-)*")
FIRST_NAME = re.compile(r"[A-Z'](?:[A-Z]|[ '-](?=[A-Z]))*")


@pytest.fixture(params=DAYS, ids=str)
def practice(request):
    """Records of a practice, and the day as of which they were made."""
    return made_on(request.param), request.param


@pytest.fixture
def records():
    return made_on(TODAY)


@pytest.fixture
def by_key(records):
    return {record.key: record for record in records}


def test_two_processes_make_the_same_people():
    digests = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1
    assert len(digests.pop().strip()) == 64


def test_a_small_practice_is_the_beginning_of_a_large_one(records):
    assert tuple(demo_records(90, today=TODAY)) == records[:90]
    assert [record.key for record in demo_records(1, today=TODAY)] == ["ruth"]


def test_another_seed_keeps_ruth_and_changes_the_households(records):
    other = tuple(demo_records(120, today=TODAY, seed=7))
    assert other[0] == records[0]
    assert [one.key for one in other[:59]] == [one.key for one in records[:59]]
    assert other[100].patient != records[100].patient


def test_keys_are_unique_and_the_count_is_kept(records):
    assert len(records) == COUNT
    assert len({record.key for record in records}) == COUNT


def test_ruth_has_the_values_that_everybody_knows(practice):
    records, _ = practice
    ruth = records[0]
    person = ruth.patient
    assert (person.birth_name, person.first_birth_first_name) == ("NESSI", "RUTH")
    assert (person.used_name, person.used_first_name) == ("DE VINCI", "RUTH")
    assert person.birth_first_names == "RUTH ISABELLE"
    assert (person.sex, person.birth_date) == (Sex.FEMALE, date(1977, 7, 14))
    assert (person.birth_place_code, person.birth_place_name) == ("63220", "MAZOIRES")
    assert (person.matricule_ins, person.ins_oid) == ("277076322082910", "1.2.250.1.213.1.4.8")
    assert (person.identity_document, person.insi_accepted) == ("carte_identite", True)
    assert (person.mandatory_cover, person.complementary_cover) == (False, False)
    weights = [m for m in ruth.measures if m.kind is MeasureKind.WEIGHT]
    assert max(weights, key=lambda m: m.taken_at).value == 56
    assert not [m for m in ruth.measures if m.kind is MeasureKind.CREATININE]


def test_demo_patiente_is_validated_and_has_no_number(practice):
    person = practice[0][1].patient
    assert (person.birth_name, person.birth_first_names) == ("DEMO", "PATIENTE HELENE CLAIRE")
    assert (person.sex, person.birth_date) == (Sex.FEMALE, date(1932, 7, 14))
    assert (person.birth_place_code, person.birth_place_name) == ("42149", "MONTROND LES BAINS")
    assert (person.matricule_ins, person.insured_nir) == ("", "")
    assert status(person) is IdentityStatus.VALIDATED


def test_every_special_case_is_among_the_first_sixty(practice):
    records, today = practice
    first = [record.patient for record in records[:60]]

    def some(condition):
        return any(condition(person) for person in first)

    ages = [full_years(p.birth_date, today) for p in first if not p.deceased]
    days = [(today - p.birth_date).days for p in first]
    assert min(days) < 15
    assert some(lambda p: 28 <= (today - p.birth_date).days < 60)
    assert some(lambda p: 90 <= (today - p.birth_date).days < 365)
    assert max(ages) > 100
    assert sum(age < 16 for age in ages) >= 6
    assert {status(person) for person in first} == set(IdentityStatus)
    for flag in ("deceased", "archived", "passing", "doubtful", "fictitious"):
        assert some(lambda p, flag=flag: getattr(p, flag)), flag
    assert some(lambda p: not (p.phone_home or p.phone_mobile or p.phone_work))
    assert some(lambda p: p.birth_place_code.startswith("991"))
    assert some(lambda p: p.birth_place_code == "99999")
    assert some(lambda p: p.birth_place_code.startswith("97"))
    assert some(lambda p: p.birth_place_code.startswith("2A"))
    assert some(lambda p: p.birth_place_code.startswith("2B"))
    assert some(lambda p: p.birth_place_code.startswith("20"))
    assert some(lambda p: p.ins_oid.endswith(".4.9"))
    assert some(lambda p: "--" in p.birth_name)
    assert some(lambda p: p.birth_name.startswith("D'"))
    assert some(lambda p: len(p.birth_name) > 35)
    assert some(lambda p: p.used_name and strict_form(p.used_name) == p.birth_name)
    assert some(lambda p: p.used_name and strict_form(p.used_name) != p.birth_name)
    conditions = {item.label for record in records[:60] for item in record.history}
    for label in ("Insuffisance cardiaque", "Cancer du sein", "Grossesse", "Asthme"):
        assert any(one.startswith(label) for one in conditions), label


def test_twins_share_all_but_their_first_names(by_key):
    one, other = (by_key[f"twin-{number}"].patient for number in (1, 2))
    for trait in ("birth_date", "birth_name", "sex", "birth_place_code", "address", "town"):
        assert getattr(one, trait) == getattr(other, trait)
    assert one.first_birth_first_name != other.first_birth_first_name
    assert one.matricule_ins != other.matricule_ins


def test_homonyms_are_flagged_on_both_records(by_key):
    for kind, differing in (("date", "birth_date"), ("place", "birth_place_code")):
        one, other = (by_key[f"homonym-{kind}-{letter}"].patient for letter in "ab")
        assert one.homonym
        assert other.homonym
        assert (one.birth_name, one.birth_first_names) == (
            other.birth_name,
            other.birth_first_names,
        )
        assert getattr(one, differing) != getattr(other, differing)
    assert (
        by_key["homonym-place-a"].patient.birth_date == by_key["homonym-place-b"].patient.birth_date
    )


def test_lunar_dates_are_recorded_as_the_rules_of_identity_want(by_key):
    recorded = {
        (p.lunar_date, p.birth_date, p.matricule_ins[3:5])
        for p in (record.patient for record in by_key.values())
        if p.birth_date_uncertain
    }
    assert recorded == {
        ("00/00/1950", date(1950, 12, 31), "20"),
        ("31/02/1950", date(1950, 2, 1), "02"),
        ("00/07/1948", date(1948, 7, 1), "07"),
    }


def test_corsica_changes_code_on_the_first_of_january_1976(records):
    corsicans = [
        record.patient
        for record in records
        if record.patient.birth_place_code in {"20004", "20033", "2A004", "2B033"}
    ]
    assert len(corsicans) >= 4
    for person in corsicans:
        assert person.birth_place_code.startswith("20") is (person.birth_date < date(1976, 1, 1))


def test_strict_traits_are_written_as_the_national_service_accepts_them(practice):
    for record in practice[0]:
        person = record.patient
        assert FAMILY_NAME.fullmatch(person.birth_name), record.key
        assert FIRST_NAME.fullmatch(person.first_birth_first_name), record.key
        assert FIRST_NAME.fullmatch(person.birth_first_names), record.key
        assert person.birth_first_names.startswith(person.first_birth_first_name)
        assert len(person.birth_name) <= 100
        assert len(person.birth_first_names) <= 100
        assert person.used_name == person.used_name.upper()


def test_traits_lose_accents_and_ligatures():
    spelled = ["Œuvrard", "D’Almont", "GROẞ", "Straße", "Ñúñez", "İstanbul", "Łukasz", "Ørsted"]
    assert [strict_form(name) for name in spelled] == [
        "OEUVRARD",
        "D'ALMONT",
        "GROSS",
        "STRASSE",
        "NUNEZ",
        "ISTANBUL",
        "LUKASZ",
        "ORSTED",
    ]


def test_numbers_have_the_right_key_and_say_what_the_traits_say(practice):
    for record in practice[0]:
        person = record.patient
        for number in filter(None, (person.matricule_ins, person.insured_nir)):
            assert len(number) == 15
            assert nir_key(number[:13]) == int(number[13:])
        if person.matricule_ins:
            month = "20" if person.lunar_date == "00/00/1950" else f"{person.birth_date:%m}"
            sex = "1" if person.sex is Sex.MALE else "2"
            expected = f"{sex}{person.birth_date:%y}{month}{person.birth_place_code}"
            assert person.matricule_ins[:10] == expected


def test_a_number_is_shown_only_once_the_national_service_gave_it(practice):
    for record in practice[0]:
        person = record.patient
        assert bool(person.matricule_ins) is person.insi_accepted
        assert person.birth_place_code != "99999" or not person.insi_accepted
        if person.doubtful or person.fictitious:
            assert not person.matricule_ins
            assert status(person) is IdentityStatus.PROVISIONAL


def test_documents_are_known_ones_and_fit_the_age(practice):
    records, today = practice
    for record in records:
        person = record.patient
        known = HIGH_CONFIDENCE_DOCUMENTS | {"", "permis", "carte_vitale"}
        assert person.identity_document in known
        age = full_years(person.birth_date, today)
        if person.identity_document in {"livret_famille", "acte_naissance"}:
            assert age <= 25
        if person.identity_document in {"permis", "appli_cv"}:
            assert age >= 17


def test_half_of_the_identities_are_qualified(records):
    shares = Counter(status(record.patient) for record in records)
    assert 0.42 < shares[IdentityStatus.QUALIFIED] / COUNT < 0.62
    assert all(shares[one] / COUNT > 0.05 for one in IdentityStatus)


def test_children_are_insured_under_the_number_of_a_parent_at_their_address(practice):
    records, today = practice
    people = [record.patient for record in records]
    children = [person for person in people if full_years(person.birth_date, today) < 16]
    assert len(children) > 60
    for child in children:
        parents = [
            other
            for other in people
            if (other.address, other.town) == (child.address, child.town)
            and other.birth_date.year <= child.birth_date.year - 16
        ]
        assert child.insured_nir in {parent.insured_nir for parent in parents}
        assert not child.matricule_ins or child.matricule_ins != child.insured_nir
        assert child.civility == "Enfant"
    assert sum(bool(child.insured_nir) for child in children) > 0.85 * len(children)


def test_no_two_people_are_the_same_but_the_homonyms(practice):
    seen = defaultdict(list)
    for record in practice[0]:
        person = record.patient
        seen[person.birth_name, person.first_birth_first_name, person.birth_date].append(person)
    for same in seen.values():
        assert len(same) == 1 or all(person.homonym for person in same)
    matricules = Counter(r.patient.matricule_ins for r in practice[0] if r.patient.matricule_ins)
    assert max(matricules.values()) == 1


def test_nobody_can_be_reached_by_telephone_or_mail(practice):
    for record in practice[0]:
        person = record.patient
        for number in filter(None, (person.phone_home, person.phone_mobile, person.phone_work)):
            assert FICTION.fullmatch(number), record.key
        if person.email:
            assert re.fullmatch(r"[a-z.-]+@(example\.fr|exemple\.test)", person.email)
        assert not re.search(r"(?:\d ?){9}", person.comment)
