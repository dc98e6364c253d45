"""Linking a card or an identity to an account, and undoing it (PSC notes §7, L2–L4, L13)."""

from __future__ import annotations

import contextlib
import os

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.cps.ownership import rpps_of
from almapy.db.token_slots import TokenSlot
from almapy.errors import AlmaPyError, ConflictError
from almapy.events import Changed, Topic
from almapy.practice.model import Practitioner
from almapy.sign_in.faults import TokenRefused
from almapy.sign_in.handles import CHALLENGE_LENGTH
from almapy.sign_in.model import SignInLink, TokenKind
from almapy.sign_in.rows import detail_of, find_row, mark_used, subject_of, to_link
from almapy.sign_in.tables import SignInLinkRow
from almapy.text import digits
from almapy.users.information import save_first_practitioner
from almapy.users.keeper import KeyKeeper
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow, PractitionerRow
from almapy.work import UnitOfWork, Works


class SignInLinkService:
    """The links of a practice: a row of the base and a slot of the key file, always together.

    Methods that change something write the key file: none is for the thread of the windows.
    """

    def __init__(self, works: Works, keeper: KeyKeeper) -> None:
        self._works = works
        self._keeper = keeper

    def of(self, actor: Actor) -> list[SignInLink]:
        """Return the person's own links, the oldest first."""
        return self._links(SignInLinkRow.account_id == actor.user_id)

    def all(self, actor: Actor) -> list[SignInLink]:
        """Return the links of everybody."""
        actor.require(Right.MANAGE_USERS)
        return self._links()

    def new_challenge(self) -> bytes:
        """Draw what a card will sign each time it opens the base."""
        return os.urandom(CHALLENGE_LENGTH)

    def require_self(self, actor: Actor, password: str) -> None:
        """Have the person prove who they are before a link; raises WrongPassword.

        A link opens the base for good: an unlocked post is no proof enough.
        """
        self._keeper.prove(actor.login, password)

    def require_free(self, actor: Actor, kind: TokenKind, handle: str, subject: str) -> None:
        """Raise TokenRefused, before anything is asked, when ``link`` would raise it."""
        with self._works.database.reading() as session:
            _require_own_number(session, actor.user_id, subject)
            _require_free(session, actor.user_id, kind, handle, subject)

    def knows(self, kind: TokenKind, handle: str) -> bool:
        """Tell whether this card or identity is linked to an account, whoever's."""
        with self._works.database.reading() as session:
            return find_row(session, kind, handle) is not None

    def link(
        self,
        actor: Actor,
        kind: TokenKind,
        handle: str,
        *,
        issuer: str,
        subject: str,
        secret: bytes,
        challenge: bytes = b"",
        take_rpps: bool = False,
    ) -> SignInLink:
        """Let this card or identity open the base for the person at work.

        ``subject`` is the national identifier; ``take_rpps`` tells that the person agreed to have
        an empty RPPS filled from it. A card linked again gets its new secret. Raises TokenRefused
        when it names somebody else or is another person's, DomainError when there are too many.
        """
        former, given = self._keeper.slot(kind, handle), False
        try:
            with self._works.begin(actor) as work:
                _require_own_number(work.session, actor.user_id, subject)
                _require_free(work.session, actor.user_id, kind, handle, subject)
                row = _row_of(work, kind, handle)
                row.issuer, row.subject = issuer, subject
                if take_rpps:
                    _take_rpps(work, subject)
                work.trace(Action.ACCESS_LINKED, subject=subject_of(row), detail=detail_of(row))
                work.announce(Changed(Topic.ACCOUNT))
                work.session.flush()
                uid = work.session.get_one(AccountRow, actor.user_id).uid
                self._keeper.give_token(kind, uid, handle, secret=secret, challenge=challenge)
                given = True
                link = to_link(row)
        except BaseException:
            if given:
                self._bring_back(kind, handle, former)
            raise
        return link

    def unlink(self, actor: Actor, link_id: int) -> None:
        """Undo a link of one's own, or anybody's with the right to manage users.

        Raises ConflictError when it is gone already.
        """
        taken: TokenSlot | None = None
        try:
            with self._works.begin(actor) as work:
                row = work.session.get(SignInLinkRow, link_id)
                if row is None:
                    raise ConflictError(
                        "Cette association a déjà été retirée. Rien d'autre n'a été modifié. "
                        "Rafraîchissez la liste."
                    )
                if row.account_id != actor.user_id:
                    actor.require(Right.MANAGE_USERS)
                work.trace(Action.ACCESS_UNLINKED, subject=subject_of(row), detail=detail_of(row))
                work.announce(Changed(Topic.ACCOUNT))
                kind, handle = TokenKind(row.kind), row.handle
                work.session.delete(row)
                work.session.flush()
                taken = self._keeper.take_token(kind, handle)
        except BaseException:
            if taken is not None:
                with contextlib.suppress(AlmaPyError):
                    self._keeper.put_back(taken)
            raise

    def used(self, actor: Actor, kind: TokenKind, handle: str) -> SignInLink:
        """Note that the person just came in with it; raises NotLinked when it is not theirs."""
        with self._works.begin(actor) as work:
            return mark_used(work, kind, handle)

    def _links(self, *conditions: ColumnElement[bool]) -> list[SignInLink]:
        query = select(SignInLinkRow).order_by(SignInLinkRow.created_at, SignInLinkRow.id)
        with self._works.database.reading() as session:
            return [to_link(row) for row in session.scalars(query.where(*conditions))]

    def _bring_back(self, kind: TokenKind, handle: str, former: TokenSlot | None) -> None:
        # The reason of the failure is what the person is told, not a second one.
        with contextlib.suppress(AlmaPyError):
            self._keeper.take_token(kind, handle)
            if former is not None:
                self._keeper.put_back(former)


