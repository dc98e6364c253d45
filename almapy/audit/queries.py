"""Reading the journal: by period, person, patient, action and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from almapy.audit.chain import to_entry
from almapy.audit.model import Action, Entry, patient_subject, timestamp
from almapy.audit.tables import JournalRow
from almapy.identity.words import TRAIT_LABELS
from almapy.text import fold


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What of the journal is asked for; days are civil days of the post, both included.

    ``among`` keeps to some actions, none meaning all; ``action`` chooses one.
    """

    since: date | None = None
    until: date | None = None
    actor: str = ""
    action: str = ""
    patient_id: int | None = None
    words: str = ""
    among: tuple[Action, ...] = ()


def _moment(day: date) -> str:
    return timestamp(datetime.combine(day, time.min).astimezone(UTC))


def _matching(query: Select[JournalRow], asked: JournalFilter) -> Select[JournalRow]:
    if asked.since:
        query = query.where(JournalRow.ts >= _moment(asked.since))
    if asked.until:
        query = query.where(JournalRow.ts < _moment(asked.until + timedelta(days=1)))
    if asked.actor:
        query = query.where(JournalRow.actor == asked.actor)
    if asked.action:
        query = query.where(JournalRow.action == asked.action)
    if asked.among:
        query = query.where(JournalRow.action.in_([action.value for action in asked.among]))
    if asked.patient_id is not None:
        query = query.where(JournalRow.subject == patient_subject(asked.patient_id))
    for word in asked.words.split():
        named = [a.value for a in Action if fold(word) and fold(word) in fold(a.label)]
        pattern = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
        query = query.where(
            or_(
                JournalRow.detail.ilike(pattern, escape="\\"),
                JournalRow.actor.ilike(pattern, escape="\\"),
                JournalRow.subject == word,
                JournalRow.action.in_(named),
                _of_trait(word),
            )
        )
    return query


def _of_trait(word: str) -> ColumnElement[bool]:
    """Match the traces of a trait by its French label: the detail holds the name of its field."""
    traits = [
        name for name, label in TRAIT_LABELS.items() if fold(word) and fold(word) in fold(label)
    ]
    names = [JournalRow.detail.contains(f'"{name}":{{', autoescape=True) for name in traits]
    return and_(JournalRow.action == Action.INS_CHANGED.value, or_(false(), *names))


def find(session: Session, asked: JournalFilter, *, limit: int) -> Sequence[Entry]:
    """Return the newest matching links first, ``limit`` at most."""
    query = _matching(select(JournalRow), asked).order_by(JournalRow.seq.desc()).limit(limit)
    return [to_entry(row) for row in session.scalars(query)]


def count(session: Session, asked: JournalFilter) -> int:
    """Return how many links match."""
    matching = _matching(select(JournalRow), asked).subquery()
    return session.execute(select(func.count()).select_from(matching)).scalar_one()


def latest_moment(session: Session) -> str:
    """Return the newest time stamp of the journal, empty before the first trace."""
    return session.execute(select(func.max(JournalRow.ts))).scalar_one_or_none() or ""


def actors(session: Session) -> list[str]:
    """Return every login that the journal names."""
    return list(session.scalars(select(JournalRow.actor).distinct().order_by(JournalRow.actor)))
