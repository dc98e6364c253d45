"""What the relay answers, read with bounds, and its refusals in our words (docs/psc-relay.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from almapy.adapters.fresh_token import Token
from almapy.adapters.json_service import JsonAnswer
from almapy.adapters.json_values import number, visible_text
from almapy.errors import AlmaPyError
from almapy.psc.claims import identity_of
from almapy.psc.faults import (
    NotTrusted,
    PscUnavailable,
    SessionOver,
    SignInRefused,
    SignInTooLate,
    UnknownPerson,
)
from almapy.psc.model import PscIdentity

LONGEST_ID = 4096
LONGEST_TOKEN = 16 * 1024
_LONGEST_ISSUER = 200
_LONGEST_SECONDS = 7 * 24 * 3600.0
_LAST_MOMENT = 4_102_444_800.0
"""1 January 2100: no clock is believed beyond."""
_SECRET = re.compile(r"[0-9a-f]{64}")
_FAULTS: Mapping[str, Callable[[], AlmaPyError]] = {
    "access_denied": SignInRefused,
    "expired_token": SignInTooLate,
    "expired_ticket": SignInTooLate,
    "invalid_ticket": NotTrusted,
    "invalid_verifier": NotTrusted,
    "unknown_user_id": UnknownPerson,
    "session_expired": SessionOver,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What ``GET /session`` says: who, until when, and the relay's own clock."""

    identity: PscIdentity
    seconds: float
    server_time: datetime


def fault_of(answer: JsonAnswer) -> AlmaPyError:
    """Return the fault that a refusal stands for; one that is not in the contract is a breakdown.

    The relay's own message is not shown.
    """
    code = answer.values.get("code")
    if answer.status == 401:  # noqa: PLR2004  (RFC 9110: the session is not accepted)
        return SessionOver()
    return _FAULTS.get(code, PscUnavailable)() if isinstance(code, str) else PscUnavailable()


def session_id_of(answer: JsonAnswer) -> str:
    """Return what proves the session from now on; raises the fault of a refusal."""
    if not answer.accepted:
        raise fault_of(answer)
    return visible_text(answer.values.get("proxy_session_id"), LONGEST_ID)


def told_of(answer: JsonAnswer) -> Told:
    """Return who has signed in; raises NotTrusted when nobody is named."""
    if not answer.accepted:
        raise fault_of(answer)
    claims = answer.values.get("userinfo")
    if not isinstance(claims, Mapping):
        raise PscUnavailable
    issuer = visible_text(answer.values.get("issuer"), _LONGEST_ISSUER)
    seconds = number(answer.values, "session_expires_in", _LONGEST_SECONDS)
    moment = number(answer.values, "server_time", _LAST_MOMENT)
    server_time = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)
    return Told(identity_of(issuer, claims), seconds, server_time)


def token_of(answer: JsonAnswer) -> Token:
    """Return a fresh access token; raises SessionOver when the session has ended."""
    if not answer.accepted:
        raise fault_of(answer)
    return Token(
        visible_text(answer.values.get("access_token"), LONGEST_TOKEN),
        number(answer.values, "expires_in", _LONGEST_SECONDS),
    )


def secret_of(answer: JsonAnswer) -> bytes | None:
    """Return the 32 bytes of the vault, None when the relay keeps none for this base."""
    if answer.values.get("code") == "no_secret" and not answer.accepted:
        return None
    if not answer.accepted:
        raise fault_of(answer)
    written = answer.values.get("secret")
    if not isinstance(written, str) or not _SECRET.fullmatch(written):
        raise PscUnavailable
    return bytes.fromhex(written)
