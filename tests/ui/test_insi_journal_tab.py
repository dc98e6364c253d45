from dataclasses import replace

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.insi.model import CallKind, Outcome
from almapy.insi.questions import traits_of
from almapy.insi.service import InsiService
from almapy.stop import Stop
from almapy.users.model import Role
from tests.core.test_patients import RUTH
from tests.fakes.insi import FakeConnection, FakeInsi, FakeReader
from tests.ui.page_helper import SMALL, nameless, texts
from ui.audit.journal_page import JournalPage
from ui.desk import Desk
from ui.patients.open_records import OpenRecord
from ui.theme import Theme

NBSP = "\u00a0"
MATRICULE = "277076322082910"


@pytest.fixture
def insi():
    return FakeInsi()


@pytest.fixture
def ruth(practice):
    return practice.application.patients.create(practice.actor, RUTH)


@pytest.fixture
def search(practice, insi):
    """Ask INSi for a record, whatever answers."""
    application = practice.application
    service = InsiService(application.works, FakeConnection(insi), FakeReader(), application.places)

    def ask(patient):
        traits = traits_of(patient.data)
        return service.search(practice.actor, traits, Stop(), patient_id=patient.id)

    return ask


@pytest.fixture
def page_class():
    return JournalPage


@pytest.fixture
def page(open_page, desk, ruth, search, insi, settle):
    search(ruth)
    insi.answers = [Outcome.TIMED_OUT]
    search(ruth)
    return at_insi(open_page(desk), settle)


def at_insi(page, settle):
    page.tabs.setCurrentWidget(page.insi)
    settle()
    return page


def cells(page, row):
    model = page.insi._model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def narrow(page, qtbot, settle):
    with qtbot.waitSignal(page.insi.filters.asked_changed):
        pass
    settle()


def sights(desk):
    asked = JournalFilter(action=Action.INS_READ.value)
    return desk.application.journal.page(desk.actor, asked).total


def test_the_columns_are_those_of_the_history_of_accesses(page):
    assert [column.title for column in page.insi._model.columns] == [
        "Date",
        "Heure",
        "Type d'appel",
        "Résultat",
        "Détail",
        "Log Retour",
        "Nom prof.",
        "Service",
    ]
    ModelTester(page.insi._model).check(page.insi._model)


def test_every_call_is_listed_with_the_returned_data(page, desk):
    family_name = desk.application.accounts.own(desk.actor).family_name
    assert page.insi.count.text() == "2 appels"
    kind, result, detail, _, who, service = cells(page, 1)[2:]
    assert kind == "Rechercher l'INS avec les traits d'identité"
    assert result == "OK - Code CR 00"
    assert detail.startswith(f"Données INS du patient récupérées{NBSP}: NESSI RUTH ISABELLE")
    assert (who, service) == (family_name, "Simulateur")
    assert cells(page, 0)[3] == "Délai dépassé"


def test_a_chosen_line_tells_its_data_and_that_a_simulator_answered(page, settle):
    assert page.insi.call.isHidden()
    page.insi.table.selectRow(1)
    settle()
    words = page.insi.call.words.text()
    assert MATRICULE in words
    assert f"Résultat{NBSP}: OK - Code CR 00, en 0,0{NBSP}s" in words
    assert page.insi.call.simulator.isVisible()
    assert not page.insi.call.request.isVisible()


def test_the_raw_texts_are_shown_on_demand_and_follow_the_line(page, settle):
    page.insi.table.selectRow(1)
    page.insi.call.texts_button.click()
    settle()
    assert page.insi.call.request.toPlainText() == "<demande n='1'/>"
    assert page.insi.call.answer.toPlainText() == "<reponse n='1'/>"
    page.insi.table.selectRow(0)
    settle()
    assert page.insi.call.request.toPlainText() == "<demande n='2'/>"
    page.insi.call.texts_button.click()
    assert not page.insi.call.request.isVisible()
    assert page.insi.call.request.toPlainText() == ""


