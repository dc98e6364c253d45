"""What every session of Pro Santé Connect holds in memory, whoever renews its token."""

from __future__ import annotations

from datetime import datetime

from almapy.adapters.fresh_token import FreshToken
from almapy.psc.model import PscIdentity
from almapy.stop import Stop

END_SECONDS = 2.0
"""How long signing out at the service may take (rule L9)."""


class HeldSession:
    """The part of ``PscSession`` that does not depend on the way to the service."""

    def __init__(self, identity: PscIdentity, ends_at: datetime, token: FreshToken) -> None:
        self._identity = identity
        self._ends_at = ends_at
        self._token = token

    @property
    def identity(self) -> PscIdentity:
        """Return who signed in."""
        return self._identity

    @property
    def ends_at(self) -> datetime | None:
        """Return when the service ends the session whatever is done."""
        return self._ends_at

    def access_token(self, stop: Stop) -> str:
        """Return a token that is valid now; raises SessionOver, ExternalError."""
        return self._token.get(stop)

    def discard(self, token: str) -> None:
        """Forget a token that a service refused."""
        self._token.discard(token)
