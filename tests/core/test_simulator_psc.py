"""The simulated relay of Pro Santé Connect, called as docs/psc-relay.md writes it."""

import http.client
import json
import threading
from contextlib import closing
from datetime import timedelta
from email.message import Message
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.errors import ExternalError
from almapy.simulators.psc.behaviour import Trouble
from almapy.simulators.psc.browser import BrowserPages
from almapy.simulators.psc.control import Lifetimes, PscControl
from almapy.simulators.psc.endpoint import PscServers
from almapy.simulators.psc.ledger import Ledger
from almapy.simulators.psc.relay import Relay
from almapy.simulators.psc.remote import RemoteControl
from almapy.simulators.psc.vault import Vault
from almapy.simulators.switchboard import Simulators
from almapy.simulators.web import HttpRequest
from tests.core.simulated_psc_helper import Browser, call, form, signed_in
from tests.fakes.clock import FakeClock

DOCTOR = "810001234565"
BASE = "3f1c8f0a-6a0f-4ad0-9a53-4c1de90b0001"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def psc(clock):
    servers = PscServers(clock)
    yield servers.endpoint
    servers.close()


def connect(psc, answers, **changed):
    """Ask for a confirmation in a thread of its own; what came back goes to ``answers``."""
    asked = {
        "nationalId": DOCTOR,
        "bindingMessage": "07",
        "clientId": "almapy",
        "channel": "MOBILE",
    } | changed

    def ask():
        answers.append(call(psc.relay_url, "POST", "/connect", asked)[:2])

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_a_person_chooses_who_they_are_and_comes_back_with_a_ticket(psc):
    browser = Browser(psc.relay_url)
    assert browser.status == 302
    page = browser.look()
    for shown in ("Pro Santé Connect – Simulateur", "PAUL DEMO", DOCTOR, "Refuser"):
        assert shown in page
    assert "<script" not in page
    assert "http" not in page.split("<body>")[1]
    back = browser.answer()
    assert browser.callback.startswith("http://127.0.0.1:50000/psc/callback?")
    assert back["state"] == browser.state
    session = call(
        psc.relay_url, "POST", "/ticket", {"ticket": back["ticket"], "verifier": browser.verifier}
    )[1]
    assert set(session) == {"proxy_session_id", "session_state"}
    told = call(psc.relay_url, path="/session", session=session["proxy_session_id"])[1]
    assert told["userinfo"]["SubjectNameID"] == DOCTOR
    assert told["userinfo"]["SubjectRole"] == ["10^1.2.250.1.213.1.1.5.5"]
    assert told["session_expires_in"] == 4 * 3600


def test_leaving_the_page_comes_back_with_a_refusal_and_no_ticket(psc):
    browser = Browser(psc.relay_url)
    assert browser.answer(action="refus") == {"error": "access_denied", "state": browser.state}


@pytest.mark.parametrize(
    "changed",
    [
        {"port": "80"},
        {"port": "70000"},
        {"port": "1e4"},
        {"challenge": "court"},
        {"challenge": "é" * 43},
        {"state": "x" * 42},
        {"state": "x" * 44},
        {"more": "1"},
    ],
)
def test_a_start_that_is_not_that_of_the_contract_is_a_french_page(psc, changed):
    browser = Browser(psc.relay_url, **changed)
    assert browser.status == 400
    assert "recommencez depuis AlmaPy" in browser.text


def test_a_ticket_serves_once_and_for_a_minute(psc, clock):
    browser = Browser(psc.relay_url)
    asked = {"ticket": browser.answer()["ticket"], "verifier": browser.verifier}
    assert call(psc.relay_url, "POST", "/ticket", asked)[0] == 200
    status, told, _ = call(psc.relay_url, "POST", "/ticket", asked)
    assert (status, told["code"]) == (400, "invalid_ticket")
    browser = Browser(psc.relay_url)
    asked = {"ticket": browser.answer()["ticket"], "verifier": browser.verifier}
    clock.advance(timedelta(seconds=60))
    assert call(psc.relay_url, "POST", "/ticket", asked)[1]["code"] == "expired_ticket"


def test_a_wrong_verifier_costs_the_ticket(psc):
    browser = Browser(psc.relay_url)
    ticket = browser.answer()["ticket"]
    wrong = {"ticket": ticket, "verifier": "x" * 43}
    assert call(psc.relay_url, "POST", "/ticket", wrong)[1]["code"] == "invalid_verifier"
    right = {"ticket": ticket, "verifier": browser.verifier}
    assert call(psc.relay_url, "POST", "/ticket", right)[1]["code"] == "invalid_ticket"


