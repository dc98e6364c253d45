from __future__ import annotations

import contextlib
import gzip
import socket
import threading

import pytest

from almapy.adapters.call_errors import (
    BadAnswer,
    CallError,
    Cancelled,
    TimedOut,
    TooLong,
    Unreachable,
)
from almapy.adapters.http_post import Answer, Post, post
from almapy.adapters.tls import Trust, context_of
from almapy.stop import Stop
from tests.core.authority_helper import AUTHORITY
from tests.core.wire_helper import Served, answering, body_of, read_request, serving

MEGABYTE = 1024 * 1024


def asked(served: Served, *, seconds: float = 60, stop: Stop | None = None, **more) -> Answer:
    trust = Trust(AUTHORITY.pem, *more.pop("shown", ()))
    url = more.pop("url", served.url)
    context = context_of(trust) if url.startswith("https") else None
    question = Post(url, b"<q/>", {"X-Q": "1"}, seconds, **more)
    return post(question, context, stop or Stop())


def stopped_when(ready: threading.Event, call, stop: Stop) -> CallError:
    """Ask to stop once the server met the call; return how the call ended."""
    ended: list[CallError] = []

    def run() -> None:
        try:
            call()
        except CallError as error:
            ended.append(error)

    worker = threading.Thread(target=run)
    worker.start()
    assert ready.wait(20)
    stop.ask()
    worker.join(20)  # the call itself would wait for a minute
    assert not worker.is_alive()
    return ended[0]


# What is sent and what comes back


def test_the_answer_comes_back_whole_with_its_status():
    with serving(answering(b"<r/>", "500 Internal Server Error")) as served:
        answer = asked(served)
    assert (answer.status, answer.body) == (500, b"<r/>")
    assert answer.headers["content-type"].startswith("application/soap+xml")
    assert body_of(served.requests[0]) == b"<q/>"
    assert b"Accept-Encoding: identity" in served.requests[0]


def test_a_chunked_answer_is_put_together():
    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n<r\r\n2\r\n/>\r\n0\r\n\r\n"
        )

    with serving(handle) as served:
        assert asked(served).body == b"<r/>"


def test_a_redirection_is_not_followed():
    moved = answering(b"", "302 Found", "Location: http://127.0.0.1:1/elsewhere")
    with serving(moved) as served:
        assert asked(served).status == 302
    assert len(served.requests) == 1


def test_a_failed_call_is_not_repeated():
    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)

    with serving(handle) as served, pytest.raises(Unreachable):
        asked(served)
    assert len(served.requests) == 1


# Bounds


def flood(start: bytes, piece: bytes):
    """Send 50 MB, counting what the other side took."""

    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
        connection.sendall(start)
        while served.sent < 50 * MEGABYTE:
            connection.sendall(piece)
            served.sent += len(piece)

    return handle


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n", b"x" * 65536),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"10000\r\n" + b"x" * 65536 + b"\r\n",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1" * 65536),
        (b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x" * 65536),
        (b"HTTP/1.1 200 OK\r\n", b"X-Many: 1\r\n" * 6000),
        (b"", b"x" * 65536),
    ],
    ids=["until closed", "announced", "chunked", "chunk size", "header", "headers", "status"],
)
def test_fifty_megabytes_are_refused_after_a_few(start, piece):
    with serving(flood(start, piece)) as served, pytest.raises(BadAnswer) as refused:
        asked(served)
    # Two megabytes are read; what more the system held in its own buffers stays far from fifty.
    assert served.sent < 16 * MEGABYTE
    assert len(refused.value.received) <= 64 * 1024


def test_the_bound_is_that_of_the_question():
    with serving(answering(b"x" * 1001)) as served, pytest.raises(TooLong):
        asked(served, longest=1000)
    with serving(answering(b"x" * 1000)) as served:
        assert len(asked(served, longest=1000).body) == 1000


def test_a_compressed_answer_is_never_opened():
    bomb = gzip.compress(b"x" * 20 * MEGABYTE)
    with (
        serving(answering(bomb, "200 OK", "Content-Encoding: gzip")) as served,
        pytest.raises(BadAnswer, match="compressée"),
    ):
        asked(served)


# Time and stopping


def test_the_deadline_holds_for_the_whole_call_when_one_byte_drips_at_a_time():
    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not served.over.wait(0.02):
            connection.sendall(b"x")

    with serving(handle) as served, pytest.raises(TimedOut) as late:
        asked(served, seconds=0.5)
    assert late.value.retryable


