"""The rows of links, as the services of accounts, sessions and links use them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.sign_in.faults import NotLinked
from almapy.sign_in.model import SignInLink, TokenKind
from almapy.sign_in.tables import SignInLinkRow
from almapy.work import UnitOfWork


def mark_used(work: UnitOfWork, kind: TokenKind, handle: str) -> SignInLink:
    """Note that the person at work came in with this; raises NotLinked when it is not theirs.

    A slot of the key file without its row opens nothing: an undone link stays undone.
    """
    row = find_row(work.session, kind, handle)
    if row is None or row.account_id != work.actor.user_id:
        raise NotLinked(kind)
    row.last_used_at = work.at
    return to_link(row)


def forget_links(work: UnitOfWork, account_id: int) -> None:
    """Remove the links of an account that is closed; the caller takes the key slots away."""
    rows = work.session.scalars(
        select(SignInLinkRow).where(SignInLinkRow.account_id == account_id)
    ).all()
    for row in rows:
        work.trace(Action.ACCESS_UNLINKED, subject=subject_of(row), detail=detail_of(row))
        work.session.delete(row)


def means_of(link: SignInLink) -> dict[str, object]:
    """Return what a trace tells of the way in: the means and the national identifier (L13)."""
    return {"moyen": link.kind.label, "identifiant national": link.subject}


def find_row(session: Session, kind: TokenKind, handle: str) -> SignInLinkRow | None:
    """Return the row of a card or identity, None when nobody linked it."""
    return session.scalars(
        select(SignInLinkRow).where(
            SignInLinkRow.kind == kind.value, SignInLinkRow.handle == handle
        )
    ).one_or_none()


def to_link(row: SignInLinkRow) -> SignInLink:
    """Return the row as a value that leaves the session."""
    return SignInLink(
        id=row.id,
        account_id=row.account_id,
        kind=TokenKind(row.kind),
        handle=row.handle,
        issuer=row.issuer,
        subject=row.subject,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def subject_of(row: SignInLinkRow) -> str:
    """Return how the chain of traces names the account of a link."""
    return f"account:{row.account_id}"


def detail_of(row: SignInLinkRow) -> dict[str, object]:
    """Return what a trace tells of a link."""
    return means_of(to_link(row))
