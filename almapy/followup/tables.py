"""Rows of what each person chose to see in the « Tableau de suivi »."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class FollowUpChoiceRow(Base):
    """The preset a person looked at last, and the columns of their own choice."""

    __tablename__ = "followup_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    preset: Mapped[str] = mapped_column(String(20))
    columns: Mapped[list[str]] = mapped_column(JSON)