def _row_of(work: UnitOfWork, kind: TokenKind, handle: str) -> SignInLinkRow:
    row = find_row(work.session, kind, handle)
    if row is None:
        row = SignInLinkRow(
            account_id=work.actor.user_id, kind=kind.value, handle=handle, created_at=work.at
        )
        work.session.add(row)
    return row


def _require_free(
    session: Session, account_id: int, kind: TokenKind, handle: str, subject: str
) -> None:
    """Raise TokenRefused when it belongs to somebody with another account (L4)."""
    row = find_row(session, kind, handle)
    same_person = select(SignInLinkRow.id).where(
        SignInLinkRow.subject == subject, SignInLinkRow.account_id != account_id
    )
    is_another = row is not None and row.account_id != account_id
    if is_another or (subject and session.scalars(same_person).first() is not None):
        raise TokenRefused(
            f"Cette {_NAMES[kind]} appartient à une personne déjà associée à un autre compte. "
            "Rien n'a été modifié. La personne qui gère les comptes peut retirer l'autre "
            "association."
        )
    if row is None and kind is TokenKind.PSC:
        _require_no_other_identity(session, account_id)


def _require_no_other_identity(session: Session, account_id: int) -> None:
    query = select(SignInLinkRow.id).where(
        SignInLinkRow.account_id == account_id, SignInLinkRow.kind == TokenKind.PSC.value
    )
    if session.scalars(query).first() is not None:
        raise TokenRefused(
            "Votre compte est déjà associé à une autre identité Pro Santé Connect. Rien n'a été "
            "modifié. Retirez d'abord cette association dans vos «\u00a0Informations "
            "utilisateur\u00a0»."
        )


def _require_own_number(session: Session, account_id: int, subject: str) -> None:
    row = session.get(PractitionerRow, account_id)
    known = (digits(row.rpps) or rpps_of(row.cps_number)) if row else ""
    # The national identifier is one digit, that tells the register, and the number (L3).
    if known and subject[1:] != known:
        raise TokenRefused(
            "Le numéro RPPS de cette carte ou identité n'est pas celui de votre compte. Rien n'a "
            "été modifié. Vérifiez le N° RPPS dans vos «\u00a0Informations utilisateur\u00a0», "
            "ou prenez votre propre carte."
        )


def _take_rpps(work: UnitOfWork, subject: str) -> None:
    rpps = rpps_of(subject)
    row = work.session.get(PractitionerRow, work.actor.user_id)
    if not rpps or (row is not None and row.rpps):
        return
    if row is None:
        save_first_practitioner(work, work.actor.user_id, Practitioner(rpps=rpps))
    else:
        row.rpps = rpps
    work.trace(Action.ACCOUNT_CHANGED, detail={"champs": "rpps"})


_NAMES = {TokenKind.CPS: "carte CPS", TokenKind.PSC: "identité Pro Santé Connect"}
