"""Rows of measures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow
from almapy.measures.model import MeasureKind, Origin


def _unit_of_kind(context: Any) -> str:
    """Take the unit of the row's kind; the context is SQLAlchemy's, untyped there."""
    return MeasureKind(context.get_current_parameters()["kind"]).unit


class MeasureRow(ClinicalRow, Base):
    """One measured value; ``kind`` is a LOINC code, ``second`` the diastolic pressure.

    ``unit`` is the UCUM unit of the day it was written.
    """

    __tablename__ = "measure"

    kind: Mapped[str] = mapped_column(String(12))
    value: Mapped[float] = mapped_column(Float)
    second: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20), default=_unit_of_kind)
    taken_at: Mapped[datetime]
    origin: Mapped[str] = mapped_column(String(10), default=Origin.PRACTICE.value)
    comment: Mapped[str] = mapped_column(Text, default="")
    encounter_id: Mapped[int | None] = mapped_column(ForeignKey("encounter.id"), index=True)

    __table_args__ = (Index("ix_measure_patient_kind", "patient_id", "kind", "taken_at"),)
