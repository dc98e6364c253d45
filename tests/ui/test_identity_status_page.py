"""« Liste des statuts d'identité »: choose, count, open, export, verify in the background."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, time

import openpyxl
import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester

from almapy.agenda.model import AppointmentDraft
from almapy.identity_status.batch_model import BatchState
from almapy.identity_status.model import StatusOrder
from almapy.insi.model import Outcome
from almapy.patients.model import IdentityStatus
from almapy.users.model import Role
from tests.core.test_identity_status import EACH, PROVISIONAL
from tests.fakes.insi_verifier import FakeVerifier, person
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.identity_status.batch_watch import watch_of
from ui.identity_status.opening import STATUS_PAGE, StatusTabs, ask_status_page
from ui.identity_status.status_page import StatusPage
from ui.insi.wish import wish_of
from ui.window import MainWindow


@pytest.fixture
def page_class():
    return StatusPage


@pytest.fixture
def patients(practice):
    return [practice.application.patients.create(practice.actor, one).id for one in EACH]


@pytest.fixture
def verifier(practice, monkeypatch):
    """What answers for INSi on this desk; the batch ends before the windows go."""
    fake = FakeVerifier()
    batch = practice.application.insi_batch
    monkeypatch.setattr(batch, "_insi", fake)
    monkeypatch.setattr(type(practice.application.insi), "simulated", lambda _self, _actor: True)
    yield fake
    batch.close()


@pytest.fixture
def page(open_page, desk, patients, verifier):
    return open_page(desk)


def shown(page):
    model = page.list.model
    return [model.record(row).birth_name for row in range(model.rowCount())]


def choose(page, settle, status):
    combo = page.list.filters.status
    combo.setCurrentIndex(combo.findData(status.value if status else ""))
    settle()


def until_over(qtbot, page):
    card = page.list.batch
    qtbot.waitUntil(lambda: card.state.text in {"Terminée", "Arrêtée"}, timeout=20_000)


def verify(qtbot, settle, page):
    page.list.verify_button.click()
    settle()
    until_over(qtbot, page)
    settle()


def found(card):
    return [card._model.record(row) for row in range(card._model.rowCount())]


def comes_today(desk, patient_id):
    start = datetime.combine(desk.application.clock.today(), time(15)).astimezone(UTC)
    draft = AppointmentDraft(desk.actor.user_id, start, patient_id=patient_id)
    desk.application.agenda.add(desk.actor, draft)


def test_a_status_is_chosen_with_its_count(page, settle):
    combo = page.list.filters.status
    assert combo.itemText(0) == "Tous les statuts (4)"
    assert combo.itemText(4) == "Identité qualifiée (1)"
    assert page.list.count.text() == "4 identités"
    choose(page, settle, IdentityStatus.RETRIEVED)
    assert shown(page) == ["TCHITCHI"]
    assert page.list.count.text() == "1 identité"


def test_the_list_follows_the_rules_of_models(page):
    ModelTester(page.list.model).check(page.list.model)


def test_typing_narrows_and_enter_goes_to_the_list_then_opens(page, qtbot, settle, patients):
    assert page.list.filters.words.hasFocus()
    with qtbot.waitSignal(page.list.filters.changed):
        type_text(page.list.filters.words, "vinci")
    settle()
    assert shown(page) == ["NESSI"]
    qtbot.keyClick(page.list.filters.words, Qt.Key.Key_Return)
    assert page.list.table.hasFocus()
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    assert asked.args == [patients[3]]


def test_nobody_found_says_what_to_try(page, qtbot, settle):
    with qtbot.waitSignal(page.list.filters.changed):
        page.list.filters.words.setText("introuvable")
    settle()
    assert "correspond" in page.list.table.accessibleDescription()


def test_a_title_sorts_the_whole_list_and_not_what_is_shown(page, qtbot, settle):
    titles = [column.title for column in page.list.model.columns]
    page.list.table.sortByColumn(titles.index("Dossier"), Qt.SortOrder.DescendingOrder)
    settle()
    assert shown(page) == ["NESSI", "CORSE", "TCHITCHI", "ADRUN"]
    asked = page.list.filters.asked()
    assert (asked.order, asked.descending) == (StatusOrder.DOSSIER, True)


def test_the_deceased_are_added_by_a_box(page, settle, desk):
    draft = replace(PROVISIONAL, birth_name="HERMANN", deceased=True)
    desk.application.patients.create(desk.actor, draft)
    page.list.filters.deceased.click()
    settle()
    assert "HERMANN" in shown(page)


def test_the_list_is_exported(page, qtbot, settle, tmp_path):
    choose(page, settle, IdentityStatus.QUALIFIED)
    page.list.export_button.click()
    dialog = page.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path / "statuts"))
    dialog.accept()
    settle()
    sheet = openpyxl.load_workbook(tmp_path / "statuts.xlsx").active
    assert [cell.value for cell in sheet["B"]] == ["Nom de naissance", "NESSI"]
    assert "1 identité" in " ".join(texts(page.list.strip))
    assert page.list.export_button.isEnabled()


def test_an_export_that_fails_is_told(page, settle, tmp_path):
    page.list.export_to(tmp_path / "statuts.txt")
    settle()
    assert "Rien n'a été exporté" in " ".join(texts(page.list.strip))


def test_a_verification_tells_its_progress_and_what_is_discordant(
    page, qtbot, settle, patients, verifier
):
    assert page.list.batch.isHidden()
    verifier.outcomes[patients[1]] = Outcome.DISCORDANT
    verify(qtbot, settle, page)
    card = page.list.batch
    assert card.isVisible()
    assert card.simulator.isVisible()
    assert card.state.text == "Terminée"
    assert card.words.text().startswith("4 sur 4")
    [line] = found(card)
    assert (line.row.patient_id, line.found) == (patients[1], "Discordante")
    assert "2\u00a0× Pas de matricule INS" in card.left_out.text()
    card.close_button.click()
    assert card.isHidden()


def test_a_discordant_ins_is_opened_where_it_is_looked_at(page, qtbot, settle, patients, verifier):
    verifier.outcomes[patients[1]] = Outcome.DISCORDANT
    verify(qtbot, settle, page)
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        page.list.batch.open_button.click()
    assert asked.args == [patients[1]]
    assert wish_of(page.desk).take(patients[1])
    assert wish_of(page.desk).back == STATUS_PAGE


def test_a_verification_is_held_up_and_goes_on(page, qtbot, settle, patients, verifier):
    card = page.list.batch
    with verifier.held():
        page.list.verify_button.click()
        settle()
        verifier.wait_for_calls(2)
        qtbot.waitUntil(card.pause_button.isVisible)
        assert not page.list.verify_button.isEnabled()
        card.pause_button.click()
        qtbot.waitUntil(card.resume_button.isVisible)
        assert card.state.text == "Suspendue"
        card.resume_button.click()
        qtbot.waitUntil(card.pause_button.isVisible)
    until_over(qtbot, page)
    assert page.list.verify_button.isEnabled()


def test_a_verification_is_stopped(page, qtbot, settle, verifier):
    with verifier.held():
        page.list.verify_button.click()
        settle()
        verifier.wait_for_calls(2)
        qtbot.waitUntil(page.list.batch.stop_button.isVisible)
        page.list.batch.stop_button.click()
        until_over(qtbot, page)
    assert page.list.batch.state.text == "Arrêtée"


def test_a_service_that_is_away_is_told_on_the_card(page, qtbot, settle, desk, verifier):
    # NESSI is answered: eight more, so that three fail in a row wherever she stands among them.
    added = [desk.application.patients.create(desk.actor, person(n)).id for n in range(8)]
    verifier.outcomes = dict.fromkeys(added, Outcome.UNREACHABLE)
    choose(page, settle, IdentityStatus.QUALIFIED)
    page.list.verify_button.click()
    settle()
    card = page.list.batch
    qtbot.waitUntil(card.strip.isVisible, timeout=20_000)
    assert "injoignable" in " ".join(texts(card.strip))
    assert card.resume_button.isVisible()


def test_a_setting_that_misses_is_told_and_nothing_begins(page, settle, verifier):
    verifier.reason = "L'adresse d'INSi manque. Rien n'a été envoyé. Complétez les réglages."
    page.list.verify_button.click()
    settle()
    assert "adresse" in " ".join(texts(page.list.strip))
    assert page.list.batch.isHidden()
    assert page.list.verify_button.isEnabled()


def test_identities_without_ins_are_not_verified(page, settle):
    for status in (IdentityStatus.PROVISIONAL, IdentityStatus.VALIDATED):
        choose(page, settle, status)
        assert not page.list.verify_button.isEnabled()
        assert "matricule" in page.list.verify_button.toolTip()


def test_the_progress_reaches_the_window_in_its_own_thread(page, qtbot, settle, verifier):
    seen = []
    watch_of(page.desk).changed.connect(lambda _: seen.append(threading.current_thread()))
    verify(qtbot, settle, page)
    assert set(seen) == {threading.main_thread()}
    assert QThread.currentThread() is page.thread()


def test_today_names_what_is_missing_and_enter_opens_it_at_insi(page, qtbot, settle, patients):
    comes_today(page.desk, patients[2])
    qtbot.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle()
    today = page.today
    assert today.isVisible()
    [one] = [today.model.record(row) for row in range(today.model.rowCount())]
    assert (one.patient_id, one.missing) == (patients[2], ("INSi",))
    assert today.count.text() == "1 identité à qualifier"
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        qtbot.keyClick(today.table, Qt.Key.Key_Return)
    assert asked.args == [patients[2]]
    assert wish_of(page.desk).take(patients[2])


def test_the_one_after_who_was_qualified_is_next(page, qtbot, settle, patients, monkeypatch):
    service, today = page.desk.application.identity_status, page.today
    for patient_id in patients:
        comes_today(page.desk, patient_id)
    page.tabs.setCurrentIndex(1)
    settle()
    everybody = [today.model.record(row) for row in range(today.model.rowCount())]
    assert len(everybody) > 2
    today.table.selectRow(1)
    left = [one for one in everybody if one is not everybody[1]]
    monkeypatch.setattr(service, "to_qualify_today", lambda _actor: left)
    today.search()
    settle()
    assert today.table.current_record() == everybody[2]


def test_a_day_without_anybody_to_qualify_says_so(page, settle):
    page.tabs.setCurrentIndex(1)
    settle()
    assert page.today.count.text() == "0 identité à qualifier"
    assert "Personne" in page.today.table.accessibleDescription()
    assert not page.today.open_button.isEnabled()


def test_a_list_in_front_follows_what_a_colleague_changes(
    qtbot, settle, practice, tasks, desk, patients, verifier
):
    window = shown_window(qtbot, settle, desk, tasks)
    window.show_section(STATUS_PAGE)
    settle()
    page = window.pages.current()
    draft = replace(PROVISIONAL, birth_name="NOUVELLE")
    practice.application.patients.create(practice.actor, draft)
    qtbot.waitUntil(lambda: "NOUVELLE" in shown(page))
    settle()


def test_a_secretary_verifies_too(open_page, desk_of, patients, verifier):
    page = open_page(desk_of(Role.SECRETAIRE))
    assert page.list.verify_button.isVisible()


def shown_window(qtbot, settle, desk, tasks):
    window = MainWindow(desk, tasks)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    settle()
    return window


def test_the_foot_of_the_window_tells_the_progress_and_leads_back(
    qtbot, settle, tasks, desk, patients, verifier
):
    window = shown_window(qtbot, settle, desk, tasks)
    ask_status_page(desk, StatusTabs.TODAY)
    settle()
    page = window.pages.current()
    assert page.today.isVisible()
    line = window.status._verification
    with verifier.held():
        page.list.verify_button.click()
        settle()
        qtbot.waitUntil(lambda: line.text() == "Vérification INS 3/4")
        window.show_section("home")
        assert line.isVisible()
        line.click()
        settle()
        assert window.pages.current() is page
        assert page.list.isVisible()
    qtbot.waitUntil(line.isHidden, timeout=20_000)
    assert desk.application.insi_batch.progress.state is BatchState.DONE
    settle()


def test_who_is_opened_from_today_comes_forward_at_insi(
    qtbot, settle, tasks, desk, patients, verifier
):
    comes_today(desk, patients[2])
    window = shown_window(qtbot, settle, desk, tasks)
    ask_status_page(desk, StatusTabs.TODAY)
    settle()
    window.pages.current().today.open_button.click()
    settle()
    assert window.pages.current_title() == "INSI"
    assert window.records.current.patient.id == patients[2]


def test_the_palette_finds_the_page(qtbot, settle, tasks, desk, patients):
    window = shown_window(qtbot, settle, desk, tasks)
    window.commands.actions[STATUS_PAGE].trigger()
    settle()
    assert isinstance(window.pages.current(), StatusPage)


def test_the_palette_leads_to_who_is_to_be_qualified_today(qtbot, settle, tasks, desk, patients):
    window = shown_window(qtbot, settle, desk, tasks)
    window.palette_box.open("qualifier")
    settle()
    assert window.palette_box.list.item(0).text() == "À qualifier aujourd'hui"
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    settle()
    assert window.pages.current().today.isVisible()


def test_every_control_has_a_name_and_the_page_fits_a_small_screen(page, qtbot, settle, verifier):
    verifier.outcomes = dict.fromkeys(range(1, 5), Outcome.DISCORDANT)
    verify(qtbot, settle, page)
    page.resize(*SMALL)
    settle()
    qtbot.waitUntil(lambda: page.list.horizontalScrollBar().maximum() == 0)
    assert nameless(page) == []
    page.tabs.setCurrentIndex(1)
    settle()
    assert page.today.horizontalScrollBar().maximum() == 0
    assert nameless(page) == []


def test_the_first_page_tells_how_many_are_to_qualify_today(
    qtbot, settle, tasks, desk, patients, verifier
):
    window = shown_window(qtbot, settle, desk, tasks)
    button = window.pages.current().to_qualify
    assert button.isHidden()
    comes_today(desk, patients[0])
    window.show_section("home")
    settle()
    assert button.text() == "À qualifier aujourd'hui\u00a0: 1"
    button.click()
    settle()
    assert window.pages.current().today.isVisible()
