"""« Masques de saisie »: the practice makes its own masks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.events import Changed, Topic
from almapy.masks.model import FieldSort
from almapy.users.model import Right, Role
from tests.ui.typing_helper import type_text
from ui.masks.masks_page import MasksPage


@pytest.fixture
def page_class():
    return MasksPage


@pytest.fixture
def page(open_page, desk):
    return open_page(desk)


def titles(page):
    return [page.list.item(row).text() for row in range(page.list.count())]


def choose(page, title):
    (item,) = page.list.findItems(title, Qt.MatchFlag.MatchExactly)
    page.list.setCurrentItem(item)


def stored(practice, title):
    masks = practice.application.masks.all(practice.actor)
    return next((mask for mask in masks if mask.title == title), None)


def undo(desk):
    step = desk.undo.last_done(None)
    step.undo()
    desk.undo.undone(step)
    desk.changed.emit(Changed(Topic.PRACTICE))


def test_the_shipped_masks_are_listed_and_the_first_is_shown(page):
    assert titles(page) == ["Enfant", "Femme jeune", "Suivi diabète", "Suivi HTA"]
    assert page.editor.title.text() == "Enfant"


def test_a_mask_is_made_with_its_fields(page, practice, settle):
    page.new_button.click()
    type_text(page.editor.title, "Sportif")
    page.editor.add_button.click()
    type_text(page.editor.form.label, "Sommeil")
    sort = page.editor.form.sort
    sort.setCurrentIndex(sort.findData(FieldSort.NUMBER.value))
    type_text(page.editor.form.unit, "h")
    type_text(page.editor.form.high, "20")
    page.editor.store_button.click()
    settle()
    mask = stored(practice, "Sportif")
    (field,) = mask.fields
    assert (field.label, field.sort, field.unit, field.high) == (
        "Sommeil",
        FieldSort.NUMBER,
        "h",
        20,
    )
    assert "Sportif" in titles(page)
    assert page.list.currentItem().text() == "Sportif"


def test_fields_are_put_in_order_by_the_keyboard(page, practice, settle):
    choose(page, "Femme jeune")
    page.editor.list.setCurrentRow(2)
    QTest.keyClick(page.editor.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(page.editor.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    page.editor.store_button.click()
    settle()
    assert [one.label for one in stored(practice, "Femme jeune").fields] == [
        "Poids (kgs)",
        "Activité physique",
        "Alcool (Verres/jour)",
        "Tabac (cig/jour)",
    ]


def test_a_renamed_mask_comes_back_by_undo(page, practice, desk, settle, qtbot):
    choose(page, "Femme jeune")
    page.editor.title.clear()
    type_text(page.editor.title, "Jeune femme")
    page.editor.store_button.click()
    settle()
    assert stored(practice, "Femme jeune") is None
    undo(desk)
    qtbot.waitUntil(lambda: "Femme jeune" in titles(page))
    settle()
    assert page.editor.title.text() == "Femme jeune"


def test_a_mask_is_removed_by_suppr_and_comes_back_by_undo(page, practice, desk, settle, qtbot):
    choose(page, "Suivi HTA")
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    settle()
    assert "Suivi HTA" not in titles(page)
    undo(desk)
    qtbot.waitUntil(lambda: "Suivi HTA" in titles(page))


def test_a_click_elsewhere_does_not_lose_the_mask_being_written(page):
    choose(page, "Femme jeune")
    type_text(page.editor.title, " sportive")
    choose(page, "Enfant")
    assert page.editor.title.text().startswith("Femme jeune")
    assert page.list.currentItem().text() == "Femme jeune"
    assert page.has_unsaved_changes()
    page.editor.give_up_button.click()
    assert not page.has_unsaved_changes()
    assert page.editor.title.text() == "Femme jeune"


def test_a_title_that_is_taken_is_refused_beside_it(page, settle):
    page.new_button.click()
    type_text(page.editor.title, "Enfant")
    page.editor.add_button.click()
    page.editor.store_button.click()
    settle()
    assert page.editor.title.hasFocus()
    assert page.editor.dirty
    assert page.editor.title.text() == "Enfant"


def test_a_bound_that_is_no_number_is_refused_before_storing(page, practice, settle):
    choose(page, "Enfant")
    page.editor.list.setCurrentRow(0)
    type_text(page.editor.form.low, "peu")
    type_text(page.editor.title, " bis")
    page.editor.store_button.click()
    settle()
    assert stored(practice, "Enfant bis") is None
    assert page.editor.form.low.text() == "peu"


def test_who_may_only_read_changes_no_mask(open_page, desk_of):
    page = open_page(desk_of(Role.INFIRMIER, granted=frozenset({Right.READ_NOTES})))
    assert titles(page)
    assert page.new_button.isHidden()
    assert page.editor.store_button.isHidden()
    assert page.editor.title.isReadOnly()
