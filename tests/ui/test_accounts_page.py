from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from almapy.db.keys import WrongPassword
from almapy.users.model import Right, Role
from tests.conftest import LOGIN, PASSWORD
from tests.ui.page_helper import SMALL, nameless, texts
from ui.users.accounts_page import AccountsPage
from ui.users.rights_fields import rights_lines
from ui.widgets.button import Button

NEW_PASSWORD = "Marronnier-2027?"


@pytest.fixture
def secretary(colleague):
    return colleague(Role.SECRETAIRE, "claire")


@pytest.fixture
def page(qtbot, desk, secretary, settle):
    page = AccountsPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.entered()
    settle()
    return page


def stored(page, login):
    return next(a for a in page.desk.application.accounts.all(page.desk.actor) if a.login == login)


def choose(page, login, qtbot):
    row = next(r for r in range(page._model.rowCount()) if page._model.record(r).login == login)
    page.table.selectRow(row)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)


def test_every_account_is_listed(page):
    assert {page._model.record(r).login for r in range(2)} == {LOGIN, "claire"}
    assert page.count.text() == "2 comptes ouverts"


def test_the_rights_of_each_profile_can_be_read(page):
    shown = texts(page.roles)
    for role in Role:
        assert role.label in shown
        assert {line[0].upper() + line[1:] for line in rights_lines(role)} <= shown


def test_the_rights_are_said_as_they_are_chosen(page, qtbot):
    choose(page, "claire", qtbot)
    rights = page.account.rights
    assert Right.READ_NOTES.label not in rights.summary
    rights.grants[Right.READ_NOTES].click()
    assert Right.READ_NOTES.label in rights.summary
    rights.role.setCurrentIndex(rights.role.findData(Role.MEDECIN))
    assert not rights.grants[Right.READ_NOTES].isVisible()
    rights.owner.click()
    assert Right.MANAGE_USERS.label in rights.summary
    assert rights.value().granted == frozenset()


