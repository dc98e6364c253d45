"""Pro Santé Connect while a base is open: linking, removing, signing in again, unlocking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from almapy.audit.model import Action
from almapy.audit.tables import JournalRow
from almapy.opening import Door, Opened
from almapy.outside import Outside
from almapy.psc.faults import PscUnavailable, SessionOver
from almapy.psc.model import Channel
from almapy.session import Session
from almapy.settings import Place
from almapy.stop import Stop
from almapy.users.throttle import Throttle
from tests.conftest import CHEAP, PASSWORD, new_practice
from tests.fakes.clock import FakeClock
from tests.fakes.psc import DOCTOR, FakePsc, identity, place
from tests.ui.door_helper import button, click, fill, messages, nameless, press, shown, words
from ui.desk import Desk
from ui.lock.lock_page import LockPage
from ui.psc.keep_alive import PscKeepAlive
from ui.psc.link_card import PscLinkCard
from ui.psc.lock_way import PscLockWay
from ui.psc.office_panel import PscOfficePanel
from ui.tasks import TaskRunner
from ui.theme import Theme


class Browser:
    """Opens nothing and remembers the pages."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.is_there = True

    def openUrl(self, url) -> bool:
        self.pages.append(url.toString())
        return self.is_there


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    browser = Browser()
    monkeypatch.setattr("ui.psc.sign_in.QDesktopServices", browser)
    return browser


@pytest.fixture
def psc() -> FakePsc:
    return FakePsc()


@pytest.fixture
def practice(place: Place, clock: FakeClock, psc: FakePsc) -> Iterator[Opened]:
    door = Door(place, clock, cost=CHEAP, outside=Outside(psc=psc))
    opened = door.create(new_practice())
    yield opened
    opened.application.close()


@pytest.fixture
def show_widget(qtbot: QtBot, settle: Callable[[], None]) -> Callable[[QWidget], QWidget]:
    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(700, 500)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        settle()
        return widget

    return show


@pytest.fixture
def card(desk: Desk, show_widget, settle) -> PscLinkCard:
    card = show_widget(PscLinkCard(desk))
    card.load()
    settle()
    return card


def linked(desk: Desk, psc: FakePsc) -> None:
    """Link the doctor's identity as they would, and end that session."""
    psc.next(identity())
    session = psc.sign_in_by_confirmation(DOCTOR, "00", Channel.MOBILE, Stop())
    desk.application.psc.link(desk.actor, session, Stop())
    desk.application.psc.end()


def buttons(window: QWidget) -> list[str]:
    return [one.text() for one in shown(window, QAbstractButton)]


def subjects(desk: Desk) -> list[str]:
    return [one.subject for one in desk.application.sign_in_links.of(desk.actor)]


def test_linking_asks_for_the_password_then_for_the_identity(
    qtbot: QtBot, card: PscLinkCard, desk: Desk, psc: FakePsc, browser: Browser, settle
):
    click(qtbot, card, "Associer mon identité")
    fill(card, "Mot de passe", "Faux-2026!")
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert browser.pages == []
    fill(card, "Mot de passe", PASSWORD)
    psc.next(identity())
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: subjects(desk) == [DOCTOR], timeout=10_000)
    qtbot.waitUntil(lambda: "Connecté à Pro Santé Connect" in words(card))
    assert "Cabinet des Tilleuls" in words(card)
    assert nameless(card) == []


def test_a_link_that_a_rule_refuses_is_told_and_nothing_is_linked(
    qtbot: QtBot, card: PscLinkCard, desk: Desk, psc: FakePsc
):
    click(qtbot, card, "Associer mon identité")
    fill(card, "Mot de passe", PASSWORD)
    psc.next(identity(profession_codes=frozenset({"21"})))
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "profession" in messages(card), timeout=10_000)
    assert subjects(desk) == []
    assert psc.sessions[0].is_ended


def test_removing_the_link_ends_the_session_and_has_the_relay_forget(
    qtbot: QtBot, desk: Desk, psc: FakePsc, show_widget, settle
):
    linked(desk, psc)
    psc.next(identity())
    session = psc.sign_in_by_confirmation(DOCTOR, "00", Channel.MOBILE, Stop())
    desk.application.psc.begin(desk.actor, session)
    card = show_widget(PscLinkCard(desk))
    card.load()
    settle()
    click(qtbot, card, "Retirer")
    settle()
    assert subjects(desk) == []
    assert session.is_ended
    assert session.forgotten == {desk.application.base_id}
    assert button(card, "Associer mon identité").isVisible()


def test_a_post_without_relay_says_where_it_is_set(
    qtbot: QtBot, place: Place, clock: FakeClock, tasks: TaskRunner, show_widget, settle
):
    opened = Door(place, clock, cost=CHEAP, outside=Outside()).create(new_practice())
    card = show_widget(PscLinkCard(Desk(opened.application, opened.actor, tasks, Theme())))
    card.load()
    settle()
    assert "Ce poste" in words(card)
    assert buttons(card) == []
    opened.application.close()


def test_a_session_that_is_over_is_offered_again_and_the_work_goes_on(
    qtbot: QtBot, desk: Desk, psc: FakePsc, show_widget, settle
):
    linked(desk, psc)
    panel = show_widget(PscOfficePanel(desk))
    panel.offer(SessionOver())
    assert "Reconnectez-vous à Pro Santé Connect" in messages(panel)
    psc.next(identity())
    with qtbot.waitSignal(panel.ready, timeout=10_000):
        click(qtbot, panel, "Se connecter avec Pro Santé Connect")
    assert desk.application.psc.access_token(desk.actor, Stop()) == "token"


def test_somebody_else_who_signs_in_gives_nothing(
    qtbot: QtBot, desk: Desk, psc: FakePsc, show_widget
):
    linked(desk, psc)
    panel = show_widget(PscOfficePanel(desk))
    panel.offer(SessionOver())
    psc.next(identity("810009876540"))
    click(qtbot, panel, "Se connecter avec Pro Santé Connect")
    qtbot.waitUntil(lambda: "n'est pas celle" in messages(panel), timeout=10_000)
    assert desk.application.psc.session(desk.actor) is None
    assert psc.sessions[-1].is_ended


def test_the_place_of_work_is_asked_and_kept_for_the_session(
    qtbot: QtBot, desk: Desk, psc: FakePsc, show_widget
):
    linked(desk, psc)
    panel = show_widget(PscOfficePanel(desk))
    psc.next(identity(activities=(place("Cabinet des Tilleuls"), place("Maison de santé"))))
    panel.by_browser()
    qtbot.waitUntil(lambda: "Quel lieu d'exercice" in words(panel), timeout=10_000)
    shown(panel, QRadioButton)[1].click()
    with qtbot.waitSignal(panel.ready, timeout=10_000):
        click(qtbot, panel, "Choisir ce lieu")
    chosen = desk.application.psc.activity(desk.actor)
    assert chosen is not None
    assert chosen.name == "Maison de santé"


def test_the_service_away_is_a_sentence(qtbot: QtBot, desk: Desk, psc: FakePsc, show_widget):
    panel = show_widget(PscOfficePanel(desk))
    psc.next(PscUnavailable())
    panel.by_browser()
    qtbot.waitUntil(lambda: "indisponible" in messages(panel), timeout=10_000)
    panel.by_confirmation()
    qtbot.waitUntil(panel.sign_in.number.isVisible, timeout=10_000)
    assert panel.sign_in.number.number.text() == "10001234565"


