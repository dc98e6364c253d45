"""The demo practice: its calls to INSi are signed by the simulated CPS that is in."""

from __future__ import annotations

import threading

import pytest

from almapy.cards.model import CardEventKind
from almapy.clock import SystemClock
from almapy.insi.model import Outcome, Traits
from almapy.opening import Door
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.stop import Stop
from tests.conftest import CHEAP, new_practice
from tests.core.simulated_insi_helper import RUTH
from tests.fakes.cps import RIGHT_PIN

TRAITS = Traits(RUTH["NomNaissance"], RUTH["Prenom"], RUTH["Sexe"], RUTH["DateNaissance"])


class Demo:
    def __init__(self, opened) -> None:
        self.application, self.actor = opened.application, opened.actor
        self.board = self.application.outside.simulated_cards
        self.asked: list[str] = []
        self.pin: str | None = RIGHT_PIN
        self.application.pins.listen(self._asked)

    def _asked(self, question) -> None:
        self.asked.append(question.request.purpose)
        if self.pin is None:
            question.cancel()
        else:
            question.answer(self.pin)

    def search(self):
        return self.application.insi.search(self.actor, TRAITS, Stop())

    def emptied(self) -> None:
        self.application.cards.close()  # a departure seen late would forget the next test's code
        for key in self.board.inserted():
            self.board.eject(key)
        self.application.cps.forget()
        self.asked.clear()
        self.pin = RIGHT_PIN


@pytest.fixture(scope="module")
def whole_demo(tmp_path_factory):
    """One demo practice for all: its simulators start once."""
    place = Place(Folders(tmp_path_factory.mktemp("demo")), PostSettings())
    door = Door(place, SystemClock(), cost=CHEAP)
    opened = door.create(new_practice(is_demo=True))
    yield Demo(opened)
    opened.application.close()


@pytest.fixture
def demo(whole_demo):
    whole_demo.emptied()
    return whole_demo


def test_the_demo_calls_without_any_card(demo):
    assert demo.search().outcome is Outcome.FOUND
    assert demo.asked == []


def test_the_simulated_card_of_the_doctor_signs_the_calls_after_one_code(demo):
    demo.board.insert("cps_medecin")
    assert [demo.search().outcome for _ in range(2)] == [Outcome.FOUND, Outcome.FOUND]
    assert demo.asked == ["signer l'appel à INSi"]


def test_a_refused_code_sends_nothing_and_says_why(demo):
    demo.board.insert("cps_medecin")
    demo.pin = None
    result = demo.search()
    assert result.outcome is Outcome.NOT_READY
    assert "Rien n'a été signé ni envoyé" in result.advice.text


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("cps_remplacant", "n'est pas celle de la personne connectée"),
        ("cps_expiree", "expiré"),
    ],
)
def test_a_card_that_may_not_sign_is_refused_in_words(demo, key, words):
    demo.board.insert(key)
    assert words in demo.application.insi.why_not(demo.actor)
    assert demo.search().outcome is Outcome.NOT_READY
    assert demo.asked == []


def test_a_card_taken_out_is_forgotten_when_it_leaves(demo):
    application, left = demo.application, threading.Event()
    application.cards.start()
    forget = application.cards.listen(
        lambda event: left.set() if event.kind is CardEventKind.REMOVED else None
    )
    demo.board.insert("cps_medecin")
    demo.search()
    card = application.cps.own(demo.actor)
    assert application.cps_reader.is_unlocked(card)
    demo.board.eject("cps_medecin")
    assert left.wait(20)
    forget()
    assert not application.cps_reader.is_unlocked(card)
    demo.board.insert("cps_medecin")
    demo.search()
    assert len(demo.asked) == 2
