"""The addresses of an OpenID provider, from its discovery document (PSC notes §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from almapy.adapters.addresses import read_address
from almapy.errors import DomainError
from almapy.psc.faults import NotTrusted, PscUnavailable
from almapy.psc.model import REAL_ISSUERS

DISCOVERY = "/.well-known/wallet-openid-configuration"
"""Not the usual name: the page where people sign in lies on another host than the rest."""
_REAL_DOMAIN = "esante.gouv.fr"


@dataclass(frozen=True, slots=True)
class Provider:
    """Where each thing is asked; ``revocation``, ``logout`` and ``confirmation`` may be empty.

    ``tells_issuer``: the browser must bring back who answers (RFC 9207).
    """

    issuer: str
    authorization: str
    token: str
    userinfo: str
    keys: str
    revocation: str
    logout: str
    confirmation: str
    tells_issuer: bool


def require_sandbox(issuer: str) -> None:
    """Raise DomainError for the two real issuers, and for what is neither https nor here.

    A desktop program may not hold the secret of a client of the real service (requirement 22).
    """
    if not _is_safe(issuer):
        raise DomainError(
            "L'adresse du bac à sable Pro Santé Connect n'est pas une adresse https complète. La "
            "connexion par mot de passe reste possible. Corrigez-la.",
            code="psc.sandbox_address",
        )
    if issuer.rstrip("/") in REAL_ISSUERS or _is_real(issuer):
        raise DomainError(
            "Pro Santé Connect ne peut pas être appelé directement par un logiciel de poste. La "
            "connexion par mot de passe reste possible. Réglez l'adresse du relais dans "
            "«\u00a0Ce poste\u00a0».",
            code="psc.direct_refused",
        )


def read_provider(values: Mapping[str, Any], issuer: str) -> Provider:
    """Return the provider that a discovery document describes.

    Raises NotTrusted when it speaks for another issuer or names an address that is not safe,
    PscUnavailable when something that sign-in needs is missing.
    """
    if values.get("issuer") != issuer:
        raise NotTrusted
    return Provider(
        issuer=issuer,
        authorization=_needed(values, "authorization_endpoint"),
        token=_needed(values, "token_endpoint"),
        userinfo=_needed(values, "userinfo_endpoint"),
        keys=_needed(values, "jwks_uri"),
        revocation=_address(values, "revocation_endpoint"),
        logout=_address(values, "end_session_endpoint"),
        confirmation=_address(values, "backchannel_authentication_endpoint"),
        tells_issuer=values.get("authorization_response_iss_parameter_supported") is True,
    )


def _needed(values: Mapping[str, Any], name: str) -> str:
    found = _address(values, name)
    if not found:
        raise PscUnavailable
    return found


def _address(values: Mapping[str, Any], name: str) -> str:
    found = values.get(name, "")
    if not isinstance(found, str):
        raise PscUnavailable
    if found and (not _is_safe(found) or _is_real(found)):
        raise NotTrusted
    return found


def _is_safe(url: str) -> bool:
    address = read_address(url)
    if address is None or address.user or "#" in url:
        return False
    return address.scheme == "https" or address.on_this_computer


def _is_real(url: str) -> bool:
    address = read_address(url)
    name = address.host.rstrip(".").lower() if address is not None else ""
    return name == _REAL_DOMAIN or name.endswith(f".{_REAL_DOMAIN}")
