"""« Journal Accès et les modifications INS »: who saw or changed which identity, and how.

The journal names people by login and patients by number: both are named here at reading time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from almapy.audit.export import Sheet, writer_for
from almapy.audit.model import Action, Entry, label_of
from almapy.audit.queries import JournalFilter
from almapy.audit.service import EXPORTED, SHOWN, JournalService
from almapy.identity.words import TraitChange, trait_changes
from almapy.patients.tables import PatientRow
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow
from almapy.work import Works

TITLE = "Journal Accès et les modifications INS"
INS_ACTIONS = (Action.INS_READ, Action.INS_CHANGED)
"""A creation is not among them: its trace says nothing of the identity."""
_COLUMNS = (
    ("Date", 12),
    ("Heure", 10),
    ("Type de modification", 28),
    ("Nom prof.", 22),
    ("Prénom prof.", 18),
    ("Nom usage", 22),
    ("Prénom usage", 18),
    ("Nom de naissance", 22),
    ("Détail", 60),
)
_AT_ONCE = 1000  # SQLite and PostgreSQL both limit the values of one statement

_Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class InsTrace:
    """One sight or one change of an identity, with the people as they are named today.

    ``used_name`` and ``used_first_name`` are those the patient goes by. For a reader without the
    right to identities ``used_name`` is « Dossier n » and ``changes`` keep their labels only.
    """

    seq: int
    moment: datetime
    action: str
    post: str
    family_name: str
    first_name: str
    patient_id: int | None
    used_name: str = field(default="", repr=False)
    used_first_name: str = field(default="", repr=False)
    birth_name: str = field(default="", repr=False)
    changes: tuple[TraitChange, ...] = field(default=(), repr=False)

    @property
    def kind(self) -> str:
        """Return « Type de modification » with the traits that changed."""
        words = label_of(self.action)
        if not self.changes:
            return words
        return f"{words}\u00a0: {', '.join(change.label for change in self.changes)}"

    @property
    def detail(self) -> str:
        """Return one line for each trait that changed."""
        return "\n".join(change.sentence for change in self.changes)


@dataclass(frozen=True, slots=True)
class InsPage:
    """The newest matching traces and how many match in all."""

    traces: Sequence[InsTrace]
    total: int


class InsJournalService:
    """Reads the traces of identities within the rights of the journal."""

    def __init__(self, works: Works, journal: JournalService) -> None:
        self._works = works
        self._journal = journal

    def page(self, actor: Actor, asked: JournalFilter, *, limit: int = SHOWN) -> InsPage:
        """Return the newest matching traces that the person may read (``JournalService.page``).

        An action of the filter that is none of ``INS_ACTIONS`` finds nothing.
        """
        page = self._journal.page(actor, replace(asked, among=INS_ACTIONS), limit=limit)
        with self._works.database.reading() as session:
            people = {row.login: row for row in session.execute(_people())}
            patients = _patients(session, {e.patient_id for e in page.entries} - {None})
        identities = actor.may(Right.IDENTITY)
        traces = [_trace(one, people, patients, identities=identities) for one in page.entries]
        return InsPage(traces, page.total)

    def export(self, actor: Actor, asked: JournalFilter, target: Path) -> int:
        """Write the matching traces to an .xlsx or .ods file; return how many lines.

        The export itself is traced. Raises DomainError for another kind of file.
        """
        write = writer_for(target)
        traces = self.page(actor, asked, limit=EXPORTED).traces
        write(target, Sheet(TITLE, _COLUMNS, [_line(trace) for trace in traces]))
        detail: dict[str, object] = {"objet": "journal INS", "lignes": len(traces)}
        self._journal.record(actor, Action.EXPORTED, detail=detail)
        return len(traces)


def _people() -> Any:
    return select(AccountRow.login, AccountRow.family_name, AccountRow.first_name)


def _patients(session: Session, numbers: set[Any]) -> dict[int, _Found]:
    ordered = sorted(numbers)
    found: dict[int, _Found] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        query = select(
            PatientRow.id,
            PatientRow.dossier,
            PatientRow.used_name,
            PatientRow.used_first_name,
            PatientRow.birth_name,
            PatientRow.first_birth_first_name,
        ).where(PatientRow.id.in_(ordered[start : start + _AT_ONCE]))
        found |= {row.id: row for row in session.execute(query)}
    return found


def _trace(
    entry: Entry, people: dict[str, _Found], patients: dict[int, _Found], *, identities: bool
) -> InsTrace:
    who = people.get(entry.actor)
    trace = InsTrace(
        seq=entry.seq,
        moment=entry.moment,
        action=entry.action,
        post=entry.post,
        family_name=who.family_name if who else entry.actor,
        first_name=who.first_name if who else "",
        patient_id=entry.patient_id,
    )
    changes = trait_changes(entry.values)
    patient = patients.get(entry.patient_id) if entry.patient_id is not None else None
    if not identities:
        dossier = f"Dossier {patient.dossier}" if patient else ""
        hidden = tuple(change.without_values() for change in changes)
        return replace(trace, used_name=dossier, changes=hidden)
    if patient is None:
        return replace(trace, changes=changes)
    return replace(
        trace,
        used_name=patient.used_name or patient.birth_name,
        used_first_name=patient.used_first_name or patient.first_birth_first_name,
        birth_name=patient.birth_name,
        changes=changes,
    )


def _line(trace: InsTrace) -> tuple[str, ...]:
    moment = trace.moment.astimezone()
    return (
        f"{moment:%d/%m/%Y}",
        f"{moment:%H:%M:%S}",
        label_of(trace.action),
        trace.family_name,
        trace.first_name,
        trace.used_name,
        trace.used_first_name,
        trace.birth_name,
        trace.detail,
    )