def test_the_page_of_a_sign_in_serves_once(psc):
    browser = Browser(psc.relay_url)
    browser.answer()
    assert browser.answer() == {}
    assert browser.status == 410


@pytest.mark.parametrize("accept", [True, False])
def test_the_telephone_shows_the_two_digits_and_answers(psc, accept):
    answers = []
    thread = connect(psc, answers)
    asked = psc.ledger.wait_pending()
    page = call(psc.telephone_url)[1]
    for shown in ("e-CPS – Simulateur", "PAUL DEMO", ">07<", "Confirmer", "Refuser"):
        assert shown in page
    action = "confirmer" if accept else "refuser"
    form(psc.telephone_url, "/telephone", demande=asked.id, action=action)
    thread.join()
    status, told = answers[0]
    if accept:
        assert status == 200
        assert call(psc.relay_url, path="/session", session=told["proxy_session_id"])[0] == 200
    else:
        assert (status, told["code"]) == (400, "access_denied")
    assert psc.ledger.pending() == ()


def test_closing_the_connection_takes_the_request_off_the_telephone(psc):
    parts = urlsplit(psc.relay_url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    with closing(connection):
        connection.request(
            "POST",
            "/connect",
            '{"nationalId": "810001234565", "bindingMessage": "42", "clientId": "almapy", '
            '"channel": "CARD"}',
            {"Content-Type": "application/json"},
        )
        assert psc.ledger.wait_pending().channel == "CARD"
        assert "Carte CPS" in call(psc.telephone_url)[1]
    assert psc.ledger.wait_nothing_pending()


def test_nobody_answers_in_two_minutes(psc, clock):
    answers = []
    thread = connect(psc, answers)
    psc.ledger.wait_pending()
    clock.advance(timedelta(seconds=120))
    thread.join()
    assert answers[0][1]["code"] == "expired_token"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"nationalId": "899999999999"}, 404, "unknown_user_id"),
        ({"bindingMessage": "7"}, 400, "invalid_binding_message"),
        ({"bindingMessage": "٠٧"}, 400, "invalid_binding_message"),
        ({"bindingMessage": "007"}, 400, "invalid_binding_message"),
        ({"channel": "PIGEON"}, 400, "invalid_channel"),
        ({"clientId": ""}, 400, "invalid_request"),
        ({"nationalId": 8}, 400, "invalid_request"),
        ({"more": "x"}, 400, "invalid_request"),
    ],
)
def test_a_confirmation_that_makes_no_sense_is_refused_at_once(psc, changed, status, code):
    answers = []
    connect(psc, answers, **changed).join()
    assert (answers[0][0], answers[0][1]["code"]) == (status, code)


def test_an_access_token_is_short_and_never_outlives_its_session(psc, clock):
    session = signed_in(psc.relay_url)
    told = call(psc.relay_url, "POST", "/token", {}, session=session)[1]
    assert told["expires_in"] == 120
    assert psc.ledger.holder_of(told["access_token"]) == DOCTOR
    clock.advance(timedelta(seconds=120))
    assert psc.ledger.holder_of(told["access_token"]) is None
    clock.advance(timedelta(hours=4) - timedelta(seconds=150))
    assert call(psc.relay_url, "POST", "/token", {}, session=session)[1]["expires_in"] == 30
    clock.advance(timedelta(seconds=30))
    status, told, _ = call(psc.relay_url, "POST", "/token", {}, session=session)
    assert (status, told["code"]) == (401, "session_expired")


def test_a_session_that_was_ended_gives_nothing_more(psc):
    session = signed_in(psc.relay_url)
    token = call(psc.relay_url, "POST", "/token", {}, session=session)[1]["access_token"]
    assert call(psc.relay_url, "DELETE", "/disconnect", session=session)[0] == 204
    assert psc.ledger.holder_of(token) is None
    for method, path in (
        ("GET", "/session"),
        ("POST", "/token"),
        ("PUT", f"/vault/{BASE}"),
        ("DELETE", "/disconnect"),
    ):
        body = {} if method != "GET" else None
        assert call(psc.relay_url, method, path, body, session=session)[0] == 401
    assert call(psc.relay_url, path="/session")[0] == 401


