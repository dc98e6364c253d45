"""What the simulated Pro Santé Connect remembers: tries, tickets, confirmations, sessions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from almapy.clock import Clock
from almapy.simulators.practitioners import PROFESSIONALS, Professional
from almapy.simulators.psc.control import PscControl

_ATTEMPT_SECONDS = 600.0
_LOOK_SECONDS = 0.1
_TELEPHONE_MEANS = "APPPRIP3^1.2.250.1.213.1.5.1.1.1"
_CARD_MEANS = "CPS^1.2.250.1.213.1.5.1.1.1"
_MOST = 2_000
_Kept = TypeVar("_Kept")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in begun in a browser, waiting for the person on the page."""

    id: str
    port: int
    challenge: str = field(repr=False)
    state: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A decoupled sign-in; ``accepted`` is None until the person has answered."""

    id: str
    person: Professional
    digits: str
    channel: str
    ends_at: datetime
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One person signed in; ``means`` is « Palier_Authentification »."""

    id: str = field(repr=False)
    state: str
    person: Professional
    means: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class _Ticket:
    person: Professional
    challenge: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class _AccessToken:
    session_id: str = field(repr=False)
    ends_at: datetime


class Refused(Exception):  # noqa: N818  (an answer of the relay rather than a fault)
    """What was asked is refused; ``code`` is that of docs/psc-relay.md."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Ledger:
    """One lock around everything; nothing waits for a person while it is held."""

    def __init__(self, control: PscControl, clock: Clock) -> None:
        self._control = control
        self._clock = clock
        self._changed = threading.Condition()
        self._people = {one.national_id: one for one in PROFESSIONALS}
        self._attempts: dict[str, Attempt] = {}
        self._tickets: dict[str, _Ticket] = {}
        self._confirmations: dict[str, Confirmation] = {}
        self._sessions: dict[str, Session] = {}
        self._tokens: dict[str, _AccessToken] = {}

    def begin(self, port: int, challenge: str, state: str) -> str:
        """Remember a browser that is sent to the page; return the name of its try."""
        attempt = Attempt(_drawn(), port, challenge, state, self._in(_ATTEMPT_SECONDS))
        with self._changed:
            _keep(self._attempts, attempt.id, attempt)
        return attempt.id

    def attempt(self, name: str) -> Attempt | None:
        """Return a try that still waits."""
        with self._changed:
            found = self._attempts.get(name)
        return found if found and found.ends_at > self._clock.now() else None

    def end_attempt(self, name: str) -> Attempt | None:
        """Return a try that still waited: it no longer does."""
        found = self.attempt(name)
        with self._changed:
            return found if found and self._attempts.pop(name, None) else None

    def ticket_for(self, attempt: Attempt, person: Professional, *, expired: bool) -> str:
        """Return what the browser brings back to the post."""
        seconds = -1.0 if expired else self._control.lifetimes.ticket
        ticket = _drawn()
        with self._changed:
            _keep(self._tickets, ticket, _Ticket(person, attempt.challenge, self._in(seconds)))
        return ticket

    def redeem(self, ticket: str, verifier: str) -> Session:
        """Return the session of a ticket, which serves once. Raises Refused."""
        with self._changed:
            found = self._tickets.pop(ticket, None)
        if found is None:
            raise Refused("invalid_ticket")
        if found.ends_at <= self._clock.now():
            raise Refused("expired_ticket")
        digest = hashlib.sha256(verifier.encode("ascii", "replace")).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not hmac.compare_digest(challenge, found.challenge):
            raise Refused("invalid_verifier")
        return self._new_session(found.person, _TELEPHONE_MEANS)

    def ask(self, national_id: str, digits: str, channel: str) -> Confirmation:
        """Put a request on the telephone. Raises Refused: nobody has this identifier."""
        person = self._people.get(national_id)
        if person is None:
            raise Refused("unknown_user_id")
        ends_at = self._in(self._control.lifetimes.confirmation)
        asked = Confirmation(_drawn(), person, digits, channel, ends_at)
        with self._changed:
            _keep(self._confirmations, asked.id, asked)
            self._changed.notify_all()
        return asked

    def answered(self, asked: Confirmation, gone: Callable[[], bool]) -> Session:
        """Wait until the person has answered; ``gone`` tells that the caller gave up.

        Raises Refused: access_denied, expired_token, or psc_unavailable when all stops.
        """
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._is_decided(asked), _LOOK_SECONDS)
                    now = self._confirmations.get(asked.id, asked)
                if now.accepted is not None:
                    break
                if self._control.is_closed or gone():
                    raise Refused("psc_unavailable")
                if now.ends_at <= self._clock.now():
                    raise Refused("expired_token")
        finally:
            with self._changed:
                self._confirmations.pop(asked.id, None)
                self._changed.notify_all()
        if not now.accepted:
            raise Refused("access_denied")
        card = asked.channel == "CARD"
        return self._new_session(asked.person, _CARD_MEANS if card else _TELEPHONE_MEANS)

    def pending(self) -> tuple[Confirmation, ...]:
        """Return the requests that wait on the telephone, the oldest first."""
        with self._changed:
            waiting = tuple(self._confirmations.values())
        return tuple(
            one for one in waiting if one.accepted is None and one.ends_at > self._clock.now()
        )

    def wait_pending(self, seconds: float = 10.0) -> Confirmation:
        """Return the first request on the telephone, waited for; raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._confirmations), seconds):
                raise TimeoutError("nothing was asked on the telephone")
        return self.pending()[0]

    def wait_nothing_pending(self, seconds: float = 10.0) -> bool:
        """Wait until no request is on the telephone any more; tell whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._confirmations, seconds)

    def decide(self, name: str, *, accept: bool) -> bool:
        """Answer a request as the person does; tell whether it still waited."""
        if name not in {one.id for one in self.pending()}:
            return False
        with self._changed:
            if name in self._confirmations:
                self._confirmations[name] = replace(self._confirmations[name], accepted=accept)
            self._changed.notify_all()
        return True

    def session(self, name: str) -> Session:
        """Return a session that has not ended. Raises Refused."""
        with self._changed:
            found = self._sessions.get(name)
        if found is None or found.ends_at <= self._clock.now():
            raise Refused("session_expired")
        return found

    def access_token(self, session: Session) -> tuple[str, float]:
        """Return a fresh token and how many seconds it lasts; never longer than the session."""
        left = (session.ends_at - self._clock.now()).total_seconds()
        seconds = min(self._control.lifetimes.access_token, left)
        token = f"simulateur.{_drawn()}"
        with self._changed:
            _keep(self._tokens, token, _AccessToken(session.id, self._in(seconds)))
        return token, seconds

    def holder_of(self, access_token: str) -> str | None:
        """Return the national identifier behind a token that is valid now (introspection)."""
        with self._changed:
            found = self._tokens.get(access_token)
            session = self._sessions.get(found.session_id) if found else None
        now = self._clock.now()
        if found is None or session is None or found.ends_at <= now or session.ends_at <= now:
            return None
        return session.person.national_id

    def end(self, session: Session) -> None:
        """End one session; its tokens are worth nothing from then on."""
        with self._changed:
            self._sessions.pop(session.id, None)

    def end_sessions(self) -> None:
        """End every session now."""
        with self._changed:
            self._sessions.clear()

    def sessions(self) -> tuple[Session, ...]:
        """Return the sessions that have not ended."""
        with self._changed:
            known: Iterable[Session] = tuple(self._sessions.values())
        return tuple(one for one in known if one.ends_at > self._clock.now())

    def _is_decided(self, asked: Confirmation) -> bool:
        now = self._confirmations.get(asked.id)
        return now is None or now.accepted is not None

    def _new_session(self, person: Professional, means: str) -> Session:
        ends_at = self._in(self._control.lifetimes.session)
        session = Session(_drawn(), _drawn(), person, means, ends_at)
        with self._changed:
            _keep(self._sessions, session.id, session)
        return session

    def _in(self, seconds: float) -> datetime:
        return self._clock.now() + timedelta(seconds=seconds)


def _drawn() -> str:
    return secrets.token_urlsafe(32)


def _keep(store: dict[str, _Kept], name: str, value: _Kept) -> None:
    store[name] = value
    if len(store) > _MOST:
        del store[next(iter(store))]
