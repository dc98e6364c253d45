"""The documents of a practice: encrypted files beside the base, each named by its content."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from almapy import durable_file
from almapy.db.keys import DataKey
from almapy.documents import sealed_file
from almapy.errors import DomainError, ExternalError

MAX_SIZE = 200_000_000
_PREFIX_LENGTH = 2
_NAME = re.compile(r"[0-9a-f]{64}")
_PREFIX = re.compile(r"[0-9a-f]{2}")
_RESTORE = (
    "Les autres documents ne sont pas touchés. Retrouvez celui-ci dans une sauvegarde vérifiée "
    "(menu Utilitaires)."
)


class DocumentMissing(ExternalError):  # noqa: N818
    """The base names a file that the folder does not hold."""

    code = "documents.missing"


class DocumentDamaged(ExternalError):  # noqa: N818
    """The file is not, bit for bit, the one that was stored under this name for this base."""

    code = "documents.damaged"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What the base keeps of a stored file.

    ``name`` is the name on disk; ``sha256`` is the digest of the plain bytes, in hexadecimal: it
    is of the base only, since anybody could compare it with a known letter; ``size`` is in bytes.
    """

    name: str
    sha256: str
    size: int


class DocumentStore:
    """Keeps bytes unchanged and encrypted; never writes a plain byte to the disk.

    The name on disk is a keyed digest of the plain bytes: the same bytes are stored once, and
    nobody without the key can test whether a known letter is there. Write the file first, then
    the row that names it. Safe for several threads and several programs.
    """

    def __init__(self, folder: Path, data_key: DataKey, base_id: str) -> None:
        self._folder = folder
        self._files_key = data_key.files_key()
        self._base_id = base_id

    def put(self, data: bytes) -> StoredFile:
        """Store ``data`` and wait until the disk holds it; bytes already there are not rewritten.

        A damaged file of the same bytes is repaired by the way. Raises DomainError over
        ``MAX_SIZE``, StorageFull, or ExternalError; nothing partial is left then.
        """
        if len(data) > MAX_SIZE:
            raise DomainError(
                f"Ce document dépasse {MAX_SIZE // 1_000_000} Mo\u00a0: il n'a pas été enregistré. "
                "Rien d'autre n'a été modifié. Réduisez-le ou partagez-le en plusieurs fichiers.",
                code="documents.too_large",
            )
        name = self._name_of(data)
        if not self._is_intact(name):
            self._write(name, data)
        return StoredFile(name, hashlib.sha256(data).hexdigest(), len(data))

    def read(self, name: str) -> bytes:
        """Return the plain bytes, proved to be those that were stored under this name.

        Raises DocumentMissing, DocumentDamaged, or ExternalError when the disk fails.
        """
        data = sealed_file.unseal(self._content(name), self._files_key, self._base_id)
        if data is None or not hmac.compare_digest(self._name_of(data), name):
            raise DocumentDamaged("Ce document est abîmé sur le disque. " + _RESTORE)
        return data

    def verify(self, name: str) -> None:
        """Read the file for nothing else than the errors of ``read``."""
        self.read(name)

    def exists(self, name: str) -> bool:
        """Tell whether a file has this name, whatever its state."""
        return self.path(name).is_file()

    def path(self, name: str) -> Path:
        """Return where the encrypted file is, for a backup to copy it as it is.

        Raises ValueError for a text that is not the name of a file.
        """
        if not _NAME.fullmatch(name):
            raise ValueError("not the name of a stored file")
        return self._folder / name[:_PREFIX_LENGTH] / name

    def names(self) -> list[str]:
        """Return the names of all stored files, in order; half-written ones are not seen."""
        return sorted(
            path.name
            for prefix in self._prefix_folders()
            for path in prefix.iterdir()
            if _NAME.fullmatch(path.name) and path.name.startswith(prefix.name)
        )

    def remove(self, name: str) -> None:
        """Remove a file that no row names any more; nothing happens when it is not there."""
        path = self.path(name)
        with durable_file.writing_faults(path.parent):
            path.unlink(missing_ok=True)

    def remove_leftovers(self, before: datetime) -> int:
        """Remove what a crash left half written before this moment; return how many files.

        Give an hour of margin: younger ones may be those of a program at work.
        """
        return sum(
            durable_file.remove_leftovers(prefix, before) for prefix in self._prefix_folders()
        )

    def _name_of(self, data: bytes) -> str:
        return hmac.digest(self._files_key, data, "sha256").hex()

    def _is_intact(self, name: str) -> bool:
        try:
            self.verify(name)
        except ExternalError:
            return False
        return True

    def _write(self, name: str, data: bytes) -> None:
        path = self.path(name)
        with durable_file.writing_faults(self._folder):
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                durable_file.sync_folder(self._folder)
        try:
            durable_file.write(path, sealed_file.seal(data, self._files_key, self._base_id))
        except ExternalError:
            # Windows refuses to replace a file that another program reads: it wrote the same bytes.
            if not self._is_intact(name):
                raise

    def _content(self, name: str) -> bytes:
        try:
            with self.path(name).open("rb") as file:
                return file.read(MAX_SIZE + sealed_file.OVERHEAD + 1)
        except FileNotFoundError as error:
            raise DocumentMissing(
                "Ce document est introuvable dans le dossier des données. " + _RESTORE
            ) from error
        except OSError as error:
            raise ExternalError(
                "Ce document ne peut pas être lu sur le disque. Rien n'a été modifié. Vérifiez que "
                "le disque des données est branché et lisible, puis recommencez.",
                code="documents.unreadable",
                retryable=True,
            ) from error

    def _prefix_folders(self) -> Iterator[Path]:
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                if _PREFIX.fullmatch(path.name) and path.is_dir():
                    yield path
