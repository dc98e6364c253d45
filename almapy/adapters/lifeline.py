"""The connection of one call, cut at its deadline or when somebody stops waiting."""

from __future__ import annotations

import contextlib
import errno
import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from almapy.adapters.call_errors import CallError, cancelled, timed_out, unreachable
from almapy.stop import Stop

_SLICE_SECONDS = 0.1
_UNDER_WAY = frozenset(
    {0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY, errno.EISCONN, errno.EINTR}
)
_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]


class Lifeline:
    """Holds the one socket of a call; a context manager around the whole call.

    A read blocked in another thread ends at once when the connection is shut down: that is how a
    deadline holds for the whole call and not for each byte, and how ``Stop`` interrupts.
    """

    def __init__(self, seconds: float, stop: Stop) -> None:
        self._seconds = seconds
        self._stop = stop
        self._ends_at = time.monotonic() + seconds
        self._guard = threading.Lock()
        self._failure: CallError | None = None
        self._handle: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut, (timed_out(seconds),))
        self._timer.daemon = True
        self._take_back: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        self._timer.start()
        self._take_back = self._stop.on_asked(self._given_up)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._take_back()
        self._timer.cancel()
        with self._guard:
            handle, self._handle = self._handle, None
        if handle is not None:
            _shut(handle)
            handle.close()

    @property
    def remaining(self) -> float:
        """Return the seconds left, at least a thousandth."""
        return max(0.001, self._ends_at - time.monotonic())

    def check(self, received: bytes = b"") -> None:
        """Raise TimedOut or Cancelled once the call was cut; ``received`` goes with it."""
        if self._failure is not None:
            self._failure.received = received
            raise self._failure

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a connected socket, its addresses tried in turn.

        Raises Unreachable, TimedOut, Cancelled.
        """
        addresses = self._resolved(host, port)
        error: OSError | None = None
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                return self._connected(address, self.remaining / left)
            except OSError as failed:
                self.check()
                error = failed
        if time.monotonic() >= self._ends_at:  # the timer is about to say so too
            raise timed_out(self._seconds) from error
        raise unreachable(
            f"Le serveur {host}, port {port}, refuse la connexion ou ne répond pas."
        ) from error

    def _resolved(self, host: str, port: int) -> list[_Address]:
        """Return the addresses of a name; the system's own search cannot be interrupted."""
        found: queue.SimpleQueue[list[Any] | Exception] = queue.SimpleQueue()

        def search() -> None:
            try:
                found.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                found.put(error)

        threading.Thread(target=search, daemon=True, name="address").start()
        while True:
            with contextlib.suppress(queue.Empty):
                answer = found.get(timeout=_SLICE_SECONDS)
                break
            self.check()
        self.check()
        if isinstance(answer, Exception):
            raise unreachable(f"L'adresse du serveur {host} n'est pas trouvée.") from answer
        return answer

    def _connected(self, address: _Address, seconds: float) -> socket.socket:
        family, kind, protocol, _, where = address
        connection = socket.socket(family, kind, protocol)
        try:
            connection.setblocking(False)
            code = connection.connect_ex(where)
            if code not in _UNDER_WAY:
                raise OSError(code, "connect")
            self._wait_writable(connection, time.monotonic() + seconds)
            code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, "connect")
            connection.settimeout(self.remaining)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._hold(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _wait_writable(self, connection: socket.socket, ends_at: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(connection, selectors.EVENT_WRITE)
            while not selector.select(_SLICE_SECONDS):
                self.check()
                if time.monotonic() > ends_at:
                    raise TimeoutError
        self.check()

    def _hold(self, connection: socket.socket) -> None:
        """Keep a second handle: TLS takes the first one over, and closes it when it likes."""
        with self._guard:
            self._handle = connection.dup()
        self.check()

    def _given_up(self) -> None:
        self._cut(cancelled())

    def _cut(self, failure: CallError) -> None:
        with self._guard:
            if self._failure is None:
                self._failure = failure
            if self._handle is not None:
                _shut(self._handle)


def _shut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side closed it already
        handle.shutdown(socket.SHUT_RDWR)
