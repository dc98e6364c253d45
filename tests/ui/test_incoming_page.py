"""« Gestion des documents »: what waits, how documents come in, the archives, where it is set."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.incoming.model import Progress, State
from almapy.matching.model import Decision
from almapy.users.model import Role
from tests.core.documents_helper import pdf
from tests.core.test_patients import RUTH as RUTH_DRAFT
from tests.ui.incoming_page_helper import open_incoming, scripted_desk
from ui.commands import COMMANDS, Menu
from ui.desk import Desk
from ui.incoming.waiting_button import WaitingButton
from ui.incoming.words import person_of_patient
from ui.sections import SECTIONS
from ui.settings.incoming_card import folder_state
from ui.shell.gestures import Gestures
from ui.theme import Theme, Tone
from ui.undo import Step
from ui.widgets.toast import Toast


@pytest.fixture
def desk(tasks, clock):
    return scripted_desk(tasks, clock)


@pytest.fixture
def inbox(desk):
    return desk.application.incoming


@pytest.fixture
def page(desk, inbox, qtbot, settle):
    return lambda: open_incoming(desk, qtbot, settle)


def shown(table):
    model = table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def held_by(*paths):
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return held


def test_f8_leads_there_and_the_menu_holds_it():
    command = next(one for one in COMMANDS if one.name == "incoming")
    assert (command.keys, command.menu) == (("F8",), Menu.DOCUMENTS)
    section = next(one for one in SECTIONS if one.name == "incoming")
    assert (section.text, section.in_navigation) == ("Gestion des documents", True)


def test_each_row_says_how_its_document_stands(page, inbox):
    inbox.add(Decision.SURE)
    inbox.add(Decision.PROPOSE, 1, 2)
    inbox.add(Decision.NONE)
    inbox.add(Decision.SURE, repeats=1)
    inbox.add(Decision.NONE, state=State.LOCKED)
    inbox.add(Decision.NONE, state=State.UNREADABLE, problem="Fichier abîmé.")
    inbox.add(Decision.NONE, state=State.WAITING)
    page = page()
    assert [row[0] for row in shown(page.inbox.table)] == [
        "Sûr",
        "À choisir",
        "Aucun dossier détecté",
        "Déjà reçu\u00a0?",
        "Mot de passe",
        "Illisible",
        "En attente de lecture",
    ]
    assert page.tabs.tabText(0) == "Documents à valider (7)"


def test_enter_on_a_row_begins_the_review_there(page, inbox, settle):
    inbox.add(Decision.SURE)
    second = inbox.add(Decision.SURE)
    page = page()
    page.inbox.table.selectRow(1)
    QTest.keyClick(page.inbox.table, Qt.Key.Key_Return)
    settle()
    assert page.is_reviewing()
    assert page.flow.current_id == second
    assert page.lane.head.counter.text() == "2 / 2"


def test_the_documents_of_one_doctor_alone(page, inbox, settle):
    inbox.add(Decision.SURE)
    inbox.add(Decision.SURE, recipient_id=1, recipient="Dr Paul DÉMO")
    page = page()
    page.inbox.recipient.set_value(1)
    settle()
    assert [row[2] for row in shown(page.inbox.table)] == ["Lettre 2"]
    assert page.inbox.recipient.currentText() == "Pour moi"


def test_an_empty_list_says_how_documents_arrive(page, desk):
    asked = []
    desk.section_asked.connect(asked.append)
    page = page()
    assert page.inbox.settings_button.isVisible()
    page.inbox.settings_button.click()
    assert asked == ["post"]


def test_files_are_dropped_and_a_refused_one_stops_no_other(page, inbox, settle):
    page = page()
    modifiers, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    held = held_by(Path("/tmp/lettre.pdf"), Path("/tmp/vide.doc"))
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, held, buttons, modifiers)
    page.inbox.dropEvent(event)
    settle()
    assert [line.name for line in page.flow.lines] == ["lettre.pdf"]
    assert "vide.doc" in page.inbox.strip.accessibleDescription()


def test_a_picture_of_the_clipboard_is_taken_in(page, settle):
    page = page()
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    page.inbox.paste()
    settle()
    assert [line.name.rpartition(".")[2] for line in page.flow.lines] == ["png"]
    QGuiApplication.clipboard().clear()


def test_the_reading_is_told_live_with_its_troubles(page, inbox, desk, qtbot):
    inbox.add(Decision.SURE)
    page = page()
    line = page.inbox.progress
    assert line.words.isHidden()
    desk.application.incoming_reading.tell(
        Progress(waiting=12, reading="scan.pdf", page=2, pages=5, watched="Partage absent.")
    )
    qtbot.waitUntil(lambda: not line.words.isHidden())
    assert line.words.text() == (
        "12 en attente de lecture, lecture de la page 2/5 de «\u00a0scan.pdf\u00a0»"
    )
    assert line.watched.accessibleDescription() == "Partage absent."
    desk.application.incoming_reading.tell(Progress())
    qtbot.waitUntil(line.words.isHidden)
    assert line.watched.isHidden()


def test_a_filed_document_is_transferred_and_taken_back(page, inbox, desk, settle):
    patient = desk.application.patients.create(desk.actor, RUTH_DRAFT)
    number = inbox.add(Decision.SURE, state=State.FILED, patient_id=2)
    page = page()
    page.tabs.setCurrentIndex(1)
    settle()
    archives = page.archives
    archives.table.selectRow(0)
    archives.ask_transfer()
    assert not archives.panel.accept_button.isEnabled()
    hit = desk.application.patients.search(desk.actor, "nessi")[0]
    archives.panel.search.proposals.taken.emit(hit)
    assert "DE VINCI RUTH" in archives.panel.chosen.text()
    archives.transfer()
    settle()
    assert inbox.asked[-1] == ("transfer", number, patient.id)
    desk.undo.last_done(None).undo()
    assert inbox.asked[-1] == ("transfer", number, 2)


def test_an_erased_document_is_brought_back_from_the_archives(page, inbox, settle):
    number = inbox.add(Decision.SURE, state=State.ERASED)
    page = page()
    page.tabs.setCurrentIndex(1)
    settle()
    page.archives.table.selectRow(0)
    assert not page.archives.open_button.isEnabled()
    page.archives.back_button.click()
    settle()
    assert inbox.line(number).state is State.READY


def test_the_first_page_counts_what_waits(desk, inbox, qtbot, settle):
    button = WaitingButton(desk)
    qtbot.addWidget(button)
    button.read()
    settle()
    assert button.isHidden()
    inbox.add(Decision.SURE)
    inbox.add(Decision.NONE)
    button.read()
    settle()
    assert button.text() == "2 documents à valider"


def test_only_the_last_notices_of_filings_stay_in_view(desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    gestures = Gestures(window, desk, lambda: None)
    for number in range(5):
        desk.undo.add(Step(f"Classé {number}.", int, int, family="incoming"))
    visible = [one for one in window.findChildren(Toast) if one.isVisible()]
    assert [one.accessibleName() for one in visible] == ["Classé 3.", "Classé 4."]
    assert gestures is not None


def test_a_watched_folder_is_tried_from_the_post(tmp_path):
    assert folder_state("")[0] is Tone.NEUTRAL
    assert folder_state(str(tmp_path)) == (Tone.OK, "Dossier accessible et lisible.")
    assert folder_state(str(tmp_path / "absent"))[0] is Tone.ATTENTION


def test_a_secretary_files_documents_too(tasks, clock, qtbot, settle):
    desk = scripted_desk(tasks, clock)
    desk.application.incoming.add(Decision.SURE)
    desk.change_actor(replace(desk.actor, role=Role.SECRETAIRE))
    page = open_incoming(desk, qtbot, settle)
    assert len(page.flow.lines) == 1


def test_a_document_goes_all_the_way_into_the_record_and_back(practice, tasks, qtbot, settle):
    desk = Desk(practice.application, practice.actor, tasks, Theme())
    application, actor = desk.application, desk.actor
    patient = application.patients.create(actor, RUTH_DRAFT)
    application.incoming.take_bytes(actor, pdf("Examen normal."), "scan.pdf")
    page = open_incoming(desk, qtbot, settle)
    page.review(page.flow.lines[0])
    settle()
    page.lane.choose(page.flow.current_id, person_of_patient(patient, "choisi"))
    page.lane.form.title.setText("Avis du cardiologue")
    page.lane.file()
    settle()
    titles = [one.data.title for one in application.record_documents.of(actor, patient.id)]
    assert titles == ["Avis du cardiologue"]
    assert not page.is_reviewing()
    desk.undo.last_done(None).undo()
    assert application.record_documents.of(actor, patient.id) == []
    assert [line.name for line in application.incoming.to_file(actor)] == ["scan.pdf"]


def test_each_copy_that_leaves_the_program_is_traced(practice):
    incoming, actor = practice.application.incoming, practice.actor
    (number,) = incoming.take_bytes(actor, pdf("Examen normal."), "scan.pdf").added
    assert incoming.copied(actor, number) == incoming.content(actor, number)
    incoming.copied(actor, number, printed=True)
    for action in (Action.EXPORTED, Action.PRINTED):
        page = practice.application.journal.page(actor, JournalFilter(action=action))
        assert len(page.entries) == 1
