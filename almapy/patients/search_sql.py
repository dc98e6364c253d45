"""The statements of the search of patients, built once for each shape of question.

A word is a range of tokens, as a B-tree reads it on both engines. To build a statement anew at
each letter would take longer than to run it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from almapy.patients.queries import Widening
from almapy.patients.tables import PatientRow, PatientTokenRow, RecentPatientRow
from almapy.patients.word_source import AFTER_EVERY_LETTER, NAMES, PENALTY
from almapy.patients.words import WordKind

_PATIENT: FromClause = PatientRow.__table__
_TOKEN: FromClause = PatientTokenRow.__table__
_RECENT: FromClause = RecentPatientRow.__table__

Values = dict[str, Any]


def range_values(words: Iterable[str]) -> Values:
    """Return the ranges of these words, as the statements below number them."""
    values: Values = {}
    for number, word in enumerate(words):
        values[f"low{number}"] = word
        values[f"high{number}"] = word + AFTER_EVERY_LETTER
    return values


@cache
def counts(words: int, at_most: int) -> Select[*tuple[Any, ...]]:
    """Count the tokens that each word begins, no further than tells a rare word from a common."""
    columns = []
    for number in range(words):
        token = _TOKEN.alias()
        some = (
            select(literal(1))
            .where(token.c.kind.in_([int(kind) for kind in WordKind]), _begins(token, number))
            .limit(at_most)
        )
        columns.append(select(func.count()).select_from(some.subquery()).scalar_subquery())
    return select(*columns)


@cache
def walk(
    kinds: Sequence[WordKind], others: int, widening: Widening, *, in_sets: bool
) -> CompoundSelect[*tuple[Any, ...]]:
    """Read the tokens that word 0 begins, of patients who have the other words too.

    Of each kind the first ``most`` come, in the order of the index: token, then shown name. With
    ``in_sets`` the patients of the other words are read first, in one go. That is sooner when no
    word is rare and none very common: to test patients one by one goes all over the file.
    """
    return union_all(*(_walk_kind(kind, others, widening, in_sets=in_sets) for kind in kinds))


@cache
def walk_within(others: int, widening: Widening) -> Select[*tuple[Any, ...]]:
    """Read the same tokens, of the patients ``ids`` only."""
    token = _TOKEN.alias()
    query = _tokens_of_patients(token, range(1, others + 1), (), widening)
    return query.where(_begins(token, 0), token.c.patient_id.in_(bindparam("ids", expanding=True)))


@cache
def bearers(others: int, nearly: Sequence[int], widening: Widening) -> Select[*tuple[Any, ...]]:
    """Read the first ``most`` patients whose name is ``word`` and who have the other words.

    Of the others numbered in ``nearly``, one of the tokens ``near1``, ``near2``… does as well.
    """
    token = _TOKEN.alias()
    return (
        _tokens_of_patients(token, range(1, others + 1), nearly, widening)
        .where(
            token.c.kind.in_([int(kind) for kind in NAMES]),
            token.c.token == bindparam("word"),
        )
        .order_by(token.c.kind, token.c.sort_name, token.c.patient_id)
        .limit(bindparam("most"))
    )


@cache
def tokens() -> Select[*tuple[Any, ...]]:
    """Read every token of the patients ``ids``."""
    return select(_TOKEN.c.kind, _TOKEN.c.token, _TOKEN.c.sort_name, _TOKEN.c.patient_id).where(
        _TOKEN.c.patient_id.in_(bindparam("ids", expanding=True))
    )


@cache
def recent() -> Select[*tuple[Any, ...]]:
    """Read the ``most`` records that ``account_id`` opened last."""
    return (
        select(_RECENT.c.patient_id)
        .where(_RECENT.c.account_id == bindparam("account_id"))
        .order_by(_RECENT.c.opened_at.desc(), _RECENT.c.patient_id)
        .limit(bindparam("most"))
    )


def _walk_kind(
    kind: WordKind, others: int, widening: Widening, *, in_sets: bool
) -> Select[*tuple[Any, ...]]:
    token = _TOKEN.alias()
    query = (
        _tokens_of_patients(token, range(1, others + 1), (), widening, in_sets=in_sets)
        .where(token.c.kind == int(kind), _begins(token, 0))
        .order_by(token.c.token, token.c.sort_name, token.c.patient_id)
        .limit(bindparam("most"))
    )
    return query.subquery().select()


def _tokens_of_patients(
    token: FromClause,
    others: Iterable[int],
    nearly: Sequence[int],
    widening: Widening,
    *,
    in_sets: bool = False,
) -> Select[*tuple[Any, ...]]:
    score: ColumnElement[int] = literal(0)
    conditions: list[ColumnElement[bool]] = []
    for number in others:
        conditions.append(_in_set(token, number) if in_sets else _has(token, number, nearly))
        score = score + _score(token, number)
    query = select(
        token.c.kind, token.c.token, token.c.sort_name, token.c.patient_id, score.label("score")
    ).join_from(token, _PATIENT, _PATIENT.c.id == token.c.patient_id)
    return query.where(*conditions, *_shown(widening))


def _in_set(token: FromClause, number: int) -> ColumnElement[bool]:
    other = _TOKEN.alias()
    bearers = select(other.c.patient_id).where(
        other.c.kind.in_([int(kind) for kind in WordKind]), _begins(other, number)
    )
    return token.c.patient_id.in_(bearers)


def _has(token: FromClause, number: int, nearly: Sequence[int]) -> ColumnElement[bool]:
    other = _TOKEN.alias()
    matches = _begins(other, number)
    if number in nearly:
        matches = or_(matches, other.c.token.in_(bindparam(f"near{number}", expanding=True)))
    of_patient = other.c.patient_id == token.c.patient_id
    return select(literal(1)).where(of_patient, matches).correlate(token).exists()


def _score(token: FromClause, number: int) -> ColumnElement[int]:
    other = _TOKEN.alias()
    penalty = case({int(kind): value for kind, value in PENALTY.items()}, value=other.c.kind)
    inexact = case((other.c.token == bindparam(f"low{number}"), 0), else_=1)
    query = select(func.min(penalty + inexact)).where(
        other.c.patient_id == token.c.patient_id, _begins(other, number)
    )
    return func.coalesce(query.correlate(token).scalar_subquery(), 0)


def _begins(token: FromClause, number: int) -> ColumnElement[bool]:
    low: ColumnElement[str] = bindparam(f"low{number}")
    high: ColumnElement[str] = bindparam(f"high{number}")
    return and_(token.c.token >= low, token.c.token < high)


def _shown(widening: Widening) -> list[ColumnElement[bool]]:
    """Leave out those who wait behind a box that is not ticked."""
    boxes = (
        (widening.deceased, _PATIENT.c.deceased),
        (widening.archived, _PATIENT.c.archived),
        (widening.passing, _PATIENT.c.passing),
    )
    return [column.is_(False) for wanted, column in boxes if not wanted]
