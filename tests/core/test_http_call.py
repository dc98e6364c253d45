from __future__ import annotations

import pytest

from almapy.adapters.http_call import Call, call
from almapy.adapters.system_proxy import system_proxy
from almapy.stop import Stop
from tests.core.wire_helper import answering, body_of, serving


@pytest.mark.parametrize(
    ("method", "body"),
    [("GET", b""), ("DELETE", b""), ("PUT", b""), ("PUT", b"{}"), ("POST", b"{}"), ("POST", b"")],
)
def test_each_method_is_sent_as_it_is_asked(method, body):
    with serving(answering(b"{}")) as served:
        answer = call(Call(method, served.url, body, {"X-Q": "1"}, 60), None, Stop())
    request = served.requests[0]
    assert answer.status == 200
    assert request.startswith(f"{method} /lps HTTP/1.1\r\n".encode())
    assert body_of(request) == body
    if method in {"PUT", "POST"}:
        assert f"Content-Length: {len(body)}\r\n".encode() in request
    else:
        assert b"Content-Length" not in request


def test_an_answer_without_a_body_is_whole():
    with serving(answering(b"", "204 No Content")) as served:
        answer = call(Call("DELETE", served.url, b"", {}, 60), None, Stop())
    assert (answer.status, answer.body) == (204, b"")


def test_what_proves_a_session_is_in_no_representation():
    shown = repr(Call("GET", "https://x", b"canary", {"Authorization": "Bearer canary"}, 1))
    assert "canary" not in shown


def test_the_proxy_of_the_computer_serves_https_elsewhere_only(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "intranet.example")
    assert system_proxy("https://relais.example/psc") == "http://proxy.example:3128"
    assert system_proxy("https://intranet.example/") == ""
    assert system_proxy("https://127.0.0.1:8443/") == ""
    assert system_proxy("http://127.0.0.1:8080/") == ""
    monkeypatch.delenv("https_proxy")
    assert system_proxy("https://relais.example/") == ""
