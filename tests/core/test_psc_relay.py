from __future__ import annotations

import gc
import logging
import pickle
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from almapy.adapters.call_errors import Cancelled, Untrusted
from almapy.adapters.psc_choice import chosen_gateway
from almapy.adapters.psc_relay.gateway import RelayGateway
from almapy.adapters.psc_relay.session import RelaySession
from almapy.clock import SystemClock
from almapy.errors import AlmaPyError, DomainError, ExternalError
from almapy.outside import real_outside
from almapy.psc.faults import (
    ClockWrong,
    NotTrusted,
    PscUnavailable,
    SessionOver,
    SignInRefused,
    SignInTooLate,
    UnknownPerson,
)
from almapy.psc.model import PRODUCTION_ISSUER, Channel
from almapy.settings import PostSettings
from almapy.simulators.web import LoopbackServer
from almapy.stop import Stop
from tests.core.authority_helper import AUTHORITY
from tests.fakes.scripted_relay import (
    DOCTOR,
    ISSUER,
    SECRET,
    SESSION_ID,
    TOKEN,
    ScriptedRelay,
    claims,
    scripted_relay,
)


@pytest.fixture
def relay() -> Iterator[ScriptedRelay]:
    with scripted_relay() as one:
        yield one


class Post(SystemClock):
    """The clock of a post, that a test moves on."""

    ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def gateway_to(relay: ScriptedRelay, clock=None) -> RelayGateway:
    return RelayGateway(relay.url, clock or SystemClock(), pauses=(0.01, 0.01))


def signed_in(relay: ScriptedRelay, clock=None) -> RelaySession:
    return gateway_to(relay, clock).sign_in_by_confirmation(DOCTOR, "42", Channel.MOBILE, Stop())


# Signing in


def test_the_doctor_signs_in_through_the_browser(relay):
    session = gateway_to(relay).sign_in_by_browser(relay.page, Stop())
    assert (session.identity.subject, session.identity.issuer) == (DOCTOR, ISSUER)
    assert relay.proof_is_right()
    assert relay.asked("/ticket")[0][2]["ticket"] == "canary-ticket"
    assert relay.asked("/session")[0][3] == f"Bearer {SESSION_ID}"
    assert session.ends_at > datetime.now(UTC) + timedelta(hours=3)


def test_a_confirmation_sends_the_digits_and_the_channel(relay):
    gateway_to(relay).sign_in_by_confirmation(DOCTOR, "07", Channel.CARD, Stop())
    assert relay.asked("/connect")[0][2] == {
        "nationalId": DOCTOR,
        "bindingMessage": "07",
        "clientId": "almapy",
        "channel": "CARD",
    }


def test_leaving_the_page_signs_nobody_in(relay):
    with pytest.raises(SignInRefused):
        gateway_to(relay).sign_in_by_browser(
            lambda url: relay.page(url, ticket="", error="access_denied"), Stop()
        )
    assert not relay.calls


@pytest.mark.parametrize("ticket", ["", "x" * 5000])
def test_an_answer_without_a_usable_ticket_is_not_believed(relay, ticket):
    with pytest.raises(NotTrusted):
        gateway_to(relay).sign_in_by_browser(lambda url: relay.page(url, ticket=ticket), Stop())


@pytest.mark.parametrize(
    ("path", "status", "code", "fault"),
    [
        ("/ticket", 400, "invalid_ticket", NotTrusted),
        ("/ticket", 400, "expired_ticket", SignInTooLate),
        ("/ticket", 400, "invalid_verifier", NotTrusted),
        ("/ticket", 400, "something_new", PscUnavailable),
        ("/session", 401, "session_expired", SessionOver),
        ("/session", 503, "psc_unavailable", PscUnavailable),
    ],
)
def test_a_refusal_of_the_relay_is_told_in_french(relay, path, status, code, fault):
    relay.say(path, status, code=code)
    with pytest.raises(fault) as told:
        gateway_to(relay).sign_in_by_browser(relay.page, Stop())
    assert "never shown" not in told.value.message