def test_the_vault_draws_once_for_a_person_and_a_base_and_can_forget(psc):
    session, other = signed_in(psc.relay_url), signed_in(psc.relay_url, "remplacant")
    path = f"/vault/{BASE}"
    assert call(psc.relay_url, path=path, session=session)[1]["code"] == "no_secret"
    secret = call(psc.relay_url, "PUT", path, {}, session=session)[1]["secret"]
    assert len(bytes.fromhex(secret)) == 32
    assert call(psc.relay_url, "PUT", path, {}, session=session)[1]["secret"] == secret
    assert call(psc.relay_url, path=path, session=session)[1]["secret"] == secret
    assert call(psc.relay_url, path=path, session=other)[1]["code"] == "no_secret"
    assert call(psc.relay_url, "PUT", f"{path}2", {}, session=session)[1]["secret"] != secret
    assert call(psc.relay_url, "DELETE", path, session=session)[0] == 204
    assert call(psc.relay_url, path=path, session=session)[1]["code"] == "no_secret"
    assert call(psc.relay_url, "PUT", path, {}, session=session)[1]["secret"] != secret


def test_in_the_demonstration_the_vault_outlives_a_restart(clock):
    secrets = []
    for _ in range(2):
        with Simulators(clock=clock, lasting=True) as simulators:
            relay = simulators.psc().relay_url
            session = signed_in(relay)
            secrets.append(call(relay, path=f"/vault/{BASE}", session=session)[1]["secret"])
    assert secrets[0] == secrets[1]


def test_who_is_no_professional_has_no_profession_told(psc):
    told = call(psc.relay_url, path="/session", session=signed_in(psc.relay_url, "sans_activite"))
    assert "SubjectRefPro" not in told[1]["userinfo"]
    told = call(psc.relay_url, path="/session", session=signed_in(psc.relay_url, "plusieurs_lieux"))
    places = told[1]["userinfo"]["SubjectRefPro"]["exercices"][0]["activities"]
    assert len(places) == 3


def test_the_clock_of_the_service_can_be_wrong(psc, clock):
    session = signed_in(psc.relay_url)
    psc.control.clock_offset = timedelta(minutes=5)
    told = call(psc.relay_url, path="/session", session=session)[1]
    assert told["server_time"] == int(clock.now().timestamp()) + 300


@pytest.mark.parametrize(("trouble", "status"), [(Trouble.DOWN, 503), (Trouble.SERVER_ERROR, 500)])
def test_a_trouble_spoils_the_calls_it_names_and_no_other(psc, trouble, status):
    session = signed_in(psc.relay_url)
    psc.control.trouble(trouble, "/token")
    assert call(psc.relay_url, path="/session", session=session)[0] == 200
    assert call(psc.relay_url, "POST", "/token", {}, session=session)[0] == status
    assert call(psc.relay_url, "POST", "/token", {}, session=session)[0] == 200


@pytest.mark.parametrize("trouble", [Trouble.CUT_BEFORE_HEADERS, Trouble.CUT_IN_BODY])
def test_an_answer_can_break(psc, trouble):
    session = signed_in(psc.relay_url)
    psc.control.trouble(trouble, "/session")
    with pytest.raises(http.client.HTTPException):
        call(psc.relay_url, path="/session", session=session)


def test_a_session_can_end_in_the_middle_of_the_work(psc):
    session = signed_in(psc.relay_url)
    psc.control.trouble(Trouble.SESSION_OVER, "/token")
    assert call(psc.relay_url, "POST", "/token", {}, session=session)[0] == 401
    assert call(psc.relay_url, path="/session", session=session)[0] == 401


@pytest.mark.parametrize("trouble", [Trouble.WRONG_STATE, Trouble.NO_STATE])
def test_the_browser_can_come_back_with_another_state(psc, trouble):
    psc.control.trouble(trouble)
    browser = Browser(psc.relay_url)
    back = browser.answer()
    assert back.get("state") != browser.state
    assert "ticket" in back


def test_a_ticket_can_come_back_too_old(psc):
    psc.control.trouble(Trouble.EXPIRED_TICKET)
    browser = Browser(psc.relay_url)
    asked = {"ticket": browser.answer()["ticket"], "verifier": browser.verifier}
    assert call(psc.relay_url, "POST", "/ticket", asked)[1]["code"] == "expired_ticket"


def test_a_page_of_some_site_cannot_call_the_relay_nor_the_telephone(psc):
    session = signed_in(psc.relay_url)
    foreign = {"Origin": "https://ailleurs.example"}
    assert call(psc.relay_url, path="/session", session=session, headers=foreign)[0] == 400
    assert call(psc.telephone_url, headers=foreign)[0] == 403
    elsewhere = {"Host": "ailleurs.example"}
    assert call(psc.relay_url, path="/session", session=session, headers=elsewhere)[0] == 400
    assert call(psc.telephone_url, headers=elsewhere)[0] == 403


