"""One question to the booklet service: bounded, interruptible, never repeated by itself."""

from __future__ import annotations

import json
import secrets
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from almapy.adapters.addresses import read_address
from almapy.adapters.call_errors import CallError, Cancelled, TimedOut, Untrusted
from almapy.adapters.cve_rest.certificate import as_p12
from almapy.adapters.http_call import Answer, Call, call
from almapy.adapters.system_proxy import system_proxy
from almapy.adapters.tls import Trust, context_of
from almapy.cve.faults import CarnetAway, CarnetNonsense, CarnetStopped, CredentialsRefused
from almapy.errors import AlmaPyError
from almapy.stop import Stop

SECONDS = 10.0
LONGEST_ANSWER = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever its status; ``values`` is None for what is no JSON."""

    status: int
    values: Any = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def accepted(self) -> bool:
        """Tell whether the service did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004  (the class of statuses, RFC 9110)


class Wire:
    """Asks one address; ``certificate`` and ``key`` (PEM) are shown when there is one."""

    def __init__(
        self,
        url: str,
        *,
        authorities: str = "",
        certificate: bytes = b"",
        key: bytes = b"",
        seconds: float = SECONDS,
    ) -> None:
        self._url = url.rstrip("/")
        self._authorities = authorities
        self._certificate = certificate
        self._key = key
        self._seconds = seconds
        self._guard = threading.Lock()
        self._context: ssl.SSLContext | None = None

    def ask(
        self,
        method: str,
        path: str,
        stop: Stop,
        *,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Return the answer, whatever it says.

        Raises CarnetAway, CarnetStopped, CarnetNonsense, and CredentialsRefused for a certificate
        that is not accepted.
        """
        url = self._url + path
        sent = {"Accept": "application/json", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json; charset=utf-8"
        content = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
        question = Call(
            method, url, content, sent, self._seconds, system_proxy(url), LONGEST_ANSWER
        )
        try:
            return _reply(call(question, self._trusted(), stop))
        except CallError as error:
            failure = _told(error)
        raise failure  # anew, outside of the handler: what was received goes no further

    def _trusted(self) -> ssl.SSLContext | None:
        address = read_address(self._url)
        if address is None or address.scheme != "https":
            return None
        with self._guard:
            if self._context is None:
                self._context = context_of(self._trust())
            return self._context

    def _trust(self) -> Trust:
        if not self._certificate:
            return Trust(self._authorities)
        # The one way in which a context is given a key without leaving it on a disk: a file in
        # memory, under a password of this moment.
        password = secrets.token_urlsafe(32)
        try:
            p12 = as_p12(self._certificate, self._key, password)
        except ValueError as error:
            raise CredentialsRefused from error
        return Trust(self._authorities, p12, password)


def _reply(answer: Answer) -> Reply:
    if not answer.body:
        return Reply(answer.status, None, b"")
    if answer.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return Reply(answer.status, None, answer.body)
    try:
        values = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise CarnetNonsense from None
    return Reply(answer.status, values, answer.body)


def _told(error: CallError) -> AlmaPyError:
    if isinstance(error, Cancelled):
        return CarnetStopped()
    if isinstance(error, TimedOut):
        return CarnetAway("Le service du carnet de vaccination n'a pas répondu à temps.")
    if isinstance(error, Untrusted):
        return CarnetAway(error.message.partition(". ")[0] + ".")
    if error.retryable:
        return CarnetAway()
    return CarnetNonsense()
