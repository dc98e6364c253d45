"""The simulated INSi is commanded over HTTP too, by those who try the demonstration."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from almapy.simulators.insi.endpoint import WrongServer
from almapy.simulators.switchboard import Simulators
from tests.core.simulated_insi_helper import Caller


@pytest.fixture(scope="module")
def endpoint():
    with Simulators() as simulators:
        yield simulators.insi()


@pytest.fixture
def insi(endpoint):
    endpoint.control.reset()
    return Caller(endpoint)


@pytest.fixture
def aside():
    with ThreadPoolExecutor(1) as pool:
        yield pool


def command(endpoint, method, path, body=None, **headers):
    address = urlsplit(endpoint.control_url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    with closing(connection):
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def test_the_control_answers_over_http(insi):
    told = command(insi.endpoint, "POST", "/controle", {"trouble": "erreur", "fault": "insi_111"})
    assert told == (200, {"done": True})
    assert insi.ask().refusal == "insi_111"
    status, state = command(insi.endpoint, "GET", "/controle")
    assert (status, state["count"]) == (200, 1)
    assert state["received"][0]["caller"] == "INSI-MANU"
    assert "NESSI" not in json.dumps(state)


def test_delays_and_spelling_are_commanded_over_http(insi, aside):
    command(insi.endpoint, "POST", "/controle", {"trouble": "delai", "seconds": 30})
    command(insi.endpoint, "POST", "/controle", {"style": "mixte"})
    call = aside.submit(insi.ask)
    assert insi.endpoint.control.wait_for(1)
    command(insi.endpoint, "POST", "/controle", {"release": True})
    assert b"<env:Body>" in call.result(10).body
    command(insi.endpoint, "POST", "/controle", {"clock_offset": 600, "latency": 0.01})
    assert insi.ask().refusal == "simulateur_horloge"
    assert command(insi.endpoint, "DELETE", "/controle")[0] == 200
    assert insi.ask().code == "00"


def test_a_server_that_must_not_be_trusted_is_given_over_http(insi):
    status, told = command(insi.endpoint, "POST", "/controle", {"server": "perime"})
    assert (status, told["url"]) == (200, insi.endpoint.wrong_url(WrongServer.EXPIRED))
    assert command(insi.endpoint, "POST", "/controle", {"server": "bon"})[0] == 400


def test_an_answer_is_replayed_over_http(insi):
    assert command(insi.endpoint, "POST", "/reponse?times=2", b"<a/>")[0] == 200
    assert [insi.ask().body for _ in range(2)] == [b"<a/>"] * 2
    assert insi.ask().code == "00"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/controle", b"{"),
        ("POST", "/controle", b"[]"),
        ("POST", "/controle", {"inconnu": 1}),
        ("POST", "/controle", {"trouble": "inconnu"}),
        ("POST", "/controle", {"trouble": "erreur", "fault": "insi_0"}),
        ("POST", "/controle", {"trouble": "delai", "seconds": -1}),
        ("POST", "/controle", {"trouble": "delai", "seconds": float("nan")}),
        ("POST", "/controle", {"trouble": "delai", "times": 0}),
        ("POST", "/controle", {"trouble": "delai", "times": "deux"}),
        ("POST", "/controle", {"trouble": "rejeu"}),
        ("POST", "/controle", {"latency": "lent"}),
        ("POST", "/controle", {"latency": float("inf")}),
        ("POST", "/controle", {"clock_offset": 1e300}),
        ("POST", "/controle", {"style": "autre"}),
        ("POST", "/reponse?times=deux", b"<a/>"),
        ("GET", "/autre", None),
    ],
)
def test_a_senseless_command_changes_nothing(insi, method, path, body):
    status, told = command(insi.endpoint, method, path, body)
    assert status in {400, 404}
    assert "error" in told
    assert insi.ask().code == "00"


def test_a_page_of_some_site_cannot_command_the_simulator(insi):
    wanted = {"trouble": "erreur"}
    site = {"Origin": "https://ailleurs.test"}
    assert command(insi.endpoint, "POST", "/controle", wanted, **site)[0] == 403
    assert command(insi.endpoint, "POST", "/controle", wanted, Host="ailleurs.test")[0] == 403
    assert insi.ask().code == "00"
