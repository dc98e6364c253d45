"""Masks: shipped, changed by the practice, filled in for a patient (A-MAIN-19)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from almapy.errors import AccessError, ConflictError, DomainError
from almapy.masks.model import FieldSort, MaskField
from almapy.masks.reading import read_answer
from almapy.masks.shipped import SHIPPED
from almapy.measures.model import MeasureKind
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
NUMBER = MaskField("Sommeil", FieldSort.NUMBER, unit="h", low=4, high=20)
CHOICE = MaskField("Pieds", FieldSort.CHOICE, choices=("Grade 0", "Grade 1"))


@pytest.fixture
def masks(opened):
    return opened.application.masks


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


def young_woman(opened):
    return next(
        one for one in opened.application.masks.all(opened.actor) if one.key == "femme-jeune"
    )


def test_the_young_woman_mask_has_its_four_fields(opened):
    mask = young_woman(opened)
    assert mask.title == "Femme jeune"
    assert [one.label for one in mask.fields] == [
        "Activité physique",
        "Alcool (Verres/jour)",
        "Poids (kgs)",
        "Tabac (cig/jour)",
    ]


def test_four_values_of_a_mask_become_dated_measures_and_feed_curves(opened, masks, patient_id):
    typed = {
        "Activité physique": "2",
        "Alcool (Verres/jour)": "1",
        "Poids (kgs)": "56,5",
        "Tabac (cig/jour)": "10",
    }
    filled = masks.fill(opened.actor, patient_id, young_woman(opened), typed, NOW)
    assert filled.count == 4
    latest = opened.application.measures.latest(opened.actor, patient_id)
    assert {kind: one.value for kind, one in latest.items()} == {
        MeasureKind.ACTIVITY: 2,
        MeasureKind.ALCOHOL: 1,
        MeasureKind.WEIGHT: 56.5,
        MeasureKind.TOBACCO: 10,
    }
    assert {one.taken_at for one in latest.values()} == {NOW}


def test_a_filled_mask_is_taken_back_and_put_back_as_a_whole(opened, masks, patient_id):
    child = next(one for one in masks.all(opened.actor) if one.key == "enfant")
    filled = masks.fill(opened.actor, patient_id, child, {"Poids": "12", "Sommeil": "11"}, NOW)
    gone = masks.take_back(opened.actor, filled)
    assert opened.application.measures.latest(opened.actor, patient_id) == {}
    assert masks.answers.of(opened.actor, patient_id) == []
    masks.put_back(opened.actor, gone)
    assert MeasureKind.WEIGHT in opened.application.measures.latest(opened.actor, patient_id)
    (answer,) = masks.answers.of(opened.actor, patient_id)
    assert (answer.data.label, answer.data.value, answer.data.unit) == ("Sommeil", "11", "h")


def test_a_field_that_cannot_be_read_stores_nothing_and_is_named(opened, masks, patient_id):
    typed = {"Poids (kgs)": "56", "Tabac (cig/jour)": "beaucoup"}
    with pytest.raises(DomainError) as refused:
        masks.fill(opened.actor, patient_id, young_woman(opened), typed, NOW)
    assert refused.value.field == "Tabac (cig/jour)"
    assert opened.application.measures.latest(opened.actor, patient_id) == {}


def test_an_empty_mask_is_not_stored(opened, masks, patient_id):
    with pytest.raises(DomainError):
        masks.fill(opened.actor, patient_id, young_woman(opened), {}, NOW)


def test_a_practice_makes_changes_removes_and_brings_back_its_masks(opened, masks):
    mask = masks.add(opened.actor, "Sportif", [NUMBER])
    mask = masks.change(opened.actor, mask, "Sportif licencié", [CHOICE, NUMBER])
    mask = masks.remove(opened.actor, mask)
    assert "Sportif licencié" not in [one.title for one in masks.all(opened.actor)]
    masks.restore(opened.actor, mask)
    found = next(one for one in masks.all(opened.actor) if one.key == mask.key)
    assert found.fields == (CHOICE, NUMBER)
    assert [one.title for one in masks.versions(opened.actor, mask.key)] == [
        "Sportif",
        "Sportif licencié",
        "Sportif licencié",
        "Sportif licencié",
    ]


def test_a_shipped_mask_becomes_the_practices_own_when_changed(opened, masks):
    before = young_woman(opened)
    masks.change(opened.actor, before, "Femme jeune", [*before.fields, NUMBER])
    after = young_woman(opened)
    assert after.fields == (*before.fields, NUMBER)
    assert masks.versions(opened.actor, before.key)[0] == before


def test_a_mask_changed_on_another_post_is_not_overwritten(opened, masks):
    seen = young_woman(opened)
    masks.change(opened.actor, seen, "Jeune femme", seen.fields)
    with pytest.raises(ConflictError):
        masks.change(opened.actor, seen, "Femme", seen.fields)


@pytest.mark.parametrize(
    ("title", "fields", "field"),
    [
        ("", [NUMBER], "title"),
        ("Sans champ", [], "fields"),
        ("Deux fois", [NUMBER, NUMBER], "fields"),
        ("Un choix", [replace(CHOICE, choices=("seul",))], "fields"),
        ("Inversé", [replace(NUMBER, low=9, high=2)], "fields"),
        ("Sans mesure", [MaskField("Poids", FieldSort.MEASURE)], "fields"),
        ("femme JEUNE", [NUMBER], "title"),
    ],
)
def test_a_mask_that_cannot_be_filled_in_is_refused(opened, masks, title, fields, field):
    with pytest.raises(DomainError) as refused:
        masks.add(opened.actor, title, fields)
    assert refused.value.field == field


def test_a_secretary_neither_fills_in_nor_changes_masks(opened, masks, patient_id):
    mask = young_woman(opened)
    new = NewAccount("secretaire", Role.SECRETAIRE, "Alix", "FICTIVE", PASSWORD)
    secretary = opened.application.accounts.create(opened.actor, new).at("POSTE-2")
    with pytest.raises(AccessError):
        masks.fill(secretary, patient_id, mask, {"Poids (kgs)": "56"}, NOW)
    with pytest.raises(AccessError):
        masks.add(secretary, "Autre", [NUMBER])


def test_shipped_masks_have_a_title_and_fields_of_their_own():
    assert len({mask.title for mask in SHIPPED}) == len(SHIPPED) >= 3
    for mask in SHIPPED:
        assert len({one.label for one in mask.fields}) == len(mask.fields)


def test_answers_are_read_by_the_sort_of_the_field():
    assert read_answer(NUMBER, "7,5 h").text == "7,5"
    assert read_answer(NUMBER, "22").remark
    assert read_answer(NUMBER, "bien").error
    assert read_answer(CHOICE, "grade 1").text == "Grade 1"
    assert read_answer(CHOICE, "Grade 4").error
    asked = MaskField("Automesure", FieldSort.YES_NO)
    assert [read_answer(asked, typed).text for typed in ("o", "Non")] == ["Oui", "Non"]
    assert read_answer(asked, "peut-être").error
    assert read_answer(MaskField("Note", FieldSort.TEXT), " vu ").text == "vu"
    assert read_answer(NUMBER, " ").empty