@pytest.mark.parametrize(
    ("status", "code", "fault"),
    [
        (400, "access_denied", SignInRefused),
        (400, "expired_token", SignInTooLate),
        (400, "invalid_binding_message", PscUnavailable),
        (400, "invalid_channel", PscUnavailable),
        (404, "unknown_user_id", UnknownPerson),
        (503, "psc_unavailable", PscUnavailable),
    ],
)
def test_a_confirmation_that_fails_is_told(relay, status, code, fault):
    relay.say("/connect", status, code=code)
    with pytest.raises(fault):
        signed_in(relay)
    assert len(relay.asked("/connect")) == 1  # nobody is asked twice on the telephone


def test_giving_up_a_confirmation_closes_the_connection_within_a_second(relay):
    relay.hold = "/connect"
    stop = Stop()
    ended: list[Exception] = []

    def wait() -> None:
        try:
            gateway_to(relay).sign_in_by_confirmation(DOCTOR, "42", Channel.MOBILE, stop)
        except AlmaPyError as error:
            ended.append(error)

    worker = threading.Thread(target=wait)
    worker.start()
    assert relay.met.wait(10)
    stop.ask()
    worker.join(10)  # the answer itself would take two minutes
    assert not worker.is_alive()
    assert isinstance(ended[0], Cancelled)


def test_the_person_who_confirms_is_the_one_who_was_asked(relay):
    relay.userinfo = claims("810007774564")
    with pytest.raises(NotTrusted):
        signed_in(relay)
    assert relay.asked("/disconnect")


def test_a_relay_on_this_computer_does_not_speak_for_the_real_service(relay):
    values = {
        "issuer": PRODUCTION_ISSUER,
        "userinfo": claims(),
        "session_expires_in": 10,
        "server_time": time.time(),
    }
    relay.say("/session", 200, values)
    with pytest.raises(NotTrusted):
        signed_in(relay)


@pytest.mark.parametrize("seconds", [-70, 70])
def test_a_wrong_clock_is_named_and_the_session_ended(relay, seconds):
    relay.skew = seconds
    with pytest.raises(ClockWrong, match="horloge"):
        signed_in(relay)
    assert relay.asked("/disconnect")[0][3] == f"Bearer {SESSION_ID}"


def session_saying(**changes: object) -> dict[str, object]:
    usual = {
        "issuer": ISSUER,
        "userinfo": claims(),
        "session_expires_in": 14400,
        "server_time": time.time(),
    }
    return usual | changes


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/connect", b""),
        ("/connect", b"<html>proxy</html>"),
        ("/connect", b"[]"),
        ("/connect", b"[" * 100_000),
        ("/connect", b'{"proxy_session_id": "a b"}'),
        ("/connect", {"proxy_session_id": 7}),
        ("/connect", {"proxy_session_id": "x\r\nInjected: 1"}),
        ("/connect", {"proxy_session_id": "x" * 5000}),
        ("/connect", b'{"a": "' + b"x" * 400_000 + b'"}'),
        ("/session", session_saying(issuer=None)),
        ("/session", session_saying(userinfo=[])),
        ("/session", session_saying(session_expires_in="4")),
        ("/session", session_saying(session_expires_in=True)),
        ("/session", session_saying(session_expires_in=1e300)),
        ("/session", session_saying(server_time=float("nan"))),
        ("/session", session_saying(server_time=10**400)),
        ("/session", session_saying(server_time=-1)),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_nonsense_signs_nobody_in(relay, path, answer):
    relay.say(path, 200, answer)
    with pytest.raises(PscUnavailable):
        signed_in(relay)


def test_nobody_is_signed_in_without_a_national_identifier(relay):
    relay.userinfo = {"given_name": "PAUL"}
    with pytest.raises(NotTrusted):
        signed_in(relay)


# The session


def test_a_token_serves_until_it_is_about_to_end(relay):
    clock = Post()
    session = signed_in(relay, clock)
    first = session.access_token(Stop())
    assert first == f"{TOKEN}-1"
    clock.ahead += timedelta(seconds=90)
    assert session.access_token(Stop()) == first
    clock.ahead += timedelta(seconds=15)
    assert session.access_token(Stop()) == f"{TOKEN}-2"


def test_a_session_that_has_ended_says_so_for_good(relay):
    session = signed_in(relay)
    relay.say("/token", 401, code="session_expired")
    for _ in range(3):
        with pytest.raises(SessionOver):
            session.access_token(Stop())
    assert len(relay.asked("/token")) == 1


