"""Putting the fixtures into a simulated service, and making them usable again at each start."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from almapy.simulators.cve import fixtures
from almapy.simulators.cve.accounts import store_account
from almapy.simulators.cve.call import give_access
from almapy.simulators.cve.carnets import store_record
from almapy.simulators.cve.certificates import Root
from almapy.simulators.cve.lines import store_line
from almapy.simulators.cve.moments import written
from almapy.simulators.cve.reference import Reference
from almapy.simulators.cve.sharing import LASTS

_WITHDRAWALS = (
    (fixtures.WITHDRAWAL_GOOD, "good", ""),
    (fixtures.WITHDRAWAL_LEGACY, "legacy", ""),
    (fixtures.WITHDRAWAL_EXPIRED, "expired", ""),
    (fixtures.WITHDRAWAL_DAMAGED, "damaged", ""),
    (fixtures.WITHDRAWAL_OTHER_PASSWORD, "other", ""),
    (fixtures.WITHDRAWAL_USED, "good", "code_deja_utilise"),
    (fixtures.WITHDRAWAL_TOO_OLD, "good", "code_expire"),
)


def seed(base: sqlite3.Connection, now: datetime, reference: Reference) -> None:
    """Store what lacks of the fixtures; their codes and passwords are as at the beginning."""
    for account in fixtures.ACCOUNTS:
        store_account(base, account.email, account.password, account.person.name, account.rpps)
    base.executemany(
        "INSERT OR REPLACE INTO withdrawal VALUES (?, ?, ?, ?)",
        [(code, fixtures.EMAIL, kind, state) for code, kind, state in _WITHDRAWALS],
    )
    for code, expires_at in (
        (fixtures.SHARE_CODE, now + LASTS),
        (fixtures.EXPIRED_SHARE_CODE, now - timedelta(days=1)),
    ):
        base.execute(
            "INSERT OR REPLACE INTO share_code (code, owner, expires_at, void) VALUES (?, ?, ?, 0)",
            (code, fixtures.FAMILY, written(expires_at)),
        )
    for place, carnet in enumerate(fixtures.CARNETS):
        known = base.execute("SELECT 1 FROM record WHERE uuid = ?", (carnet.uuid,)).fetchone()
        if known is None:
            of_family = place < len(fixtures.PSEUDOS)
            owner = fixtures.FAMILY if of_family else f"patient-{place}@almapy.invalid"
            _store(base, carnet, owner, written(now), reference)


def root_of(base: sqlite3.Connection, now: datetime) -> Root:
    """Return the authority of this service, made at its first start."""
    row = base.execute("SELECT pem FROM root").fetchone()
    if row is not None:
        return Root.kept(row["pem"])
    root = Root.new(now)
    base.execute("INSERT INTO root VALUES (?)", (root.secret_pem(),))
    return root


def _store(
    base: sqlite3.Connection, carnet: fixtures.Carnet, owner: str, at: str, reference: Reference
) -> None:
    body = {
        "last_name": carnet.last_name,
        "birth_name": carnet.birth_name,
        "first_names": carnet.first_names,
        "birth_date": carnet.born.isoformat(),
        "gender": carnet.gender,
        "zip_code": "67000",
        "email": owner,
        "phone": "",
        "external_id": carnet.external_id,
    }
    by = fixtures.OTHER.email
    store_record(base, carnet.uuid, carnet.pseudo, owner, body, by, at)
    if carnet.opened:
        give_access(base, carnet.uuid, fixtures.EMAIL)
    if carnet.revoked:
        base.execute("UPDATE access SET revoked = 1 WHERE uuid = ?", (carnet.uuid,))
    for revision, line in enumerate(carnet.lines, start=1):
        store_line(base, carnet.uuid, _body(line, at, reference), revision)
    base.execute("UPDATE record SET revision = ? WHERE uuid = ?", (len(carnet.lines), carnet.uuid))


def _body(line: fixtures.Line, at: str, reference: Reference) -> dict[str, object]:
    product = reference.of(line.nuva)
    by = line.validated_by
    return {
        "nuva": line.nuva,
        "cip13": "",
        "label": line.label or (product.name if product else line.nuva),
        "date": line.day,
        "lot": line.lot,
        "expiry": None,
        "serial": "",
        "route": line.route,
        "site": line.site,
        "booster": False,
        "dose_rank": None,
        "comment": line.comment,
        "source": "",
        "validated": by is not None,
        "author": {
            "rpps": by.rpps if by else "",
            "name": by.person.name if by else "Titulaire du carnet",
        },
        "updated_at": at,
        "by": by.email if by else "",
    }
