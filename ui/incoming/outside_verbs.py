"""« Visualiser avec l'application par défaut », « Partager », « Imprimer » (A-DOC-11)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from almapy.documents.kinds import FileKind
from ui.desk import Desk
from ui.headers.ways import ask_printer
from ui.incoming.outside import PRINT_TITLE, open_with_system, print_pages
from ui.incoming.private_copies import copies_of, write_copy
from ui.incoming.review import Review
from ui.tasks import Lane
from ui.widgets.inline_panel import InlinePanel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_WHY = (
    "Une copie lisible du document est écrite sur ce poste, dans un dossier privé effacé à la fin "
    "de la session. Ce que l'autre application en garde ne dépend plus d'AlmaPy."
)
_NO_PROGRAM = "Aucune application de ce poste n'ouvre ce type de fichier."


class OpenOutsidePanel(InlinePanel):
    """Asks before a readable copy is written: nothing decrypted is on the disk otherwise."""

    def __init__(self) -> None:
        super().__init__(
            "Visualiser avec l'application par défaut",
            "Écrire la copie et ouvrir",
            explanation=_WHY,
        )
        self.end_rows(first=self.accept_button)


class OutsideVerbs:
    """Acts on the review it is given; ``owner`` is the widget that waits."""

    def __init__(
        self,
        desk: Desk,
        owner: QWidget,
        review: Callable[[], Review | None],
        opener: QWidget,
    ) -> None:
        self._desk, self._owner, self._review = desk, owner, review
        self._opener = opener
        self.panel = OpenOutsidePanel()
        self.panel.submitted.connect(self._open)

    def ask_open(self) -> None:
        """Ask whether a copy may be written for another program."""
        if self._review() is not None:
            self.panel.open(self._opener)

    def share(self) -> None:
        """Ask where to save a copy; its proposed name tells nothing of the person."""
        review = self._review()
        if review is None:
            return
        incoming = review.sight.incoming
        name = f"document-{review.line.arrived_at:%Y-%m-%d}.{incoming.kind.extension}"
        target, _ = QFileDialog.getSaveFileName(self._owner, "Enregistrer une copie", name)
        if target:
            self.save_to(review, Path(target))

    def save_to(self, review: Review, target: Path) -> None:
        """Write a copy there, in the background."""
        read, desk = self._reader(review), self._desk

        def work() -> None:
            data, _ = read()
            write_copy(target, data)

        desk.run(self._owner, work, lambda _: desk.tell("Copie enregistrée."), lane=Lane.IO)

    def print(self) -> None:
        """Let the person choose a printer."""
        review = self._review()
        if review is not None:
            ask_printer(self._owner, PRINT_TITLE, lambda printer: self._print(review, printer))

    def _print(self, review: Review, printer: QPrinter) -> None:
        read, desk = self._reader(review, printed=True), self._desk

        def work() -> None:
            data, kind = read()
            print_pages(data, kind, printer)

        desk.run(
            self._owner,
            work,
            lambda _: desk.tell("Document envoyé à l'imprimante."),
            lane=Lane.IO,
        )

    @Slot()
    def _open(self) -> None:
        review = self._review()
        self.panel.leave()
        if review is None:
            return
        read, copies, desk = self._reader(review), copies_of(self._desk), self._desk

        def work() -> Path:
            data, kind = read()
            return copies.write(data, kind)

        def done(path: Path) -> None:
            if not open_with_system(path):
                desk.tell(_NO_PROGRAM)

        desk.run(self._owner, work, done, lane=Lane.IO)

    def _reader(
        self, review: Review, *, printed: bool = False
    ) -> Callable[[], tuple[bytes, FileKind]]:
        """Return what reads the bytes for a copy, traced."""
        incoming, actor = self._desk.application.incoming, self._desk.actor
        return lambda: incoming.copied(actor, review.line.id, printed=printed)
