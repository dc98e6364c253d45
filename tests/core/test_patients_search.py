"""Whoever is stored is found: by the beginning of any word, and by a name misspelt by a letter."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almapy.opening import Door
from almapy.patients.bulk import add_patients
from almapy.patients.nir import nir_key
from almapy.patients.queries import Widening
from almapy.patients.service import add_patient
from almapy.settings import Place
from tests.conftest import CHEAP, LOGIN, PASSWORD
from tests.core.test_patients import MARTIN, RUTH

_PEOPLE = [
    ("LEFEBVRE", "", "THERESE"),
    ("DUPONT-AIGNAN", "", "MARIE-CLAUDE"),
    ("D'ALMEIDA", "BOURGEOIS", "JEAN PAUL"),
    ("HUGO", "DE LA FONTAINE", "ADELE"),
    ("GRANDJEAN", "", "LEOPOLDINE"),
    ("SAINT-MARTIN", "", "CHRISTOPHE"),
]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ONCE_A_BASE = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def person(birth_name, used_name="", first="ANNE", **more):
    values = {
        "birth_name": birth_name,
        "used_name": used_name,
        "first_birth_first_name": first,
        "deceased": False,
    }
    return replace(MARTIN, **values | more)


@pytest.fixture
def filled(opened):
    for people in _PEOPLE:
        opened.application.patients.create(opened.actor, person(*people))
    opened.application.patients.create(opened.actor, RUTH)
    return opened


def found(opened, typed, **more):
    return opened.application.patients.search(opened.actor, typed, **more)


def shown(opened, typed, **more):
    return [hit.used_name or hit.birth_name for hit in found(opened, typed, **more)]


def near(opened, typed):
    return [hit.used_name or hit.birth_name for hit in found(opened, typed) if hit.near]


@_ONCE_A_BASE
@given(data=st.data())
def test_anyone_is_found_by_the_beginnings_of_any_words_in_any_order(filled, data):
    names = data.draw(st.sampled_from(_PEOPLE))
    words = [word for name in names for word in name.replace("-", " ").replace("'", " ").split()]
    chosen = data.draw(
        st.lists(st.sampled_from([w for w in words if len(w) > 2]), min_size=1, max_size=3)
    )
    typed = [word[: data.draw(st.integers(3, len(word)))].lower() for word in chosen]
    assert (names[1] or names[0]) in shown(filled, " ".join(typed))


@_ONCE_A_BASE
@given(data=st.data())
def test_one_slip_in_a_name_of_five_letters_still_finds_its_bearer(filled, data):
    names = data.draw(st.sampled_from(_PEOPLE))
    words = [word for name in names for word in name.replace("-", " ").replace("'", " ").split()]
    word = data.draw(st.sampled_from([w.lower() for w in words if len(w) > 4]))
    assert (names[1] or names[0]) in shown(filled, slip(word, data.draw))


def slip(word, draw):
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(_LETTERS))
    return draw(
        st.sampled_from(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + letter + word[place + 1 :],
                word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
                if place
                else word,
            ]
        )
    )


@pytest.mark.parametrize(
    "typed", ["lefevbre", "lefebre", "kefebvre", "lefebvre terese", "lefevbre the", "the lefevbre"]
)
def test_a_misspelt_name_is_near(filled, typed):
    assert near(filled, typed) == ["LEFEBVRE"]


def test_who_bears_the_typed_name_is_not_near_and_comes_first(filled):
    filled.application.patients.create(filled.actor, person("LEFEBURE"))
    hits = found(filled, "lefebvre")
    assert [(hit.birth_name, hit.near, hit.rank) for hit in hits] == [
        ("LEFEBVRE", False, 1),
        ("LEFEBURE", True, 2),
    ]


def test_nobody_is_near_a_word_of_three_letters_or_a_number(filled):
    assert found(filled, "hgo") == []
    assert found(filled, "140719777") == []


def test_nobody_is_near_when_three_bear_the_name(filled):
    patients = filled.application.patients
    for first in ("ANNE", "PAUL", "ZOE"):
        patients.create(filled.actor, person("LEFEBURE", first=first))
    assert [hit.near for hit in found(filled, "lefebure")] == [False] * 3


def test_those_behind_the_boxes_are_not_near_either(filled):
    patients = filled.application.patients
    patients.create(filled.actor, person("QUENTIN", archived=True))
    assert near(filled, "quentim") == []
    hits = found(filled, "quentim", widening=Widening(archived=True))
    assert [(hit.birth_name, hit.near) for hit in hits] == [("QUENTIN", True)]


def test_a_name_that_another_post_added_is_near_at_once(filled):
    application = filled.application
    assert near(filled, "quentim") == []
    place = Place(application.folders, application.settings)
    other = Door(place, application.clock, cost=CHEAP).open(LOGIN, PASSWORD)
    try:
        other.application.patients.create(other.actor, person("QUENTIN"))
    finally:
        other.application.close()
    assert near(filled, "quentim") == ["QUENTIN"]


def test_a_changed_name_is_near_under_the_new_one(filled):
    patients = filled.application.patients
    patient = patients.create(filled.actor, person("QUENTIN"))
    patients.change(filled.actor, patient, person("ROUSSEAU"))
    assert near(filled, "rouseau") == ["ROUSSEAU"]
    assert near(filled, "quentim") == []


def test_imported_names_are_near(filled):
    with filled.application.works.begin(filled.actor) as work:
        add_patients(work, [person("QUENTIN"), person("ROUSSEAU")])
    assert near(filled, "quentim") == ["QUENTIN"]
    assert [hit.dossier for hit in found(filled, "rousseau")] == [9]


def test_the_last_opened_comes_first_among_equals_only(filled, clock):
    patients = filled.application.patients
    ids = [
        patients.create(filled.actor, person("DURAND", first=first)).id
        for first in ("ANNE", "BEATRICE", "CLEMENCE")
    ]
    patients.create(filled.actor, person("DURANDEAU"))
    longer = patients.create(filled.actor, person("DURANTON"))
    patients.open(filled.actor, ids[2])
    clock.advance(timedelta(seconds=1))
    patients.open(filled.actor, longer.id)
    hits = found(filled, "duran")
    assert [hit.patient_id for hit in hits][:2] == [longer.id, ids[2]]
    hits = found(filled, "durand")
    assert [hit.first_name for hit in hits if hit.birth_name == "DURAND"] == [
        "CLEMENCE",
        "ANNE",
        "BEATRICE",
    ]
    assert hits[3].birth_name == "DURANDEAU"


def test_a_short_list_is_the_beginning_of_a_long_one(filled):
    draw = random.Random(5)
    first_names = ("ANNE", "MARIE", "MARC", "PAUL", "JEAN")
    drafts = [
        person(f"MAR{draw.choice('TICE')}{draw.choice('INELO')}", first=draw.choice(first_names))
        for _ in range(400)
    ]
    with filled.application.works.begin(filled.actor) as work:
        add_patients(work, drafts)
    for typed in ("m", "mar", "marti", "mar ma", "ma m", "marie", "je mar", "19 mar"):
        whole = [hit.patient_id for hit in found(filled, typed, limit=300)]
        assert [hit.patient_id for hit in found(filled, typed, limit=8)] == whole[:8]
        assert len(set(whole)) == len(whole)


def test_everybody_of_a_common_name_stands_in_the_alphabet_of_first_names(filled):
    first_names = ["".join(letters) for letters in zip("ABCDEFGHIJ" * 9, _names(), strict=False)]
    with filled.application.works.begin(filled.actor) as work:
        add_patients(work, [person("MARTINEAU", first=name) for name in first_names])
    hits = [hit.first_name for hit in found(filled, "martineau", limit=200)]
    assert hits == sorted(first_names)


def _names():
    return (f"{'X' * (number % 7 + 1)}Y{'Z' * (number // 7)}" for number in count())


@pytest.mark.parametrize(
    "typed", ["277076322082910", "2 77 07 63 220 829 10", "2.77.07.63.220.829.10", "27707 63220"]
)
def test_a_matricule_is_pasted_as_it_is_shown(filled, typed):
    assert shown(filled, typed) == ["DE VINCI"]


@pytest.mark.parametrize("typed", ["2 85 05 2A 006 084 23", "285052a006084", "2 85 05 2a"])
def test_a_number_without_its_key_is_found_with_it(filled, typed):
    draft = person("CASANOVA", insured_nir="285052A006084")
    number = draft.insured_nir
    filled.application.patients.create(filled.actor, draft)
    whole = typed.replace("23", f"{nir_key(number):02d}") if typed.endswith(" 23") else typed
    assert shown(filled, whole) == ["CASANOVA"]


@pytest.mark.parametrize("typed", ["0639981234", "06 39 98 12 34", "+33 6 39 98 12 34", "06.39.98"])
def test_a_telephone_is_found_in_each_way_of_writing_it(filled, typed):
    assert shown(filled, typed) == ["DE VINCI"]


def test_a_year_of_birth_completes_a_name_and_yields_to_a_file_number(filled):
    assert shown(filled, "vinci 1977") == ["DE VINCI"]
    draft = person("LAST", birth_date=date(1950, 1, 1) + timedelta(days=3))
    with filled.application.works.begin(filled.actor) as work:
        add_patient(work, draft, dossier=1977)
    assert shown(filled, "1977") == ["LAST", "DE VINCI"]


def test_the_same_word_twice_is_one_word(filled):
    assert shown(filled, "lefebvre lefebvre") == ["LEFEBVRE"]


@pytest.mark.parametrize("typed", ["a", "z", "1", "'", "\x00", "%", "\x7f", "é", "ﬁ", "𝔄"])
def test_any_single_character_is_an_answerable_question(filled, typed):
    assert isinstance(found(filled, typed), list)
