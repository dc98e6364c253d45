"""The CIM-10, when the practice loaded the official list: search by code or by words, offline."""

from __future__ import annotations

import csv
import gzip
import io
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from almapy import durable_file
from almapy.coding import cim10_file
from almapy.coding.cim10_file import Cim10Report
from almapy.text import fold

HOW_TO_LOAD = (
    "La liste CIM-10 n'est pas chargée. Téléchargez-la sur le site de l'ATIH "
    "(LIBCIM10MULTI.TXT), puis lancez «\u00a0almapy cim10 import FICHIER\u00a0»."
)
_KEPT = "cim10.csv.gz"
_LONGEST_EDITION = 20
_Stamp = tuple[int, int] | None
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cim10Code:
    """One code of the list with its official label."""

    code: str
    label: str


class Cim10Service:
    """Keeps the loaded list in memory; works offline, safe from any thread.

    The list is read at the first question (ask from a worker), and again when it was loaded anew.
    """

    def __init__(self, folder: Path) -> None:
        """``folder``: the reference folder of the data folder; it need not exist."""
        self._file = folder / _KEPT
        self._lock = threading.Lock()
        self._stamp: _Stamp = None
        self._edition = ""
        self._labels: dict[str, str] = {}
        self._words: list[tuple[str, str]] = []

    @property
    def is_loaded(self) -> bool:
        """Whether a list was loaded; asks the disk, not the list."""
        return self._file.is_file()

    def edition(self) -> str:
        """Return the name of the loaded edition (« 2026 »), empty when it was not told."""
        with self._lock:
            self._refresh()
            return self._edition

    def label(self, code: str) -> str:
        """Return the official label of a code, empty when the list does not hold it."""
        known = cim10_file.typed_cim10(code)
        with self._lock:
            self._refresh()
            return self._labels.get(known or "", "")

    def search(self, typed: str, limit: int = 40) -> list[Cim10Code]:
        """Find codes that begin as typed, or whose label holds a beginning of every word typed.

        Shorter labels come first: « diabète » finds the heading before its complications.
        """
        words = fold(typed).split()
        if not words:
            return []
        start = "".join(typed.upper().split()).replace(".", "")
        with self._lock:
            self._refresh()
            by_code = [one for one in self._labels if one.replace(".", "").startswith(start)]
            if not by_code:
                by_code = [
                    code
                    for folded, code in self._words
                    if all(f" {word}" in folded for word in words)
                ]
                by_code.sort(key=lambda code: (len(self._labels[code]), code))
            return [Cim10Code(code, self._labels[code]) for code in by_code[:limit]]

    def load(self, files: Sequence[Path], edition: str = "") -> list[Cim10Report]:
        """Replace the list by what these files hold; nothing changes when one is refused.

        Raises StorageFull or ExternalError when the list cannot be written: the former one stays.
        """
        reports = [cim10_file.read(file) for file in files]
        if any(report.problem for report in reports):
            return reports
        labels = {code: label for one in reports for code, label in one.labels.items()}
        with durable_file.writing_faults(self._file.parent):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            durable_file.write(self._file, _encoded(edition[:_LONGEST_EDITION], labels))
        return reports

    def _refresh(self) -> None:
        try:
            status = self._file.stat()
            stamp: _Stamp = (status.st_mtime_ns, status.st_size)
        except OSError:
            stamp = None
        if stamp == self._stamp:
            return
        self._edition, self._labels = "", {}
        if stamp is not None:
            try:
                self._edition, self._labels = _decoded(self._file.read_bytes())
            except (OSError, EOFError, ValueError, csv.Error):
                _log.warning("the loaded list of the CIM-10 cannot be read")
        self._words = [(f" {fold(label)}", code) for code, label in self._labels.items()]
        self._stamp = stamp


def _encoded(edition: str, labels: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(("edition", edition))
    writer.writerows(sorted(labels.items()))
    return gzip.compress(text.getvalue().encode("utf-8"), mtime=0)


def _decoded(content: bytes) -> tuple[str, dict[str, str]]:
    text = gzip.decompress(content).decode("utf-8")
    rows = csv.reader(io.StringIO(text), delimiter=";")
    _, edition = next(rows)
    return edition, {row[0]: row[1] for row in rows}
