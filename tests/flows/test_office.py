"""From sign-in to sign-out: locking, unsaved text, the backup at closing, a bad stop."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.patients.service import PatientService
from tests.conftest import LOGIN, PASSWORD, new_practice
from tests.core.test_patients import RUTH
from tests.ui.conftest import _own_settings, tasks  # noqa: F401  (fixtures)
from tests.ui.typing_helper import type_text
from ui.launcher import Launcher
from ui.lock.lock_page import LockPage
from ui.office import Office
from ui.page import Page
from ui.signin.window import SignInWindow
from ui.theme import Theme


@pytest.fixture
def launcher(qapp, qtbot, place, clock, make_door):
    make_door(place).create(new_practice()).application.close()
    launcher = Launcher(qapp, place, clock, Theme(), make_door=make_door)
    yield launcher
    if launcher.office is not None:
        launcher.office.leave(comes_back=False)
        qtbot.waitUntil(lambda: launcher.office is None)
    launcher.end()


def sign_in(qtbot, launcher):
    launcher.start()
    window = launcher.front
    assert isinstance(window, SignInWindow)
    window._page._login.edit.setText(LOGIN)
    type_text(window._page._password, PASSWORD)
    qtbot.keyClick(window._page._password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: launcher.office is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not launcher.tasks.under_way)
    return launcher.office


def actions_of(office: Office):
    application, actor = office.desk.application, office.desk.actor
    return [e.action for e in application.journal.page(actor, JournalFilter()).entries]


def test_the_lock_hides_the_window_and_the_password_brings_it_back(qtbot, launcher):
    office = sign_in(qtbot, launcher)
    office.desk.application.patients.create(office.desk.actor, RUTH)
    with qtbot.waitSignal(office.window.records.opened):
        office.window.open_patient(1)
    office.window.commands.actions["lock"].trigger()
    lock = office.front()
    assert isinstance(lock, LockPage)
    assert not office.window.isVisible()
    assert "VINCI" not in lock.windowTitle()
    lock.unlock_asked.emit("mauvais")
    qtbot.waitUntil(lambda: not launcher.tasks.under_way)
    assert office.front() is lock
    lock.unlock_asked.emit(PASSWORD)
    qtbot.waitUntil(lambda: office.front() is office.window)
    assert office.window.isVisible()
    assert office.window.records.current.patient.id == 1
    done = actions_of(office)
    for expected in (Action.SESSION_LOCKED, Action.SESSION_REFUSED, Action.SESSION_UNLOCKED):
        assert expected in done


def test_idleness_locks_the_post(qtbot, launcher):
    office = sign_in(qtbot, launcher)
    office._idle.idle.emit()
    assert isinstance(office.front(), LockPage)


def test_waking_locks_the_post(qtbot, launcher):
    office = sign_in(qtbot, launcher)
    office._idle.woke.emit()
    assert isinstance(office.front(), LockPage)


def test_leaving_signs_out_backs_up_and_closes_the_base(qtbot, launcher, place, make_door):
    office = sign_in(qtbot, launcher)
    office.leave(comes_back=False)
    qtbot.waitUntil(lambda: launcher.office is None, timeout=20_000)
    assert not place.folders.running.exists()
    assert list(place.folders.backups.glob("*.zip")) or list(place.folders.backups.iterdir())
    opened = make_door(place).open(LOGIN, PASSWORD)
    entries = opened.application.journal.page(opened.actor, JournalFilter()).entries
    assert Action.SESSION_CLOSED in [entry.action for entry in entries]
    assert opened.application.backups.last() is not None
    opened.application.close()


def test_changing_person_comes_back_to_the_sign_in_window(qtbot, launcher):
    office = sign_in(qtbot, launcher)
    office.window.commands.actions["switch_user"].trigger()
    qtbot.waitUntil(lambda: isinstance(launcher.front, SignInWindow), timeout=20_000)
    assert launcher.office is None


class _Unsaved(Page):
    def has_unsaved_changes(self) -> bool:
        return True


@pytest.mark.parametrize("leaves", [True, False])
def test_typed_text_is_never_left_silently(qtbot, launcher, monkeypatch, leaves):
    office = sign_in(qtbot, launcher)
    page = _Unsaved(office.desk)
    office.window.pages._pages["essai"] = page
    office.window.pages.addWidget(page)
    asked = []

    def answer(question):
        asked.append(question.text())
        wanted = "Fermer sans enregistrer" if leaves else "Revenir à la saisie"
        button = next(b for b in question.buttons() if b.text() == wanted)
        assert question.defaultButton().text() == "Revenir à la saisie"
        button.click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    office.leave(comes_back=False)
    assert asked == ["Une saisie n'est pas enregistrée."]
    if leaves:
        qtbot.waitUntil(lambda: launcher.office is None, timeout=20_000)
    else:
        assert launcher.office is office
        office.window.pages._pages.pop("essai")


def test_a_brutal_stop_is_told_and_the_base_is_checked(qtbot, launcher, place):
    place.folders.running.touch()
    office = sign_in(qtbot, launcher)
    shown = office.window.strip.accessibleDescription()
    assert "pas été fermé normalement" in shown
    qtbot.waitUntil(lambda: not launcher.tasks.under_way)


def test_a_clock_set_back_is_told(qtbot, launcher, place, clock, make_door):
    clock.advance(timedelta(days=3))
    opened = make_door(place).open(LOGIN, PASSWORD)
    opened.application.close()
    clock.set_back(timedelta(days=2))
    office = sign_in(qtbot, launcher)
    assert "horloge" in office.window.strip.accessibleDescription()


def test_an_unexpected_failure_reaches_the_person_without_a_traceback(qtbot, launcher, monkeypatch):
    office = sign_in(qtbot, launcher)

    def broken(*_args, **_more):
        raise KeyError("NESSI")

    monkeypatch.setattr(PatientService, "recent", broken)
    office.window._fill_recent()
    qtbot.waitUntil(office.window.strip.isVisible)
    shown = office.window.strip.accessibleDescription()
    assert "incident" in shown
    assert "NESSI" not in shown


def test_what_a_person_changed_about_themselves_shows_in_the_toolbar(qtbot, launcher):
    office = sign_in(qtbot, launcher)
    office.desk.change_actor(replace(office.desk.actor, name="Paule DÉMO"))
    assert "Paule DÉMO" in office.window.toolbar._user.text()
