"""What proves that who comes back is who began: PKCE S256, states, nonces (RFC 7636)."""

from __future__ import annotations

import base64
import hashlib
import secrets

_BYTES = 32


def drawn() -> str:
    """Return a new random text of 43 characters: a verifier, a state or a nonce."""
    return secrets.token_urlsafe(_BYTES)


def challenge_of(verifier: str) -> str:
    """Return what is shown of a verifier: BASE64URL(SHA-256), without padding."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