def test_a_profile_and_a_grant_are_stored(page, qtbot, settle):
    choose(page, "claire", qtbot)
    page.account.family_name.setText("MARTIN-LEFÈVRE")
    page.account.rights.grants[Right.READ_NOTES].click()
    assert page.has_unsaved_changes()
    qtbot.keyClick(page.account, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    account = stored(page, "claire")
    assert account.family_name == "MARTIN-LEFÈVRE"
    assert account.granted == {Right.READ_NOTES}
    assert not page.has_unsaved_changes()
    assert page.table.current_record() == account


def test_annuler_shows_the_account_as_it_is_stored(page, qtbot):
    choose(page, "claire", qtbot)
    page.account.family_name.setText("AUTRE")
    page.account.rights.role.setCurrentIndex(0)
    page.account.cancel_button.click()
    assert page.account.family_name.text() == "FICTIVE"
    assert page.account.rights.value().role is Role.SECRETAIRE


def test_another_account_waits_for_the_changes_of_this_one(page, qtbot):
    choose(page, "claire", qtbot)
    page.account.family_name.setText("AUTRE")
    choose(page, LOGIN, qtbot)
    assert page.account.account.login == "claire"
    assert page.account.family_name.text() == "AUTRE"
    assert page.account.strip.isVisible()
    assert page.table.current_record().login == "claire"


def test_a_change_made_elsewhere_is_not_overwritten(page, qtbot, settle, secretary):
    choose(page, "claire", qtbot)
    accounts, actor = page.desk.application.accounts, page.desk.actor
    accounts.change(actor, replace(secretary, family_name="AILLEURS"))
    page.account.family_name.setText("ICI")
    page.account.validate_button.click()
    settle()
    assert stored(page, "claire").family_name == "AILLEURS"
    assert page.account.family_name.text() == "ICI"
    reread = next(b for b in page.account.strip.findChildren(Button) if "Relire" in b.text())
    reread.click()
    settle()
    assert page.account.family_name.text() == "AILLEURS"
    assert page.account.strip.isHidden()


def test_the_last_manager_stays_one(page, qtbot, settle):
    choose(page, LOGIN, qtbot)
    page.account.rights.owner.click()
    page.account.validate_button.click()
    settle()
    assert stored(page, LOGIN).owner
    assert page.account.strip.isVisible()
    assert page.has_unsaved_changes()


def test_a_person_without_name_is_refused_in_place(page, qtbot, settle):
    choose(page, "claire", qtbot)
    page.account.family_name.clear()
    page.account.validate_button.click()
    settle()
    assert page.account.family_name.hasFocus()
    assert stored(page, "claire").family_name == "FICTIVE"


def test_ones_own_change_reaches_the_window(page, qtbot, settle):
    choose(page, LOGIN, qtbot)
    page.account.first_name.setText("Pauline")
    with qtbot.waitSignal(page.desk.actor_changed):
        page.account.validate_button.click()
    settle()
    assert page.desk.actor.name == "Pauline DÉMO"


def test_one_cannot_shut_oneself_out(page, qtbot):
    choose(page, LOGIN, qtbot)
    access = page.account.access
    assert not access.close_button.isVisible()
    assert not access.reset_button.isVisible()


def test_an_account_is_closed_after_a_question_then_opened_again(page, qtbot, settle):
    choose(page, "claire", qtbot)
    access = page.account.access
    access.close_button.click()
    assert access.close_panel.refuse_button.hasFocus()
    access.close_panel.refuse_button.click()
    assert stored(page, "claire").active
    access.close_button.click()
    access.close_panel.accept_button.click()
    settle()
    assert not stored(page, "claire").active
    assert page.account.badge.text == "Fermé"
    with pytest.raises(WrongPassword):
        page.desk.application.keeper.prove("claire", PASSWORD)
    access.reopen_button.click()
    access.reopen_password.first.setText(NEW_PASSWORD)
    access.reopen_password.again.setText(NEW_PASSWORD)
    access.reopen_panel.accept_button.click()
    settle()
    assert stored(page, "claire").active
    page.desk.application.keeper.prove("claire", NEW_PASSWORD)


def test_a_lost_password_is_replaced(page, qtbot, settle):
    choose(page, "claire", qtbot)
    access = page.account.access
    access.reset_button.click()
    access.reset_password.first.setText(NEW_PASSWORD)
    access.reset_password.again.setText("autre chose")
    access.reset_panel.accept_button.click()
    assert access.reset_password.again.hasFocus()
    access.reset_password.again.setText(NEW_PASSWORD)
    qtbot.keyClick(access.reset_password.again, Qt.Key.Key_Return)
    settle()
    page.desk.application.keeper.prove("claire", NEW_PASSWORD)
    assert access.reset_panel.isHidden()


def fill_new(page, login="o.benali"):
    new = page.new_account
    new.first_name.setText("Omar")
    new.family_name.setText("BENALI")
    new.login.setText(login)
    new.rights.role.setCurrentIndex(new.rights.role.findData(Role.INFIRMIER))
    new.password.first.setText(NEW_PASSWORD)
    new.password.again.setText(NEW_PASSWORD)


def test_an_account_is_created_with_its_first_password(page, qtbot, settle):
    page.new_button.click()
    assert page.new_account.first_name.hasFocus()
    fill_new(page)
    page.new_account.create_button.click()
    settle()
    assert stored(page, "o.benali").role is Role.INFIRMIER
    page.desk.application.keeper.prove("o.benali", NEW_PASSWORD)
    assert page.account.account.login == "o.benali"
    assert page._model.rowCount() == 3


def test_a_login_is_proposed_until_one_is_typed(page, qtbot):
    page.new_button.click()
    new = page.new_account
    qtbot.keyClicks(new.first_name, "Anne")
    qtbot.keyClicks(new.family_name, "De La Tour")
    assert new.login.text() == "a.delatour"
    new.login.setText("anne")
    qtbot.keyClicks(new.family_name, "s")
    assert new.login.text() == "anne"


def test_a_taken_login_is_refused_beside_its_field(page, settle):
    page.new_button.click()
    fill_new(page, login="Claire")
    page.new_account.create_button.click()
    settle()
    assert page.new_account.login.hasFocus()
    assert page._model.rowCount() == 2
    assert page.has_unsaved_changes()


def test_a_weak_password_creates_nothing(page, settle):
    page.new_button.click()
    fill_new(page)
    page.new_account.password.first.setText("azerty")
    page.new_account.create_button.click()
    settle()
    assert page.new_account.password.first.hasFocus()
    assert page._model.rowCount() == 2


def test_on_a_small_screen_the_account_replaces_the_list(page, qtbot):
    page.resize(*SMALL)
    assert page.table.isVisible()
    assert not page.panels.isVisible()
    choose(page, "claire", qtbot)
    assert page.panels.isVisible()
    assert not page.table.isVisible()
    qtbot.waitUntil(lambda: page.account.horizontalScrollBar().maximum() == 0)
    page.account.close_button.click()
    assert page.table.isVisible()
    assert page.table.hasFocus()
    assert page.width() == SMALL[0]


def test_escape_comes_back_to_the_list(page, qtbot):
    choose(page, "claire", qtbot)
    assert page.account.first_name.hasFocus()
    qtbot.keyClick(page.account.first_name, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    assert page.panels.currentWidget() is page.roles


def test_escape_closes_the_question_before_the_panel(page, qtbot):
    choose(page, "claire", qtbot)
    access = page.account.access
    access.close_button.click()
    qtbot.keyClick(access.close_panel.refuse_button, Qt.Key.Key_Escape)
    assert access.close_panel.isHidden()
    assert access.close_button.hasFocus()
    qtbot.keyClick(access.close_button, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_escape_never_loses_an_account_being_typed(page, qtbot):
    page.new_button.click()
    fill_new(page)
    qtbot.keyClick(page.new_account.first_name, Qt.Key.Key_Escape)
    assert page.panels.currentWidget() is page.new_account
    assert page.new_account.family_name.text() == "BENALI"
    assert page.new_account.strip.isVisible()
    page.new_account.cancel_button.click()
    assert page.panels.currentWidget() is page.roles
    assert not page.has_unsaved_changes()


def test_the_access_waits_for_the_changes_of_the_account(page, qtbot):
    choose(page, "claire", qtbot)
    page.account.family_name.setText("AUTRE")
    assert not page.account.access.close_button.isEnabled()
    page.account.cancel_button.click()
    assert page.account.access.close_button.isEnabled()


def test_every_control_has_a_name(page, qtbot):
    assert nameless(page) == []
    choose(page, "claire", qtbot)
    assert nameless(page) == []
    page.new_button.click()
    assert nameless(page) == []


def test_without_the_right_the_refusal_is_told(qtbot, desk_of, settle):
    page = AccountsPage(desk_of(Role.SECRETAIRE))
    qtbot.addWidget(page)
    page.show()
    page.entered()
    settle()
    assert page.strip.isVisible()
    assert page._model.rowCount() == 0
