from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from almapy.opening import Door, Opened
from almapy.settings import Place
from tests.conftest import LOGIN, PASSWORD
from tests.fakes.clock import FakeClock
from tests.ui.door_helper import (
    button,
    click,
    entry,
    fill,
    messages,
    nameless,
    press,
    show,
    too_wide,
    type_here,
    words,
)
from ui.signin.window import SignInWindow
from ui.tasks import TaskRunner
from ui.theme import ColorMode, Theme

ROOT = Path(__file__).parents[2]
MakeDoor = Callable[[Place], Door]
OpenWindow = Callable[..., SignInWindow]


@pytest.fixture
def closed_practice(place: Place, practice: Opened) -> Place:
    """A practice on the disk, nobody in it."""
    practice.application.close()
    return place


@pytest.fixture
def open_window(
    qtbot: QtBot,
    closed_practice: Place,
    clock: FakeClock,
    tasks: TaskRunner,
    make_door: MakeDoor,
) -> OpenWindow:
    def make(door: MakeDoor = make_door, **options: str) -> SignInWindow:
        window = SignInWindow(closed_practice, clock, tasks, Theme(), make_door=door, **options)
        show(qtbot, window)
        return window

    return make


def refuse_once(qtbot: QtBot, window: SignInWindow, tasks: TaskRunner) -> None:
    fill(window, "Mot de passe", "Faux-2026!")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks.under_way == 0)


