"""One request at work: who calls, when, on what."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from almapy.simulators.cve.moments import written
from almapy.simulators.cve.reference import Reference
from almapy.simulators.cve.refusal import Refused, said, unknown
from almapy.simulators.web import HttpAnswer, HttpRequest

_UUID4 = 4


@dataclass(frozen=True, slots=True)
class Caller:
    """The professional who calls."""

    email: str
    name: str
    rpps: str


@dataclass(frozen=True, slots=True)
class Call:
    """What a call works with; ``path`` has no base path, ``query`` one value a name."""

    base: sqlite3.Connection
    caller: Caller
    request: HttpRequest
    path: str
    query: dict[str, str]
    now: datetime
    today: date
    reference: Reference

    @property
    def at(self) -> str:
        """Return the present moment as it is written."""
        return written(self.now)

    def only(self, *names: str) -> None:
        """Check that the query holds nothing else; raises Refused."""
        for name in self.query.keys() - set(names):
            raise Refused(422, "champ_inconnu", "Ce paramètre n'existe pas.", name[:40])

    def record(self, name: str) -> sqlite3.Row:
        """Return a carnet that the caller may read; raises Refused 404, 403."""
        row = self.base.execute(
            "SELECT record.*, access.revoked FROM record JOIN access USING (uuid)"
            " WHERE record.uuid = ? AND access.email = ?",
            (name, self.caller.email),
        ).fetchone()
        if row is None:
            raise unknown()
        if row["revoked"]:
            raise Refused(
                403, "acces_revoque", "Le patient a mis fin à votre accès à ce carnet (simulateur)."
            )
        found: sqlite3.Row = row
        return found

    def touch(self, record: sqlite3.Row) -> int:
        """Count one more change of a carnet and return its number."""
        self.base.execute(
            "UPDATE record SET revision = revision + 1, updated_at = ? WHERE uuid = ?",
            (self.at, record["uuid"]),
        )
        return int(record["revision"]) + 1

    def once(self, body: dict[str, Any], work: Callable[[], dict[str, Any]]) -> HttpAnswer:
        """Do the work the first time its Idempotency-Key comes; 201, then 200 with the same."""
        key = _key(self.request.headers.get("Idempotency-Key"))
        self.base.execute(
            "INSERT INTO key_log (key, received) VALUES (?, 1)"
            " ON CONFLICT (key) DO UPDATE SET received = received + 1",
            (key,),
        )
        sent = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        where = (self.caller.email, self.path, key)
        kept = self.base.execute(
            "SELECT digest, answer FROM idempotency WHERE email = ? AND path = ? AND key = ?", where
        ).fetchone()
        if kept is not None:
            if kept["digest"] != sent:
                raise Refused(
                    409, "cle_deja_utilisee", "Cette clé a déjà servi pour une autre demande."
                )
            return said(json.loads(kept["answer"]), 200)
        answer = work()
        self.base.execute(
            "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)", (*where, sent, json.dumps(answer))
        )
        self.base.execute("UPDATE key_log SET stored = stored + 1 WHERE key = ?", (key,))
        return said(answer, 201)

    def matches(self, etag: str, current: Callable[[], dict[str, Any]]) -> None:
        """Check If-Match against an etag; raises Refused 428, 412 with the ``current`` object."""
        given = self.request.headers.get("If-Match")
        if given is None:
            raise Refused(428, "if_match_requis", "L'en-tête If-Match manque.")
        if given.strip().strip('"') != etag:
            raise Refused(
                412,
                "modifie_entre_temps",
                "Cette vaccination a été modifiée entre-temps (simulateur).",
                beside={"current": current()},
            )


def send_mail(
    base: sqlite3.Connection, at: str, to: str, subject: str, text: str, code: str
) -> None:
    """Put a message in the outbox of the service."""
    base.execute(
        "INSERT INTO outbox (to_address, subject, text, at, code) VALUES (?, ?, ?, ?, ?)",
        (to, subject, text, at, code),
    )


def give_access(base: sqlite3.Connection, name: str, email: str) -> None:
    """Open a carnet to a professional, again when it was taken from them."""
    base.execute(
        "INSERT INTO access (uuid, email) VALUES (?, ?)"
        " ON CONFLICT (uuid, email) DO UPDATE SET revoked = 0",
        (name, email),
    )


def _key(given: str | None) -> str:
    if given is None:
        raise Refused(400, "cle_absente", "L'en-tête Idempotency-Key manque.")
    try:
        key = uuid.UUID(given)
    except ValueError:
        key = None
    if key is None or str(key) != given.lower() or key.version != _UUID4:
        raise Refused(400, "cle_invalide", "Idempotency-Key doit être un UUID version 4.")
    return given.lower()
