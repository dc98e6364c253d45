"""Rows of measures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class MeasureRow(ClinicalRow, Base):
    """One measured value; ``kind`` is a LOINC code, ``second`` the diastolic pressure."""

    __tablename__ = "measure"

    kind: Mapped[str] = mapped_column(String(12))
    value: Mapped[float] = mapped_column(Float)
    second: Mapped[float | None] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(20))
    taken_at: Mapped[datetime]
