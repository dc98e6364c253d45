"""The four tabs of documents and the list of the one in front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from almapy.documents.model import Document, Tab
from ui.desk import Desk
from ui.documents.document_tree import DocumentTree
from ui.theme import SPACE_S

_TABS = tuple(Tab)
# Four tabs with their counts stand side by side in a third of a small window.
_CLOSE_TABS = f"QTabBar::tab {{ padding: {SPACE_S}px; margin: 0px; }}"


class DocumentsBox(QWidget):
    """Shows the documents it is given; what was chosen stays when they are read again."""

    chosen_changed = Signal(object)  # Document, or None
    files_dropped = Signal(object)  # list of Path

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.list = DocumentTree(desk.theme)
        self._documents: list[Document] = []
        self._told: Document | None = None
        self._filling = False
        self.tabs.setAccessibleName("Onglets des documents")
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setStyleSheet(_CLOSE_TABS)
        for tab in _TABS:
            self.tabs.addTab(tab.label)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.tabs)
        column.addWidget(self.list, 1)
        self.tabs.currentChanged.connect(self._refill)
        self.list.currentItemChanged.connect(self._follow)
        self.list.tab_asked.connect(self._step_tab)

    @property
    def tab(self) -> Tab:
        """Return the tab in front."""
        return _TABS[max(self.tabs.currentIndex(), 0)]

    @property
    def documents(self) -> list[Document]:
        """Return the documents of all tabs."""
        return self._documents

    def chosen(self) -> Document | None:
        """Return the document of the current line."""
        chosen = self.list.chosen()
        return chosen if isinstance(chosen, Document) else None

    def show_documents(self, documents: Sequence[Document]) -> None:
        """Show these documents, each in its tab, with how many each tab holds."""
        self._documents = list(documents)
        for place, tab in enumerate(_TABS):
            count = sum(one.data.tab is tab for one in documents)
            self.tabs.setTabText(place, f"{tab.label} ({count})" if count else tab.label)
        self._refill()

    def show_first(self) -> None:
        """Bring the first tab that holds something to the front: another record is shown."""
        held = {one.data.tab for one in self._documents}
        first = next((place for place, tab in enumerate(_TABS) if tab in held), 0)
        self.tabs.setCurrentIndex(first)

    def choose(self, document_id: int) -> None:
        """Bring a document to the front with its tab."""
        found = next((one for one in self._documents if one.id == document_id), None)
        if found is not None:
            self.tabs.setCurrentIndex(_TABS.index(found.data.tab))
            self.list.choose(document_id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    @Slot()
    def _refill(self) -> None:
        self._filling = True
        try:
            tab = self.tab
            self.list.show_documents([one for one in self._documents if one.data.tab is tab])
        finally:
            self._filling = False
        self._follow()

    @Slot()
    def _follow(self) -> None:
        document = self.chosen()
        if not self._filling and document != self._told:
            self._told = document
            self.chosen_changed.emit(document)

    @Slot(int)
    def _step_tab(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % len(_TABS))
