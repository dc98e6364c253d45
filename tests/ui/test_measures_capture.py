"""Typing measures and masks in a consultation."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from almapy.encounters.tables import EncounterRow
from almapy.measures.model import Measure, MeasureKind
from almapy.users.model import Role
from tests.core.test_patients import MARTIN, RUTH
from tests.ui.typing_helper import type_text
from ui.measures.capture import USUAL_KINDS, MeasureCapture

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=200)


@pytest.fixture
def ruth(practice):
    return practice.application.patients.create(practice.actor, RUTH).id


@pytest.fixture
def martin(practice):
    return practice.application.patients.create(practice.actor, MARTIN).id


@pytest.fixture
def open_capture(qtbot, settle):
    def open_for(desk, patient_id):
        capture = MeasureCapture(desk)
        qtbot.addWidget(capture)
        capture.resize(420, 640)
        capture.show_patient(patient_id, None)
        capture.show()
        capture.activateWindow()
        settle()
        return capture

    return open_for


@pytest.fixture
def capture(open_capture, desk, ruth):
    return open_capture(desk, ruth)


def latest(practice, patient_id):
    return practice.application.measures.latest(practice.actor, patient_id)


def enter(capture, kind, text, settle=None):
    edit = capture.lines[kind].edit
    edit.setFocus()
    edit.selectAll()
    type_text(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    if settle is not None:
        settle()


def undo(desk, patient_id, settle):
    step = desk.undo.last_done(patient_id)
    step.undo()
    desk.undo.undone(step)
    settle()


def test_enter_stores_the_value_and_goes_to_the_next_field(capture, practice, ruth, settle):
    enter(capture, MeasureKind.WEIGHT, "56,5")
    assert capture.lines[MeasureKind.HEIGHT].edit.hasFocus()
    settle()
    assert latest(practice, ruth)[MeasureKind.WEIGHT].value == 56.5


def test_pressure_typed_in_centimetres_is_shown_in_millimetres(capture, practice, ruth, settle):
    enter(capture, MeasureKind.BLOOD_PRESSURE, "12/8", settle)
    assert capture.lines[MeasureKind.BLOOD_PRESSURE].text == "120/80"
    taken = latest(practice, ruth)[MeasureKind.BLOOD_PRESSURE]
    assert (taken.value, taken.second) == (120, 80)


def test_leaving_a_field_stores_it_too_and_once(capture, practice, desk, ruth, settle):
    edit = capture.lines[MeasureKind.WEIGHT].edit
    edit.setFocus()
    type_text(edit, "56")
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    settle()
    capture.lines[MeasureKind.TEMPERATURE].edit.setFocus()
    settle()
    facts = practice.application.measures.of(practice.actor, ruth)
    assert [fact.data.value for fact in facts] == [56]


def test_an_unlikely_value_is_stored_and_remarked(capture, practice, ruth, settle):
    enter(capture, MeasureKind.WEIGHT, "560", settle)
    assert latest(practice, ruth)[MeasureKind.WEIGHT].value == 560
    assert "inhabituelle" in capture.lines[MeasureKind.WEIGHT]._remark.text()
    assert not capture.lines[MeasureKind.WEIGHT].edit.property("invalid")


def test_a_text_that_is_no_value_stays_with_its_refusal(capture, practice, ruth, settle):
    enter(capture, MeasureKind.WEIGHT, "lourd", settle)
    line = capture.lines[MeasureKind.WEIGHT]
    assert line.text == "lourd"
    assert line.edit.property("invalid")
    assert line.edit.hasFocus()
    assert latest(practice, ruth) == {}
    assert capture.has_unsaved_changes()


def test_another_text_corrects_the_measure_and_an_empty_one_takes_it_back(
    capture, practice, ruth, settle
):
    enter(capture, MeasureKind.WEIGHT, "65", settle)
    enter(capture, MeasureKind.WEIGHT, "56", settle)
    (fact,) = practice.application.measures.of(practice.actor, ruth)
    assert (fact.data.value, fact.version) == (56, 2)
    capture.lines[MeasureKind.WEIGHT].edit.clear()
    QTest.keyClick(capture.lines[MeasureKind.WEIGHT].edit, Qt.Key.Key_Return)
    settle()
    assert practice.application.measures.of(practice.actor, ruth) == []


def test_undo_empties_the_field_once_the_record_is_read_again(
    capture, practice, desk, ruth, settle
):
    enter(capture, MeasureKind.WEIGHT, "56", settle)
    undo(desk, ruth, settle)
    capture.show_patient(ruth, None)
    settle()
    assert capture.lines[MeasureKind.WEIGHT].text == ""
    assert latest(practice, ruth) == {}


def test_the_last_value_and_its_day_stand_beside_the_field(
    practice, open_capture, desk, ruth, settle
):
    before = Measure(MeasureKind.WEIGHT, 58.0, BEFORE)
    practice.application.measures.add(practice.actor, ruth, before)
    capture = open_capture(desk, ruth)
    line = capture.lines[MeasureKind.WEIGHT]
    assert line.text == ""
    assert line._before.text() == f"58\n{BEFORE:%d/%m/%Y}"
    assert "58" in line.edit.accessibleDescription()


def test_reading_the_same_record_again_loses_nothing_typed(capture, ruth, settle):
    edit = capture.lines[MeasureKind.TEMPERATURE].edit
    edit.setFocus()
    type_text(edit, "38")
    capture.show_patient(ruth, None)
    settle()
    assert edit.text() == "38"
    assert edit.hasFocus()


def test_what_was_typed_for_one_patient_is_never_stored_for_another(
    capture, practice, ruth, martin, settle
):
    edit = capture.lines[MeasureKind.WEIGHT].edit
    edit.setFocus()
    type_text(edit, "56")
    capture.show_patient(martin, None)
    settle()
    assert edit.text() == ""
    assert latest(practice, ruth)[MeasureKind.WEIGHT].value == 56
    assert latest(practice, martin) == {}


def test_an_unreadable_text_waits_for_its_patient(capture, ruth, martin, settle):
    type_text(capture.lines[MeasureKind.WEIGHT].edit, "lourd")
    capture.show_patient(martin, None)
    settle()
    assert capture.lines[MeasureKind.WEIGHT].text == ""
    capture.show_patient(ruth, None)
    settle()
    assert capture.lines[MeasureKind.WEIGHT].text == "lourd"


@pytest.fixture
def write_encounter(practice, ruth):
    """Store a consultation of this doctor, held some days ago."""

    def write(days=0, *, signed=False):
        with practice.application.works.begin(practice.actor) as work:
            row = EncounterRow(
                uid=f"visite-{days}",
                patient_id=ruth,
                author_id=practice.actor.user_id,
                created_at=work.at,
                nature="consultation",
                held_at=work.at - timedelta(days=days),
                signed_at=work.at if signed else None,
            )
            work.session.add(row)
            work.session.flush()
            return row.id

    return write


def test_a_value_joins_the_consultation_that_is_open(
    capture, practice, ruth, settle, write_encounter
):
    encounter_id = write_encounter()
    capture.show_patient(ruth, encounter_id)
    settle()
    enter(capture, MeasureKind.HEART_RATE, "72", settle)
    assert latest(practice, ruth)[MeasureKind.HEART_RATE].encounter_id == encounter_id


def test_what_was_measured_before_the_draft_was_stored_joins_it_and_can_still_be_undone(
    capture, practice, desk, ruth, settle, write_encounter
):
    enter(capture, MeasureKind.WEIGHT, "56", settle)
    encounter_id = write_encounter()
    capture.show_patient(ruth, encounter_id)
    settle()
    assert latest(practice, ruth)[MeasureKind.WEIGHT].encounter_id == encounter_id
    assert capture.lines[MeasureKind.WEIGHT].text == "56"
    undo(desk, ruth, settle)
    assert latest(practice, ruth) == {}


def test_a_value_of_the_note_of_yesterday_is_dated_of_yesterday(
    capture, practice, ruth, settle, write_encounter
):
    encounter_id = write_encounter(days=1)
    capture.show_patient(ruth, encounter_id)
    settle()
    enter(capture, MeasureKind.WEIGHT, "56", settle)
    taken = latest(practice, ruth)[MeasureKind.WEIGHT]
    assert (taken.encounter_id, taken.taken_at) == (encounter_id, NOW - timedelta(days=1))


def test_reading_an_old_consultation_again_does_not_date_todays_value_of_then(
    capture, practice, ruth, settle, write_encounter
):
    capture.show_patient(ruth, write_encounter(days=900, signed=True))
    settle()
    enter(capture, MeasureKind.WEIGHT, "56", settle)
    taken = latest(practice, ruth)[MeasureKind.WEIGHT]
    assert (taken.encounter_id, taken.taken_at) == (None, NOW)


def test_every_field_is_named_with_its_unit(capture):
    names = [capture.lines[kind].edit.accessibleName() for kind in USUAL_KINDS]
    assert names[0] == "Poids, en kg"
    assert names[2] == "Tension artérielle, en mmHg"


def test_who_may_only_read_types_nothing(open_capture, desk_of, ruth):
    capture = open_capture(desk_of(Role.SECRETAIRE), ruth)
    assert capture.lines[MeasureKind.WEIGHT].edit.isReadOnly()
    assert capture.masks.button.isHidden()


def open_young_woman(capture, settle):
    QTest.keyClick(capture.masks.button, Qt.Key.Key_Return)
    settle()
    type_text(capture.masks.search, "fem")
    assert capture.masks.choices.count() == 1
    QTest.keyClick(capture.masks.search, Qt.Key.Key_Return)
    return capture.masks.form


def test_a_mask_is_added_and_filled_by_the_keyboard_alone(capture, practice, desk, ruth, settle):
    form = open_young_woman(capture, settle)
    for text in ("3", "1", "56", "10"):
        edit = QApplication.focusWidget()
        assert isinstance(edit, QLineEdit)
        type_text(edit, text)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    settle()
    assert capture.masks.form is None
    values = {kind: one.value for kind, one in latest(practice, ruth).items()}
    assert values == {
        MeasureKind.ACTIVITY: 3,
        MeasureKind.ALCOHOL: 1,
        MeasureKind.WEIGHT: 56,
        MeasureKind.TOBACCO: 10,
    }
    assert form.asked_mask.title in desk.undo.last_done(ruth).text
    undo(desk, ruth, settle)
    assert latest(practice, ruth) == {}


def test_a_mask_may_be_dated_of_another_day(capture, practice, ruth, settle):
    form = open_young_woman(capture, settle)
    form.day.setText("01/03/2026")
    form.fields[2].set_text("56")
    form.store_button.click()
    settle()
    taken = latest(practice, ruth)[MeasureKind.WEIGHT].taken_at
    assert f"{taken.astimezone():%d/%m/%Y}" == "01/03/2026"


@pytest.mark.parametrize("day", ["", "11/03/2026", "hier soir"])
def test_a_mask_without_day_or_of_a_day_to_come_is_not_stored(capture, practice, ruth, settle, day):
    form = open_young_woman(capture, settle)
    form.day.setText(day)
    form.fields[2].set_text("56")
    form.store_button.click()
    settle()
    assert form.day.hasFocus()
    assert latest(practice, ruth) == {}


def test_a_wrong_answer_is_told_beside_its_field_and_stores_nothing(
    capture, practice, ruth, settle
):
    form = open_young_woman(capture, settle)
    form.fields[2].set_text("56")
    form.fields[3].set_text("beaucoup")
    form.store_button.click()
    settle()
    assert capture.masks.form is form
    assert form.fields[3].edit.hasFocus()
    assert latest(practice, ruth) == {}
    form.fields[3].set_text("10")
    form.store_button.click()
    settle()
    assert set(latest(practice, ruth)) == {MeasureKind.WEIGHT, MeasureKind.TOBACCO}


def test_escape_puts_a_mask_aside_with_what_was_typed(capture, settle):
    form = open_young_woman(capture, settle)
    form.fields[2].set_text("56")
    QTest.keyClick(form.fields[2].edit, Qt.Key.Key_Escape)
    assert form.isHidden()
    assert capture.masks.button.hasFocus()
    assert capture.has_unsaved_changes()
    QTest.keyClick(capture.masks.button, Qt.Key.Key_Return)
    assert form.isVisible()
    assert form.fields[2].text == "56"


def test_escape_closes_the_list_of_masks(capture, settle):
    QTest.keyClick(capture.masks.button, Qt.Key.Key_Return)
    settle()
    QTest.keyClick(capture.masks.search, Qt.Key.Key_Escape)
    assert capture.masks.search.isHidden()
    assert capture.masks.button.hasFocus()


def test_the_mask_of_one_patient_waits_while_another_is_open(capture, ruth, martin, settle):
    form = open_young_woman(capture, settle)
    form.fields[2].set_text("56")
    capture.show_patient(martin, None)
    settle()
    assert capture.masks.form is None
    assert form.isHidden()
    capture.show_patient(ruth, None)
    settle()
    assert capture.masks.form is form
    assert form.isVisible()
