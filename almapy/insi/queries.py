"""Reading and writing the calls to INSi and the former matricules inside a session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session

from almapy.audit.queries import JournalFilter
from almapy.insi.model import RESULT_WORDS, CallKind, Exchange, Ins, Outcome
from almapy.insi.results import Decision, FormerIns, InsiCall
from almapy.insi.tables import FormerInsRow, InsiCallRow
from almapy.insi.wording import SAID_OF_NOBODY, label_without_identity, without_identity
from almapy.patients.changes import one_giver_at_a_time
from almapy.patients.tables import PatientRow
from almapy.text import fold
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork

LONGEST_KEPT = 1_000_000
"""Characters of a request or an answer that are kept; a longer one is cut there."""
_NUL = "\x00"
_COLUMNS = (
    InsiCallRow.id,
    InsiCallRow.patient_id,
    InsiCallRow.at,
    InsiCallRow.kind,
    InsiCallRow.outcome,
    InsiCallRow.code,
    InsiCallRow.label,
    InsiCallRow.detail,
    InsiCallRow.simulated,
    InsiCallRow.decision,
    InsiCallRow.milliseconds,
    InsiCallRow.post,
    AccountRow.family_name,
    AccountRow.first_name,
)


def add_call(
    work: UnitOfWork,
    exchange: Exchange,
    *,
    search_uid: str,
    patient_id: int | None,
    detail: str,
    simulated: bool,
) -> None:
    """Add the row of one call."""
    work.session.add(
        InsiCallRow(
            patient_id=patient_id,
            account_id=work.actor.user_id,
            post=work.actor.post[:60],
            search_uid=search_uid,
            at=work.at,
            kind=exchange.kind.value,
            outcome=exchange.outcome.value,
            code=_kept(exchange.code, 40),
            label=_kept(exchange.label),
            detail=_kept(detail),
            message_id=_kept(exchange.message_id, 60),
            milliseconds=exchange.milliseconds,
            simulated=simulated,
            request=_kept(exchange.request),
            answer=_kept(exchange.answer),
        )
    )


def standing_record(session: Session, patient_id: int | None) -> int | None:
    """Return the record that took this one over while a call was under way, else this one."""
    row = session.get(PatientRow, patient_id) if patient_id is not None else None
    while row is not None and row.merged_into is not None:
        patient_id, row = row.merged_into, session.get(PatientRow, row.merged_into)
    return patient_id


def last_call(session: Session, search_uid: str) -> InsiCallRow | None:
    """Return the call that decided a search, None when none was stored."""
    query = select(InsiCallRow).where(InsiCallRow.search_uid == search_uid)
    return session.scalars(query.order_by(InsiCallRow.id.desc()).limit(1)).first()


def calls_about(session: Session, patient_id: int) -> list[InsiCall]:
    """Return the calls about a record, newest first."""
    query = _calls().where(InsiCallRow.patient_id == patient_id)
    return [_to_call(row) for row in session.execute(_newest_first(query))]


def find_calls(
    session: Session, asked: JournalFilter, *, identities: bool, limit: int
) -> list[InsiCall]:
    """Return the newest matching calls, ``limit`` at most.

    Without ``identities``, the right to see them, the returned data is neither shown nor sought.
    """
    query = _matching(_calls(), asked, identities=identities)
    rows = session.execute(_newest_first(query).limit(limit))
    return [_to_call(row, identities=identities) for row in rows]


def count_calls(session: Session, asked: JournalFilter, *, identities: bool) -> int:
    """Return how many calls match."""
    matching = _matching(_calls(), asked, identities=identities).subquery()
    return session.execute(select(func.count()).select_from(matching)).scalar_one()


def keep_former(work: UnitOfWork, patient_id: int, former: Iterable[Ins]) -> None:
    """Add the former matricules that are not there yet, untouched, with their dates.

    One whose parts no column holds stays in the raw answer alone.
    """
    known = {one.ins for one in former_of(work.session, patient_id)}
    for ins in dict.fromkeys(former):
        if ins not in known and _fits(ins):
            work.session.add(
                FormerInsRow(
                    patient_id=patient_id,
                    matricule=ins.matricule,
                    oid=ins.oid,
                    starts_on=ins.starts_on,
                    ends_on=ins.ends_on,
                    received_at=work.at,
                )
            )


def former_of(session: Session, patient_id: int) -> list[FormerIns]:
    """Return the former matricules of a record, in the order in which they came."""
    query = select(FormerInsRow).where(FormerInsRow.patient_id == patient_id)
    return [
        FormerIns(Ins(row.matricule, row.oid, row.starts_on, row.ends_on), row.received_at)
        for row in session.scalars(query.order_by(FormerInsRow.id))
    ]


def other_holder(session: Session, ins: Ins, patient_id: int) -> tuple[int, int] | None:
    """Return number and file number of another active record that holds this matricule.

    Who else gives a matricule waits (``one_giver_at_a_time``).
    """
    one_giver_at_a_time(session)
    query = select(PatientRow.id, PatientRow.dossier).where(
        PatientRow.matricule_ins == ins.matricule,
        PatientRow.ins_oid == ins.oid,
        PatientRow.merged_into.is_(None),
        PatientRow.id != patient_id,
    )
    row = session.execute(query.order_by(PatientRow.dossier).limit(1)).first()
    return (row.id, row.dossier) if row else None


def _calls() -> Select[Any]:
    columns: Sequence[Any] = _COLUMNS
    joined = select(*columns).join(AccountRow, AccountRow.id == InsiCallRow.account_id)
    return joined.outerjoin(PatientRow, PatientRow.id == InsiCallRow.patient_id)


def _newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(InsiCallRow.at.desc(), InsiCallRow.id.desc())


def _to_call(row: Row[Any], *, identities: bool = True) -> InsiCall:
    kind, outcome = CallKind(row.kind), Outcome(row.outcome)
    return InsiCall(
        id=row.id,
        patient_id=row.patient_id,
        at=row.at,
        kind=kind,
        outcome=outcome,
        result=Exchange(kind, outcome, row.code).result,
        label=row.label if identities else label_without_identity(row.label, outcome),
        detail=row.detail if identities else without_identity(row.detail, outcome),
        simulated=row.simulated,
        decision=Decision(row.decision),
        milliseconds=row.milliseconds,
        post=row.post,
        family_name=row.family_name,
        first_name=row.first_name,
    )


def _matching(query: Select[Any], asked: JournalFilter, *, identities: bool) -> Select[Any]:
    if asked.since:
        query = query.where(InsiCallRow.at >= _moment(asked.since))
    if asked.until:
        query = query.where(InsiCallRow.at < _moment(asked.until + timedelta(days=1)))
    if asked.actor:
        query = query.where(AccountRow.login == asked.actor)
    if asked.action:
        query = query.where(InsiCallRow.kind == asked.action)
    if asked.patient_id is not None:
        query = query.where(InsiCallRow.patient_id == asked.patient_id)
    for word in asked.words.split():
        query = query.where(or_(*_told_by(word, identities=identities)))
    return query


def _told_by(word: str, *, identities: bool) -> Sequence[ColumnElement[bool]]:
    """Return the ways in which a call may hold a word of the filter."""
    folded = fold(word)
    kinds = [kind.value for kind in CallKind if folded and folded in fold(kind.label)]
    ends = [one.value for one, words in RESULT_WORDS.items() if folded and folded in fold(words)]
    ways: list[ColumnElement[bool]] = [
        InsiCallRow.kind.in_(kinds),
        InsiCallRow.outcome.in_(ends),
        InsiCallRow.code.icontains(word, autoescape=True),
        AccountRow.family_name.icontains(word, autoescape=True),
        AccountRow.login == word,
    ]
    said = InsiCallRow.label.icontains(word, autoescape=True)
    if not identities:
        ways.append(said & InsiCallRow.outcome.in_([one.value for one in SAID_OF_NOBODY]))
    else:
        ways += [
            said,
            InsiCallRow.detail.icontains(word, autoescape=True),
            PatientRow.birth_name.icontains(word, autoescape=True),
            PatientRow.used_name.icontains(word, autoescape=True),
        ]
    return ways


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone(UTC)


def _fits(ins: Ins) -> bool:
    columns = FormerInsRow.__table__.columns
    parts = {
        "matricule": ins.matricule,
        "oid": ins.oid,
        "starts_on": ins.starts_on,
        "ends_on": ins.ends_on,
    }
    return all(
        len(part) <= (getattr(columns[name].type, "length", 0) or 0) and part == _kept(part)
        for name, part in parts.items()
    )


def _kept(received: str, longest: int = LONGEST_KEPT) -> str:
    """Return a received text as both engines can store it: no NUL, no half of a character."""
    whole = received[:longest].replace(_NUL, "\ufffd")
    return whole.encode("utf-8", "replace").decode("utf-8")
