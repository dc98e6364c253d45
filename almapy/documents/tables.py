"""Rows of the documents of a record; their content lies in encrypted files beside the base."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class DocumentRow(ClinicalRow, Base):
    """One document: what is said of it, and which stored file holds it.

    ``file_name`` is the name on disk (a keyed digest); ``sha256`` is of the base only.
    """

    __tablename__ = "document"

    title: Mapped[str] = mapped_column(String(200))
    day: Mapped[date]
    tab: Mapped[str] = mapped_column(String(15))
    direction: Mapped[str] = mapped_column(String(10))
    type_code: Mapped[str] = mapped_column(String(30), default="")
    correspondent: Mapped[str] = mapped_column(String(120), default="")
    critical: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str] = mapped_column(String(15))
    mime: Mapped[str] = mapped_column(String(60))
    file_name: Mapped[str] = mapped_column(String(64), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column()
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
