"""« Lecture carte vitale »: who is on the card, and nothing shown that was not read."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.cards.faults import (
    CardAbsent,
    CardMute,
    CardRemoved,
    CardServiceAbsent,
    CardUnreadable,
    ReaderAbsent,
)
from almapy.users.model import Role
from almapy.vitale.reading import Origin
from tests.core.test_patients import RUTH as RECORD
from tests.fakes import vitale as fake
from tests.fakes.vitale import CHILD, LUNAR, PLAIN_RUTH, RUTH, STRANGER, direct, official
from tests.ui.door_helper import press
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.vitale_helper import give_cards, lines, said
from ui.administrative.new_patient_wish import take_given
from ui.vitale.page import VitalePage

TWIN = replace(RECORD, matricule_ins="", ins_oid="", insi_accepted=False, phone_mobile="")
FAULTS = (
    CardServiceAbsent(),
    ReaderAbsent(),
    CardAbsent("carte Vitale"),
    CardMute(),
    CardRemoved(),
    CardUnreadable(),
    CardUnreadable("Carte Vitale 1, lecture impossible sans l'API de lecture Vitale"),
)


@pytest.fixture
def reader(desk):
    reader, _ = give_cards(desk)
    yield reader
    reader.release.set()


@pytest.fixture
def page(qtbot, desk, reader, settle):
    page = VitalePage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.activateWindow()
    yield page
    reader.release.set()
    settle()


@pytest.fixture
def read(page, reader, settle):
    def do(reading):
        reader.reading = reading
        page.flow.read_card()
        settle()
        page.entered()

    return do


def details(page):
    return dict(page.view.details.rows())


def test_the_bearers_are_listed_the_known_one_first_with_the_keyboard_on_it(page, desk, read):
    desk.application.patients.create(desk.actor, RECORD)
    read(official(CHILD, RUTH))
    first, second = lines(page.view.persons)
    assert "DE VINCI RUTH (nom de naissance NESSI) · 14/07/1977" in first
    assert "N° identique · dossier 1 DE VINCI RUTH" in first
    assert "Inconnu au cabinet" in second
    assert page.view.persons.hasFocus()
    assert page.view.persons.currentRow() == 0


def test_enter_on_a_known_person_opens_the_record_and_takes_the_rights(
    qtbot, page, desk, read, settle
):
    desk.application.patients.create(desk.actor, RECORD)
    read(official(RUTH, CHILD))
    with qtbot.waitSignal(desk.patient_asked) as asked:
        press(qtbot, Qt.Key.Key_Return)
    assert asked.args == [1]
    settle()
    data = desk.application.patients.open(desk.actor, 1).data
    assert data.mandatory_cover
    assert data.complementary_cover
    assert "Repris de la carte" in said(page.view.strip)


def test_enter_on_an_unknown_person_opens_the_form_filled_and_marked(
    qtbot, page, desk, read, settle
):
    read(direct(STRANGER))
    with qtbot.waitSignal(desk.section_asked) as asked:
        press(qtbot, Qt.Key.Key_Return)
        settle()
    assert asked.args == ["new_patient"]
    given = take_given(desk)
    assert given.title == "Lu sur la carte, non certifié"
    assert given.draft.birth_name == "INCONNUE"
    assert given.draft.matricule_ins == ""
    assert "provisoire" in given.advice


def test_the_middle_of_the_number_is_hidden_in_the_list(page, read):
    read(official(RUTH))
    (line,) = lines(page.view.persons)
    assert "2 77 07 •• ••• ••• 10" in line
    assert "63 220" not in line


def test_what_was_not_read_is_said_apart_from_what_there_is_not(page, read):
    read(direct(PLAIN_RUTH))
    shown = details(page)
    for label in ("Régime", "Caisse", "Centre", "Droits", "ALD", "Complémentaire", "Qualité"):
        assert shown[label] == "non lu", label
    read(official(CHILD))
    shown = details(page)
    assert shown["Complémentaire"] == "aucune"
    assert shown["ALD"] == "aucune"
    assert shown["Droits"] == "du 01/01/2026 au 31/12/2026"
    assert shown["Régime"] == "01 régime général"


def test_a_child_on_the_card_of_a_parent_shows_two_numbers_apart(page, read):
    read(official(CHILD))
    shown = details(page)
    assert shown["N° propre"] == "1 10 08 63 220 123 49"
    assert shown["N° de l'assuré (parent)"] == "2 77 07 63 220 829 10"


def test_a_number_whose_month_is_none_is_grouped_as_the_others(page, read):
    read(official(replace(LUNAR, own_nir="142196296516794")))
    assert details(page)["N° propre"] == "1 42 19 62 965 167 94"


def test_the_child_keeps_the_number_of_the_parent_as_insured_and_gets_no_matricule(
    qtbot, page, desk, read, settle
):
    child = replace(
        TWIN,
        birth_name="NESSI",
        used_name="",
        used_first_name="",
        first_birth_first_name="MICHELANGELO",
        birth_first_names="MICHELANGELO",
        birth_date=CHILD.birth_date,
        identity_document="",
        former_number="",
    )
    desk.application.patients.create(desk.actor, child)
    read(official(RUTH, CHILD))
    assert "MICHELANGELO" in lines(page.view.persons)[0]
    press(qtbot, Qt.Key.Key_Return)
    settle()
    data = desk.application.patients.open(desk.actor, 1).data
    assert data.insured_nir == fake.PARENT_NIR
    assert data.matricule_ins == ""


def test_a_date_of_no_calendar_is_shown_as_on_the_card(page, read):
    read(direct(LUNAR))
    assert "01/19/1942 (date de la carte)" in lines(page.view.persons)[0]
    assert details(page)["Date de naissance"] == "01/19/1942 (date de la carte)"


def test_two_records_of_one_person_are_chosen_between(qtbot, page, desk, read, settle):
    for number in ("A-1", "A-2"):
        desk.application.patients.create(desk.actor, replace(TWIN, former_number=number))
    read(official(RUTH))
    assert "2 dossiers" in lines(page.view.persons)[0]
    press(qtbot, Qt.Key.Key_Return)
    assert page.view.records.hasFocus()
    press(qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(desk.patient_asked) as asked:
        press(qtbot, Qt.Key.Key_Return)
    assert asked.args == [2]
    settle()


def test_escape_leads_from_the_records_back_to_the_persons(qtbot, page, desk, read):
    for number in ("A-1", "A-2"):
        desk.application.patients.create(desk.actor, replace(TWIN, former_number=number))
    read(official(RUTH))
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Escape)
    assert page.view.persons.hasFocus()


def test_a_record_that_only_resembles_opens_without_taking_anything_of_the_card(
    qtbot, page, desk, read, settle
):
    desk.application.patients.create(desk.actor, replace(TWIN, birth_name="NESSY", used_name=""))
    read(official(RUTH))
    assert "Proche" in lines(page.view.persons)[0]
    assert page.view.open_button.text() == "Ouvrir malgré tout"
    assert page.view.create_button.isVisible()
    press(qtbot, Qt.Key.Key_Return)  # leads to the records: nothing near opens by itself
    with qtbot.waitSignal(desk.patient_asked):
        press(qtbot, Qt.Key.Key_Return)
    settle()
    data = desk.application.patients.open(desk.actor, 1).data
    assert not data.mandatory_cover
    assert data.insured_nir == ""
    assert "Rien n'a été repris" in said(page.view.strip)


def test_the_rights_of_a_near_record_are_taken_when_somebody_says_so(
    qtbot, page, desk, read, settle
):
    desk.application.patients.create(desk.actor, replace(TWIN, birth_name="NESSY", used_name=""))
    read(official(RUTH))
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    button = next(
        one
        for one in page.view.strip.findChildren(type(page.view.open_button))
        if one.text() == "Reprendre les droits"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    data = desk.application.patients.open(desk.actor, 1).data
    assert data.mandatory_cover
    assert data.birth_name == "NESSY"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.code)
def test_a_fault_is_told_in_three_parts_and_the_card_can_be_read_again(
    qtbot, page, reader, settle, fault
):
    reader.answers = [fault]
    page.entered()
    settle()
    assert fault.message in said(page.view.strip)
    assert page.view.again_button.hasFocus()
    reader.reading = official(RUTH)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert len(lines(page.view.persons)) == 1
    assert not page.view.strip.isVisible()


def test_a_first_reading_that_fails_shows_no_card(page, reader, settle):
    reader.answers = [CardAbsent("carte Vitale")]
    page.entered()
    settle()
    view = page.view
    for part in (view.persons_card, view.records_card, view.details, view.open_button):
        assert not part.isVisible()
    assert not view._origin.isVisible()


def test_a_card_that_names_nobody_is_told(page, read):
    read(official())
    assert "ne nomme personne" in said(page.view.strip)
    assert page.view.again_button.hasFocus()


def test_escape_gives_up_a_reading_and_its_late_answer_is_shown_to_nobody(
    qtbot, page, reader, settle
):
    reader.reading, reader.hold = official(RUTH), True
    page.entered()
    qtbot.waitUntil(reader.waiting.is_set)
    assert page.view.stop_button.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert not page.view.running.isVisible()
    assert "Rien n'a été modifié" in said(page.view.strip)
    reader.release.set()
    settle()
    assert lines(page.view.persons) == []


def test_the_answer_of_an_earlier_card_is_dropped(qtbot, page, reader, settle):
    reader.answers, reader.hold = [official(STRANGER), official(RUTH)], True
    page.flow.read_card()
    qtbot.waitUntil(reader.waiting.is_set)
    page.flow.read_card()
    reader.release.set()
    settle()
    assert [("RUTH" in one) for one in lines(page.view.persons)] == [True]


def test_an_apcv_is_shown_as_a_card_and_traced_without_a_name(page, desk, settle):
    reading = replace(official(RUTH), origin=Origin.APCV)
    page.show_reading(reading)
    settle()
    assert "Application carte Vitale" in texts(page.view)
    page_read = desk.application.journal.page(desk.actor, JournalFilter())
    traced = [one for one in page_read.entries if one.action == Action.VITALE_READ.value]
    assert [one.values["lecture"] for one in traced] == ["application carte Vitale"]
    assert "NESSI" not in str(traced)


def test_what_an_apcv_told_is_forgotten_at_the_end_of_its_context(qtbot, page, desk, settle):
    reading = replace(official(RUTH), origin=Origin.APCV, ends_at=desk.application.clock.now())
    page.show_reading(reading)
    settle()
    qtbot.waitUntil(lambda: page.flow.read is None)
    assert lines(page.view.persons) == []


def test_how_the_card_was_read_stands_beside_the_title(page, read):
    read(direct(RUTH))
    assert "Lecture directe, non certifiée" in texts(page.view)
    badges = {
        one.text for one in page.view.findChildren(type(page.view._simulated)) if one.isVisible()
    }
    assert badges == {"Lecture directe, non certifiée"}
    read(official(RUTH))
    badges = {
        one.text for one in page.view.findChildren(type(page.view._simulated)) if one.isVisible()
    }
    assert badges == {"Interface officielle", "Simulateur"}


def test_every_control_has_a_name_and_the_small_window_scrolls_no_words_away(page, desk, read):
    desk.application.patients.create(desk.actor, RECORD)
    read(official(RUTH, CHILD))
    assert nameless(page) == []
    page.resize(*SMALL)
    QApplication.processEvents()
    for listed in (page.view.persons, page.view.records):
        assert listed.horizontalScrollBar().maximum() == 0
    assert page.view.open_button.isVisible()


def test_the_secretary_reads_cards_too(qtbot, desk_of, settle):
    desk = desk_of(Role.SECRETAIRE)
    reader, _ = give_cards(desk)
    reader.reading = official(RUTH)
    page = VitalePage(desk)
    qtbot.addWidget(page)
    page.entered()
    settle()
    assert len(lines(page.view.persons)) == 1


@pytest.mark.parametrize("width", [1100, 610])
def test_no_line_of_the_list_is_cut_whatever_the_width(qtbot, page, read, width):
    long = replace(RUTH, first_name="JEAN-FRANÇOISE PIERRETTE MAXIMILIENNE ALEXANDRINE")
    read(official(long, replace(long, rank=2), CHILD, STRANGER, LUNAR))
    page.resize(width, 600)
    listed = page.view.persons

    def is_whole():
        last = listed.visualItemRect(listed.item(4))
        return last.isValid() and last.bottom() <= listed.viewport().height()

    qtbot.waitUntil(is_whole)
    assert not listed.verticalScrollBar().isVisible()
