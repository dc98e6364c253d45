"""« Insérer un document »: read, checked against the record, then inserted with its way back."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.documents.model import Tab
from almapy.incoming.model import Entry, Nature, Progress
from almapy.matching.model import Decision
from almapy.ocr.faults import PasswordWanted, ReadingStopped
from almapy.ocr.model import DocumentText, TextSource
from almapy.patients.model import Patient
from tests.core.documents_helper import pdf
from tests.core.test_patients import RUTH
from tests.fakes.clock import FakeClock
from tests.ui.insertion_helper import NOW, FakeIncoming, FakeMatching, match, person, read, words
from ui.desk import Desk
from ui.insertion.page import InsertionPage
from ui.insertion.wish import ask_insertion
from ui.patients.open_records import OpenRecord
from ui.theme import Theme

LETTER = pdf("Examen normal.")
RUTH_ID = 1


@pytest.fixture
def ruth():
    return Patient(RUTH_ID, "uid", RUTH_ID, 1, "", RUTH)


@pytest.fixture
def other():
    return person(99)


@pytest.fixture
def incoming(ruth):
    return FakeIncoming(match(Decision.SURE, ruth.id))


@pytest.fixture
def page_class():
    return InsertionPage


@pytest.fixture
def desk(tasks, incoming, ruth, other):
    """Give the page what it asks of a desk; the last test has a real practice."""
    known = person(ruth.id, ruth.shown_name, ruth.shown_first_name, birth_date=date(1977, 7, 14))
    application = SimpleNamespace(
        clock=FakeClock(NOW),
        incoming=incoming,
        matching=FakeMatching(known, other),
        incoming_reading=SimpleNamespace(progress=lambda: Progress(engine="Moteur absent.")),
    )
    return Desk(application, None, tasks, Theme())


@pytest.fixture
def page(desk, ruth, open_page):
    page = open_page(desk)
    page.show_record(OpenRecord(ruth, None))
    return page


@pytest.fixture
def take(page, settle, tmp_path):
    def take(data=LETTER, name="lettre.pdf"):
        path = tmp_path / name
        path.write_bytes(data)
        page.take_file(path)
        settle()
        return path

    return take


def action(page, words):
    """Return the button of the strip that bears these words."""
    buttons = page.parts.strip.findChildren(type(page.parts.insert_button))
    return next(one for one in buttons if words in one.text() and not one.isHidden())


def test_a_letter_of_the_open_record_goes_there_with_what_was_said(page, take, settle, incoming):
    path = take()
    page.parts.form.title.setText("Avis du cardiologue")
    page.insert()
    settle()
    (one,) = incoming.inserted
    assert (one.data, one.name, one.into) == (LETTER, "lettre.pdf", page.parts.target.current_id)
    assert one.entry.title == one.entry.contact_title == "Avis du cardiologue"
    assert (one.entry.nature, one.entry.tab) == (Nature.RECEIVED, Tab.RECEIVED)
    assert incoming.source == {"source_path": str(path), "delete_source": False}
    assert not page.has_unsaved_changes()


def test_an_insertion_can_be_taken_back_and_done_again(page, take, settle, incoming, desk):
    take()
    page.insert()
    settle()
    step = desk.undo.last_done(None)
    assert "RUTH" in step.text
    step.undo()
    assert len(incoming.unfiled) == 1
    step.redo()
    assert [one.into for one in incoming.inserted] == [page.parts.target.current_id] * 2


def test_somebody_else_s_paper_is_not_inserted_before_a_person_said_so(
    page, take, settle, incoming, other
):
    incoming.answer = match(Decision.SURE, other.patient_id)
    take()
    assert "DEMO PATIENTE" in page.parts.strip._title.text()
    page.insert()
    settle()
    assert incoming.inserted == []
    action(page, "Choisir le dossier").click()
    assert page.parts.target.patient_id == other.patient_id
    assert "DEMO PATIENTE" in page.parts.whose.text()
    page.insert()
    settle()
    assert [one.into for one in incoming.inserted] == [other.patient_id]


def test_a_person_may_know_better_than_the_detection(page, take, settle, incoming, other, ruth):
    incoming.answer = match(Decision.SURE, other.patient_id)
    take()
    action(page, "Insérer quand même").click()
    settle()
    assert [one.into for one in incoming.inserted] == [ruth.id]


def test_saying_so_holds_for_one_record_only(page, take, settle, incoming, other, ruth):
    incoming.answer = match(Decision.SURE, ruth.id)
    take()
    page.parts.target.choose(other)
    page.insert()
    settle()
    assert incoming.inserted == []
    page.parts.target.choose(person(ruth.id))
    page.insert()
    settle()
    assert [one.into for one in incoming.inserted] == [ruth.id]


def test_a_paper_in_which_nothing_names_the_patient_asks_too(page, take, settle, incoming, other):
    incoming.answer = match(Decision.PROPOSE, other.patient_id)
    take()
    page.insert()
    settle()
    assert incoming.inserted == []
    assert "ne semble pas" in page.parts.strip._title.text()


def test_an_insertion_asked_while_the_document_is_read_waits_for_the_answer(
    page, settle, incoming, other, tmp_path, qtbot
):
    incoming.answer = match(Decision.SURE, other.patient_id)
    path = tmp_path / "lettre.pdf"
    path.write_bytes(LETTER)
    incoming.gate = lambda stop, _progress: stop.wait(0.3)
    page.take_file(path)
    qtbot.waitUntil(lambda: page.detection.is_running)
    page.insert()
    settle()
    assert incoming.inserted == []
    assert "DEMO PATIENTE" in page.parts.strip._title.text()


def test_reading_can_be_interrupted_and_the_form_stays(page, settle, incoming, tmp_path, qtbot):
    def gate(stop, progress):
        progress(0, 5)
        stop.wait(20)
        raise ReadingStopped

    incoming.gate = gate
    path = tmp_path / "lettre.pdf"
    path.write_bytes(LETTER)
    page.take_file(path)
    qtbot.waitUntil(lambda: "page 1 / 5" in page.parts.status.text())
    page.parts.stop_button.click()
    settle()
    assert "interrompue" in page.parts.strip._title.text()
    assert page.parts.stop_button.isHidden()
    assert page.parts.form.title.text() == "lettre"


def test_detecting_shows_the_records_and_enter_takes_one(page, take, settle, incoming, other):
    incoming.answer = match(Decision.PROPOSE, other.patient_id)
    take()
    page.parts.detect_button.click()
    settle()
    people = page.parts.people
    assert people.isVisible()
    QTest.keyClick(people.table, Qt.Key.Key_Return)
    assert people.isHidden()
    assert page.parts.target.patient_id == other.patient_id


def test_nobody_detected_chooses_nobody(page, take, settle, incoming):
    page.forget_record()
    incoming.answer = match(Decision.NONE)
    take()
    page.parts.detect_button.click()
    settle()
    assert page.parts.people.nobody.isVisible()
    assert page.parts.target.patient_id is None
    page.insert()
    settle()
    assert incoming.inserted == []


def test_without_an_open_record_a_sure_document_names_its_patient(page, take, incoming, other):
    page.forget_record()
    incoming.answer = match(Decision.SURE, other.patient_id)
    take()
    assert page.parts.target.patient_id == other.patient_id
    assert "DEMO PATIENTE, 14/07/1932" in page.parts.whose.text()


def test_a_missing_engine_is_told_with_its_remedy_and_the_document_is_still_inserted(
    page, take, settle, incoming
):
    scan = replace(words(source=TextSource.NONE), problem="Tesseract manque. Installez-le.")
    incoming.text, incoming.answer = DocumentText((scan,), 1), match(Decision.NONE)
    take()
    assert "Installez-le" in page.parts.strip._detail.text()
    page.insert()
    settle()
    assert len(incoming.inserted) == 1


def test_what_is_detected_fills_only_what_nobody_typed(page, settle, incoming, tmp_path):
    incoming.proposed = Entry(
        title="Échographie cardiaque",
        day=date(2026, 3, 2),
        type_code="11488-4",
        tab=Tab.BIOLOGY,
        correspondent="Dr FICTIVE",
    )
    page.parts.form.correspondent.setText("Dr EXEMPLE")
    path = tmp_path / "scan0001.pdf"
    path.write_bytes(LETTER)
    page.take_file(path)
    settle()
    page.insert()
    settle()
    entry = incoming.inserted[0].entry
    assert (entry.title, entry.day) == ("Échographie cardiaque", date(2026, 3, 2))
    assert (entry.type_code, entry.tab) == ("11488-4", Tab.BIOLOGY)
    assert entry.correspondent == "Dr EXEMPLE"


@pytest.mark.parametrize(
    ("nature", "tab"),
    [(Nature.SENT, Tab.SENT), (Nature.RECEIVED, Tab.RECEIVED), (Nature.PRESCRIPTION, Tab.SENT)],
)
def test_the_nature_decides_the_tab(page, take, settle, incoming, nature, tab):
    take()
    page.parts.form.nature.set_value(nature.value)
    assert tab.label in page.parts.form.remark(page.parts.form.nature)
    page.insert()
    settle()
    entry = incoming.inserted[0].entry
    assert (entry.nature, entry.tab) == (nature, tab)


def test_the_three_options_are_remembered(page, take, settle, incoming, desk):
    left = []
    desk.section_asked.connect(left.append)
    for box in (page.parts.options.keep_source, page.parts.options.keep_open):
        box.click()
    page.parts.options.title_as_contact.click()
    settle()
    kept = incoming.kept
    assert (kept.keep_source, kept.keep_open, kept.title_as_contact) == (False, True, False)
    take()
    page.parts.form.contact_title.setText("Avis")
    page.insert()
    settle()
    assert incoming.source["delete_source"]
    assert incoming.inserted[0].entry.contact_title == "Avis"
    assert left == []


def test_the_page_closes_by_itself_towards_where_the_person_came_from(page, take, settle, desk):
    asked = []
    desk.section_asked.connect(asked.append)
    ask_insertion(desk, back="home")
    page.entered()
    take()
    page.insert()
    settle()
    assert asked == ["insertion", "home"]


def test_a_protected_pdf_asks_for_its_password_in_place(page, take, settle, incoming, monkeypatch):
    def unlocked(_data, password):
        if password != "soleil":
            raise PasswordWanted(wrong=True)
        return LETTER

    monkeypatch.setattr("almapy.documents.pdf_pages.unlocked", unlocked)
    incoming.error = PasswordWanted()
    take(b"%PDF-1.7 ferme")
    panel = page.parts.password
    assert panel.isVisible()
    panel.password.setText("lune")
    panel.submitted.emit()
    settle()
    assert panel.isVisible()
    incoming.error = None
    panel.password.setText("soleil")
    panel.submitted.emit()
    settle()
    assert panel.isHidden()
    page.insert()
    settle()
    assert incoming.inserted[0].data == LETTER


def test_a_file_that_no_record_accepts_is_refused_beside_its_field(page, take, settle):
    take(b"MZ\x00\x00 programme", "outil.pdf")
    field = page.parts.form.file
    assert "type que le dossier accepte" in field.accessibleDescription()
    assert not page.has_unsaved_changes()
    page.take_file(Path("nulle-part.pdf"))
    settle()
    assert "ne peut pas être lu" in field.accessibleDescription()


def test_another_file_forgets_what_was_detected_in_the_first(page, take, incoming, other):
    incoming.answer = match(Decision.SURE, other.patient_id)
    take()
    incoming.answer = match(Decision.NONE)
    take(pdf("Autre"), "autre.pdf")
    assert "Aucun dossier" in page.parts.strip._title.text()
    assert page.parts.form.title.text() == "autre"


def test_evidence_is_highlighted_and_a_page_found_turned_stands_upright(page, take, incoming):
    incoming.text = read(words("PATIENTE DEMO", turn=90))
    take()
    preview = page.parts.preview
    assert preview.turns == {1: 90}
    assert "date de naissance identique" in preview.pages.accessibleDescription()
    page.parts.form.shows_preview.click()
    assert not preview.isVisible()


def test_another_record_in_front_is_named_before_anything_goes_there(
    page, take, ruth, incoming, settle
):
    take()
    second = replace(ruth, id=77, dossier=77, data=replace(RUTH, used_name="MARTIN"))
    page.show_record(OpenRecord(second, None))
    assert "MARTIN" in page.parts.whose.text()
    page.insert()
    settle()
    assert incoming.inserted == []


def test_a_letter_is_read_checked_and_inserted_in_a_real_practice(
    practice, tasks, qtbot, settle, tmp_path
):
    application, actor = practice.application, practice.actor
    patient = application.patients.create(actor, RUTH)
    page = InsertionPage(Desk(application, actor, tasks, Theme()))
    qtbot.addWidget(page)
    page.show_record(OpenRecord(patient, None))
    path = tmp_path / "courrier.pdf"
    path.write_bytes(
        pdf("Patiente : Madame DE VINCI Ruth, nom de naissance NESSI, née le 14/07/1977.")
    )
    page.take_file(path)
    settle()
    page.insert()
    settle()
    (document,) = application.record_documents.of(actor, patient.id)
    assert application.record_documents.content(actor, document) == path.read_bytes()
    step = page.desk.undo.last_done(None)
    step.undo()
    assert application.record_documents.of(actor, patient.id) == []
    step.redo()
    assert len(application.record_documents.of(actor, patient.id)) == 1
