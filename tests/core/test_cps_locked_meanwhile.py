"""A lock while something waits for a signature: who is there afterwards is asked for no code."""

from __future__ import annotations

import threading

import pytest

from almapy.cps.asking import PinDesk
from almapy.cps.faults import PinNotGiven
from almapy.cps.model import PinRequest
from almapy.cps.reader import CpsReader
from tests.core.test_cps_service import Place, at_work
from tests.fakes.cps import RIGHT_PIN, FakeCard, FakeCps

__all__ = ["at_work"]


def sign(place: Place) -> bytes:
    return place.service.sign_document(place.actor, b"one", "signer l'ordonnance")


def test_a_lock_between_the_code_and_the_signature_asks_nothing_more(at_work):
    signed = at_work.reader.sign

    def locked_meanwhile(card, key, data):
        at_work.service.forget()
        at_work.reader.sign = signed
        return signed(card, key, data)

    at_work.reader.sign = locked_meanwhile
    at_work.desk.answers = [RIGHT_PIN, RIGHT_PIN]
    with pytest.raises(PinNotGiven):
        sign(at_work)
    assert len(at_work.desk.requests) == 1
    assert at_work.card.signed == []


def test_a_lock_after_a_wrong_code_asks_nothing_more(at_work):
    read, readings = at_work.reader.read, []

    def locked_at_the_second():
        readings.append(True)
        if len(readings) == 2:
            at_work.service.forget()
        return read()

    at_work.reader.read = locked_at_the_second
    at_work.desk.answers = ["9999", RIGHT_PIN]
    with pytest.raises(PinNotGiven):
        sign(at_work)
    assert len(at_work.desk.requests) == 1
    assert at_work.card.logins == 1


def test_who_waits_behind_another_question_is_not_heard_after_a_lock(clock):
    desk, questions, asked = PinDesk(), [], threading.Event()

    def listener(question):
        questions.append(question)
        asked.set()

    desk.listen(listener)
    request = PinRequest(CpsReader(FakeCps(FakeCard()), clock).read(), "signer")
    since, ends = desk.closings, []

    def ask() -> None:
        try:
            desk.ask(request, since=since)
        except PinNotGiven as error:
            ends.append(error)

    workers = [threading.Thread(target=ask) for _ in range(3)]
    for worker in workers:
        worker.start()
    assert asked.wait(20)
    desk.cancel()
    for worker in workers:
        worker.join(20)
    assert len(ends) == 3
    assert len(questions) == 1
