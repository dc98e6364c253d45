"""« Gestion des documents »: the thin front of taking in, showing, filing and undoing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from almapy.audit.model import Action
from almapy.documents.kinds import FileKind, accepted_kind
from almapy.documents.model import Origin
from almapy.incoming import gestures, lines
from almapy.incoming.contents import Contents
from almapy.incoming.filing import Filer, Wanted
from almapy.incoming.habits import habit_of, known_senders
from almapy.incoming.model import (
    Detected,
    Entry,
    Filing,
    FilingOptions,
    Incoming,
    IncomingLine,
    Sight,
    Taken,
)
from almapy.incoming.options import options_of, write_options
from almapy.incoming.packing import kept_text
from almapy.incoming.people import MatchingService
from almapy.incoming.proposing import proposed_entry
from almapy.incoming.results import Understanding, held
from almapy.incoming.rows import filed_within
from almapy.incoming.sources import source_stamp
from almapy.incoming.splitting import Splitter
from almapy.incoming.tables import IncomingReadingRow
from almapy.incoming.taking import Brought, Taker
from almapy.matching.model import Decision, Match, Part
from almapy.ocr.model import DocumentText
from almapy.ocr.ports import DocumentReader, ReadingWanted
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.work import Works


class IncomingService:
    """What waits to be filed; every method asks for ``Right.FILE_DOCUMENTS``.

    Gestures on a row take the line as it was shown: they raise ConflictError when somebody else
    filed, erased or changed it since.
    """

    def __init__(
        self,
        works: Works,
        reader: DocumentReader,
        matching: MatchingService,
        *,
        taker: Taker,
        contents: Contents,
        filer: Filer,
        splitter: Splitter,
        understanding: Understanding,
    ) -> None:
        self._works = works
        self._reader = reader
        self._matching = matching
        self._taker = taker
        self._contents = contents
        self._filer = filer
        self._splitter = splitter
        self._understanding = understanding

    def take_files(
        self,
        actor: Actor,
        paths: Sequence[Path],
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Taken:
        """Take in files of a person's own choice; each refusal is told, the others are taken.

        Repeated bytes are taken too, and told in ``Taken.repeated`` and on their row.
        """
        actor.require(Right.FILE_DOCUMENTS)
        return self._taker.files(actor, paths, progress)

    def take_bytes(
        self, actor: Actor, data: bytes, name: str, origin: Origin = Origin.IMPORT
    ) -> Taken:
        """Take in bytes that come from no file: what was pasted."""
        actor.require(Right.FILE_DOCUMENTS)
        return self._taker.one(actor, Brought(data, name, origin))

    def to_file(self, actor: Actor, recipient_id: int | None = None) -> list[IncomingLine]:
        """Return « Documents à valider », oldest first; those of one doctor when asked."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.database.reading() as session:
            return lines.to_file(session, recipient_id)

    def archives(self, actor: Actor, *, typed: str = "", limit: int = 200) -> list[IncomingLine]:
        """Return « Archives », latest filed first; those in which every typed word stands."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.database.reading() as session:
            return lines.archives(session, typed, limit)

    def sight(self, actor: Actor, incoming_id: int) -> Sight:
        """Return one document with its match on the base as it is now.

        What is written in a filed one, or in one of its parts, is shown only to who reads notes.
        """
        actor.require(Right.FILE_DOCUMENTS)
        incoming, text = self._read(actor, incoming_id)
        match = Match(Decision.NONE)
        if text is not None and incoming.line.state.to_file:
            match = held(self._matching.match(actor, text), incoming.parts)
        return Sight(incoming, match, text)

    def content(self, actor: Actor, incoming_id: int) -> tuple[bytes, FileKind]:
        """Return the bytes of a document; once filed, they ask for the right to read notes.

        Raises AccessError, DocumentMissing, DocumentDamaged, or ExternalError when the disk fails.
        """
        actor.require(Right.FILE_DOCUMENTS)
        return self._contents.of(actor, incoming_id)

    def copied(
        self, actor: Actor, incoming_id: int, *, printed: bool = False
    ) -> tuple[bytes, FileKind]:
        """Return the bytes for paper, or for a copy outside the program; traced each time.

        Raises as ``content`` does.
        """
        found = self.content(actor, incoming_id)
        action = Action.PRINTED if printed else Action.EXPORTED
        with self._works.begin(actor) as work:
            filed = filed_within(work.session, incoming_id)
            whose: list[int | None] = [*sorted({one.patient_id for one in filed})]
            for patient_id in whose or [None]:
                work.trace(action, patient_id=patient_id, detail={"en attente": incoming_id})
        return found

    def senders(self, actor: Actor) -> list[str]:
        """Return the senders of what was filed, to be proposed as « Correspondant »."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.database.reading() as session:
            return known_senders(session)

    def keep(self, actor: Actor, line: IncomingLine, entry: Entry) -> Incoming:
        """Keep what was typed without filing (« Enregistrer »)."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            gestures.keep(work, line, entry)
        return self._incoming(actor, line.id)

    def assign(self, actor: Actor, line: IncomingLine, recipient_id: int | None) -> Incoming:
        """Put a document in a colleague's list (« Destinataire »), or in nobody's."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            gestures.assign(work, line, recipient_id)
        return self._incoming(actor, line.id)

    def mark(self, actor: Actor, line: IncomingLine, *, is_read: bool) -> Incoming:
        """Mark a document as read or not; no conflict with who types."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            gestures.mark(work, line.id, is_read=is_read)
        return self._incoming(actor, line.id)

    def file(
        self,
        actor: Actor,
        line: IncomingLine,
        entry: Entry,
        patient_id: int,
        *,
        delete_source: bool = False,
    ) -> Filing:
        """File a document in a record, with its contact when « Titre du contact » is given.

        Raises DomainError, with its field, for a wrong date or title, for a record that was merged
        or does not exist, ConflictError, or ExternalError when the stored copy cannot be read
        back: nothing is kept then. ``Filing.source_left`` tells why the source file stayed.
        """
        actor.require(Right.FILE_DOCUMENTS)
        wanted = Wanted(entry, patient_id, self._how(actor, line, patient_id))
        return self._filer.file(actor, line, wanted, delete_source=delete_source)

    def unfile(self, actor: Actor, filing: Filing) -> Incoming:
        """Take a filing back: document and contact leave the record, the row waits again.

        A source file that was removed does not come back; the stored copy is the document.
        """
        actor.require(Right.FILE_DOCUMENTS)
        return self._incoming(actor, self._filer.unfile(actor, filing))

    def transfer(self, actor: Actor, incoming_id: int, patient_id: int) -> IncomingLine:
        """Put a filed document and its contact into another record; both are traced."""
        actor.require(Right.FILE_DOCUMENTS)
        self._filer.transfer(actor, incoming_id, patient_id)
        with self._works.database.reading() as session:
            return lines.line_of(session, incoming_id)

    def erase(self, actor: Actor, line: IncomingLine, *, delete_source: bool = False) -> Incoming:
        """Take a document out of the list, traced; the stored copy stays for ``bring_back``.

        Why the source file could not be removed is told in the problem of the line.
        """
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            source = gestures.erase(work, line)
        left = self._contents.remove_source(line.id, source) if delete_source else ""
        if left:
            with self._works.begin(actor) as work:
                gestures.tell(work, line.id, left)
        return self._incoming(actor, line.id)

    def bring_back(self, actor: Actor, incoming_id: int) -> Incoming:
        """Put an erased document back in the list."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            gestures.bring_back(work, incoming_id)
        return self._incoming(actor, incoming_id)

    def split(self, actor: Actor, line: IncomingLine, parts: Sequence[Part]) -> list[int]:
        """Make a document of each part of a PDF and return their numbers."""
        actor.require(Right.FILE_DOCUMENTS)
        return self._splitter.split(actor, line, parts)

    def join(self, actor: Actor, incoming_id: int) -> Incoming:
        """Put a batch back in place of its parts; ``incoming_id`` is the batch or one of them."""
        actor.require(Right.FILE_DOCUMENTS)
        return self._incoming(actor, self._splitter.join(actor, incoming_id))

    def unlock(self, actor: Actor, line: IncomingLine, password: str) -> Incoming:
        """Keep a copy without password, and have it read; the password is stored nowhere.

        Raises PasswordWanted for a wrong one, UnreadableFile, ConflictError.
        """
        actor.require(Right.FILE_DOCUMENTS)
        stored = self._contents.unlocked(line.id, password, self._taker)
        with self._works.begin(actor) as work:
            gestures.replace_content(work, line, stored)
        return self._incoming(actor, line.id)

    def read_again(self, actor: Actor, line: IncomingLine) -> Incoming:
        """Have a document read anew; what was typed stays."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            gestures.read_again(work, line)
        return self._incoming(actor, line.id)

    def detect(
        self,
        actor: Actor,
        data: bytes,
        *,
        password: str = "",
        stop: Stop | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Detected:
        """Read a file that is not taken in and say whose it is; nothing is kept.

        Raises DomainError for a kind that no record keeps, and the faults of ``almapy.ocr``.
        """
        actor.require(Right.FILE_DOCUMENTS)
        kind = accepted_kind(data)
        wanted = ReadingWanted(data, password, all_pages=False)
        text = self._reader.read(wanted, stop, progress)
        match = self._matching.match(actor, text)
        guess = self._understanding.guess(text, match)
        with self._works.database.reading() as session:
            habit = habit_of(session, guess.sender_key)
            options = options_of(session, actor.user_id)
        now = self._works.clock.now()
        proposed = proposed_entry(guess, habit, options, arrived_at=now, name="")
        return Detected(kind, text, match, guess, proposed)

    def insert(
        self,
        actor: Actor,
        data: bytes,
        name: str,
        entry: Entry,
        patient_id: int,
        *,
        source_path: str = "",
        delete_source: bool = False,
    ) -> Filing:
        """File bytes at once, as ``file`` does; the source goes only if it holds these bytes."""
        actor.require(Right.FILE_DOCUMENTS)
        brought = Brought(data, name, path=source_path, stamp=source_stamp(source_path))
        wanted = Wanted(entry, patient_id, "inséré")
        return self._filer.insert(actor, brought, wanted, delete_source=delete_source)

    def options(self, actor: Actor) -> FilingOptions:
        """Return the options of a person."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.database.reading() as session:
            return options_of(session, actor.user_id)

    def keep_options(self, actor: Actor, options: FilingOptions) -> None:
        """Remember the options of a person."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            write_options(work, options)

    def _incoming(self, actor: Actor, incoming_id: int) -> Incoming:
        with self._works.database.reading() as session:
            return lines.incoming_of(session, actor, incoming_id)

    def _read(self, actor: Actor, incoming_id: int) -> tuple[Incoming, DocumentText | None]:
        with self._works.database.reading() as session:
            incoming = lines.incoming_of(session, actor, incoming_id)
            reading = session.get(IncomingReadingRow, incoming_id)
            is_in_record = bool(filed_within(session, incoming_id))
        if is_in_record and not actor.may(Right.READ_NOTES):
            return _without_words(incoming), None
        return incoming, kept_text(reading.content if reading else None)

    def _how(self, actor: Actor, line: IncomingLine, patient_id: int) -> str:
        """Return how the record was found, for the trace; decided on the base as it is."""
        match = self.sight(actor, line.id).match
        if match.patient_id == patient_id:
            return f"sûr, validé par {actor.initials}"
        proposed = any(one.patient_id == patient_id for one in match.candidates)
        return "choisi" if proposed else "recherché"


def _without_words(incoming: Incoming) -> Incoming:
    """Return a filed document without the text of its contact, which stands in the record."""
    entry = replace(incoming.entry, comment="") if incoming.entry else None
    return replace(incoming, entry=entry)
