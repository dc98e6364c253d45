"""« Documents » of the record: four tabs, the preview beside, filed and moved in few gestures."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.documents.model import Tab
from almapy.patients.overview import Overview
from almapy.users.model import Role
from tests.core.documents_helper import new, pdf
from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.documents.documents_card import DocumentsCard
from ui.documents.documents_page import DocumentsPage
from ui.patients.open_records import OpenRecord
from ui.window import MainWindow


def record_of(desk, draft=RUTH):
    patient = desk.application.patients.create(desk.actor, draft)
    return OpenRecord(patient, desk.application.overview.of(desk.actor, patient.id))


@pytest.fixture
def record(desk):
    return record_of(desk)


@pytest.fixture
def file(desk, record):
    def add(title="Avis du cardiologue", tab=Tab.RECEIVED, data=None):
        document = new(record.patient.id, data or pdf(title), title=title, tab=tab)
        return desk.application.record_documents.add(desk.actor, document)

    return add


@pytest.fixture
def show(qtbot, settle):
    def build(desk, record):
        page = DocumentsPage(desk)
        qtbot.addWidget(page)
        page.resize(1150, 520)
        page.show()
        page.show_record(record)
        page.entered()
        settle()
        return page

    return build


@pytest.fixture
def again(settle):
    def reload(page, record):
        page.show_record(record)
        settle()

    return reload


def documents_of(desk, record):
    return desk.application.record_documents.of(desk.actor, record.patient.id)


def titles(box):
    return [one.data.title for one in box.documents if one.data.tab is box.tab]


def test_a_received_letter_a_sent_one_and_a_lab_result_each_fall_in_their_tab(
    desk, record, file, show
):
    file("Avis du cardiologue", Tab.RECEIVED)
    file("Demande d'avis", Tab.SENT)
    file("Numération", Tab.BIOLOGY)
    page = show(desk, record)
    texts = [page.box.tabs.tabText(place) for place in range(4)]
    assert texts == ["Reçus (1)", "Emis (1)", "Paramed", "Biologie (1)"]
    assert titles(page.box) == ["Avis du cardiologue"]
    QTest.keyClick(page.box.list, Qt.Key.Key_Right)
    assert titles(page.box) == ["Demande d'avis"]
    page.box.tabs.setCurrentIndex(3)
    assert titles(page.box) == ["Numération"]


def test_down_shows_the_next_document_beside_the_list_without_another_window(
    desk, record, file, show, settle, qapp
):
    file("Premier")
    file("Second")
    page = show(desk, record)
    windows = len([one for one in qapp.topLevelWidgets() if one.isVisible()])
    assert page.reader.preview.document.data.title == "Premier"
    QTest.keyClick(page.box.list, Qt.Key.Key_Down)
    settle()
    assert page.reader.preview.document.data.title == "Second"
    assert page.reader.preview.pages.is_drawn(1)
    assert len([one for one in qapp.topLevelWidgets() if one.isVisible()]) == windows


def test_enter_marks_as_read_and_it_can_be_taken_back(desk, record, file, show, settle, again):
    file()
    page = show(desk, record)
    assert "Non lu" in page.box.list.topLevelItem(0).data(0, Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(page.box.list, Qt.Key.Key_Return)
    settle()
    again(page, record)
    assert documents_of(desk, record)[0].read_by == desk.actor.initials
    assert not page.reader.read_button.isEnabled()
    step = desk.undo.last_done(record.patient.id)
    step.undo()
    assert documents_of(desk, record)[0].is_unread


def test_a_dropped_file_is_filed_in_the_tab_in_front_and_asks_for_its_details(
    desk, record, show, settle, again, tmp_path
):
    (tmp_path / "resultats.pdf").write_bytes(pdf())
    page = show(desk, record)
    page.box.tabs.setCurrentIndex(3)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "resultats.pdf"))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.box.dropEvent(event)
    settle()
    again(page, record)
    (document,) = documents_of(desk, record)
    assert (document.data.title, document.data.tab) == ("resultats", Tab.BIOLOGY)
    assert page.reader.form.isVisible()
    page.reader.form.title.selectAll()
    type_text(page.reader.form.title, "Bilan d'été")
    type_text(page.reader.form.correspondent, "Laboratoire des Exemples")
    QTest.keyClick(page.reader.form.title, Qt.Key.Key_Return)
    settle()
    (document,) = documents_of(desk, record)
    assert document.data.title == "Bilan d'été"
    assert document.data.correspondent == "Laboratoire des Exemples"
    assert page.box.isVisible()


def test_a_refused_file_says_why_and_the_others_are_kept(
    desk, record, show, settle, again, tmp_path
):
    (tmp_path / "page.html").write_bytes(b"<html>")
    (tmp_path / "lettre.pdf").write_bytes(pdf())
    page = show(desk, record)
    page.add_files([tmp_path / "page.html", tmp_path / "absent.pdf", tmp_path / "lettre.pdf"])
    settle()
    again(page, record)
    assert [one.data.title for one in documents_of(desk, record)] == ["lettre"]
    assert page.strip.isVisible()
    step = desk.undo.last_done(record.patient.id)
    step.undo()
    assert documents_of(desk, record) == []
    step.redo()
    assert len(documents_of(desk, record)) == 1


def test_a_wrong_date_is_told_beside_its_field_and_the_text_stays(desk, record, file, show, settle):
    file()
    page = show(desk, record)
    QTest.keyClick(page.box.list, Qt.Key.Key_F2)
    form = page.reader.form
    form.title.selectAll()
    type_text(form.title, "Autre titre")
    form.day.setText("31/12/2099")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    settle()
    assert form.isVisible()
    assert form.title.text() == "Autre titre"
    assert form.day.property("invalid")
    assert documents_of(desk, record)[0].data.title == "Avis du cardiologue"


def test_a_change_elsewhere_keeps_what_is_being_typed(desk, record, file, show, again):
    file()
    page = show(desk, record)
    QTest.keyClick(page.box.list, Qt.Key.Key_F2)
    page.reader.form.title.selectAll()
    type_text(page.reader.form.title, "En cours")
    file("Arrivé entre-temps")
    again(page, record)
    assert page.reader.form.title.text() == "En cours"
    assert page.reader.form.isVisible()
    assert page.has_unsaved_changes()


def test_suppr_removes_with_a_way_back(desk, record, file, show, settle, again):
    file()
    page = show(desk, record)
    QTest.keyClick(page.box.list, Qt.Key.Key_Delete)
    settle()
    again(page, record)
    assert titles(page.box) == []
    assert page.reader.preview.document is None
    desk.undo.last_done(record.patient.id).undo()
    assert len(documents_of(desk, record)) == 1


def test_a_letter_of_somebody_else_moves_to_their_record_and_back(
    desk, record, file, show, settle, again, qtbot
):
    other = record_of(
        desk, replace(RUTH, birth_name="TESTE", used_name="", matricule_ins="", ins_oid="")
    )
    file()
    page = show(desk, record)
    page.reader.move_button.click()
    mover = page.reader.mover
    assert not mover.accept_button.isEnabled()
    type_text(mover.search, "TESTE")
    qtbot.waitUntil(lambda: mover.target() is not None)
    assert "TESTE" in mover.chosen.text()
    mover.accept_button.click()
    settle()
    assert documents_of(desk, record) == []
    assert len(documents_of(desk, other)) == 1
    assert mover.isHidden()
    desk.undo.last_done(record.patient.id).undo()
    assert len(documents_of(desk, record)) == 1


def test_a_saved_copy_is_traced_and_its_name_tells_nobody(
    desk, record, file, show, settle, tmp_path, monkeypatch
):
    document = file()
    page = show(desk, record)
    proposed = []

    def choose(_parent, _title, name):
        proposed.append(name)
        return str(tmp_path / "copie.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page.reader.copy_button.click()
    settle()
    assert (tmp_path / "copie.pdf").read_bytes() == pdf("Avis du cardiologue")
    assert proposed == [f"document-{document.data.day}.pdf"]
    journal = desk.application.journal.page(desk.actor, JournalFilter(action=Action.EXPORTED))
    assert journal.total == 1


def test_a_secretary_files_without_reading(desk, desk_of, record, file, show):
    file()
    secretary = desk_of(Role.SECRETAIRE)
    page = show(secretary, OpenRecord(record.patient, Overview(notes_hidden=True)))
    assert titles(page.box) == ["Avis du cardiologue"]
    assert not page.reader.preview.isVisible()
    assert not page.reader.read_button.isVisible()
    assert not page.reader.copy_button.isVisible()
    QTest.keyClick(page.box.list, Qt.Key.Key_F2)
    assert page.reader.form.isVisible()


def test_another_record_replaces_all(desk, record, file, show, again):
    file()
    page = show(desk, record)
    other = record_of(
        desk, replace(RUTH, birth_name="TESTE", used_name="", matricule_ins="", ins_oid="")
    )
    again(page, other)
    assert page.box.documents == []
    assert page.reader.preview.document is None
    page.forget_record()
    assert page.reader.document is None


def test_the_card_lists_the_tabs_and_enter_brings_the_document_to_its_page(
    desk, tasks, record, file, settle, qtbot
):
    file("Premier")
    wanted = file("Second", Tab.BIOLOGY)
    window = MainWindow(desk, tasks)
    qtbot.addWidget(window)
    window.show()
    window.open_patient(record.patient.id)
    settle()
    card = DocumentsCard(desk)
    qtbot.addWidget(card)
    card.show()
    card.show_record(record)
    settle()
    card.box.tabs.setCurrentIndex(3)
    QTest.keyClick(card.box.list, Qt.Key.Key_Return)
    settle()
    page = window.pages.current()
    assert isinstance(page, DocumentsPage)
    assert page.reader.document.id == wanted.id


def test_a_document_received_twice_and_a_critical_one_say_so_in_words(
    desk, record, file, show, settle
):
    file("Premier", data=pdf())
    second = file("Second", data=pdf())
    documents = desk.application.record_documents
    documents.change(desk.actor, second, replace(second.data, critical=True))
    page = show(desk, record)
    spoken = page.box.list.topLevelItem(1).data(0, Qt.ItemDataRole.AccessibleTextRole)
    assert "Critique" in spoken
    assert "Déjà reçu" in spoken
