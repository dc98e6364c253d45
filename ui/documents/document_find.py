"""The search line and what it searches: pages, or the text of a text file."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from almapy.documents.finding import FoldedText
from almapy.ocr.model import DocumentText
from ui.desk import Desk
from ui.documents.find_bar import FindBar
from ui.documents.finder import Finder
from ui.documents.opening import Shown
from ui.documents.page_view import PageView
from ui.tasks import Lane
from ui.theme import Tone

_MOST_SPANS = 500
_BEYOND_ONE_UNIT = re.compile("[\U00010000-\U0010ffff]")  # Qt counts each of these as two


class DocumentFind(QObject):
    """Highlights every place and steps from one to the next, round the end."""

    def __init__(self, desk: Desk, bar: FindBar, pages: PageView, text: QPlainTextEdit) -> None:
        super().__init__(bar)
        self._desk = desk
        self._bar = bar
        self._pages = pages
        self._text = text
        self._finder = Finder(desk, self)
        self._shown = Shown()
        self._spans: list[tuple[int, int]] = []
        self._current = 0
        self._turn = 0
        bar.typed.connect(self._look)
        bar.step_asked.connect(self.step)
        self._finder.found.connect(self._follow_pages)

    @property
    def total(self) -> int:
        """Return how many places were found so far."""
        return len(self._spans) if self._shown.text is not None else len(self._finder.hits)

    @property
    def can_search(self) -> bool:
        """Tell whether the document holds text that can be searched."""
        return self._shown.text is not None or self._finder.can_search

    def set_document(self, shown: Shown) -> None:
        """Search another document from now on; an open search goes on with the same words."""
        self._shown = shown
        self._current = 0
        self._finder.set_document(shown)
        if not self._bar.isHidden():
            self._look(self._bar.field.text())

    def set_text(self, text: DocumentText | None) -> None:
        """Search in what was read of the pages too."""
        self._finder.set_text(text)

    @Slot(object)
    def step(self, by: int) -> None:
        """Go to the next place, or to the one before with -1."""
        if self._bar.isHidden():
            self._bar.open()
        elif self.total:
            self._current = (self._current + by) % self.total
            self._show_current()

    @Slot(object)
    def _look(self, words: str) -> None:
        self._current = 0
        if self._shown.text is not None:
            self._look_in_text(self._shown.text, words)
        else:
            self._finder.look(words)

    @Slot()
    def _follow_pages(self) -> None:
        if self._shown.text is not None:
            return
        is_first = self._finder.hits and not self._pages.has_hits
        self._pages.set_hits(self._finder.hits, self._current)
        if is_first:
            self._show_current()
        else:
            self._count()

    def _look_in_text(self, text: str, words: str) -> None:
        self._turn += 1
        turn = self._turn

        def work() -> list[tuple[int, int]]:
            folded = FoldedText(_BEYOND_ONE_UNIT.sub("  ", text))
            spans = folded.spans(words)
            return [span for span, _ in zip(spans, range(_MOST_SPANS), strict=False)]

        def done(spans: list[tuple[int, int]]) -> None:
            if turn == self._turn:
                self._spans = spans
                self._show_current()

        self._desk.run(self, work, done, lane=Lane.IO)

    def _show_current(self) -> None:
        if self._shown.text is not None:
            self._mark_text()
        else:
            hits = self._finder.hits
            self._pages.set_hits(hits, self._current)
            if hits:
                hit = hits[self._current]
                self._pages.bring(hit.page, hit.boxes[0])
        self._count()

    def _mark_text(self) -> None:
        colors = self._desk.theme.colors(Tone.ATTENTION)
        selections = []
        for place, (first, last) in enumerate(self._spans):
            cursor = QTextCursor(self._text.document())
            cursor.setPosition(first)
            cursor.setPosition(last + 1, QTextCursor.MoveMode.KeepAnchor)
            style = QTextCharFormat()
            style.setBackground(QColor(colors.background))
            style.setForeground(QColor(colors.text))
            style.setFontUnderline(place == self._current)
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = cursor, style
            selections.append(selection)
            if place == self._current:
                there = QTextCursor(self._text.document())
                there.setPosition(first)
                self._text.setTextCursor(there)
        self._text.setExtraSelections(selections)

    def _count(self) -> None:
        self._bar.show_count(
            self._current,
            self.total,
            is_searching=self._finder.is_searching,
            is_possible=self.can_search,
        )
