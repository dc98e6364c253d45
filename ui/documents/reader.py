"""The chosen document: its verbs, its details and its preview."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from almapy.documents.model import Document
from almapy.errors import DomainError
from almapy.users.model import Right
from ui.desk import Desk
from ui.documents.details_form import DetailsForm
from ui.documents.document_verbs import DocumentVerbs
from ui.documents.move_panel import MovePanel, person_words
from ui.documents.preview import DocumentPreview
from ui.theme import SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.empty_state import EmptyState
from ui.widgets.wrap_layout import WrapLayout


class DocumentReader(QWidget):
    """Shows the document at once; who may not read medical notes files it without reading."""

    panel_opened = Signal()  # ``form`` or ``mover``, which the page puts where the list stands
    panel_left = Signal()

    def __init__(self, desk: Desk, verbs: DocumentVerbs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._verbs = verbs
        self._document: Document | None = None
        self._can_read = desk.actor.may(Right.READ_NOTES)
        self.read_button = Button("Marquer comme lu", ButtonKind.NORMAL, icon_name="tick")
        self.edit_button = Button("Détails", ButtonKind.QUIET, icon_name="edit")
        self.move_button = Button(
            "Mettre dans un autre dossier…", ButtonKind.QUIET, icon_name="folder"
        )
        self.copy_button = Button("Enregistrer une copie…", ButtonKind.QUIET, icon_name="save")
        self.remove_button = Button("Supprimer", ButtonKind.QUIET, icon_name="delete")
        self.form = DetailsForm(desk)
        self.mover = MovePanel(desk)
        self.preview = DocumentPreview(desk)
        self._reserved = EmptyState(
            "lock",
            "Contenu réservé au soin",
            "Votre compte permet de classer les documents, pas de les lire. La personne qui gère "
            "les comptes peut vous accorder la lecture des notes médicales.",
        )
        self._lay_out()
        self._connect()
        self.show_document(None)

    @property
    def document(self) -> Document | None:
        """Return the document that is shown."""
        return self._document

    def show_document(self, document: Document | None) -> None:
        """Show another document, or the same one as it stands now; typed details stay."""
        before = self._document
        self._document = document
        if before is None or document is None or before.id != document.id:
            self.form.leave()
            self.mover.leave()
        if self._can_read:
            if document is None:
                self.preview.clear()
            else:
                self.preview.show_document(document)
        for button in (self.edit_button, self.move_button, self.copy_button, self.remove_button):
            button.setEnabled(document is not None)
        self.read_button.setEnabled(document is not None and document.is_unread)

    @Slot()
    def mark_read(self) -> None:
        """Note that this person read the document."""
        if self._can_read and self._document is not None and self._document.is_unread:
            self._verbs.mark_read(self._document)

    @Slot()
    def edit(self) -> None:
        """Open the details for changing."""
        if self._document is not None and self.form.isHidden():
            self.mover.leave()
            self.panel_opened.emit()
            self.form.open_for(self._document.patient_id, self._document, self.edit_button)

    @Slot()
    def move_elsewhere(self) -> None:
        """Ask for the record in which the document belongs."""
        if self._document is not None:
            self.form.leave()
            self.panel_opened.emit()
            self.mover.open_for(self._document, self.move_button)

    @Slot()
    def remove(self) -> None:
        """Take the document out of the record; the notice brings it back."""
        if self._document is not None:
            self._verbs.remove(self._document, "Document supprimé.")

    @Slot()
    def save_copy(self) -> None:
        """Ask where to write a copy; its proposed name tells nothing of the person."""
        document = self._document
        if document is None or not self._can_read:
            return
        name = f"document-{document.data.day:%Y-%m-%d}.{document.kind.extension}"
        target, _ = QFileDialog.getSaveFileName(self, "Enregistrer une copie", name)
        if target:
            self._verbs.save_copy(document, Path(target))

    @Slot()
    def _store_details(self) -> None:
        document = self.form.fact
        if document is None:
            return
        self.form.begin()
        try:
            details = self.form.data()
        except DomainError as error:
            self.form.refuse(error)
            return
        self._verbs.change(
            document, details, "Document modifié.", lambda _: self.form.stored(), self.form.refuse
        )

    @Slot()
    def _move(self) -> None:
        document, hit = self.mover.document, self.mover.target()
        if document is None or hit is None:
            return
        self.mover.begin()
        told = f"Document mis dans le dossier de {person_words(hit)}."
        self._verbs.move(document, hit.patient_id, told, self.mover.leave, self.mover.refuse)

    def _lay_out(self) -> None:
        bar = QWidget()
        tools = WrapLayout(bar)
        for button in (
            self.read_button,
            self.edit_button,
            self.move_button,
            self.remove_button,
        ):
            tools.addWidget(button)
        self.preview.tools.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(bar)
        column.addWidget(self.preview if self._can_read else self._reserved, 1)
        self.read_button.setVisible(self._can_read)
        self.copy_button.setVisible(self._can_read)
        (self._reserved if self._can_read else self.preview).hide()

    def _connect(self) -> None:
        self.read_button.clicked.connect(self.mark_read)
        self.edit_button.clicked.connect(self.edit)
        self.move_button.clicked.connect(self.move_elsewhere)
        self.copy_button.clicked.connect(self.save_copy)
        self.remove_button.clicked.connect(self.remove)
        self.form.submitted.connect(self._store_details)
        self.mover.submitted.connect(self._move)
        for panel in (self.form, self.mover):
            panel.left.connect(self.panel_left)
