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
from almapy.adapters.camera import OpenCvCamera
from almapy.adapters.cps_trial import try_library
from almapy.adapters.pcsc.system import PcscSystem
from almapy.adapters.pkcs11.libraries import installed_library
from almapy.adapters.reading.engine_choice import (
    engine_state,
    french_folders,
    remedy_of,
    tesseract_program,
)
from almapy.apcv.model import ApcvChannel
from almapy.camera.faults import NoCodeSeen
from almapy.camera.ports import FrameSource
from almapy.camera.scan import CodeScan, ScanTimes
from almapy.cards.model import ReaderState
from almapy.cards.ports import CardSystem
from almapy.cards.service import CardService
from almapy.clock import SystemClock
from almapy.errors import ExternalError
from almapy.ocr.model import EngineState
from almapy.settings import Place

_ROOM_WANTED = 200 * 1024 * 1024
_READERS = {
    ReaderState.STOPPED: ("non regardés", ""),
    ReaderState.NOT_INSTALLED: (
        "bibliothèque PC/SC absente",
        "Sous Debian ou Ubuntu, installez le paquet libpcsclite1\u00a0; sinon réinstallez AlmaPy.",
    ),
    ReaderState.NO_SERVICE: (
        "le service des lecteurs ne répond pas",
        (
            "Sous Debian ou Ubuntu, installez le paquet pcscd. Sous Windows, branchez un lecteur "
            "et vérifiez que le service «\u00a0Carte à puce\u00a0» est démarré."
        ),
    ),
    ReaderState.NO_READER: (
        "aucun lecteur branché",
        "Branchez un lecteur PC/SC\u00a0: la plupart n'ont besoin d'aucun pilote.",
    ),
    ReaderState.READY: ("prêts", ""),
}
_PACKAGES = ("PySide6_Essentials", "SQLAlchemy", "sqlcipher3", "cryptography", "psycopg")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``remedy`` says in French what to do when it is not in order.

    A thing that is not ``needed`` may be missing on a post where everything is in order.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def checks(place: Place) -> Iterator[Check]:
    """Look at the post without opening the base."""
    yield Check("programme", ok=True, detail=f"AlmaPy {__version__}")
    yield Check("python", ok=True, detail=f"{platform.python_version()} sur {platform.platform()}")
    for name in _PACKAGES:
        yield _package(name)
    yield _cipher()
    yield datamatrix_check()
    yield from reading_checks(engine_state())
    yield readers_check(PcscSystem())
    yield cps_library_check(place.settings.pkcs11_library)
    if place.settings.apcv_channel == ApcvChannel.WEBCAM:
        yield camera_check(OpenCvCamera(place.settings.camera))
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

    try:
        side = len(write_datamatrix(b"ALMAPY"))
    except (ExternalError, ImportError) as error:
        code = error.code if isinstance(error, ExternalError) else "zxing-cpp absent"
        remedy = "Installez le paquet libdmtx0b (ou libdmtx0t64)\u00a0; sinon réinstallez AlmaPy."
        return Check("DataMatrix", ok=False, detail=code, remedy=remedy)
    detail = f"libdmtx trouvée, un code de {side} × {side} écrit puis relu"
    return Check("DataMatrix", ok=True, detail=detail)


def reading_checks(state: EngineState) -> Iterator[Check]:
    """Look at what reads pictures of documents, without loading it.

    A post without it still reads the documents that hold their text.
    """
    remedy = remedy_of(state)
    engine = _version_of("tesserocr") or tesseract_program() or "absent"
    yield Check(
        "lecture des documents numérisés",
        ok=state is not EngineState.NO_ENGINE,
        detail="absent" if state is EngineState.NO_ENGINE else f"Tesseract ({engine})",
        remedy=remedy,
        needed=False,
    )
    found = french_folders()
    yield Check(
        "données françaises de lecture",
        ok=state is not EngineState.NO_FRENCH and bool(found),
        detail=str(found[0]) if found and state is not EngineState.NO_FRENCH else "absentes",
        remedy=remedy or remedy_of(EngineState.NO_FRENCH),
        needed=False,
    )


def _version_of(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def readers_check(system: CardSystem) -> Check:
    """Look at the card readers, touching no card."""
    service = CardService(system, SystemClock())
    slots = service.look()
    detail, remedy = _READERS[service.state()]
    if slots:
        kinds = ((one.reader, one.family.label if one.family else "vide") for one in slots)
        detail = ", ".join(f"{reader} ({kind})" for reader, kind in kinds)
    return Check("lecteurs", ok=bool(slots), detail=detail, remedy=remedy, needed=False)


def cps_library_check(chosen: str) -> Check:
    """Load the library of the CPS cards aside; ``chosen`` is the setting of the post."""
    name = "bibliothèque CPS"
    try:
        told = try_library(chosen)
    except ExternalError as error:
        return Check(name, ok=False, detail=error.code, remedy=error.message, needed=bool(chosen))
    return Check(name, ok=True, detail=f"{installed_library(chosen)}\u00a0: {told}", needed=False)


def camera_check(source: FrameSource) -> Check:
    """Take one picture with the webcam, which is then let go; nothing is looked at in it."""
    scan = CodeScan(source, lambda _frame: [], wanted=(), times=ScanTimes(code=0))
    try:
        scan.run()
    except NoCodeSeen:
        return Check("webcam", ok=True, detail="une image reçue", needed=False)
    except ExternalError as error:
        return Check("webcam", ok=False, detail=error.code, remedy=error.message, needed=False)
    return Check("webcam", ok=False, detail="interrompue", needed=False)


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
