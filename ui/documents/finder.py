"""Searching the document that is shown: some pages at a time, the newest words only."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from almapy.documents.finding import Hit, hits_in
from almapy.ocr.model import DocumentText, PageText
from ui.desk import Desk
from ui.documents.opening import Shown
from ui.tasks import Lane

_PAGES_AT_ONCE = 10
MOST_HITS = 2_000


class Finder(QObject):
    """Looks in what was read of each page, else in its text layer."""

    found = Signal()  # more hits, or the end of the search

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown = Shown()
        self._read: dict[int, PageText] = {}
        self._words = ""
        self._turn = 0
        self.hits: list[Hit] = []
        self.is_searching = False

    @property
    def can_search(self) -> bool:
        """Tell whether something of the document can be searched."""
        return bool(self._shown.sizes) and (self._shown.find is not None or bool(self._read))

    def set_document(self, shown: Shown) -> None:
        """Search another document from now on."""
        self._shown = shown
        self._read = {}
        self.look(self._words if shown.sizes else "")

    def set_text(self, text: DocumentText | None) -> None:
        """Search in what was read too: words of a scan, with their places."""
        self._read = {page.number: page for page in text.pages if page.lines} if text else {}
        self.look(self._words)

    def look(self, words: str) -> None:
        """Search words from the first page on."""
        self._turn += 1
        self._words = words
        self.hits = []
        self.is_searching = bool(words.strip()) and self.can_search
        self.found.emit()
        if self.is_searching:
            self._look_from(0)

    def _look_from(self, first: int) -> None:
        turn, words, shown, read = self._turn, self._words, self._shown, self._read
        pages = range(first, min(first + _PAGES_AT_ONCE, len(shown.sizes)))

        def work() -> list[Hit]:
            return [hit for page in pages for hit in _hits(shown, read, page, words)]

        def done(hits: list[Hit]) -> None:
            if turn != self._turn:
                return
            self.hits += hits
            is_over = pages.stop >= len(shown.sizes) or len(self.hits) >= MOST_HITS
            self.is_searching = not is_over
            if not is_over:
                self._look_from(pages.stop)
            self.found.emit()

        def failed(_error: Exception) -> None:
            if turn == self._turn:  # the page that cannot be read says so where it is shown
                self.is_searching = False
                self.found.emit()

        self._desk.run(self, work, done, failed, lane=Lane.IO)


def _hits(shown: Shown, read: dict[int, PageText], page: int, words: str) -> list[Hit]:
    if page + 1 in read:
        return hits_in(read[page + 1], words)
    return list(shown.find(page, words)) if shown.find is not None else []
