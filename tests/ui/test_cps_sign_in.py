"""The CPS at the sign-in window: its person, its code, and every sentence when it does not open."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from almapy.cards.faults import CardRemoved
from almapy.cards.model import ReaderState
from almapy.cps.asking import PinDesk
from almapy.cps.faults import CpsLibraryAbsent, CpsLibraryFailed
from almapy.cps.reader import CpsReader
from almapy.opening import Door
from almapy.sign_in.card_links import CardLinkService
from almapy.sign_in.model import TokenKind
from tests.conftest import CHEAP, LOGIN, PASSWORD
from tests.fakes.cps import RIGHT_PIN, FakeCard
from tests.ui.cps_helper import Post
from tests.ui.door_helper import button, click, entry, fill, messages, nameless, press, show, words
from ui.signin.window import SignInWindow
from ui.theme import Theme

CODE = "Code porteur"


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def card():
    return FakeCard()


def link(opened, card):
    """Link a card to the owner of the practice, as the office does."""
    application = opened.application
    post = Post()
    post.insert(card)
    pins = PinDesk()
    pins.listen(lambda question: question.answer(RIGHT_PIN))
    links = CardLinkService(
        application.sign_in_links,
        application.keeper,
        CpsReader(post.module, application.clock),
        pins,
        application.base_id,
    )
    links.link(opened.actor, links.look(opened.actor).card)
    card.is_open = False


@pytest.fixture
def linked(practice, place, card):
    """A closed practice that this card opens."""
    link(practice, card)
    practice.application.close()
    return place


@pytest.fixture
def open_window(qtbot, clock, tasks, post, linked):
    windows = []

    def make():
        def door(place):
            return Door(place, clock, cost=CHEAP, outside=post.outside)

        window = SignInWindow(linked, clock, tasks, Theme(), make_door=door)
        show(qtbot, window)
        qtbot.waitUntil(lambda: window._card_way is not None, timeout=10_000)
        windows.append(window)
        return window

    yield make
    for window in windows:
        window._stop_ways()


@pytest.fixture
def window(open_window):
    return open_window()


def panel(window):
    return window._card_way.panel


def wait_for_code(qtbot, window):
    qtbot.waitUntil(lambda: panel(window).asks_code, timeout=10_000)


def wait_for_words(qtbot, window, part):
    qtbot.waitUntil(lambda: part in words(window), timeout=10_000)


def type_code(qtbot, window, code):
    qtbot.keyClicks(panel(window).pin.edit, code)
    qtbot.keyClick(panel(window).pin.edit, Qt.Key.Key_Return)


def test_a_card_put_in_shows_whose_it_is_and_its_code_opens(qtbot, window, post, card):
    assert not panel(window).isVisible()
    post.insert(card)
    wait_for_code(qtbot, window)
    assert "Carte de Paul DÉMO, Médecin" in words(window)
    code = entry(window, CODE)
    assert QApplication.focusWidget() is code
    assert code.echoMode() is QLineEdit.EchoMode.Password
    assert "essai" not in words(window)
    with qtbot.waitSignal(window.opened, timeout=10_000) as caught:
        type_code(qtbot, window, RIGHT_PIN)
    opened = caught.args[0]
    assert opened.actor.login == LOGIN
    assert panel(window).pin.edit.text() == ""
    assert window.arrival.reader == "Lecteur CPS"
    assert not window.arrival.offers_link
    opened.application.close()


def test_a_card_that_was_there_before_the_window_is_seen(qtbot, open_window, post, card):
    post.insert(card)
    window = open_window()
    wait_for_code(qtbot, window)


def test_the_password_form_is_always_there(qtbot, window, post, card):
    post.insert(card)
    wait_for_code(qtbot, window)
    fill(window, "Mot de passe", PASSWORD)
    with qtbot.waitSignal(window.opened, timeout=10_000) as caught:
        press(qtbot, Qt.Key.Key_Return)
    assert window.arrival.reader == ""
    assert card.logins == 1  # the one of the link
    caught.args[0].application.close()


def test_a_card_does_not_take_the_cursor_from_a_password_being_typed(qtbot, window, post, card):
    fill(window, "Mot de passe", "Tilleul")
    post.insert(card)
    wait_for_code(qtbot, window)
    assert QApplication.focusWidget() is entry(window, "Mot de passe")


def test_the_card_pulled_out_gives_the_form_back(qtbot, window, post, card):
    post.insert(card)
    wait_for_code(qtbot, window)
    qtbot.keyClicks(panel(window).pin.edit, "12")
    post.pull()
    qtbot.waitUntil(lambda: not panel(window).isVisible(), timeout=10_000)
    assert panel(window).pin.edit.text() == ""
    assert entry(window, "Mot de passe").isEnabled()
    assert QApplication.focusWidget() is entry(window, "Mot de passe")


def test_a_card_that_is_not_linked_sends_to_the_password_and_asks_no_code(
    qtbot, window, post, card
):
    post.insert(FakeCard(serial="8025000001290000018"))
    wait_for_words(qtbot, window, "Cette carte n'est pas encore associée\u00a0: ouvrez avec")
    assert not panel(window).asks_code
    fill(window, "Mot de passe", PASSWORD)
    with qtbot.waitSignal(window.opened, timeout=10_000) as caught:
        press(qtbot, Qt.Key.Key_Return)
    assert window.arrival.offers_link
    caught.args[0].application.close()


def test_wrong_codes_are_told_with_what_is_left_until_the_card_is_blocked(
    qtbot, window, post, card
):
    post.insert(card)
    wait_for_code(qtbot, window)
    type_code(qtbot, window, "0000")
    wait_for_words(qtbot, window, "Un code faux a déjà été saisi. Il reste 2 essais.")
    assert "Code porteur incorrect" in messages(window)
    type_code(qtbot, window, "0000")
    wait_for_words(qtbot, window, "Dernier essai avant blocage de la carte.")
    known = next(b for b in window.findChildren(QCheckBox) if b.isVisible())
    assert known.text() == "Je sais que c'est le dernier essai"
    type_code(qtbot, window, "0000")
    assert "Cochez la case" in words(window)
    assert card.tries_left == 1
    known.click()
    qtbot.keyClick(panel(window).pin.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.tries_left == 0)
    wait_for_words(qtbot, window, "La carte CPS est bloquée")
    assert "CPS-Gestion" in messages(window)
    assert not panel(window).asks_code
    assert button(window, "Se connecter").isEnabled()


def test_the_right_last_try_opens(qtbot, window, post, card):
    card.tries_left = 1
    post.insert(card)
    wait_for_code(qtbot, window)
    next(b for b in window.findChildren(QCheckBox) if b.isVisible()).click()
    with qtbot.waitSignal(window.opened, timeout=10_000) as caught:
        type_code(qtbot, window, RIGHT_PIN)
    caught.args[0].application.close()


def test_a_blocked_card_gets_its_route_and_no_field(qtbot, window, post, card):
    card.tries_left = 0
    post.insert(card)
    wait_for_words(qtbot, window, "La carte CPS est bloquée")
    assert "la e-CPS et le mot de passe d'AlmaPy fonctionnent" in words(window)
    assert not panel(window).asks_code
    assert card.logins == 1


def test_a_card_pulled_out_during_its_code_is_told_and_nothing_hangs(qtbot, window, post, card):
    post.module.before_login = threading.Event()
    post.insert(card)
    wait_for_code(qtbot, window)
    type_code(qtbot, window, RIGHT_PIN)
    assert post.module.reached_login.wait(10)
    assert not entry(window, "Mot de passe").isEnabled()
    post.pull()
    post.module.before_login.set()
    wait_for_words(qtbot, window, "La carte a été retirée")
    assert CardRemoved().message in messages(window)
    assert entry(window, "Mot de passe").isEnabled()
    post.module.before_login = None
    post.insert(card)
    wait_for_code(qtbot, window)


def test_an_expired_card_is_told_before_its_code_counts(qtbot, window, post, card, clock):
    clock.advance(card.ends - clock.now() + timedelta(days=1))
    post.insert(card)
    wait_for_code(qtbot, window)
    type_code(qtbot, window, RIGHT_PIN)
    wait_for_words(qtbot, window, "Le certificat de cette carte CPS est expiré")
    assert card.logins == 1


@pytest.mark.parametrize("fault", [CpsLibraryAbsent, CpsLibraryFailed])
def test_a_library_that_is_missing_or_broken_is_a_sentence(qtbot, window, post, card, fault):
    post.module.fault = fault()
    post.insert(card)
    wait_for_words(qtbot, window, fault().message)
    assert not panel(window).asks_code
    assert button(window, "Se connecter").isEnabled()


def test_a_code_of_three_digits_is_not_sent(qtbot, window, post, card):
    post.insert(card)
    wait_for_code(qtbot, window)
    type_code(qtbot, window, "1a2x3")
    assert panel(window).pin.edit.text() == "123"
    assert "exactement quatre chiffres" in words(window)
    assert card.logins == 1


def test_an_undone_link_is_told_like_a_card_never_linked(
    qtbot, practice, place, card, post, clock, tasks
):
    link(practice, card)
    links = practice.application.sign_in_links
    links.unlink(practice.actor, links.of(practice.actor)[0].id)
    practice.application.close()
    window = SignInWindow(
        place,
        clock,
        tasks,
        Theme(),
        make_door=lambda p: Door(p, clock, cost=CHEAP, outside=post.outside),
    )
    show(qtbot, window)
    post.insert(card)
    wait_for_words(qtbot, window, "pas encore associée")
    window._stop_ways()


def test_a_post_without_any_reader_shows_nothing_of_it(qtbot, practice, place, clock, tasks):
    practice.application.close()
    from almapy.outside import Outside

    window = SignInWindow(
        place,
        clock,
        tasks,
        Theme(),
        make_door=lambda p: Door(p, clock, cost=CHEAP, outside=Outside()),
    )
    show(qtbot, window)
    qtbot.waitUntil(lambda: tasks.under_way == 0, timeout=10_000)
    assert window._card_way is None
    assert "arte" not in words(window)


def test_a_simulated_card_says_so(qtbot, practice, place, clock, tasks, card):
    link(practice, card)
    practice.application.close()
    post = Post(simulated=True)
    window = SignInWindow(
        place,
        clock,
        tasks,
        Theme(),
        make_door=lambda p: Door(p, clock, cost=CHEAP, outside=post.outside),
    )
    show(qtbot, window)
    post.insert(card)
    qtbot.waitUntil(lambda: window._card_way is not None and panel(window).asks_code)
    assert "Simulateur" in words(window)
    window._stop_ways()


def test_every_control_of_the_card_has_a_name_and_tab_reaches_it(qtbot, window, post, card):
    post.insert(card)
    wait_for_code(qtbot, window)
    assert nameless(window) == []
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is panel(window).open_button
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is entry(window, "Identifiant")


def test_the_button_opens_as_enter_does(qtbot, window, post, card):
    post.insert(card)
    wait_for_code(qtbot, window)
    qtbot.keyClicks(panel(window).pin.edit, RIGHT_PIN)
    with qtbot.waitSignal(window.opened, timeout=10_000) as caught:
        click(qtbot, window, "Ouvrir avec la carte")
    opened = caught.args[0]
    assert opened.application.sign_in_links.of(opened.actor)[0].kind is TokenKind.CPS
    opened.application.close()


def test_leaving_without_signing_in_stops_the_readers_and_the_library(qtbot, window, post):
    with qtbot.waitSignal(window.closed):
        window.close()
    qtbot.waitUntil(lambda: post.module.closed, timeout=10_000)
    qtbot.waitUntil(lambda: window._card_way._cards.state() is ReaderState.STOPPED, timeout=10_000)
