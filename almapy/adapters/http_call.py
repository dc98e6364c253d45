"""One HTTP call to an outside service: bounded in time and size, interruptible, never repeated."""

from __future__ import annotations

import base64
import contextlib
import http.client
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from almapy.adapters.addresses import ServiceAddress, read_address
from almapy.adapters.call_errors import BadAnswer, CallError, TooLong, timed_out, unreachable
from almapy.adapters.lifeline import Lifeline
from almapy.adapters.tls import Trust, context_of, untrusted
from almapy.stop import Stop

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

    from almapy.adapters.line_connection import PlainLine, SecureLine

LONGEST_ANSWER = 2 * 1024 * 1024
_KEPT = 64 * 1024
_PIECE = 64 * 1024
_LOADING = threading.Lock()
"""Two first calls at once must not both load urllib3: its modules name each other."""


@dataclass(frozen=True, slots=True)
class Call:
    """What to send, and within which bounds; headers and body may hold secrets, address none.

    ``seconds`` bounds the whole call: name, connection, TLS, headers and body. ``proxy`` is an
    http address, empty for none; it is never used for a loopback address.
    """

    method: str
    url: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    seconds: float
    proxy: str = field(default="", repr=False)
    longest: int = LONGEST_ANSWER


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status; ``headers`` have lower-case names."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def call(question: Call, context: ssl.SSLContext | None, stop: Stop) -> Answer:
    """Send once and return the whole answer; redirections are answers like others.

    ``context`` is for an https address (None: the system's authorities); http is accepted towards
    this computer only.
    Raises Unreachable, TimedOut, Untrusted, BadAnswer (TooLong when it passes the bound) and
    Cancelled; ``stop`` ends the call within a second.
    """
    with _LOADING:
        from urllib3.exceptions import HTTPError

    received = bytearray()
    address = _address(question.url)
    with Lifeline(question.seconds, stop) as lifeline:
        lifeline.check()
        connection = _line(lifeline, address, question.proxy, context)
        try:
            answer = _exchanged(connection, address, question, received)
            # A connection cut in its headers, or in a body of unknown length, looks like an end.
            lifeline.check(bytes(received[:_KEPT]))
        except CallError:
            raise
        except (OSError, HTTPError, http.client.HTTPException, ValueError) as error:
            lifeline.check(bytes(received[:_KEPT]))
            raise _told(error, address.host, question.seconds, bytes(received[:_KEPT])) from error
        finally:
            connection.close()
        return answer


def _address(url: str) -> ServiceAddress:
    address = read_address(url)
    if address is None:
        raise unreachable("L'adresse du service n'est pas une adresse web complète.")
    if address.scheme == "http" and not address.on_this_computer:
        raise unreachable("L'adresse du service n'est pas chiffrée (https://).")
    return address


def _line(
    lifeline: Lifeline, address: ServiceAddress, proxy: str, context: ssl.SSLContext | None
) -> PlainLine | SecureLine:
    from almapy.adapters.line_connection import PlainLine, SecureLine

    if address.scheme == "http":
        return PlainLine(lifeline, address.host, address.port)
    context = context or context_of(Trust())
    if not proxy or address.on_this_computer:
        return SecureLine(lifeline, address.host, address.port, context)
    relay = read_address(proxy)
    if relay is None or relay.scheme != "http":
        raise unreachable("L'adresse du proxy n'est pas de la forme http://nom:port.")
    connection = SecureLine(lifeline, relay.host, relay.port, context)
    connection.set_tunnel(address.host, address.port, headers=_relay_headers(relay))
    return connection


def _relay_headers(relay: ServiceAddress) -> dict[str, str]:
    if not relay.user:
        return {}
    pair = base64.b64encode(f"{relay.user}:{relay.password}".encode()).decode()
    return {"Proxy-Authorization": f"Basic {pair}"}


def _exchanged(
    connection: PlainLine | SecureLine,
    address: ServiceAddress,
    question: Call,
    received: bytearray,
) -> Answer:
    connection.connect()
    headers = {"Accept-Encoding": "identity", "Connection": "close", **question.headers}
    # A server that refuses says why before it closes: the reason is still there to be read.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
        connection.request(
            question.method,
            address.target,
            question.body or None,
            headers,
            preload_content=False,
            decode_content=False,
        )
    with contextlib.closing(connection.getresponse()) as response:
        _refuse_long(response, question.longest)
        for piece in _pieces(response):
            received += piece
            if len(received) > question.longest:
                raise _too_long(question.longest, bytes(received[:_KEPT]))
    named = {name.lower(): value for name, value in response.headers.items()}
    if named.get("content-encoding", "identity").strip().lower() != "identity":
        raise BadAnswer(
            "La réponse est compressée alors que ce n'était pas demandé\u00a0: elle n'a pas été "
            "lue. Rien n'a été modifié. Vérifiez l'adresse du service et le proxy."
        )
    return Answer(response.status, named, bytes(received))


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    while piece := response.read(_PIECE, decode_content=False):
        yield piece


def _refuse_long(response: BaseHTTPResponse, longest: int) -> None:
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and (len(announced) > len(str(longest)) or int(announced) > longest):
        raise _too_long(longest, b"")


def _too_long(longest: int, received: bytes) -> TooLong:
    return TooLong(
        f"La réponse est trop longue (plus de {longest // 1024}\u00a0Kio)\u00a0: elle n'a pas été "
        "lue jusqu'au bout. Rien n'a été modifié. Vérifiez l'adresse du service et le proxy.",
        received=received,
    )


def _told(error: Exception, host: str, seconds: float, received: bytes) -> CallError:
    """Return the failure in French; the wrapped causes are looked at, the first known one tells."""
    for cause in _causes(error):
        if isinstance(cause, TimeoutError):
            return timed_out(seconds, received)
        if isinstance(cause, ssl.SSLError):
            refused = untrusted(cause, host)
            if refused is not None:
                return refused
            if cause.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL"}:
                return unreachable(f"Le serveur {host} ne parle pas en https à cette adresse.")
        if isinstance(cause, http.client.IncompleteRead | http.client.RemoteDisconnected):
            break
        if isinstance(cause, http.client.HTTPException):
            return BadAnswer(
                f"Ce qui répond à l'adresse {host} n'est pas un service web. Rien n'a été "
                "modifié. Vérifiez l'adresse du service et le proxy.",
                received=received,
            )
        if isinstance(cause, OSError) and str(cause).startswith("Tunnel connection failed"):
            return unreachable(f"Le proxy refuse de relayer l'appel vers {host}.")
    return unreachable(f"La connexion avec {host} a été coupée avant la fin.", received)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield now
        now = now.__cause__ or now.__context__
