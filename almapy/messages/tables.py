"""Rows of internal messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class MessageRow(Base):
    """One message; never altered once it was sent."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]


class MessageRecipientRow(Base):
    """One reader of one message, who may put it away for themselves."""

    __tablename__ = "message_recipient"

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    read_at: Mapped[datetime | None]
    put_away_at: Mapped[datetime | None]
