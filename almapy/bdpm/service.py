"""The public base of medicines, when the practice loaded it: search and details, offline."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from almapy import durable_file
from almapy.bdpm import queries
from almapy.bdpm.builder import build, find_files
from almapy.bdpm.faults import BdpmRefused
from almapy.bdpm.files import FILES
from almapy.bdpm.model import (
    BdpmState,
    Component,
    GenericGroup,
    Notice,
    Opinion,
    Presentation,
    Speciality,
    Supply,
)
from almapy.clock import Clock
from almapy.errors import DomainError, ExternalError

_KEPT = "bdpm.sqlite"
_ABANDONED = timedelta(days=1)
_Answer = TypeVar("_Answer")
_log = logging.getLogger(__name__)


class BdpmService:
    """Answers from a file that holds no patient; safe from any thread.

    The file is opened for each question (a quarter of a millisecond), so that an import may swap it
    at any moment, also on Windows. Without a loaded base every answer is empty.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        """``folder``: the reference folder of the data folder; it need not exist."""
        self._file = folder / _KEPT
        self._clock = clock

    def loaded(self) -> BdpmState | None:
        """Return what is loaded, None when nothing is."""
        return self._ask(queries.state, None)

    def presentation(self, cip13: str) -> Presentation | None:
        """Return the box of a CIP13 (or of a CIP7), also one that is no longer published."""
        return self._ask(lambda base: queries.presentation(base, cip13), None)

    def presentations(self, cis: str) -> list[Presentation]:
        """Return the boxes of a medicine."""
        return self._ask(lambda base: queries.presentations(base, cis), [])

    def speciality(self, cis: str) -> Speciality | None:
        """Return a medicine, also one that is no longer published."""
        return self._ask(lambda base: queries.speciality(base, cis), None)

    def search(self, text: str, limit: int = 50) -> list[Speciality]:
        """Find medicines by name, substance or ATC code; accents and case ignored."""
        return self._ask(lambda base: queries.search(base, text, limit), [])

    def components(self, cis: str) -> list[Component]:
        """Return what a medicine is made of."""
        return self._ask(lambda base: queries.components(base, cis), [])

    def generics(self, cis: str) -> list[GenericGroup]:
        """Return the members of its groups of generics, itself among them."""
        return self._ask(lambda base: queries.generics(base, cis), [])

    def conditions(self, cis: str) -> list[str]:
        """Return its conditions of prescription and delivery."""
        return self._ask(lambda base: queries.conditions(base, cis), [])

    def supplies(self, cis: str) -> list[Supply]:
        """Return its shortages."""
        return self._ask(lambda base: queries.supplies(base, cis), [])

    def opinions(self, cis: str) -> list[Opinion]:
        """Return the opinions of the HAS about it."""
        return self._ask(lambda base: queries.opinions(base, cis), [])

    def notices(self, cis: str) -> list[Notice]:
        """Return the important pieces of information about it."""
        return self._ask(lambda base: queries.notices(base, cis), [])

    def import_folder(
        self, folder: Path, progress: Callable[[str], None] = lambda _: None
    ) -> BdpmState:
        """Load the official files of a folder in place of what was loaded.

        The new base is made beside and takes its place at once. Raises DomainError when a needed
        file is not there, BdpmRefused for one that does not conform, StorageFull or ExternalError
        when nothing can be written: what was loaded is then unchanged.
        """
        files = find_files(folder)
        absent = [one.name for one in FILES if one.required and one.key not in files]
        if absent:
            raise DomainError(
                f"Il manque {' et '.join(f'{name}.txt' for name in absent)} dans "
                f"«\u00a0{folder}\u00a0»\u00a0: rien n'a été changé. Téléchargez ces fichiers sur "
                "le site de la base de données publique des médicaments, puis recommencez.",
                code="bdpm.absent",
            )
        with durable_file.writing_faults(self._file.parent):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            durable_file.remove_leftovers(self._file.parent, self._clock.now() - _ABANDONED)
        beside = self._file.with_name(
            f".{_KEPT}.{os.urandom(8).hex()}{durable_file.TEMPORARY_SUFFIX}"
        )
        former = self._file if self.loaded() is not None else None
        try:
            with _building_faults(self._file.parent):
                build(beside, files, former, self._clock.today(), progress)
                with beside.open("rb+") as file:
                    os.fsync(file.fileno())
                beside.replace(self._file)
                durable_file.sync_folder(self._file.parent)
        finally:
            beside.unlink(missing_ok=True)
        state = self.loaded()
        if state is None:
            raise BdpmRefused(_KEPT, 0, "la base construite ne se relit pas")
        return state

    def _ask(self, question: Callable[[sqlite3.Connection], _Answer], nothing: _Answer) -> _Answer:
        if not self._file.is_file():
            return nothing
        try:
            with closing(self._opened()) as base:
                return question(base)
        except (sqlite3.Error, KeyError, ValueError):
            # Loading the files again repairs it; meanwhile it is as if nothing were loaded.
            _log.warning("the base of medicines cannot be read")
            return nothing

    def _opened(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


@contextmanager
def _building_faults(folder: Path) -> Iterator[None]:
    """Turn what the system and the engine say into French sentences."""
    with durable_file.writing_faults(folder):
        try:
            yield
        except sqlite3.Error as error:
            raise ExternalError(
                f"La base des médicaments ne s'écrit pas dans «\u00a0{folder}\u00a0»\u00a0: celle "
                "d'avant est intacte. Vérifiez la place libre du disque, puis recommencez.",
                code="bdpm.not_written",
                retryable=True,
            ) from error
