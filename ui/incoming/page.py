"""« Gestion des documents »: what waits to be filed, its review, and the archives."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from almapy.documents.pdf import load_library
from almapy.events import Changed, Topic
from almapy.incoming.model import IncomingLine
from ui.desk import Desk
from ui.incoming.archives_tab import ArchivesTab
from ui.incoming.flow import LaneFlow
from ui.incoming.inbox_tab import InboxTab
from ui.incoming.lane import Lane
from ui.incoming.words import EVERYBODY
from ui.page import Page
from ui.patients.open_records import OpenRecord

TO_FILE, ARCHIVES = "Documents à valider", "Archives"
_PAUSE_MS = 250


class IncomingPage(Page):
    """Two tabs; the review takes their place while documents are filed one after the other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.flow = LaneFlow(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # Each part is made where it stands: moving a filled one reads the style sheet anew.
        self._stack = QStackedWidget(self)
        column.addWidget(self._stack)
        self.tabs = QTabWidget(self._stack)
        self.inbox = InboxTab(desk, self.flow, self.tabs)
        self.archives = ArchivesTab(desk, self.tabs)
        self.lane = Lane(desk, self.flow, self._stack)
        self.tabs.setAccessibleName("Gestion des documents")
        self.tabs.addTab(self.inbox, TO_FILE)
        self.tabs.addTab(self.archives, ARCHIVES)
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self.lane)
        # Filing and reading tell changes in bursts: the list is read once for several.
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._read)
        self._connect()

    @classmethod
    def preload(cls) -> None:
        """Load what draws pages, in a worker."""
        load_library()

    @Slot()
    def entered(self) -> None:
        """Read the list in front; a review under way goes on where it was."""
        self._read()
        if self.is_reviewing():
            focus = QApplication.focusWidget()
            if focus is None or not self.isAncestorOf(focus):
                self.lane.take_keyboard()
            return
        self._read_choices()
        self._take_keyboard()

    def show_record(self, record: OpenRecord) -> None:
        """Know which record « Sélectionner le patient en cours » takes."""
        self.lane.show_current_patient(record.patient)

    def forget_record(self) -> None:
        """No record is open any more."""
        self.lane.show_current_patient(None)

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed is not stored yet."""
        return self.lane.has_unsaved_changes()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of what is in front."""
        if not self.is_reviewing():
            return [
                ("Return", "Commencer au document choisi"),
                ("Ins", "Ajouter des fichiers"),
                ("Ctrl+V", "Coller un fichier, une image ou un PDF"),
                ("Ctrl+PgDown", "Onglet suivant"),
            ]
        return [
            ("Return", "Valider et passer au document suivant (patient sûr ou choisi)"),
            ("1", "Classer pour le premier patient proposé\u00a0; 2 pour le deuxième…"),
            ("N", "Nouveau patient, pré-rempli d'après le document"),
            ("Del", "Effacer le document"),
            ("Alt+Left", "Document précédent, sans classer"),
            ("Alt+Right", "Document suivant, sans classer"),
            ("Ctrl+Return", "Valider, depuis un champ"),
            ("Ctrl+S", "Enregistrer sans classer"),
            ("Ctrl+P", "Imprimer"),
            ("Ctrl+Z", "Annuler le dernier classement"),
            ("Esc", "Quitter le champ, puis retour à la liste"),
        ]

    def is_reviewing(self) -> bool:
        """Tell whether a document is in front."""
        return self._stack.currentWidget() is self.lane

    @Slot(object)
    def review(self, line: IncomingLine) -> None:
        """Bring a document to the front."""
        self._stack.setCurrentWidget(self.lane)
        self.flow.open(line.id)

    @Slot()
    def _show_lists(self) -> None:
        self._stack.setCurrentWidget(self.tabs)
        self._read()
        self._take_keyboard()

    @Slot(object)
    def _show_back(self, line: IncomingLine) -> None:
        """Show a document whose filing was just taken back, if nothing else is being typed."""
        if self.is_reviewing() and not self.lane.form.is_changed():
            self.flow.open(line.id)

    @Slot()
    def _read(self) -> None:
        self.flow.read_lines()
        if self.tabs.currentWidget() is self.archives and not self.is_reviewing():
            self.archives.read()

    def _read_choices(self) -> None:
        """Read the doctors, the senders that are known, and what this person chose before."""
        self.lane.verbs.read_options()
        application, actor = self.desk.application, self.desk.actor
        self.desk.run(self, application.accounts.doctors, self._show_doctors)
        self.desk.run(
            self, lambda: application.incoming.senders(actor), self.lane.form.propose_senders
        )

    def _show_doctors(self, doctors: dict[int, str]) -> None:
        self.inbox.show_recipients(doctors)
        self.lane.recipient.fill([(None, EVERYBODY), *doctors.items()])

    @Slot()
    def _take_keyboard(self) -> None:
        tab = self.archives if self.tabs.currentWidget() is self.archives else self.inbox
        tab.take_keyboard()

    @Slot()
    def _change_tab(self) -> None:
        self._read()
        self._take_keyboard()

    @Slot()
    def _show_count(self) -> None:
        count = len(self.flow.lines)
        self.tabs.setTabText(0, f"{TO_FILE} ({count})" if count else TO_FILE)

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        if fact.topic is Topic.PATIENT:
            self.flow.forget_ready()
            if self.is_reviewing() and self.isVisible():
                self.flow.read_again()
        elif fact.topic is Topic.INCOMING and self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _connect(self) -> None:
        self.inbox.opened.connect(self.review)
        self.lane.left.connect(self._show_lists)
        self.lane.close_asked.connect(partial(self.desk.section_asked.emit, "home"))
        self.flow.emptied.connect(self.lane.leave)
        self.flow.lines_changed.connect(self._show_count)
        self.flow.came_back.connect(self._show_back)
        self.tabs.currentChanged.connect(self._change_tab)
        self.desk.changed.connect(self._follow)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self.tabs)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._turn, step))

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
