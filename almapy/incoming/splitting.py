"""Cutting a batch into documents of their own, and taking the cutting back.

The batch itself stays in the store; what was read in it is shared out, so that nothing is read
twice. The identity found on one part never flows to the next (notes on incoming documents §8).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.documents.kinds import FileKind
from almapy.documents.store import DocumentStore, StoredFile
from almapy.errors import DomainError
from almapy.events import Changed, Topic
from almapy.incoming import results
from almapy.incoming.faults import not_waiting
from almapy.incoming.model import IncomingLine, State
from almapy.incoming.packing import kept_text
from almapy.incoming.results import Understanding, Understood
from almapy.incoming.rows import back_in_the_list, existing, waiting
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.incoming.taking import Taker
from almapy.matching.model import Part
from almapy.ocr.model import DocumentText
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works


@dataclass(frozen=True, slots=True)
class _Piece:
    """One document to be: its pages, its bytes, and what was read in it when that was."""

    part: Part
    kind: FileKind
    stored: StoredFile
    understood: Understood | None


class Splitter:
    """Cuts batches and joins them again."""

    def __init__(
        self, works: Works, store: DocumentStore, taker: Taker, understanding: Understanding
    ) -> None:
        self._works = works
        self._store = store
        self._taker = taker
        self._understanding = understanding

    def split(self, actor: Actor, line: IncomingLine, parts: Sequence[Part]) -> list[int]:
        """Make a document of each part and return their numbers; raises DomainError, ConflictError.

        A file that is no PDF cannot be cut.
        """
        with self._works.database.reading() as session:
            row = existing(session, line.id)
            reading = session.get(IncomingReadingRow, line.id)
        _require_parts(parts, row)
        text = kept_text(reading.content if reading else None)
        pieces = self._pieces(actor, row, parts, text, whole=True)
        with self._works.begin(actor) as work:
            row = waiting(work, line)
            return self._write(work, row, pieces)

    def split_alone(
        self, actor: Actor, incoming_id: int, understood: Understood
    ) -> list[_Piece] | None:
        """Return the pieces of a batch whose cuts need no question; None when it stays whole.

        One that somebody joined again stays so, and one whose pages cannot be taken out.
        """
        parts = sure_parts(understood.parts)
        with self._works.database.reading() as session:
            row = existing(session, incoming_id)
            was_joined = _children(session, incoming_id)
        if len(parts) < 2 or was_joined or row.mime != FileKind.PDF.value:  # noqa: PLR2004
            return None
        try:
            return self._pieces(actor, row, parts, understood.text, whole=False)
        except DomainError:  # it was read nevertheless, and can be filed as it is
            return None

    def write_alone(self, work: UnitOfWork, incoming_id: int, pieces: list[_Piece]) -> list[int]:
        """Keep the pieces of ``split_alone`` inside an open transaction."""
        return self._write(work, existing(work.session, incoming_id, lock=True), pieces)

    def join(self, actor: Actor, incoming_id: int) -> int:
        """Put a batch back in the list in place of its parts; return its number.

        ``incoming_id`` is the batch or one of its parts. Raises ConflictError when a part was
        filed or cut in its turn.
        """
        with self._works.begin(actor) as work:
            session = work.session
            row = existing(session, incoming_id, lock=True)
            if row.state != State.SPLIT.value and row.parent_id is not None:
                row = existing(session, row.parent_id, lock=True)
            if row.state != State.SPLIT.value:
                raise not_waiting()
            children = _children(session, row.id)
            if any(one.state in {State.FILED.value, State.SPLIT.value} for one in children):
                raise DomainError(
                    "Une partie de ce document est déjà classée ou séparée à son tour. Rien n'a "
                    "été modifié. Annulez d'abord ce classement.",
                    code="incoming.part_filed",
                )
            for child in children:
                child.state, child.claimed_by = State.ERASED.value, ""
            back_in_the_list(session, row)
            session.flush()
            work.announce(Changed(Topic.INCOMING))
            return row.id

    def _pieces(
        self,
        actor: Actor,
        row: IncomingRow,
        parts: Sequence[Part],
        text: DocumentText | None,
        *,
        whole: bool,
    ) -> list[_Piece]:
        from almapy.documents.pdf_pages import extracted  # noqa: PLC0415  (not at sign-in)

        data = self._store.read(row.file_name)
        pieces = []
        for part in parts:
            kind, stored = self._taker.stored(extracted(data, part.first, part.last))
            said = _pages(text, part) if text is not None else None
            understood = self._understanding.of(actor, said, whole=whole) if said else None
            pieces.append(_Piece(part, kind, stored, understood))
        return pieces

    def _write(self, work: UnitOfWork, row: IncomingRow, pieces: Sequence[_Piece]) -> list[int]:
        made = []
        for number, piece in enumerate(pieces, start=1):
            child = _child(row, piece, f"{number}/{len(pieces)}")
            work.session.add(child)
            work.session.flush()
            if piece.understood is not None:
                results.write_results(work, child.id, piece.understood, None)
            made.append(child.id)
        row.state, row.claimed_by = State.SPLIT.value, ""
        row.decision, row.patient_id = "", None
        work.session.flush()
        work.announce(Changed(Topic.INCOMING))
        return made


def sure_parts(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return the parts between the cuts that need no question, the others joined."""
    joined: list[Part] = []
    for part in parts:
        if joined and part.cut is not None and not part.cut.alone:
            joined[-1] = replace(joined[-1], last=part.last)
        else:
            joined.append(part)
    return tuple(joined)


def _child(row: IncomingRow, piece: _Piece, which: str) -> IncomingRow:
    return IncomingRow(
        uid=str(uuid.uuid4()),
        state=State.WAITING.value,
        name=f"{row.name} ({which})",
        mime=piece.kind.value,
        file_name=piece.stored.name,
        sha256=piece.stored.sha256,
        size=piece.stored.size,
        origin=row.origin,
        arrived_at=row.arrived_at,
        imported_by=row.imported_by,
        watched=row.watched,
        parent_id=row.id,
        first_page=piece.part.first,
        recipient_id=row.recipient_id,
        page_count=piece.part.last - piece.part.first + 1,
    )


def _pages(text: DocumentText, part: Part) -> DocumentText | None:
    """Return what was read on the pages of a part; None when some were not read."""
    pages = tuple(
        replace(page, number=page.number - part.first + 1)
        for page in text.pages
        if part.first <= page.number <= part.last
    )
    count = part.last - part.first + 1
    return DocumentText(pages, count) if len(pages) == count else None


def _children(session: Session, incoming_id: int) -> list[IncomingRow]:
    query = select(IncomingRow).where(IncomingRow.parent_id == incoming_id).with_for_update()
    return list(session.scalars(query))


def _require_parts(parts: Sequence[Part], row: IncomingRow) -> None:
    ordered = all(one.last < other.first for one, other in pairwise(parts))
    inside = all(1 <= one.first <= one.last for one in parts)
    if row.page_count:
        inside = inside and all(one.last <= row.page_count for one in parts)
    if row.mime != FileKind.PDF.value:
        raise DomainError(
            "Seul un PDF peut être séparé. Rien n'a été modifié. Numérisez ces feuilles en PDF, ou "
            "classez le document entier.",
            code="incoming.not_pdf",
        )
    if not parts or not ordered or not inside:
        raise DomainError(
            "Ces pages ne font pas des documents qui se suivent. Rien n'a été modifié. Vérifiez le "
            "début et la fin de chacun.",
            code="incoming.parts",
            field="parts",
        )