@pytest.fixture
def lock(desk: Desk, show_widget, qtbot: QtBot) -> Callable[[], tuple[LockPage, list[object]]]:
    throttle = Throttle(desk.application.clock)
    keeper = QObject()

    def make() -> tuple[LockPage, list[object]]:
        way = PscLockWay(desk, Session(desk.application, throttle), keeper)
        page = LockPage(desk.actor.name, desk.theme, throttle.seconds_left)
        unlocked: list[object] = []
        way.unlocked.connect(unlocked.append)
        way.guard(page)
        show_widget(page)
        return page, unlocked

    yield make
    keeper.deleteLater()


def test_a_linked_identity_unlocks_and_it_is_traced(
    qtbot: QtBot, desk: Desk, psc: FakePsc, lock, settle
):
    linked(desk, psc)
    page, unlocked = lock()
    psc.next(identity())
    qtbot.waitUntil(lambda: "Confirmer sur ma e-CPS" in buttons(page))
    click(qtbot, page, "Déverrouiller avec Pro Santé Connect")
    qtbot.waitUntil(lambda: len(unlocked) == 1, timeout=10_000)
    with desk.application.works.database.reading() as session:
        traced = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc())).all()
    assert Action.SESSION_UNLOCKED in [row.action for row in traced[:3]]
    assert desk.application.psc.session(desk.actor) is not None


def test_somebody_elses_identity_leaves_the_post_locked(
    qtbot: QtBot, desk: Desk, psc: FakePsc, lock
):
    linked(desk, psc)
    page, unlocked = lock()
    psc.next(identity("810009876540"))
    qtbot.waitUntil(lambda: "Confirmer sur ma e-CPS" in buttons(page))
    click(qtbot, page, "Déverrouiller avec Pro Santé Connect")
    qtbot.waitUntil(lambda: "associée à aucun compte" in messages(page), timeout=10_000)
    assert unlocked == []
    assert psc.sessions[-1].is_ended


def test_who_has_linked_nothing_unlocks_with_the_password_alone(
    qtbot: QtBot, desk: Desk, lock, settle
):
    page, _ = lock()
    settle()
    assert "Confirmer sur ma e-CPS" not in buttons(page)


def test_giving_up_in_the_card_brings_the_keyboard_back(
    qtbot: QtBot, desk: Desk, psc: FakePsc, show_widget, settle
):
    linked(desk, psc)
    card = show_widget(PscLinkCard(desk))
    card.load()
    settle()
    card.telephone_button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(card.office.sign_in.number.isVisible)
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert QApplication.focusWidget() is card.telephone_button
    card.connect_button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert "Terminez dans le navigateur" in words(card)
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert QApplication.focusWidget() is card.connect_button


def test_a_session_in_use_is_renewed_only_while_somebody_works(
    desk: Desk, psc: FakePsc, clock: FakeClock, settle
):
    linked(desk, psc)
    psc.next(identity())
    session = psc.sign_in_by_confirmation(DOCTOR, "00", Channel.MOBILE, Stop())
    desk.application.psc.begin(desk.actor, session)
    desk.application.psc.access_token(desk.actor, Stop())
    asked = []
    session.access_token = lambda _stop: asked.append(1) or "token"
    clock.advance(timedelta(minutes=21))
    still = [600.0]
    alive = PscKeepAlive(desk, lambda: still[0])
    alive.look()
    settle()
    assert asked == []
    still[0] = 10.0
    alive.look()
    settle()
    assert asked == [1]
    alive.look()
    settle()
    assert asked == [1]


def test_a_post_without_browser_says_so_and_lets_try_again(
    qtbot: QtBot, desk: Desk, browser: Browser, show_widget
):
    browser.is_there = False
    panel = show_widget(PscOfficePanel(desk))
    panel.by_browser()
    qtbot.waitUntil(lambda: "Aucun navigateur ne s'est ouvert" in words(panel))
    click(qtbot, panel, "Rouvrir la page")
    assert len(browser.pages) == 2
    press(qtbot, Qt.Key.Key_Escape)
    assert "Aucun navigateur" not in words(panel)
