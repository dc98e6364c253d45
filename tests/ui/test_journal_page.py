from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from sqlalchemy import text

from almapy.audit.model import Action
from almapy.patients.model import PatientDraft, Sex
from almapy.users.model import Right, Role
from tests.ui.page_helper import SMALL, nameless, texts
from ui.audit.journal_page import JournalPage
from ui.patients.open_records import OpenRecord

RUTH = PatientDraft(
    birth_name="NESSI",
    first_birth_first_name="RUTH",
    used_name="DE VINCI",
    sex=Sex.FEMALE,
    birth_date=date(1977, 7, 14),
)


@pytest.fixture
def ruth(practice):
    return practice.application.patients.create(practice.actor, RUTH)


@pytest.fixture
def page_class():
    return JournalPage


@pytest.fixture
def page(open_page, desk, ruth):
    return open_page(desk)


def rows(page):
    return [page.traces._model.record(row) for row in range(page.traces._model.rowCount())]


def record(desk, action, **values):
    desk.application.journal.record(desk.actor, action, **values)


def search(page, qtbot, settle):
    with qtbot.waitSignal(page.traces.filters.asked_changed):
        pass
    settle()


def test_the_newest_trace_comes_first_with_its_patient(page, ruth):
    newest = rows(page)[0]
    assert newest.action == "Création d'un dossier"
    assert newest.patient == f"{ruth.dossier} – DE VINCI RUTH (née NESSI)"
    assert newest.user == "dr.demo"
    assert page.traces.count.text() == f"{len(rows(page))} traces"
    assert page.traces.filters.words.hasFocus()


def test_the_list_follows_the_rules_of_models(page, qtbot):
    ModelTester(page.traces._model).check(page.traces._model)


def test_words_narrow_the_list(page, qtbot, settle):
    record(page.desk, Action.PRINTED, detail={"document": "Ordonnance simple"})
    page.traces.filters.words.setText("ordonnance")
    search(page, qtbot, settle)
    assert [row.action for row in rows(page)] == ["Impression"]
    page.traces.filters.words.setText("introuvable")
    search(page, qtbot, settle)
    assert rows(page) == []
    assert "correspond" in page.traces.table.accessibleDescription()
    page.traces.filters.clear_button.click()
    search(page, qtbot, settle)
    assert len(rows(page)) > 1


def test_dates_are_typed_as_people_do(page, qtbot, settle, clock):
    clock.advance(timedelta(days=3))
    record(page.desk, Action.PRINTED)
    page.traces.filters.since.setText("j-1")
    search(page, qtbot, settle)
    assert [row.action for row in rows(page)] == ["Impression"]
    page.traces.filters.since.clear()
    page.traces.filters.until.setText("j-2")
    qtbot.keyClick(page.traces.filters.until, Qt.Key.Key_Return)
    search(page, qtbot, settle)
    assert "Impression" not in {row.action for row in rows(page)}
    assert page.traces.filters.until.text() == "11/03/2026"


def test_a_day_that_is_none_searches_nothing_and_says_so(page, qtbot, settle):
    before = rows(page)
    page.traces.filters.since.setText("31/02/2026")
    qtbot.keyClick(page.traces.filters.since, Qt.Key.Key_Return)
    search(page, qtbot, settle)
    assert "31/02/2026" in page.traces.count.text()
    assert page.traces.filters.since.property("invalid") is True
    assert rows(page) == before


def test_a_user_and_an_action_narrow_the_list(page, qtbot, settle):
    record(page.desk, Action.PRINTED)
    place = page.traces.filters.action.findData(Action.PRINTED.value)
    page.traces.filters.action.setCurrentIndex(place)
    search(page, qtbot, settle)
    assert {row.action for row in rows(page)} == {"Impression"}
    assert page.traces.filters.user.findData("dr.demo") > 0


def test_the_record_in_front_narrows_the_list(page, qtbot, settle, ruth):
    assert not page.traces.filters.patient.isEnabled()
    overview = page.desk.application.overview.of(page.desk.actor, ruth.id)
    page.show_record(OpenRecord(ruth, overview))
    page.traces.filters.patient.click()
    search(page, qtbot, settle)
    assert {row.patient_id for row in rows(page)} == {ruth.id}


