"""Birth places for the windows and the command line."""

from __future__ import annotations

import csv
import logging
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from almapy import durable_file
from almapy.errors import FormatError
from almapy.places import advice, codec, official
from almapy.places.index import PlaceIndex
from almapy.places.model import Place, PlaceRemark, typed_code
from almapy.text import fold
from resources import resource

_LOADED = "places.csv.gz"
_SUGGESTED = 60
_COUNTRIES_SUGGESTED = 8
_Stamp = tuple[int, int] | None
_log = logging.getLogger(__name__)


def reference_folder(root: Path) -> Path:
    """Return where a data folder keeps the official lists loaded into it: no patient data."""
    return root / "reference"


class PlaceService:
    """Search and advice over lists kept in memory; works offline, safe from any thread.

    The lists are read at the first question (about half a second: ask from a worker), and again
    when the official files were loaded meanwhile, even by another program.
    """

    def __init__(self, folder: Path) -> None:
        """``folder``: see ``reference_folder``; it need not exist."""
        self._loaded = folder / _LOADED
        self._lock = threading.Lock()
        self._index: PlaceIndex | None = None
        self._stamp: _Stamp = None

    def search_communes(self, typed: str, limit: int = 200) -> list[Place]:
        """Find communes by name or code; nothing for an empty text."""
        return self._current().communes.search(typed, limit) if fold(typed) else []

    def search_countries(self, typed: str, limit: int = 400) -> list[Place]:
        """Find countries by name or code; all of them for an empty text."""
        if typed.strip() and not fold(typed):
            return []
        return self._current().countries.search(typed, limit)

    def suggest(self, typed: str, limit: int = _SUGGESTED) -> list[Place]:
        """Find what somebody types as a birth place: communes, then some countries.

        Those whose whole name was typed come first.
        """
        if not fold(typed):
            return []
        countries = self.search_countries(typed, _COUNTRIES_SUGGESTED)
        found = self.search_communes(typed, limit - len(countries)) + countries
        return sorted(found, key=lambda place: place.name != fold(typed).upper())

    def place(self, code: str, birth_date: date | None = None) -> Place | None:
        """Return the place of that code on that day; None when the lists do not name it."""
        return self._current().at(code, birth_date)

    def existed_on(self, code: str, birth_date: date | None) -> str:
        """Return a warning when the code was not in force that day, else an empty text."""
        remark = advice.about_the_day(self._current(), code, birth_date)
        return remark.text if remark else ""

    def remarks(
        self, code: str, town: str = "", birth_date: date | None = None, nir: str = ""
    ) -> list[PlaceRemark]:
        """Return what to look at: code unknown, other name, other date, other place in the NIR.

        ``nir`` is the person's own, not the one of the parent who insures them. A code that is not
        whole yet gives nothing.
        """
        known = typed_code(code)
        if code.strip() and known is None:
            return []
        return list(advice.remarks(self._current(), known or "", town, birth_date, nir))

    def load_official(self, files: Sequence[Path]) -> list[official.FileReport]:
        """Load files of INSEE (https://www.insee.fr/fr/information/8740222) over the built-in list.

        What cannot be read is refused line by line; the rest is kept. Loading twice changes
        nothing; a later file closes or renames what an earlier one said. Raises StorageFull or
        ExternalError when the list cannot be written: the former one is then unchanged.
        """
        reports = [official.read(file) for file in files]
        with self._lock, durable_file.writing_faults(self._loaded.parent):
            kept = {official.key(row): row for row in self._read_loaded()}
            before = dict(kept)
            for report in reports:
                for row in report.rows:
                    key = official.key(row)
                    merged = official.merged(kept.get(key), row)
                    report.changed += merged != kept.get(key)
                    kept[key] = merged
            if kept != before:
                self._loaded.parent.mkdir(parents=True, exist_ok=True)
                durable_file.write(self._loaded, codec.encode(kept.values()))
            self._index = None
        return reports

    def _current(self) -> PlaceIndex:
        stamp = self._file_stamp()
        with self._lock:
            if self._index is None or stamp != self._stamp:
                self._index = PlaceIndex(_built_in(), self._loaded_rows(), _departements())
                self._stamp = stamp
            return self._index

    def _file_stamp(self) -> _Stamp:
        try:
            status = self._loaded.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _loaded_rows(self) -> list[codec.PlaceRow]:
        try:
            return self._read_loaded()
        except OSError:
            _log.warning("the loaded list of places cannot be opened")
            return []

    def _read_loaded(self) -> list[codec.PlaceRow]:
        try:
            return codec.decode(self._loaded.read_bytes())
        except FileNotFoundError:
            return []
        except FormatError:
            # The built-in list goes on serving; loading the official files again repairs this one.
            _log.warning("the loaded list of places cannot be read")
            return []


def _built_in() -> list[codec.PlaceRow]:
    folder = resource("places")
    return [
        row
        for name in ("communes.csv.gz", "countries.csv")
        for row in codec.decode((folder / name).read_bytes())
    ]


def _departements() -> list[tuple[str, str, date | None]]:
    with resource("places", "departements.csv").open(encoding="utf-8", newline="") as file:
        return [
            (row["code"], row["name"], date.fromisoformat(row["until"]) if row["until"] else None)
            for row in csv.DictReader(file)
        ]
