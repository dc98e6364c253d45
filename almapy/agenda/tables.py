"""Rows of the agenda."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class AppointmentRow(Base):
    """One appointment; a removal is a mark, so that it can be taken back."""

    __tablename__ = "appointment"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    practitioner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    start: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(SmallInteger)
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), index=True)
    free_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    arrived_at: Mapped[datetime | None]
    created_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    deleted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (declared so by SQLAlchemy)
    __table_args__ = (Index("ix_appointment_day", "practitioner_id", "start"),)