def test_what_is_typed_in_an_address_is_escaped_on_the_page(psc):
    told = form(psc.telephone_url, "/telephone", demande="<b>x", action="<i>")
    assert told[0] == 400
    assert "<i>" not in told[1]


def test_lifetimes_can_be_shortened(psc, clock):
    psc.control.lifetimes = Lifetimes(access_token=2, session=10)
    session = signed_in(psc.relay_url)
    assert call(psc.relay_url, "POST", "/token", {}, session=session)[1]["expires_in"] == 2
    clock.advance(timedelta(seconds=10))
    assert call(psc.relay_url, path="/session", session=session)[0] == 401


def test_closing_ends_a_confirmation_under_way(clock):
    servers = PscServers(clock)
    parts = urlsplit(servers.endpoint.relay_url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    with closing(connection):
        connection.request(
            "POST",
            "/connect",
            '{"nationalId": "810001234565", "bindingMessage": "42", "clientId": "almapy", '
            '"channel": "MOBILE"}',
            {"Content-Type": "application/json"},
        )
        servers.endpoint.ledger.wait_pending()
        servers.close()
        assert servers.endpoint.ledger.wait_nothing_pending()


def test_a_closed_switchboard_starts_nothing_again(clock):
    simulators = Simulators(clock=clock)
    simulators.psc()
    simulators.close()
    with pytest.raises(ExternalError):
        simulators.psc()


def test_the_commands_also_come_over_http(psc):
    url = psc.control_url
    session = signed_in(psc.relay_url)
    assert call(url)[1]["sessions"] == 1
    asked = {"trouble": "indisponible", "path": "/token", "lifetimes": {"access_token": 5}}
    assert call(url, "POST", "", asked)[0] == 200
    assert call(psc.relay_url, "POST", "/token", {}, session=session)[0] == 503
    assert call(psc.relay_url, "POST", "/token", {}, session=session)[1]["expires_in"] == 5
    assert [one["status"] for one in call(url)[1]["received"]][-2:] == [503, 200]
    call(url, "POST", "", {"end_sessions": True, "clock_offset": 90})
    assert call(psc.relay_url, path="/session", session=session)[0] == 401
    assert psc.control.clock_offset == timedelta(seconds=90)
    assert call(url, "DELETE")[0] == 200
    assert psc.control.clock_offset == timedelta()
    assert call(url)[1]["received"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {"trouble": "inconnu"},
        {"trouble": "delai", "seconds": -1},
        {"trouble": "delai", "times": 0},
        {"trouble": "delai", "path": 3},
        {"lifetimes": {"session": 0}},
        {"lifetimes": {"autre": 1}},
        {"clock_offset": "tard"},
        {"autre": 1},
    ],
)
def test_a_command_that_makes_no_sense_changes_nothing(psc, asked):
    assert call(psc.control_url, "POST", "", asked)[0] == 400
    assert psc.control.lifetimes == Lifetimes()
    assert psc.control.clock_offset == timedelta()
    assert call(psc.relay_url, path="/session", session=signed_in(psc.relay_url))[0] == 200


def test_a_page_of_some_site_cannot_command(psc):
    foreign = {"Origin": "https://ailleurs.example"}
    assert call(psc.control_url, headers=foreign)[0] == 403
    assert call(psc.control_url.replace("controle", "autre"))[0] == 404


BODIES = st.one_of(
    st.binary(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "ticket",
                        "verifier",
                        "nationalId",
                        "bindingMessage",
                        "clientId",
                        "channel",
                        "x",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
)


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]),
    path=st.sampled_from(
        ["/start", "/ticket", "/connect", "/session", "/token", "/vault/", "/disconnect", "//[", ""]
    ),
    query=st.text(max_size=40),
    body=BODIES,
    headers=st.dictionaries(
        st.sampled_from(["Authorization", "Origin", "Content-Type"]), st.text(max_size=20)
    ),
    host=st.sampled_from(["127.0.0.1:80", "localhost", "[", "ailleurs.test", ""]),
)
@settings(max_examples=150)
def test_whatever_is_sent_gets_an_answer(method, path, query, body, headers, host):
    control = PscControl()
    ledger = Ledger(control, FakeClock())
    relay = Relay(control, ledger, Vault(), FakeClock(), "http://127.0.0.1:1/connexion")
    sent = Message()
    sent["Host"] = host
    for name, value in ({"Content-Type": "application/json"} | headers).items():
        sent[name] = value
    request = HttpRequest(method, f"{path}?{query}", sent, body)
    for service in (relay, BrowserPages(control, ledger), RemoteControl(control, ledger)):
        answer = service(request)
        assert 200 <= answer.status < 504
        assert ledger.sessions() == ()
