"""A document inside the window: pages or text, zoom, turns, thumbnails, search, highlights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from almapy.documents.pdf import MOST_PAGES
from almapy.errors import AlmaPyError
from almapy.ocr.model import DocumentText
from ui.desk import Desk
from ui.documents.document_find import DocumentFind
from ui.documents.find_bar import FindBar
from ui.documents.framing import Fit
from ui.documents.marks import PageMark
from ui.documents.page_view import PageView
from ui.documents.preview_tools import PreviewTools
from ui.documents.reading_ahead import Framings, Opened, Reader, open_content
from ui.documents.thumbnails import Thumbnails
from ui.failures import failure_of
from ui.tasks import Lane
from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_strip import MessageStrip

_NO_TEXT = "Ce document n'a pas de texte à copier\u00a0: c'est une image."
_QUARTER = 90


class ContentPreview(QWidget):
    """Reads and draws in the background; an answer about a former document is thrown away.

    Nothing that is decrypted is ever written to a disk. Besides the document shown, at most one is
    held ready, with its first page drawn.
    """

    shown = Signal()  # the content wanted last is in view

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, empty: EmptyState | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._key: object = None
        self._opened = Opened()
        self._ahead: tuple[object, Opened | None] | None = None
        self._read_text: DocumentText | None = None
        self._turns: dict[int, int] = {}
        self._marks: Sequence[PageMark] = ()
        self._mark = -1
        self._is_wanted_strip = True
        self.strip = MessageStrip()
        self.pages = PageView(desk)
        self.thumbnails = Thumbnails(desk, self.pages.turn)
        self.text = QPlainTextEdit()
        self.find_bar = FindBar()
        self.bar = PreviewTools()
        self._nothing = empty or EmptyState(
            "documents", "Aucun document choisi", "Choisissez un document pour le lire ici."
        )
        self._stack = QStackedWidget()
        self.tools = self.bar.tools
        self.position = self.bar.position
        self.finding = DocumentFind(desk, self.find_bar, self.pages, self.text)
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def key(self) -> object:
        """Return what names the content that is shown or being read, None when there is none."""
        return self._key

    @property
    def page_count(self) -> int:
        """Return how many pages the document has, 0 while none is shown."""
        return self._opened.shown.count

    @property
    def turns(self) -> Mapping[int, int]:
        """Return the pages (from 1) that stand turned, in degrees clockwise."""
        return dict(self._turns)

    def clear(self) -> None:
        """Show nothing, and forget what was shown."""
        self._key = None
        self._forget_content()

    def show_content(
        self, key: object, read: Reader, *, turns: Mapping[int, int] | None = None
    ) -> None:
        """Read and show what ``read`` returns in a worker; the same key again stays where it is.

        What was prepared under that key is shown at once. ``turns`` by page (from 1) saves drawing
        a page that must be turned twice. After a refusal, ``clear`` first has it read again.
        """
        if key is not None and key == self._key:
            return
        self._key = key
        self._forget_content()
        self._turns = dict(turns or {})
        if self._ahead is not None and self._ahead[0] == key:
            opened = self._ahead[1]
            if opened is not None:
                self._ahead = None
                self._show(opened)
            return  # else it is being read: its coming shows it
        self._open(key, read, turns)

    def prepare(self, key: object, read: Reader, *, turns: Mapping[int, int] | None = None) -> None:
        """Read the content that will probably be shown next, and draw its first page."""
        if key == self._key or (self._ahead is not None and self._ahead[0] == key):
            return
        self._ahead = (key, None)
        self._open(key, read, turns)

    def set_marks(self, marks: Sequence[PageMark]) -> None:
        """Highlight these places of the document that is shown or being read."""
        self._marks, self._mark = tuple(marks), -1
        self.pages.set_marks(self._marks)

    def show_mark(self, index: int) -> None:
        """Bring one of the marks into view, as soon as the document is."""
        self._mark = index
        self.pages.show_mark(index)

    def set_text(self, text: DocumentText | None) -> None:
        """Search and copy what was read of the document too: a scan has no text of its own."""
        self._read_text = text
        self.finding.set_text(text)

    def set_turns(self, turns: Mapping[int, int]) -> None:
        """Turn pages (from 1) clockwise, for example those that are read only so."""
        self._turns = {page: turn % 360 for page, turn in turns.items()}
        self.pages.set_turns(self._turns)
        self.thumbnails.draw_visible()
        self.thumbnails.viewport().update()

    def turn_by(self, degrees: int) -> None:
        """Turn the page in front by quarters, clockwise when positive."""
        page = self.pages.page
        if page:
            self.set_turns(self._turns | {page: self._turns.get(page, 0) + degrees})

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
    def open_find(self) -> None:
        """Ask for words to search in the document."""
        if self.bar.search.isEnabled():
            self.find_bar.open()

    @Slot()
    def copy_text(self) -> None:
        """Copy the text of the document: its own, else what was read."""
        key, copy_text, read = self._key, self._opened.shown.copy_text, self._read_text
        if key is None:
            return

        def work() -> str:
            return copy_text() or (read.text if read is not None else "")

        def done(text: str) -> None:
            if text:
                QGuiApplication.clipboard().setText(text)
            self._desk.tell("Texte copié." if text else _NO_TEXT)

        self._desk.run(self, work, done, lane=Lane.IO)

    def take_key(self, event: QEvent) -> bool:
        """Take the keys of the preview before the window does; True when this was one.

        A page that holds the preview hands its events on, so that they work from its fields too.
        """
        kinds = QEvent.Type
        if event.type() not in {kinds.ShortcutOverride, kinds.KeyPress}:
            return False
        if not isinstance(event, QKeyEvent) or self._key is None:
            return False
        pressed, held = Qt.Key(event.key()), event.modifiers()
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if held & ~(control | shift):
            return False
        verb = self._verbs.get((pressed, bool(held & control), bool(held & shift)))
        if verb is None:
            return False
        event.accept()
        if event.type() is kinds.KeyPress:
            verb()
        return True

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+F and Ctrl+R, which are also keys of the window."""
        return self.take_key(event) or super().event(event)

    def _open(self, key: object, read: Reader, turns: Mapping[int, int] | None) -> None:
        framings, turn = self._framings(), (turns or {}).get(1, 0)

        def done(opened: Opened) -> None:
            if key == self._key:
                self._drop_ahead(key)
                self._show(opened)
            elif self._ahead is not None and self._ahead[0] == key:
                self._ahead = (key, opened)

        def failed(error: Exception) -> None:
            self._drop_ahead(key)
            if key == self._key:
                self._refuse(error)

        self._desk.run(self, lambda: open_content(read, framings, turn), done, failed, lane=Lane.IO)

    def _framings(self) -> Framings:
        """Return the room for a single page, and that left beside the thumbnails."""
        now = self.pages.framing()
        strip = self.thumbnails.width() + SPACE_XS
        whole = now.width if self.thumbnails.isHidden() else now.width + strip
        beside = whole - strip if self._is_wanted_strip else whole
        return Framings(replace(now, width=whole), replace(now, width=beside))

    def _drop_ahead(self, key: object) -> None:
        if self._ahead is not None and self._ahead[0] == key:
            self._ahead = None

    def _forget_content(self) -> None:
        self._opened = Opened()
        self._read_text = None
        self._turns = {}
        self._marks, self._mark = (), -1
        self._give(self._opened)
        self.text.clear()
        self.strip.dismiss()
        self._stack.setCurrentWidget(self._nothing if self._key is None else self._body)

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        shown = opened.shown
        if shown.text is not None:
            self.text.setPlainText(shown.text)
            self._stack.setCurrentWidget(self.text)
        else:
            self._stack.setCurrentWidget(self._body)
        self._give(opened)
        if shown.count > MOST_PAGES:
            self.strip.show_message(
                Tone.ATTENTION,
                f"Ce document a {shown.count} pages",
                f"Les {MOST_PAGES} premières sont affichées ici. Enregistrez une copie pour lire "
                "les suivantes.",
            )
        self.shown.emit()

    def _give(self, opened: Opened) -> None:
        self._place_strip(len(opened.shown.sizes))
        self.pages.show_document(opened.shown, self._turns, opened.first)
        self.pages.set_marks(self._marks)
        self.pages.show_mark(self._mark)
        self.thumbnails.show_document(opened.shown)
        self.finding.set_document(opened.shown)
        if self._read_text is not None:
            self.finding.set_text(self._read_text)
        self._follow()

    def _place_strip(self, count: int) -> None:
        self.bar.strip_button.setVisible(count > 1)
        self.thumbnails.setVisible(count > 1 and self._is_wanted_strip)
        room = self._body.layout()
        if room is not None:
            room.activate()  # pages are wanted at the size they will have

    def show_strip(self, *, shown: bool) -> None:
        """Have the thumbnails of several pages beside them, or give the pages their room."""
        self._is_wanted_strip = shown
        self._place_strip(len(self._opened.shown.sizes))

    @Slot()
    def _toggle_strip(self) -> None:
        self._is_wanted_strip = self.thumbnails.isHidden()
        self._place_strip(len(self._opened.shown.sizes))

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
        shown = self._opened.shown
        is_paged = bool(shown.sizes)
        self.bar.open_for(is_paged=is_paged, is_text=shown.text is not None)
        words = ""
        if is_paged:
            words = f"Page {self.pages.page} / {shown.count}"
            words += f" · {self.pages.zoom:.0%}".replace("%", "\u00a0%")
            self.thumbnails.follow(self.pages.page)
        if words != self.position.text():
            self.position.setText(words)

    def _lay_out(self) -> None:
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Texte du document")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._body = QWidget()
        beside = QHBoxLayout(self._body)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SPACE_XS)
        beside.addWidget(self.thumbnails)
        beside.addWidget(self.pages, 1)
        for page in (self._nothing, self._body, self.text):
            self._stack.addWidget(page)
        self._stack.setMinimumHeight(1)  # a trouble told above is read whole first
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (self.bar, self.find_bar, self.strip):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        bar = self.bar
        bar.strip_button.clicked.connect(self._toggle_strip)
        bar.smaller.clicked.connect(lambda: self.zoom_by(-1))
        bar.larger.clicked.connect(lambda: self.zoom_by(1))
        bar.full_width.clicked.connect(self.fit_width)
        bar.full_page.clicked.connect(self.fit_page)
        bar.turn_left.clicked.connect(lambda: self.turn_by(-_QUARTER))
        bar.turn_right.clicked.connect(lambda: self.turn_by(_QUARTER))
        bar.search.clicked.connect(self.open_find)
        bar.copy.clicked.connect(self.copy_text)
        self.find_bar.left.connect(self._back_to_content)
        self.thumbnails.page_chosen.connect(self.pages.go_to)
        self.pages.pictures.rested.connect(self.thumbnails.draw_visible)
        self.pages.moved.connect(self._follow)
        self.pages.failed.connect(self._refuse)
        self._verbs: dict[tuple[Qt.Key, bool, bool], Callable[[], None]] = {
            (Qt.Key.Key_F, True, False): self.open_find,
            (Qt.Key.Key_F3, False, False): lambda: self.finding.step(1),
            (Qt.Key.Key_F3, False, True): lambda: self.finding.step(-1),
            (Qt.Key.Key_R, True, False): bar.turn_right.click,
            (Qt.Key.Key_R, True, True): bar.turn_left.click,
        }

    @Slot()
    def _back_to_content(self) -> None:
        shown = self.text if self._stack.currentWidget() is self.text else self.pages
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
