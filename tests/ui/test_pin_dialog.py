"""The question of the code over the window: what it says, and that nothing of it stays."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.cards.faults import CardRemoved
from almapy.cps.asking import PinDesk
from almapy.cps.faults import PinNotGiven
from almapy.cps.model import PinRequest, PinState
from almapy.cps.reader import CpsReader
from tests.fakes.cps import FakeCard, FakeCps
from tests.ui.door_helper import nameless, words
from ui.cps.pin_dialog import PinAsker

PURPOSE = "signer l'appel à INSi"


class Worker:
    """Asks from a thread of its own, as a signature does."""

    def __init__(self, pins, request):
        self.answer = None
        self._pins = pins
        self._request = request
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self):
        try:
            self.answer = self._pins.ask(self._request)
        except PinNotGiven as refusal:
            self.answer = refusal

    def join(self):
        self._thread.join(10)
        assert not self._thread.is_alive()
        return self.answer


@pytest.fixture
def card(clock):
    return CpsReader(FakeCps(FakeCard()), clock).read()


@pytest.fixture
def pins():
    return PinDesk(seconds=20)


@pytest.fixture
def asker(qtbot, pins):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 400)
    window.show()
    asker = PinAsker(pins, window)
    yield asker
    asker.stop()


def ask(qtbot, asker, pins, card, **changes):
    worker = Worker(pins, PinRequest(card, PURPOSE, **changes))
    qtbot.waitUntil(lambda: asker.dialog is not None and asker.dialog.isVisible())
    return worker


def type_code(qtbot, asker, code):
    qtbot.keyClicks(asker.dialog.pin.edit, code)
    qtbot.keyClick(asker.dialog.pin.edit, Qt.Key.Key_Return)


def test_the_question_tells_which_card_and_what_for(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, card)
    shown = words(asker.dialog)
    assert "Carte de Paul DÉMO, Médecin" in shown
    assert "Pour signer l'appel à INSi." in shown
    assert "essai" not in shown
    assert "Simulateur" not in shown
    assert asker.dialog.pin.edit.echoMode() is QLineEdit.EchoMode.Password
    assert asker.dialog.pin.edit.hasFocus() or asker.dialog.focusWidget() is asker.dialog.pin.edit
    assert nameless(asker.dialog) == []
    field = asker.dialog.pin.edit
    type_code(qtbot, asker, "1234")
    assert worker.join() == "1234"
    assert field.text() == ""
    qtbot.waitUntil(lambda: asker.dialog is None)


def test_escape_cancels_and_the_work_behind_goes_on(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, card)
    qtbot.keyClicks(asker.dialog.pin.edit, "12")
    field = asker.dialog.pin.edit
    qtbot.keyClick(asker.dialog, Qt.Key.Key_Escape)
    assert isinstance(worker.join(), PinNotGiven)
    assert field.text() == ""
    again = ask(qtbot, asker, pins, card)
    asker.dialog.cancel_button.click()
    assert isinstance(again.join(), PinNotGiven)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (PinState(2, low=True), "Un code faux a déjà été saisi. Il reste 2 essais."),
        (PinState(None, low=True), "Un code faux a déjà été saisi."),
        (PinState(1, low=True, final=True), "Dernier essai avant blocage de la carte."),
    ],
)
def test_the_tries_left_are_told_before_the_try(qtbot, asker, pins, card, state, sentence):
    worker = ask(qtbot, asker, pins, replace(card, pin=state))
    assert sentence in words(asker.dialog)
    assert asker.dialog.pin.last_try.isVisible() is state.final
    asker.dialog.reject()
    worker.join()


def test_the_last_try_is_confirmed_before_it_is_sent(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, replace(card, pin=PinState(1, low=True, final=True)))
    type_code(qtbot, asker, "1234")
    assert "Cochez la case" in words(asker.dialog)
    assert worker.answer is None
    asker.dialog.pin.last_try.click()
    qtbot.keyClick(asker.dialog.pin.edit, Qt.Key.Key_Return)
    assert worker.join() == "1234"


def test_a_blocked_card_is_told_and_never_asked(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, replace(card, pin=PinState(0, locked=True)))
    assert "code de déblocage" in words(asker.dialog)
    assert not asker.dialog.pin.edit.isVisible()
    assert not asker.dialog.accept_button.isVisible()
    asker.dialog.reject()
    assert isinstance(worker.join(), PinNotGiven)


def test_after_a_wrong_code_it_says_so(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, card, after_wrong=True)
    assert "Code porteur incorrect. Rien n'a été signé." in words(asker.dialog)
    asker.dialog.reject()
    worker.join()


def test_three_digits_are_not_given(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, card)
    type_code(qtbot, asker, "123")
    assert "exactement quatre chiffres" in words(asker.dialog)
    dialog = asker.dialog
    qtbot.waitUntil(lambda: dialog.height() >= dialog.layout().heightForWidth(dialog.width()))
    assert worker.answer is None
    asker.dialog.reject()
    worker.join()


def test_a_simulated_card_says_so(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, replace(card, simulated=True))
    assert "Simulateur\u00a0: code 1234" in words(asker.dialog).replace(" :", "\u00a0:")
    asker.dialog.reject()
    worker.join()


def test_a_question_that_is_over_leaves_the_screen(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, card)
    pins.cancel()  # the post is locked, the card left
    assert isinstance(worker.join(), PinNotGiven)
    qtbot.waitUntil(lambda: asker.dialog is None)


def test_nobody_is_asked_once_the_session_ends(qtbot, asker, pins, card):
    worker = ask(qtbot, asker, pins, card)
    asker.stop()
    assert isinstance(worker.join(), PinNotGiven)
    with pytest.raises(PinNotGiven):
        pins.ask(PinRequest(card, PURPOSE))


def test_a_card_pulled_out_during_the_question_is_no_crash(qtbot, asker, pins, clock):
    module = FakeCps(FakeCard())
    reader = CpsReader(module, clock)
    card = reader.read()
    worker = ask(qtbot, asker, pins, card)
    module.remove()
    type_code(qtbot, asker, "1234")
    with pytest.raises(CardRemoved):
        reader.unlock(card, worker.join())
