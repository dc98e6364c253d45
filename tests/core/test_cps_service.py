from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.cards.faults import CardAbsent, CardRemoved
from almapy.cards.model import CardEvent, CardEventKind, CardFamily, ReaderState, Slot
from almapy.cps.asking import PinDesk, PinQuestion
from almapy.cps.faults import (
    CardBlocked,
    CardOfAnotherWorld,
    CertificateOver,
    CpsLibraryFailed,
    NumberNotRecorded,
    OtherPersonsCard,
    PinNotGiven,
)
from almapy.cps.model import CpsKey, CpsKind
from almapy.cps.reader import CpsReader
from almapy.cps.service import INSI_PURPOSE, CpsService
from almapy.cps.verification import is_signed_by
from almapy.errors import AccessError
from almapy.insi.settings import Environment
from almapy.opening import Door
from almapy.outside import Outside
from almapy.session import Session
from almapy.users.model import Role
from almapy.users.throttle import Throttle
from tests.conftest import CHEAP, new_practice
from tests.fakes.cps import NOW, REAL_AUTHORITY, RIGHT_PIN, RPPS, FakeCard, FakeCps


class Desk:
    """Answers the questions of the code from a list; notes what was asked."""

    def __init__(self, pins: PinDesk) -> None:
        self.answers: list[str | None] = []
        self.requests = []
        pins.listen(self._asked)

    def _asked(self, question: PinQuestion) -> None:
        self.requests.append(question.request)
        answer = self.answers.pop(0) if self.answers else None
        if answer is None:
            question.cancel()
        else:
            question.answer(answer, last_try_confirmed=True)


class Place:
    """A practice whose doctor has a CPS in the reader."""

    def __init__(self, opened, clock) -> None:
        application = opened.application
        self.actor = opened.actor
        self.application = application
        self.card = FakeCard()
        self.module = FakeCps(self.card)
        self.pins = PinDesk()
        self.desk = Desk(self.pins)
        self.environment = Environment.TEST
        self.reader = CpsReader(self.module, clock)
        self.service = CpsService(
            self.reader,
            application.information,
            self.pins,
            journal=application.journal,
            environment=lambda: self.environment,
        )

    def traces(self) -> list[str]:
        asked = JournalFilter(action=Action.CARD_SIGNED.value)
        page = self.application.journal.page(self.actor, asked)
        return [one.detail for one in page.entries]

    def recorded(self, **values) -> None:
        information = self.application.information
        stored = information.get(self.actor)
        information.save(self.actor, replace(stored.practitioner, **values), stored.preferences)


@pytest.fixture
def at_work(practice, clock) -> Place:
    return Place(practice, clock)


def test_a_document_is_signed_after_one_code(at_work):
    at_work.desk.answers = [RIGHT_PIN]
    first = at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    second = at_work.service.sign_document(at_work.actor, b"two", "signer le courrier")
    der = at_work.card.certificate(CpsKey.SIGNATURE)
    assert is_signed_by(der, b"one", first)
    assert is_signed_by(der, b"two", second)
    assert at_work.card.logins == 1
    assert [one.purpose for one in at_work.desk.requests] == ["signer l'ordonnance"]


def test_an_authentication_uses_the_other_key(at_work):
    at_work.desk.answers = [RIGHT_PIN]
    signature = at_work.service.authenticate(at_work.actor, b"data", "se connecter")
    assert is_signed_by(at_work.card.certificate(CpsKey.AUTHENTICATION), b"data", signature)


def test_signatures_are_traced_without_what_was_signed(opened, clock):
    place = Place(opened, clock)
    place.desk.answers = [RIGHT_PIN]
    place.service.sign_document(place.actor, b"SECRET-CONTENT", "signer l'ordonnance")
    place.service.authenticate(place.actor, b"SECRET-CONTENT", "se connecter")
    details = place.traces()
    assert len(details) == 2
    assert any("signer l'ordonnance" in one for one in details)
    assert not any("SECRET" in one or RIGHT_PIN in one for one in details)


