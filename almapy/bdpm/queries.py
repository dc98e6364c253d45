"""Questions to the loaded base of medicines."""

from __future__ import annotations

import sqlite3
from datetime import date
from decimal import Decimal

from almapy.bdpm.files import FILES
from almapy.bdpm.model import (
    BdpmState,
    Component,
    GenericGroup,
    GenericKind,
    Notice,
    Opinion,
    OpinionKind,
    Presentation,
    Speciality,
    Supply,
    SupplyState,
)
from almapy.text import fold

_SPECIALITY = (
    "SELECT s.cis, s.name, s.form, s.routes, s.status, s.procedure, s.market, s.authorised_on, "
    "s.alert, s.european, s.holders, s.watched, "
    "coalesce((SELECT code FROM atc a WHERE a.cis = s.cis LIMIT 1), ''), s.withdrawn "
    "FROM speciality s "
)
_PRESENTATION = (
    "SELECT p.cip13, p.cip7, p.cis, p.label, p.status, p.state, p.declared_on, p.communities, "
    "p.rates, p.price, p.public_price, p.fee, p.indications, coalesce(s.name, ''), p.withdrawn "
    "FROM presentation p LEFT JOIN speciality s ON s.cis = p.cis "
)
_MOST_WORDS = 8


def state(base: sqlite3.Connection) -> BdpmState:
    """Return what is loaded."""
    values = dict(base.execute("SELECT key, value FROM state"))
    rows = {one.key: int(values[f"rows.{one.key}"]) for one in FILES if f"rows.{one.key}" in values}
    missing = tuple(one.published_as for one in FILES if one.key not in rows)
    return BdpmState(date.fromisoformat(values["day"]), rows, missing)


def speciality(base: sqlite3.Connection, cis: str) -> Speciality | None:
    """Return the medicine of this CIS."""
    row = base.execute(_SPECIALITY + "WHERE s.cis = ?", (cis,)).fetchone()
    return _speciality(row) if row else None


def search(base: sqlite3.Connection, typed: str, limit: int) -> list[Speciality]:
    """Find by the beginnings of words of the name, of the substances or of the ATC code.

    Those whose name begins as typed come first; then those sold, the shortest names before.
    """
    words = fold(typed).split()[:_MOST_WORDS]
    if not words:
        return []
    wanted = " AND ".join(f'"{word}"*' for word in words)
    found: dict[str, None] = {}
    for question in (f'name : ^ "{words[0]}"* AND {wanted}', wanted):
        if len(found) < limit:
            rows = base.execute(
                "SELECT cis FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?",
                (question, limit),
            )
            found |= dict.fromkeys(cis for (cis,) in rows)
    known = (speciality(base, cis) for cis in list(found)[:limit])
    return [one for one in known if one is not None]


def presentation(base: sqlite3.Connection, cip: str) -> Presentation | None:
    """Return the box of this CIP13 or CIP7."""
    row = base.execute(_PRESENTATION + "WHERE p.cip13 = ? OR p.cip7 = ?", (cip, cip)).fetchone()
    return _presentation(row) if row else None


def presentations(base: sqlite3.Connection, cis: str) -> list[Presentation]:
    """Return the boxes of a medicine, those that are no longer published last."""
    order = "WHERE p.cis = ? ORDER BY p.withdrawn, p.cip13"
    return [_presentation(row) for row in base.execute(_PRESENTATION + order, (cis,))]


def components(base: sqlite3.Connection, cis: str) -> list[Component]:
    """Return what a medicine is made of."""
    found = base.execute(
        "SELECT element, substance_code, substance, dosage, reference, nature, link "
        "FROM component WHERE cis = ? ORDER BY rowid",
        (cis,),
    )
    return [Component(*row) for row in found]


def generics(base: sqlite3.Connection, cis: str) -> list[GenericGroup]:
    """Return every member of the groups of generics that a medicine belongs to."""
    found = base.execute(
        "SELECT g.grp, g.label, g.cis, g.kind, coalesce(s.name, '') FROM generic g "
        "LEFT JOIN speciality s ON s.cis = g.cis "
        "WHERE g.grp IN (SELECT grp FROM generic WHERE cis = ?) ORDER BY g.grp, g.kind, g.place",
        (cis,),
    )
    return [
        GenericGroup(group, label, one, GenericKind(kind), name)
        for group, label, one, kind, name in found
    ]


def conditions(base: sqlite3.Connection, cis: str) -> list[str]:
    """Return the conditions of prescription and delivery."""
    found = base.execute("SELECT text FROM condition WHERE cis = ? ORDER BY rowid", (cis,))
    return [text for (text,) in found]


def supplies(base: sqlite3.Connection, cis: str) -> list[Supply]:
    """Return the shortages of a medicine, the last told first."""
    found = base.execute(
        "SELECT cis, cip13, state, begin, updated, back, link FROM supply WHERE cis = ? "
        "ORDER BY updated DESC",
        (cis,),
    )
    return [
        Supply(one, cip13, SupplyState(number), _day(begin), _day(updated), _day(back), link)
        for one, cip13, number, begin, updated, back, link in found
    ]


def opinions(base: sqlite3.Connection, cis: str) -> list[Opinion]:
    """Return the opinions of the HAS, the newest first."""
    found = base.execute(
        "SELECT kind, hascase, reason, day, value, label, coalesce((SELECT link FROM has_link h "
        "WHERE h.hascase = o.hascase LIMIT 1), '') FROM opinion o WHERE cis = ? "
        "ORDER BY day DESC, kind",
        (cis,),
    )
    return [
        Opinion(OpinionKind(kind), case, reason, _day(day), value, label, link)
        for kind, case, reason, day, value, label, link in found
    ]


def notices(base: sqlite3.Connection, cis: str) -> list[Notice]:
    """Return the important pieces of information, the newest first."""
    found = base.execute(
        "SELECT begin, end, text FROM notice WHERE cis = ? ORDER BY begin DESC", (cis,)
    )
    return [Notice(_day(begin), _day(end), text) for begin, end, text in found]


def _speciality(row: tuple[object, ...]) -> Speciality:
    cis, name, form, routes, status, procedure, market, day, alert, european, holders = map(
        _text, row[:11]
    )
    return Speciality(
        cis=cis,
        name=name,
        form=form,
        routes=_parts(routes),
        status=status,
        procedure=procedure,
        market=market,
        authorised_on=_day(day or None),
        alert=alert,
        european=european,
        holders=_parts(holders),
        watched=bool(row[11]),
        atc=_text(row[12]),
        withdrawn=bool(row[13]),
    )


def _presentation(row: tuple[object, ...]) -> Presentation:
    cip13, cip7, cis, label, status, kept, day, communities, rates = map(_text, row[:9])
    price, public_price, fee = row[9:12]
    return Presentation(
        cip13=cip13,
        cip7=cip7,
        cis=cis,
        label=label,
        status=status,
        state=kept,
        declared_on=_day(day or None),
        communities=communities,
        rates=tuple(map(int, _parts(rates))),
        price=_euros(price),
        public_price=_euros(public_price),
        fee=_euros(fee),
        indications=_text(row[12]),
        speciality=_text(row[13]),
        withdrawn=bool(row[14]),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _euros(cents: object) -> Decimal | None:
    return Decimal(cents).scaleb(-2) if isinstance(cents, int) else None
