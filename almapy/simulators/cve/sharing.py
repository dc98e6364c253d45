"""Codes that patients hand on, and what is asked before a carnet opens."""

from __future__ import annotations

import secrets
import sqlite3
import uuid
from datetime import timedelta

from almapy.simulators.cve.call import Call, give_access, send_mail
from almapy.simulators.cve.fields import Form, json_of
from almapy.simulators.cve.moments import read, written
from almapy.simulators.cve.refusal import Refused, said, unknown
from almapy.simulators.web import HttpAnswer

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
LASTS = timedelta(days=30)
_REQUEST_LASTS = timedelta(hours=1)
_BETWEEN = timedelta(seconds=60)
_TRIES = 3


def resolved(call: Call) -> HttpAnswer:
    """Answer the pseudos that a code opens: no name, no birth date."""
    form = Form(json_of(call.request))
    code = form.text("code", required=True)
    form.check()
    row = call.base.execute(
        "SELECT * FROM share_code WHERE code = ? AND NOT void", (code,)
    ).fetchone()
    if row is None or row["used_by"] not in {"", call.caller.email}:
        raise Refused(404, "code_inconnu", "Ce code de partage n'existe pas (simulateur).", "code")
    if read(row["expires_at"]) <= call.now:
        raise Refused(410, "code_expire", "Ce code de partage a expiré (simulateur).", "code")
    call.base.execute("UPDATE share_code SET used_by = ? WHERE code = ?", (call.caller.email, code))
    request = str(uuid.uuid4())
    records = []
    for carnet in call.base.execute(
        "SELECT uuid, pseudo FROM record WHERE owner = ? ORDER BY place", (row["owner"],)
    ).fetchall():
        ref = secrets.token_hex(6)
        call.base.execute(
            "INSERT INTO request (id, ref, email, uuid, asked_at) VALUES (?, ?, ?, ?, ?)",
            (request, ref, call.caller.email, carnet["uuid"], call.at),
        )
        records.append({"ref": ref, "pseudo": carnet["pseudo"]})
    return said({"request_id": request, "records": records})


def asked(call: Call, request: str, ref: str) -> HttpAnswer:
    """Answer the uuid of a carnet to who knows the birth date of its holder."""
    row = call.base.execute(
        "SELECT request.*, record.birth_date FROM request JOIN record USING (uuid)"
        " WHERE id = ? AND ref = ? AND email = ?",
        (request, ref, call.caller.email),
    ).fetchone()
    if row is None:
        raise unknown("Cette demande")
    if row["wrong"] >= _TRIES:
        raise _locked()
    if read(row["asked_at"]) + _REQUEST_LASTS <= call.now:
        raise Refused(410, "demande_expiree", "Cette demande est trop ancienne (simulateur).")
    form = Form(json_of(call.request))
    born = form.day("birth_date", required=True)
    form.check()
    assert born is not None
    if born.isoformat() != row["birth_date"]:
        raise _wrong(call, row)
    give_access(call.base, row["uuid"], call.caller.email)
    return said({"uuid": row["uuid"]})


def resent(call: Call, name: str) -> HttpAnswer:
    """Answer a new code, sent to the address given; the former one is void."""
    record = call.record(name)
    form = Form(json_of(call.request))
    email = form.email("email", required=True)
    form.check()
    last = call.base.execute(
        "SELECT MAX(resent_at) AS at FROM share_code WHERE for_uuid = ?", (name,)
    ).fetchone()["at"]
    if last is not None and (left := read(last) + _BETWEEN - call.now) > timedelta():
        seconds = max(1, round(left.total_seconds()))
        raise Refused(
            429,
            "trop_tot",
            "Un code vient d'être envoyé. Attendez une minute (simulateur).",
            headers=(("Retry-After", str(seconds)),),
        )
    code, expires_at = new_code(
        call, name, record["owner"], email, "Votre nouveau code de partage", again=True
    )
    return said({"share_code": code, "share_expires_at": expires_at}, 201)


def new_code(
    call: Call, name: str, owner: str, to: str, subject: str, *, again: bool = False
) -> tuple[str, str]:
    """Draw a code for a carnet, end its former ones and send it; return it with its end."""
    call.base.execute("UPDATE share_code SET void = 1 WHERE for_uuid = ?", (name,))
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    expires_at = written(call.now + LASTS)
    call.base.execute(
        "INSERT INTO share_code (code, owner, expires_at, void, for_uuid, resent_at)"
        " VALUES (?, ?, ?, 0, ?, ?)",
        (code, owner, expires_at, name, call.at if again else None),
    )
    text = (
        f"Message d'un simulateur, personne ne le reçoit. Code de partage\u00a0: {code}, valable "
        "30 jours. Donnez-le au professionnel de votre choix, avec votre date de naissance."
    )
    send_mail(call.base, call.at, to, f"{subject} (simulateur)", text, code)
    return code, expires_at


def _wrong(call: Call, row: sqlite3.Row) -> Refused:
    call.base.execute(
        "UPDATE request SET wrong = wrong + 1 WHERE id = ? AND ref = ?", (row["id"], row["ref"])
    )
    left = _TRIES - row["wrong"] - 1
    if not left:
        return _locked()
    return Refused(
        422,
        "date_naissance_incorrecte",
        "Cette date de naissance n'est pas celle du titulaire (simulateur).",
        "birth_date",
        beside={"tries_left": left},
    )


def _locked() -> Refused:
    return Refused(
        423,
        "verrouille",
        "Trois dates fausses\u00a0: cette demande est fermée. Demandez un autre accès au patient "
        "(simulateur).",
        beside={"tries_left": 0},
    )
