"""Rows of the « Histoire médicale »."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class HistoryItemRow(ClinicalRow, Base):
    """One antecedent or current problem; dates may lack their day or month (« 2011-03 »)."""

    __tablename__ = "history_item"

    label: Mapped[str] = mapped_column(Text)
    speciality: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(20))
    cim10: Mapped[str] = mapped_column(String(10), default="")
    started: Mapped[str] = mapped_column(String(10), default="")
    ended: Mapped[str] = mapped_column(String(10), default="")
    active: Mapped[bool] = mapped_column(default=True)
    ald_number: Mapped[int | None] = mapped_column(SmallInteger)
    in_vsm: Mapped[bool] = mapped_column(default=False)
    kinship: Mapped[str] = mapped_column(String(40), default="")
    cim10_version: Mapped[str] = mapped_column(String(20), default="")
    ald_since: Mapped[date | None] = mapped_column(Date)
    ald_until: Mapped[date | None] = mapped_column(Date)
    ald_exempt: Mapped[bool] = mapped_column(default=True)
    watch_point: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
