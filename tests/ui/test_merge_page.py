"""« Fusionner deux dossiers »: compared before, merged once, and taken back whole."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from almapy.patients.model import PatientDraft, Sex
from almapy.reminders.model import Reminder
from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.merge.merge_page import MergePage

TWIN = PatientDraft(
    "NESSI", "RUTH", Sex.FEMALE, date(1977, 7, 14), used_name="VINCI", comment="Digicode 12B"
)
KEPT = replace(RUTH, comment="")


@pytest.fixture
def page_class():
    return MergePage


@pytest.fixture
def pair(desk):
    patients = desk.application.patients
    kept, absorbed = (patients.create(desk.actor, one) for one in (KEPT, TWIN))
    reminder = Reminder("INR", date(2026, 4, 1))
    desk.application.reminders.add(desk.actor, absorbed.id, reminder)
    return kept, absorbed


def hits(desk, pair):
    found = desk.application.patients.hits(desk.actor, [one.id for one in pair])
    return [found[one.id] for one in pair]


@pytest.fixture
def page(desk, pair, open_page, settle):
    page = open_page(desk)
    page._take_pair(*hits(desk, pair))
    settle()
    return page


def shown(page):
    return "\n".join(label.text() for label in page.comparison.findChildren(QLabel))


def moved_reminders(desk, pair):
    reminders = desk.application.reminders
    return [len(reminders.of(desk.actor, one.id)) for one in pair]


def test_nothing_can_be_merged_before_both_records_are_chosen(desk, pair, open_page):
    page = open_page(desk)
    assert page.card.isHidden()


def test_both_records_are_chosen_by_typing(qtbot, desk, pair, open_page, settle):
    page = open_page(desk)
    for picker, typed in ((page.kept, "de vinci"), (page.absorbed, "nessi vinci 14071977")):
        picker.setFocus()
        type_text(picker, typed)
        qtbot.waitUntil(picker.proposals.isVisible)
        qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert page.kept.chosen is not None
    assert page.absorbed.chosen is not None


def test_what_differs_stands_side_by_side(page):
    for expected in ("DE VINCI", "VINCI", "Digicode 12B", "N° de dossier"):
        assert expected in shown(page)


def test_a_merge_moves_everything_and_opens_the_kept_record(qtbot, desk, pair, page, settle):
    asked = []
    desk.patient_asked.connect(asked.append)
    page.accept_box.setChecked(True)
    page.merge_button.click()
    settle()
    assert asked == [pair[0].id]
    assert moved_reminders(desk, pair)[0] == 1
    patient = desk.application.patients.open(desk.actor, pair[0].id)
    assert patient.data.comment == "Digicode 12B"


def test_a_field_that_is_not_ticked_is_not_taken_over(desk, pair, page, settle):
    for box in page.comparison._boxes.values():
        box.setChecked(False)
    page.merge_button.click()
    settle()
    assert desk.application.patients.open(desk.actor, pair[0].id).data.comment == ""


def test_a_merge_is_taken_back_by_ctrl_z_and_done_again(desk, pair, page, settle):
    page.merge_button.click()
    settle()
    step = desk.undo.last_done(None)
    step.undo()
    assert moved_reminders(desk, pair) == [0, 1]
    step.redo()
    assert moved_reminders(desk, pair)[0] == 1


def test_a_merge_of_the_past_can_be_undone_from_the_record(desk, pair, open_page, page, settle):
    page.merge_button.click()
    settle()
    third = desk.application.patients.create(desk.actor, replace(TWIN, used_name="AUTRE"))
    page._take_pair(*hits(desk, (pair[0], third)))
    settle()
    assert page.past.isVisible()
    page.past.undo_button.click()
    settle()
    assert moved_reminders(desk, pair) == [0, 1]


def test_the_pairs_of_the_base_are_found_when_asked(desk, pair, open_page, settle):
    page = open_page(desk)
    page.doubles.look_button.click()
    settle()
    model = page.doubles.table.model()
    assert model.rowCount() == 1
    page.doubles.table.opened.emit(model.record(0))
    settle()
    assert not page.card.isHidden()


def test_a_record_is_not_merged_with_itself(desk, pair, open_page, settle):
    page = open_page(desk)
    one, _ = hits(desk, pair)
    page._take_pair(one, one)
    settle()
    assert page.card.isHidden()
    assert page.strip.isVisible()


def test_swapping_keeps_the_other_record(desk, pair, page, settle):
    page.swap_button.click()
    settle()
    assert page.kept.chosen.patient_id == pair[1].id
    assert page.absorbed.chosen.patient_id == pair[0].id
