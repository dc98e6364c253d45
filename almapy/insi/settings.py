"""How this practice reaches INSi; kept in the base, the same for every post."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Authentication(StrEnum):
    """Who calls, and by which certificate (INS notes §4.4)."""

    CARD = "carte"
    CERTIFICATE = "certificat"

    @property
    def label(self) -> str:
        """Return the French words of the list."""
        return {
            "carte": "Carte CPS (assertion signée)",
            "certificat": "Certificat logiciel de la structure (TLS mutuel)",
        }[self.value]


class Environment(StrEnum):
    """The population that the addresses serve."""

    PRODUCTION = "production"
    TEST = "test"

    @property
    def label(self) -> str:
        """Return the French words of the list."""
        return {"production": "Production", "test": "Qualification (personnes fictives)"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class InsiSettings:
    """Addresses, numbers and certificates of the teleservice; empty until somebody fills them.

    ``card_url`` serves the CPS, ``certificate_url`` the software certificate. ``idam`` is the
    authorisation number of the program; ``instance`` a UUID that names this installation for
    ever. ``billing_number`` (9 digits), ``sector`` (SA07…) and ``speciality`` (01…) go into the
    assertion; empty ones are taken from « Informations utilisateur » where they are there.
    ``authorities`` holds the trusted certificates, PEM (empty: those of the system).
    ``certificate`` is the PKCS#12 file, base64, ``password`` opens it: both are stored sealed.
    """

    authentication: Authentication = Authentication.CARD
    environment: Environment = Environment.PRODUCTION
    card_url: str = ""
    certificate_url: str = ""
    verification_url: str = ""
    idam: str = ""
    instance: str = ""
    billing_number: str = ""
    sector: str = "SA07"
    speciality: str = ""
    proxy: str = ""
    timeout_seconds: int = 15
    authorities: str = ""
    certificate: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
