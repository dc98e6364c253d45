"""The CPS as a key of the base: what it signs to open it, and linking it to an account."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.cards.faults import CardRemoved
from almapy.cps.asking import PinDesk
from almapy.cps.faults import CardBlocked, WrongPin
from almapy.cps.model import CpsCard, CpsKind, PinRequest
from almapy.cps.pin_rules import may_be_asked
from almapy.cps.reader import CpsReader
from almapy.sign_in.faults import NotLinked, TokenRefused
from almapy.sign_in.model import SignInLink, TokenKind
from almapy.sign_in.service import SignInLinkService
from almapy.users.keeper import KeyKeeper
from almapy.users.model import Actor

LINK_PURPOSE = "associer cette carte à votre compte"


@dataclass(frozen=True, slots=True)
class CardSight:
    """The CPS in the reader, and whether it opens this base.

    ``is_others`` is true when it is, or can only be, the card of another person than the one at
    work.
    """

    card: CpsCard
    is_linked: bool
    is_others: bool = False


class CardLinkService:
    """Reads cards and has their code asked: no method is for the thread of the windows."""

    def __init__(
        self,
        links: SignInLinkService,
        keeper: KeyKeeper,
        reader: CpsReader,
        pins: PinDesk,
        base_id: str,
    ) -> None:
        self._links = links
        self._keeper = keeper
        self._reader = reader
        self._pins = pins
        self._base_id = base_id

    def look(self, actor: Actor) -> CardSight:
        """Return the card that is in; asks for no code. Raises what reading a card raises."""
        card = self._reader.read()
        handle, subject = card.identity.fingerprint, card.identity.national_id
        # A slot without its row opens nothing: what a crash left of a link has to be made again.
        is_linked = self._keeper.slot(TokenKind.CPS, handle) is not None and self._links.knows(
            TokenKind.CPS, handle
        )
        try:
            _require_somebodys(card)
            self._links.require_free(actor, TokenKind.CPS, handle, subject)
        except TokenRefused:
            return CardSight(card, is_linked, is_others=True)
        return CardSight(card, is_linked)

    def link(self, actor: Actor, card: CpsCard, *, take_rpps: bool = False) -> SignInLink:
        """Ask for the code, have the card sign, and link it to the account of the person.

        The card is checked against the account before its code is asked; after a wrong code it is
        asked again. Raises TokenRefused, CertificateOver, CardBlocked, PinNotGiven, CardRemoved,
        DomainError.
        """
        handle = card.identity.fingerprint
        subject = card.identity.national_id
        since = self._pins.closings
        _require_somebodys(card)
        self._reader.require_in_force(card)
        self._links.require_free(actor, TokenKind.CPS, handle, subject)
        self._unlock(card, since)
        challenge = self._links.new_challenge()
        return self._links.link(
            actor,
            TokenKind.CPS,
            handle,
            issuer="",
            subject=subject,
            secret=self._reader.opening_secret(card, self._base_id, challenge),
            challenge=challenge,
            take_rpps=take_rpps,
        )

    def _unlock(self, card: CpsCard, since: int) -> None:
        after_wrong = False
        while True:
            if not may_be_asked(card.pin):
                raise CardBlocked
            request = PinRequest(card, LINK_PURPOSE, after_wrong=after_wrong)
            pin = self._pins.ask(request, since=since)
            try:
                self._reader.unlock(card, pin)
            except WrongPin:
                card, after_wrong = self._same(card), True
            else:
                return

    def _same(self, card: CpsCard) -> CpsCard:
        """Return the card with the tries it has now; raises CardRemoved when it is another one."""
        now = self._reader.read()
        if now.serial != card.serial:
            raise CardRemoved
        return now

    def secret(self, card: CpsCard, pin: str) -> bytes:
        """Give its code to a linked card and return what opens the base.

        Raises NotLinked before the code reaches the card.
        """
        challenge = self._keeper.challenge(TokenKind.CPS, card.identity.fingerprint)
        return opening_secret(self._reader, card, pin, self._base_id, challenge)


def _require_somebodys(card: CpsCard) -> None:
    """Raise TokenRefused for a « carte de service »: lent to many, it names nobody."""
    if card.identity.kind is CpsKind.SERVICE:
        raise TokenRefused(
            "Une carte de service ne désigne personne\u00a0: elle ne peut pas ouvrir un compte. "
            "Rien n'a été modifié. Prenez votre carte personnelle, ou votre mot de passe."
        )


def opening_secret(
    reader: CpsReader, card: CpsCard, pin: str, base_id: str, challenge: bytes | None
) -> bytes:
    """Return what a linked card opens the base with; ``challenge`` is None when it is not linked.

    Raises NotLinked and CertificateOver before the code reaches the card, then what ``unlock``
    and ``opening_secret`` of the reader raise.
    """
    if challenge is None:
        raise NotLinked(TokenKind.CPS)
    reader.require_in_force(card)
    reader.unlock(card, pin)
    return reader.opening_secret(card, base_id, challenge)
