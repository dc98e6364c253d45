"""What signs behind a CPS: the PKCS#11 library in its own process, or the simulated card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from almapy.cps.model import CpsKey, PinState


@dataclass(frozen=True, slots=True)
class Token:
    """One card that the library sees; certificates are DER, empty when it has none."""

    serial: str = field(repr=False)
    label: str
    pin: PinState
    authentication_certificate: bytes = field(default=b"", repr=False)
    signature_certificate: bytes = field(default=b"", repr=False)
    reader: str = ""


class CpsModule(Protocol):
    """The cards of a post as a PKCS#11 library shows them. May be used from several threads.

    Every method raises CpsLibraryAbsent or CpsLibraryFailed, and ends within its own time limit.
    """

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""

    def tokens(self) -> tuple[Token, ...]:
        """Return the cards that are there now; asks for no code."""

    def login(self, serial: str, pin: str) -> None:
        """Give the code to a card, once. Raises WrongPin, CardBlocked, CardRemoved."""

    def sign(self, serial: str, key: CpsKey, data: bytes) -> bytes:
        """Return the RSA PKCS#1 v1.5 signature over the SHA-256 of ``data``.

        Raises PinNotGiven when the card was not given its code since it came in, CardRemoved.
        """

    def logout(self, serial: str) -> None:
        """Have the card ask for its code again. Never raises for a card that left."""

    def close(self) -> None:
        """Stop what runs behind. Never raises."""
