"""The ways of signing in other than a password, linked to an account once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TokenKind(StrEnum):
    """What proves who is there; the value stands in the key file."""

    CPS = "cps"
    PSC = "psc"

    @property
    def label(self) -> str:
        """Return the French name."""
        return {"cps": "Carte CPS", "psc": "Pro Santé Connect"}[self.value]


@dataclass(frozen=True, slots=True)
class SignInLink:
    """One link of an account, as its owner sees it.

    ``handle`` is what the key file knows it by: the fingerprint of the card's certificate, or the
    SHA-256 of issuer and subject. ``subject`` is the national identifier (professional data).
    """

    id: int
    account_id: int
    kind: TokenKind
    handle: str
    issuer: str
    subject: str
    created_at: datetime
    last_used_at: datetime | None
