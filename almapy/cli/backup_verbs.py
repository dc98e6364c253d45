"""``almapy backup``, ``restore``, ``check`` and ``migrate``."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from almapy.cli.common import DONE, REFUSED, Verbs, ask_password, open_base, output_of, place_of
from almapy.errors import AlmaPyError, ExternalError, FormatError

if TYPE_CHECKING:
    from almapy.backup.restore import RestoreReport
    from almapy.backup.service import BackupReport
    from almapy.integrity import CheckReport
    from almapy.settings import Place

    Report = BackupReport | RestoreReport | CheckReport


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verbs."""
    backup = verbs.add_parser(
        "backup", help="sauvegarde chiffrée, vérifiée en la restaurant", parents=[common]
    )
    backup.add_argument("file", metavar="FICHIER", help="fichier nouveau, ou dossier")
    _add_all_documents(backup)
    backup.set_defaults(run=_backup)
    restore = verbs.add_parser(
        "restore", help="restaure une sauvegarde dans un autre dossier", parents=[common]
    )
    restore.add_argument("file", metavar="FICHIER", help="sauvegarde")
    restore.add_argument("--to", required=True, metavar="DOSSIER", help="dossier nouveau ou vide")
    restore.add_argument(
        "--recovery-key", action="store_true", help="ouvre avec la clé de secours imprimée"
    )
    restore.add_argument(
        "--database-url",
        default="",
        metavar="ADRESSE",
        help="base PostgreSQL vide qui reçoit les dossiers, postgresql://compte@serveur/base",
    )
    restore.set_defaults(run=_restore)
    check = verbs.add_parser(
        "check", help="contrôle la base, les traces et les documents", parents=[common]
    )
    _add_all_documents(check)
    check.set_defaults(run=_check)
    migrate = verbs.add_parser("migrate", help="met la base au schéma actuel", parents=[common])
    migrate.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait")
    migrate.set_defaults(run=_migrate)


def _add_all_documents(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--all-documents", action="store_true", help="déchiffre tous les documents, pas 200"
    )


def _backup(args: argparse.Namespace) -> int:
    opened = open_base(args)
    try:
        target = Path(args.file).expanduser().absolute()
        report = opened.application.backups.make(
            opened.actor, target, every_document=args.all_documents
        )
    finally:
        opened.application.close()
    done = "Sauvegarde vérifiée" if report.verified else "Sauvegarde NON vérifiée"
    return _tell(args, report, f"{done}, {report.path}", ok=report.verified)


def _restore(args: argparse.Namespace) -> int:
    from almapy.app import post_name
    from almapy.backup.restore import restore, with_password, with_recovery_key
    from almapy.clock import SystemClock

    if args.recovery_key:
        unlock = with_recovery_key(ask_password("Clé de secours"))
    else:
        unlock = with_password(args.login, ask_password("Mot de passe au jour de la sauvegarde"))
    report = restore(
        Path(args.file).expanduser().absolute(),
        Path(args.to).expanduser().absolute(),
        unlock,
        SystemClock(),
        post=post_name(),
        database_url=args.database_url,
    )
    day = f"{report.made_at.astimezone():%d/%m/%Y à %H:%M}"
    return _tell(args, report, f"Restauré dans {report.folder}, état du {day}", ok=report.ok)


def _check(args: argparse.Namespace) -> int:
    try:
        opened = open_base(args)
    except (ExternalError, FormatError) as error:
        return _tell(args, _unopened(args, error), "Base impossible à ouvrir", ok=False)
    from almapy.integrity import check

    try:
        report = check(opened.application, all_documents=args.all_documents)
    finally:
        opened.application.close()
    for notice in report.notices:
        output_of(args).say(notice)
    done = "Tout est intact" if report.ok else "Des anomalies ont été trouvées"
    return _tell(args, report, done, ok=report.ok)


def _unopened(args: argparse.Namespace, error: AlmaPyError) -> CheckReport:
    from almapy.backup.record import damaged_base
    from almapy.db.faults import DamagedBase
    from almapy.integrity import CheckReport

    if isinstance(error, DamagedBase):
        error = damaged_base(place_of(args).folders.backups)
    return CheckReport(0, 0, 0, [error.message])


def _migrate(args: argparse.Namespace) -> int:
    from almapy.clock import SystemClock
    from almapy.db.key_file import list_logins
    from almapy.db.schema import PROGRAM_VERSION
    from almapy.opening import Door

    place = place_of(args)
    login = args.login or next(iter(list_logins(place.folders.keys)), "")
    password = ask_password(f"Mot de passe de {login}")
    before = _schema_of(place, login, password)
    copy = ""
    if before < PROGRAM_VERSION and not args.dry_run:
        Door(place, SystemClock()).open(login, password).application.close()
        aside = f"{place.folders.base.stem}-avant-schema-{before + 1}.*"
        copy = next((str(path) for path in place.folders.root.glob(aside)), "")
    told = "La base est à jour" if before == PROGRAM_VERSION else "Mise à niveau de la base"
    output_of(args).line(
        {"from": before, "to": PROGRAM_VERSION, "backup": copy},
        f"{told}\u00a0: schéma {before}, ce programme {PROGRAM_VERSION}. {copy}".rstrip(),
    )
    return DONE


def _schema_of(place: Place, login: str, password: str) -> int:
    from almapy.db import schema
    from almapy.db.database import open_postgresql, open_sqlite
    from almapy.db.key_file import KeyFile
    from almapy.db.keys import KeyRing

    folders, url = place.folders, place.settings.database_url
    ring = KeyFile(folders.keys).read(KeyRing.from_json).value
    data_key, _ = ring.open_with_password(login, password)
    if not url and not folders.base.exists():
        raise ExternalError(
            "Le fichier de la base est introuvable à côté de ses clés. Rien n'a été modifié. "
            "Vérifiez que le disque des données est branché, ou restaurez une sauvegarde.",
            code="base.missing",
        )
    database = open_postgresql(url) if url else open_sqlite(folders.base, data_key.database_key())
    with closing(database):
        version = schema.version_of(database)
    schema.require_not_newer(version)
    return version


def _tell(args: argparse.Namespace, report: Report, done: str, *, ok: bool) -> int:
    output = output_of(args)
    for problem in report.problems:
        output.say(problem)
    counts = {
        "patients": report.patients,
        "documents": report.documents,
        "audit_rows": report.audit_rows,
    }
    output.line(
        {"ok": ok, **counts, "problems": list(report.problems)},
        f"{done}. Patients\u00a0: {report.patients}, documents\u00a0: {report.documents}, "
        f"traces\u00a0: {report.audit_rows}.",
    )
    return DONE if ok else REFUSED
