"""The carnets: made, found, told."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
import uuid
from datetime import date
from typing import Any

from almapy.simulators.cve.call import Call, give_access
from almapy.simulators.cve.fields import Form, json_of
from almapy.simulators.cve.refusal import Refused, said
from almapy.simulators.cve.sharing import new_code
from almapy.simulators.web import HttpAnswer

_EXTERNAL = 64
_ZIP = re.compile(r"\d{5}|2[AB]\d{3}", re.ASCII)
_PHONE = re.compile(r"\+?[\d .\-()]{6,25}", re.ASCII)
_OLDEST = date(1850, 1, 1)


def made(call: Call) -> HttpAnswer:
    """Answer a new carnet; its patient is told by e-mail."""
    asked = json_of(call.request)
    return call.once(asked, lambda: _made(call, _identity(call, asked)))


def found(call: Call) -> HttpAnswer:
    """Answer the carnet of an « external_id », in a list."""
    call.only("external_id")
    wanted = call.query.get("external_id", "")
    if not wanted:
        raise Refused(
            422, "champ_obligatoire", "Dites quel external_id vous cherchez.", "external_id"
        )
    row = call.base.execute(
        "SELECT record.uuid FROM record JOIN access USING (uuid) WHERE external_id = ?"
        " AND access.email = ? AND NOT revoked ORDER BY place DESC LIMIT 1",
        (wanted, call.caller.email),
    ).fetchone()
    return said([] if row is None else [_told(call, call.record(row["uuid"]))])


def told(call: Call, name: str) -> HttpAnswer:
    """Answer one carnet."""
    call.only()
    return said(_told(call, call.record(name)))


def store_record(
    base: sqlite3.Connection,
    name: str,
    pseudo: str,
    owner: str,
    body: dict[str, Any],
    by: str,
    at: str,
) -> None:
    """Store a carnet."""
    base.execute(
        "INSERT INTO record (uuid, place, pseudo, owner, body, birth_date, external_id, created_by,"
        " updated_at) SELECT ?, COALESCE(MAX(place), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM record",
        (
            name,
            pseudo,
            owner,
            json.dumps(body),
            body["birth_date"],
            body["external_id"],
            by,
            at,
        ),
    )


def _identity(call: Call, asked: dict[str, Any]) -> dict[str, Any]:
    form = Form(asked)
    birth_date = form.day("birth_date", required=True)
    body: dict[str, Any] = {
        "last_name": form.text("last_name"),
        "birth_name": form.text("birth_name", required=True),
        "first_names": form.text("first_names", required=True),
        "birth_date": birth_date.isoformat() if birth_date else "",
        "gender": form.one_of("gender", ("m", "f"), required=True),
        "zip_code": form.text("zip_code", most=5),
        "email": form.email("email", required=True),
        "phone": form.text("phone", most=25),
        "external_id": form.text("external_id", most=_EXTERNAL),
    }
    if birth_date is not None and not _OLDEST <= birth_date <= call.today:
        form.refuse("birth_date", "date_invalide", "Cette date de naissance ne peut pas être.")
    if body["zip_code"] and not _ZIP.fullmatch(body["zip_code"]):
        form.refuse("zip_code", "valeur_inconnue", "Un code postal a cinq chiffres.")
    if body["phone"] and not _PHONE.fullmatch(body["phone"]):
        form.refuse("phone", "valeur_inconnue", "Ce numéro de téléphone n'en est pas un.")
    form.check()
    return body


def _made(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    name = str(uuid.uuid4())
    pseudo = f"Carnet {secrets.token_hex(2).upper()}"
    store_record(call.base, name, pseudo, body["email"], body, call.caller.email, call.at)
    give_access(call.base, name, call.caller.email)
    code, expires_at = new_code(
        call, name, body["email"], body["email"], "Votre carnet de vaccination a été créé"
    )
    return {"uuid": name, "pseudo": pseudo, "share_code": code, "share_expires_at": expires_at}


def _told(call: Call, record: sqlite3.Row) -> dict[str, Any]:
    kept, deleted = call.base.execute(
        "SELECT COUNT(*) - COALESCE(SUM(deleted), 0), COALESCE(SUM(deleted), 0)"
        " FROM vaccination WHERE uuid = ?",
        (record["uuid"],),
    ).fetchone()
    return {
        "uuid": record["uuid"],
        "pseudo": record["pseudo"],
        **json.loads(record["body"]),
        "etag": f"r{record['revision']}",
        "updated_at": record["updated_at"],
        "counts": {"vaccinations": kept, "deleted": deleted},
    }
