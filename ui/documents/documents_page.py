"""« Documents » of the record: the list beside the document that is chosen in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from almapy.documents.model import Document
from ui.desk import Desk
from ui.documents.choice import ChosenDocument
from ui.documents.document_verbs import DocumentVerbs, Filed
from ui.documents.documents_box import DocumentsBox
from ui.documents.reader import DocumentReader
from ui.icons import icon
from ui.insertion.wish import ask_insertion
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.message_strip import MessageStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle

_FILTER = "Documents (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.txt);;Tous les fichiers (*)"
_BESIDE_EM = 60
_LEFT_EM = 29
_LIST_LINES, _READER_LINES = 9, 22
_SHARES = (2, 5)
_MOST_OF_WIDTH = 0.45


class DocumentsPage(Page):
    """Up and down change the preview at once; no other window opens."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._patient_id: int | None = None
        self._wanted: int | None = None
        self._edits = False
        self.verbs = DocumentVerbs(desk, self)
        self.strip = MessageStrip()
        self.box = DocumentsBox(desk)
        self.reader = DocumentReader(desk, self.verbs)
        self.add_button = Button("Ajouter un document…", ButtonKind.PRIMARY, icon_name="add")
        self.insert_button = Button("Insérer un document…", ButtonKind.QUIET, icon_name="import")
        self._left = QWidget()
        self._split = QSplitter()
        self._lay_out()
        self._connect()

    def entered(self) -> None:
        """Put the keyboard on the list."""
        if self.reader.form.isHidden() and self.reader.mover.isHidden():
            self.box.list.setFocus()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Up", "Document précédent"),
            ("Down", "Document suivant"),
            ("Left", "Onglet précédent"),
            ("Right", "Onglet suivant"),
            ("Return", "Marquer comme lu"),
            ("Ins", "Ajouter un document"),
            ("F2", "Modifier les détails"),
            ("Del", "Supprimer"),
            ("Ctrl++", "Agrandir"),
            ("Ctrl+-", "Réduire"),
            ("Ctrl+0", "Largeur, puis page entière"),
            ("Ctrl+R", "Tourner la page à droite"),
            ("Ctrl+Shift+R", "Tourner la page à gauche"),
            ("Ctrl+F", "Rechercher dans le document"),
            ("F3", "Occurrence suivante"),
        ]

    def has_unsaved_changes(self) -> bool:
        """Tell whether typed details are not stored."""
        return self.reader.form.is_changed()

    def show_record(self, record: OpenRecord) -> None:
        """List the documents of this record; the same record again keeps what is chosen."""
        patient_id = record.patient.id
        is_other = patient_id != self._patient_id
        self._patient_id = patient_id
        if is_other:
            self.strip.dismiss()
            self._wanted = None
            self.box.show_documents([])
        self._wanted = ChosenDocument.of(self.desk).take(patient_id) or self._wanted
        self._read(patient_id, is_other=is_other)

    def forget_record(self) -> None:
        """Let go of what was shown."""
        self._patient_id = None
        self.box.show_documents([])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview under the list where the width is short."""
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth() * 2
        is_wide = self.width() >= em * _BESIDE_EM
        sides = Qt.Orientation
        self._split.setOrientation(sides.Horizontal if is_wide else sides.Vertical)
        line = self.fontMetrics().height()
        least = min(round(em * _LEFT_EM), round(self.width() * _MOST_OF_WIDTH))
        self._left.setMinimumWidth(least if is_wide else 0)
        self.box.setMinimumHeight(line * _LIST_LINES)
        self.reader.setMinimumHeight(line * _READER_LINES)

    def event(self, event: QEvent) -> bool:
        """Have the keys of the preview (Ctrl+F, Ctrl+R) work from the list too."""
        return self.reader.preview.take_key(event) or super().event(event)

    @Slot()
    def add(self) -> None:
        """Ask for files of this computer."""
        paths, _ = QFileDialog.getOpenFileNames(self, "Ajouter un document", "", _FILTER)
        self.add_files([Path(one) for one in paths])

    @Slot(object)
    def add_files(self, paths: Sequence[Path]) -> None:
        """File these files in the tab in front; one alone opens its details."""
        if self._patient_id is None or not paths:
            return
        self.strip.dismiss()
        patient_id = self._patient_id

        def done(filed: Filed) -> None:
            if patient_id == self._patient_id:
                self._show_filed(filed)

        self.verbs.add_files(patient_id, self.box.tab, paths, done)

    @Slot()
    def _insert(self) -> None:
        ask_insertion(self.desk, back="documents")

    def _read(self, patient_id: int, *, is_other: bool) -> None:
        service, actor = self.desk.application.record_documents, self.desk.actor

        def done(documents: list[Document]) -> None:
            if patient_id != self._patient_id:
                return
            self.box.show_documents(documents)
            if is_other:
                self.box.show_first()
            self._choose_wanted()

        self.desk.run(self, lambda: service.of(actor, patient_id), done)

    def _choose_wanted(self) -> None:
        wanted = self._wanted
        if wanted is None or all(one.id != wanted for one in self.box.documents):
            return
        self._wanted = None
        self.box.choose(wanted)
        if self._edits:
            self._edits = False
            self.reader.edit()

    def _show_filed(self, filed: Filed) -> None:
        if filed.refused:
            title = "Fichier refusé" if len(filed.refused) == 1 else "Fichiers refusés"
            self.strip.show_message(Tone.ATTENTION, title, "\n".join(filed.refused))
        if filed.documents:
            self._wanted = filed.documents[0].id
            self._edits = len(filed.documents) == 1
            self._choose_wanted()  # the list may have been read again already

    @Slot(object, QPoint)
    def _show_menu(self, document: Document | None, point: QPoint) -> None:
        menu = self.menu_for(document)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def menu_for(self, document: Document | None) -> QMenu:
        """Return the verbs of the chosen document, those of the buttons and keys."""
        menu = QMenu(self)
        menu.addAction(icon("add"), "Ajouter un document…\tInser").triggered.connect(self.add)
        if document is None:
            return menu
        reader = self.reader
        for button, keys in (
            (reader.read_button, "Entrée"),
            (reader.edit_button, "F2"),
            (reader.move_button, ""),
            (reader.copy_button, ""),
            (reader.remove_button, "Suppr"),
        ):
            if not button.isHidden():
                action = menu.addAction(button.icon(), f"{button.text()}\t{keys}")
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)
        return menu

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(SectionTitle("Documents", 1), 1)
        head.addWidget(self.add_button)
        self.add_button.setToolTip("Ajouter un document (Inser), ou déposer des fichiers ici")
        self.insert_button.setToolTip("Avec aperçu et «\u00a0Détecter via OCR\u00a0»")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, SPACE_S, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.box, 1)
        column.addWidget(self.insert_button)
        column.addWidget(self.reader.form)
        column.addWidget(self.reader.mover)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._left)
        self._split.addWidget(self.reader)
        for place, share in enumerate(_SHARES):
            self._split.setStretchFactor(place, share)
        body = ScrollColumn()
        body.add_part(self._split, grows=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _connect(self) -> None:
        tree, reader = self.box.list, self.reader
        self.add_button.clicked.connect(self.add)
        self.insert_button.clicked.connect(self._insert)
        self.box.chosen_changed.connect(reader.show_document)
        self.box.files_dropped.connect(self.add_files)
        tree.add_asked.connect(self.add)
        tree.opened.connect(reader.mark_read)
        tree.edit_asked.connect(reader.edit)
        tree.remove_asked.connect(reader.remove)
        tree.menu_asked.connect(self._show_menu)
        tree.zoom_asked.connect(reader.preview.zoom_by)
        reader.panel_opened.connect(self.box.hide)
        reader.panel_left.connect(self._back_to_list)
        preview = reader.preview
        for keys, verb in (
            ("Ctrl++", lambda: preview.zoom_by(1)),
            ("Ctrl+=", lambda: preview.zoom_by(1)),
            ("Ctrl+0", preview.toggle_fit),
            ("Ctrl+À", preview.toggle_fit),  # the same key without Shift on a French keyboard
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)

    @Slot()
    def _back_to_list(self) -> None:
        if not (self.reader.form.isHidden() and self.reader.mover.isHidden()):
            return
        focus = self.window().focusWidget()
        self.box.show()
        if focus is None or self.reader.isAncestorOf(focus) or not focus.isVisible():
            self.box.list.setFocus()
