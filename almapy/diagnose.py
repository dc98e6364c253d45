"""What this post has and what it lacks, each with its remedy (``almapy diagnose``)."""

from __future__ import annotations

import os
import platform
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from almapy import __version__
from almapy.settings import Place

_ROOM_WANTED = 200 * 1024 * 1024
_PACKAGES = ("PySide6_Essentials", "SQLAlchemy", "sqlcipher3", "cryptography", "psycopg")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``remedy`` says in French what to do when it is not in order."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def checks(place: Place) -> Iterator[Check]:
    """Look at the post without opening the base."""
    yield Check("programme", ok=True, detail=f"AlmaPy {__version__}")
    yield Check("python", ok=True, detail=f"{platform.python_version()} sur {platform.platform()}")
    for name in _PACKAGES:
        yield _package(name)
    yield _cipher()
    yield datamatrix_check()
    yield _folder("dossier des données", place.folders.root)
    yield _room(place.folders.root)
    yield _practice(place)
    if place.settings.backup_folder:
        yield _folder("second dossier de sauvegarde", Path(place.settings.backup_folder))
    if place.settings.database_url:
        yield _server(place.settings.database_url)
    for warning in place.warnings:
        yield Check("réglages", ok=False, detail=warning, remedy="Corrigez almapy.toml.")


def _package(name: str) -> Check:
    try:
        return Check(name, ok=True, detail=version(name))
    except PackageNotFoundError:
        return Check(name, ok=False, detail="absent", remedy="Réinstallez AlmaPy.")


def _cipher() -> Check:
    import sqlcipher3.dbapi2 as sqlcipher  # noqa: PLC0415  (a broken package must not stop the rest)

    connection = sqlcipher.connect(":memory:")
    try:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    detail = f"SQLCipher {found[0]}, SQLite {sqlcipher.sqlite_version}" if found else "absent"
    return Check("chiffrement", ok=bool(found), detail=detail, remedy="Réinstallez AlmaPy.")


def datamatrix_check() -> Check:
    """Write a DataMatrix and have it read back."""
    from almapy.adapters.datamatrix import write_datamatrix  # noqa: PLC0415  (as above)
    from almapy.errors import ExternalError  # noqa: PLC0415

    try:
        side = len(write_datamatrix(b"ALMAPY"))
    except (ExternalError, ImportError) as error:
        code = error.code if isinstance(error, ExternalError) else "zxing-cpp absent"
        remedy = "Installez le paquet libdmtx0b (ou libdmtx0t64)\u00a0; sinon réinstallez AlmaPy."
        return Check("DataMatrix", ok=False, detail=code, remedy=remedy)
    detail = f"libdmtx trouvée, un code de {side} × {side} écrit puis relu"
    return Check("DataMatrix", ok=True, detail=detail)


def _folder(name: str, folder: Path) -> Check:
    existing = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    trial = existing / f".almapy-{secrets.token_hex(4)}"
    try:
        trial.write_bytes(b"x")
        trial.rename(trial.with_suffix(".2"))
        trial.with_suffix(".2").unlink()
    except OSError:
        return Check(
            name,
            ok=False,
            detail=f"{folder}\u00a0: écriture refusée",
            remedy="Donnez à ce compte de l'ordinateur le droit d'écrire dans ce dossier.",
        )
    return Check(name, ok=True, detail=str(folder))


def _room(folder: Path) -> Check:
    existing = next((one for one in (folder, *folder.parents) if one.exists()), Path(os.sep))
    free = shutil.disk_usage(existing).free
    return Check(
        "place libre",
        ok=free > _ROOM_WANTED,
        detail=f"{free // 1024 // 1024} Mo",
        remedy="Libérez au moins 200 Mo sur ce disque.",
    )


def _practice(place: Place) -> Check:
    if not place.folders.exists():
        return Check(
            "cabinet",
            ok=True,
            detail="aucun cabinet ici\u00a0: il sera créé au premier démarrage",
        )
    server = place.settings.database_url
    complete = bool(server) or place.folders.base.exists()
    return Check(
        "cabinet",
        ok=complete,
        detail="base PostgreSQL" if server else "base chiffrée de ce poste",
        remedy="Le fichier de la base manque\u00a0: restaurez une sauvegarde.",
    )


def _server(url: str) -> Check:
    from almapy.db.database import open_postgresql  # noqa: PLC0415  (only when a server is set)
    from almapy.errors import AlmaPyError  # noqa: PLC0415

    try:
        open_postgresql(url).close()
    except AlmaPyError as error:
        return Check("serveur PostgreSQL", ok=False, detail=error.code, remedy=error.message)
    return Check("serveur PostgreSQL", ok=True, detail="joignable")
