"""Putting the fictitious documents of a record where the program keeps documents."""

from __future__ import annotations

import uuid

from sqlalchemy import insert

from almapy.demo.model import DemoRecord
from almapy.demo.paper import pdf_of
from almapy.documents.kinds import FileKind
from almapy.documents.store import DocumentStore
from almapy.documents.tables import DocumentRow
from almapy.work import UnitOfWork


def file_papers(
    work: UnitOfWork, store: DocumentStore, record: DemoRecord, patient_id: int, author: int
) -> None:
    """Store the documents of this record, filed by that account."""
    person = record.patient
    about = (
        f"Concerne\u00a0: {person.used_name or person.birth_name} "
        f"{person.used_first_name or person.first_birth_first_name}"
    )
    if person.birth_date is not None:
        about += f", {person.birth_date:%d/%m/%Y}"
    for paper in record.papers:
        stored = store.put(pdf_of(paper, about))
        details = paper.details
        work.session.execute(
            insert(DocumentRow).values(
                uid=str(uuid.uuid4()),
                patient_id=patient_id,
                author_id=author,
                created_at=work.at,
                version=1,
                title=details.title,
                day=details.day,
                tab=details.tab.value,
                direction=details.direction.value,
                type_code=details.type_code,
                correspondent=details.correspondent,
                critical=details.critical,
                origin=paper.origin.value,
                mime=FileKind.PDF.value,
                file_name=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                read_at=work.at if paper.is_read else None,
                read_by=author if paper.is_read else None,
            )
        )
