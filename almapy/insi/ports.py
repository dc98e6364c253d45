"""What the INSi feature wants of the outside: the teleservice, a signature, a carte Vitale."""

from __future__ import annotations

from typing import Protocol

from almapy.insi.model import Beneficiary, Exchange, Ins, Traits
from almapy.stop import Stop
from almapy.users.model import Actor


class Insi(Protocol):
    """The teleservice. No method raises for what happens outside: the exchange tells it.

    May be called from several threads at once; each call ends soon after ``stop`` is asked.
    """

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers: screens then say « Simulateur »."""

    def search_by_traits(self, traits: Traits, given_name: str, stop: Stop) -> Exchange:
        """Call WS_INS2 once; ``given_name`` is the one « Prenom » of this call (§4.5)."""

    def search_by_card(self, beneficiary: Beneficiary, stop: Stop) -> Exchange:
        """Call WS_INS1 once, for one person named on the card."""

    def verify(self, ins: Ins, traits: Traits, stop: Stop) -> Exchange:
        """Call WS_INS3 once (format non publié: §4.6)."""


class Signer(Protocol):
    """A key that signs assertions: that of a CPS, or a software key before a simulator."""

    @property
    def certificate(self) -> bytes:
        """Return the signature certificate, DER."""

    def sign(self, data: bytes) -> bytes:
        """Return the RSA PKCS#1 v1.5 signature over the SHA-256 of ``data``.

        Raises AccessError or ExternalError (PIN refused, card removed).
        """


class VitaleReader(Protocol):
    """The official interface that reads a carte Vitale."""

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""

    def read(self, actor: Actor) -> list[Beneficiary]:
        """Return the persons named on the card in the reader.

        Raises ExternalError when there is no reader, no card, or it cannot be read.
        """