def test_a_refused_signature_leaves_no_trace(at_work):
    at_work.desk.answers = [None]
    with pytest.raises(PinNotGiven):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert at_work.traces() == []


def test_a_wrong_code_is_asked_again_with_the_tries_left(at_work):
    at_work.desk.answers = ["9999", RIGHT_PIN]
    at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    first, second = at_work.desk.requests
    assert (first.after_wrong, first.card.pin.tries_left) == (False, 3)
    assert (second.after_wrong, second.card.pin.tries_left) == (True, 2)


def test_the_program_tries_no_code_by_itself(at_work):
    at_work.desk.answers = ["9999", None]
    with pytest.raises(PinNotGiven):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert at_work.card.logins == 1


def test_the_last_try_is_told_before_the_code_is_asked(at_work):
    at_work.card.tries_left = 1
    at_work.desk.answers = [RIGHT_PIN]
    at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert at_work.desk.requests[0].card.pin.final
    assert at_work.card.tries_left == 3


def test_the_third_wrong_code_says_that_the_card_is_blocked(at_work):
    at_work.desk.answers = ["9999", "9998", "9997", RIGHT_PIN]
    with pytest.raises(CardBlocked):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert len(at_work.desk.requests) == 3


def test_a_blocked_card_is_told_without_any_question(at_work):
    at_work.card.tries_left = 0
    with pytest.raises(CardBlocked):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert at_work.desk.requests == []


@pytest.mark.parametrize(
    "numbers",
    [
        {"rpps": RPPS},
        {"rpps": "10001 23456 5"},
        {"rpps": "", "cps_number": "8" + RPPS},
        {"rpps": "", "cps_number": RPPS},
    ],
)
def test_the_card_is_that_of_the_person_by_its_rpps(at_work, numbers):
    at_work.recorded(**numbers)
    assert at_work.service.own(at_work.actor).identity.rpps == RPPS


def test_the_card_of_somebody_else_signs_nothing(at_work):
    at_work.recorded(rpps="10002813830")
    at_work.desk.answers = [RIGHT_PIN]
    for gesture in (at_work.service.sign_document, at_work.service.authenticate):
        with pytest.raises(OtherPersonsCard, match="Changer d'utilisateur"):
            gesture(at_work.actor, b"one", "signer")
    with pytest.raises(OtherPersonsCard):
        at_work.service.signer(at_work.actor)
    assert at_work.desk.requests == []
    assert at_work.service.read(at_work.actor).identity.rpps == RPPS


def test_without_a_recorded_number_nothing_is_signed_and_the_way_is_told(at_work):
    at_work.recorded(rpps="", cps_number="")
    with pytest.raises(NumberNotRecorded, match=r"Récup\. code via CPS"):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")


def test_the_numbers_of_the_card_are_read_without_any_code(at_work):
    at_work.recorded(rpps="", cps_number="")
    identity = at_work.service.practitioner_numbers(at_work.actor)
    assert identity.national_id == "8" + RPPS
    assert identity.profession == "Médecin"
    assert at_work.desk.requests == []


def test_the_card_of_an_employee_is_compared_by_its_whole_number(at_work):
    at_work.card.number, at_work.card.title = "10B0152872/CPET00001", "-"
    at_work.recorded(rpps="", cps_number="10B0152872/CPET00002")
    with pytest.raises(OtherPersonsCard):
        at_work.service.own(at_work.actor)
    at_work.recorded(rpps="", cps_number="10B0152872/CPET00001")
    assert at_work.service.own(at_work.actor).identity.kind is CpsKind.CPE


def test_an_expired_card_signs_nothing(at_work):
    at_work.card.ends = NOW - timedelta(days=1)
    with pytest.raises(CertificateOver):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert at_work.desk.requests == []


def test_without_a_card_there_is_no_signer_and_a_document_says_why(at_work):
    at_work.module.remove()
    assert at_work.service.signer(at_work.actor) is None
    with pytest.raises(CardAbsent):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")


