"""« Consultation »: F2 puts the cursor in the text, and nothing typed is ever lost."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from almapy.encounters.model import Nature
from almapy.encounters.service import EncounterService
from almapy.errors import StorageFull
from almapy.patients.model import PatientDraft, Sex
from almapy.users.model import NewAccount, Right, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH
from tests.ui.page_helper import SMALL, nameless
from tests.ui.typing_helper import type_text
from ui.desk import Desk
from ui.encounters.consultation_page import ConsultationPage
from ui.encounters.wish import ask_consultation, ask_draft, wish_of
from ui.patients.open_records import OpenRecord
from ui.theme import Theme
from ui.window import MainWindow

MARTIN = PatientDraft(
    birth_name="MARTIN",
    first_birth_first_name="LUC",
    sex=Sex.MALE,
    birth_date=date(1950, 1, 2),
)
NOTE = "Céphalées depuis 3 jours, fond d'œil normal."


class Room:
    """The page on one desk, with two records at hand."""

    def __init__(self, qtbot, desk, settle):
        self.desk, self.settle, self.qtbot = desk, settle, qtbot
        self.encounters = desk.application.encounters
        self.page = ConsultationPage(desk)
        qtbot.addWidget(self.page)
        self.page.resize(1180, 560)
        self.page.show()

    def record(self, patient_id):
        application, actor = self.desk.application, self.desk.actor
        patient = application.patients.open(actor, patient_id)
        return OpenRecord(patient, application.overview.of(actor, patient_id))

    def show(self, patient_id):
        self.page.show_record(self.record(patient_id))
        self.page.entered()
        self.settle()

    def f2(self):
        wish_of(self.desk).want_new()
        self.page.entered()
        self.settle()

    def type(self, text):
        type_text(self.page.writing.editor.text, text)

    def lines(self, patient_id=1):
        return self.encounters.of(self.desk.actor, patient_id)

    def stored(self, number):
        return self.encounters.get(self.desk.actor, number)

    def written(self, text, *, signed=True, patient_id=1):
        actor = self.desk.actor
        draft = self.encounters.begin(actor, patient_id)
        draft = replace(draft, content=replace(draft.content, text=text))
        kept = self.encounters.keep(actor, draft)
        return self.encounters.sign(actor, kept) if signed else kept

    def keep(self):
        self.page.keeper.keep()
        self.settle()

    def validate(self):
        self.qtbot.keyClick(
            self.page.writing.editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        self.settle()

    def press(self, strip, words):
        buttons = [one for one in strip.findChildren(QPushButton) if one.text() == words]
        buttons[-1].click()
        self.settle()

    def shows(self, part):
        return part.isVisible()


@pytest.fixture
def patients(desk):
    application = desk.application
    return [application.patients.create(desk.actor, one).id for one in (RUTH, MARTIN)]


@pytest.fixture
def room(qtbot, desk, settle, patients):
    room = Room(qtbot, desk, settle)
    room.show(1)
    return room


@pytest.fixture
def refusing(monkeypatch):
    """Have the base refuse what is kept, until the returned function is called."""

    def refuse(*_args, **_options):
        raise StorageFull("Le disque est plein. Rien n'est perdu.")

    monkeypatch.setattr(EncounterService, "keep", refuse)
    return monkeypatch.undo


def test_f2_puts_the_cursor_in_the_text_and_five_seconds_later_the_base_has_it(
    qtbot, room, monkeypatch
):
    room.f2()
    assert room.page.writing.editor.text.hasFocus()
    room.type(NOTE)
    assert room.page.keeper._keep_soon.isActive()
    assert room.page.keeper._keep_soon.interval() == 5000
    room.page.keeper._keep_soon.timeout.emit()
    room.settle()
    (line,) = room.lines()
    assert (line.text, line.signed) == (NOTE, False)
    assert room.page.writing.state.text().startswith("Enregistré à ")
    assert room.page.pane.model.line(0).id == line.id


def test_f2_twice_makes_one_consultation_and_an_empty_one_makes_none(room):
    room.f2()
    room.f2()
    room.page.hide()
    room.settle()
    assert room.lines() == []
    room.page.show()
    room.f2()
    room.type("Toux")
    room.f2()
    room.keep()
    assert len(room.lines()) == 1


def test_f2_takes_up_the_draft_of_the_day_after_a_detour(room):
    room.f2()
    room.type("Toux")
    room.page.hide()
    room.settle()
    room.show(2)
    room.show(1)
    room.page.open(room.written("Ancienne").id)
    room.settle()
    room.f2()
    assert room.page.writing.editor.text.toPlainText() == "Toux"
    room.type(" sèche")
    room.keep()
    assert "Toux sèche" in {line.text for line in room.lines()}
    assert len(room.lines()) == 2


def test_ctrl_enter_validates_and_shows_the_consultation_locked(room):
    room.f2()
    room.type(NOTE)
    room.validate()
    (line,) = room.lines()
    assert line.signed
    assert room.page.reading.isVisible()
    assert room.page.reading.reading.text.toPlainText() == NOTE
    assert room.page.reading.reading.text.isReadOnly()
    assert "Validé le" in room.page.reading.reading.who.text()
    assert room.desk.application.safekeeping.found(room.desk.actor) == []


def test_validating_while_a_keep_is_under_way_validates_all_that_is_typed(room):
    room.f2()
    room.type("Céphalées")
    room.page.keeper.keep()
    room.type(" matinales")
    room.validate()
    room.settle()
    (line,) = room.lines()
    assert (line.text, line.signed) == ("Céphalées matinales", True)


def test_leaving_for_another_record_stores_and_each_text_stays_with_its_patient(room):
    room.f2()
    room.type("Pour Ruth")
    room.show(2)
    assert room.page.pane.model.rowCount() == 0
    room.f2()
    room.type("Pour Luc")
    room.show(1)
    assert room.page.writing.editor.text.toPlainText() == "Pour Ruth"
    assert [line.text for line in room.lines(1)] == ["Pour Ruth"]
    assert [line.text for line in room.lines(2)] == ["Pour Luc"]


def test_a_reload_of_the_record_disturbs_neither_text_nor_cursor(room):
    room.f2()
    room.type("Céphalées")
    room.page.show_record(room.record(1))
    room.settle()
    room.type(" matinales")
    editor = room.page.writing.editor
    assert editor.text.toPlainText() == "Céphalées matinales"
    assert editor.text.hasFocus()
    editor.text.undo()
    assert editor.text.toPlainText() == "Céphalées"


def test_closing_stores_what_is_typed_without_asking_anything(room):
    room.f2()
    room.type(NOTE)
    assert not room.page.has_unsaved_changes()
    room.settle()
    assert [line.text for line in room.lines()] == [NOTE]


def test_closing_the_record_stores_what_is_typed(room):
    room.f2()
    room.type(NOTE)
    room.page.forget_record()
    room.settle()
    assert [line.text for line in room.lines()] == [NOTE]
    assert not room.page.writing.isVisible()


def test_a_correction_needs_a_reason_and_the_former_version_stays_at_hand(room):
    signed = room.written("TA 12/8")
    room.page.open(signed.id)
    room.settle()
    room.page.reading.correct_button.click()
    writing = room.page.writing
    assert writing.editor.text.hasFocus()
    room.type(" à droite")
    room.validate()
    assert writing.correction_reason.hasFocus()
    assert room.stored(signed.id).content.text == "TA 12/8"
    type_text(writing.correction_reason, "côté précisé")
    room.validate()
    assert room.stored(signed.id).content.text == "TA 12/8 à droite"
    reading = room.page.reading.reading
    assert reading.text.toPlainText() == "TA 12/8 à droite"
    assert "côté précisé" in reading.why.text()
    assert "Corrigé le" in reading.who.text()
    reading.versions.setCurrentIndex(1)
    assert reading.text.toPlainText() == "TA 12/8"


def test_an_abandoned_correction_is_put_aside_not_lost(room):
    signed = room.written("TA 12/8")
    room.page.open(signed.id)
    room.settle()
    room.page.reading.correct_button.click()
    room.type(" à droite")
    room.page.writing.abandon_button.click()
    room.settle()
    assert room.page.reading.isVisible()
    found = room.page.found
    assert found.aside_button.isVisible()
    assert not found.strip.isVisible()
    found.aside_button.click()
    room.press(found.strip, "Reprendre ce texte")
    assert room.page.writing.editor.text.toPlainText() == "TA 12/8 à droite"
    assert room.stored(signed.id).content.text == "TA 12/8"


def test_a_removed_draft_comes_back_with_all_that_was_typed(room):
    room.f2()
    room.type("Toux")
    room.keep()
    room.type(" sèche")
    room.page.writing.remove_button.click()
    room.settle()
    assert room.lines() == []
    step = room.desk.undo.last_done(1)
    step.undo()
    assert [line.text for line in room.lines()] == ["Toux sèche"]
    step.redo()
    assert room.lines() == []


def test_suppr_in_the_list_removes_ones_own_draft(room, qtbot):
    room.written("Brouillon", signed=False)
    room.page.show_record(room.record(1))
    room.settle()
    room.page.pane.list.setFocus()
    room.page.pane.list.mark(room.lines()[0].id)
    qtbot.keyClick(room.page.pane.list, Qt.Key.Key_Delete)
    room.settle()
    assert room.lines() == []


def test_a_validated_one_leaves_the_list_with_a_reason_and_can_still_be_read(room):
    signed = room.written("mauvais dossier")
    room.page.open(signed.id)
    room.settle()
    pane = room.page.reading
    pane.remove_button.click()
    pane.removal.accept_button.click()
    room.settle()
    assert pane.removal.isVisible()
    type_text(pane.removal_reason, "erreur de patient")
    pane.removal.accept_button.click()
    room.settle()
    assert room.lines() == []
    room.page.pane.with_removed.setChecked(True)
    room.settle()
    assert room.page.pane.model.line(0).removed
    room.page.open(signed.id)
    room.settle()
    assert pane.reading.text.toPlainText() == "mauvais dossier"
    pane.restore_button.click()
    room.settle()
    assert len(room.lines()) == 1


class TestBaseThatRefuses:
    def test_the_page_says_since_when_and_goes_on_trying(self, room, refusing):
        room.f2()
        room.type(NOTE)
        room.keep()
        writing = room.page.writing
        assert writing.strip.isVisible()
        assert "n'est pas dans la base depuis" in writing.strip.accessibleName()
        assert "chiffré, sur ce poste" in writing.strip.accessibleDescription()
        assert room.page.keeper._keep_soon.isActive()
        assert not room.page.has_unsaved_changes()
        refusing()
        room.settle()
        room.keep()
        assert [line.text for line in room.lines()] == [NOTE]
        assert not writing.strip.isVisible()
        assert writing.state.text().startswith("Enregistré")

    def test_at_the_next_opening_the_text_is_proposed_and_taken(
        self, qtbot, desk, settle, room, refusing
    ):
        room.f2()
        room.type(NOTE)
        room.keep()
        room.page.keeper.let_go(room.page.writing.held.draft.uid)
        refusing()
        again = Room(qtbot, desk, settle)
        again.show(1)
        found = again.page.found
        assert found.strip.accessibleName() == "Un texte non enregistré a été retrouvé"
        again.press(found.strip, "Comparer")
        assert found.comparison.left.toPlainText() == NOTE
        again.press(found.strip, "Reprendre ce texte")
        assert again.page.writing.editor.text.toPlainText() == NOTE
        assert [line.text for line in again.lines()] == [NOTE]
        assert desk.application.safekeeping.found(desk.actor) == []

    def test_a_text_put_aside_waits_until_its_author_removes_it(self, room, desk):
        safe = desk.application.safekeeping
        draft = room.encounters.begin(desk.actor, 1)
        safe.note(desk.actor, replace(draft, content=replace(draft.content, text=NOTE)))
        room.show(1)
        found = room.page.found
        room.press(found.strip, "Mettre de côté")
        assert not found.strip.isVisible()
        assert found.aside_button.text() == "Textes mis de côté (1)"
        found.aside_button.click()
        room.press(found.strip, "Supprimer ce texte")
        assert safe.found(desk.actor) == []
        desk.undo.last_done(1).undo()
        assert safe.found(desk.actor)[0].draft.content.text == NOTE


def test_the_same_draft_written_on_two_posts_is_compared_and_both_texts_stay(room):
    room.f2()
    room.type("Ici")
    room.keep()
    number = room.lines()[0].id
    other = room.stored(number).draft()
    room.encounters.keep(
        room.desk.actor, replace(other, content=replace(other.content, text="Là-bas"))
    )
    room.type(" aussi")
    room.keep()
    writing = room.page.writing
    assert writing.strip.accessibleName() == "Modifiée ailleurs entre-temps"
    assert room.stored(number).content.text == "Là-bas"
    room.press(writing.strip, "Comparer")
    assert writing.comparison.right.toPlainText() == "Là-bas"
    room.press(writing.strip, "Garder mon texte")
    assert room.stored(number).content.text == "Ici aussi"
    (former,) = room.encounters.former(room.desk.actor, number)
    assert former.data.text == "Là-bas"


def test_four_blocks_and_back_keep_every_word(room):
    room.f2()
    room.type("Tousse.\nExamen : râles à droite")
    editor = room.page.writing.editor
    editor.in_blocks.setChecked(True)
    assert editor.blocks[0].toPlainText() == "Tousse."
    assert editor.blocks[1].toPlainText() == "râles à droite"
    editor.in_blocks.setChecked(False)
    assert editor.text.toPlainText() == "Tousse.\nExamen : râles à droite"
    editor.in_blocks.setChecked(True)
    type_text(editor.blocks[3], "Repos")
    room.keep()
    assert "Conduite à tenir\u00a0:\nRepos" in room.lines()[0].text


def test_a_draft_written_on_another_post_meanwhile_is_read_again(room):
    room.f2()
    room.type("Ici")
    room.keep()
    number = room.lines()[0].id
    other = room.stored(number).draft()
    room.encounters.keep(
        room.desk.actor, replace(other, content=replace(other.content, text="Là-bas"))
    )
    room.page.show_record(room.record(1))
    room.settle()
    assert room.page.writing.editor.text.toPlainText() == "Là-bas"
    room.type(" puis ici")
    room.keep()
    assert room.stored(number).content.text == "Là-bas puis ici"


def test_no_break_spaces_come_back_letter_for_letter(room):
    signed = room.written("TA\u00a0: 13/8\n«\u00a0bien\u00a0»")
    room.page.open(signed.id)
    room.settle()
    room.page.reading.correct_button.click()
    assert room.page.writing.editor.content() == signed.content
    room.page.writing.abandon_button.click()
    room.settle()
    assert not room.page.found.aside_button.isVisible()


@pytest.mark.parametrize("lines", [1, 30])
def test_on_a_small_screen_the_cursor_stays_in_view(room, lines, qtbot):
    room.page.resize(*SMALL)
    room.f2()
    room.type("\n".join(["ligne"] * lines))
    area = room.page.writing.editor.text

    def is_seen():
        place = area.viewport().mapTo(room.page, area.cursorRect().center())
        return 0 <= place.y() < room.page.height()

    qtbot.waitUntil(is_seen)


def test_the_filter_finds_words_anywhere_in_the_texts(room):
    room.written("Entorse de la cheville")
    room.written("Otite\ntympan congestif")
    room.show(2)
    room.show(1)
    type_text(room.page.pane.filter, "TYMPAN otite")
    assert room.page.pane.model.rowCount() == 1
    type_text(room.page.pane.filter, " genou")
    assert room.page.pane.model.rowCount() == 0
    assert room.page.pane.list.empty_text == "Aucune consultation ne contient ces mots"
    room.qtbot.keyClick(room.page.pane.filter, Qt.Key.Key_Escape)
    assert room.page.pane.model.rowCount() == 2


def test_a_secretary_with_grant_reads_and_finds_no_way_to_write(
    qtbot, desk, settle, practice, patients
):
    writer = Room(qtbot, desk, settle)
    writer.written(NOTE)
    writer.written("Brouillon du médecin", signed=False)
    new = NewAccount(
        "secr", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD, granted=frozenset({Right.READ_NOTES})
    )
    actor = practice.application.accounts.create(practice.actor, new).at("POSTE-2")
    room = Room(qtbot, Desk(practice.application, actor, desk._tasks, Theme()), settle)
    room.show(1)
    room.f2()
    assert not room.page.writing.isVisible()
    assert not room.page.new_button.isVisible()
    assert room.page.reading.isVisible()
    assert not room.page.reading.correct_button.isVisible()
    assert not room.page.reading.remove_button.isVisible()
    for line in room.lines():
        room.page.open(line.id)
        settle()
        assert not room.page.writing.isVisible()
    names = {room.page.pane.model.index(row).data() for row in range(2)}
    assert any(name.startswith("Brouillon de P.D") for name in names)


def test_a_remplacant_finds_the_doctor_preset_and_both_initials_in_the_list(
    qtbot, desk_of, settle, patients
):
    room = Room(qtbot, desk_of(Role.REMPLACANT), settle)
    room.page.show_record(room.record(1))
    room.f2()
    room.type("Angine")
    assert "P.D" in room.page.writing.editor.replaced.currentText()
    room.validate()
    assert room.lines()[0].words.endswith("(A.F) rempl.(P.D) - (C) Angine")
    assert "rempl.(P.D)" in room.page.reading.reading.who.text()


def test_a_nature_and_a_day_are_stored_with_the_text(room):
    room.f2()
    editor = room.page.writing.editor
    editor.nature.setCurrentIndex(editor.nature.findData(Nature.HOME_VISIT))
    editor.day.setText("09/03/2026")
    room.type("Vue à domicile")
    room.keep()
    assert room.lines()[0].words == "09/03/2026 (P.D) - (V) Vue à domicile"
    editor.day.setText("32/03/2026")
    room.validate()
    assert not room.lines()[0].signed
    assert editor.day.hasFocus()


def test_a_record_of_three_hundred_consultations_is_one_list(room):
    with room.desk.application.works.begin(room.desk.actor):
        pass
    for number in range(300):
        room.written(f"Note {number}", patient_id=2, signed=False)
    room.show(2)
    assert room.page.pane.model.rowCount() == 300
    assert len(room.page.pane.list.findChildren(QPushButton)) == 0


@pytest.mark.parametrize("size", [(1180, 560), SMALL])
def test_every_control_has_a_name_and_the_page_fits(room, size):
    room.page.resize(*size)
    room.f2()
    room.type(NOTE)
    assert nameless(room.page) == []
    room.validate()
    assert nameless(room.page) == []
    assert room.page.width() == size[0]


class TestWindow:
    @pytest.fixture
    def window(self, qtbot, desk, tasks, patients):
        window = MainWindow(desk, tasks)
        window.quit_asked.connect(window.hide)
        qtbot.addWidget(window)
        window.resize(1366, 740)
        window.show()
        qtbot.waitUntil(lambda: not tasks.under_way)
        return window

    def open(self, qtbot, window, patient_id):
        with qtbot.waitSignal(window.records.opened):
            window.open_patient(patient_id)

    def test_f2_from_any_page_of_an_open_record_is_one_gesture(self, qtbot, window, settle):
        assert not window.commands.actions["new_consultation"].isEnabled()
        self.open(qtbot, window, 1)
        window.show_section("journal")
        qtbot.keyClick(window, Qt.Key.Key_F2)
        page = window.pages.current()
        assert isinstance(page, ConsultationPage)
        assert page.writing.editor.text.hasFocus()
        type_text(page.writing.editor.text, "Toux")
        settle()
        assert page.writing.editor.text.toPlainText() == "Toux"

    def test_a_draft_of_another_record_opens_on_its_text(self, qtbot, window, desk, settle):
        encounters = desk.application.encounters
        draft = encounters.begin(desk.actor, 2)
        draft = replace(draft, content=replace(draft.content, text="À finir"))
        kept = encounters.keep(desk.actor, draft)
        self.open(qtbot, window, 1)
        with qtbot.waitSignal(window.records.opened):
            ask_draft(desk, 2, kept.id)
        settle()
        page = window.pages.current()
        assert page.writing.editor.text.toPlainText() == "À finir"
        assert page.writing.editor.text.hasFocus()

    def test_a_row_of_the_record_opens_the_page_on_it(self, qtbot, window, desk, settle):
        room = desk.application.encounters
        draft = room.begin(desk.actor, 1)
        signed = room.sign(desk.actor, replace(draft, content=replace(draft.content, text=NOTE)))
        self.open(qtbot, window, 1)
        settle()
        ask_consultation(desk, 1, signed.id)
        settle()
        assert window.pages.current().reading.reading.text.toPlainText() == NOTE
