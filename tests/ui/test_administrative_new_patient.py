"""« Nouveau patient »: look for the record first, then create it, by keyboard only."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from almapy.patients.model import PatientDraft, Sex
from almapy.users.model import Role
from tests.core.test_patients import RUTH
from tests.ui.administrative_helper import stored
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.administrative.new_patient_page import NewPatientPage
from ui.administrative.new_patient_wish import GivenTraits, ask_new_patient_with


@pytest.fixture
def page(qtbot, desk_of, desk, settle):
    desk.application.patients.create(desk.actor, RUTH)
    page = NewPatientPage(desk_of(Role.SECRETAIRE))
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: not page.is_building, timeout=20_000)
    settle()
    yield page
    settle()  # the list of places may still be read


@pytest.fixture
def look(qtbot, settle, page):
    def wait():
        qtbot.waitUntil(lambda: not page._pause.isActive())
        settle()

    return wait


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_the_cursor_stands_in_the_birth_date_of_the_search(page):
    assert page.search.birth_date.edit.hasFocus()
    assert not page.has_unsaved_changes()
    assert {"Recherche d'antériorité", "Créer le dossier"} <= texts(page)


def test_a_secretary_creates_a_whole_record_by_keyboard_only(qtbot, settle, page, look):
    type_text(QApplication.focusWidget(), "03051988")
    press(qtbot, Qt.Key.Key_Return)
    type_text(QApplication.focusWidget(), "lœffler")
    press(qtbot, Qt.Key.Key_Return)
    type_text(QApplication.focusWidget(), "élise")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_F)
    press(qtbot, Qt.Key.Key_Return)
    type_text(QApplication.focusWidget(), "mazoires")
    town = page.tab.identity.place.town
    qtbot.waitUntil(town.suggestions.isVisible)
    press(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        press(qtbot, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    data = stored(page, asked.args[0])
    assert (data.birth_name, data.first_birth_first_name) == ("LOEFFLER", "ELISE")
    assert (data.sex, data.birth_date) == (Sex.FEMALE, date(1988, 5, 3))
    assert (data.birth_place_code, data.birth_place_name) == ("63220", "MAZOIRES")
    settle()
    assert not page.has_unsaved_changes()


def test_likely_doubles_show_while_typing_and_open_without_creating(qtbot, page, look):
    page.search.birth_date.edit.setText("14/07/1977")
    page.search.name.setText("NESSI")
    page.search.first_name.setText("RUTH")
    look()
    found = page.search.likely.found
    assert [one.hit.birth_name for one in found] == ["NESSI"]
    assert "Même date de naissance" in found[0].reasons
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        page.search.likely.open_button.click()
    assert asked.args == [1]
    assert page.desk.application.patients.count() == 1


def test_a_name_with_a_slip_still_finds_the_record(page, look):
    page.search.birth_date.edit.setText("14/07/1977")
    page.search.name.setText("NESI")
    page.search.first_name.setText("RUTH")
    look()
    assert [one.hit.birth_name for one in page.search.likely.found] == ["NESSI"]


def test_the_birth_date_alone_is_enough_to_search(page, look):
    page.search.birth_date.edit.setText("14071977")
    look()
    assert [one.hit.birth_name for one in page.search.likely.found] == ["NESSI"]


def test_the_deceased_and_the_archived_are_searched_too(page, look, desk):
    desk.application.patients.create(
        desk.actor,
        replace(
            RUTH,
            matricule_ins="",
            ins_oid="",
            insi_accepted=False,
            birth_name="ANCIEN",
            used_name="",
            deceased=True,
            identity_document="",
        ),
    )
    page.search.birth_date.edit.setText("14071977")
    look()
    assert {one.hit.birth_name for one in page.search.likely.found} == {"NESSI", "ANCIEN"}


def test_nobody_alike_is_said(page, look):
    page.search.birth_date.edit.setText("01/01/2000")
    page.search.name.setText("PERSONNE")
    look()
    assert page.search.likely.found == []
    assert "Aucun dossier" in page.search.likely.words.text()


def test_every_missing_field_is_named_and_the_first_takes_the_cursor(page, settle):
    page.search.name.setText("SEUL")
    page.validate_button.click()
    settle()
    title = page.strip.accessibleName()
    for label in ("1er prénom de naiss.", "Sexe", "Date de naissance", "Code INSEE"):
        assert label in title
    assert "Nom de naissance" not in title
    assert page.tab.identity.first_name.hasFocus()
    assert page.desk.application.patients.count() == 1


def test_annuler_empties_search_and_form(page):
    page.search.name.setText("SEUL")
    page.tab.address.town.setText("LYON")
    page.cancel_button.click()
    assert page.search.name.text() == ""
    assert page.tab.identity.birth_name.text() == ""
    assert page.tab.address.town.text() == ""
    assert not page.has_unsaved_changes()


def test_a_new_record_is_provisional_and_bears_its_creator(page):
    assert page.tab.identity.head.status.text == "Identité provisoire"
    assert page.tab.care.creator.text() == "Alix FICTIVE"
    assert page.tab.identity.document.value() == ""


def test_it_fits_a_small_screen_and_names_every_control(page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert page.validate_button.isVisible()
    assert nameless(page) == []


def test_the_address_read_on_a_document_is_given_with_the_traits(page, settle):
    draft = replace(RUTH, address="3 rue des Lilas", postal_code="67000", town="STRASBOURG")
    ask_new_patient_with(page.desk, GivenTraits(draft))
    page.entered()
    settle()
    values = page.tab.values()
    assert (values["address"], values["postal_code"], values["town"]) == (
        "3 rue des Lilas",
        "67000",
        "STRASBOURG",
    )


def test_who_asked_for_a_record_hears_of_no_other_one(page, settle):
    made = []
    ask_new_patient_with(page.desk, GivenTraits(None, on_created=made.append))
    page.entered()
    page.entered()  # left without typing, and opened again for somebody else
    other = PatientDraft("ESSAI", "LOUISE", Sex.FEMALE, date(1990, 1, 2))
    page._created(page.desk.application.patients.create(page.desk.actor, other))
    settle()
    assert made == []
