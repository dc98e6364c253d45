"""The program's client and the simulated relay, each written from docs/psc-relay.md alone."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from almapy.adapters.call_errors import Cancelled
from almapy.adapters.psc_relay.gateway import RelayGateway
from almapy.clock import SystemClock
from almapy.errors import AlmaPyError
from almapy.psc.faults import (
    ClockWrong,
    PscUnavailable,
    SessionOver,
    SignInRefused,
    SignInTooLate,
    UnknownPerson,
)
from almapy.psc.model import Channel
from almapy.simulators.practitioners import OWNER, SEVERAL_PLACES
from almapy.simulators.psc.behaviour import Trouble
from almapy.simulators.psc.endpoint import PscEndpoint
from almapy.simulators.switchboard import Simulators
from almapy.stop import Stop
from tests.fakes.browser import FakeBrowser


@pytest.fixture(scope="module")
def running() -> Iterator[PscEndpoint]:
    with Simulators() as simulators:
        yield simulators.psc()


@pytest.fixture
def relay(running: PscEndpoint) -> PscEndpoint:
    running.control.reset()
    return running


def gateway_to(relay: PscEndpoint) -> RelayGateway:
    return RelayGateway(relay.relay_url, SystemClock(), pauses=(0.01, 0.01))


def person(key: str, action: str = "connexion"):
    def fill(page: str) -> dict[str, str]:
        name = re.search(r'name="demande" value="([^"]+)"', page)
        assert name is not None
        return {"demande": name.group(1), "personne": key, "action": action}

    return FakeBrowser(fill)


def by_browser(relay: PscEndpoint, browser: FakeBrowser):
    try:
        return gateway_to(relay).sign_in_by_browser(browser, Stop())
    finally:
        browser.close()


def confirmed(relay: PscEndpoint, *, accept: bool = True, channel: Channel = Channel.MOBILE):
    """Sign in with the telephone, that answers as soon as it is asked."""

    def answer() -> None:
        asked = relay.ledger.wait_pending()
        relay.ledger.decide(asked.id, accept=accept)

    telephone = threading.Thread(target=answer)
    telephone.start()
    try:
        return gateway_to(relay).sign_in_by_confirmation(OWNER.national_id, "42", channel, Stop())
    finally:
        telephone.join(20)


def test_the_demo_doctor_signs_in_through_the_browser(relay):
    browser = person(SEVERAL_PLACES.key)
    session = by_browser(relay, browser)
    assert session.identity.subject == SEVERAL_PLACES.national_id
    assert len(session.identity.activities) == 3
    token = session.access_token(Stop())
    assert relay.ledger.holder_of(token) == SEVERAL_PLACES.national_id
    assert "revenir à AlmaPy" in browser.pages[-1]


def test_refusing_on_the_page_signs_nobody_in(relay):
    with pytest.raises(SignInRefused):
        by_browser(relay, person(OWNER.key, "refus"))


def test_an_old_ticket_signs_nobody_in(relay):
    relay.control.trouble(Trouble.EXPIRED_TICKET)
    with pytest.raises(SignInTooLate):
        by_browser(relay, person(OWNER.key))


@pytest.mark.parametrize("channel", Channel)
def test_a_confirmation_signs_in(relay, channel):
    session = confirmed(relay, channel=channel)
    assert session.identity.rpps == OWNER.national_id[1:]
    assert session.identity.means


def test_a_refused_confirmation_signs_nobody_in(relay):
    with pytest.raises(SignInRefused):
        confirmed(relay, accept=False)


def test_an_unknown_number_is_told(relay):
    with pytest.raises(UnknownPerson):
        gateway_to(relay).sign_in_by_confirmation("899999999999", "42", Channel.MOBILE, Stop())


def test_giving_up_takes_the_request_off_the_telephone(relay):
    stop, ended = Stop(), []

    def wait() -> None:
        try:
            gateway_to(relay).sign_in_by_confirmation(OWNER.national_id, "42", Channel.MOBILE, stop)
        except AlmaPyError as error:
            ended.append(error)

    worker = threading.Thread(target=wait)
    worker.start()
    relay.ledger.wait_pending()
    stop.ask()
    worker.join(20)
    assert isinstance(ended[0], Cancelled)
    assert relay.ledger.wait_nothing_pending()


def test_what_the_vault_keeps_comes_back_after_another_sign_in(relay):
    first = confirmed(relay)
    assert first.opening_secret("a-base-of-tests", Stop()) is None
    kept = first.opening_secret("a-base-of-tests", Stop(), create=True)
    first.end()
    second = by_browser(relay, person(OWNER.key))
    assert second.opening_secret("a-base-of-tests", Stop()) == kept
    other = by_browser(relay, person(SEVERAL_PLACES.key))
    assert other.opening_secret("a-base-of-tests", Stop()) is None
    second.forget_secret("a-base-of-tests", Stop())
    assert second.opening_secret("a-base-of-tests", Stop()) is None


def test_ending_ends_the_session_there_too(relay):
    session = confirmed(relay)
    token = session.access_token(Stop())
    session.end()
    assert relay.ledger.holder_of(token) is None


def test_a_session_that_the_service_ended_is_told_and_nothing_is_lost(relay):
    session = confirmed(relay)
    session.access_token(Stop())
    session.discard(session.access_token(Stop()))
    relay.ledger.end_sessions()
    with pytest.raises(SessionOver, match="Votre travail est intact"):
        session.access_token(Stop())


def test_a_wrong_clock_is_named(relay):
    relay.control.clock_offset = timedelta(minutes=-3)
    with pytest.raises(ClockWrong):
        confirmed(relay)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble.DOWN,
        Trouble.SERVER_ERROR,
        Trouble.GARBAGE,
        Trouble.PROXY_PAGE,
        Trouble.EMPTY_OBJECT,
        Trouble.WRONG_TYPES,
        Trouble.TRUNCATED,
        Trouble.HUGE,
        Trouble.CUT_BEFORE_HEADERS,
        Trouble.CUT_IN_BODY,
    ],
)
@pytest.mark.parametrize("path", ["/session", "/token"])
def test_a_relay_in_trouble_is_a_sentence_and_ends_no_session(relay, trouble, path):
    relay.control.trouble(trouble, path, times=None)
    if path == "/session":
        with pytest.raises(PscUnavailable):
            confirmed(relay)
        return
    session = confirmed(relay)
    with pytest.raises(PscUnavailable):
        session.access_token(Stop())
    relay.control.reset()
    assert session.access_token(Stop())


def test_an_answer_that_never_ends_is_left_when_somebody_gives_up(relay):
    session = confirmed(relay)
    relay.control.delay(60, "/token")
    stop, ended = Stop(), []

    def ask() -> None:
        try:
            session.access_token(stop)
        except AlmaPyError as error:
            ended.append(error)

    worker = threading.Thread(target=ask)
    worker.start()
    stop.ask()
    worker.join(20)
    assert isinstance(ended[0], Cancelled)
    relay.control.release()
