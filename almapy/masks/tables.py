"""Rows of masks and of what was answered to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class MaskRow(Base):
    """One version of a mask: rows are only added, the last one of a key stands."""

    __tablename__ = "mask"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36))
    version: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(Text)
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    removed: Mapped[bool] = mapped_column(Boolean)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]

    __table_args__ = (Index("ix_mask_key_version", "key", "version", unique=True),)


class MaskAnswerRow(ClinicalRow, Base):
    """One answer to a question that is no measure, with the words of the question of that day."""

    __tablename__ = "mask_answer"

    mask_key: Mapped[str] = mapped_column(String(36))
    mask_version: Mapped[int] = mapped_column()
    label: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(40), default="")
    taken_at: Mapped[datetime]
    encounter_id: Mapped[int | None] = mapped_column(ForeignKey("encounter.id"), index=True)
