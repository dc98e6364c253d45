"""Rows of the versions that were replaced, of every kind of clinical fact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class FormerVersionRow(Base):
    """One version of a fact as it stood before it was changed: never altered, never erased.

    ``kind`` names the table's sort of facts, ``content`` holds the columns of that version.
    """

    __tablename__ = "former_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    fact_id: Mapped[int] = mapped_column()
    version: Mapped[int] = mapped_column()
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]
    replaced_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    replaced_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index("ix_former_version_fact", "kind", "fact_id", "version", unique=True),)
