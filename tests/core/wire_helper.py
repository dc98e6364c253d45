"""A tiny server on loopback: whatever a test wants to answer, byte by byte if need be."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator


class Served:
    """What the server of a test saw; ``over`` is set when the test ends."""

    def __init__(self, port: int, scheme: str) -> None:
        self.url = f"{scheme}://127.0.0.1:{port}/lps"
        self.port = port
        self.over = threading.Event()
        self.met = threading.Event()
        self.requests: list[bytes] = []
        self.sent = 0


Handler = Callable[[socket.socket, Served], None]


@contextlib.contextmanager
def serving(handler: Handler, context: ssl.SSLContext | None = None) -> Iterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    served = Served(listener.getsockname()[1], "https" if context else "http")
    workers: list[threading.Thread] = []

    def serve_one(raw: socket.socket) -> None:
        connection = raw
        try:
            raw.settimeout(30)
            with contextlib.suppress(OSError):  # a refused handshake, a client that went away
                if context is not None:
                    connection = context.wrap_socket(raw, server_side=True)
                handler(connection, served)
        finally:
            connection.close()
            raw.close()

    def accept() -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            if served.over.is_set():
                raw.close()
                return
            workers.append(threading.Thread(target=serve_one, args=(raw,)))
            workers[-1].start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield served
    finally:
        served.over.set()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", served.port), 5):
            pass  # wakes the thread that accepts
        thread.join(10)
        listener.close()
        for worker in workers:
            worker.join(10)


def read_request(connection: socket.socket, served: Served) -> bytes:
    """Read one whole request, keep it, and tell that it came."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            return received
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    ]
    while len(body) < (lengths[0] if lengths else 0):
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    whole = head + b"\r\n\r\n" + body
    served.requests.append(whole)
    served.met.set()
    return whole


def answering(body: bytes, status: str = "200 OK", *headers: str) -> Handler:
    """Return a handler that reads the request and sends this answer."""
    kind = "Content-Type: application/soap+xml; charset=utf-8"
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(headers or (kind,))]
    head = "\r\n".join([*lines, "", ""]).encode()

    def handle(connection: socket.socket, served: Served) -> None:
        read_request(connection, served)
        connection.sendall(head + body)

    return handle


def body_of(request: bytes) -> bytes:
    return request.partition(b"\r\n\r\n")[2]
