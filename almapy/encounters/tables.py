"""Rows of consultations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class EncounterRow(ClinicalRow, Base):
    """One contact with the patient; ``replaced_id`` is the doctor a remplaçant stood in for."""

    __tablename__ = "encounter"

    nature: Mapped[str] = mapped_column(String(15))
    held_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    replaced_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