def test_a_test_card_and_production_are_not_mixed(at_work):
    at_work.environment = Environment.PRODUCTION
    with pytest.raises(CardOfAnotherWorld, match="carte de test"):
        at_work.service.signer(at_work.actor)
    at_work.module.cards[:] = [FakeCard(serial="real", authority=REAL_AUTHORITY)]
    assert at_work.service.signer(at_work.actor) is not None
    at_work.environment = Environment.TEST
    with pytest.raises(CardOfAnotherWorld, match="carte réelle"):
        at_work.service.signer(at_work.actor)


def test_the_signer_of_a_call_asks_only_when_it_signs(at_work):
    signer = at_work.service.signer(at_work.actor)
    assert signer.certificate == at_work.card.certificate(CpsKey.SIGNATURE)
    assert at_work.desk.requests == []
    at_work.desk.answers = [RIGHT_PIN]
    assert is_signed_by(signer.certificate, b"data", signer.sign(b"data"))
    assert [one.purpose for one in at_work.desk.requests] == [INSI_PURPOSE]
    assert at_work.service.signer(at_work.actor) == signer


def test_a_call_prepared_before_a_lock_asks_nobody_for_a_code(at_work):
    signer = at_work.service.signer(at_work.actor)
    at_work.service.forget()
    at_work.desk.answers = [RIGHT_PIN]
    with pytest.raises(PinNotGiven):
        signer.sign(b"data")
    assert at_work.desk.requests == []
    again = at_work.service.signer(at_work.actor)
    assert again != signer
    again.sign(b"data")


def test_forgetting_asks_for_the_code_again_and_tells_who_holds_what_was_signed(at_work):
    told = []
    at_work.service.when_forgotten(lambda: told.append(True))
    at_work.desk.answers = [RIGHT_PIN, RIGHT_PIN]
    at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    at_work.service.forget()
    at_work.service.sign_document(at_work.actor, b"two", "signer l'ordonnance")
    assert at_work.card.logins == 2
    assert told == [True]


def event(kind=CardEventKind.REMOVED, family=CardFamily.CPS, state=ReaderState.READY):
    return CardEvent(kind, state, Slot("Lecteur", family))


@pytest.mark.parametrize(
    ("what", "forgotten"),
    [
        (event(), True),
        (event(family=CardFamily.UNKNOWN), True),
        (event(family=CardFamily.VITALE_2), False),
        (event(family=CardFamily.VITALE_1), False),
        (event(kind=CardEventKind.INSERTED), False),
        (event(kind=CardEventKind.READERS), False),
        (event(kind=CardEventKind.STATE, state=ReaderState.NO_SERVICE), True),
    ],
)
def test_a_card_that_leaves_is_forgotten_unless_it_is_a_vitale(at_work, what, forgotten):
    at_work.desk.answers = [RIGHT_PIN]
    at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    at_work.service.on_card(what)
    seen = at_work.service.read(at_work.actor)
    assert at_work.reader.is_unlocked(seen) is not forgotten


def test_an_open_question_is_closed_when_the_card_leaves(at_work):
    asked, ends = threading.Event(), []
    at_work.pins.listen(lambda _question: asked.set())

    def work() -> None:
        try:
            at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
        except PinNotGiven as error:
            ends.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    assert asked.wait(20)
    at_work.service.on_card(event())
    worker.join(20)
    assert len(ends) == 1


def test_a_card_swapped_between_two_tries_is_told(at_work):
    other = FakeCard(serial="other")

    def swap(question: PinQuestion) -> None:
        at_work.module.cards[:] = [other]
        question.answer(RIGHT_PIN)

    at_work.pins.listen(swap)
    with pytest.raises(CardRemoved):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert other.logins == 0


def test_a_library_that_was_started_again_asks_for_the_code_once_more(at_work):
    at_work.desk.answers = [RIGHT_PIN, RIGHT_PIN]
    at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    at_work.card.is_open = False
    at_work.service.sign_document(at_work.actor, b"two", "signer l'ordonnance")
    assert len(at_work.desk.requests) == 2


def test_a_library_that_fails_is_told_and_not_asked_again(at_work):
    at_work.module.fault = CpsLibraryFailed()
    with pytest.raises(CpsLibraryFailed):
        at_work.service.sign_document(at_work.actor, b"one", "signer l'ordonnance")
    assert at_work.desk.requests == []


