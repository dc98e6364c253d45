"""The printed booklet: made from what the base holds now, traced when it leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from almapy import durable_file
from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.headers.queries import read_heading
from almapy.headers.settings import HeaderSettingsService
from almapy.users.model import Actor, Right
from almapy.vaccination.booklet import TITLE, Booklet, booklet
from almapy.vaccination.service import VaccinationService
from almapy.vaccines.catalogue import Catalogue
from almapy.work import Works

_OBJECT = TITLE.lower()


class BookletService:
    """« Carnet de vaccination » on paper, for whoever reads the notes.

    ``simulated`` tells whether the people of this base are fictitious: the pages then say so.
    """

    def __init__(
        self,
        works: Works,
        vaccinations: VaccinationService,
        catalogue: Callable[[], Catalogue],
        settings: HeaderSettingsService,
        simulated: Callable[[Actor], bool],
    ) -> None:
        self._works = works
        self._vaccinations = vaccinations
        self._catalogue = catalogue
        self._settings = settings
        self._simulated = simulated

    def of(self, actor: Actor, patient_id: int) -> Booklet:
        """Return the booklet of a record as it stands in the base.

        Raises DomainError for an unknown record.
        """
        actor.require(Right.READ_NOTES)
        caption = self._settings.get().caption
        with self._works.database.reading() as session:
            heading, _ = read_heading(session, actor, patient_id, self._works.clock.today())
            facts = self._vaccinations.read(session, actor, patient_id)
        simulated = self._simulated(actor)
        return booklet(heading, facts, self._catalogue(), caption, simulated=simulated)

    def printed(self, actor: Actor, patient_id: int) -> None:
        """Trace that the booklet went to a printer."""
        actor.require(Right.READ_NOTES)
        with self._works.begin(actor) as work:
            work.trace(Action.PRINTED, patient_id=patient_id, detail={"objet": _OBJECT})

    def save(self, actor: Actor, patient_id: int, content: bytes, target: Path) -> None:
        """Write the booklet to a .pdf file and trace it.

        Raises DomainError for another kind of file, StorageFull or ExternalError: no file is left
        and nothing is traced then.
        """
        actor.require(Right.READ_NOTES)
        if target.suffix.lower() != ".pdf":
            raise DomainError("Choisissez un fichier .pdf. Rien n'a été enregistré.")
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": _OBJECT, "forme": "PDF"}
            work.trace(Action.EXPORTED, patient_id=patient_id, detail=detail)
            durable_file.write(target, content)
