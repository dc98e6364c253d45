from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.adapters.call_errors import Cancelled
from almapy.adapters.loopback_listener import LoopbackListener
from almapy.psc.faults import SignInTooLate
from almapy.stop import Stop

STATE = "s" * 43


class Waiting:
    """A listener whose answer is waited for by another thread, as a sign-in does."""

    def __init__(self) -> None:
        self.listener = LoopbackListener(STATE)
        self.stop = Stop()
        self.found: dict[str, str] | None = None
        self._thread = threading.Thread(target=self._wait)
        self._thread.start()

    def _wait(self) -> None:
        with contextlib.suppress(Cancelled), self.listener:
            self.found = dict(self.listener.wait(self.stop, seconds=60))

    def ask(self, target: str, *, host: str = "", method: str = "GET", more: str = "") -> str:
        head = f"{method} {target} HTTP/1.1\r\nHost: {host or self.host}\r\n{more}\r\n"
        return self.send(head.encode("latin-1", "replace"))

    def send(self, raw: bytes) -> str:
        with socket.create_connection(("127.0.0.1", self.listener.port), 20) as connection:
            connection.sendall(raw)
            received = b""
            with contextlib.suppress(ConnectionResetError):
                while piece := connection.recv(65536):
                    received += piece
        return received.decode()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.listener.port}"

    def ended(self) -> None:
        self._thread.join(20)
        assert not self._thread.is_alive()

    def is_waiting(self) -> bool:
        return self.found is None and self._thread.is_alive()


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    one = Waiting()
    yield one
    one.stop.ask()
    one.ended()


def test_the_answer_of_this_sign_in_is_taken_once(waiting):
    page = waiting.ask(f"/psc/callback?code=canary&state={STATE}&iss=https%3A%2F%2Fx")
    waiting.ended()
    assert waiting.found == {"code": "canary", "state": STATE, "iss": "https://x"}
    assert page.startswith("HTTP/1.1 200 OK")
    assert "Vous pouvez fermer cette page et revenir à AlmaPy." in page
    assert "canary" not in page
    assert "Cache-Control: no-store" in page
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", waiting.listener.port), 5)


def test_it_listens_to_this_computer_only(waiting):
    address = waiting.listener._listening.getsockname()
    assert address[0] == "127.0.0.1"
    assert waiting.listener.redirection == f"http://127.0.0.1:{address[1]}/psc/callback"


@pytest.mark.parametrize(
    ("target", "more"),
    [
        ("/favicon.ico", {}),
        ("/", {}),
        ("/psc/callback", {}),
        ("/psc/callback?code=x", {}),
        ("/psc/callback?code=x&state=", {}),
        (f"/psc/callback?code=x&state={STATE}x", {}),
        (f"/psc/callback?code=x&state={STATE[:-1]}", {}),
        (f"/psc/callback?code=x&state={STATE}&state={STATE}", {}),
        (f"/psc/callback?code=x&code=y&state={STATE}", {}),
        (f"/psc/callback/?code=x&state={STATE}", {}),
        (f"/PSC/callback?code=x&state={STATE}", {}),
        (f"http://127.0.0.1/psc/callback?code=x&state={STATE}", {}),
        (f"/psc/callback?state={STATE}" + "&a=1" * 50, {}),
        (f"/psc/callback?code=x&state={STATE}", {"method": "POST"}),
        (f"/psc/callback?code=x&state={STATE}", {"method": "OPTIONS"}),
        (f"/psc/callback?code=x&state={STATE}", {"host": "attacker.example"}),
        (f"/psc/callback?code=x&state={STATE}", {"host": "localhost"}),
        (f"/psc/callback?code=x&state={STATE}", {"more": "Host: 127.0.0.1\r\n"}),
        ("/psc/callback?code=x&state=%C3%A9", {}),
        ("//[::1", {}),
    ],
)
def test_what_is_not_the_answer_is_unknown_and_ends_nothing(waiting, target, more):
    assert waiting.ask(target, **more).startswith("HTTP/1.1 404")
    assert waiting.is_waiting()
    assert waiting.ask(f"/psc/callback?ticket=x&state={STATE}").startswith("HTTP/1.1 200")


def test_a_browser_that_opens_a_connection_and_says_nothing_holds_nobody(waiting):
    with contextlib.ExitStack() as idle:
        for _ in range(10):
            idle.enter_context(socket.create_connection(("127.0.0.1", waiting.listener.port), 5))
        assert waiting.ask(f"/psc/callback?ticket=x&state={STATE}").startswith("HTTP/1.1 200")
        waiting.ended()


def test_a_program_that_holds_every_connection_shuts_no_browser_out(waiting):
    with contextlib.ExitStack() as idle:
        for _ in range(40):
            idle.enter_context(socket.create_connection(("127.0.0.1", waiting.listener.port), 5))
        assert waiting.ask(f"/psc/callback?ticket=x&state={STATE}").startswith("HTTP/1.1 200")
        waiting.ended()


def test_an_answer_in_small_pieces_is_put_together(waiting):
    raw = f"GET /psc/callback?ticket=x&state={STATE} HTTP/1.1\r\nHost: {waiting.host}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", waiting.listener.port), 20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for sign in raw:
            connection.sendall(sign.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    waiting.ended()


def test_a_flood_is_cut_and_ends_nothing(waiting):
    with (
        contextlib.suppress(ConnectionResetError, BrokenPipeError),
        socket.create_connection(("127.0.0.1", waiting.listener.port), 20) as connection,
    ):
        for _ in range(400):
            connection.sendall(b"x" * 65536)
    assert waiting.is_waiting()


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_no_request_whatever_breaks_it(raw):
    listener = LoopbackListener(STATE)
    with listener:
        assert listener._accepted(raw) is None
        target = b"GET /psc/callback?" + raw + b" HTTP/1.1\r\n"
        listener._accepted(target + f"Host: 127.0.0.1:{listener.port}\r\n\r\n".encode())


def test_a_refusal_comes_back_as_such(waiting):
    page = waiting.ask(f"/psc/callback?error=access_denied&state={STATE}")
    waiting.ended()
    assert waiting.found is not None
    assert waiting.found["error"] == "access_denied"
    assert "Connexion abandonnée" in page


def test_who_gives_up_is_obeyed_at_once(waiting):
    waiting.stop.ask()
    waiting.ended()
    assert waiting.found is None


def test_a_sign_in_given_up_before_it_began_waits_for_nothing():
    stop = Stop()
    stop.ask()
    with LoopbackListener(STATE) as listener, pytest.raises(Cancelled):
        listener.wait(stop)


def test_after_its_time_it_is_too_late():
    with LoopbackListener(STATE) as listener, pytest.raises(SignInTooLate):
        listener.wait(Stop(), seconds=0.05)
