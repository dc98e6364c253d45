"""The columns every clinical row has: whose it is, who wrote it, when, and its version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column


class ClinicalRow:
    """Authorship and versions of one clinical fact.

    ``author_id`` created it, ``changed_by`` wrote the present version when it is not the first one.
    A deletion is a mark with its moment and author; the row stays.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    @declared_attr
    def patient_id(cls) -> Mapped[int]:  # noqa: N805  (declared_attr takes the class)
        """Return the record the fact belongs to."""
        return mapped_column(ForeignKey("patient.id"), index=True)

    @declared_attr
    def author_id(cls) -> Mapped[int]:  # noqa: N805
        """Return the account that wrote it."""
        return mapped_column(ForeignKey("account.id"))

    @declared_attr
    def changed_by(cls) -> Mapped[int | None]:  # noqa: N805
        """Return the account that wrote the present version, None for the first one."""
        return mapped_column(ForeignKey("account.id"))

    @declared_attr
    def deleted_by(cls) -> Mapped[int | None]:  # noqa: N805
        """Return the account that marked it deleted."""
        return mapped_column(ForeignKey("account.id"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805
        return {"version_id_col": cls.version}