def test_a_relay_that_is_down_is_asked_three_times_and_the_session_goes_on(relay):
    session = signed_in(relay)
    for _ in range(3):
        relay.say("/token", 503, code="psc_unavailable")
    relay.say("/token", 200, {"access_token": "later", "expires_in": 60})
    with pytest.raises(PscUnavailable):
        session.access_token(Stop())
    assert len(relay.asked("/token")) == 3
    assert session.access_token(Stop()) == "later"


def test_a_token_still_good_serves_while_the_relay_is_down(relay):
    clock = Post()
    session = signed_in(relay, clock)
    session.access_token(Stop())
    clock.ahead += timedelta(seconds=110)
    relay.say("/token", 503, code="psc_unavailable")
    assert session.access_token(Stop()) == f"{TOKEN}-1"
    clock.ahead += timedelta(seconds=11)
    with pytest.raises(PscUnavailable):
        session.access_token(Stop())


def test_many_callers_wait_for_one_renewal(relay):
    session = signed_in(relay)
    relay.hold = "/token"
    found: list[str] = []
    callers = [
        threading.Thread(target=lambda: found.append(session.access_token(Stop())))
        for _ in range(10)
    ]
    for one in callers:
        one.start()
    assert relay.met.wait(10)
    relay.held.set()
    for one in callers:
        one.join(10)
    assert found == [f"{TOKEN}-1"] * 10
    assert len(relay.asked("/token")) == 1


def test_who_gives_up_does_not_spoil_the_renewal_for_others(relay):
    session = signed_in(relay)
    relay.hold = "/token"
    leaver, found, left = Stop(), [], []

    def leave() -> None:
        try:
            session.access_token(leaver)
        except Cancelled:
            left.append(True)

    first = threading.Thread(target=leave)
    first.start()
    assert relay.met.wait(10)
    second = threading.Thread(target=lambda: found.append(session.access_token(Stop())))
    second.start()
    leaver.ask()
    first.join(10)
    relay.held.set()
    second.join(10)
    assert left == [True]
    assert len(found) == 1


def test_the_vault_gives_the_same_thirty_two_bytes(relay):
    session = signed_in(relay)
    assert session.opening_secret("base/1", Stop(), create=True) == bytes.fromhex(SECRET)
    assert session.opening_secret("base/1", Stop()) == bytes.fromhex(SECRET)
    session.forget_secret("base/1", Stop())
    assert [(one[0], one[1]) for one in relay.calls[-3:]] == [
        ("PUT", "/vault/base%2F1"),
        ("GET", "/vault/base%2F1"),
        ("DELETE", "/vault/base%2F1"),
    ]


def test_an_empty_vault_is_told_from_a_breakdown(relay):
    session = signed_in(relay)
    relay.say("/vault/base", 404, code="no_secret")
    assert session.opening_secret("base", Stop()) is None
    session.forget_secret("base", Stop())
    relay.answers.clear()
    relay.say("/vault/base", 404, code="other")
    with pytest.raises(PscUnavailable):
        session.opening_secret("base", Stop())


@pytest.mark.parametrize("secret", [None, "", "c0" * 31, "C0" * 32, "zz" * 32, 7, "c0" * 32 + "\n"])
def test_a_secret_of_another_shape_is_not_used(relay, secret):
    session = signed_in(relay)
    relay.say("/vault/base", 200, {"secret": secret})
    with pytest.raises(PscUnavailable):
        session.opening_secret("base", Stop(), create=True)


def test_ending_a_session_tells_the_relay_once_and_forgets(relay):
    session = signed_in(relay)
    session.access_token(Stop())
    session.end()
    session.end()
    assert [one[0] for one in relay.asked("/disconnect")] == ["DELETE"]
    with pytest.raises(SessionOver):
        session.access_token(Stop())
    with pytest.raises(SessionOver):
        session.opening_secret("base", Stop())


def test_ending_never_waits_long_for_a_relay_that_is_mute(relay):
    session = signed_in(relay)
    relay.hold = "/disconnect"
    session.end()
    assert relay.asked("/disconnect")
    assert "/disconnect" not in relay.done


def test_a_session_ended_during_a_renewal_gives_no_token(relay):
    session = signed_in(relay)
    relay.hold = "/token"
    ended: list[Exception] = []

    def send() -> None:
        try:
            session.access_token(Stop())
        except AlmaPyError as error:
            ended.append(error)

    sender = threading.Thread(target=send)
    sender.start()
    assert relay.met.wait(10)
    session.end()
    relay.held.set()
    sender.join(10)
    assert isinstance(ended[0], SessionOver)


