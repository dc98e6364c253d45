"""What may stand in the settings of INSi: refusals and remarks, in French, by field."""

from __future__ import annotations

import re
from dataclasses import fields
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from almapy.insi.settings import Authentication, Environment, InsiSettings

SHORTEST_SECONDS = 1
LONGEST_SECONDS = 120
SECRETS = frozenset({"certificate", "password"})
"""Fields stored sealed, whose values no trace tells."""
LONG_TEXTS = frozenset({"authorities"})
"""Fields whose values are too long for a trace."""
LABELS = {
    "authentication": "Mode d'authentification",
    "environment": "Environnement",
    "card_url": "Adresse avec la carte CPS",
    "certificate_url": "Adresse avec le certificat logiciel",
    "verification_url": "Adresse de vérification",
    "idam": "N° d'autorisation (IDAM)",
    "billing_number": "Identifiant de facturation",
    "sector": "Secteur d'activité",
    "speciality": "Code spécialité",
    "proxy": "Proxy",
    "timeout_seconds": "Délai de réponse",
    "authorities": "Autorités de confiance",
    "certificate": "Certificat logiciel",
    "password": "Mot de passe du certificat",
}
"""What a person may set, in the order of the page; ``instance`` is made by the program."""

# The addresses published for tests (INS notes §4.2); those of production are not.
TEST_CARD_URL = "https://qualiflps.services-ps.ameli.fr:443/lps"
TEST_CERTIFICATE_URL = "https://qualiflps-services-ps-tlsm.ameli.fr:443/lps"

_URLS = ("card_url", "certificate_url", "verification_url")
_LONGEST = {"idam": 40, "billing_number": 20, "sector": 10, "speciality": 10}
_LONGEST_URL = 300
_TEST_HOSTS = frozenset(urlsplit(url).hostname for url in (TEST_CARD_URL, TEST_CERTIFICATE_URL))
_BILLING_DIGITS = 9


def faults(settings: InsiSettings) -> dict[str, str]:
    """Return, by field, why these settings cannot be kept; empty when they can.

    Certificates are looked at elsewhere (``software_certificate``), as that needs a library.
    """
    found = {name: _url_fault(getattr(settings, name)) for name in _URLS}
    found["proxy"] = _proxy_fault(settings.proxy)
    if not SHORTEST_SECONDS <= settings.timeout_seconds <= LONGEST_SECONDS:
        found["timeout_seconds"] = (
            f"Le délai va de {SHORTEST_SECONDS} à {LONGEST_SECONDS} secondes. "
            "Le plus souvent, 15 secondes conviennent."
        )
    for name, most in _LONGEST.items():
        value = getattr(settings, name)
        if not value.isascii() or not value.isprintable() or " " in value:
            found[name] = "Écrivez des lettres sans accent et des chiffres, sans espace."
        elif len(value) > most:
            found[name] = f"Ce code a {most} caractères au plus."
    if settings.password and not settings.certificate:
        found["certificate"] = "Choisissez aussi le fichier du certificat."
    return {name: why for name, why in found.items() if why}


def remarks(settings: InsiSettings) -> dict[str, str]:
    """Return, by field, what deserves a look; it refuses nothing."""
    found: dict[str, str] = {}
    for name in _URLS:
        host = _host(getattr(settings, name))
        if host in _TEST_HOSTS and settings.environment is Environment.PRODUCTION:
            found[name] = (
                "Cette adresse est celle des essais\u00a0: elle ne connaît aucun vrai patient."
            )
    billing = settings.billing_number
    if billing and not (billing.isdigit() and len(billing) == _BILLING_DIGITS):
        found["billing_number"] = f"Cet identifiant a d'ordinaire {_BILLING_DIGITS} chiffres."
    if settings.sector and not re.fullmatch(r"SA\d\d", settings.sector):
        found["sector"] = "Un secteur s'écrit SA et deux chiffres\u00a0: SA07."
    if settings.speciality and not re.fullmatch(r"\d\d", settings.speciality):
        found["speciality"] = "Un code spécialité a deux chiffres\u00a0: 01."
    return found


def url_field(settings: InsiSettings) -> str:
    """Return the name of the address that this way of signing in calls."""
    by_card = settings.authentication is Authentication.CARD
    return "card_url" if by_card else "certificate_url"


def missing(settings: InsiSettings) -> list[str]:
    """Return the labels of what is still empty and without which no call can leave."""
    wanted = [url_field(settings), "idam"]
    if settings.authentication is Authentication.CERTIFICATE:
        wanted.append("certificate")
    return [LABELS[name] for name in wanted if not getattr(settings, name)]


def changed_fields(before: InsiSettings, after: InsiSettings) -> list[str]:
    """Return the names of the fields a person may set that differ."""
    return [name for name in LABELS if getattr(before, name) != getattr(after, name)]


def from_stored(values: dict[str, object]) -> InsiSettings:
    """Build the settings from stored values; unknown names and wrong types count for nothing."""
    accepted: dict[str, Any] = {}
    for one in fields(InsiSettings):
        default, value = one.default, values.get(one.name)
        if isinstance(default, (Authentication, Environment)):
            kind = type(default)
            if isinstance(value, str) and value in {member.value for member in kind}:
                accepted[one.name] = kind(value)
        elif type(value) is type(default):
            accepted[one.name] = value
    wrong = faults(InsiSettings(**accepted))
    return InsiSettings(**{name: one for name, one in accepted.items() if name not in wrong})


def is_on_this_computer(url: str) -> bool:
    """Tell whether an address is of this very computer, where a simulator may answer."""
    return _is_loopback(_host(url))


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _url_fault(url: str) -> str:
    if not url:
        return ""
    host = _host(url)
    if not host or len(url) > _LONGEST_URL or any(c.isspace() for c in url):
        return "Écrivez une adresse entière, comme https://exemple.fr/lps."
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        return "L'adresse commence par https://\u00a0: sans chiffrement, rien n'est envoyé."
    if parts.username or parts.password:
        return "Une adresse ne porte ni nom ni mot de passe\u00a0: retirez ce qui précède le @."
    return ""


def _proxy_fault(proxy: str) -> str:
    if not proxy:
        return ""
    parts = urlsplit(proxy) if _host(proxy) else None
    if parts is None or parts.scheme != "http" or len(proxy) > _LONGEST_URL:
        return "Écrivez l'adresse du proxy avec son port, comme http://proxy.exemple.fr:3128."
    if parts.username or parts.password:
        return (
            "Un proxy qui demande un mot de passe n'est pas pris en charge\u00a0: retirez ce qui "
            "précède le @."
        )
    return ""


def _host(url: str) -> str:
    """Return the host of an address, empty when it has none or a port that is no number."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return ""
    return parts.hostname or ""