def test_many_traces_are_shown_in_part_and_counted_whole(desk, open_page):
    with desk.application.works.begin(desk.actor) as work:
        for number in range(1200):
            work.trace(Action.PRINTED, detail={"n": number})
    page = open_page(desk)
    assert len(rows(page)) == 500
    assert "500 plus récentes sur 1\u202f20" in page.traces.count.text()


def test_the_chosen_trace_is_shown_in_full(page, ruth):
    assert page.traces.trace.isHidden()
    page.traces.table.selectRow(0)
    assert "NESSI" in page.traces.trace.words.text()
    assert page.traces.trace.open_button.isVisible()


def test_the_record_of_a_trace_is_opened(page, qtbot, ruth):
    page.traces.table.selectRow(0)
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        qtbot.keyClick(page.traces.table, Qt.Key.Key_Return)
    assert asked.args == [ruth.id]


def test_an_account_is_named_in_the_detail(open_page, desk, colleague):
    colleague(Role.SECRETAIRE, "claire")
    page = open_page(desk)
    assert "claire" in rows(page)[0].detail


def test_others_see_only_their_own_traces_and_are_told(open_page, desk_of, ruth, settle):
    page = open_page(desk_of(Role.SECRETAIRE))
    assert rows(page) == []
    assert any("vos propres traces" in words for words in texts(page))
    record(page.desk, Action.PRINTED)
    page.entered()
    settle()
    assert {row.user for row in rows(page)} == {page.desk.actor.login}
    assert page.traces.filters.user.findData("dr.demo") < 0


def test_an_administrator_reads_all_traces_without_identities(open_page, desk_of, ruth):
    page = open_page(desk_of(Role.ADMINISTRATEUR))
    assert not page.desk.actor.may(Right.IDENTITY)
    shown = {row.patient for row in rows(page)}
    assert any(words.startswith("Dossier ") for words in shown)
    assert not any("NESSI" in words for words in shown)
    page.traces.table.selectRow(next(r for r, row in enumerate(rows(page)) if row.patient_id))
    assert not page.traces.trace.open_button.isVisible()


@pytest.mark.parametrize(("kind", "suffix"), [(0, ".xlsx"), (1, ".ods")])
def test_the_matching_traces_are_exported(page, qtbot, settle, tmp_path, kind, suffix):
    page.traces.export_button.click()
    dialog = page.findChild(QFileDialog)
    dialog.selectNameFilter(dialog.nameFilters()[kind])
    dialog.filterSelected.emit(dialog.nameFilters()[kind])
    dialog.selectFile(str(tmp_path / "traces"))
    dialog.accept()
    settle()
    target = tmp_path / f"traces{suffix}"
    if suffix == ".xlsx":
        sheet = load_workbook(target).active
        assert sheet["F2"].value == "Création d'un dossier"
    else:
        with ZipFile(target) as package:
            assert "Création" in package.read("content.xml").decode()
    assert page.traces.strip.isVisible()
    assert page.traces.export_button.isEnabled()
    assert rows(page)[0].action == "Export"


def test_an_export_that_fails_is_told(page, settle, tmp_path):
    page.traces.export_to(tmp_path / "traces.txt")
    settle()
    assert "Rien n'a été exporté" in " ".join(texts(page.traces.strip))
    assert page.traces.export_button.isEnabled()


def test_a_whole_chain_is_told(page, settle):
    page.traces.check_button.click()
    assert not page.traces.check_button.isEnabled()
    settle()
    assert page.traces.check_button.isEnabled()
    assert "Le journal est intègre" in texts(page.traces.strip)


def test_a_tampered_chain_is_told_with_its_line(page, settle):
    with page.desk.application.database.writing() as session:
        for name in session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")):
            session.execute(text(f"DROP TRIGGER {name}"))
        session.execute(text("UPDATE journal SET actor = 'autre' WHERE seq = 2"))
    page.traces.check_button.click()
    settle()
    assert "Le journal a été altéré à la ligne 2" in texts(page.traces.strip)


def test_it_fits_a_small_screen_and_names_every_control(page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []
