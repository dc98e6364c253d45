"""The watched folder: looked at again and again, since network shares tell nothing.

A file is taken once its size and time did not change between two looks, oldest first. Hidden,
temporary and half-copied files, sub-folders and links are left alone.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from almapy.documents.kinds import LARGEST, too_large
from almapy.errors import AlmaPyError, DomainError, StorageFull
from almapy.incoming.sources import source_stamp, stamp_of
from almapy.incoming.taking import read_file, shown_file_name

AT_ONCE = 20
"""Files taken at one look; the others wait for the next one."""
_PATIENCE = 20
"""Looks after which a PDF without an end, or an empty file, is taken for what it is."""
_SKIPPED_STARTS = (".", "~", "$")
_SKIPPED_ENDS = (
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".download",
    ".lock",
    ".lnk",
    ".ini",
    ".db",
)
_MOST_TOLD = 10
_PDF = b"%PDF-"
_PDF_END = b"%%EOF"
_TAIL = 2048


@dataclass(frozen=True, slots=True)
class Sighted:
    """One file of the folder as it was seen."""

    path: Path = field(repr=False)
    stamp: str
    size: int
    modified: int


Taking = Callable[[Path, bytes, str], None]
"""Takes one file in: its path, its bytes and its stamp; raises AlmaPyError."""


class WatchedFolder:
    """What is known of one folder between two looks."""

    def __init__(self, folder: Path, taken: Collection[tuple[str, str]]) -> None:
        self.folder = folder
        self._taken = set(taken)
        self._seen: dict[Path, tuple[str, int]] = {}
        self._refused: dict[Path, tuple[str, str]] = {}
        self._trouble = ""
        self._is_full = False

    @property
    def problem(self) -> str:
        """Return in French what is wrong with the folder or its files, empty when nothing is."""
        refused = [
            f"«\u00a0{shown_file_name(path.name)}\u00a0»\u00a0: {why}"
            for path, (_, why) in itertools.islice(self._refused.items(), _MOST_TOLD)
        ]
        if len(self._refused) > _MOST_TOLD:
            refused.append(f"Et {len(self._refused) - _MOST_TOLD} autres fichiers de ce dossier.")
        return "\n".join([self._trouble, *refused] if self._trouble else refused)

    def look(self, take: Taking, stopped: Callable[[], bool]) -> int:
        """Look once, take what is ready, and return how many files were taken."""
        try:
            files = sorted(self._files(), key=lambda one: (one.modified, one.path.name))
        except OSError:
            self._trouble = (
                f"Le dossier surveillé «\u00a0{self.folder}\u00a0» n'est pas accessible. Les "
                "documents déjà pris sont intacts. Vérifiez le réseau ou le disque\u00a0: la "
                "surveillance reprendra d'elle-même."
            )
            return 0
        self._trouble, self._is_full = "", False
        self._forget({one.path for one in files})
        taken = 0
        for one in files:
            if stopped() or taken == AT_ONCE or self._is_full:
                break
            if self._is_ready(one) and self._take(one, take):
                taken += 1
        return taken

    def _files(self) -> Iterator[Sighted]:
        with os.scandir(self.folder) as entries:
            for entry in entries:
                name = entry.name.lower()
                if name.startswith(_SKIPPED_STARTS) or name.endswith(_SKIPPED_ENDS):
                    continue
                try:
                    if not entry.is_file(follow_symlinks=False):
                        continue
                    stat = os.lstat(entry.path)  # that of the listing is stale on Windows
                except (FileNotFoundError, PermissionError):
                    continue
                yield Sighted(Path(entry.path), stamp_of(stat), stat.st_size, stat.st_mtime_ns)

    def _is_ready(self, one: Sighted) -> bool:
        if (str(one.path), one.stamp) in self._taken:
            return False
        refused = self._refused.get(one.path)
        if refused is not None and refused[0] == one.stamp:
            return False
        stamp, looks = self._seen.get(one.path, ("", 0))
        looks = looks + 1 if stamp == one.stamp else 1
        self._seen[one.path] = (one.stamp, looks)
        return looks > 1

    def _take(self, one: Sighted, take: Taking) -> bool:
        try:
            if one.size > LARGEST:
                raise too_large()
            data, stamp = read_file(one.path)
            if stamp != one.stamp or self._lacks_its_end(one, data):
                return False
            take(one.path, data, stamp)
        except DomainError as error:
            self._refused[one.path] = (one.stamp, error.message)
            return False
        except AlmaPyError as error:
            self._is_full = isinstance(error, StorageFull)  # the others would not find room either
            self._tell(one, error)
            return False
        self._taken.add((str(one.path), one.stamp))
        self._seen.pop(one.path, None)
        self._refused.pop(one.path, None)
        return True

    def _tell(self, one: Sighted, error: AlmaPyError) -> None:
        """Tell what may pass, once it lasts; the file is tried again at each look."""
        if error.code == "incoming.being_written" or not source_stamp(str(one.path)):
            return
        name = shown_file_name(one.path.name)
        self._trouble = f"«\u00a0{name}\u00a0»\u00a0: {error.message}"

    def _lacks_its_end(self, one: Sighted, data: bytes) -> bool:
        """Tell whether a scanner that pauses may still be writing this file."""
        if data and (not data.startswith(_PDF) or _PDF_END in data[-_TAIL:]):
            return False
        return self._seen[one.path][1] <= _PATIENCE

    def _forget(self, there: Collection[Path]) -> None:
        for gone in self._seen.keys() - there:
            del self._seen[gone]
        for gone in self._refused.keys() - there:
            del self._refused[gone]