def test_the_deadline_holds_when_the_headers_drip():
    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not served.over.wait(0.02):
            connection.sendall(b"x")

    with serving(handle) as served, pytest.raises(TimedOut):
        asked(served, seconds=0.5)


def silent(connection: socket.socket, served: Served) -> None:
    """Accept, read nothing, say nothing."""
    served.met.set()
    served.over.wait(60)


def test_the_deadline_holds_when_nothing_answers():
    with serving(silent) as served, pytest.raises(TimedOut):
        asked(served, seconds=0.3)


@contextlib.contextmanager
def full_listener():
    """A port that answers no connection request: its queue is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_the_deadline_holds_during_the_connection():
    with full_listener() as url, pytest.raises(TimedOut):
        post(Post(url, b"", {}, 0.3), None, Stop())


def test_stop_ends_a_call_during_the_connection():
    stop, begun = Stop(), threading.Event()
    begun.set()
    with full_listener() as url:
        ended = stopped_when(begun, lambda: post(Post(url, b"", {}, 60), None, stop), stop)
    assert isinstance(ended, Cancelled)


def test_stop_ends_a_call_during_the_handshake():
    stop = Stop()
    with serving(silent) as served:
        secure = served.url.replace("http:", "https:")
        context = context_of(Trust(AUTHORITY.pem))
        ended = stopped_when(
            served.met, lambda: post(Post(secure, b"", {}, 60), context, stop), stop
        )
    assert isinstance(ended, Cancelled)


def test_stop_ends_a_call_while_its_name_is_searched(monkeypatch):
    begun, over, stop = threading.Event(), threading.Event(), Stop()

    def endless(*_args, **_more) -> list:
        begun.set()
        over.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", endless)
    question = Post("https://service.invalid/lps", b"", {}, 60)
    ended = stopped_when(begun, lambda: post(question, None, stop), stop)
    over.set()
    assert isinstance(ended, Cancelled)


def test_a_name_that_nobody_knows_is_unreachable(monkeypatch):
    def unknown(*_args, **_more) -> list:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unreachable, match="n'est pas trouvée"):
        post(Post("https://service.invalid/lps", b"", {}, 60), None, Stop())


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"]
)
def test_stop_ends_a_call_before_the_headers_within_them_and_within_the_body(start, secure):
    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(start)
        served.over.wait(60)

    stop = Stop()
    context = AUTHORITY.server().server_context() if secure else None
    with serving(handle, context) as served:
        ended = stopped_when(served.met, lambda: asked(served, stop=stop), stop)
    assert isinstance(ended, Cancelled)


def test_a_call_stopped_before_it_starts_sends_nothing():
    stop = Stop()
    stop.ask()
    with serving(answering(b"<r/>")) as served, pytest.raises(Cancelled):
        asked(served, stop=stop)
    assert served.requests == []


def test_a_stop_asked_after_the_answer_harms_nothing():
    stop = Stop()
    with serving(answering(b"<r/>")) as served:
        asked(served, stop=stop)
        stop.ask()


# No connection, or a cut one


def test_a_closed_port_is_unreachable():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match="refuse la connexion"):
        post(Post(f"http://127.0.0.1:{port}/", b"", {}, 5), None, Stop())


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab"])
def test_a_cut_connection_keeps_what_came(start):
    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(start)

    with serving(handle) as served, pytest.raises(Unreachable, match="coupée") as cut:
        asked(served)
    assert cut.value.received == start.partition(b"\r\n\r\n")[2]


def test_what_does_not_speak_http_is_a_bad_answer():
    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(b"220 mail.example ESMTP\r\n")

    with serving(handle) as served, pytest.raises(BadAnswer):
        asked(served)


@pytest.mark.parametrize(
    "url", ["", "lps", "ftp://127.0.0.1/", "https://", "https://a b/", "https://h:99999/", "http:"]
)
def test_an_address_that_is_none_is_told(url):
    with pytest.raises(Unreachable, match="adresse"):
        post(Post(url, b"", {}, 5), None, Stop())


def test_nothing_leaves_the_computer_without_tls():
    with pytest.raises(Unreachable, match="chiffrée"):
        post(Post("http://192.0.2.1/lps", b"", {}, 5), None, Stop())
