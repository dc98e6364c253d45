"""By which name the key file knows a card or an identity."""

from __future__ import annotations

import hashlib
import re

HANDLE_LENGTH = 64
CHALLENGE_LENGTH = 32
_HANDLE = re.compile(r"[0-9a-f]{64}")


def psc_handle(issuer: str, subject: str) -> str:
    """Return the handle of an identity of Pro Santé Connect: by issuer and subject (rule L2).

    The lengths stand in what is hashed: no other pair gives the same text.
    """
    parts = (part.encode("utf-8") for part in (issuer, subject))
    text = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hashlib.sha256(b"almapy-psc-handle-v1" + text).hexdigest()


def is_handle(text: str) -> bool:
    """Tell whether this has the shape of a handle: 64 lower-case hexadecimal digits."""
    return _HANDLE.fullmatch(text) is not None
