"""The review of incoming documents: filed with one key, never by chance, always with a way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from almapy.errors import StorageFull
from almapy.incoming.model import State
from almapy.matching.model import Cut, Decision, Identity, Part
from tests.core.test_patients import RUTH as RUTH_DRAFT
from tests.ui.incoming_page_helper import MARTIN, RUTH, open_incoming, scripted_desk, text_of
from tests.ui.typing_helper import type_text
from ui.administrative.new_patient_wish import take_given
from ui.incoming.private_copies import copies_of
from ui.incoming.words import person_of

KEYS = Qt.Key


@pytest.fixture
def desk(tasks, clock):
    return scripted_desk(tasks, clock)


@pytest.fixture
def inbox(desk):
    return desk.application.incoming


@pytest.fixture
def lane(desk, qtbot, settle, inbox):
    """Open the review at the first document that waits."""

    def begin():
        page = open_incoming(desk, qtbot, settle)
        page.review(page.flow.lines[0])
        settle()
        QApplication.processEvents()
        return page.lane

    return begin


@pytest.fixture
def press(settle):
    def key(code, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), code, modifiers)
        settle()
        QApplication.processEvents()

    return key


def undo_last(desk, settle):
    step = desk.undo.last_done(None)
    desk.run(desk, step.undo, lambda _: desk.undo.undone(step))
    settle()


def test_enter_files_a_sure_document_and_shows_the_next_one(inbox, lane, press):
    first, second = inbox.add(Decision.SURE), inbox.add(Decision.SURE)
    lane = lane()
    assert lane.patient.person() == RUTH
    press(KEYS.Key_Return)
    assert inbox.filed() == [(first, RUTH.patient_id, "Lettre 1", False)]
    assert lane.flow.current_id == second
    assert lane.head.counter.text() == "1 / 1"


def test_enter_alone_files_nothing_while_the_patient_is_to_be_chosen(inbox, lane, press):
    inbox.add(Decision.PROPOSE, 1, 2)
    lane = lane()
    assert lane.patient.person() is None
    press(KEYS.Key_Return)
    press(KEYS.Key_Return)
    assert inbox.filed() == []
    assert "À qui" in lane.strip.accessibleName()
    assert lane.patient.person() is None


def test_a_digit_files_for_the_candidate_of_that_number(inbox, lane, press):
    number = inbox.add(Decision.PROPOSE, 1, 2)
    lane()
    press(KEYS.Key_2)
    assert inbox.filed() == [(number, MARTIN.patient_id, "Lettre 1", False)]


def test_the_digits_of_an_azerty_keyboard_need_no_shift(inbox, lane, press):
    number = inbox.add(Decision.PROPOSE, 1, 2)
    lane()
    press(KEYS.Key_Eacute)
    assert inbox.filed()[0][:2] == (number, MARTIN.patient_id)


def test_arrows_choose_and_enter_files(inbox, lane, press):
    number = inbox.add(Decision.PROPOSE, 1, 2)
    lane = lane()
    press(KEYS.Key_Down)
    assert lane.patient.person() == RUTH
    press(KEYS.Key_Down)
    press(KEYS.Key_Return)
    assert inbox.filed()[0][:2] == (number, MARTIN.patient_id)


def test_keys_are_letters_while_a_field_is_typed_in(inbox, lane, press):
    inbox.add(Decision.SURE)
    lane = lane()
    lane.form.title.setFocus()
    for key in (KEYS.Key_2, KEYS.Key_N, KEYS.Key_Return):
        press(key)
    assert inbox.filed() == []
    assert lane.form.title.text().lower() == "2nlettre 1"


def test_a_key_held_down_files_one_document_only(inbox, lane):
    inbox.add(Decision.SURE)
    lane = lane()
    assert not any(one.autoRepeat() for one in lane.keys._enter)


def test_a_document_received_before_asks_for_a_second_enter(inbox, lane, press):
    inbox.add(Decision.SURE, repeats=1)
    lane = lane()
    press(KEYS.Key_Return)
    assert inbox.filed() == []
    assert "Déjà reçu" in lane.strip.accessibleName()
    press(KEYS.Key_Return)
    assert len(inbox.filed()) == 1


def test_nobody_detected_is_said_and_the_search_by_hand_files(inbox, lane, press, desk, settle):
    patient = desk.application.patients.create(desk.actor, RUTH_DRAFT)
    number = inbox.add(Decision.NONE)
    lane = lane()
    assert lane.patient.badge.text == "Aucun dossier détecté"
    lane.patient.search.setFocus()
    type_text(lane.patient.search, "nessi")
    lane.patient.search_button.click()
    QTest.qWait(60)
    settle()
    press(KEYS.Key_Return)  # takes the proposal
    press(KEYS.Key_Return)
    assert inbox.filed()[0][:2] == (number, patient.id)


def test_the_open_record_is_taken_with_one_click(inbox, lane, press, desk):
    patient = desk.application.patients.create(desk.actor, RUTH_DRAFT)
    inbox.add(Decision.NONE)
    lane = lane()
    assert not lane.patient.current_button.isEnabled()
    lane.show_current_patient(patient)
    lane.patient.current_button.click()
    assert lane.patient.person().patient_id == patient.id
    press(KEYS.Key_Return)
    assert inbox.filed()[0][1] == patient.id


def test_a_filing_is_taken_back_and_the_document_comes_back(
    inbox, lane, press, desk, settle, qtbot
):
    first, _ = inbox.add(Decision.SURE), inbox.add(Decision.PROPOSE, 1, 2)
    lane = lane()
    press(KEYS.Key_Return)
    assert desk.undo.last_done(None).text.startswith("Classé dans le dossier de DE VINCI RUTH")
    undo_last(desk, settle)
    assert ("unfile", first) in inbox.asked
    qtbot.waitUntil(lambda: lane.flow.current_id == first)


def test_a_filing_that_fails_keeps_what_was_typed(inbox, lane, press, settle):
    first, second = inbox.add(Decision.SURE), inbox.add(Decision.SURE)
    lane = lane()
    inbox.refusal = StorageFull("Le disque est plein.")
    lane.form.title.setText("Avis rectifié")
    press(KEYS.Key_Return)
    assert lane.flow.current_id == second
    assert "n'a pas été classé" in lane.strip.accessibleName()
    assert lane.has_unsaved_changes()
    lane.verbs._go_back.trigger()
    settle()
    assert lane.flow.current_id == first
    assert lane.form.title.text() == "Avis rectifié"


def test_escape_leaves_the_field_then_the_document_and_keeps_the_text(inbox, lane, press):
    number = inbox.add(Decision.SURE)
    lane = lane()
    lane.form.comment.setFocus()
    lane.form.comment.setPlainText("À revoir en mai")
    press(KEYS.Key_Escape)
    assert lane.flow.current_id == number
    press(KEYS.Key_Escape)
    assert lane.flow.current_id is None
    assert inbox.held[number].incoming.entry.comment == "À revoir en mai"
    assert not lane.has_unsaved_changes()


def test_going_on_without_filing_keeps_the_text_and_files_nothing(inbox, lane, press):
    first, second = inbox.add(Decision.SURE), inbox.add(Decision.SURE)
    lane = lane()
    lane.form.title.setText("Avis du pneumologue")
    press(KEYS.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert lane.flow.current_id == second
    assert inbox.filed() == []
    press(KEYS.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert lane.flow.current_id == first
    assert lane.form.title.text() == "Avis du pneumologue"


def test_a_wrong_field_is_told_in_place_and_nothing_is_filed(inbox, lane, press):
    inbox.add(Decision.SURE)
    lane = lane()
    lane.form.title.clear()
    lane.form.contact_day.setText("31/02/2026")
    press(KEYS.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert inbox.filed() == []
    assert lane.form.title.accessibleDescription() == "Donnez un titre à ce document."
    assert lane.form.contact_day.text() == "31/02/2026"


def test_a_situation_finds_its_official_type(inbox, lane):
    inbox.add(Decision.SURE)
    lane = lane()
    completer = lane.form.type.completer()
    completer.setCompletionPrefix("coloscopie")
    assert completer.completionCount() == 1
    lane.form.type.setCurrentText(completer.currentCompletion())
    assert lane.form.type.value() == "75492-9"
    assert lane.form.draft().type_code == "75492-9"


def test_the_nature_decides_the_tab(inbox, lane):
    inbox.add(Decision.SURE)
    lane = lane()
    lane.form.nature.setCurrentIndex(0)
    assert lane.form.draft().tab.label == "Emis"


def test_a_protected_file_asks_for_its_password_in_the_page(inbox, lane, press, settle):
    number = inbox.add(Decision.NONE, state=State.LOCKED)
    lane = lane()
    assert lane.unlock.password.hasFocus()
    type_text(lane.unlock.password, "faux")
    press(KEYS.Key_Return)
    assert inbox.line(number).state is State.LOCKED
    assert "n'ouvre pas" in lane.unlock.password.accessibleDescription()
    lane.unlock.password.setText(inbox.password)
    press(KEYS.Key_Return)
    assert inbox.line(number).state is State.READY
    assert lane.unlock.isHidden()


def test_a_batch_is_split_in_one_gesture_and_joined_again(inbox, lane, desk, settle):
    parts = (Part(1, 2), Part(3, 3, Cut.IDENTITY))
    number = inbox.add(Decision.PROPOSE, 1, 2, parts=parts, parts_proposed=2, page_count=3)
    lane = lane()
    assert lane.state.accessibleName() == "Ce fichier semble contenir 2 documents"
    lane.verbs.split()
    settle()
    assert inbox.line(number).state is State.SPLIT
    undo_last(desk, settle)
    assert inbox.line(number).state is State.READY


def test_a_batch_kept_whole_is_filed_with_one_enter(inbox, lane, press):
    parts = (Part(1, 2), Part(3, 3, Cut.LETTERHEAD))
    inbox.add(Decision.SURE, parts=parts, parts_proposed=2, page_count=3)
    lane = lane()
    press(KEYS.Key_Return)
    assert inbox.filed() == []
    lane.verbs.keep_whole()
    press(KEYS.Key_Return)
    assert len(inbox.filed()) == 1


def test_erasing_asks_first_and_can_be_taken_back(inbox, lane, press, desk, settle):
    number = inbox.add(Decision.NONE, source_there=True)
    lane = lane()
    press(KEYS.Key_Delete)
    assert lane.eraser.refuse_button.hasFocus()
    assert ("erase", number, True) not in inbox.asked
    lane.eraser.accept_button.click()
    settle()
    assert ("erase", number, True) in inbox.asked
    undo_last(desk, settle)
    assert inbox.line(number).state is State.READY


def test_removing_the_source_file_is_remembered(inbox, lane, press, settle):
    inbox.add(Decision.SURE, source_there=True)
    lane = lane()
    lane.delete_source.click()
    settle()
    assert inbox.kept_options.delete_source
    press(KEYS.Key_Return)
    assert inbox.filed()[0][-1]


def test_a_document_is_given_to_a_colleague(inbox, lane, desk, settle):
    number = inbox.add(Decision.SURE)
    lane = lane()
    lane.recipient.set_value(desk.actor.user_id)
    settle()
    assert ("assign", number, desk.actor.user_id) in inbox.asked


def test_marking_then_filing_at_once_is_no_conflict(inbox, lane, settle):
    number = inbox.add(Decision.SURE)
    lane = lane()
    lane.verbs.mark()
    lane.file()
    settle()
    assert inbox.line(number).state is State.FILED
    assert not inbox.line(number).unread


def test_the_next_document_is_ready_before_it_is_wanted(inbox, lane, press, monkeypatch):
    inbox.add(Decision.SURE)
    second = inbox.add(Decision.SURE)
    lane = lane()
    read = []
    sight = inbox.sight
    monkeypatch.setattr(inbox, "sight", lambda actor, key: read.append(key) or sight(actor, key))
    lane.file()
    assert lane.flow.review.line.id == second  # shown without reading anything
    assert lane.preview.key == lane.flow.review.content_key


def test_a_new_record_made_from_the_document_becomes_its_patient(
    inbox, lane, press, desk, settle, monkeypatch
):
    monkeypatch.setattr(
        "ui.incoming.new_patient.identity_in",
        lambda _text: Identity(family_name="de Vinci", birth_name="Nessi", first_name="Ruth"),
    )
    number = inbox.add(Decision.NONE, text=text_of("Nessi Ruth"))
    lane = lane()
    asked = []
    desk.section_asked.connect(asked.append)
    press(KEYS.Key_N)
    given = take_given(desk)
    assert (given.draft.birth_name, given.draft.used_name) == ("NESSI", "DE VINCI")
    patient = desk.application.patients.create(desk.actor, RUTH_DRAFT)
    given.on_created(patient)
    assert asked == ["new_patient", "incoming"]
    assert lane.patient.person().patient_id == patient.id
    lane.file()
    settle()
    assert inbox.filed()[0][:2] == (number, patient.id)


def test_the_window_of_detected_records_chooses_for_the_document(inbox, lane, settle):
    inbox.add(Decision.PROPOSE, 1, 2)
    lane = lane()
    lane.patient.detect_button.click()
    settle()
    assert list(lane.found.people) == [RUTH, MARTIN]
    lane.found.chosen.emit(MARTIN)
    assert lane.patient.person() == MARTIN


def test_a_patient_found_by_hand_stays_chosen_when_the_list_is_read_again(
    inbox, lane, desk, settle
):
    patient = desk.application.patients.create(desk.actor, RUTH_DRAFT)
    inbox.add(Decision.SURE)
    lane = lane()
    hit = desk.application.patients.search(desk.actor, "nessi")[0]
    lane.patient.choose(person_of(hit, "choisi"))
    lane.flow.read_again()
    settle()
    assert lane.patient.person().dossier == patient.dossier


def test_a_copy_is_written_where_the_person_chose_and_traced(inbox, lane, tmp_path, settle):
    number = inbox.add(Decision.SURE)
    lane = lane()
    lane.outside.save_to(lane.flow.review, tmp_path / "copie.pdf")
    settle()
    assert (tmp_path / "copie.pdf").read_bytes() == inbox.data[number]
    assert ("copied", number) in inbox.asked


def test_another_program_opens_a_private_copy_only_once_it_was_allowed(
    inbox, lane, settle, monkeypatch, desk
):
    opened = []
    monkeypatch.setattr(
        "ui.incoming.outside_verbs.open_with_system", lambda path: opened.append(path) or True
    )
    inbox.add(Decision.SURE)
    lane = lane()
    lane.ribbon.open_button.click()
    settle()
    assert opened == []
    lane.outside.panel.accept_button.click()
    settle()
    assert opened[0].name == "document-1.pdf"
    assert opened[0].parent.stat().st_mode & 0o077 == 0
    copies_of(desk).close()
    assert not opened[0].exists()


def test_every_page_goes_to_the_printer(inbox, lane, settle, tmp_path):
    number = inbox.add(Decision.SURE)
    lane = lane()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "papier.pdf"))
    lane.outside._print(lane.flow.review, printer)
    settle()
    assert (tmp_path / "papier.pdf").read_bytes().startswith(b"%PDF")
    assert ("printed", number) in inbox.asked


def test_known_senders_are_proposed_and_any_other_may_be_typed(inbox, lane):
    inbox.add(Decision.SURE)
    lane = lane()
    completer = lane.form.correspondent.completer()
    completer.setCompletionPrefix("labo")
    assert completer.currentCompletion() == "Laboratoire DÉMO"
