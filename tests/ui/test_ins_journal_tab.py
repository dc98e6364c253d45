from dataclasses import replace

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester

from almapy.audit.model import Action
from almapy.users.model import Role
from tests.core.test_patients import RUTH
from tests.ui.page_helper import SMALL, nameless, texts
from ui.audit.journal_page import JournalPage
from ui.patients.open_records import OpenRecord

NBSP = "\u00a0"
NO_INS = {"matricule_ins": "", "ins_oid": "", "insi_accepted": False}


@pytest.fixture
def ruth(practice):
    patients, actor = practice.application.patients, practice.actor
    ruth = patients.create(actor, RUTH)
    patients.ins_shown(actor, ruth.id)
    return patients.change(actor, ruth, replace(ruth.data, used_name="DUPOND", homonym=True))


@pytest.fixture
def page_class():
    return JournalPage


@pytest.fixture
def page(open_page, desk, ruth, settle):
    page = open_page(desk)
    page.tabs.setCurrentWidget(page.ins)
    settle()
    return page


def cells(page, row):
    model = page.ins._model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def search(page, qtbot, settle):
    with qtbot.waitSignal(page.ins.filters.asked_changed):
        pass
    settle()


def test_the_journal_of_traces_comes_first_and_the_one_of_ins_second(open_page, desk, qtbot):
    page = open_page(desk)
    assert [page.tabs.tabText(number) for number in range(page.tabs.count())] == [
        "Journal des traces",
        "Journal Accès et les modifications INS",
        "Historique et accès INSI",
    ]
    assert page.tabs.currentIndex() == 0
    qtbot.keyClick(
        page.traces.filters.words, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier
    )
    assert page.tabs.currentWidget() is page.ins
    assert page.ins.filters.words.hasFocus()


def test_the_columns_are_those_of_the_journal_of_ins(page):
    assert [column.title for column in page.ins._model.columns] == [
        "Date",
        "Heure",
        "Type de modification",
        "Nom prof.",
        "Prénom prof.",
        "Nom usage",
        "Prénom usage",
        "Nom de naissance",
    ]
    ModelTester(page.ins._model).check(page.ins._model)


def test_a_sight_and_a_change_are_listed_with_the_names(page, desk):
    account = desk.application.accounts.own(desk.actor)
    names = [account.family_name, account.first_name, "DUPOND", "RUTH", "NESSI"]
    assert cells(page, 0)[2:] == [
        f"Modification de l'identité{NBSP}: Nom utilisé, Homonyme",
        *names,
    ]
    assert cells(page, 1)[2:] == ["Visualisation de l'INS", *names]
    assert page.ins.count.text() == "2 traces"


def test_the_chosen_line_tells_each_trait_with_its_former_and_new_value(page):
    assert page.ins.trace.isHidden()
    page.ins.table.selectRow(0)
    lines = page.ins.trace.words.text().split("\n")
    assert f"Nom utilisé{NBSP}: DE VINCI en{NBSP}: DUPOND" in lines
    assert f"Homonyme{NBSP}: non en{NBSP}: oui" in lines


def test_the_record_of_a_line_is_opened(page, qtbot, ruth):
    page.ins.table.selectRow(0)
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        qtbot.keyClick(page.ins.table, Qt.Key.Key_Return)
    assert asked.args == [ruth.id]


def test_the_sort_of_act_narrows_the_list_and_offers_no_other(page, qtbot, settle):
    action = page.ins.filters.action
    assert action.count() == 3
    action.setCurrentIndex(action.findData(Action.INS_READ.value))
    search(page, qtbot, settle)
    assert page.ins._model.rowCount() == 1
    page.ins.filters.words.setText("introuvable")
    search(page, qtbot, settle)
    assert page.ins._model.rowCount() == 0
    assert "correspond" in page.ins.table.accessibleDescription()


def test_the_record_in_front_narrows_the_list(page, desk, qtbot, settle, ruth):
    other = desk.application.patients.create(desk.actor, replace(RUTH, **NO_INS))
    desk.application.patients.ins_shown(desk.actor, other.id)
    page.entered()
    settle()
    assert page.ins._model.rowCount() == 3
    page.show_record(OpenRecord(ruth, desk.application.overview.of(desk.actor, ruth.id)))
    page.ins.filters.patient.click()
    search(page, qtbot, settle)
    assert page.ins._model.rowCount() == 2
    page.forget_record()
    assert not page.ins.filters.patient.isChecked()


def test_a_day_that_is_none_is_said(page, qtbot, settle):
    page.ins.filters.since.setText("31/02/2026")
    qtbot.keyClick(page.ins.filters.since, Qt.Key.Key_Return)
    search(page, qtbot, settle)
    assert "31/02/2026" in page.ins.count.text()
    assert page.ins._model.rowCount() == 2


def test_a_secretary_sees_her_own_lines_and_is_told(open_page, desk_of, ruth, settle):
    page = open_page(desk_of(Role.SECRETAIRE))
    page.tabs.setCurrentWidget(page.ins)
    settle()
    assert page.ins._model.rowCount() == 0
    assert any("vos propres traces" in words for words in texts(page))
    page.desk.application.patients.ins_shown(page.desk.actor, ruth.id)
    page.entered()
    settle()
    assert page.ins._model.rowCount() == 1


def test_an_administrator_sees_no_identity(open_page, desk_of, ruth, settle):
    page = open_page(desk_of(Role.ADMINISTRATEUR))
    page.tabs.setCurrentWidget(page.ins)
    settle()
    page.ins.table.selectRow(0)
    assert cells(page, 0)[5:] == [f"Dossier {ruth.dossier}", "", ""]
    assert "DUPOND" not in page.ins.trace.words.text()
    assert not page.ins.trace.open_button.isVisible()


def test_the_list_is_exported(page, settle, tmp_path):
    page.ins.export_button.click()
    dialog = page.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "ins"))
    dialog.accept()
    settle()
    sheet = load_workbook(tmp_path / "ins.xlsx").active
    assert sheet["C3"].value == "Visualisation de l'INS"
    assert f"Journal exporté{NBSP}: 2 traces" in texts(page.ins.strip)
    assert page.ins.export_button.isEnabled()


def test_an_export_that_fails_is_told(page, settle, tmp_path):
    page.ins.export_to(tmp_path / "ins.txt")
    settle()
    assert "Rien n'a été exporté" in " ".join(texts(page.ins.strip))
    assert page.ins.export_button.isEnabled()


def test_it_fits_a_small_screen_and_names_every_control(page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []
