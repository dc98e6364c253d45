"""Rows of the records open now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class PresenceRow(Base):
    """One person has one record open on one post; ``seen_at`` is renewed while they do."""

    __tablename__ = "presence"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    post: Mapped[str] = mapped_column(String(60), primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
