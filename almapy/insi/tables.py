"""Rows of the calls to INSi and of the former matricules of a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base


class InsiCallRow(Base):
    """One call over the wire, with its raw texts (REC 07: kept as they were).

    ``search_uid`` is shared by the calls of one cascade; ``decision`` is « acceptee » or
    « refusee » once somebody compared the answer with the record, else empty.
    """

    __tablename__ = "insi_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    post: Mapped[str] = mapped_column(String(60))
    search_uid: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str] = mapped_column(String(12))
    code: Mapped[str] = mapped_column(String(40), default="")
    label: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(String(60), default="")
    milliseconds: Mapped[int] = mapped_column(default=0)
    simulated: Mapped[bool] = mapped_column(default=False)
    decision: Mapped[str] = mapped_column(String(12), default="")
    request: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_insi_call_patient_id", "patient_id", "at"),)


class FormerInsRow(Base):
    """One matricule of INSHISTO, stored untouched with its dates (REC 08)."""

    __tablename__ = "former_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    matricule: Mapped[str] = mapped_column(String(15))
    oid: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[str] = mapped_column(String(10), default="")
    ends_on: Mapped[str] = mapped_column(String(10), default="")
    received_at: Mapped[datetime]
