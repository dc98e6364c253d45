"""Measures of a record: written, corrected, taken back, and read in time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.encounters.tables import EncounterRow
from almapy.errors import AccessError, ConflictError
from almapy.events import Topic
from almapy.measures.model import Measure, MeasureKind, Origin
from almapy.measures.tables import MeasureRow
from almapy.measures.words import measure_text
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import MARTIN, RUTH

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
WEIGHT = Measure(MeasureKind.WEIGHT, 56.0, NOW)
PRESSURE = Measure(MeasureKind.BLOOD_PRESSURE, 120.0, NOW, 80.0)


@pytest.fixture
def measures(opened):
    return opened.application.measures


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


def someone(opened, role, login):
    new = NewAccount(login, role, "Alix", "FICTIVE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("POSTE-2")


def test_several_measures_are_written_at_once_and_told_once(opened, measures, patient_id):
    told = []
    opened.application.events.subscribe(told.append)
    measures.add_all(opened.actor, patient_id, [WEIGHT, PRESSURE])
    assert {fact.data for fact in measures.of(opened.actor, patient_id)} == {WEIGHT, PRESSURE}
    assert [(one.topic, one.patient_id) for one in told] == [(Topic.RECORD, patient_id)]
    entries = opened.application.journal.page(opened.actor, JournalFilter()).entries
    (entry,) = [one for one in entries if one.action == Action.RECORD_CHANGED]
    assert entry.values["geste"] == "ajout"
    assert "56" not in entry.detail


def test_the_unit_is_stored_with_the_value(opened, measures, patient_id):
    measures.add_all(opened.actor, patient_id, [WEIGHT, PRESSURE])
    with opened.application.database.reading() as session:
        assert set(session.scalars(select(MeasureRow.unit))) == {"kg", "mm[Hg]"}


def test_weight_and_creatinine_reach_the_overview(opened, measures, patient_id):
    measures.add(opened.actor, patient_id, WEIGHT)
    measures.add(opened.actor, patient_id, Measure(MeasureKind.CREATININE, 80.0, NOW))
    latest = opened.application.overview.of(opened.actor, patient_id).latest
    assert latest[MeasureKind.WEIGHT].value == 56
    assert latest[MeasureKind.CREATININE].value == 80


def test_the_last_of_each_kind_is_by_the_day_it_was_taken(opened, measures, patient_id):
    old = replace(WEIGHT, value=70.0, taken_at=NOW - timedelta(days=400))
    measures.add(opened.actor, patient_id, WEIGHT)
    measures.add_all(opened.actor, patient_id, [old, PRESSURE])
    assert measures.latest(opened.actor, patient_id) == {
        MeasureKind.WEIGHT: WEIGHT,
        MeasureKind.BLOOD_PRESSURE: PRESSURE,
    }


def test_among_a_thousand_values_the_base_gives_one_of_each_kind(opened, measures, patient_id):
    many = [
        replace(WEIGHT, value=50 + number / 100, taken_at=NOW - timedelta(days=number))
        for number in range(1000)
    ]
    measures.add_all(opened.actor, patient_id, many)
    assert measures.latest(opened.actor, patient_id) == {MeasureKind.WEIGHT: many[0]}
    series = measures.series(opened.actor, patient_id, MeasureKind.WEIGHT)
    assert [point.value for point in series] == [one.value for one in reversed(many)]


def test_a_point_of_a_curve_says_who_took_it_and_where(opened, measures, patient_id):
    at_home = replace(PRESSURE, origin=Origin.HOME, comment="au repos")
    measures.add(opened.actor, patient_id, at_home)
    (point,) = measures.series(opened.actor, patient_id, MeasureKind.BLOOD_PRESSURE)
    assert (point.value, point.second, point.author) == (120, 80, opened.actor.initials)
    assert (point.origin, point.comment) == (Origin.HOME, "au repos")


def test_a_removed_measure_leaves_the_curve_and_comes_back(opened, measures, patient_id):
    facts = measures.add_all(opened.actor, patient_id, [WEIGHT, PRESSURE])
    removed = measures.remove_all(opened.actor, facts)
    assert measures.latest(opened.actor, patient_id) == {}
    assert measures.series(opened.actor, patient_id, MeasureKind.WEIGHT) == []
    measures.restore_all(opened.actor, removed)
    assert set(measures.latest(opened.actor, patient_id)) == {WEIGHT.kind, PRESSURE.kind}


def test_when_one_of_several_changed_meanwhile_none_is_removed(opened, measures, patient_id):
    facts = measures.add_all(opened.actor, patient_id, [WEIGHT, PRESSURE])
    other = someone(opened, Role.MEDECIN, "dr.second")
    measures.change(other, facts[1], replace(PRESSURE, value=130.0))
    with pytest.raises(ConflictError):
        measures.remove_all(opened.actor, facts)
    assert len(measures.of(opened.actor, patient_id)) == 2


def test_a_corrected_measure_keeps_the_value_before(opened, measures, patient_id):
    fact = measures.add(opened.actor, patient_id, WEIGHT)
    changed = measures.change(opened.actor, fact, replace(WEIGHT, value=65.0))
    (former,) = measures.former(opened.actor, changed)
    assert former.data == WEIGHT


def test_a_secretary_neither_reads_nor_writes_measures(opened, measures, patient_id):
    secretary = someone(opened, Role.SECRETAIRE, "secretaire")
    with pytest.raises(AccessError):
        measures.latest(secretary, patient_id)
    with pytest.raises(AccessError):
        measures.series(secretary, patient_id, MeasureKind.WEIGHT)
    with pytest.raises(AccessError):
        measures.add_all(secretary, patient_id, [WEIGHT])


def test_a_measure_is_told_with_its_unit():
    texts = [measure_text(one) for one in (WEIGHT, PRESSURE)]
    assert texts == ["56\u00a0kg", "120/80\u00a0mmHg"]


@pytest.fixture
def encounter(opened, patient_id):
    """Store a consultation of the doctor at work."""

    def write(days=0, *, signed=False, author=None):
        with opened.application.works.begin(opened.actor) as work:
            row = EncounterRow(
                uid=f"visite-{days}",
                patient_id=patient_id,
                author_id=author or opened.actor.user_id,
                created_at=work.at,
                nature="consultation",
                held_at=work.at - timedelta(days=days),
                signed_at=work.at if signed else None,
            )
            work.session.add(row)
            work.session.flush()
            return row.id

    return write


def test_a_consultation_holds_its_values_and_knows_those_before(
    opened, measures, patient_id, encounter
):
    encounter_id = encounter()
    before = replace(WEIGHT, value=58.0, taken_at=NOW - timedelta(days=30))
    held = replace(WEIGHT, encounter_id=encounter_id)
    measures.add_all(opened.actor, patient_id, [before, held, PRESSURE])
    entries = measures.entries(opened.actor, patient_id, encounter_id)
    assert (entries.encounter_id, entries.taken_at) == (encounter_id, None)
    assert entries.of[MeasureKind.WEIGHT].current.data == held
    assert entries.of[MeasureKind.WEIGHT].before == before
    assert entries.of[MeasureKind.BLOOD_PRESSURE].current.data == PRESSURE


def test_a_value_of_a_colleague_is_a_value_before(opened, measures, patient_id):
    other = someone(opened, Role.MEDECIN, "dr.second")
    measures.add(other, patient_id, WEIGHT)
    entry = measures.entries(opened.actor, patient_id, None).of[MeasureKind.WEIGHT]
    assert (entry.current, entry.before) == (None, WEIGHT)


def test_the_consultation_of_another_patient_takes_nothing(opened, measures, encounter):
    other = opened.application.patients.create(opened.actor, MARTIN).id
    assert measures.entries(opened.actor, other, encounter()).encounter_id is None


@pytest.mark.parametrize(
    ("days", "signed", "belongs"),
    [(0, False, True), (0, True, True), (3, False, True), (3, True, False)],
)
def test_only_todays_consultation_or_an_open_draft_takes_new_values(
    opened, measures, patient_id, encounter, days, signed, belongs
):
    encounter_id = encounter(days, signed=signed)
    entries = measures.entries(opened.actor, patient_id, encounter_id)
    assert entries.encounter_id == (encounter_id if belongs else None)
    moved = belongs and days
    assert entries.taken_at == (NOW - timedelta(days=days) if moved else None)


def test_what_was_measured_before_the_note_joins_it_without_a_new_version(
    opened, measures, patient_id, encounter
):
    old = replace(PRESSURE, taken_at=NOW - timedelta(days=2))
    fact, _ = measures.add_all(opened.actor, patient_id, [WEIGHT, old])
    encounter_id = encounter()
    assert measures.join(opened.actor, patient_id, encounter_id) == 1
    latest = measures.latest(opened.actor, patient_id)
    assert latest[MeasureKind.WEIGHT].encounter_id == encounter_id
    assert latest[MeasureKind.BLOOD_PRESSURE].encounter_id is None
    measures.remove(opened.actor, fact)


def test_nothing_joins_the_consultation_of_a_colleague(opened, measures, patient_id, encounter):
    other = someone(opened, Role.MEDECIN, "dr.second")
    measures.add(opened.actor, patient_id, WEIGHT)
    assert measures.join(opened.actor, patient_id, encounter(author=other.user_id)) == 0


def test_the_last_values_of_all_kinds_are_read_at_once_oldest_first(opened, measures, patient_id):
    days = [replace(WEIGHT, value=60.0 - n, taken_at=NOW - timedelta(days=n)) for n in range(4)]
    measures.add_all(opened.actor, patient_id, [*days, PRESSURE])
    recent = measures.recent(opened.actor, patient_id, 3)
    assert {kind: [value for _, value in points] for kind, points in recent.items()} == {
        MeasureKind.WEIGHT: [58, 59, 60],
        MeasureKind.BLOOD_PRESSURE: [120],
    }
