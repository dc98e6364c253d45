"""The document that was chosen, beside the list, without another window."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from almapy.documents.model import Document
from almapy.documents.pdf import MOST_PAGES
from almapy.errors import AlmaPyError
from ui.desk import Desk
from ui.documents.opening import Shown, open_document
from ui.documents.page_view import Fit, PageView
from ui.failures import failure_of
from ui.icons import icon
from ui.tasks import Lane
from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import TextRole, set_text_role

_NO_TEXT = "Ce document n'a pas de texte à copier\u00a0: c'est une image."


class DocumentPreview(QWidget):
    """Reads and draws in the background; an answer about a former document is thrown away.

    Nothing that is decrypted is ever written to a disk.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document: Document | None = None
        self._shown = Shown()
        self.strip = MessageStrip()
        self.pages = PageView(desk)
        self.text = QPlainTextEdit()
        self.position = QLabel()
        self.smaller = _tool("Réduire", "zoom-out", "Ctrl+-")
        self.larger = _tool("Agrandir", "zoom-in", "Ctrl++")
        self.full_width = _tool("Largeur", "fit-width", "Ctrl+0")
        self.full_page = _tool("Page entière", "fit-page", "Ctrl+0")
        self.copy = _tool("Copier le texte", "copy", "")
        self._nothing = EmptyState(
            "documents", "Aucun document choisi", "Choisissez un document pour le lire ici."
        )
        self._stack = QStackedWidget()
        self.tools = QHBoxLayout()
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def document(self) -> Document | None:
        """Return the document that is shown or being read."""
        return self._document

    def clear(self) -> None:
        """Show nothing, and forget what was shown."""
        self._document = None
        self._forget_content()

    def show_document(self, document: Document) -> None:
        """Read and show a document; the same one again stays where it is."""
        if self._document is not None and self._document.id == document.id:
            self._document = document
            return
        self._document = document
        self._forget_content()
        service, actor = self._desk.application.record_documents, self._desk.actor

        def work() -> Shown:
            return open_document(service.content(actor, document), document.kind)

        def done(shown: Shown) -> None:
            if self._is_still(document):
                self._show(shown)

        def failed(error: Exception) -> None:
            if self._is_still(document):
                self._refuse(error)

        self._desk.run(self, work, done, failed, lane=Lane.IO)

    def zoom_by(self, steps: float) -> None:
        """Make the pages, or the letters of a text, larger or smaller."""
        if self._stack.currentWidget() is self.text:
            self.text.zoomIn(round(steps))
        else:
            self.pages.zoom_by(steps)

    @Slot()
    def fit_width(self) -> None:
        """Have the width of the pages fill the preview."""
        self.pages.set_fit(Fit.WIDTH)

    @Slot()
    def fit_page(self) -> None:
        """Have a whole page in view."""
        self.pages.set_fit(Fit.PAGE)

    @Slot()
    def toggle_fit(self) -> None:
        """Have the width fill the preview, or the whole page in view when it does already."""
        self.pages.set_fit(Fit.PAGE if self.pages.fit is Fit.WIDTH else Fit.WIDTH)

    @Slot()
    def copy_text(self) -> None:
        """Copy the text of the document."""
        document, copy_text = self._document, self._shown.copy_text
        if document is None:
            return

        def done(text: str) -> None:
            if text:
                QGuiApplication.clipboard().setText(text)
            self._desk.tell("Texte copié." if text else _NO_TEXT)

        self._desk.run(self, copy_text, done, lane=Lane.IO)

    def _is_still(self, document: Document) -> bool:
        return self._document is not None and self._document.id == document.id

    def _forget_content(self) -> None:
        self._shown = Shown()
        self.pages.show_document(self._shown)
        self.text.clear()
        self.strip.dismiss()
        self._stack.setCurrentWidget(self._nothing if self._document is None else self.pages)
        self._follow()

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        if shown.text is not None:
            self.text.setPlainText(shown.text)
            self._stack.setCurrentWidget(self.text)
        else:
            self._stack.setCurrentWidget(self.pages)
            self.pages.show_document(shown)
        if shown.count > MOST_PAGES:
            self.strip.show_message(
                Tone.ATTENTION,
                f"Ce document a {shown.count} pages",
                f"Les {MOST_PAGES} premières sont affichées ici. Enregistrez une copie pour lire "
                "les suivantes.",
            )
        self._follow()

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        if isinstance(error, AlmaPyError):
            self.strip.show_message(
                Tone.ATTENTION, "Ce document ne peut pas être affiché", error.message
            )
            return
        failure = failure_of(error)
        self.strip.show_message(failure.tone, failure.title, f"{failure.text} [{failure.code}]")

    @Slot()
    def _follow(self) -> None:
        is_paged = bool(self._shown.sizes)
        is_text = self._shown.text is not None
        for button in (self.smaller, self.larger, self.copy):
            button.setEnabled(is_paged or is_text)
        for button in (self.full_width, self.full_page):
            button.setEnabled(is_paged)
        words = ""
        if is_paged:
            words = f"Page {self.pages.page} / {self._shown.count}"
            words += f" · {self.pages.zoom:.0%}".replace("%", "\u00a0%")
        self.position.setText(words)

    def _lay_out(self) -> None:
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Texte du document")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        set_text_role(self.position, TextRole.SECONDARY)
        for page in (self._nothing, self.pages, self.text):
            self._stack.addWidget(page)
        tools = self.tools
        tools.setSpacing(SPACE_XS)
        for tool in (self.smaller, self.larger, self.full_width, self.full_page, self.copy):
            tools.addWidget(tool)
        tools.addSpacing(SPACE_S)
        tools.addWidget(self.position, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(tools)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.smaller.clicked.connect(lambda: self.zoom_by(-1))
        self.larger.clicked.connect(lambda: self.zoom_by(1))
        self.full_width.clicked.connect(self.fit_width)
        self.full_page.clicked.connect(self.fit_page)
        self.copy.clicked.connect(self.copy_text)
        self.pages.moved.connect(self._follow)
        self.pages.failed.connect(self._refuse)


def _tool(text: str, icon_name: str, keys: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setAccessibleName(text)
    button.setToolTip(f"{text} ({keys})" if keys else text)
    return button
