"""Calls that answer JSON, for Pro Santé Connect: refusals are answers, breakdowns are faults.

What comes back may hold tokens: no fault raised here keeps any part of it.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

from almapy.adapters.addresses import read_address
from almapy.adapters.call_errors import CallError, Cancelled, TimedOut, Untrusted
from almapy.adapters.http_call import Answer, Call, call
from almapy.adapters.system_proxy import system_proxy
from almapy.adapters.tls import Trust, context_of
from almapy.psc.faults import PscUnavailable, SignInTooLate
from almapy.stop import Stop

SECONDS = 20.0
LONGEST_ANSWER = 256 * 1024
PAUSES = (0.5, 1.5)
"""Seconds before a second and a third try, for a service that is down (PSC notes §3)."""
_SERVER_FAULT = 500
_NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class JsonAnswer:
    """What a service said; ``values`` is empty for a refusal that is no JSON object.

    ``date`` is the clock of the server when it answered, None when it does not tell.
    """

    status: int
    values: Mapping[str, Any] = field(repr=False)
    date: datetime | None = None

    @property
    def accepted(self) -> bool:
        """Tell whether the service did what was asked."""
        return 200 <= self.status < 300  # noqa: PLR2004  (the class of statuses, RFC 9110)


@dataclass(frozen=True, slots=True)
class Question:
    """One call: ``json`` or ``form`` is its body, ``bearer`` what proves the session."""

    method: str
    url: str
    json: Mapping[str, str] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    bearer: str = field(default="", repr=False)
    seconds: float = SECONDS
    insists: bool = False
    """Ask again when the service is down: only for what may be repeated."""
    by_person: bool = False
    """The answer waits for somebody: past its time, it is the person who came too late."""

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers."""
        found = {"Accept": "application/json"}
        if self.bearer:
            found["Authorization"] = f"Bearer {self.bearer}"
        if self.json is not None:
            found["Content-Type"] = "application/json"
        elif self.form is not None:
            found["Content-Type"] = "application/x-www-form-urlencoded"
        return found

    @property
    def body(self) -> bytes:
        """Return the body."""
        if self.json is not None:
            return json.dumps(self.json).encode()
        return urlencode(self.form).encode() if self.form is not None else b""


class JsonService:
    """Asks one service, over https or on this computer; any thread may use it.

    ``authorities`` is PEM, empty for those of the system.
    """

    def __init__(self, *, authorities: str = "", pauses: Sequence[float] = PAUSES) -> None:
        self._trust = Trust(authorities)
        self._pauses = tuple(pauses)
        self._guard = threading.Lock()
        self._context: ssl.SSLContext | None = None

    def ask(self, question: Question, stop: Stop) -> JsonAnswer:
        """Return the answer, whatever it says.

        Raises PscUnavailable (no answer in time, a breakdown, nonsense), SignInTooLate for one
        that a person gives, Untrusted, and Cancelled within a second of ``stop``.
        """
        answer = self._answered(question, stop)
        for pause in self._pauses if question.insists else ():
            if answer.status < _SERVER_FAULT or stop.wait(pause):
                break
            answer = self._answered(question, stop)
        if answer.status >= _SERVER_FAULT:
            raise PscUnavailable
        values = _object(answer)
        if values is None and 200 <= answer.status < 300:  # noqa: PLR2004
            raise PscUnavailable
        return JsonAnswer(answer.status, values or {}, _date(answer.headers.get("date", "")))

    def _answered(self, question: Question, stop: Stop) -> Answer:
        asked = Call(
            question.method,
            question.url,
            question.body,
            question.headers,
            question.seconds,
            system_proxy(question.url),
            LONGEST_ANSWER,
        )
        try:
            return call(asked, self._trusted(question.url), stop)
        except CallError as error:
            failure = error
        # Raised anew, outside of the handler: what was received goes no further, not even as a
        # cause.
        if isinstance(failure, TimedOut) and question.by_person:
            raise SignInTooLate
        if isinstance(failure, Cancelled | Untrusted):
            raise type(failure)(failure.message)
        raise PscUnavailable

    def _trusted(self, url: str) -> ssl.SSLContext | None:
        address = read_address(url)
        if address is None or address.scheme != "https":
            return None
        with self._guard:
            if self._context is None:
                self._context = context_of(self._trust)
            return self._context


def _object(answer: Answer) -> dict[str, Any] | None:
    if answer.status == _NO_CONTENT:
        return {}
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _date(written: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
