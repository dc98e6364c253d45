"""References of growth for the windows and the command line."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from almapy import durable_file
from almapy.errors import FormatError
from almapy.growth import codec, official
from almapy.growth.curve import GrowthCurve, LmsRow, curves_of
from almapy.growth.model import GrowthMeasure
from almapy.patients.model import Sex
from resources import resource

BUILT_IN = "CDC 2000"
_LOADED = "growth.csv.gz"
_Stamp = tuple[int, int] | None
_log = logging.getLogger(__name__)


class GrowthService:
    """References kept in memory; works offline, safe from any thread.

    They are read at the first question (ask from a worker), and again when official files were
    loaded meanwhile, even by another program.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the lists loaded by the practice; it need not exist."""
        self._loaded = folder / _LOADED
        self._lock = threading.Lock()
        self._curves: list[GrowthCurve] | None = None
        self._stamp: _Stamp = None

    def references(self, measure: GrowthMeasure, sex: Sex) -> list[GrowthCurve]:
        """Return what a child may be compared with: loaded by the practice first, built-in last."""
        return [one for one in self._current() if one.measure is measure and one.sex is sex]

    def load_official(
        self, files: Sequence[Path], hints: official.Hints | None = None
    ) -> list[official.FileReport]:
        """Load tables of L, M and S; what they cover of a reference of that name is replaced.

        What cannot be read is refused line by line; the rest is kept. Raises StorageFull or
        ExternalError when the list cannot be written: the former one is then unchanged.
        """
        reports = [official.read(file, hints or official.Hints()) for file in files]
        new = [row for report in reports for row in report.rows]
        if not new:
            return reports
        with self._lock, durable_file.writing_faults(self._loaded.parent):
            self._loaded.parent.mkdir(parents=True, exist_ok=True)
            durable_file.write(self._loaded, codec.encode(_merged(self._read_loaded(), new)))
            self._curves = None
        return reports

    def _current(self) -> list[GrowthCurve]:
        stamp = self._file_stamp()
        with self._lock:
            if self._curves is None or stamp != self._stamp:
                built_in = codec.decode(resource("growth", "cdc2000.csv.gz").read_bytes())
                self._curves = [*curves_of(self._read_loaded()), *curves_of(built_in)]
                self._stamp = stamp
            return self._curves

    def _file_stamp(self) -> _Stamp:
        try:
            status = self._loaded.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _read_loaded(self) -> list[LmsRow]:
        try:
            return codec.decode(self._loaded.read_bytes())
        except FileNotFoundError:
            return []
        except (FormatError, OSError):
            # The built-in references go on serving; loading the files again repairs this list.
            _log.warning("the loaded references of growth cannot be read")
            return []


def reference_name(reference: str) -> str:
    """Return what a chart says of the reference it draws, and of the one it lacks."""
    if reference == BUILT_IN:
        return (
            "Références CDC 2000 (États-Unis) – les courbes françaises AFPA 2018 ne sont pas "
            "publiées sous forme de table"
        )
    return f"Références {reference}, chargées par le cabinet"


def _merged(kept: Sequence[LmsRow], new: Sequence[LmsRow]) -> list[LmsRow]:
    spans: dict[tuple[object, ...], tuple[float, float]] = {}
    for row in new:
        low, high = spans.get(row[:3], (row.age_days, row.age_days))
        spans[row[:3]] = (min(low, row.age_days), max(high, row.age_days))
    outside = [row for row in kept if not _within(row, spans.get(row[:3]))]
    return [*outside, *new]


def _within(row: LmsRow, span: tuple[float, float] | None) -> bool:
    return span is not None and span[0] <= row.age_days <= span[1]
