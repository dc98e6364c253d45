"""What the person at work does with their CPS: signing calls, documents, reading their numbers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from almapy.audit.model import Action
from almapy.cards.faults import CardAbsent, CardRemoved
from almapy.cards.model import CardEvent, CardEventKind, ReaderState
from almapy.cps.asking import PinDesk
from almapy.cps.faults import (
    CardBlocked,
    CardOfAnotherWorld,
    NumberNotRecorded,
    OtherPersonsCard,
    PinNotGiven,
    WrongPin,
)
from almapy.cps.model import CpsCard, CpsIdentity, CpsKey, PinRequest
from almapy.cps.ownership import is_own
from almapy.cps.pin_rules import may_be_asked
from almapy.cps.reader import CpsReader
from almapy.insi.ports import Signer
from almapy.insi.settings import Environment
from almapy.users.information import UserInformation
from almapy.users.model import Actor, Right

INSI_PURPOSE = "signer l'appel à INSi"
_KEY_NAMES = {CpsKey.SIGNATURE: "signature", CpsKey.AUTHENTICATION: "authentification"}


class PersonalInformation(Protocol):
    """Where « Informations utilisateur » is read (``app.information``)."""

    def get(self, actor: Actor) -> UserInformation:
        """Return what a person set about themselves."""


class Traces(Protocol):
    """Where a signature is traced (``app.journal``)."""

    def record(
        self, actor: Actor, action: Action, *, detail: dict[str, object] | None = None
    ) -> None:
        """Write one trace."""


class CpsService:
    """Signs for the person at work with the card that is theirs, and only with it.

    The code is asked through the desk at the first signature of a card session; it goes straight
    to the card and is kept nowhere. ``environment`` tells which population INSi serves.
    """

    def __init__(
        self,
        reader: CpsReader,
        information: PersonalInformation,
        pins: PinDesk,
        *,
        journal: Traces,
        environment: Callable[[], Environment],
    ) -> None:
        self._reader = reader
        self._information = information
        self._pins = pins
        self._journal = journal
        self._environment = environment
        self._when_forgotten: list[Callable[[], None]] = []
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._session = 0
        self._given_up = 0

    def read(self, actor: Actor) -> CpsCard:  # noqa: ARG002  (whoever is at work may look)
        """Return the card that is in, whoever it names. Raises as ``CpsReader.read``."""
        return self._reader.read()

    def own(self, actor: Actor) -> CpsCard:
        """Return the card that is in, being that of the person at work.

        Raises as ``read``, then OtherPersonsCard, NumberNotRecorded or CertificateOver.
        """
        card = self._reader.read()
        mine = is_own(card.identity, self._information.get(actor).practitioner)
        if mine is None:
            raise NumberNotRecorded
        if not mine:
            raise OtherPersonsCard
        self._reader.require_in_force(card)
        return card

    def practitioner_numbers(self, actor: Actor) -> CpsIdentity:
        """Return the identity of the card, for « Récup. code via CPS »; stores nothing."""
        return self.read(actor).identity

    def signer(self, actor: Actor) -> Signer | None:
        """Return the key that signs the calls to INSi; None when no card is in.

        The code is only asked when it signs. Raises AccessError (not their card, a test card in
        production and inversely, certificate over) or ExternalError.
        """
        actor.require(Right.QUALIFY_INS)
        session = self._session
        try:
            card = self.own(actor)
        except CardAbsent:
            return None
        is_test = self._environment() is Environment.TEST
        if card.identity.test_card != is_test:
            raise CardOfAnotherWorld(test_card=card.identity.test_card)
        return _CardSigner(self, actor.user_id, card.identity.fingerprint, session, card)

    def sign_document(self, actor: Actor, data: bytes, purpose: str) -> bytes:
        """Return the signature of a document by the person; traced without its content.

        ``purpose`` completes « pour … » in French and names no patient. Raises as ``own``, and
        PinNotGiven, CardBlocked, CardRemoved, CpsLibraryFailed.
        """
        actor.require(Right.WRITE_NOTES)
        return self._traced(actor, CpsKey.SIGNATURE, data, purpose)

    def authenticate(self, actor: Actor, data: bytes, purpose: str) -> bytes:
        """Return the signature that proves who the person is to a service; traced.

        Raises as ``sign_document``.
        """
        actor.require(Right.IDENTITY)
        return self._traced(actor, CpsKey.AUTHENTICATION, data, purpose)

    def forget(self) -> None:
        """Forget that the card was given its code: lock, change of person, card removed.

        Returns at once, from any thread. An open question is closed.
        """
        with self._guard:
            self._session += 1
        self._pins.cancel()
        self._reader.forget()
        for listener in self._when_forgotten:
            listener()

    def when_forgotten(self, listener: Callable[[], None]) -> None:
        """Have this called at each forgetting, from any thread: for what the card signed.

        It must return at once and not raise.
        """
        self._when_forgotten.append(listener)

    def on_card(self, event: CardEvent) -> None:
        """Forget when a card leaves, unless it surely is no CPS, or when the readers are gone."""
        gone = event.kind is CardEventKind.REMOVED
        if gone and event.slot is not None and event.slot.family is not None:
            gone = not event.slot.family.is_vitale
        if gone or event.state not in {ReaderState.READY, ReaderState.STOPPED}:
            self.forget()

    def sign_in_session(self, card: CpsCard, data: bytes, session: int) -> bytes:
        """Return the signature for a call to INSi that was prepared in this session of the card.

        Raises PinNotGiven when the session ended meanwhile: the person there now is not asked for
        the call of another.
        """
        since = self._pins.closings
        if session != self._session:
            raise PinNotGiven
        return self._sign(card, CpsKey.SIGNATURE, data, INSI_PURPOSE, since)

    def _traced(self, actor: Actor, key: CpsKey, data: bytes, purpose: str) -> bytes:
        since = self._pins.closings
        signature = self._sign(self.own(actor), key, data, purpose, since)
        self._journal.record(
            actor, Action.CARD_SIGNED, detail={"objet": purpose, "clé": _KEY_NAMES[key]}
        )
        return signature

    def _sign(self, card: CpsCard, key: CpsKey, data: bytes, purpose: str, since: int) -> bytes:
        self._unlock(card, purpose, since)
        try:
            return self._reader.sign(card, key, data)
        except PinNotGiven:
            # The library was started again since: the card wants its code once more.
            self._unlock(self._same(card), purpose, since)
            return self._reader.sign(card, key, data)

    def _unlock(self, card: CpsCard, purpose: str, since: int) -> None:
        """Ask for the code until the card takes it; each try was typed by the person.

        Nothing is asked once everything was forgotten: who is there now did not begin this.
        """
        given_up = self._given_up
        with self._turn:
            if given_up != self._given_up:
                raise PinNotGiven  # refused for whoever waited behind the same question
            after_wrong = False
            while not self._reader.is_unlocked(card):
                if not may_be_asked(card.pin):
                    raise CardBlocked
                try:
                    request = PinRequest(card, purpose, after_wrong=after_wrong)
                    pin = self._pins.ask(request, since=since)
                except PinNotGiven:
                    self._given_up += 1
                    raise
                try:
                    self._reader.unlock(card, pin)
                except WrongPin:
                    card, after_wrong = self._same(card), True

    def _same(self, card: CpsCard) -> CpsCard:
        """Return the card as it is now; raises CardRemoved when it is another one."""
        now = self._reader.read()
        if now.serial != card.serial:
            raise CardRemoved
        return now


@dataclass(frozen=True, slots=True)
class _CardSigner:
    """The card of one person during one session of it (``insi.ports.Signer``).

    Equal to another of the same session, so that the client of INSi is kept from call to call.
    """

    _service: CpsService = field(repr=False)
    _user_id: int
    _fingerprint: str
    _session: int
    _card: CpsCard = field(repr=False, compare=False)

    @property
    def certificate(self) -> bytes:
        """Return the signature certificate, DER."""
        return self._card.signature_certificate

    def sign(self, data: bytes) -> bytes:
        """Return the signature, the code being asked for when it is needed."""
        return self._service.sign_in_session(self._card, data, self._session)
