"""Reading the rows of documents."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.documents.tables import DocumentRow
from almapy.incoming.tables import IncomingRow


def named_files(session: Session) -> set[str]:
    """Return the files that the base names: of records, and of what waits to be filed.

    Those of removed and erased documents too: they come back.
    """
    return {
        *session.scalars(select(DocumentRow.file_name).distinct()),
        *session.scalars(select(IncomingRow.file_name).distinct()),
    }
