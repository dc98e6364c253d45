"""The CPS in the reader: who it names, its code, its signatures; no base is needed."""

from __future__ import annotations

import contextlib
import threading

from almapy.cards.faults import CardAbsent, CardRemoved
from almapy.clock import Clock
from almapy.cps.certificate import identity_of
from almapy.cps.faults import (
    CardBlocked,
    CertificateOver,
    CpsLibraryFailed,
    CpsUnreadable,
    PinNotGiven,
)
from almapy.cps.model import CpsCard, CpsKey
from almapy.cps.pin_rules import may_be_asked, require_pin
from almapy.cps.ports import CpsModule, Token
from almapy.cps.verification import is_rsa, is_signed_by
from almapy.errors import ExternalError

_OPENING = b"AlmaPy\x00opening by card\x00v1\x00"


class CpsReader:
    """Remembers which card was given its code since it came in; never the code. Thread-safe.

    ``reader`` names the reader to prefer when several cards are in.
    """

    def __init__(self, module: CpsModule, clock: Clock, *, reader: str = "") -> None:
        self._module = module
        self._clock = clock
        self._preferred = reader
        self._guard = threading.Lock()
        self._unlocked: set[tuple[str, str]] = set()
        self._forgotten = 0
        self._leaving: threading.Thread | None = None

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator plays the card."""
        return self._module.simulated

    def read(self) -> CpsCard:
        """Return the card that is in; asks for no code.

        Raises CardAbsent, CpsUnreadable, CpsLibraryAbsent or CpsLibraryFailed. A certificate
        that is over is not refused here: see ``require_in_force``.
        """
        tokens = self._module.tokens()
        if not tokens:
            raise CardAbsent("carte CPS")
        return self._card(min(tokens, key=self._rank))

    def require_in_force(self, card: CpsCard) -> None:
        """Raise CertificateOver when a certificate of the card is over, or not valid yet."""
        now = self._clock.now()
        if now < card.identity.starts_at:
            raise CertificateOver(early=True)
        if now > card.identity.ends_at:
            raise CertificateOver

    def unlock(self, card: CpsCard, pin: str) -> None:
        """Give its code to the card, once; nothing is kept of it.

        Raises DomainError (field « pin ») before anything is sent when it is not four digits,
        CardBlocked, WrongPin, CardRemoved, CpsLibraryAbsent, CpsLibraryFailed; PinNotGiven when
        everything was forgotten meanwhile.
        """
        require_pin(pin)
        if not may_be_asked(card.pin):
            raise CardBlocked
        with self._guard:
            asked_at, leaving = self._forgotten, self._leaving
            self._unlocked.discard(_key(card))
        if leaving is not None:
            leaving.join()  # its logout would undo this login
        self._module.login(card.serial, pin)
        with self._guard:
            forgotten = self._forgotten != asked_at
            if not forgotten:
                self._unlocked.add(_key(card))
        if forgotten:  # the post was locked meanwhile
            self._module.logout(card.serial)
            raise PinNotGiven

    def is_unlocked(self, card: CpsCard) -> bool:
        """Tell whether this very card was given its code and nothing was forgotten since."""
        with self._guard:
            return _key(card) in self._unlocked

    def sign(self, card: CpsCard, key: CpsKey, data: bytes) -> bytes:
        """Return the RSA PKCS#1 v1.5 signature over the SHA-256 of ``data``.

        It was verified with the certificate of the card. Raises PinNotGiven when the card was not
        given its code, CardRemoved, CpsUnreadable without such a key, CpsLibraryFailed.
        """
        if data.startswith(_OPENING):
            raise ValueError("reserved for the opening of a base")
        return self._signed(card, key, data)

    def opening_secret(self, card: CpsCard, base_id: str, challenge: bytes) -> bytes:
        """Return what opens a base by this card: the same bytes each time, from this card only.

        It is the signature of its authentication key over a text that nothing else signs. Raises
        as ``sign``; CpsUnreadable for a key that would not sign the same twice.
        """
        if not is_rsa(card.authentication_certificate):
            raise CpsUnreadable("sa clé n'est pas d'une sorte qui peut ouvrir la base")
        text = _OPENING + base_id.encode() + b"\x00" + challenge
        return self._signed(card, CpsKey.AUTHENTICATION, text)

    def forget(self) -> None:
        """Have every card ask for its code again; returns at once, from any thread."""
        with self._guard:
            self._forgotten += 1
            serials = {serial for serial, _ in self._unlocked}
            self._unlocked.clear()
            if not serials:
                return
            before = self._leaving
            leaving = threading.Thread(
                target=self._leave, args=(serials, before), name="cps-logout", daemon=True
            )
            self._leaving = leaving
            leaving.start()

    def _signed(self, card: CpsCard, key: CpsKey, data: bytes) -> bytes:
        certificate = (
            card.signature_certificate
            if key is CpsKey.SIGNATURE
            else card.authentication_certificate
        )
        if not certificate:
            raise CpsUnreadable("elle n'a pas le certificat demandé")
        if not self.is_unlocked(card):
            raise PinNotGiven
        try:
            signature = self._module.sign(card.serial, key, data)
        except (CardRemoved, PinNotGiven, CpsLibraryFailed):
            self._relock(card)
            raise
        if not is_signed_by(certificate, data, signature):
            raise CpsLibraryFailed
        return signature

    def _leave(self, serials: set[str], before: threading.Thread | None) -> None:
        if before is not None:
            before.join()
        for serial in serials:
            with contextlib.suppress(ExternalError):
                self._module.logout(serial)

    def _relock(self, card: CpsCard) -> None:
        with self._guard:
            self._unlocked.discard(_key(card))

    def _rank(self, token: Token) -> int:
        return 0 if self._preferred and self._preferred in token.reader else 1

    def _card(self, token: Token) -> CpsCard:
        return CpsCard(
            serial=token.serial,
            identity=identity_of(token.authentication_certificate),
            pin=token.pin,
            simulated=self._module.simulated,
            reader=token.reader,
            signature_certificate=token.signature_certificate,
            authentication_certificate=token.authentication_certificate,
        )


def _key(card: CpsCard) -> tuple[str, str]:
    return card.serial, card.identity.fingerprint
