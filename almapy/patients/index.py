"""Writing the words by which patients are found, and the distinct words of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from almapy.db.base import Base
from almapy.patients.model import PatientDraft
from almapy.patients.tables import NameWordRow, PatientTokenRow, WordChangeRow
from almapy.patients.words import WordKind, glued, sort_name, words_of
from almapy.practice.tables import CounterRow

NAME_COUNTER = "name_word"
_NAMES = frozenset({WordKind.NAME, WordKind.FIRST_NAME})
_AT_ONCE = 1000


def rewrite_words(session: Session, patient_id: int, dossier: int, draft: PatientDraft) -> None:
    """Replace the words of one record by those of this draft."""
    _remove_words(session, patient_id)
    write_words(session, [(patient_id, dossier, draft)])


def keep_number_only(session: Session, patient_id: int, dossier: int, draft: PatientDraft) -> None:
    """Leave only its file number to a record that must not be found otherwise."""
    _remove_words(session, patient_id)
    word = {"kind": int(WordKind.NUMBER), "token": glued(str(dossier)), "patient_id": patient_id}
    session.execute(insert(PatientTokenRow).values(word | {"sort_name": sort_name(draft)}))
    _note_changes(session, [patient_id])


def write_words(session: Session, records: Iterable[tuple[int, int, PatientDraft]]) -> None:
    """Add the words of new records, each given by its id, its file number and its data."""
    rows: list[dict[str, object]] = []
    names: set[str] = set()
    changed: list[int] = []
    for patient_id, dossier, draft in records:
        order = sort_name(draft)
        changed.append(patient_id)
        for kind, word in sorted(words_of(draft, dossier)):
            rows.append(
                {"kind": int(kind), "token": word, "sort_name": order, "patient_id": patient_id}
            )
            if kind in _NAMES:
                names.add(word)
    if rows:
        session.execute(insert(PatientTokenRow), rows)
        _add_names(session, sorted(names), _note_changes(session, changed))


def next_value(session: Session, counter: str, count: int = 1) -> int:
    """Take ``count`` numbers of a series and return the last; two posts never get the same."""
    statement = insert_or_update(session)(CounterRow).values(name=counter, value=count)
    return session.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"value": CounterRow.value + count}
        ).returning(CounterRow.value),
        execution_options={"populate_existing": True},
    ).scalar_one()


def insert_or_update(
    session: Session,
) -> Callable[[type[Base]], sqlite.Insert | postgresql.Insert]:
    """Return the insertion of this engine that may become an update."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert


def _remove_words(session: Session, patient_id: int) -> None:
    session.execute(delete(PatientTokenRow).where(PatientTokenRow.patient_id == patient_id))


def _note_changes(session: Session, patient_ids: Sequence[int]) -> int:
    """Give this change a number, for those who keep words in memory, and return it.

    Until the end of the transaction nobody else takes one: who sees a number sees all that was
    written under it and under those before.
    """
    seq = next_value(session, NAME_COUNTER)
    statement = insert_or_update(session)(WordChangeRow)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["patient_id"], set_={"seq": statement.excluded.seq}
        ),
        [{"patient_id": patient_id, "seq": seq} for patient_id in patient_ids],
    )
    return seq


def _add_names(session: Session, words: Sequence[str], seq: int) -> None:
    new: list[str] = []
    for start in range(0, len(words), _AT_ONCE):
        asked = words[start : start + _AT_ONCE]
        query = select(NameWordRow.word).where(NameWordRow.word.in_(asked))
        known = set(session.execute(query).scalars())
        new += [word for word in asked if word not in known]
    if new:
        statement = insert_or_update(session)(NameWordRow).on_conflict_do_nothing()
        session.execute(statement, [{"word": word, "seq": seq} for word in new])
