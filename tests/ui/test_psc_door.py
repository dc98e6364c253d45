"""Signing in by Pro Santé Connect at the sign-in window."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from almapy.demo.psc import DemoPsc
from almapy.opening import Door, Opened
from almapy.outside import Outside
from almapy.psc.faults import PscUnavailable, SignInRefused, UnknownPerson
from almapy.settings import Place
from almapy.simulators.psc.behaviour import Trouble
from tests.conftest import CHEAP, LOGIN, PASSWORD
from tests.fakes.clock import FakeClock
from tests.fakes.psc import DOCTOR, FakePsc, identity, place
from tests.ui.door_helper import (
    button,
    click,
    entry,
    fill,
    messages,
    nameless,
    press,
    show,
    shown,
    too_wide,
    words,
)
from tests.ui.psc_helper import BrowserPerson
from ui.signin.window import SignInWindow
from ui.tasks import TaskRunner
from ui.theme import Theme

BROWSER_WAY = "Se connecter avec Pro Santé Connect"
TELEPHONE_WAY = "Confirmer sur ma e-CPS"
OpenWith = Callable[..., SignInWindow]


@pytest.fixture
def closed_practice(place: Place, practice: Opened) -> Place:
    practice.application.close()
    return place


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserPerson]:
    person = BrowserPerson()
    monkeypatch.setattr("ui.psc.sign_in.QDesktopServices", person)
    yield person
    person.finish()


@pytest.fixture
def open_with(
    qtbot: QtBot, closed_practice: Place, clock: FakeClock, tasks: TaskRunner
) -> OpenWith:
    """The sign-in window of a post whose Pro Santé Connect is given."""

    def make(psc: object, **values: object) -> SignInWindow:
        def door(at: Place) -> Door:
            return Door(at, clock, cost=CHEAP, outside=Outside(psc=psc, **values))

        window = SignInWindow(closed_practice, clock, tasks, Theme(), make_door=door)
        show(qtbot, window)
        qtbot.waitUntil(lambda: window._psc_way is not None and tasks.under_way == 0)
        if psc is not None:
            qtbot.waitUntil(window._psc_way.way.isVisible)
        return window

    return make


@pytest.fixture
def simulated(clock: FakeClock) -> Iterator[DemoPsc]:
    psc = DemoPsc(clock)
    yield psc
    psc.close()


@pytest.fixture
def entered(qtbot: QtBot) -> Iterator[list[Opened]]:
    opened: list[Opened] = []
    yield opened
    for one in opened:
        one.application.close()


def follow(window: SignInWindow, entered: list[Opened]) -> SignInWindow:
    window.opened.connect(entered.append)
    return window


def link(qtbot: QtBot, window: SignInWindow, login: str = LOGIN, password: str = PASSWORD) -> None:
    qtbot.waitUntil(lambda: "Associer à un compte" in words(window), timeout=20_000)
    fill(window, "Identifiant", login)
    fill(window, "Mot de passe", password)
    click(qtbot, window, "Associer et ouvrir")


def test_the_button_is_absent_where_nothing_is_set(open_with: OpenWith):
    window = open_with(None)
    assert BROWSER_WAY not in [one.text() for one in shown(window, QAbstractButton)]


def test_the_first_time_the_identity_is_linked_and_then_opens_alone(
    qtbot: QtBot,
    open_with: OpenWith,
    browser: BrowserPerson,
    clock: FakeClock,
    entered: list[Opened],
):
    window = follow(open_with(DemoPsc(clock)), entered)
    click(qtbot, window, BROWSER_WAY)
    assert "Terminez dans le navigateur" in words(window)
    link(qtbot, window)
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)
    first = entered.pop()
    assert first.actor.login == LOGIN
    assert [one.subject for one in first.application.sign_in_links.of(first.actor)] == [DOCTOR]
    assert first.application.psc.session(first.actor) is not None
    first.application.close()
    again = follow(open_with(DemoPsc(clock)), entered)
    click(qtbot, again, BROWSER_WAY)
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)
    assert entered[0].actor.login == LOGIN
    assert "AlmaPy" in browser.last


def test_the_telephone_confirms_the_two_digits(
    qtbot: QtBot, open_with: OpenWith, simulated: DemoPsc, entered: list[Opened]
):
    psc = simulated
    window = follow(open_with(psc, telephone_page=psc.telephone_page), entered)
    click(qtbot, window, TELEPHONE_WAY)
    fill(window, "N° RPPS", "10001234565")
    press(qtbot, Qt.Key.Key_Return)
    ledger = psc.endpoint().ledger
    qtbot.waitUntil(lambda: bool(ledger.pending()), timeout=20_000)
    asked = ledger.pending()[0]
    assert asked.digits in [label.text() for label in shown(window, QLabel)]
    assert asked.channel == "MOBILE"
    button(window, "Ouvrir le téléphone simulé")
    ledger.decide(asked.id, accept=True)
    link(qtbot, window)
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)
    assert QSettings().value("psc/rpps") is None


def test_the_card_replaces_the_telephone(qtbot: QtBot, open_with: OpenWith, tasks: TaskRunner):
    psc = FakePsc()
    window = open_with(psc)
    click(qtbot, window, TELEPHONE_WAY)
    fill(window, "N° RPPS", f"8{DOCTOR[1:]}")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(psc.asked) == 1)
    click(qtbot, window, "Utiliser ma carte CPS")
    qtbot.waitUntil(lambda: len(psc.asked) == 2)
    assert [one[2] for one in psc.asked] == ["MOBILE", "CARD"]
    assert {one[0] for one in psc.asked} == {DOCTOR}
    assert "Confirmez avec votre carte CPS" in words(window)
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert QApplication.focusWidget() is entry(window, "Mot de passe")


def test_giving_up_brings_the_form_back_and_throws_away_what_comes_late(
    qtbot: QtBot, open_with: OpenWith, browser: BrowserPerson, tasks: TaskRunner
):
    browser.answers = False
    psc = FakePsc()
    window = open_with(psc)
    fill(window, "Identifiant", "dr.rempl")
    click(qtbot, window, BROWSER_WAY)
    qtbot.waitUntil(lambda: len(browser.pages) == 1)
    click(qtbot, window, "Rouvrir la page")
    assert len(browser.pages) == 2
    click(qtbot, window, "Annuler")
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert entry(window, "Identifiant").currentText() == "dr.rempl"
    psc.next(identity())
    assert psc.sessions == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PscUnavailable(), "indisponible"),
        (SignInRefused(), "abandonnée ou refusée"),
    ],
)
def test_a_failure_is_told_above_the_form_which_still_opens(
    qtbot: QtBot,
    open_with: OpenWith,
    browser: BrowserPerson,
    entered: list[Opened],
    error: Exception,
    said: str,
):
    browser.answers = False
    psc = FakePsc()
    psc.next(error)
    window = follow(open_with(psc), entered)
    click(qtbot, window, BROWSER_WAY)
    qtbot.waitUntil(lambda: said in messages(window))
    fill(window, "Mot de passe", PASSWORD)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)


@pytest.mark.parametrize(
    ("trouble", "path", "said"),
    [
        (Trouble.DOWN, "/ticket", "indisponible"),
        (Trouble.SERVER_ERROR, "/ticket", "indisponible"),
        (Trouble.GARBAGE, "/session", "indisponible"),
        (Trouble.EXPIRED_TICKET, "", "délai"),
    ],
)
def test_troubles_of_the_service_are_sentences(
    qtbot: QtBot,
    open_with: OpenWith,
    browser: BrowserPerson,
    simulated: DemoPsc,
    trouble: Trouble,
    path: str,
    said: str,
):
    psc = simulated
    psc.endpoint().control.trouble(trouble, path, times=None)
    window = open_with(psc)
    click(qtbot, window, BROWSER_WAY)
    qtbot.waitUntil(lambda: said in messages(window), timeout=30_000)
    assert entry(window, "Mot de passe").isEnabled()


def test_leaving_the_page_in_the_browser_brings_the_form_back(
    qtbot: QtBot, open_with: OpenWith, browser: BrowserPerson, simulated: DemoPsc
):
    browser.person = None
    window = open_with(simulated)
    click(qtbot, window, BROWSER_WAY)
    qtbot.waitUntil(lambda: "abandonnée ou refusée" in messages(window), timeout=20_000)


def test_an_unknown_number_is_told_under_its_field(qtbot: QtBot, open_with: OpenWith):
    psc = FakePsc()
    psc.next(UnknownPerson())
    window = open_with(psc)
    click(qtbot, window, TELEPHONE_WAY)
    assert QApplication.focusWidget() is entry(window, "N° RPPS")
    fill(window, "N° RPPS", "123")
    press(qtbot, Qt.Key.Key_Return)
    assert "Tapez les 11 chiffres" in words(window)
    fill(window, "N° RPPS", "10001234566")
    assert "clé de ce numéro RPPS n'est pas juste" in words(window)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "ne connaît pas ce numéro" in words(window))
    assert entry(window, "N° RPPS").text() == "10001234566"


def test_the_number_that_was_confirmed_is_proposed_next_time(
    qtbot: QtBot, open_with: OpenWith, entered: list[Opened]
):
    psc = FakePsc()
    psc.next(identity())
    window = follow(open_with(psc), entered)
    click(qtbot, window, TELEPHONE_WAY)
    fill(window, "N° RPPS", "10001234565")
    press(qtbot, Qt.Key.Key_Return)
    link(qtbot, window)
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)
    entered.pop().application.close()
    again = open_with(FakePsc())
    click(qtbot, again, TELEPHONE_WAY)
    assert entry(again, "N° RPPS").text() == "10001234565"


def test_a_wrong_password_stays_on_the_link_and_the_right_one_enters(
    qtbot: QtBot, open_with: OpenWith, entered: list[Opened]
):
    psc = FakePsc()
    psc.next(identity())
    window = follow(open_with(psc), entered)
    click(qtbot, window, TELEPHONE_WAY)
    fill(window, "N° RPPS", "10001234565")
    press(qtbot, Qt.Key.Key_Return)
    link(qtbot, window, password="Faux-2026!")
    qtbot.waitUntil(lambda: "mot de passe" in words(window).lower() and not entered)
    qtbot.waitUntil(lambda: button(window, "Associer et ouvrir").isEnabled())
    link(qtbot, window)
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (identity(profession_codes=frozenset({"21"})), "profession"),
        (identity("810009876540"), "RPPS"),
    ],
)
def test_a_rule_that_refuses_the_link_is_told_inside_and_ends_that_session(
    qtbot: QtBot, open_with: OpenWith, entered: list[Opened], who: object, said: str
):
    psc = FakePsc()
    psc.next(who)
    window = follow(open_with(psc), entered)
    click(qtbot, window, TELEPHONE_WAY)
    fill(window, "N° RPPS", "10001234565")
    press(qtbot, Qt.Key.Key_Return)
    link(qtbot, window)
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)
    assert any(said in notice for notice in entered[0].notices)
    assert entered[0].application.sign_in_links.of(entered[0].actor) == []
    assert psc.sessions[0].is_ended


def test_who_works_in_several_places_says_where_before_entering(
    qtbot: QtBot, open_with: OpenWith, entered: list[Opened]
):
    psc = FakePsc()
    psc.next(identity(activities=(place("Cabinet des Tilleuls"), place("Maison de santé"))))
    window = follow(open_with(psc), entered)
    click(qtbot, window, TELEPHONE_WAY)
    fill(window, "N° RPPS", "10001234565")
    press(qtbot, Qt.Key.Key_Return)
    link(qtbot, window)
    qtbot.waitUntil(lambda: "Quel lieu d'exercice" in words(window), timeout=20_000)
    shown(window, QRadioButton)[1].click()
    click(qtbot, window, "Choisir ce lieu")
    qtbot.waitUntil(lambda: len(entered) == 1, timeout=20_000)
    chosen = entered[0].application.psc.activity(entered[0].actor)
    assert chosen.name == "Maison de santé"


def test_closing_the_window_while_waiting_ends_the_waiting(
    qtbot: QtBot, open_with: OpenWith, browser: BrowserPerson, tasks: TaskRunner
):
    browser.answers = False
    window = open_with(FakePsc())
    click(qtbot, window, BROWSER_WAY)
    qtbot.waitUntil(lambda: len(browser.pages) == 1)
    window.close()
    qtbot.waitUntil(lambda: tasks.under_way == 0)


def test_the_simulator_says_so_and_everything_has_a_name(qtbot: QtBot, open_with: OpenWith):
    window = open_with(FakePsc(simulated=True))
    assert words(window).count("Simulateur") == 1
    click(qtbot, window, TELEPHONE_WAY)
    assert "Simulateur" in words(window)
    assert entry(window, "N° RPPS").hasFocus()
    assert nameless(window) == []
    fill(window, "N° RPPS", "10001234565")
    press(qtbot, Qt.Key.Key_Return)
    window.resize(683, 370)
    QApplication.processEvents()
    assert nameless(window) == []
    assert too_wide(window) == []
