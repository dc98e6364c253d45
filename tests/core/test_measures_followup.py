"""The « Tableau de suivi »: columns of any series, one line a day, exported with a trace."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError, ExternalError
from almapy.followup.model import (
    BMI,
    COCKCROFT,
    DFG,
    PRESET_COLUMNS,
    SURFACE,
    Choice,
    FollowColumn,
    FollowPoint,
    Preset,
    measure_key,
)
from almapy.followup.service import FollowUpService
from almapy.masks.model import FieldSort, MaskField
from almapy.measures.model import Measure, MeasureKind
from almapy.patients.model import PatientDraft, Sex
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
WEIGHT, PRESSURE = measure_key(MeasureKind.WEIGHT), measure_key(MeasureKind.BLOOD_PRESSURE)


@pytest.fixture
def follow_up(opened):
    return opened.application.follow_up


@pytest.fixture
def patient_id(opened):
    patient = opened.application.patients.create(opened.actor, RUTH)
    opened.application.measures.add_all(
        opened.actor,
        patient.id,
        [
            Measure(MeasureKind.HEIGHT, 165.0, NOW - timedelta(days=900)),
            Measure(MeasureKind.WEIGHT, 60.0, NOW - timedelta(days=30)),
            Measure(MeasureKind.WEIGHT, 56.0, NOW),
            Measure(MeasureKind.BLOOD_PRESSURE, 140.0, NOW - timedelta(minutes=20), 90.0),
            Measure(MeasureKind.BLOOD_PRESSURE, 120.0, NOW, 80.0),
            Measure(MeasureKind.CREATININE, 80.0, NOW),
        ],
    )
    return patient.id


def test_a_day_is_one_line_and_its_last_value_stands(opened, follow_up, patient_id):
    table = follow_up.table(opened.actor, patient_id, [WEIGHT, PRESSURE])
    assert [column.title for column in table.columns] == ["Poids", "Tension artérielle"]
    first, second = table.rows
    assert {key: point.text for key, point in first.cells.items()} == {
        WEIGHT: "56",
        PRESSURE: "120/80",
    }
    assert first.more == {PRESSURE: 1}
    assert [point.text for point in second.cells.values()] == ["60"]
    assert [point.value for point in table.points[PRESSURE]] == [140, 120]


def test_what_is_computed_says_from_what(opened, follow_up, patient_id):
    table = follow_up.table(opened.actor, patient_id, [BMI, SURFACE, DFG, COCKCROFT])
    cells = table.rows[0].cells
    assert cells[BMI].text == "20,6"
    assert cells[SURFACE].text == "1,6"
    assert cells[DFG].value == pytest.approx(74.6, abs=1)  # 48 years old
    assert "créatinine 80" in cells[DFG].source
    assert "stade G2" in cells[DFG].source
    assert "165" in cells[BMI].source


def test_the_old_height_of_a_child_computes_nothing(opened, follow_up):
    child = PatientDraft(
        birth_name="NESSI",
        first_birth_first_name="LÉO",
        sex=Sex.MALE,
        birth_date=date(2020, 5, 2),
    )
    child_id = opened.application.patients.create(opened.actor, child).id
    old, today = NOW - timedelta(days=200), NOW
    opened.application.measures.add_all(
        opened.actor,
        child_id,
        [
            Measure(MeasureKind.HEIGHT, 110.0, old),
            Measure(MeasureKind.WEIGHT, 18.0, old),
            Measure(MeasureKind.WEIGHT, 20.0, today),
            Measure(MeasureKind.CREATININE, 40.0, today),
        ],
    )
    table = follow_up.table(opened.actor, child_id, [BMI, DFG])
    assert [point.at for point in table.points[BMI]] == [old]
    assert table.points[DFG] == ()


def test_answers_to_a_mask_have_their_column(opened, follow_up, patient_id):
    masks = opened.application.masks
    mask = next(one for one in masks.all(opened.actor) if one.key == "suivi-diabete")
    masks.fill(opened.actor, patient_id, mask, {"Hypoglycémies": "3", "Pieds": "Grade 1"}, NOW)
    titles = {column.title: column.key for column in follow_up.columns(opened.actor, patient_id)}
    table = follow_up.table(opened.actor, patient_id, [titles["Hypoglycémies"], titles["Pieds"]])
    (row,) = table.rows
    assert [point.text for point in row.cells.values()] == ["3", "Grade 1"]
    assert [point.value for point in row.cells.values()] == [3, None]


def test_a_series_from_elsewhere_takes_its_place_beside_the_others(opened, patient_id):
    class Doses:
        def columns(self, session, patient_id):
            return [FollowColumn("dose:avk", "Dose AVK", "mg")]

        def points(self, session, patient_id, keys):
            if "dose:avk" in keys:
                yield FollowPoint("dose:avk", NOW, "4", 4.0, "ordonnance")

    service = FollowUpService(opened.application.works, (Doses(),))
    table = service.table(opened.actor, patient_id, ["dose:avk", "inconnue"])
    assert [column.title for column in table.columns] == ["Dose AVK"]
    assert table.rows[0].cells["dose:avk"].text == "4"


def test_every_preset_names_columns_that_exist(opened, follow_up, patient_id):
    known = {column.key for column in follow_up.columns(opened.actor, patient_id)}
    for preset, keys in PRESET_COLUMNS.items():
        assert set(keys) <= known, preset
    assert set(PRESET_COLUMNS) == set(Preset) - {Preset.OWN}


def test_each_person_keeps_their_own_columns(opened, follow_up):
    new = NewAccount("dr.second", Role.MEDECIN, "Alix", "FICTIVE", PASSWORD)
    other = opened.application.accounts.create(opened.actor, new).at("POSTE-2")
    follow_up.keep_choice(opened.actor, Choice(Preset.OWN, (WEIGHT, BMI, WEIGHT)))
    assert follow_up.choice(opened.actor) == Choice(Preset.OWN, (WEIGHT, BMI))
    assert follow_up.choice(other) == Choice()


def test_the_export_opens_in_a_french_spreadsheet_and_is_traced(
    opened, follow_up, patient_id, tmp_path
):
    target = tmp_path / "suivi.csv"
    assert follow_up.export(opened.actor, patient_id, [WEIGHT, PRESSURE, BMI], target) == 2
    lines = list(csv.reader(target.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert lines[0] == ["Date", "Poids (kg)", "Tension artérielle (mmHg)", "IMC (kg/m²)"]
    assert lines[1] == ["10/03/2026", "56", "120/80", "20,6"]
    entries = opened.application.journal.page(opened.actor, JournalFilter()).entries
    (entry,) = [one for one in entries if one.action == Action.EXPORTED]
    assert entry.patient_id == patient_id
    assert entry.values["objet"] == "tableau de suivi"


def test_a_text_is_never_a_formula_for_the_spreadsheet(opened, follow_up, patient_id, tmp_path):
    masks = opened.application.masks
    mask = masks.add(opened.actor, "Libre", [MaskField("Note", FieldSort.TEXT)])
    masks.fill(opened.actor, patient_id, mask, {"Note": '=HYPERLINK("x")'}, NOW)
    key = next(
        one.key for one in follow_up.columns(opened.actor, patient_id) if one.title == "Note"
    )
    follow_up.export(opened.actor, patient_id, [key], tmp_path / "suivi.csv")
    assert "'=HYPERLINK" in (tmp_path / "suivi.csv").read_text("utf-8-sig")


def test_an_export_that_fails_leaves_no_trace_and_no_file(opened, follow_up, patient_id, tmp_path):
    with pytest.raises(ExternalError):
        follow_up.export(opened.actor, patient_id, [WEIGHT], tmp_path / "absent" / "suivi.csv")
    with pytest.raises(DomainError):
        follow_up.export(opened.actor, patient_id, [WEIGHT], tmp_path / "suivi.txt")
    entries = opened.application.journal.page(opened.actor, JournalFilter()).entries
    assert not [one for one in entries if one.action == Action.EXPORTED]
    assert list(tmp_path.glob("suivi*")) == []


def test_a_secretary_does_not_see_the_table(opened, follow_up, patient_id, tmp_path):
    new = NewAccount("secretaire", Role.SECRETAIRE, "Alix", "FICTIVE", PASSWORD)
    secretary = opened.application.accounts.create(opened.actor, new).at("POSTE-2")
    with pytest.raises(AccessError):
        follow_up.table(secretary, patient_id, [WEIGHT])
    with pytest.raises(AccessError):
        follow_up.export(secretary, patient_id, [WEIGHT], tmp_path / "suivi.csv")
