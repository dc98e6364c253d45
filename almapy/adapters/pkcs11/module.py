"""The CPS cards of a post through a PKCS#11 library that runs in a process of its own."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import logging
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from almapy.adapters.pkcs11.process import HelperProcess, command_of
from almapy.adapters.pkcs11.roles import CardCertificate, by_role
from almapy.adapters.pkcs11.wire import Fault
from almapy.cards.faults import CardRemoved
from almapy.cps.faults import (
    CardBlocked,
    CpsLibraryAbsent,
    CpsLibraryFailed,
    CpsUnreadable,
    PinNotGiven,
    WrongPin,
)
from almapy.cps.model import CpsKey, PinState
from almapy.cps.pin_rules import state_of_flags
from almapy.cps.ports import Token

_log = logging.getLogger(__name__)
_SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""DigestInfo of PKCS #1 (RFC 8017, §9.2) before a SHA-256."""
_MOST_HASHED_BY_CARD = 256 * 1024
_CERTIFICATES_READ = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """How long each request may take, in seconds; the process is killed after that."""

    start: float = 10.0
    tokens: float = 5.0
    login: float = 15.0
    sign: float = 15.0
    logout: float = 5.0


class Pkcs11Module:
    """Implements ``cps.ports.CpsModule``: nothing starts before the first request.

    A process that crashed or was killed is started again by the next request; no card has its
    code then. ``command`` replaces what starts the process.
    """

    simulated = False

    def __init__(
        self, library: str, *, limits: Limits = Limits(), command: Sequence[str] = ()
    ) -> None:
        self._command = list(command) or command_of(library)
        self._limits = limits
        self._turn = threading.Lock()
        self._process: HelperProcess | None = None
        self._keys: dict[tuple[str, CpsKey], str] = {}

    @property
    def pid(self) -> int | None:
        """Return the number of the process, None when none runs."""
        process = self._process
        return process.pid if process is not None and process.alive else None

    def tokens(self) -> tuple[Token, ...]:
        """Return the cards that are in; asks for no code."""
        with self._taken(self._limits.tokens):
            known = self._process
            try:
                tokens = self._tokens()
            except _LibraryRefused:
                if known is None:
                    raise
                return self._tokens()  # after a card torn out, a library may be lost (measured)
            if not tokens and known is not None and known is self._process:
                # Libraries lose sight of readers for good when their service is started again.
                self._end()
                return self._tokens()
            return tokens

    def login(self, serial: str, pin: str) -> None:
        """Give the code to a card, once; nothing is kept of it here.

        Raises WrongPin, CardBlocked, CardRemoved, CpsLibraryAbsent, CpsLibraryFailed.
        """
        line = bytearray(_line({"do": "login", "serial": serial}))
        line += pin.encode("ascii")
        try:
            with self._taken(self._limits.login):
                self._asked(line, self._limits.login)
        finally:
            line[:] = bytes(len(line))

    def sign(self, serial: str, key: CpsKey, data: bytes) -> bytes:
        """Return the signature; see ``cps.ports``. CpsUnreadable when the card has no such key."""
        with self._taken(self._limits.sign):
            if (serial, key) not in self._keys:
                self._tokens()
            if (serial, key) not in self._keys:
                raise CardRemoved
            request = {
                "do": "sign",
                "serial": serial,
                "id": self._keys[serial, key],
                "attempts": _attempts(key, data),
            }
            answer = self._asked(_line(request), self._limits.sign)
            return self._bytes(answer.get("signature"))

    def logout(self, serial: str) -> None:
        """Have the card ask for its code again; nothing to do when no process runs."""
        with contextlib.suppress(CpsLibraryFailed), self._taken(self._limits.logout):
            if self._process is not None and self._process.alive:
                self._asked(_line({"do": "logout", "serial": serial}), self._limits.logout)

    def close(self) -> None:
        """End the process, its cards logged out; a later request starts it again."""
        process = self._process
        if self._turn.acquire(timeout=_PATIENCE):
            try:
                self._end()
            finally:
                self._turn.release()
        elif process is not None:
            process.kill()

    @contextlib.contextmanager
    def _taken(self, seconds: float) -> Iterator[None]:
        """Hold the process for one request; another one that hangs ends within its own limit."""
        if not self._turn.acquire(timeout=seconds + self._limits.sign):
            raise CpsLibraryFailed
        try:
            yield
        finally:
            self._turn.release()

    def _started(self) -> HelperProcess:
        if self._process is None or not self._process.alive:
            self._end()
            process = self._process = HelperProcess(self._command)
            if process.hear(self._limits.start).get("fault"):
                process.kill()
                raise CpsLibraryAbsent
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        self._keys.clear()
        if process is not None:
            process.end()

    def _asked(self, line: bytes | bytearray, seconds: float) -> dict[str, Any]:
        answer = self._started().ask(line, seconds)
        fault = answer.get("fault")
        if fault is None:
            return answer
        if fault == Fault.WRONG_PIN:
            raise WrongPin(_tries_left(answer))
        if fault in _FAULTS:
            raise _FAULTS[fault]()  # noqa: RSE102  (some are functions)
        self._end()
        _log.warning("the CPS library refused a request", extra={"returned": answer.get("code")})
        raise _LibraryRefused

    def _tokens(self) -> tuple[Token, ...]:
        answer = self._asked(_line({"do": "tokens"}), self._limits.tokens)
        try:
            return tuple(self._token(one) for one in answer["tokens"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self._end()
            raise CpsLibraryFailed from error

    def _token(self, told: dict[str, Any]) -> Token:
        serial = str(told["serial"])
        roles = by_role(
            CardCertificate(
                str(one["label"]), bytes.fromhex(one["id"]), base64.b64decode(one["der"])
            )
            for one in told["certificates"][:_CERTIFICATES_READ]
        )
        self._keys.update({(serial, key): one.number.hex() for key, one in roles.items()})
        authentication = roles.get(CpsKey.AUTHENTICATION)
        signature = roles.get(CpsKey.SIGNATURE)
        return Token(
            serial=serial,
            label=str(told["label"]),
            pin=_pin_state(told),
            authentication_certificate=authentication.der if authentication else b"",
            signature_certificate=signature.der if signature else b"",
            reader=str(told["reader"]),
        )

    def _bytes(self, text: object) -> bytes:
        try:
            return base64.b64decode(str(text), validate=True)
        except ValueError as error:
            self._end()
            raise CpsLibraryFailed from error


_PATIENCE = 1.0


class _LibraryRefused(CpsLibraryFailed):
    """The library answered an error that no card explains; its process was ended."""


def _no_such_key() -> CpsUnreadable:
    return CpsUnreadable("elle n'a pas la clé de son certificat")


_FAULTS = {
    Fault.NO_LIBRARY: CpsLibraryAbsent,
    Fault.REMOVED: CardRemoved,
    Fault.LOCKED: CardBlocked,
    Fault.NO_PIN: PinNotGiven,
    Fault.NO_KEY: _no_such_key,
}


def _line(request: dict[str, Any]) -> bytes:
    return json.dumps(request).encode() + b"\n"


def _pin_state(told: dict[str, Any]) -> PinState:
    return state_of_flags(
        low=bool(told.get("low")), final=bool(told.get("final")), locked=bool(told.get("locked"))
    )


def _tries_left(told: dict[str, Any]) -> int | None:
    """Return the tries left after a wrong code; None where the library raises no flag."""
    state = _pin_state(told)
    return state.tries_left if state.low else None


def _attempts(key: CpsKey, data: bytes) -> list[list[str]]:
    """Return the ways to sign, first the one that the key of a CPS takes (measured).

    AUT only takes a DigestInfo made by the caller. SIG hashes by itself; a long document goes as
    its digest too.
    """
    digest = base64.b64encode(_SHA256_INFO + hashlib.sha256(data).digest()).decode()
    made_here = ["RSA_PKCS", digest]
    if key is CpsKey.AUTHENTICATION or len(data) > _MOST_HASHED_BY_CARD:
        return [made_here]
    return [["SHA256_RSA_PKCS", base64.b64encode(data).decode()], made_here]
