"""Rows of the conditions that change what is recommended to a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class VaccineConditionRow(ClinicalRow, Base):
    """One condition that a doctor confirmed or ruled out; « until » ends it (a pregnancy)."""

    __tablename__ = "vaccine_condition"

    condition: Mapped[str] = mapped_column(String(30))
    present: Mapped[bool] = mapped_column()
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text)
