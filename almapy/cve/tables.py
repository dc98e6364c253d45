"""Rows of the electronic booklets: links, what is known of each shared line, what is to be sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class CarnetCertificateRow(Base):
    """The certificate of one account; its key is sealed, or lies in the keyring of ``post``.

    When ``post`` names a computer, ``sealed_key`` seals the name that the key bears in the keyring
    there; the key itself otherwise.
    """

    __tablename__ = "cve_certificate"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    certificate: Mapped[str] = mapped_column(Text)
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    post: Mapped[str] = mapped_column(String(60))
    installed_at: Mapped[datetime]


class CarnetLinkRow(Base):
    """The booklet of one record; ``state`` is actif, revoque or delie (cve.md §4)."""

    __tablename__ = "cve_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    record_uuid: Mapped[str] = mapped_column(String(36), index=True)
    pseudo: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8))
    linked_at: Mapped[datetime]
    linked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]


class CarnetLineRow(Base):
    """What is known on the other side of one vaccination; ``content`` is the line as last seen.

    ``state`` is local, attente, synchro, refuse, supprime (cve.md §4) or conflit. ``author`` is
    empty for a line that was written from here.
    """

    __tablename__ = "cve_line"

    vaccination_id: Mapped[int] = mapped_column(ForeignKey("vaccination.id"), primary_key=True)
    record_uuid: Mapped[str] = mapped_column(String(36), primary_key=True)
    remote_id: Mapped[str] = mapped_column(String(40), default="")
    etag: Mapped[str] = mapped_column(String(80), default="")
    author: Mapped[str] = mapped_column(Text, default="")
    author_rpps: Mapped[str] = mapped_column(String(11), default="")
    validated: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_cve_line_record_uuid", "record_uuid"),)


class CarnetSendRow(Base):
    """One change that waits for the service, in the order of its record; kept once it ended.

    ``key`` makes a repeat recognisable (Idempotency-Key). ``state`` is attente, envoye, refuse or
    annule. While ``claimed_by`` names a post it is being sent there, since ``claimed_at``.
    """

    __tablename__ = "cve_send"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    record_uuid: Mapped[str] = mapped_column(String(36), index=True)
    vaccination_id: Mapped[int | None] = mapped_column(ForeignKey("vaccination.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    operation: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    next_try_at: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    claimed_by: Mapped[str] = mapped_column(String(60), default="")
    claimed_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_cve_send_state_next_try_at", "state", "next_try_at"),)
