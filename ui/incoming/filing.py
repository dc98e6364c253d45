"""One filing with its way back."""

from __future__ import annotations

from almapy.incoming.model import Entry, Filing, IncomingLine, PersonFound
from ui.desk import Desk
from ui.incoming.words import person_short
from ui.undo import Step

FAMILY = "incoming"


class FilingStep:
    """Files, takes back and files again; each gesture starts from what the one before left."""

    def __init__(
        self,
        desk: Desk,
        line: IncomingLine,
        entry: Entry,
        person: PersonFound,
        *,
        delete_source: bool,
    ) -> None:
        self._incoming, self._actor = desk.application.incoming, desk.actor
        self._line, self._entry, self._person = line, entry, person
        self._delete_source = delete_source
        self._filing: Filing | None = None

    def begin_from(self, line: IncomingLine) -> None:
        """Take over the row as another gesture left it."""
        self._line = line

    def file(self) -> str:
        """File, in a worker; return why the source file stayed, empty when it did not."""
        filing = self._incoming.file(
            self._actor,
            self._line,
            self._entry,
            self._person.patient_id,
            delete_source=self._delete_source,
        )
        self._filing = filing
        return filing.source_left

    def take_back(self) -> None:
        """Take the filing back, in a worker."""
        if self._filing is not None:
            self._line = self._incoming.unfile(self._actor, self._filing).line

    def as_step(self) -> Step:
        """Return the gesture as Ctrl+Z and the notice know it, whatever record is in front."""
        told = f"Classé dans le dossier de {person_short(self._person)}."
        return Step(told, self.take_back, self.file, family=FAMILY)