# What is never told


def everything_of(error: BaseException) -> str:
    seen, now, text = set(), error, ""
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        text += repr(now) + str(vars(now)) + "".join(traceback.format_exception(now))
        now = now.__cause__ or now.__context__
    return text


def test_nothing_secret_is_in_a_representation_or_a_log(relay, caplog):
    caplog.set_level(logging.DEBUG)
    session = signed_in(relay)
    session.access_token(Stop())
    secret = session.opening_secret("base", Stop(), create=True)
    session.end()
    gateway = gateway_to(relay)
    shown = f"{session!r} {gateway!r} {session._token!r} {session.identity!r} {caplog.text}"
    assert "canary" not in shown
    assert secret.hex() not in shown
    assert "DEMO" not in shown
    assert "canary" not in str(vars(session)) + str(vars(session._token))


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/connect", b'{"proxy_session_id": "canary-session"'),
        ("/session", b'{"canary": '),
        ("/token", b'{"access_token": "canary-token'),
        ("/token", {"access_token": "canary token", "expires_in": 1}),
        ("/vault/base", {"secret": "canary"}),
        ("/token", b'{"access_token": "canary' + b"x" * 300_000),
    ],
)
def test_nothing_secret_is_in_a_fault(relay, path, answer):
    relay.say(path, 200, answer)
    with pytest.raises(ExternalError) as told:
        session = signed_in(relay)
        session.opening_secret("base", Stop())
        session.access_token(Stop())
    assert "canary" not in everything_of(told.value)


def test_a_session_cannot_be_written_to_a_file(relay):
    session = signed_in(relay)
    with pytest.raises(TypeError):
        pickle.dumps(session)
    session.end()
    del session
    gc.collect()


# Its address


@pytest.mark.parametrize(
    "url",
    [
        "http://relais.example",
        "relais.example",
        "https://",
        "https://u:p@relais.example",
        "https://relais.example?x=1",
        "https://relais.example#x",
        "ftp://relais.example",
    ],
)
def test_a_bad_address_is_told_and_the_program_works_without(url):
    with pytest.raises(DomainError) as refused:
        RelayGateway(url, SystemClock())
    assert refused.value.field == "psc_relay"
    outside = real_outside(PostSettings(psc_relay=url), SystemClock())
    assert outside.psc is None
    assert outside.warnings == (refused.value.message,)


def test_a_relay_on_this_computer_is_a_simulator():
    assert RelayGateway("http://127.0.0.1:8000/", SystemClock()).simulated
    assert not RelayGateway("https://relais.example/psc", SystemClock()).simulated


def test_no_address_is_no_gateway_and_no_warning(monkeypatch):
    monkeypatch.delenv("ALMAPY_PSC_SANDBOX", raising=False)
    outside = real_outside(PostSettings(), SystemClock())
    assert (outside.psc, outside.warnings) == (None, ())


def test_developers_alone_reach_a_sandbox_and_never_the_real_service():
    gateway, told = chosen_gateway("", "https://sandbox.example/realm|almapy", SystemClock())
    assert gateway is not None
    assert told == ""
    gateway, told = chosen_gateway("", f"{PRODUCTION_ISSUER}|almapy", SystemClock())
    assert gateway is None
    assert "directement" in told


def test_the_certificate_of_the_relay_is_checked(relay):
    server = LoopbackServer(relay, tls=_server_context())
    try:
        trusting = RelayGateway(server.url, SystemClock(), authorities=AUTHORITY.pem)
        asked = (DOCTOR, "42", Channel.MOBILE, Stop())
        assert trusting.sign_in_by_confirmation(*asked).identity.subject == DOCTOR
        with pytest.raises(Untrusted, match="certificat"):
            RelayGateway(server.url, SystemClock()).sign_in_by_confirmation(*asked)
    finally:
        server.close()


def _server_context() -> ssl.SSLContext:
    return AUTHORITY.server().server_context()


def test_nobody_at_the_address_is_told():
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(PscUnavailable, match="mot de passe reste possible"):
        RelayGateway(f"http://127.0.0.1:{port}", SystemClock()).sign_in_by_confirmation(
            DOCTOR, "42", Channel.MOBILE, Stop()
        )
