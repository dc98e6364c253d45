"""Rows of documents that wait, of what was read in them, and of the habits of senders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class IncomingRow(Base):
    """One document on its way to a record; its bytes lie in the store of documents.

    ``source_stamp`` is the size and time of the source file when it was taken, ``parent_id`` the
    batch it was cut from. ``entry`` is what a person typed (JSON), empty until then. While
    ``claimed_by`` names a post it is being read there, since ``claimed_at``.
    """

    __tablename__ = "incoming_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    version: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(Text)
    mime: Mapped[str] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(64), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column()
    origin: Mapped[str] = mapped_column(String(15))
    arrived_at: Mapped[datetime]
    imported_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    watched: Mapped[bool] = mapped_column(default=False)
    source_path: Mapped[str] = mapped_column(Text, default="")
    source_stamp: Mapped[str] = mapped_column(String(60), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_document.id"), index=True)
    first_page: Mapped[int] = mapped_column(default=0)
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    page_count: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str] = mapped_column(String(60), default="")
    claimed_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(8), default="")
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), index=True)
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("incoming_document.id"))
    alike: Mapped[bool] = mapped_column(default=False)
    entry: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    encounter_id: Mapped[int | None] = mapped_column(ForeignKey("encounter.id"))
    filed_at: Mapped[datetime | None]
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (declared so by SQLAlchemy)
    __table_args__ = (Index("ix_incoming_document_state_arrived_at", "state", "arrived_at"),)


class IncomingReadingRow(Base):
    """What was read in a document: kept so that nothing is read twice.

    ``content`` is the packed text with its places; ``guess`` and ``parts`` are JSON.
    """

    __tablename__ = "incoming_reading"

    incoming_id: Mapped[int] = mapped_column(
        ForeignKey("incoming_document.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)
    guess: Mapped[str] = mapped_column(Text)
    parts: Mapped[str] = mapped_column(Text, default="")
    shingles: Mapped[bytes] = mapped_column(LargeBinary)
    read_at: Mapped[datetime]


class SenderHabitRow(Base):
    """How the documents of one sender were last filed; nothing of any patient.

    ``sender_key`` is a normalised letterhead.
    """

    __tablename__ = "sender_habit"

    sender_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    sender: Mapped[str] = mapped_column(Text)
    type_code: Mapped[str] = mapped_column(String(30), default="")
    tab: Mapped[str] = mapped_column(String(15), default="")
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    filed: Mapped[int] = mapped_column(default=0)
    last_filed_at: Mapped[datetime]
