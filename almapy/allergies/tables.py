"""Rows of « Allergies et intolérances »."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class AllergyRow(ClinicalRow, Base):
    """One allergy, or the statement that none is known (``none_known``, without agent)."""

    __tablename__ = "allergy"

    none_known: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(Text, default="")
    reaction: Mapped[str] = mapped_column(Text, default="")
    severity: Mapped[str] = mapped_column(String(15), default="")
    noted: Mapped[str] = mapped_column(String(10), default="")
    type: Mapped[str] = mapped_column(String(20), default="allergie")
    certainty: Mapped[str] = mapped_column(String(15), default="")
    lifted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
