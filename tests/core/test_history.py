"""The « Histoire médicale »: antecedents, ALD, what must be watched."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.errors import DomainError
from almapy.history.ald import ALD_LABELS
from almapy.history.model import HistoryItem, HistoryKind
from almapy.history.rules import ald_is_running, checked_item
from tests.core.test_patients import RUTH

DIABETES = HistoryItem(
    "Diabète sucré de type 2",
    "Endocrinologie",
    cim10="E11.9",
    started="2023-02-13",
    ald_number=8,
    in_vsm=True,
    ald_since=date(2023, 4, 1),
    watch_point=True,
    note="Suivi partagé avec le Dr Exemple",
)
TODAY = date(2026, 3, 15)


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


def history_of(opened, patient_id):
    return opened.application.history.of(opened.actor, patient_id)


def test_an_antecedent_is_read_back_whole(opened, patient_id):
    opened.application.history.add(opened.actor, patient_id, DIABETES)
    (fact,) = history_of(opened, patient_id)
    assert fact.data == DIABETES


def test_a_family_antecedent_says_whose(opened, patient_id):
    item = HistoryItem("Infarctus à 61 ans", "Cardiologie", HistoryKind.FAMILY, kinship="père")
    opened.application.history.add(opened.actor, patient_id, item)
    (fact,) = history_of(opened, patient_id)
    assert fact.data.kinship == "père"


def test_a_changed_antecedent_keeps_the_version_before(opened, patient_id):
    history = opened.application.history
    fact = history.add(opened.actor, patient_id, DIABETES)
    changed = history.change(opened.actor, fact, replace(DIABETES, label="Diabète de type 1"))
    assert [one.data for one in history.former(opened.actor, changed)] == [DIABETES]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "   "}, "label"),
        ({"started": "2035"}, "started"),
        ({"started": "2020", "ended": "2019-12"}, "ended"),
        ({"ald_number": 33}, "ald_number"),
        ({"ald_until": date(2022, 1, 1)}, "ald_until"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(changes, field):
    with pytest.raises(DomainError) as refused:
        checked_item(replace(DIABETES, **changes), TODAY)
    assert refused.value.field == field


def test_a_refused_antecedent_is_not_kept(opened, patient_id):
    with pytest.raises(DomainError):
        opened.application.history.add(opened.actor, patient_id, replace(DIABETES, label=""))
    assert history_of(opened, patient_id) == []


def test_an_antecedent_that_ended_is_over():
    assert not checked_item(replace(DIABETES, ended="2025"), TODAY).active


def test_without_ald_no_date_of_ald_stays():
    kept = checked_item(replace(DIABETES, ald_number=None), TODAY)
    assert kept.ald_since is None


def test_a_kinship_belongs_to_a_family_antecedent_alone():
    assert checked_item(replace(DIABETES, kinship="mère"), TODAY).kinship == ""


def test_an_ald_runs_until_its_last_day():
    last = replace(DIABETES, ald_until=TODAY)
    assert ald_is_running(last, TODAY)
    assert not ald_is_running(last, date(2026, 3, 16))
    assert not ald_is_running(replace(DIABETES, ald_number=None), TODAY)


def test_each_number_of_ald_has_its_words():
    assert sorted(ALD_LABELS) == list(range(1, 33))
    assert "Diabète" in ALD_LABELS[8]
    assert "supprimée" in ALD_LABELS[12]


def test_the_overview_gives_each_entry_with_its_version_under_its_heading(opened, patient_id):
    history = opened.application.history
    for heading in ("Urologie", "Éndocrinologie", "Dermatologie"):
        history.add(opened.actor, patient_id, replace(DIABETES, speciality=heading))
    facts = opened.application.overview.of(opened.actor, patient_id).history
    headings = [fact.data.speciality for fact in facts]
    assert headings == ["Dermatologie", "Éndocrinologie", "Urologie"]
    changed = history.change(opened.actor, facts[0], replace(facts[0].data, in_vsm=False))
    assert changed.version == facts[0].version + 1
