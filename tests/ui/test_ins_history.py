"""« Historique des INS » of a record: the calls with their whole texts, decisions, matricules."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from almapy.insi.model import CallKind, Exchange, Outcome
from almapy.insi.questions import traits_of
from almapy.stop import Stop
from almapy.users.model import Role
from tests.fakes.insi import ECETINSI, RUTH, FakeInsi, FakeReader
from tests.ui.administrative_helper import record_of
from tests.ui.insi_helper import PLAIN, found, give_insi
from tests.ui.page_helper import nameless
from ui.administrative.ins_history import InsHistory
from ui.insi.raw_text import MOST_SHOWN


@pytest.fixture
def insi():
    return FakeInsi()


@pytest.fixture
def search(desk, insi):
    give_insi(desk, insi, FakeReader())
    patient = desk.application.patients.create(desk.actor, PLAIN)

    def ask(*answers):
        insi.answers = list(answers)
        service = desk.application.insi
        return service.search(desk.actor, traits_of(PLAIN), Stop(), patient_id=patient.id)

    return ask


@pytest.fixture
def read(qtbot, desk, search, settle):
    def open_history(patient_id=1, on=None):
        history = InsHistory(on or desk)
        qtbot.addWidget(history)
        history.resize(1100, 640)
        history.show()
        history.read(patient_id)
        settle()
        return history

    return open_history


def cells(history, row):
    lines = history.calls.lines
    return [column.text(lines.record(row)) for column in lines.columns]


def test_a_record_without_calls_says_so(read):
    history = read()
    assert history.calls.lines.rowCount() == 0
    assert history.calls.table.accessibleDescription() == "Pas d'historique d'INS"
    assert history.calls.former.text() == "Pas d'historique d'INS"


def test_the_columns_are_those_of_the_practice(read):
    history = read()
    titles = [column.title for column in history.calls.lines.columns]
    assert titles[:6] == ["Date", "Heure", "Type d'appel", "Résultat appel", "Requête", "Réponse"]


def test_two_calls_are_two_lines_the_newest_first_with_their_whole_texts(search, read, settle):
    search(found(RUTH))
    search(found(RUTH))
    history = read()
    assert history.calls.lines.rowCount() == 2
    row = cells(history, 0)
    assert row[2] == "Rechercher l'INS avec les traits d'identité"
    assert row[3] == "OK - Code CR 00"
    assert "Données INS du patient récupérées" in row[5]
    assert history.calls.request.toPlainText() == "<demande n='2'/>"
    assert history.calls.answer.toPlainText() == "<reponse n='2'/>"
    history.calls.table.selectRow(1)
    settle()
    assert history.calls.request.toPlainText() == "<demande n='1'/>"


def test_a_decision_stands_on_the_line_of_its_answer(desk, search, read):
    result = search(found(RUTH))
    desk.application.insi.refuse(desk.actor, 1, result)
    history = read()
    assert "refusée" in cells(history, 0)


def test_former_matricules_stay_in_the_record_with_their_dates(desk, search, read):
    result = search(found(replace(RUTH, former=ECETINSI.former)))
    patient = desk.application.patients.open(desk.actor, 1)
    desk.application.insi.accept(desk.actor, patient, result)
    history = read()
    shown = history.calls.former.text()
    assert "2 09 07 63 220 834 39" in shown
    assert "du 01/03/2019 au 28/02/2019" in shown


def test_a_very_long_answer_is_cut_on_the_screen_only(search, read):
    long = "x" * (MOST_SHOWN + 10)
    search(Exchange(CallKind.TRAITS, Outcome.UNREADABLE, answer=long))
    history = read()
    shown = history.calls.answer.toPlainText()
    assert len(shown) < MOST_SHOWN + 200
    assert str(len(long)) in shown


def test_another_record_shows_its_own_calls_only(desk, search, read):
    search(found(RUTH))
    desk.application.patients.create(desk.actor, replace(PLAIN, birth_name="AUTRE"))
    history = read(2)
    assert history.calls.lines.rowCount() == 0


def test_a_secretary_reads_the_calls_too(desk, desk_of, search, read):
    search(found(RUTH))
    secretary = desk_of(Role.SECRETAIRE)
    secretary.application = desk.application
    history = read(on=secretary)
    assert history.calls.lines.rowCount() == 1


def test_echap_leaves_and_every_control_bears_a_name(qtbot, search, read):
    search(found(RUTH))
    history = read()
    assert nameless(history) == []
    with qtbot.waitSignal(history.left):
        qtbot.keyClick(history.calls.table, Qt.Key.Key_Escape)


def test_the_texts_may_be_read_but_not_changed(search, read):
    search(found(RUTH))
    history = read()
    assert history.calls.request.isReadOnly()
    assert history.calls.answer.isReadOnly()


def test_accepting_shows_the_change_of_the_identity(desk, search, read):
    result = search(found(RUTH))
    desk.application.insi.accept(desk.actor, record_of(desk, 1).patient, result)
    history = read()
    lines = history.changes.lines
    changed = {lines.record(row).what for row in range(lines.rowCount())}
    assert "Matricule INS" in changed
