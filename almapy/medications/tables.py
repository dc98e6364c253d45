"""Rows of the « Traitement de fond »."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class LongTermTreatmentRow(ClinicalRow, Base):
    """One line taken for long, in words; ``stopped_on`` closes it."""

    __tablename__ = "long_term_treatment"

    label: Mapped[str] = mapped_column(Text)
    posology: Mapped[str] = mapped_column(Text, default="")
    started_on: Mapped[date | None] = mapped_column(Date)
    stopped_on: Mapped[date | None] = mapped_column(Date)
    stop_reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