def test_calls_that_start_together_ask_for_one_code(at_work):
    at_work.desk.answers = [RIGHT_PIN]
    signer, signed = at_work.service.signer(at_work.actor), []
    workers = [
        threading.Thread(target=lambda: signed.append(signer.sign(b"data"))) for _ in range(6)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert len(signed) == 6
    assert len(at_work.desk.requests) == 1


def test_a_question_that_is_closed_is_closed_for_all_who_wait_behind_it(at_work):
    questions, asked = [], threading.Event()

    def listener(question: PinQuestion) -> None:
        questions.append(question)
        asked.set()

    at_work.pins.listen(listener)
    signer, ends, waiting = at_work.service.signer(at_work.actor), [], threading.Barrier(5)

    def work() -> None:
        waiting.wait(20)
        try:
            signer.sign(b"data")
        except PinNotGiven as error:
            ends.append(error)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    waiting.wait(20)
    assert asked.wait(20)
    while any(worker.is_alive() for worker in workers):
        questions[-1].cancel()
        for worker in workers:
            worker.join(0.01)
    assert len(ends) == 4
    assert at_work.card.logins == 0


def test_a_secretary_signs_no_document(at_work):
    secretary = replace(at_work.actor, role=Role.SECRETAIRE, rights=frozenset())
    for gesture in (
        lambda: at_work.service.sign_document(secretary, b"one", "signer"),
        lambda: at_work.service.authenticate(secretary, b"one", "se connecter"),
        lambda: at_work.service.signer(secretary),
    ):
        with pytest.raises(AccessError) as refused:
            gesture()
        assert refused.value.code == "access.right"


@pytest.fixture
def open_practice(place, clock):
    """A practice on a post with a CPS, and the door it was opened by."""
    module = FakeCps(FakeCard())
    door = Door(place, clock, cost=CHEAP, outside=Outside(cps=module))
    opened = door.create(new_practice())
    yield door, opened, module
    opened.application.close()


def test_a_code_given_at_the_door_serves_inside(open_practice):
    door, opened, module = open_practice
    door.cps_reader.unlock(door.cps_reader.read(), RIGHT_PIN)
    desk = Desk(opened.application.pins)
    opened.application.cps.sign_document(opened.actor, b"one", "signer l'ordonnance")
    assert desk.requests == []
    assert module.cards[0].logins == 1


def test_leaving_and_closing_forget_the_code(open_practice, clock, place):
    door, opened, _ = open_practice
    reader, application = opened.application.cps_reader, opened.application
    card = reader.read()
    reader.unlock(card, RIGHT_PIN)
    Session(application, door.throttle).sign_out(opened.actor)
    assert not reader.is_unlocked(card)
    reader.unlock(card, RIGHT_PIN)
    application.close()
    assert not reader.is_unlocked(card)


def test_leaving_waits_for_no_code(practice):
    order = []
    application = practice.application
    application.pins.cancel = lambda: order.append("question closed")
    application.insi.interrupt = lambda: order.append("calls ended")
    Session(application, Throttle(application.clock)).sign_out(practice.actor)
    assert order == ["question closed", "calls ended"]


def test_insi_says_what_is_wrong_with_the_card(open_practice):
    _, opened, module = open_practice
    module.remove()
    stored = opened.application.insi_settings.get()
    ready = replace(
        stored,
        card_url="https://example.invalid/lps",
        idam="TESTALMA0001",
        instance="6f4d0f0e-2f7c-4a63-8a43-0d4f4e5a7b11",
        billing_number="991234567",
        speciality="01",
        environment=Environment.TEST,
    )
    opened.application.insi_settings.save(opened.actor, ready)
    assert "carte CPS n'est pas lue" in opened.application.insi.why_not(opened.actor)
    module.insert(FakeCard())
    assert opened.application.insi.why_not(opened.actor) == ""
    module.cards[:] = [FakeCard(serial="other", number="810002813830")]
    assert "personne connectée" in opened.application.insi.why_not(opened.actor)
