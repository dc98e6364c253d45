"""Rows of consultations and of the problems they are about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class EncounterRow(ClinicalRow, Base):
    """One contact with the patient; ``replaced_id`` is the doctor a remplaçant stood in for.

    ``text`` always holds the whole note, ``interview`` … ``plan`` its four blocks when they are
    used. While ``signed_at`` is empty it is a draft of its author.
    """

    __tablename__ = "encounter"

    nature: Mapped[str] = mapped_column(String(20))
    held_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    in_blocks: Mapped[bool] = mapped_column(default=False)
    interview: Mapped[str] = mapped_column(Text, default="")
    examination: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    important: Mapped[bool] = mapped_column(default=False)
    replaced_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (Index("ix_encounter_author_id_signed_at", "author_id", "signed_at"),)


class EncounterProblemRow(Base):
    """One problem that a consultation is about."""

    __tablename__ = "encounter_problem"

    encounter_id: Mapped[int] = mapped_column(
        ForeignKey("encounter.id", ondelete="CASCADE"), primary_key=True
    )
    history_item_id: Mapped[int] = mapped_column(
        ForeignKey("history_item.id"), primary_key=True, index=True
    )