def test_a_matricule_seen_here_is_traced_once_each_time_the_list_comes_forward(page, desk, settle):
    page.insi.table.selectRow(0)  # nobody was found: there is no matricule to see
    settle()
    assert sights(desk) == 0
    for row in (1, 0, 1):
        page.insi.table.selectRow(row)
        settle()
    assert sights(desk) == 1
    page.tabs.setCurrentWidget(page.ins)
    at_insi(page, settle)
    page.insi.table.selectRow(0)
    page.insi.table.selectRow(1)
    settle()
    assert sights(desk) == 2


def test_the_record_of_a_call_is_opened(page, qtbot, ruth):
    page.insi.table.selectRow(0)
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        qtbot.keyClick(page.insi.table, Qt.Key.Key_Return)
    assert asked.args == [ruth.id]
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        page.insi.call.open_button.click()
    assert asked.args == [ruth.id]


def test_the_kind_of_call_and_words_narrow_the_list(page, qtbot, settle):
    kinds = page.insi.filters.action
    assert kinds.count() == 1 + len(CallKind)
    kinds.setCurrentIndex(kinds.findData(CallKind.CARD.value))
    narrow(page, qtbot, settle)
    assert page.insi._model.rowCount() == 0
    assert "Aucun appel ne correspond" in page.insi.table.accessibleDescription()
    page.insi.filters.clear_button.click()
    page.insi.filters.words.setText("récupérées")
    narrow(page, qtbot, settle)
    assert page.insi._model.rowCount() == 1


def test_the_record_in_front_narrows_the_list(page, desk, search, qtbot, settle, ruth):
    other = desk.application.patients.create(
        desk.actor,
        replace(RUTH, matricule_ins="", ins_oid="", insi_accepted=False, birth_place_code="67482"),
    )
    search(other)
    page.insi.search()
    settle()
    everybody = page.insi._model.rowCount()
    page.show_record(OpenRecord(ruth, desk.application.overview.of(desk.actor, ruth.id)))
    page.insi.filters.patient.click()
    narrow(page, qtbot, settle)
    assert page.insi._model.rowCount() == 2 < everybody


def test_an_administrator_sees_no_returned_data(open_page, desk_of, ruth, search, settle):
    search(ruth)
    page = at_insi(open_page(desk_of(Role.ADMINISTRATEUR)), settle)
    page.insi.table.selectRow(0)
    settle()
    assert page.insi._model.rowCount() == 1
    assert MATRICULE not in page.insi.call.words.text()
    assert not page.insi.call.texts_button.isVisible()
    assert not page.insi.call.open_button.isVisible()
    assert sights(page.desk) == 0


def test_a_secretary_sees_her_own_calls_only(open_page, desk_of, ruth, search, settle):
    search(ruth)
    page = at_insi(open_page(desk_of(Role.SECRETAIRE)), settle)
    assert page.insi._model.rowCount() == 0
    assert "Aucun appel au téléservice" in page.insi.table.accessibleDescription()


def test_the_calls_are_exported(page, settle, tmp_path):
    page.insi.export_button.click()
    dialog = page.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "insi"))
    dialog.accept()
    settle()
    sheet = load_workbook(tmp_path / "insi.xlsx").active
    assert sheet["D3"].value == "OK - Code CR 00"
    assert f"Historique exporté{NBSP}: 2 appels" in texts(page.insi.strip)
    assert page.insi.export_button.isEnabled()


def test_a_call_to_the_real_service_is_not_called_a_simulator(
    open_page, practice, tasks, ruth, search, insi, settle
):
    insi.simulated = False
    search(ruth)
    desk = Desk(practice.application, practice.actor, tasks, Theme())
    page = at_insi(open_page(desk), settle)
    page.insi.table.selectRow(0)
    settle()
    assert cells(page, 0)[-1] == "INSi"
    assert not page.insi.call.simulator.isVisible()


def test_it_fits_a_small_screen_and_names_every_control(page, settle):
    page.insi.table.selectRow(1)
    page.insi.call.texts_button.click()
    settle()
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []
