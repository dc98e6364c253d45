"""A simulated CPS as its library shows it: a code with three tries, two keys behind it."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding

from almapy.simulators.cps.cards import PIN, SimulatedCpsCard
from almapy.simulators.cps.contents import CpsContents

TRIES = 3


class CodeRefused(Exception):  # noqa: N818  (an answer of the card rather than a fault)
    """The code is wrong; no try is left when ``tries_left`` is 0."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} left")
        self.tries_left = tries_left


class NoCode(Exception):  # noqa: N818
    """The card was not given its code since it came in."""


class SimulatedChip:
    """One card; it counts wrong codes even when it is taken out, like a real one.

    ``contents`` is asked for when something of the card is first wanted: two keys take time.
    """

    def __init__(self, card: SimulatedCpsCard, contents: Callable[[], CpsContents]) -> None:
        self.card = card
        self._make = contents
        self._guard = threading.Lock()
        self._contents: CpsContents | None = None
        self._tries = 0 if card.blocked else TRIES
        self._open = False

    @property
    def tries_left(self) -> int:
        """Return how many tries the code has left."""
        return self._tries

    def certificates(self) -> tuple[bytes, bytes]:
        """Return the certificates of authentication and of signature, DER."""
        held = self._held()
        return (
            held.authentication.certificate.public_bytes(Encoding.DER),
            held.signature.certificate.public_bytes(Encoding.DER),
        )

    def give_code(self, typed: str) -> None:
        """Open the card. Raises CodeRefused; a blocked card does not even look at the code."""
        with self._guard:
            if not self._tries:
                self._open = False
                raise CodeRefused(0)
            if not hmac.compare_digest(typed.encode(), PIN.encode()):
                self._tries -= 1
                self._open = False
                raise CodeRefused(self._tries)
            self._tries = TRIES
            self._open = True

    def close(self) -> None:
        """Have the card want its code again: logged out, or taken out."""
        self._open = False

    def sign(self, data: bytes, *, for_documents: bool) -> bytes:
        """Return the PKCS#1 v1.5 signature over the SHA-256 of ``data``. Raises NoCode."""
        if not self._open:
            raise NoCode
        held = self._held()
        issued = held.signature if for_documents else held.authentication
        return issued.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def _held(self) -> CpsContents:
        with self._guard:
            if self._contents is None:
                self._contents = self._make()
            return self._contents
