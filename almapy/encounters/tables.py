"""Rows of consultations and of the measures taken in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, ForeignKey, String, Text
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


class MeasureRow(ClinicalRow, Base):
    """One measured value; ``kind`` is a LOINC code, ``second`` the diastolic pressure."""

    __tablename__ = "measure"

    kind: Mapped[str] = mapped_column(String(12))
    value: Mapped[float] = mapped_column(Float)
    second: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20))
    taken_at: Mapped[datetime]
