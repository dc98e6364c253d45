"""Reading an ID token: signature and claims, or nothing (OpenID Connect Core §3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from almapy.psc.faults import NotTrusted
from almapy.stop import Stop

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, RSAKey

ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}
)
"""Never ``none``, never HS*: a public key would be the secret of the latter."""
ASSURANCE = "eidas1"
LEEWAY_SECONDS = 60
_LONGEST_TOKEN = 16 * 1024
_MOST_KEYS = 50
_KEY_TYPES = frozenset({"RSA", "EC"})


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say; ``nonce`` is None where none was sent (CIBA, renewal)."""

    issuer: str
    client_id: str
    nonce: str | None = field(default=None, repr=False)


class KeyBook:
    """The public keys of a provider, read when first needed and once more for a new one."""

    def __init__(self, read: Callable[[Stop], Mapping[str, Any]]) -> None:
        """``read`` brings the JWKS; it raises ExternalError."""
        self._read = read
        self._keys: dict[str, RSAKey | ECKey] | None = None

    def key(self, kid: str, stop: Stop) -> RSAKey | ECKey:
        """Return the key of this name; raises NotTrusted when the provider has none."""
        known = self._keys
        if known is None or kid not in known:
            known = self._keys = _imported(self._read(stop))
        if kid not in known:
            raise NotTrusted
        return known[kid]


def claims_of(
    token: object, keys: KeyBook, expected: Expected, now: float, stop: Stop
) -> dict[str, Any]:
    """Return the claims of a token that is signed by the provider for this program.

    ``now`` is in seconds since 1970. Raises NotTrusted whatever is wrong with it.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError

    if not isinstance(token, str) or not token.isascii() or len(token) > _LONGEST_TOKEN:
        raise NotTrusted
    algorithm, kid = _header(token)
    key = keys.key(kid, stop)
    claims: dict[str, Any] | None
    try:
        claims = jwt.decode(token, key, algorithms=[algorithm]).claims
        _registry(expected, int(now)).validate(claims)
    except (JoseError, ValueError, TypeError, RecursionError):
        claims = None
    # Raised outside of the handler: the token is no part of the fault.
    if claims is None or not _is_for_us(claims, expected):
        raise NotTrusted
    return claims


def _header(token: str) -> tuple[str, str]:
    from joserfc.errors import JoseError
    from joserfc.jws import extract_compact

    header: Mapping[str, Any]
    try:
        header = extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError, RecursionError):
        header = {}
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS or not isinstance(kid, str):
        raise NotTrusted
    return str(algorithm), kid


def _registry(expected: Expected, now: int) -> Any:
    from joserfc.jwt import JWTClaimsRegistry

    return JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        acr={"essential": True, "value": ASSURANCE},
    )


def _is_for_us(claims: Mapping[str, Any], expected: Expected) -> bool:
    """Tell whether the token answers this very sign-in and was made for nobody else."""
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and "azp" not in claims:
        return False
    if claims.get("azp", expected.client_id) != expected.client_id:
        return False
    if expected.nonce is None:
        return True
    nonce = claims.get("nonce")
    return isinstance(nonce, str) and hmac.compare_digest(nonce.encode(), expected.nonce.encode())


def _imported(values: Mapping[str, Any]) -> dict[str, RSAKey | ECKey]:
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey, import_key

    found: dict[str, RSAKey | ECKey] = {}
    listed = values.get("keys")
    for one in listed[:_MOST_KEYS] if isinstance(listed, list) else []:
        if not isinstance(one, dict) or one.get("kty") not in _KEY_TYPES:
            continue
        if not isinstance(one.get("kid"), str) or one.get("use", "sig") != "sig":
            continue
        try:
            key = import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue  # a key that we cannot read verifies nothing
        if isinstance(key, RSAKey | ECKey):
            found[one["kid"]] = key
    return found
