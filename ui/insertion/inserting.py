"""One insertion with its way back."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.incoming.model import Entry, Filing, IncomingLine
from ui.desk import Desk
from ui.insertion.chosen_file import ChosenFile
from ui.undo import Step


@dataclass(frozen=True, slots=True)
class Insertion:
    """What is inserted, and into whose record; ``whose`` names the person for the notice."""

    file: ChosenFile
    entry: Entry = field(repr=False)
    patient_id: int
    whose: str = field(repr=False)
    deletes_source: bool = False


class Inserting:
    """Inserts, takes back, and files again what was taken back."""

    def __init__(self, desk: Desk, insertion: Insertion) -> None:
        self._incoming, self._actor = desk.application.incoming, desk.actor
        self._insertion = insertion
        self._filing: Filing | None = None
        self._line: IncomingLine | None = None

    def insert(self) -> Filing:
        """Insert, in a worker."""
        one = self._insertion
        self._filing = self._incoming.insert(
            self._actor,
            one.file.data,
            one.file.path.name,
            one.entry,
            one.patient_id,
            source_path=str(one.file.path),
            delete_source=one.deletes_source,
        )
        return self._filing

    def take_back(self) -> None:
        """Take the document out of the record again, in a worker."""
        if self._filing is not None:
            self._line = self._incoming.unfile(self._actor, self._filing).line

    def insert_again(self) -> None:
        """File what was taken back, in a worker."""
        one = self._insertion
        if self._line is not None:
            self._filing = self._incoming.file(self._actor, self._line, one.entry, one.patient_id)

    def as_step(self) -> Step:
        """Return the gesture as Ctrl+Z and the notice know it, whatever record is in front."""
        told = f"Document inséré dans le dossier de {self._insertion.whose}."
        return Step(told, self.take_back, self.insert_again)
