"""The rows of the journal of traces, which are only ever added."""

from __future__ import annotations

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class JournalRow(Base):
    """One link of the chain (storage notes §10); triggers refuse any change or deletion."""

    __tablename__ = "journal"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ts: Mapped[str] = mapped_column(String(24))
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str] = mapped_column(Text)
    prev: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (
        Index("ix_journal_ts", "ts"),
        Index("ix_journal_subject", "subject", "seq"),
        Index("ix_journal_actor", "actor", "seq"),
        Index("ix_journal_action", "action", "seq"),
    )
