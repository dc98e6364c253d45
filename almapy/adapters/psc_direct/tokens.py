"""The token endpoint of a provider: what it gives, and its refusals in our words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from almapy.adapters.fresh_token import Token
from almapy.adapters.json_service import JsonAnswer
from almapy.adapters.json_values import number, visible_text
from almapy.errors import AlmaPyError
from almapy.psc.faults import PscUnavailable, SignInRefused, SignInTooLate, UnknownPerson

CODE, REFRESH = "authorization_code", "refresh_token"
CIBA = "urn:openid:params:grant-type:ciba"
_LONGEST_TOKEN = 16 * 1024
_LONGEST_SECONDS = 7 * 24 * 3600.0
_FAULTS: Mapping[str, Callable[[], AlmaPyError]] = {
    "access_denied": SignInRefused,
    "consent_required": SignInRefused,
    "interaction_required": SignInRefused,
    "login_required": SignInRefused,
    "invalid_grant": SignInTooLate,  # used, expired, or not the one that was asked for
    "expired_token": SignInTooLate,
    "unknown_user_id": UnknownPerson,
}


@dataclass(frozen=True, slots=True)
class Granted:
    """What a sign-in or a renewal gives; ``refresh`` and ``id_token`` may be missing."""

    access: Token
    refresh: str = field(repr=False)
    id_token: object = field(repr=False)


def fault_of(values: Mapping[str, Any]) -> AlmaPyError:
    """Return the fault that an OAuth 2.0 error stands for; any other is a breakdown."""
    code = values.get("error")
    return _FAULTS.get(code, PscUnavailable)() if isinstance(code, str) else PscUnavailable()


def granted_of(answer: JsonAnswer) -> Granted:
    """Return the tokens of an answer; raises the fault of a refusal, PscUnavailable."""
    if not answer.accepted:
        raise fault_of(answer.values)
    kind = answer.values.get("token_type")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise PscUnavailable
    refresh = answer.values.get("refresh_token")
    return Granted(
        Token(
            visible_text(answer.values.get("access_token"), _LONGEST_TOKEN),
            number(answer.values, "expires_in", _LONGEST_SECONDS),
        ),
        visible_text(refresh, _LONGEST_TOKEN) if refresh is not None else "",
        answer.values.get("id_token"),
    )
