"""The links between accounts and the cards or identities that open a session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class SignInLinkRow(Base):
    """One link; the secret that opens the base with it is wrapped in the key file, not here."""

    __tablename__ = "sign_in_link"
    __table_args__ = (UniqueConstraint("kind", "handle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    handle: Mapped[str] = mapped_column(String(64))
    issuer: Mapped[str] = mapped_column(Text, default="")
    subject: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
