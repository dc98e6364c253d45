"""How documents of each sender are usually filed; nothing of any patient is learnt."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.incoming.model import Entry
from almapy.incoming.tables import SenderHabitRow
from almapy.matching.model import DocumentKind, Guess
from almapy.patients.index import insert_or_update
from almapy.work import UnitOfWork

_LONGEST_KEY = 120
_LONGEST_SENDER = 200


@dataclass(frozen=True, slots=True)
class Habit:
    """What was last confirmed for a sender; empty fields where nothing was."""

    type_code: str = ""
    tab: str = ""
    recipient_id: int | None = None


def says_little(guess: Guess) -> bool:
    """Tell whether a document leaves its type to the habits of its sender: a plain letter."""
    return guess.kind is DocumentKind.LETTER or not guess.type_code


def habit_of(session: Session, sender_key: str) -> Habit:
    """Return how the documents of this sender were last filed."""
    row = session.get(SenderHabitRow, sender_key[:_LONGEST_KEY]) if sender_key else None
    return Habit(row.type_code, row.tab, row.recipient_id) if row else Habit()


def learn(work: UnitOfWork, guess: Guess, entry: Entry, recipient_id: int | None) -> None:
    """Keep how this sender's document was filed: the last one confirmed prevails.

    One that tells itself what it is teaches no type: after a prescription, letters stay letters.
    """
    if not guess.sender_key:
        return
    session = work.session
    values: dict[str, object] = {
        "sender": guess.sender[:_LONGEST_SENDER],
        "last_filed_at": work.at,
    }
    if says_little(guess):
        values |= {"type_code": entry.type_code, "tab": entry.tab.value}
    if recipient_id is not None:
        values["recipient_id"] = recipient_id
    statement = insert_or_update(session)(SenderHabitRow)
    statement = statement.values(
        sender_key=guess.sender_key[:_LONGEST_KEY], filed=1, **values
    ).on_conflict_do_update(
        index_elements=["sender_key"], set_=values | {"filed": SenderHabitRow.filed + 1}
    )
    session.execute(statement)


def known_senders(session: Session) -> list[str]:
    """Return the names of those who wrote what was filed."""
    return list(session.scalars(select(SenderHabitRow.sender).order_by(SenderHabitRow.sender_key)))
