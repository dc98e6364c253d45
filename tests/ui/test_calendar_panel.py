"""« Calendrier vaccinal » of a record: read, ask, answer, ask for a vaccine."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.history.model import HistoryItem
from almapy.patients.model import PatientDraft, Sex
from almapy.patients.overview import Overview
from almapy.users.model import Right, Role
from almapy.vaccination.model import Vaccination
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.model import Status
from tests.core.test_patients import RUTH
from tests.ui.page_helper import nameless
from ui.patients.open_records import OpenRecord
from ui.vaccine_calendar.panel import CalendarPanel


@pytest.fixture
def patient(practice):
    application, actor = practice.application, practice.actor
    patient = application.patients.create(actor, RUTH)
    application.history.add(actor, patient.id, HistoryItem("Diabète de type 2", "Endocrinologie"))
    application.vaccinations.add(
        actor, patient.id, Vaccination("VAC0043", "BOOSTRIXTETRA", "2002-09-10")
    )
    return patient


@pytest.fixture
def show(qtbot, settle):
    def on(desk, patient, panel=None):
        panel = panel or CalendarPanel(desk)
        qtbot.addWidget(panel)
        panel.resize(420, 700)
        panel.show()
        panel.show_record(OpenRecord(patient, Overview()))
        settle()
        return panel

    return on


def rules(panel):
    return [panel.model.record(row).rule_id for row in range(panel.model.rowCount())]


def test_the_latest_comes_first_with_its_reason_and_enter_asks_for_a_vaccine(
    show, desk, patient, qtbot
):
    panel = show(desk, patient)
    first = panel.model.record(0)
    assert (first.rule_id, first.status) == ("ADU-45", Status.LATE)
    assert panel.model.data(panel.model.index(0, 0)) == "En retard"
    assert "rappel dû à 45 ans depuis le 14/07/2022" in panel.details.text()
    assert "Source" in panel.details.text()
    assert "décision du programme" in panel.details.text()
    assert "brouillon\u00a0: à vérifier" in panel.dated.text()
    asked = []
    panel.wanted.connect(asked.append)
    qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert asked == [first]
    assert nameless(panel) == []


def test_what_is_not_indicated_is_unfolded_by_a_button(show, desk, patient):
    panel = show(desk, patient)
    folded = rules(panel)
    panel.fold_button.click()
    assert set(folded) < set(rules(panel))
    assert "ROR-1980" in rules(panel)
    panel.fold_button.click()
    assert rules(panel) == folded


def test_a_yes_to_a_question_changes_the_calendar_and_can_be_withdrawn(
    show, desk, patient, settle, practice
):
    panel = show(desk, patient)
    assert "PNE-RISQ" not in rules(panel)
    yes = next(
        one
        for one in panel.situations.questions.findChildren(type(panel.fold_button))
        if one.accessibleName() == "Oui\u00a0: Diabète"
    )
    yes.setFocus()
    yes.click()
    settle()
    assert "PNE-RISQ" in rules(panel)
    assert panel.window().focusWidget().accessibleName() == "Retirer\u00a0: Diabète"
    panel.situations.take_back(ConditionKey.DIABETES)
    settle()
    assert "PNE-RISQ" not in rules(panel)


def test_a_pregnancy_is_told_with_its_term(show, desk, patient, settle, practice):
    panel = show(desk, patient)
    panel.situations.other_button.click()
    panel.situations.key.set_value(ConditionKey.PREGNANCY.value)
    panel.situations.until.setText("01/06/2026")
    panel.situations.yes_button.click()
    settle()
    assert "GRO-COQ" in rules(panel)
    assert "pas de vaccin vivant" in panel.warnings.text()


def test_the_same_record_again_keeps_the_line_and_what_is_typed(show, desk, patient, settle):
    panel = show(desk, patient)
    panel.table.selectRow(2)
    kept = panel.table.current_record().rule_id
    panel.situations.other_button.click()
    panel.situations.since.setText("01/01")
    show(desk, patient, panel)
    assert panel.table.current_record().rule_id == kept
    assert panel.situations.since.text() == "01/01"
    QTest.keyClick(panel.situations.since, Qt.Key.Key_Escape)
    assert not panel.situations.form.isVisible()
    assert panel.situations.since.text() == "01/01"


def test_another_record_replaces_everything(show, desk, patient, settle, practice):
    panel = show(desk, patient)
    panel.situations.since.setText("01/01")
    child = practice.application.patients.create(
        practice.actor, PatientDraft("DEMO", "PATIENTE", Sex.FEMALE, date(2026, 1, 2))
    )
    show(desk, child, panel)
    assert "NOU-HEXA" in rules(panel)
    assert "ADU-45" not in rules(panel)
    assert panel.situations.since.text() == ""


def test_who_may_not_write_notes_answers_no_question(show, desk_of, patient):
    panel = show(desk_of(Role.INFIRMIER, granted=frozenset({Right.READ_NOTES})), patient)
    assert rules(panel)
    assert not panel.situations.other_button.isVisible()
