"""Adding many records at once, for imports."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import fields

from sqlalchemy import insert

from almapy.patients.index import next_value, write_words
from almapy.patients.model import PatientDraft
from almapy.patients.service import DOSSIER_COUNTER
from almapy.patients.tables import PatientRow
from almapy.work import UnitOfWork

_FIELDS = tuple(one.name for one in fields(PatientDraft))


def add_patients(work: UnitOfWork, drafts: Sequence[PatientDraft]) -> list[int]:
    """Add a record for each draft under the next file numbers; return their ids, in order."""
    if not drafts:
        return []
    first = next_value(work.session, DOSSIER_COUNTER, len(drafts)) - len(drafts) + 1
    common = {"created_by": work.actor.user_id, "created_at": work.at, "updated_at": work.at}
    rows = [
        {name: getattr(draft, name) for name in _FIELDS}
        | common
        | {"uid": str(uuid.uuid4()), "dossier": dossier, "version": 1}
        for dossier, draft in enumerate(drafts, start=first)
    ]
    statement = insert(PatientRow).returning(PatientRow.id, sort_by_parameter_order=True)
    ids = list(work.session.scalars(statement, rows))
    dossiers = range(first, first + len(drafts))
    write_words(work.session, zip(ids, dossiers, drafts, strict=True))
    return ids
