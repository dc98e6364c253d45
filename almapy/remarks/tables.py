"""Rows of « Remarque » and « Confidentielle »."""

from __future__ import annotations

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from almapy.db.base import Base
from almapy.db.clinical import ClinicalRow


class RemarkRow(ClinicalRow, Base):
    """One text: one shared row a record, and one confidential row a record and author."""

    __tablename__ = "remark"

    text: Mapped[str] = mapped_column(Text)
    confidential: Mapped[bool] = mapped_column(default=False)
