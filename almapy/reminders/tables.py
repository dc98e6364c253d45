"""Rows of recalls."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class ReminderRow(ClinicalRow, Base):
    """One recall of one patient."""

    __tablename__ = "reminder"

    label: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date] = mapped_column(Date)
    addressee: Mapped[str] = mapped_column(String(12))
    every_months: Mapped[int] = mapped_column(SmallInteger)
    urgent: Mapped[bool] = mapped_column()
    state: Mapped[str] = mapped_column(String(12))
    closed_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_reminder_state_due_on", "state", "due_on"),)
