"""« Historique et accès INSI »: every call of the practice, with what came back (A-TRC-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from almapy.audit.export import Sheet, writer_for
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.audit.service import EXPORTED, SHOWN, JournalService, within_rights
from almapy.insi import queries
from almapy.insi.results import InsiCall
from almapy.users.model import Actor, Right
from almapy.work import Works

TITLE = "Historique et accès INSI"
_COLUMNS = (
    ("Date", 12),
    ("Heure", 10),
    ("Type d'appel", 40),
    ("Résultat", 28),
    ("Détail", 80),
    ("Log Retour", 40),
    ("Nom prof.", 22),
)


@dataclass(frozen=True, slots=True)
class InsiCallPage:
    """The newest matching calls and how many match in all.

    Columns of the screen: ``at`` (Date, Heure), ``kind.label`` (Type d'appel), ``result``
    (Résultat), ``detail`` (Détail), ``label`` (Log Retour), ``family_name`` (Nom prof.).
    """

    calls: Sequence[InsiCall] = field(repr=False)
    total: int


class InsiJournalService:
    """Reads the calls of the practice within the rights of the journal."""

    def __init__(self, works: Works, journal: JournalService) -> None:
        self._works = works
        self._journal = journal

    def page(self, actor: Actor, asked: JournalFilter, *, limit: int = SHOWN) -> InsiCallPage:
        """Return the newest matching calls that the person may read (``within_rights``).

        ``action`` of the filter is the value of a ``CallKind``. Who may not see identities reads
        no returned data, and no word is sought there for them.
        """
        allowed = within_rights(actor, asked)
        identities = actor.may(Right.IDENTITY)
        with self._works.database.reading() as session:
            calls = queries.find_calls(session, allowed, identities=identities, limit=limit)
            total = queries.count_calls(session, allowed, identities=identities)
        return InsiCallPage(calls, total)

    def export(self, actor: Actor, asked: JournalFilter, target: Path) -> int:
        """Write the matching calls to an .xlsx or .ods file; return how many lines.

        The export itself is traced. Raises DomainError for another kind of file.
        """
        write = writer_for(target)
        calls = self.page(actor, asked, limit=EXPORTED).calls
        write(target, Sheet(TITLE, _COLUMNS, [_line(call) for call in calls]))
        detail: dict[str, object] = {"objet": "historique INSi", "lignes": len(calls)}
        self._journal.record(actor, Action.EXPORTED, detail=detail)
        return len(calls)


def _line(call: InsiCall) -> tuple[str, ...]:
    moment = call.at.astimezone()
    return (
        f"{moment:%d/%m/%Y}",
        f"{moment:%H:%M:%S}",
        call.kind.label,
        call.result,
        call.detail,
        call.label,
        call.family_name,
    )