@pytest.mark.parametrize(
    "module", ["ui.signin.window", "ui.firstrun.assistant", "ui.lock.lock_page"]
)
def test_importing_a_door_loads_no_heavy_library(module: str):
    heavy = ("sqlalchemy", "cryptography", "sqlcipher3", "alembic", "psycopg", "tomlkit")
    program = (
        f"import sys, ui.signin.window;print([name for name in {heavy!r} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_the_only_login_is_there_and_the_cursor_waits_for_the_password(open_window: OpenWindow):
    window = open_window()
    assert entry(window, "Identifiant").currentText() == LOGIN
    assert QApplication.focusWidget() is entry(window, "Mot de passe")


def test_without_a_known_login_the_cursor_waits_for_it(
    qtbot: QtBot, place: Place, clock: FakeClock, tasks: TaskRunner, make_door: MakeDoor
):
    window = SignInWindow(place, clock, tasks, Theme(), make_door=make_door)
    show(qtbot, window)
    assert QApplication.focusWidget() is entry(window, "Identifiant")


def test_the_right_password_hands_over_the_open_practice(qtbot: QtBot, open_window: OpenWindow):
    window = open_window()
    type_here(PASSWORD)
    with qtbot.waitSignal(window.opened) as caught:
        press(qtbot, Qt.Key.Key_Return)
    opened = caught.args[0]
    assert opened.actor.login == LOGIN
    assert entry(window, "Mot de passe").text() == ""
    opened.application.close()


def test_enter_in_the_login_goes_to_the_empty_password(qtbot: QtBot, open_window: OpenWindow):
    window = open_window()
    fill(window, "Identifiant", LOGIN)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is entry(window, "Mot de passe")


def test_the_login_is_remembered_and_nothing_else(qtbot: QtBot, open_window: OpenWindow):
    window = open_window()
    type_here(PASSWORD)
    with qtbot.waitSignal(window.opened) as caught:
        press(qtbot, Qt.Key.Key_Return)
    caught.args[0].application.close()
    settings = QSettings()
    assert [settings.value(key) for key in settings.allKeys()] == [LOGIN]


def test_a_login_given_by_the_demo_is_not_remembered(qtbot: QtBot, open_window: OpenWindow):
    window = open_window(login=LOGIN, hint="Base de démonstration\u00a0: mot de passe Demo")
    assert "Base de démonstration" in messages(window)
    type_here(PASSWORD)
    with qtbot.waitSignal(window.opened) as caught:
        press(qtbot, Qt.Key.Key_Return)
    caught.args[0].application.close()
    assert QSettings().allKeys() == []


def test_a_wrong_password_opens_nothing_and_is_ready_to_be_typed_over(
    qtbot: QtBot, open_window: OpenWindow, tasks: TaskRunner
):
    window = open_window()
    with qtbot.assertNotEmitted(window.opened):
        refuse_once(qtbot, window, tasks)
    password = entry(window, "Mot de passe")
    assert "Rien n'a été ouvert ni modifié" in messages(window)
    assert "[keys.wrong_password]" in messages(window)
    assert QApplication.focusWidget() is password
    assert password.selectedText()


def test_an_empty_password_is_asked_for_without_counting_as_a_try(
    qtbot: QtBot, open_window: OpenWindow, tasks: TaskRunner
):
    window = open_window()
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    press(qtbot, Qt.Key.Key_Return)
    assert tasks.under_way == 0
    assert "Tapez votre mot de passe" in messages(window)


def test_five_wrong_passwords_make_one_wait_and_the_delay_is_shown(
    qtbot: QtBot, open_window: OpenWindow, tasks: TaskRunner, clock: FakeClock
):
    window = open_window()
    for _ in range(5):
        refuse_once(qtbot, window, tasks)
    assert "Nouvel essai possible dans 2\u00a0s" in words(window)
    assert not button(window, "Se connecter").isEnabled()
    press(qtbot, Qt.Key.Key_Return)
    assert tasks.under_way == 0
    clock.advance(timedelta(seconds=1))
    qtbot.waitUntil(lambda: "Nouvel essai possible dans 1\u00a0s" in words(window))
    clock.advance(timedelta(seconds=1))
    qtbot.waitUntil(lambda: button(window, "Se connecter").isEnabled())
    assert "Nouvel essai" not in words(window)


def test_the_fields_are_held_while_the_password_is_tried(
    qtbot: QtBot, open_window: OpenWindow, make_door: MakeDoor
):
    gate = threading.Event()

    def slow(place: Place) -> Door:
        assert gate.wait(10)
        return make_door(place)

    window = open_window(slow)
    type_here(PASSWORD)
    with qtbot.waitSignal(window.opened) as caught:
        press(qtbot, Qt.Key.Key_Return)
        assert not entry(window, "Mot de passe").isEnabled()
        gate.set()
    caught.args[0].application.close()


def test_a_base_opened_after_the_window_was_closed_is_closed_again(
    qtbot: QtBot,
    open_window: OpenWindow,
    make_door: MakeDoor,
    closed_practice: Place,
    tasks: TaskRunner,
):
    gate = threading.Event()

    def slow(place: Place) -> Door:
        assert gate.wait(10)
        return make_door(place)

    window = open_window(slow)
    type_here(PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.closed), qtbot.assertNotEmitted(window.opened):
        window.close()
        gate.set()
        qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert not closed_practice.folders.running.exists()


def test_letters_typed_beside_the_fields_go_into_the_password(
    qtbot: QtBot, open_window: OpenWindow
):
    window = open_window()
    button(window, "Mot de passe perdu\u00a0?").setFocus()
    press(qtbot, Qt.Key.Key_T)
    assert entry(window, "Mot de passe").text() == "t"
    assert QApplication.focusWidget() is entry(window, "Mot de passe")


def test_a_damaged_base_is_told_with_the_way_to_a_backup(
    qtbot: QtBot, open_window: OpenWindow, tasks: TaskRunner, closed_practice: Place
):
    base = closed_practice.folders.base
    content = bytearray(base.read_bytes())
    content[16:200] = bytes(184)
    base.write_bytes(content)
    window = open_window()
    type_here(PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert "endommagé" in messages(window)
    assert "[base.damaged]" in messages(window)
    click(qtbot, window, "Restaurer une sauvegarde…")
    assert str(closed_practice.folders.backups) in messages(window)
    assert "almapy restore" in messages(window)


def test_a_base_of_a_later_version_is_left_alone_and_told(
    qtbot: QtBot,
    place: Place,
    practice: Opened,
    clock: FakeClock,
    tasks: TaskRunner,
    make_door: MakeDoor,
):
    with practice.application.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    practice.application.close()
    window = SignInWindow(place, clock, tasks, Theme(), make_door=make_door)
    show(qtbot, window)
    type_here(PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert "version plus récente" in messages(window)
    assert "[base.newer]" in messages(window)


def test_a_missing_base_is_told(
    qtbot: QtBot, open_window: OpenWindow, tasks: TaskRunner, closed_practice: Place
):
    closed_practice.folders.base.unlink()
    window = open_window()
    type_here(PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert "[base.missing]" in messages(window)
    assert button(window, "Restaurer une sauvegarde…")


def test_an_unknown_failure_shows_an_incident_and_no_detail(
    qtbot: QtBot, open_window: OpenWindow, tasks: TaskRunner
):
    def broken(_place: Place) -> Door:
        raise RuntimeError("the secret reason")

    window = open_window(broken)
    type_here(PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert "incident" in messages(window)
    assert "secret reason" not in messages(window)


def test_a_failure_goes_when_another_login_is_typed(
    qtbot: QtBot, open_window: OpenWindow, tasks: TaskRunner
):
    window = open_window()
    refuse_once(qtbot, window, tasks)
    fill(window, "Identifiant", "autre")
    assert messages(window) == ""


@pytest.mark.parametrize("percent", [100, 200])
def test_everything_is_named_and_fits_a_small_screen(
    qtbot: QtBot, qapp: QApplication, open_window: OpenWindow, percent: int
):
    theme = Theme()
    theme.apply(qapp, ColorMode.LIGHT, percent)
    try:
        window = open_window()
        window.resize(683 * percent // 100, 384 * percent // 100)
        assert nameless(window) == []
        qtbot.waitUntil(lambda: too_wide(window) == [])
    finally:
        theme.apply(qapp, ColorMode.LIGHT, 100)
