"""Printed pages about a patient: made from what the base holds now, and traced when they leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from almapy import durable_file
from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.headers.identity_sheet import IdentitySheet, identity_sheet
from almapy.headers.queries import read_heading
from almapy.headers.settings import HeaderSettingsService
from almapy.users.model import Actor, Right
from almapy.work import Works

_OBJECT = "feuille d'identité INS"


class IdentitySheetService:
    """« Feuille d'identité INS »: for whoever sees identities.

    ``simulated`` tells whether the outside services are simulated for this person: the sheet then
    says that nobody on it exists.
    """

    def __init__(
        self, works: Works, settings: HeaderSettingsService, simulated: Callable[[Actor], bool]
    ) -> None:
        self._works = works
        self._settings = settings
        self._simulated = simulated

    def sheet(self, actor: Actor, patient_id: int) -> IdentitySheet:
        """Return the sheet of a record as it stands in the base, not as a screen shows it.

        Raises DomainError for an unknown record.
        """
        actor.require(Right.IDENTITY)
        caption = self._settings.get().caption
        with self._works.database.reading() as session:
            heading, dossier = read_heading(session, actor, patient_id, self._works.clock.today())
        return identity_sheet(heading, dossier, caption, simulated=self._simulated(actor))

    def printed(self, actor: Actor, patient_id: int) -> None:
        """Trace that the sheet went to a printer."""
        self._trace(actor, Action.PRINTED, patient_id, {"objet": _OBJECT})

    def copied(self, actor: Actor, patient_id: int) -> None:
        """Trace that the picture of the cartouche was copied for another program."""
        detail: dict[str, object] = {"objet": "cartouche INS", "forme": "copie"}
        self._trace(actor, Action.EXPORTED, patient_id, detail)

    def save(self, actor: Actor, patient_id: int, content: bytes, target: Path) -> None:
        """Write the sheet to a .pdf file and trace it.

        Raises DomainError for another kind of file, StorageFull or ExternalError: no file is left
        and nothing is traced then.
        """
        if target.suffix.lower() != ".pdf":
            raise DomainError("Choisissez un fichier .pdf. Rien n'a été enregistré.")
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": _OBJECT, "forme": "PDF"}
            work.trace(Action.EXPORTED, patient_id=patient_id, detail=detail)
            durable_file.write(target, content)

    def _trace(
        self, actor: Actor, action: Action, patient_id: int, detail: dict[str, object]
    ) -> None:
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            work.trace(action, patient_id=patient_id, detail=detail)
