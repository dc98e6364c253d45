"""The journal of traces for people: reading within one's rights, proving, exporting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from almapy.audit import chain, queries
from almapy.audit.export import sheet_of, writer_for
from almapy.audit.model import Action, Entry, Head
from almapy.audit.queries import JournalFilter
from almapy.audit.seal import Seal
from almapy.users.model import Actor, Right
from almapy.work import Works

SHOWN = 500
EXPORTED = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """The newest matching traces and how many match in all."""

    entries: Sequence[Entry]
    total: int


class JournalService:
    """Reads the journal; nothing here changes or removes a trace."""

    def __init__(self, works: Works, seal: Seal, sealed: Callable[[], list[Head]]) -> None:
        self._works = works
        self._seal = seal
        self._sealed = sealed

    def page(self, actor: Actor, asked: JournalFilter, *, limit: int = SHOWN) -> Page:
        """Return the newest matching traces that the person may read.

        Without the right to all traces, one reads one's own, and with the right to read notes
        those of one patient when the filter names them.
        """
        allowed = within_rights(actor, asked)
        with self._works.database.reading() as session:
            return Page(
                queries.find(session, allowed, limit=limit), queries.count(session, allowed)
            )

    def actors(self, actor: Actor) -> list[str]:
        """Return the logins that the filter may propose."""
        if not actor.may(Right.READ_ALL_TRACES):
            return [actor.login]
        with self._works.database.reading() as session:
            return queries.actors(session)

    def export(self, actor: Actor, asked: JournalFilter, target: Path) -> int:
        """Write the matching traces to an .xlsx or .ods file; return how many lines.

        The export itself is traced. Raises DomainError for another kind of file.
        """
        write = writer_for(target)
        page = self.page(actor, asked, limit=EXPORTED)
        write(target, sheet_of(page.entries, identities=actor.may(Right.IDENTITY)))
        self.record(
            actor, Action.EXPORTED, detail={"objet": "journal", "lignes": len(page.entries)}
        )
        return len(page.entries)

    def record(
        self,
        actor: Actor,
        action: Action,
        *,
        patient_id: int | None = None,
        detail: dict[str, object] | None = None,
    ) -> None:
        """Trace something that changes no row: a print, an export, a lock."""
        with self._works.begin(actor) as work:
            work.trace(action, patient_id=patient_id, detail=detail)

    def first_broken_link(self) -> chain.BrokenLink | None:
        """Walk the whole chain against itself and the seals; slow on a long journal."""
        with self._works.database.reading() as session:
            return chain.first_broken_link(session, self._sealed())

    def lost_tail(self) -> chain.BrokenLink | None:
        """Hold the seals against the journal, before anything is added to it.

        When traces are missing the seal of this post is frozen, so that later ones do not hide
        the loss. Raises FormatError when a seal was altered.
        """
        with self._works.database.reading() as session:
            lost = chain.lost_tail(session, self._sealed())
        if lost is not None:
            self._seal.freeze()
        return lost

    def latest_moment(self) -> str:
        """Return the time stamp of the newest trace, empty before the first."""
        with self._works.database.reading() as session:
            return queries.latest_moment(session)


def within_rights(actor: Actor, asked: JournalFilter) -> JournalFilter:
    """Return what of the traces the person may read; raises AccessError when nothing.

    Without the right to all traces, one reads one's own, and with the right to read notes those
    of one patient when the filter names them.
    """
    if actor.may(Right.READ_ALL_TRACES):
        return asked
    actor.require(Right.READ_TRACES)
    if asked.patient_id is not None and actor.may(Right.READ_NOTES):
        return asked
    return replace(asked, actor=actor.login)
