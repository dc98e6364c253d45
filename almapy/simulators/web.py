"""A small HTTP server on 127.0.0.1, in clear or over TLS, for the services that are simulated."""

from __future__ import annotations

import logging
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Any

from cryptography import x509

HOST = "127.0.0.1"
MOST_BODY = 256 * 1024
_PIECE = 64 * 1024
_MOST_DIGITS = 12
_MOST_DISCARDED = 4 * 1024 * 1024
_IDLE_SECONDS = 60.0
_HANDSHAKE_SECONDS = 10.0
_JOIN_SECONDS = 5.0

_log = logging.getLogger(__name__)


class BodyProblem(Enum):
    """Why the body of a request was not read."""

    NO_LENGTH = auto()
    TOO_LONG = auto()
    CUT = auto()


class Cut(Enum):
    """Where the connection breaks while an answer leaves."""

    NEVER = auto()
    BEFORE_HEADERS = auto()
    AFTER_HEADERS = auto()
    IN_BODY = auto()


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as received; ``caller`` is the certificate of a mutual TLS connection.

    ``gone`` tells, in clear only, whether whoever asked has closed the connection since.
    """

    method: str
    path: str
    headers: Message
    body: bytes = field(repr=False)
    caller: x509.Certificate | None = None
    problem: BodyProblem | None = None
    gone: Callable[[], bool] = field(default=lambda: False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What to answer: ``padding`` spaces stand between ``body`` and ``tail``.

    ``pause`` is the wait before each byte of the body, in seconds: an answer that never ends.
    """

    status: int
    media_type: str
    body: bytes = field(repr=False)
    padding: int = 0
    tail: bytes = b""
    cut: Cut = Cut.NEVER
    pause: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def length(self) -> int:
        """Return the bytes announced."""
        return len(self.body) + self.padding + len(self.tail)

    def pieces(self) -> Iterator[bytes]:
        """Yield the body; a long one is never held whole."""
        yield self.body
        left = self.padding
        while left > 0:
            yield b" " * min(left, _PIECE)
            left -= _PIECE
        yield self.tail


Service = Callable[[HttpRequest], HttpAnswer]


class LoopbackServer:
    """Serves one service until it is closed; every connection has a thread."""

    def __init__(
        self, service: Service, *, port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = _Server(service, port, tls)
        self._secure = tls is not None
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="simulator", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """Return the port that listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Return the address, without a path."""
        return f"{'https' if self._secure else 'http'}://{HOST}:{self.port}"

    def close(self) -> None:
        """Stop listening, break what is under way and wait for its threads."""
        self._server.shutdown()
        self._thread.join(_JOIN_SECONDS)
        self._server.server_close()
        self._server.break_connections()


class _Server(TCPServer):
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, service: Service, port: int, tls: ssl.SSLContext | None) -> None:
        self.service = service
        self._tls = tls
        self.stopping = threading.Event()
        self._guard = threading.Lock()
        self._open: dict[threading.Thread, socket.socket] = {}
        super().__init__((HOST, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self._converse, args=(request, client_address), name="simulated", daemon=True
        )
        with self._guard:
            self._open[thread] = request
        thread.start()

    def _converse(self, connection: socket.socket, client_address: Any) -> None:
        try:
            if self._tls is not None:
                connection = self._secured(connection, self._tls)
            self.finish_request(connection, client_address)
        except OSError:
            _log.debug("connection ended early")
        finally:
            with self._guard:
                self._open.pop(threading.current_thread(), None)
            self.shutdown_request(connection)

    def _secured(self, connection: socket.socket, tls: ssl.SSLContext) -> socket.socket:
        connection.settimeout(_HANDSHAKE_SECONDS)
        secured = tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        with self._guard:
            self._open[threading.current_thread()] = secured
        try:
            secured.do_handshake()
        except OSError:
            secured.close()
            raise
        return secured

    def break_connections(self) -> None:
        """Have every conversation end, and wait for it."""
        self.stopping.set()
        with self._guard:
            threads = list(self._open)
            for connection in self._open.values():
                _break(connection)
        for thread in threads:
            thread.join(_JOIN_SECONDS)


def _break(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        _log.debug("connection was over already")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "AlmaPySimulateur"
    sys_version = ""
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        body, problem = self._body()
        if problem is not None:
            self.close_connection = True
        request = HttpRequest(
            self.command, self.path, self.headers, body, self._caller(), problem, self._gone
        )
        self._answer(self.server.service(request))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = _serve

    def _body(self) -> tuple[bytes, BodyProblem | None]:
        if self.headers.get("Transfer-Encoding"):
            return b"", BodyProblem.NO_LENGTH
        announced = self.headers.get("Content-Length")
        if announced is None:
            return b"", BodyProblem.NO_LENGTH if self.command in {"POST", "PUT"} else None
        if not (announced.isascii() and announced.isdigit()):
            return b"", BodyProblem.NO_LENGTH
        if len(announced) > _MOST_DIGITS or int(announced) > MOST_BODY:
            # What is left unread would reset the connection before the answer is read.
            left = min(int(announced[:_MOST_DIGITS]), _MOST_DISCARDED)
            while left > 0 and self.rfile.read(min(left, _PIECE)):
                left -= _PIECE
            return b"", BodyProblem.TOO_LONG
        length = int(announced)
        body = self.rfile.read(length)
        return body, BodyProblem.CUT if len(body) < length else None

    def _caller(self) -> x509.Certificate | None:
        if not isinstance(self.connection, ssl.SSLSocket):
            return None
        certificate = self.connection.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(certificate) if certificate else None

    def _gone(self) -> bool:
        if isinstance(self.connection, ssl.SSLSocket):
            return False
        try:
            readable = select.select([self.connection], [], [], 0)[0]
            return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)
        except (OSError, ValueError):
            return True

    def _answer(self, answer: HttpAnswer) -> None:
        if answer.cut is not Cut.NEVER:
            self.close_connection = True
        if answer.cut is Cut.BEFORE_HEADERS:
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(answer.length))
        for name, value in answer.headers:
            self.send_header(name, value)
        if self.close_connection and answer.cut is Cut.NEVER:
            self.send_header("Connection", "close")
        self.end_headers()
        if answer.cut is Cut.AFTER_HEADERS or self.command == "HEAD":
            return
        if answer.cut is Cut.IN_BODY:
            self.wfile.write(answer.body[: len(answer.body) // 2])
        elif answer.pause:
            self._drip(answer)
        else:
            for piece in answer.pieces():
                self.wfile.write(piece)

    def _drip(self, answer: HttpAnswer) -> None:
        for piece in answer.pieces():
            for byte in piece:
                if self.server.stopping.wait(answer.pause):
                    self.close_connection = True
                    return
                self.wfile.write(bytes((byte,)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (name of the library)
        """Say nothing: standard error belongs to the program."""
