from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.cps.asking import PinDesk, PinQuestion
from almapy.cps.faults import PinNotGiven, WrongPin
from almapy.cps.model import CpsCard, PinRequest, PinState
from almapy.cps.pin_rules import (
    LAST_TRY,
    may_be_asked,
    needs_confirmation,
    require_pin,
    state_of_flags,
    tries_told,
)
from almapy.cps.reader import CpsReader
from almapy.errors import DomainError
from tests.fakes.clock import FakeClock
from tests.fakes.cps import FakeCard, FakeCps

FRESH = state_of_flags(low=False, final=False, locked=False)
LOW = state_of_flags(low=True, final=False, locked=False)
FINAL = state_of_flags(low=True, final=True, locked=False)
LOCKED = state_of_flags(low=True, final=True, locked=True)


def request_for(tries_left: int = 3) -> PinRequest:
    card = FakeCard(tries_left=tries_left)
    return PinRequest(CpsReader(FakeCps(card), FakeClock()).read(), "signer l'essai")


class Answering:
    """A listener that hands the question to the test."""

    def __init__(self) -> None:
        self.questions: list[PinQuestion] = []
        self.asked = threading.Semaphore(0)

    def __call__(self, question: PinQuestion) -> None:
        self.questions.append(question)
        self.asked.release()


def asking(desk: PinDesk, request: PinRequest):
    """Ask from another thread; return what joins it and gives its end."""
    ends: list[str | PinNotGiven] = []

    def work() -> None:
        try:
            ends.append(desk.ask(request))
        except PinNotGiven as error:
            ends.append(error)

    thread = threading.Thread(target=work)
    thread.start()

    def end() -> str | PinNotGiven:
        thread.join(20)
        return ends[0]

    return end


@pytest.mark.parametrize("pin", ["0000", "1234", "9999"])
def test_four_digits_are_a_code(pin):
    require_pin(pin)


@given(st.text(max_size=8).filter(lambda text: not (len(text) == 4 and text.isdigit())))
def test_anything_else_never_reaches_the_card(pin):
    with pytest.raises(DomainError) as refused:
        require_pin(pin)
    assert refused.value.field == "pin"
    assert "aucun essai n'est compté" in refused.value.message


def test_digits_of_other_scripts_are_no_code():
    with pytest.raises(DomainError):
        require_pin("١٢٣٤")


def test_the_flags_of_the_card_tell_the_tries_left():
    assert [one.tries_left for one in (FRESH, LOW, FINAL, LOCKED)] == [3, 2, 1, 0]
    assert not any((FRESH.low, FRESH.final, FRESH.locked))
    assert LOW.low
    assert not LOW.final
    assert FINAL.final
    assert LOCKED.locked
    assert not LOCKED.final


def test_what_is_said_of_the_tries_left():
    assert tries_told(FRESH) == ""
    assert tries_told(LOW) == "Un code faux a déjà été saisi. Il reste 2 essais."
    assert tries_told(PinState(None, low=True)) == "Un code faux a déjà été saisi."
    assert tries_told(FINAL) == LAST_TRY
    assert tries_told(LOCKED) == "Carte bloquée après trois codes faux."


def test_only_the_last_try_wants_a_confirmation_and_a_blocked_card_is_not_asked():
    assert [needs_confirmation(one) for one in (FRESH, LOW, FINAL, LOCKED)] == [0, 0, 1, 0]
    assert [may_be_asked(one) for one in (FRESH, LOW, FINAL, LOCKED)] == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("left", "words"),
    [(2, "Il reste 2 essais."), (1, "un seul essai avant le blocage"), (None, "moins de trois")],
)
def test_a_wrong_code_tells_the_tries_left(left, words):
    assert words in WrongPin(left).message


def test_the_answer_comes_back_to_the_thread_that_asked():
    desk, listener = PinDesk(), Answering()
    desk.listen(listener)
    end = asking(desk, request_for())
    assert listener.asked.acquire(timeout=20)
    assert listener.questions[0].request.purpose == "signer l'essai"
    listener.questions[0].answer("1234")
    assert end() == "1234"
    assert listener.questions[0].over


def test_a_closed_question_gives_no_code():
    desk, listener = PinDesk(), Answering()
    desk.listen(listener)
    end = asking(desk, request_for())
    assert listener.asked.acquire(timeout=20)
    listener.questions[0].cancel()
    listener.questions[0].answer("1234")
    assert isinstance(end(), PinNotGiven)


def test_a_question_that_waits_too_long_is_over_and_the_screen_hears_of_it():
    heard = threading.Event()
    desk = PinDesk(seconds=0.01)
    desk.listen(lambda question: question.when_over(heard.set))
    with pytest.raises(PinNotGiven):
        desk.ask(request_for())
    assert heard.is_set()


def test_who_listens_to_a_question_that_is_over_is_told_at_once():
    question, heard = PinQuestion(request_for()), threading.Event()
    question.cancel()
    question.when_over(heard.set)
    assert heard.is_set()


def test_nobody_there_gives_no_code():
    desk = PinDesk()
    with pytest.raises(PinNotGiven):
        desk.ask(request_for())
    desk.listen(Answering())
    desk.listen(None)
    with pytest.raises(PinNotGiven):
        desk.ask(request_for())


def test_a_screen_that_leaves_closes_its_question():
    desk, listener = PinDesk(), Answering()
    desk.listen(listener)
    end = asking(desk, request_for())
    assert listener.asked.acquire(timeout=20)
    desk.listen(None)
    assert isinstance(end(), PinNotGiven)


def test_one_question_is_open_at_a_time():
    desk, listener = PinDesk(), Answering()
    desk.listen(listener)
    ends = [asking(desk, request_for()) for _ in range(2)]
    assert listener.asked.acquire(timeout=20)
    assert not listener.asked.acquire(blocking=False)
    listener.questions[0].answer("1111")
    assert listener.asked.acquire(timeout=20)
    listener.questions[1].answer("2222")
    assert {end() for end in ends} == {"1111", "2222"}


def test_a_code_of_another_form_leaves_the_question_open():
    question = PinQuestion(request_for())
    with pytest.raises(DomainError):
        question.answer("12345")
    assert not question.over


def test_the_last_try_is_confirmed_first():
    question = PinQuestion(request_for(tries_left=1))
    with pytest.raises(DomainError) as refused:
        question.answer("1234")
    assert refused.value.field == "last_try_confirmed"
    assert not question.over
    question.answer("1234", last_try_confirmed=True)
    assert question.wait(0) == "1234"


def test_the_code_is_handed_out_once_and_kept_nowhere():
    question = PinQuestion(request_for())
    question.answer("4821")
    assert question.wait(0) == "4821"
    assert "4821" not in repr(vars(question))
    with pytest.raises(PinNotGiven):
        question.wait(0)


def test_no_name_shows_in_a_request():
    card: CpsCard = request_for().card
    assert "DÉMO" not in repr(request_for())
    assert card.serial not in repr(card)
