"""Keeping the words of the search in memory, and following what any post changes.

They are read in the background from the second search on; until then, and while much changes at
once, the search reads the base. Each search first looks at the number of the last change.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, bindparam, func, literal, or_, select
from sqlalchemy.orm import Session

from almapy.db.database import Database
from almapy.errors import AlmaPyError
from almapy.patients.index import NAME_COUNTER
from almapy.patients.kept_words import FIRST_LETTER, KeptWords, Layers, box_bits
from almapy.patients.near import NearNames
from almapy.patients.tables import PatientRow, PatientTokenRow, WordChangeRow
from almapy.patients.word_source import OF_LETTERS
from almapy.practice.tables import CounterRow

WORTH_KEEPING = 3000  # records; the base alone answers as fast below
MOST_CHANGED = 300
_AT_ONCE = 2000
_BREATH = 0.002  # seconds left to the window after each part
_PATIENT = PatientRow.__table__.c
_TOKEN = PatientTokenRow.__table__.c
_CHANGE = WordChangeRow.__table__.c
_LAST = select(CounterRow.__table__.c.value).where(CounterRow.__table__.c.name == NAME_COUNTER)
_RECORDS = select(func.count()).select_from(
    select(literal(1)).select_from(PatientRow.__table__).limit(WORTH_KEEPING).subquery()
)
_CHANGED = select(_CHANGE.patient_id).where(_CHANGE.seq > bindparam("seq")).limit(MOST_CHANGED + 1)
_WORDS = (
    select(_TOKEN.kind, _TOKEN.token, _TOKEN.sort_name, _TOKEN.patient_id)
    .where(_TOKEN.kind.in_([int(kind) for kind in OF_LETTERS]), _TOKEN.token >= FIRST_LETTER)
    .order_by(_TOKEN.kind, _TOKEN.token, _TOKEN.sort_name, _TOKEN.patient_id)
)
_WORDS_OF = _WORDS.where(_TOKEN.patient_id.in_(bindparam("ids", expanding=True)))
_ASIDE = select(_PATIENT.id, _PATIENT.deceased, _PATIENT.archived, _PATIENT.passing).where(
    or_(_PATIENT.deceased, _PATIENT.archived, _PATIENT.passing)
)
_ASIDE_OF = _ASIDE.where(_PATIENT.id.in_(bindparam("ids", expanding=True)))


class WordMemory:
    """The words of one practice; safe between threads, whatever other programs write."""

    def __init__(self, database: Database, names: NearNames) -> None:
        self._database = database
        self._names = names
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self._reader: threading.Thread | None = None
        self._first: KeptWords | None = None
        self._first_seq = self._seq = 0
        self._layers: Layers | None = None
        self._too_few_at: int | None = None
        self._asked = False

    def layers(self, session: Session) -> Layers | None:
        """Return the words as they stand in this session's base; None while they are not kept."""
        with self._guard:
            seq = _last_change(session)
            if self._first is None or seq < self._first_seq:  # or put back to an earlier day
                self._read_again(session, seq)
                return None
            if self._layers is None or seq != self._seq:
                self._layers = self._follow(session, self._first)
                self._seq = seq
            return self._layers

    def read(self) -> None:
        """Read all the words now, in this thread."""
        with self._database.reading() as session:
            seq = _last_change(session)
            aside = _aside(session.execute(_ASIDE))
            with session.execute(_WORDS, execution_options={"yield_per": _AT_ONCE}) as rows:
                first = KeptWords(self._until_closed(rows), aside)
        with self._guard:
            self._first, self._first_seq, self._layers = first, seq, None

    def close(self) -> None:
        """Stop what is being read; the base may be closed afterwards."""
        self._closing.set()
        with self._guard:
            reader = self._reader
        if reader is not None:
            reader.join()

    def _follow(self, session: Session, first: KeptWords) -> Layers | None:
        changed: list[int] = list(session.scalars(_CHANGED, {"seq": self._first_seq}))
        if len(changed) > MOST_CHANGED:
            self._start()
            return None
        if not changed:
            return Layers(first, KeptWords((), {}), frozenset())
        ids = {"ids": changed}
        later = KeptWords(session.execute(_WORDS_OF, ids), _aside(session.execute(_ASIDE_OF, ids)))
        return Layers(first, later, frozenset(changed))

    def _read_again(self, session: Session, seq: int) -> None:
        if not self._asked:
            self._asked = True  # who searches once, as a command does, has no use for it
            return
        if seq == self._too_few_at:
            return
        if session.execute(_RECORDS).scalar_one() < WORTH_KEEPING:
            self._too_few_at = seq
            return
        self._start()

    def _start(self) -> None:
        if self._closing.is_set() or (self._reader is not None and self._reader.is_alive()):
            return
        self._reader = threading.Thread(target=self._run, name="almapy-words", daemon=True)
        self._reader.start()

    def _run(self) -> None:
        try:
            self.read()
            with self._database.reading() as session:
                self._names.follow(session)
        except (AlmaPyError, _ClosingError):
            return  # the next search begins anew, and says itself what is wrong

    def _until_closed(self, rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
        for number, row in enumerate(rows):
            if number % _AT_ONCE == 0 and self._closing.wait(_BREATH):
                raise _ClosingError
            yield row


class _ClosingError(Exception):
    """The base closes: reading stops."""


def _last_change(session: Session) -> int:
    return session.execute(_LAST).scalar_one_or_none() or 0


def _aside(rows: Iterable[Row[Any]]) -> dict[int, int]:
    return {
        row.id: box_bits(deceased=row.deceased, archived=row.archived, passing=row.passing)
        for row in rows
    }
