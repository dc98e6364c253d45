from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from almapy.db.keys import WrongPassword
from almapy.users.throttle import Throttle
from tests.fakes.clock import FakeClock
from tests.ui.door_helper import (
    button,
    click,
    entry,
    messages,
    nameless,
    press,
    show,
    too_wide,
    type_here,
    words,
)
from ui.lock.idle import IdleWatch
from ui.lock.lock_page import LOCKED_TITLE, LockPage
from ui.theme import Theme
from ui.widgets.button import Button

NAME = "Paul DÉMO"


@pytest.fixture
def throttle(clock: FakeClock) -> Throttle:
    return Throttle(clock)


@pytest.fixture
def page(qtbot: QtBot, throttle: Throttle) -> LockPage:
    page = LockPage(NAME, Theme(), throttle.seconds_left)
    show(qtbot, page)
    return page


@pytest.fixture
def watch(clock: FakeClock, qapp: QApplication) -> IdleWatch:
    watch = IdleWatch(clock, 10)
    watch.start()
    yield watch
    watch.stop()


def test_the_page_names_the_person_at_work_and_the_title_names_nobody(page: LockPage):
    assert NAME in words(page)
    assert page.windowTitle() == LOCKED_TITLE
    assert NAME not in page.windowTitle()


def test_the_password_is_handed_over_at_enter(qtbot: QtBot, page: LockPage):
    type_here("Tilleul-2026!")
    with qtbot.waitSignal(page.unlock_asked) as caught:
        press(qtbot, Qt.Key.Key_Return)
    assert caught.args == ["Tilleul-2026!"]
    assert not entry(page, "Mot de passe").isEnabled()


def test_nothing_is_asked_with_an_empty_password(qtbot: QtBot, page: LockPage):
    with qtbot.assertNotEmitted(page.unlock_asked):
        press(qtbot, Qt.Key.Key_Return)
    assert "Tapez votre mot de passe" in messages(page)


def test_a_refusal_is_told_and_the_password_ready_to_be_typed_over(qtbot: QtBot, page: LockPage):
    type_here("Faux")
    press(qtbot, Qt.Key.Key_Return)
    page.show_failure(WrongPassword())
    assert "incorrect" in messages(page)
    assert QApplication.focusWidget() is entry(page, "Mot de passe")
    assert entry(page, "Mot de passe").selectedText()


def test_the_delay_of_the_session_holds_the_button(
    qtbot: QtBot, page: LockPage, throttle: Throttle, clock: FakeClock
):
    for _ in range(6):
        throttle.failed()
    page.show_failure(WrongPassword())
    assert "Nouvel essai possible dans 4\u00a0s" in words(page)
    type_here("Tilleul-2026!")
    with qtbot.assertNotEmitted(page.unlock_asked):
        press(qtbot, Qt.Key.Key_Return)
    clock.advance(timedelta(seconds=4))
    qtbot.waitUntil(lambda: button(page, "Déverrouiller").isEnabled())


def test_a_page_made_during_the_delay_begins_with_it(qtbot: QtBot, throttle: Throttle):
    for _ in range(5):
        throttle.failed()
    page = LockPage(NAME, Theme(), throttle.seconds_left)
    show(qtbot, page)
    assert not button(page, "Déverrouiller").isEnabled()


def test_another_person_can_be_called(qtbot: QtBot, page: LockPage):
    with qtbot.waitSignal(page.switch_asked):
        click(qtbot, page, "Changer d'utilisateur")


def test_closing_the_page_is_left_to_its_owner(qtbot: QtBot, page: LockPage):
    with qtbot.waitSignal(page.close_asked):
        page.close()
    assert page.isVisible()


def test_no_key_passes_through_to_the_window_behind(qtbot: QtBot, throttle: Throttle):
    keys: list[int] = []

    class Behind(QWidget):
        def keyPressEvent(self, event) -> None:
            keys.append(event.key())

    behind = Behind()
    page = LockPage(NAME, Theme(), throttle.seconds_left, parent=behind)
    page.resize(600, 400)
    show(qtbot, behind)
    button(page, "Changer d'utilisateur").setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_F3, Qt.Key.Key_Escape):
        press(qtbot, key)
    assert keys == []
    assert entry(page, "Mot de passe").text() == "a"


