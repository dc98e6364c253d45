import pytest
from PySide6.QtCore import Qt

from almapy.audit.queries import JournalFilter
from tests.ui.page_helper import SMALL, nameless
from tests.ui.typing_helper import type_text
from ui.practice.practice_page import PracticePage


@pytest.fixture
def page(qtbot, desk, settle):
    page = PracticePage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.entered()
    settle()
    return page


def practice(page):
    return page.desk.application.practice.get()


def test_it_shows_the_practice_with_the_cursor_in_its_name(page):
    assert page.name.text() == "Cabinet des Tilleuls"
    assert page.name.hasFocus()
    assert not page.has_unsaved_changes()


def test_a_change_is_stored_and_traced_with_the_former_name(page, qtbot, settle):
    page.name.selectAll()
    type_text(page.name, "Cabinet de l'Étang")
    page.finess.set_value("670012345")
    qtbot.keyClick(page.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert practice(page).name == "Cabinet de l'Étang"
    assert practice(page).finess == "670012345"
    assert not page.has_unsaved_changes()
    journal, actor = page.desk.application.journal, page.desk.actor
    entry = journal.page(actor, JournalFilter(), limit=1).entries[0]
    assert entry.values["name"] == {"de": "Cabinet des Tilleuls", "en": "Cabinet de l'Étang"}


def test_a_practice_without_name_is_refused_in_place(page, settle):
    page.name.clear()
    page.validate_button.click()
    settle()
    assert "obligatoire" in page.name.accessibleDescription()
    assert practice(page).name == "Cabinet des Tilleuls"
    page.cancel_button.click()
    assert page.name.text() == "Cabinet des Tilleuls"
    assert page.name.accessibleDescription() == ""


def test_a_short_number_is_remarked(page):
    page.finess.set_value("6700")
    page.postal_code.set_value("670")
    assert page.finess.remark == "Un numéro FINESS a 9 caractères."
    assert page.postal_code.remark == "Un code postal a 5 chiffres."
    page.finess.set_value("")
    assert page.finess.remark == ""


def test_it_fits_a_small_screen_and_names_every_control(page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert page.validate_button.isVisible()
    assert nameless(page) == []
