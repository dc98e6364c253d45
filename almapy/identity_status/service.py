"""« Liste des statuts d'identité », and whom to qualify today."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from almapy.audit.export import Sheet, writer_for
from almapy.audit.model import Action
from almapy.identity_status import queries
from almapy.identity_status.model import StatusList, StatusQuestion, StatusRow, ToQualify
from almapy.users.model import Actor, Right
from almapy.work import Works

TITLE = "Liste des statuts d'identité"
SHOWN = 300
_EXPORTED = 1_000_000  # rows of a sheet
_COLUMNS = (
    ("Dossier", 10),
    ("Nom de naissance", 26),
    ("Nom utilisé", 26),
    ("Prénom", 20),
    ("Date de naissance", 18),
    ("Sexe", 8),
    ("Statut de l'identité", 22),
    ("Remarque", 24),
    ("Dernier appel INSi", 20),
    ("Résultat", 34),
)


class IdentityStatusService:
    """Reads identities by status; nothing here changes one."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def page(self, actor: Actor, asked: StatusQuestion, *, limit: int = SHOWN) -> StatusList:
        """Return the first lines that match, and the counts of each status."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            counts = queries.counts(session, asked)
            rows = queries.rows(session, asked, limit)
            if len(rows) < limit:
                total = len(rows)
            elif asked.typed.strip():
                total = queries.count(session, asked)
            else:
                total = counts[asked.status] if asked.status else sum(counts.values())
            return StatusList(rows, total, counts)

    def ids(self, actor: Actor, asked: StatusQuestion) -> list[int]:
        """Return the numbers of all that match, for ``BatchVerification.start``."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return queries.ids(session, asked)

    def rows_of(self, actor: Actor, patient_ids: Collection[int]) -> dict[int, StatusRow]:
        """Return the line of each of these records."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return queries.rows_of(session, patient_ids)

    def to_qualify_today(self, actor: Actor) -> list[ToQualify]:
        """Return who has an appointment today, or was opened today, and is not qualified.

        The deceased and merged records are left out.
        """
        actor.require(Right.IDENTITY)
        today = self._works.clock.today()
        begin = datetime.combine(today, time()).astimezone(UTC)
        end = datetime.combine(today + timedelta(days=1), time()).astimezone(UTC)
        with self._works.database.reading() as session:
            return queries.to_qualify(session, begin, end)

    def export(self, actor: Actor, asked: StatusQuestion, target: Path) -> int:
        """Write every line that matches to an .xlsx or .ods file; return how many.

        The export is traced. Raises DomainError for another kind of file.
        """
        actor.require(Right.IDENTITY)
        write = writer_for(target)
        with self._works.database.reading() as session:
            rows = queries.rows(session, asked, _EXPORTED)
        write(target, Sheet(TITLE, _COLUMNS, [_line(row) for row in rows]))
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": TITLE, "lignes": len(rows)}
            work.trace(Action.EXPORTED, detail=detail)
        return len(rows)


def _line(row: StatusRow) -> tuple[str | int, ...]:
    call = row.last_call
    return (
        row.dossier,
        row.birth_name,
        row.used_name,
        row.first_name,
        f"{row.birth_date:%d/%m/%Y}" if row.birth_date else "",
        row.sex.short,
        row.status.label,
        ", ".join(row.remarks),
        f"{call.at.astimezone():%d/%m/%Y %H:%M}" if call else "",
        call.result if call else "",
    )
