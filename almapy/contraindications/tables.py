"""Rows of the « Contre-indications »."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class ContraindicationRow(ClinicalRow, Base):
    """One contraindication of one patient, in words."""

    __tablename__ = "contraindication"

    text: Mapped[str] = mapped_column(Text)
    since: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(Text, default="")
