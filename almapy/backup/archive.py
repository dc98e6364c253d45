"""One backup in one file: a ZIP without compression, written durably, read with suspicion.

``manifest.json`` · ``manifest.hmac`` · ``keys.json`` · ``base.db`` · ``documents/ab/ab…``. Base
and documents are encrypted as in the data folder; the archive adds no secret of its own.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import os
import re
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from almapy import durable_file
from almapy.backup.manifest import DamagedBackup, Manifest, Member, signature
from almapy.db.key_codec import MAX_FILE_BYTES as MAX_KEYS
from almapy.db.keys import DataKey, KeyRing
from almapy.db.schema import require_not_newer
from almapy.errors import ExternalError

MANIFEST = "manifest.json"
SIGNATURE = "manifest.hmac"
KEYS = "keys.json"
BASE = "base.db"
MAX_MEMBERS = 500_000
MAX_MANIFEST = 256 * 1024 * 1024
_SIGNATURE_LENGTH = 64
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_UNTOLD = frozenset({MANIFEST, SIGNATURE})
_KNOWN = frozenset({MANIFEST, SIGNATURE, KEYS, BASE})
_DOCUMENT = re.compile(r"documents/([0-9a-f]{2})/\1[0-9a-f]{62}")
_UNSEEN_TIME = (1980, 1, 1, 0, 0, 0)


def document_member(name: str) -> str:
    """Return where a stored file stands in the archive."""
    return f"documents/{name[:2]}/{name}"


def write_archive(
    path: Path,
    draft: Manifest,
    keys: str,
    files: Iterable[tuple[str, Path]],
    audit_key: bytes,
) -> None:
    """Write a new archive at ``path`` and wait until the disk holds it.

    ``draft`` is completed with the members as they are written. Raises StorageFull or
    ExternalError; nothing is left at ``path`` then.
    """
    with durable_file.writing_faults(path.parent):
        try:
            with path.open("xb") as raw:
                with ZipFile(raw, "w", ZIP_STORED) as package:
                    members = [_add_bytes(package, KEYS, keys.encode())]
                    members += [_add_file(package, name, source) for name, source in files]
                    manifest = replace(draft, members=tuple(members)).to_json()
                    _add_bytes(package, MANIFEST, manifest)
                    _add_bytes(package, SIGNATURE, signature(manifest, audit_key))
                raw.flush()
                os.fsync(raw.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def _add_bytes(package: ZipFile, name: str, content: bytes) -> Member:
    package.writestr(ZipInfo(name, _UNSEEN_TIME), content)
    return Member(name, len(content), hashlib.sha256(content).hexdigest())


def _add_file(package: ZipFile, name: str, source: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    info = ZipInfo(name, _UNSEEN_TIME)
    info.file_size = source.stat().st_size
    with source.open("rb") as file, package.open(info, "w") as member:
        while chunk := file.read(_CHUNK):
            member.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Member(name, size, digest.hexdigest())


class Archive:
    """A backup being read; nothing of it is believed before it is proved.

    Names outside the grammar above, compression, sizes that disagree and an unreasonable number
    of members are refused before anything is read.
    """

    def __init__(self, package: ZipFile, path: Path) -> None:
        self._package = package
        self._path = path
        self._infos = _bounded(package.infolist(), path.stat().st_size)
        self._members: dict[str, Member] = {}

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Archive]:
        """Open a backup to read it.

        Raises DamagedBackup, or ExternalError when the file or its disk is not there.
        """
        with _zip_faults(path):
            package = ZipFile(path)
        with package:
            with _zip_faults(path):
                archive = cls(package, path)
            yield archive

    def ring(self) -> KeyRing:
        """Return the wrapped keys of this backup; raises FormatError."""
        try:
            text = self._read(KEYS, MAX_KEYS).decode()
        except UnicodeDecodeError as error:
            raise DamagedBackup(KEYS) from error
        return KeyRing.from_json(text)

    def manifest(self, data_key: DataKey) -> Manifest:
        """Return the manifest, proved to be written with this key and to match the members.

        Raises DamagedBackup, or NewerBase when a later version of the program made the backup.
        """
        content = self._read(MANIFEST, MAX_MANIFEST)
        written = self._read(SIGNATURE, _SIGNATURE_LENGTH)
        if not hmac.compare_digest(signature(content, data_key.audit_key()), written):
            raise DamagedBackup(SIGNATURE)
        manifest = Manifest.from_json(content)
        require_not_newer(manifest.schema)
        found = {name: info.file_size for name, info in self._infos.items()}
        told = {member.name: member.size for member in manifest.members}
        if {name: size for name, size in found.items() if name not in _UNTOLD} != told:
            raise DamagedBackup(MANIFEST)
        self._members = {member.name: member for member in manifest.members}
        self.prove(KEYS)
        return manifest

    def extract(self, name: str, target: Path) -> None:
        """Write a member to a new file, proved by its digest; ``manifest`` is asked first.

        Raises DamagedBackup, StorageFull or ExternalError; nothing is left at ``target`` then.
        """
        with durable_file.writing_faults(target.parent):
            try:
                with target.open("xb") as file:
                    for chunk in self._chunks(name):
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
            except BaseException:
                target.unlink(missing_ok=True)
                raise

    def prove(self, name: str) -> None:
        """Read a member for nothing else than the errors of ``extract``."""
        for _ in self._chunks(name):
            continue

    def prove_all(self) -> None:
        """Read every member that the manifest tells of."""
        for name in self._members:
            self.prove(name)

    def _chunks(self, name: str) -> Iterator[bytes]:
        digest = hashlib.sha256()
        with _zip_faults(self._path):
            source = self._package.open(self._infos[name])
        with source:
            while True:
                with _zip_faults(self._path):
                    chunk = source.read(_CHUNK)
                if not chunk:
                    break
                digest.update(chunk)
                yield chunk
        if digest.hexdigest() != self._members[name].sha256:
            raise DamagedBackup(name)

    def _read(self, name: str, largest: int) -> bytes:
        if self._infos[name].file_size > largest:
            raise DamagedBackup(name)
        with _zip_faults(self._path):
            return self._package.read(self._infos[name])


def _bounded(infos: list[ZipInfo], size: int) -> dict[str, ZipInfo]:
    named = {info.filename: info for info in infos}
    if len(infos) > MAX_MEMBERS or len(named) != len(infos) or not named.keys() >= _KNOWN:
        raise DamagedBackup("table des fichiers")
    for info in infos:
        if info.filename not in _KNOWN and not _DOCUMENT.fullmatch(info.filename):
            raise DamagedBackup("nom de fichier imprévu")
        if info.compress_type != ZIP_STORED or info.flag_bits & _ENCRYPTED:
            raise DamagedBackup(info.filename)
        if info.compress_size != info.file_size:
            raise DamagedBackup(info.filename)
    if sum(info.file_size for info in infos) > size:
        raise DamagedBackup("tailles")
    return named


@contextmanager
def _zip_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise DamagedBackup("table des fichiers") from error
        raise _unreadable(path) from error
    except (
        BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
        LookupError,
        OverflowError,
        struct.error,
    ) as error:
        raise DamagedBackup("archive") from error


def _unreadable(path: Path) -> ExternalError:
    return ExternalError(
        f"La sauvegarde «\u00a0{path.name}\u00a0» ne peut pas être lue. Rien n'a été modifié. "
        "Vérifiez que le disque est branché et que le nom est juste, puis recommencez.",
        code="backup.unreadable",
        retryable=True,
    )
