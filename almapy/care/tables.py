"""Rows of the care plan and of protocols."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class CareGoalRow(ClinicalRow, Base):
    """One goal of a care plan."""

    __tablename__ = "care_goal"

    problem: Mapped[str] = mapped_column(Text)
    goal: Mapped[str] = mapped_column(Text)
    deeds: Mapped[str] = mapped_column(Text)
    review_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(12))


class AppliedProtocolRow(ClinicalRow, Base):
    """One protocol followed by one patient."""

    __tablename__ = "applied_protocol"

    title: Mapped[str] = mapped_column(String(120))
    started_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class ProtocolRow(Base):
    """One protocol of the practice."""

    __tablename__ = "protocol"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120), unique=True)
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (declared so by SQLAlchemy)
