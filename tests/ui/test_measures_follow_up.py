"""« Tableau de suivi » on the screen."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.followup.model import BMI, Choice, Preset, measure_key
from almapy.measures.model import Measure, MeasureKind
from almapy.users.model import Role
from tests.core.test_patients import MARTIN, RUTH
from ui.followup.follow_up_page import FollowUpPage
from ui.followup.table_model import TREND_ROW
from ui.patients.open_records import OpenRecord

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
MEASURED = (
    Measure(MeasureKind.HEIGHT, 165.0, NOW - timedelta(days=100)),
    Measure(MeasureKind.WEIGHT, 60.0, NOW - timedelta(days=100)),
    Measure(MeasureKind.WEIGHT, 56.0, NOW),
    Measure(MeasureKind.BLOOD_PRESSURE, 120.0, NOW, 80.0),
)


@pytest.fixture
def page_class():
    return FollowUpPage


@pytest.fixture
def record_of(practice):
    def open_record(patient):
        application = practice.application
        return OpenRecord(patient, application.overview.of(practice.actor, patient.id))

    return open_record


@pytest.fixture
def ruth(practice):
    patient = practice.application.patients.create(practice.actor, RUTH)
    practice.application.measures.add_all(practice.actor, patient.id, MEASURED)
    return patient


@pytest.fixture
def page(open_page, desk, ruth, record_of, settle):
    page = open_page(desk)
    page.show_record(record_of(ruth))
    settle()
    return page


def titles(page):
    return [column.title for column in page.model.table.columns]


def go_to(page, row, title):
    page.view.setCurrentIndex(page.model.index(row, titles(page).index(title)))


def choose(page, preset, settle):
    page.preset.setCurrentIndex(page.preset.findData(preset.value))
    page.preset.activated.emit(page.preset.currentIndex())
    settle()


def test_dates_are_lines_the_latest_first_under_the_trends(page):
    vertical = Qt.Orientation.Vertical
    heads = [page.model.headerData(row, vertical) for row in range(page.model.rowCount())]
    assert heads == ["Tendance", "10/03/2026", "30/11/2025"]
    shown = page.model.index(1, titles(page).index("Tension artérielle")).data()
    assert shown == "120/80"


def test_a_series_of_several_values_has_its_trend(page):
    weight, pressure = (
        page.model.index(TREND_ROW, titles(page).index(title))
        for title in ("Poids", "Tension artérielle")
    )
    assert page.view.indexWidget(weight) is not None
    assert page.view.indexWidget(pressure) is None


def test_a_cell_says_where_its_value_comes_from(page, practice):
    go_to(page, 1, "Poids")
    told = page.source.words.text()
    assert "56\u00a0kg" in told
    assert "10/03/2026" in told
    assert f"mesuré au cabinet, noté par {practice.actor.initials}" in told
    go_to(page, 1, "IMC")
    assert "calculé" in page.source.words.text()
    assert page.source.remove_button.isHidden()


def test_enter_on_a_measure_asks_for_its_curve(page, qtbot):
    go_to(page, 1, "Poids")
    with qtbot.waitSignal(page.curve_asked) as asked:
        QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert asked.args == [measure_key(MeasureKind.WEIGHT)]


def test_suppr_takes_a_measure_back_and_undo_brings_it_again(page, desk, ruth, settle):
    go_to(page, 1, "Poids")
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    settle()
    page.load()
    settle()
    assert page.model.index(1, titles(page).index("Poids")).data() is None
    step = desk.undo.last_done(ruth.id)
    step.undo()
    page.load()
    settle()
    assert page.model.index(1, titles(page).index("Poids")).data() == "56"


def test_a_preset_is_kept_for_the_person(page, desk, settle):
    choose(page, Preset.CHILD, settle)
    assert titles(page) == ["Poids", "Taille", "Périmètre crânien", "IMC", "Température"]
    assert desk.application.follow_up.choice(desk.actor).preset is Preset.CHILD


def test_a_person_composes_their_columns_by_the_keyboard(page, desk, settle):
    page.columns_button.click()
    columns = page.panel.list
    for row in range(columns.count()):
        columns.item(row).setCheckState(Qt.CheckState.Unchecked)
    (bmi,) = columns.findItems("IMC", Qt.MatchFlag.MatchStartsWith)
    (weight,) = columns.findItems("Poids", Qt.MatchFlag.MatchStartsWith)
    bmi.setCheckState(Qt.CheckState.Checked)
    weight.setCheckState(Qt.CheckState.Checked)
    while columns.row(bmi) > columns.row(weight):
        columns.setCurrentItem(bmi)
        QTest.keyClick(columns, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    page.panel.accept_button.click()
    settle()
    assert titles(page) == ["IMC", "Poids"]
    kept = desk.application.follow_up.choice(desk.actor)
    assert kept == Choice(Preset.OWN, (BMI, measure_key(MeasureKind.WEIGHT)))


def test_escape_closes_the_columns_and_changes_nothing(page, settle):
    before = titles(page)
    page.columns_button.click()
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    settle()
    assert page.panel.isHidden()
    assert titles(page) == before


def test_the_same_record_again_keeps_the_cell(page, ruth, record_of, settle):
    go_to(page, 2, "Poids")
    page.show_record(record_of(ruth))
    settle()
    index = page.view.currentIndex()
    assert (index.row(), index.column()) == (2, titles(page).index("Poids"))


def test_another_patient_replaces_all_and_nothing_is_not_zero(page, practice, record_of, settle):
    page.show_record(record_of(practice.application.patients.create(practice.actor, MARTIN)))
    settle()
    assert page.view.isHidden()
    assert page.empty.isVisible()
    assert not page.export_button.isEnabled()


def test_the_export_goes_where_the_person_says(page, tmp_path, settle):
    page.export_to(tmp_path / "suivi.csv")
    settle()
    assert "120/80" in (tmp_path / "suivi.csv").read_text("utf-8-sig")
    assert page.export_button.isEnabled()


def test_an_export_that_fails_is_told_and_may_be_tried_again(page, desk, tmp_path, settle, qtbot):
    with qtbot.waitSignal(desk.failed):
        page.export_to(tmp_path / "absent" / "suivi.csv")
    settle()
    assert page.export_button.isEnabled()


def test_a_cell_is_spoken_with_its_series_its_day_and_its_unit(page):
    index = page.model.index(1, titles(page).index("Poids"))
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Poids, 10/03/2026\u00a0: 56\u00a0kg"


def test_without_the_right_to_read_notes_nothing_is_asked(
    open_page, desk_of, ruth, record_of, settle
):
    page = open_page(desk_of(Role.SECRETAIRE))
    page.show_record(record_of(ruth))
    settle()
    assert page.model.rowCount() == 0
