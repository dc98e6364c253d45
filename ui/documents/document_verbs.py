"""The gestures on documents, each with its way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from almapy.documents.model import (
    LONGEST_TITLE,
    Document,
    DocumentDetails,
    NewDocument,
    Tab,
)
from almapy.documents.service import DocumentService
from almapy.errors import AlmaPyError, DomainError
from almapy.users.model import Actor
from ui.desk import Desk
from ui.documents.file_content import file_content
from ui.record.fact_verbs import FactVerbs
from ui.undo import Step


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of files: the documents made of them, and why others were refused."""

    documents: tuple[Document, ...] = ()
    refused: tuple[str, ...] = field(default=(), repr=False)


class DocumentVerbs(FactVerbs[DocumentDetails]):
    """Filing, reading and moving, beside changing and removing."""

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(desk, owner, desk.application.record_documents.facts)
        self._documents = desk.application.record_documents

    def add_files(
        self,
        patient_id: int,
        tab: Tab,
        paths: Sequence[Path],
        on_done: Callable[[Filed], None],
    ) -> None:
        """File these files in a tab; one that is refused stops none of the others."""
        desk, actor, service = self._desk, self._desk.actor, self._documents
        today = desk.application.clock.today()

        def work() -> Filed:
            return _file(service, actor, patient_id, tab, paths, today)

        def done(filed: Filed) -> None:
            if filed.documents:
                desk.undo.add(self._adding(filed.documents, patient_id))
            on_done(filed)

        desk.run(self._owner, work, done)

    def mark_read(self, document: Document) -> None:
        """Note that the person at work read the document."""
        actor, service = self._desk.actor, self._documents

        def step(marked: Document) -> Step:
            return Step(
                "Document marqué comme lu.",
                lambda: service.mark_unread(actor, marked),
                lambda: service.mark_read(actor, marked),
                marked.patient_id,
            )

        self._desk.run(
            self._owner,
            lambda: service.mark_read(actor, document),
            lambda marked: self._desk.undo.add(step(marked)),
        )

    def move(
        self,
        document: Document,
        patient_id: int,
        told: str,
        on_done: Callable[[], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Put a document into another record; the way back stays in the record it left."""
        actor, service, left = self._desk.actor, self._documents, document.patient_id

        def done(moved: Document) -> None:
            held = [moved]

            def carry(to: int) -> None:
                held[0] = service.move(actor, held[0], to)

            self._desk.undo.add(Step(told, lambda: carry(left), lambda: carry(patient_id), left))
            on_done()

        self._desk.run(
            self._owner, lambda: service.move(actor, document, patient_id), done, on_failed
        )

    def save_copy(self, document: Document, target: Path) -> None:
        """Write the content to a file that the person chose."""
        desk, actor, service = self._desk, self._desk.actor, self._documents

        def work() -> None:
            data = service.export(actor, document)
            try:
                target.write_bytes(data)
            except OSError:
                raise DomainError(
                    "La copie n'a pas pu être écrite à cet endroit. Le document du dossier est "
                    "intact. Choisissez un autre dossier.",
                    code="document.copy",
                ) from None

        desk.run(self._owner, work, lambda _: desk.tell("Copie enregistrée."))

    def _adding(self, documents: Sequence[Document], patient_id: int) -> Step:
        actor, service = self._desk.actor, self._documents
        held = list(documents)

        def remove() -> None:
            held[:] = [service.remove(actor, one) for one in held]

        def restore() -> None:
            held[:] = [service.restore(actor, one) for one in held]

        count = len(documents)
        told = "Document ajouté." if count == 1 else f"{count} documents ajoutés."
        return Step(told, remove, restore, patient_id)


def _file(
    service: DocumentService,
    actor: Actor,
    patient_id: int,
    tab: Tab,
    paths: Sequence[Path],
    today: date,
) -> Filed:
    documents, refused = [], []
    for path in paths:
        title = " ".join(path.stem.split())[:LONGEST_TITLE] or "Sans titre"
        details = DocumentDetails(title, today, tab, tab.usual_direction, tab.usual_type)
        try:
            new = NewDocument(patient_id, details, file_content(path))
            documents.append(service.add(actor, new))
        except AlmaPyError as error:
            refused.append(f"«\u00a0{path.name}\u00a0»\u00a0: {error.message}")
    return Filed(tuple(documents), tuple(refused))
