"""The CPS of a professional: who it names, what may be asked of it, how its code stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

PIN_LENGTH = 4
PIN_TRIES = 3


class CpsKind(StrEnum):
    """The card as its certificate tells it (card notes §3.1, §3.5)."""

    CPS = "cps"  # a professional
    CPF = "cpf"  # a professional in training
    CPE = "cpe"  # an employee of a structure (CPE, CPA)
    SERVICE = "service"
    UNKNOWN = "inconnue"


class CpsKey(StrEnum):
    """The two keys of the card."""

    AUTHENTICATION = "authentification"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class CpsIdentity:
    """Who the authentication certificate names, read without any code.

    ``national_id`` is the idNat (8 and 11 digits of the RPPS for a professional); ``rpps`` its 11
    digits, empty when the card has none. ``profession`` is the title in clear (« Médecin »).
    ``fingerprint`` is the SHA-256 of the certificate, hexadecimal: it tells two cards apart.
    ``test_card`` is true below a test authority.
    """

    family_name: str = field(repr=False)
    first_name: str = field(repr=False)
    national_id: str
    rpps: str
    profession: str
    kind: CpsKind
    starts_at: datetime
    ends_at: datetime
    fingerprint: str
    test_card: bool = False

    @property
    def name(self) -> str:
        """Return the first name and the family name."""
        return f"{self.first_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class PinState:
    """How many tries the code has left, as far as the card tells.

    ``tries_left`` is None when the library only tells that there were wrong tries (``low``).
    """

    tries_left: int | None
    low: bool = False
    final: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True)
class CpsCard:
    """The card in the reader; ``serial`` ties what is asked of it to this very card."""

    serial: str = field(repr=False)
    identity: CpsIdentity
    pin: PinState
    simulated: bool = False
    reader: str = ""
    signature_certificate: bytes = field(default=b"", repr=False)
    authentication_certificate: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PinRequest:
    """What is told to the person whose code is asked: which card, what for, how many tries left."""

    card: CpsCard
    purpose: str  # French: « signer l'appel à INSi »
    after_wrong: bool = False
