"""Rows of vaccinations and of the boxes whose vaccine a person told."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class VaccinationRow(ClinicalRow, Base):
    """One vaccination; its columns are the fields of ``Vaccination``."""

    __tablename__ = "vaccination"

    vaccine: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(Text)
    given_on: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(15))
    origin: Mapped[str] = mapped_column(String(10))
    diseases: Mapped[str] = mapped_column(Text)
    cip13: Mapped[str] = mapped_column(String(13))
    gtin: Mapped[str] = mapped_column(String(14))
    dose: Mapped[int] = mapped_column(SmallInteger)
    booster: Mapped[bool] = mapped_column()
    lot: Mapped[str] = mapped_column(String(20))
    expiry: Mapped[date | None] = mapped_column(Date)
    expiry_raw: Mapped[str] = mapped_column(String(6))
    serial: Mapped[str] = mapped_column(String(20))
    route: Mapped[str] = mapped_column(String(8))
    site: Mapped[str] = mapped_column(String(4))
    performer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    performer: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(8))
    expired_reason: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(String(8))
    reaction: Mapped[str] = mapped_column(Text)
    reaction_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (Index("ix_vaccination_lot", "lot"),)


class BoxProductRow(Base):
    """The vaccine that a person told for a code that no reference knows: asked once."""

    __tablename__ = "box_product"

    gtin: Mapped[str] = mapped_column(String(14), primary_key=True)
    vaccine: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(Text)
    told_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    told_at: Mapped[datetime]
