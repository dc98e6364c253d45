"""Where the system's browser brings the answer of a sign-in back to (RFC 8252 §7.3, §8.3)."""

from __future__ import annotations

import contextlib
import hmac
import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from almapy.adapters.call_errors import cancelled
from almapy.psc.faults import SignInTooLate
from almapy.stop import Stop

HOST = "127.0.0.1"
"""The literal address: a name could be made to lead elsewhere."""
PATH = "/psc/callback"
SECONDS = 120.0
_LONGEST_REQUEST = 16 * 1024
_MOST_PARAMETERS = 20
_MOST_CONNECTIONS = 16
_IDLE_SECONDS = 10.0
_PIECE = 4096
_END = b"\r\n\r\n"

_PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>AlmaPy</title></head>
<body><h1>{title}</h1><p>{text}</p></body></html>
"""
_RECEIVED = "Vous pouvez fermer cette page et revenir à AlmaPy."
_NOT_HERE = "Cette adresse n'est pas attendue. Revenez à AlmaPy."


@dataclass(slots=True)
class _Conversation:
    """What one connection has sent so far; a browser may open some that say nothing."""

    ends_at: float
    received: bytearray = field(default_factory=bytearray, repr=False)


class LoopbackListener:
    """Listens on a free port of this computer for one answer; a context manager.

    Only ``GET /psc/callback`` that carries the ``state`` of this sign-in counts. Whatever else
    comes is answered 404 and ends nothing: another program cannot spoil the sign-in.
    """

    def __init__(self, state: str) -> None:
        """Begin to listen; raises OSError when the system gives no port."""
        self._state = state
        self._listening = socket.create_server((HOST, 0), backlog=_MOST_CONNECTIONS)
        self._listening.setblocking(False)
        self.port: int = self._listening.getsockname()[1]
        self._open: dict[socket.socket, _Conversation] = {}

    @property
    def redirection(self) -> str:
        """Return the address that the browser is to be sent back to."""
        return f"http://{HOST}:{self.port}{PATH}"

    def wait(self, stop: Stop, *, seconds: float = SECONDS) -> Mapping[str, str]:
        """Return the parameters that the browser brought, each of them once.

        Raises SignInTooLate after ``seconds``, Cancelled as soon as ``stop`` is asked.
        """
        ends_at = time.monotonic() + seconds
        waker, woken = socket.socketpair()
        take_back = stop.on_asked(lambda: _wake(waker))
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self._listening, selectors.EVENT_READ)
                selector.register(woken, selectors.EVENT_READ)
                while not stop.asked:
                    now = time.monotonic()
                    if now >= ends_at:
                        raise SignInTooLate
                    self._drop_idle(selector, now)
                    for key, _ in selector.select(min(ends_at - now, _IDLE_SECONDS)):
                        found = self._served(selector, key.fileobj)
                        if found is not None:
                            return found
        finally:
            take_back()
            waker.close()
            woken.close()
        raise cancelled()

    def close(self) -> None:
        """Stop listening; may be repeated."""
        for connection in list(self._open):
            connection.close()
        self._open.clear()
        self._listening.close()

    def __enter__(self) -> Self:
        """Return the listener, closed when the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        self.close()

    def _served(self, selector: selectors.BaseSelector, ready: object) -> Mapping[str, str] | None:
        if ready is self._listening:
            self._accept(selector)
            return None
        if not isinstance(ready, socket.socket) or ready not in self._open:
            return None
        return self._read(selector, ready)

    def _accept(self, selector: selectors.BaseSelector) -> None:
        with contextlib.suppress(OSError):  # whoever called has gone again
            connection, _ = self._listening.accept()
            if len(self._open) >= _MOST_CONNECTIONS:
                # The oldest has had its time: whoever holds them all shuts no browser out.
                self._forget(selector, next(iter(self._open)))
            connection.setblocking(False)
            self._open[connection] = _Conversation(time.monotonic() + _IDLE_SECONDS)
            selector.register(connection, selectors.EVENT_READ)

    def _read(
        self, selector: selectors.BaseSelector, connection: socket.socket
    ) -> Mapping[str, str] | None:
        conversation = self._open[connection]
        try:
            piece = connection.recv(_PIECE)
        except BlockingIOError:
            return None
        except OSError:
            piece = b""
        conversation.received += piece
        whole = _END in conversation.received
        if piece and not whole and len(conversation.received) <= _LONGEST_REQUEST:
            return None
        found = self._accepted(bytes(conversation.received)) if whole else None
        _answer(connection, found)
        self._forget(selector, connection)
        return found

    def _accepted(self, request: bytes) -> Mapping[str, str] | None:
        """Return the parameters of a request that this sign-in waits for."""
        head = request.partition(_END)[0].decode("latin-1").split("\r\n")
        method, _, rest = head[0].partition(" ")
        target, _, version = rest.partition(" ")
        hosts = [line[5:].strip() for line in head[1:] if line.lower().startswith("host:")]
        if method != "GET" or not version.startswith("HTTP/1.") or hosts != [f"{HOST}:{self.port}"]:
            return None
        try:
            parts = urlsplit(target)
            pairs = parse_qsl(parts.query, max_num_fields=_MOST_PARAMETERS, keep_blank_values=True)
        except ValueError:
            return None
        found = dict(pairs)
        if parts.path != PATH or parts.netloc or len(found) != len(pairs):
            return None
        came = found.get("state", "").encode()
        return found if hmac.compare_digest(came, self._state.encode()) else None

    def _drop_idle(self, selector: selectors.BaseSelector, now: float) -> None:
        for connection, conversation in list(self._open.items()):
            if now >= conversation.ends_at:
                self._forget(selector, connection)

    def _forget(self, selector: selectors.BaseSelector, connection: socket.socket) -> None:
        selector.unregister(connection)
        del self._open[connection]
        connection.close()


def _answer(connection: socket.socket, found: Mapping[str, str] | None) -> None:
    if found is None:
        status, title, text = "404 Not Found", "Page inconnue", _NOT_HERE
    elif "error" in found:
        status, title, text = "200 OK", "Connexion abandonnée", _RECEIVED
    else:
        status, title, text = "200 OK", "Réponse reçue", _RECEIVED
    body = _PAGE.format(title=title, text=text).encode()
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
        "Cache-Control: no-store\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    with contextlib.suppress(OSError):  # the page is a courtesy: the answer itself was received
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)


def _wake(waker: socket.socket) -> None:
    with contextlib.suppress(OSError):
        waker.send(b"\0")
