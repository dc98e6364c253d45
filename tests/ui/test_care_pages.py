"""« Plan de soin » and protocols: written, ticked, followed, and everything can be taken back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from almapy.care.model import FIRST_PROTOCOLS, CareGoal, GoalState, Protocol, StepKind
from almapy.care.step_text import steps_as_text, steps_from_text
from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.care.plan_page import PlanPage
from ui.care.protocols_page import ProtocolsPage
from ui.patients.open_records import OpenRecord
from ui.window import MainWindow

TODAY = date(2026, 3, 10)


@pytest.fixture
def patient(desk):
    return desk.application.patients.create(desk.actor, RUTH)


@pytest.fixture
def page(qtbot, desk, patient, settle):
    page = PlanPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    again(page, patient, settle)
    page.entered()
    return page


def again(page, patient, settle):
    application, actor = page.desk.application, page.desk.actor
    page.show_record(OpenRecord(patient, application.overview.of(actor, patient.id)))
    settle()


def texts(view):
    return [view.item(row).text() for row in range(view.count())]


def test_a_goal_is_written_by_keyboard_alone(qtbot, desk, patient, page, settle):
    qtbot.keyClick(page.goals.list, Qt.Key.Key_Insert)
    form = page.goals.form
    type_text(form.goal, "Marcher trente minutes par jour")
    type_text(form.problem, "Hypertension")
    type_text(form.review, "m+3")
    qtbot.keyClick(form.review, Qt.Key.Key_Return)
    settle()
    (fact,) = desk.application.care_plans.of(desk.actor, patient.id)
    assert fact.data == CareGoal(
        "Hypertension", "Marcher trente minutes par jour", "", date(2026, 6, 10), GoalState.OPEN
    )


def test_a_goal_without_words_is_refused_in_its_field(page, settle):
    page.goals.add_button.click()
    page.goals.form.accept_button.click()
    settle()
    assert "objectif" in page.goals.form.goal.accessibleDescription()


def test_a_goal_to_be_looked_at_again_says_so(desk, patient, page, settle):
    goal = CareGoal("Diabète", "HbA1c sous 7 %", "", date(2026, 3, 1))
    desk.application.care_plans.add(desk.actor, patient.id, goal)
    again(page, patient, settle)
    (group,) = page.goals.groups(page.goals.facts)
    assert [mark.text for mark in group.lines[0].marks] == ["À revoir"]


def test_a_protocol_is_applied_from_its_menu_and_its_steps_are_ticked(desk, patient, page, settle):
    page.protocols.menu.aboutToShow.emit()
    titles = {action.text(): action for action in page.protocols.menu.actions()}
    titles["Gestion du stress"].trigger()
    settle()
    again(page, patient, settle)
    assert texts(page.protocols.followed) == [
        "Gestion du stress – 0 étape sur 6, depuis le 10/03/2026"
    ]
    page.protocols.steps.item(0).setCheckState(Qt.CheckState.Checked)
    settle()
    again(page, patient, settle)
    (fact,) = desk.application.protocols.of(desk.actor, patient.id)
    assert fact.data.lines[0].done_on == TODAY
    assert "fait le 10/03/2026" in texts(page.protocols.steps)[0]


def test_a_ticked_step_can_be_taken_back(desk, patient, page, settle):
    protocols = desk.application.protocols
    protocols.apply(desk.actor, patient.id, FIRST_PROTOCOLS[0], TODAY)
    again(page, patient, settle)
    page.protocols.steps.item(1).setCheckState(Qt.CheckState.Checked)
    settle()
    desk.undo.last_done(patient.id).undo()
    (fact,) = protocols.of(desk.actor, patient.id)
    assert fact.data.progress == (0, 6)


def test_an_ended_protocol_says_when(desk, patient, page, settle):
    desk.application.protocols.apply(desk.actor, patient.id, FIRST_PROTOCOLS[0], TODAY)
    again(page, patient, settle)
    page.protocols.end_button.click()
    settle()
    again(page, patient, settle)
    assert "terminé le 10/03/2026" in texts(page.protocols.followed)[0]
    assert not page.protocols.end_button.isEnabled()


def test_a_followed_protocol_is_a_shortcut_under_the_plan_and_opens(
    qtbot, desk, patient, tasks, settle
):
    desk.application.protocols.apply(desk.actor, patient.id, FIRST_PROTOCOLS[1], TODAY)
    desk.application.protocols.apply(desk.actor, patient.id, FIRST_PROTOCOLS[0], TODAY)
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.show()
    window.open_patient(patient.id)
    qtbot.waitUntil(lambda: "Protocole\u00a0:\nGestion du stress" in texts(window.navigation))
    row = texts(window.navigation).index("Protocole\u00a0:\nGestion du stress")
    window.navigation.itemActivated.emit(window.navigation.item(row))
    settle()
    followed = window.pages.current().protocols.followed
    assert followed.currentItem().text().startswith("Gestion du stress")
    window.records.close(patient.id)
    settle()
    assert not any(text.startswith("Protocole") for text in texts(window.navigation))


@pytest.fixture
def shelf(qtbot, desk, settle):
    page = ProtocolsPage(desk)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    page.entered()
    settle()
    return page


def test_the_practice_writes_its_own_protocol(desk, shelf, settle):
    shelf.add_button.click()
    type_text(shelf.title, "Sommeil")
    shelf.steps.setPlainText("Question : heure du coucher\n\nSe lever à la même heure")
    shelf.panel.accept_button.click()
    settle()
    (kept,) = [one for one in desk.application.protocols.known(desk.actor) if one.id]
    assert [(one.kind, one.text) for one in kept.steps] == [
        (StepKind.QUESTION, "heure du coucher"),
        (StepKind.ADVICE, "Se lever à la même heure"),
    ]
    assert shelf.panel.isHidden()


def test_a_title_that_is_taken_is_refused_in_its_field(desk, shelf, settle):
    desk.application.protocols.store(desk.actor, FIRST_PROTOCOLS[0])
    shelf.add_button.click()
    type_text(shelf.title, FIRST_PROTOCOLS[0].title)
    shelf.steps.setPlainText("Respirer")
    shelf.panel.accept_button.click()
    settle()
    assert "titre" in shelf.title.accessibleDescription()


def test_a_deleted_protocol_comes_back_by_undo(desk, shelf, settle):
    steps = steps_from_text("Respirer")
    desk.application.protocols.store(desk.actor, Protocol("Respiration", steps))
    shelf.entered()
    settle()
    model = shelf.table.model()
    row = next(n for n in range(model.rowCount()) if model.record(n).title == "Respiration")
    shelf.table.selectRow(row)
    shelf.remove_button.click()
    settle()
    step = desk.undo.last_done(None)
    for act in (step.undo, step.redo, step.undo):
        act()
    assert "Respiration" in {one.title for one in desk.application.protocols.known(desk.actor)}


@pytest.mark.parametrize("protocol", FIRST_PROTOCOLS, ids=lambda one: one.title)
def test_steps_are_read_back_as_they_are_written(protocol):
    assert steps_from_text(steps_as_text(protocol.steps)) == protocol.steps