def test_nothing_behind_the_page_is_seen(qtbot: QtBot, throttle: Throttle):
    class Behind(QWidget):
        def paintEvent(self, _event) -> None:
            QPainter(self).fillRect(self.rect(), QColor("#ff0000"))

    behind = Behind()
    behind.resize(600, 400)
    page = LockPage(NAME, Theme(), throttle.seconds_left, parent=behind)
    page.resize(600, 400)
    show(qtbot, behind)
    image = behind.grab().toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    }
    assert "#ff0000" not in seen


def test_the_page_is_named_and_fits_a_small_screen(qtbot: QtBot, page: LockPage):
    page.resize(683, 384)
    assert nameless(page) == []
    qtbot.waitUntil(lambda: too_wide(page) == [])


def test_tab_goes_from_the_card_to_the_password_then_to_the_other_ways(
    qtbot: QtBot, page: LockPage
):
    code, way = QLineEdit(), Button("Autre moyen")
    panel = QWidget()
    QVBoxLayout(panel).addWidget(code)
    page.put_card(panel)
    page.add_way(way)
    qtbot.waitUntil(way.isVisible)
    code.setFocus()
    places = []
    for _ in range(6):
        press(qtbot, Qt.Key.Key_Tab)
        places.append(QApplication.focusWidget())
    assert places[0] is entry(page, "Mot de passe")
    assert places[-2:] == [way, code]


def test_ten_minutes_without_input_are_told_once(qtbot: QtBot, watch: IdleWatch, clock: FakeClock):
    told: list[bool] = []
    watch.idle.connect(lambda: told.append(True))
    for _ in range(10):
        clock.advance(timedelta(seconds=59))
        watch.look()
    assert told == []
    clock.advance(timedelta(seconds=10))
    watch.look()
    clock.advance(timedelta(seconds=60))
    watch.look()
    assert told == [True]


@pytest.mark.parametrize("gesture", ["key", "mouse", "text"])
def test_input_anywhere_begins_the_delay_again(
    qtbot: QtBot, watch: IdleWatch, clock: FakeClock, gesture: str
):
    field = QWidget()
    show(qtbot, field)
    clock.advance(timedelta(seconds=80))
    for _ in range(6):
        clock.advance(timedelta(seconds=80))
        watch.look()
    match gesture:
        case "key":
            qtbot.keyClick(field, Qt.Key.Key_A)
        case "mouse":
            qtbot.mouseMove(field)
            qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
        case "text":
            QApplication.sendEvent(field, QEvent(QEvent.Type.InputMethod))
    with qtbot.assertNotEmitted(watch.idle):
        clock.advance(timedelta(seconds=80))
        watch.look()


def test_zero_minutes_never_lock(qtbot: QtBot, watch: IdleWatch, clock: FakeClock):
    watch.set_minutes(0)
    with qtbot.assertNotEmitted(watch.idle):
        for _ in range(100):
            clock.advance(timedelta(seconds=80))
            watch.look()


def test_a_jump_of_the_wall_clock_is_a_waking(qtbot: QtBot, watch: IdleWatch, clock: FakeClock):
    with qtbot.assertNotEmitted(watch.woke):
        clock.advance(timedelta(seconds=15))
        watch.look()
        clock.advance(timedelta(seconds=90))
        watch.look()
    with qtbot.waitSignal(watch.woke):
        clock.advance(timedelta(seconds=91))
        watch.look()


def test_a_clock_set_back_locks_nothing(qtbot: QtBot, watch: IdleWatch, clock: FakeClock):
    with qtbot.assertNotEmitted(watch.woke), qtbot.assertNotEmitted(watch.idle):
        clock.set_back(timedelta(hours=3))
        watch.look()


def test_a_stopped_watch_sees_nothing(qtbot: QtBot, clock: FakeClock):
    watch = IdleWatch(clock, 10)
    watch.start()
    watch.stop()
    before = watch._last_input
    clock.advance(timedelta(minutes=1))
    field = QWidget()
    show(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert watch._last_input == before
