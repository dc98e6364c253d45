"""The simulated carnets: what goes wrong when a test says so, and what is no request."""

import http.client
import threading
import uuid
from urllib.parse import urlsplit

import pytest

from almapy.simulators.cve.endpoint import CveServers
from almapy.simulators.web import MOST_BODY
from tests.core.cve_wire_helper import Client
from tests.fakes.clock import FakeClock


@pytest.fixture(scope="module")
def cve():
    servers = CveServers(FakeClock())
    yield servers.endpoint
    servers.close()


@pytest.fixture
def client(cve):
    yield Client(cve, cve.fixtures.EMAIL)
    cve.control.set_clock(None)
    cve.control.fail(0)


def test_failures_are_counted_down(cve, client):
    assert client.call("POST", "/_test/fail?next=2&status=502")[0] == 200
    assert [client.get("/me")[0] for _ in range(3)] == [502, 502, 200]
    assert client.call("POST", "/_test/fail?mode=nothing")[0] == 400
    assert client.call("POST", "/_test/fail?status=200")[0] == 400


def test_an_answer_lost_after_storing_makes_no_double(cve, client):
    name, key = client.made(), str(uuid.uuid4())
    cve.control.fail(1, mode="drop_after_storing", path="/records/")
    with pytest.raises(http.client.RemoteDisconnected):
        client.add(name, key)
    status, line = client.add(name, key)
    assert status == 200
    assert client.get(f"/records/{name}/vaccinations")[1]["items"] == [line]
    status, keys = client.get("/_test/keys")
    assert (status, keys[key]) == (200, {"received": 2, "stored": 1})


def test_a_call_lost_before_storing_is_stored_once_later(cve, client):
    name, key = client.made(), str(uuid.uuid4())
    cve.control.fail(1, mode="drop_before")
    with pytest.raises(http.client.RemoteDisconnected):
        client.add(name, key)
    assert client.add(name, key)[0] == 201
    assert cve.control.keys[key].received == 1


def test_a_slow_answer_waits_until_it_is_released(cve, client):
    cve.control.fail(1, mode="slow", seconds=60, path="/me")
    statuses = []
    thread = threading.Thread(target=lambda: statuses.append(client.get("/me")[0]))
    before = cve.control.count("GET", "/vaccines")
    thread.start()
    Client(cve, cve.fixtures.EMAIL).get("/vaccines?q=agrippal")
    assert cve.control.wait_for("GET", "/vaccines", before + 1)
    while thread.is_alive():
        cve.control.release()
        thread.join(0.02)
    assert statuses == [200]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"code": 1, "code": 2}', "application/json", 400),
        (b'{"code": NaN}', "application/json", 400),
        (b'{"code": "\xff"}', "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b'{"code": [[1]]}', "application/json", 400),
        (b'{"code": "\\ud800"}', "application/json", 422),
        (b'{"code": "X", "\\ud800": 1}', "application/json", 422),
        (b"code=1", "application/x-www-form-urlencoded", 415),
        (b" " * (65 * 1024), "application/json", 413),
        (b" " * (MOST_BODY + 1), "application/json", 413),
    ],
)
def test_what_is_no_request_of_ours_is_refused(client, body, kind, status):
    answer = client.call("POST", "/share-codes/resolve", body, Content_Type=kind)
    assert answer[0] == status
    assert set(answer[1]["error"]) == {"code", "message", "field"}


def test_a_password_of_half_a_letter_is_refused(cve):
    nobody = Client(cve)
    asked = b'{"email": "x@example.fr", "password": "\\udfff"}'
    assert nobody.call("POST", "/token", asked)[0] == 422


def test_addresses_and_methods_that_are_none(client):
    assert client.get("/nothing")[0] == 404
    assert client.get("/records/x/y/z/t")[0] == 404
    assert client.call("PATCH", "/me")[0] == 405
    assert client.headers["Allow"] == "GET"
    assert client.get("/token")[0] == 405
    assert client.get("/me", Origin="https://site.example")[0] == 400


def test_the_clock_is_set_over_the_wire(client):
    assert client.call("POST", "/_test/clock", {"now": "2030-01-01T00:00:00Z"})[0] == 200
    assert client.get("/me")[0] == 401
    assert client.call("POST", "/_test/clock", {"when": 3})[0] == 400
    assert client.call("POST", "/_test/clock", {})[0] == 200
    assert client.get("/me")[0] == 200
    assert client.get("/_test/outbox")[0] == 200
    assert client.call("POST", "/_test/revoke/nobody")[0] == 404


def test_a_taken_port_is_told(cve):
    with pytest.raises(OSError):
        CveServers(FakeClock(), port_base=urlsplit(cve.url).port)
