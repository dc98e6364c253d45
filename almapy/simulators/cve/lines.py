"""The vaccinations of a carnet."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from typing import Any

from almapy.simulators.cve.call import Call
from almapy.simulators.cve.fields import Form, json_of
from almapy.simulators.cve.moments import written
from almapy.simulators.cve.reference import Product
from almapy.simulators.cve.refusal import Refused, nothing, said, unknown
from almapy.simulators.web import HttpAnswer

ROUTES = ("IM", "SQ", "IDINJ", "NASINHL", "PO")
SITES = ("LD", "RD", "LT", "RT")
_LOT, _COMMENT = 20, 500
_OURS = ("id", "label", "validated", "author", "updated_at", "etag")
_SINCE = re.compile(r"r(\d{1,9})", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,9}", re.ASCII)
_BY = "by"


def listed(call: Call, uuid: str) -> HttpAnswer:
    """Answer what a carnet holds, or what changed in it since an etag."""
    call.only("since")
    record = call.record(uuid)
    since = call.query.get("since", "")
    known = _SINCE.fullmatch(since)
    if since and known is None:
        raise Refused(422, "valeur_inconnue", "Cet etag n'est pas d'ici.", "since")
    after = int(known[1]) if known else 0
    if after > record["revision"]:
        after = 0
    rows = call.base.execute(
        "SELECT * FROM vaccination WHERE uuid = ? AND revision > ? ORDER BY day, id", (uuid, after)
    ).fetchall()
    return said(
        {
            "etag": f"r{record['revision']}",
            "items": [shown(row) for row in rows if not row["deleted"]],
            "deleted": [row["id"] for row in rows if row["deleted"]],
        }
    )


def added(call: Call, uuid: str) -> HttpAnswer:
    """Answer a new vaccination."""
    record = call.record(uuid)
    asked = json_of(call.request)
    return call.once(asked, lambda: _stored(call, record, _read(call, record, asked)))


def changed(call: Call, uuid: str, number: str) -> HttpAnswer:
    """Answer a vaccination replaced whole."""
    record = call.record(uuid)
    row = _line(call, uuid, number)
    _own(call, row)
    call.matches(row["etag"], lambda: shown(row))
    asked = json_of(call.request)
    if asked.get("id", row["id"]) != row["id"]:
        raise Refused(422, "valeur_inconnue", "Ce n'est pas cette vaccination.", "id")
    asked = {name: value for name, value in asked.items() if name not in _OURS}
    body = _read(call, record, asked, row)
    _no_twin(call, uuid, body, row["id"])
    revision = call.touch(record)
    call.base.execute(
        "UPDATE vaccination SET body = ?, nuva = ?, day = ?, etag = ?, revision = ? WHERE id = ?",
        (json.dumps(body), body["nuva"], body["date"], _etag(), revision, row["id"]),
    )
    return _said(_line(call, uuid, number))


def removed(call: Call, uuid: str, number: str) -> HttpAnswer:
    """Delete a vaccination."""
    record = call.record(uuid)
    row = _line(call, uuid, number)
    _own(call, row)
    call.matches(row["etag"], lambda: shown(row))
    call.base.execute(
        "UPDATE vaccination SET deleted = 1, revision = ? WHERE id = ?",
        (call.touch(record), row["id"]),
    )
    return nothing()


def shown(row: sqlite3.Row) -> dict[str, Any]:
    """Return a vaccination as the service tells it."""
    body: dict[str, Any] = json.loads(row["body"])
    del body[_BY]
    return {"id": row["id"]} | body | {"etag": row["etag"]}


def store_line(base: sqlite3.Connection, uuid: str, body: dict[str, Any], revision: int) -> int:
    """Store a vaccination and return its number; ``by`` in the body is who wrote it."""
    done = base.execute(
        "INSERT INTO vaccination (uuid, body, nuva, day, etag, revision) VALUES (?, ?, ?, ?, ?, ?)",
        (uuid, json.dumps(body), body["nuva"], body["date"], _etag(), revision),
    )
    return done.lastrowid or 0


def change_line(base: sqlite3.Connection, number: int, changed: dict[str, object], at: str) -> None:
    """Change fields of a vaccination as somebody else would; raises KeyError."""
    row = base.execute("SELECT * FROM vaccination WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    body = json.loads(row["body"]) | changed | {"updated_at": at}
    base.execute(
        "UPDATE record SET revision = revision + 1, updated_at = ? WHERE uuid = ?",
        (at, row["uuid"]),
    )
    base.execute(
        "UPDATE vaccination SET body = ?, nuva = ?, day = ?, etag = ?, revision ="
        " (SELECT revision FROM record WHERE record.uuid = vaccination.uuid) WHERE id = ?",
        (json.dumps(body), body["nuva"], body["date"], _etag(), number),
    )


def _stored(call: Call, record: sqlite3.Row, body: dict[str, Any]) -> dict[str, Any]:
    _no_twin(call, record["uuid"], body)
    number = store_line(call.base, record["uuid"], body, call.touch(record))
    return shown(_line(call, record["uuid"], str(number)))


def _said(row: sqlite3.Row) -> HttpAnswer:
    return said(shown(row), headers=(("ETag", f'"{row["etag"]}"'),))


def _etag() -> str:
    return secrets.token_hex(8)


def _line(call: Call, uuid: str, number: str) -> sqlite3.Row:
    row = None
    if _NUMBER.fullmatch(number):
        row = call.base.execute(
            "SELECT * FROM vaccination WHERE uuid = ? AND id = ? AND NOT deleted",
            (uuid, int(number)),
        ).fetchone()
    if row is None:
        raise unknown("Cette vaccination")
    found: sqlite3.Row = row
    return found


def _own(call: Call, row: sqlite3.Row) -> None:
    body = json.loads(row["body"])
    if body["validated"] and body[_BY] != call.caller.email:
        raise Refused(
            403,
            "valide_par_un_autre",
            f"Cette vaccination a été validée par {body['author']['name']} (simulateur).",
        )


def _no_twin(call: Call, uuid: str, body: dict[str, Any], but: int = 0) -> None:
    twin = call.base.execute(
        "SELECT id FROM vaccination WHERE uuid = ? AND nuva = ? AND day = ? AND id <> ?"
        " AND NOT deleted",
        (uuid, body["nuva"], body["date"], but),
    ).fetchone()
    if twin is not None:
        raise Refused(
            409,
            "doublon",
            "Ce vaccin est déjà dans le carnet à cette date (simulateur).",
            "date",
            beside={"id": twin["id"]},
        )


def _read(
    call: Call, record: sqlite3.Row, asked: dict[str, Any], former: sqlite3.Row | None = None
) -> dict[str, Any]:
    """Return the body of a vaccination; raises Refused."""
    form = Form(_flat(asked))
    nuva = form.text("nuva", most=_LOT)
    cip13 = form.text("cip13", most=_LOT)
    day = form.day("date", required=True)
    expiry = form.day("expiry")
    body: dict[str, Any] = {
        "lot": form.text("lot", most=_LOT),
        "expiry": expiry.isoformat() if expiry else None,
        "serial": form.text("serial", most=_LOT),
        "route": form.one_of("route", ROUTES),
        "site": form.one_of("site", SITES),
        "booster": form.flag("booster"),
        "dose_rank": form.rank("dose_rank") or None,
        "comment": form.text("comment", most=_COMMENT),
        "source": form.text("source", most=_COMMENT),
    }
    if day is not None and day.isoformat() < record["birth_date"]:
        form.refuse("date", "date_invalide", "Cette date est avant la naissance.")
    if day is not None and day > call.today:
        form.refuse("date", "date_invalide", "Cette date n'est pas encore venue.")
    product = _product(call, form, nuva, cip13)
    label = product.name if product else ""
    if former is not None and product is None and nuva == former["nuva"]:
        label = json.loads(former["body"])["label"]
        form.wrong = [one for one in form.wrong if one.field != "nuva"]
    form.check()
    assert day is not None
    author = {"rpps": call.caller.rpps, "name": call.caller.name}
    return {
        "nuva": product.nuva if product else nuva,
        "cip13": cip13,
        "label": label,
        "date": day.isoformat(),
        **body,
        "validated": True,
        "author": author,
        "updated_at": written(call.now),
        _BY: call.caller.email,
    }


def _flat(asked: dict[str, Any]) -> dict[str, Any]:
    vaccine = asked.get("vaccine")
    if vaccine is None:
        return {name: value for name, value in asked.items() if name != "vaccine"}
    if not isinstance(vaccine, dict) or not set(vaccine) <= {"nuva", "cip13"}:
        raise Refused(422, "type_invalide", "Le vaccin est un objet nuva ou cip13.", "vaccine")
    if asked.keys() & vaccine.keys():
        raise Refused(422, "champ_inconnu", "Le vaccin est dit deux fois.", "vaccine")
    return {name: value for name, value in asked.items() if name != "vaccine"} | vaccine


def _product(call: Call, form: Form, nuva: str, cip13: str) -> Product | None:
    if not nuva and not cip13:
        form.refuse("nuva", "champ_obligatoire", "Dites quel vaccin\u00a0: nuva ou cip13.")
        return None
    boxed = call.reference.of_cip13(cip13) if cip13 else None
    if not nuva:
        if boxed is None:
            form.refuse("cip13", "vaccin_inconnu", "Cette boîte n'est pas connue.")
        return boxed
    product = call.reference.of(nuva)
    if product is None:
        form.refuse("nuva", "vaccin_inconnu", "Ce vaccin n'est pas connu.")
    elif boxed is not None and boxed.nuva != nuva:
        form.refuse("cip13", "valeur_inconnue", "Cette boîte est celle d'un autre vaccin.")
    return product
