"""« Liste des statuts d'identité »: by status, and whom to qualify today."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from almapy.events import Changed, Topic
from almapy.identity_status.service import TITLE
from ui.desk import Desk
from ui.identity_status.opening import StatusTabs, take_tab
from ui.identity_status.status_tab import StatusTab
from ui.identity_status.today_tab import TO_QUALIFY, TodayTab
from ui.page import Page

_PAUSE_MS = 500
_FOLLOWED = frozenset({Topic.PATIENT, Topic.AGENDA})


class StatusPage(Page):
    """Two lists; the batch of verifications goes on when another page comes to the front."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.list = StatusTab(desk)
        self.today = TodayTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(TITLE)
        self.tabs.addTab(self.list, TITLE)
        self.tabs.addTab(self.today, TO_QUALIFY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        # What a batch changes comes in bursts: the list is read once for several changes.
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._read)
        self.tabs.currentChanged.connect(self.entered)
        desk.changed.connect(self._follow)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._turn, step))

    @Slot()
    def entered(self) -> None:
        """Read the list in front and put the cursor where words are typed, or on the first."""
        wanted = take_tab(self.desk)
        tab = self.today if wanted is StatusTabs.TODAY else self.list
        if wanted is not None and tab is not self.tabs.currentWidget():
            self.tabs.setCurrentWidget(tab)  # which comes back here
            return
        self._read()
        if self.tabs.currentWidget() is self.list:
            self.list.filters.words.setFocus()
        else:
            self.today.table.setFocus()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Down", "Aller à la liste"),
            ("Return", "Ouvrir le dossier, ou le qualifier"),
            ("Ctrl+PgDown", "Onglet suivant"),
            ("Ctrl+PgUp", "Onglet précédent"),
        ]

    @Slot()
    def _read(self) -> None:
        if self.tabs.currentWidget() is self.list:
            self.list.search()
        else:
            self.today.search()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        if fact.topic in _FOLLOWED and self.isVisible() and not self._soon.isActive():
            self._soon.start()
