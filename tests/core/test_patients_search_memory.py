"""Words kept in memory answer as the base does, whoever changes it meanwhile."""

import random
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.opening import Door
from almapy.patients import word_memory
from almapy.patients.bulk import add_patients
from almapy.patients.near import NearNames
from almapy.patients.queries import NOT_WIDENED, Widening
from almapy.patients.search import PatientSearch
from almapy.patients.service import PatientService
from almapy.patients.word_memory import MOST_CHANGED, WordMemory
from almapy.settings import Place
from tests.conftest import CHEAP, LOGIN, PASSWORD
from tests.core.test_patients_search import person

_TYPED = (
    *("m", "mar", "marti", "martin", "martine", "mar ma", "ma m", "jean", "je mar", "a1", "zz"),
    *("martin jean", "jean martin an", "mratin", "matrin jaen", "martin jaen", "delafont"),
    *("de la", "la mar", "mar 19", "martni", "marteni jean ma", "anne", "ann", "rosalinde"),
)
_WIDENINGS = (NOT_WIDENED, Widening(archived=True), Widening(deceased=True, passing=True))


def crowd(count, seed=7):
    draw = random.Random(seed)
    firsts = ("ANNE", "MARIE", "MARC", "MARTIN", "JEAN", "JEAN MARIE", "ROSALINDE")
    return [
        person(
            f"MAR{draw.choice('TICE')}{draw.choice('INELO')}{draw.choice(('', 'N', 'NE'))}",
            used_name=draw.choice(("", "", "DE LA FONTAINE", "MARTEL")),
            first=draw.choice(firsts),
            archived=draw.random() < 0.2,
            deceased=draw.random() < 0.1,
            passing=draw.random() < 0.1,
            paper_number=draw.choice(("", f"A-{draw.randrange(2000)}")),
        )
        for _ in range(count)
    ]


@pytest.fixture
def filled(opened, clock):
    with opened.application.works.begin(opened.actor) as work:
        ids = add_patients(work, crowd(350))
    for patient_id in ids[::60]:
        opened.application.patients.open(opened.actor, patient_id)
        clock.advance(timedelta(seconds=1))
    return opened


@pytest.fixture
def memory(filled):
    made = WordMemory(filled.application.database, NearNames())
    made.read()
    return made


def from_memory(opened, memory, typed, widening=NOT_WIDENED, limit=50):
    database, account_id = opened.application.database, opened.actor.user_id
    with database.reading() as session:
        assert memory.layers(session) is not None
        search = PatientSearch(session, account_id, widening, NearNames(), memory)
        return search.hits(typed, limit)


def assert_like_the_base(opened, memory):
    for typed in _TYPED:
        for widening in _WIDENINGS:
            for limit in (8, 50, 300):
                base = opened.application.patients.search(
                    opened.actor, typed, widening=widening, limit=limit
                )
                assert from_memory(opened, memory, typed, widening, limit) == base, typed


def change(opened, patient_id, **values):
    patients = opened.application.patients
    patient = patients.open(opened.actor, patient_id)
    return patients.save(opened.actor, patient, replace(patient.data, **values))


def test_memory_and_base_give_the_same_lists(filled, memory):
    assert_like_the_base(filled, memory)


def test_records_added_changed_put_away_and_merged_since_are_in_the_lists(filled, memory):
    application, actor = filled.application, filled.actor
    with application.works.begin(actor) as work:
        added = add_patients(work, crowd(40, seed=8))
    change(filled, added[0], birth_name="MARTINEZ")
    change(filled, 1, used_name="ROUSSEAU")
    change(filled, 2, archived=True)
    change(filled, 3, archived=False, deceased=False, passing=False)
    application.patients.create(actor, person("MARTINO"))
    twins = [
        application.patients.create(actor, person("MARTINOT", first="JEAN", sex=one.data.sex))
        for one in [application.patients.open(actor, 1)] * 2
    ]
    merge = application.merges.merge(actor, *twins)
    assert_like_the_base(filled, memory)
    application.merges.undo_merge(actor, merge.id)
    assert_like_the_base(filled, memory)


def test_what_another_program_writes_is_found_at_once(filled, memory):
    application = filled.application
    assert from_memory(filled, memory, "quentin") == []
    place = Place(application.folders, application.settings)
    other = Door(place, application.clock, cost=CHEAP).open(LOGIN, PASSWORD)
    try:
        patient = other.application.patients.create(other.actor, person("QUENTIN"))
        assert [hit.birth_name for hit in from_memory(filled, memory, "quentin")] == ["QUENTIN"]
        other.application.patients.save(other.actor, patient, person("ROUSSEAU"))
    finally:
        other.application.close()
    assert from_memory(filled, memory, "quentin") == []
    assert [hit.birth_name for hit in from_memory(filled, memory, "rousseau")] == ["ROUSSEAU"]


def test_the_base_answers_while_too_much_changed(filled, memory):
    application, actor = filled.application, filled.actor
    with application.works.begin(actor) as work:
        add_patients(work, [*crowd(MOST_CHANGED), person("QUENTIN")])
    with application.database.reading() as session:
        assert memory.layers(session) is None
        search = PatientSearch(session, actor.user_id, NOT_WIDENED, NearNames(), memory)
        assert [hit.birth_name for hit in search.hits("quentin", 8)] == ["QUENTIN"]
    memory.close()


def readers():
    return [one for one in threading.enumerate() if one.name == "almapy-words"]


def test_words_are_read_in_the_background_from_the_second_search_on(filled, monkeypatch):
    monkeypatch.setattr(word_memory, "WORTH_KEEPING", 1)
    patients = PatientService(filled.application.works)
    first = patients.search(filled.actor, "martin")
    assert not readers()
    assert patients.search(filled.actor, "martin") == first
    for thread in readers():
        thread.join()
    assert patients.search(filled.actor, "martin") == first
    patients.close()


def test_a_base_that_closes_does_not_wait_for_its_words(filled, monkeypatch):
    monkeypatch.setattr(word_memory, "WORTH_KEEPING", 1)
    patients = PatientService(filled.application.works)
    for _ in range(2):
        assert patients.search(filled.actor, "martin")
    patients.close()
    assert not readers()
    assert patients.search(filled.actor, "martin")
    assert not readers()
