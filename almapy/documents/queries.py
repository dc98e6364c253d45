"""Reading the rows of documents."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.documents.tables import DocumentRow


def named_files(session: Session) -> set[str]:
    """Return the files that the base names; those of removed documents too: they come back."""
    return set(session.scalars(select(DocumentRow.file_name).distinct()))
