"""The bytes that the simulated relay keeps for one person and one base."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading

# Opens fictitious patients only: a real relay draws what it keeps and keeps it for itself.
_DEMONSTRATION = b"AlmaPy, simulateur de relais Pro Sante Connect, personnes fictives"


class Vault:
    """Draws 32 bytes at the first call, like the real relay, and forgets them when it stops.

    ``lasting``, for the demonstration: the bytes are computed (HMAC-SHA256 of the person and the
    base under a constant of this module) instead of being drawn, so that the base of yesterday's
    demonstration opens after a restart. They are then there without having been asked for, unless
    they were forgotten since the start. They protect nothing.
    """

    def __init__(self, *, lasting: bool = False) -> None:
        self._lasting = lasting
        self._guard = threading.Lock()
        self._drawn: dict[tuple[str, str], bytes] = {}
        self._forgotten: set[tuple[str, str]] = set()

    def put(self, national_id: str, base_id: str) -> bytes:
        """Return the bytes, drawn when there are none."""
        place = (national_id, base_id)
        with self._guard:
            self._forgotten.discard(place)
            if self._lasting:
                return _computed(place)
            return self._drawn.setdefault(place, secrets.token_bytes(32))

    def get(self, national_id: str, base_id: str) -> bytes | None:
        """Return the bytes, None when there are none."""
        place = (national_id, base_id)
        with self._guard:
            if self._lasting:
                return None if place in self._forgotten else _computed(place)
            return self._drawn.get(place)

    def forget(self, national_id: str, base_id: str) -> None:
        """Forget the bytes of one person for one base."""
        place = (national_id, base_id)
        with self._guard:
            self._forgotten.add(place)
            self._drawn.pop(place, None)


def _computed(place: tuple[str, str]) -> bytes:
    return hmac.digest(_DEMONSTRATION, "|".join(place).encode(), hashlib.sha256)
