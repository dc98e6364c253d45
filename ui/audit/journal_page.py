"""« Traces »: the journal, who saw or changed an INS, and what INSi was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from almapy.audit import ins_journal
from almapy.insi import journal as insi_journal
from almapy.users.model import Right
from ui.audit import traces_tab
from ui.audit.ins_tab import InsTab
from ui.audit.insi_tab import InsiTab
from ui.audit.journal_tab import JournalTab
from ui.audit.traces_tab import TracesTab
from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.styling import TextRole, set_text_role

_KINDS: tuple[tuple[str, Callable[[Desk], JournalTab]], ...] = (
    (traces_tab.TITLE, TracesTab),
    (ins_journal.TITLE, InsTab),
    (insi_journal.TITLE, InsiTab),
)


class JournalPage(Page):
    """Reads only: nothing here changes or erases a trace."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._patient: tuple[int | None, str] = (None, "")
        self._logins: Sequence[str] = ()
        self._lists: dict[int, JournalTab] = {}
        self.tabs = QTabWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self._enter_tab)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._turn, step))

    @property
    def traces(self) -> JournalTab:
        """« Journal des traces »."""
        return self._list(0)

    @property
    def ins(self) -> JournalTab:
        """Who saw or changed an INS."""
        return self._list(1)

    @property
    def insi(self) -> JournalTab:
        """What INSi was asked."""
        return self._list(2)

    def entered(self) -> None:
        """Read the newest lines and put the cursor where words are typed."""
        journal, actor = self.desk.application.journal, self.desk.actor
        failed = self.traces.strip.show_failure
        self.desk.run(self, lambda: journal.actors(actor), self._show_users, failed)
        self._enter_tab()

    def show_record(self, record: OpenRecord) -> None:
        """Take the record in front, for « Patient en cours »."""
        patient = record.patient
        self._narrow(patient.id, f"{patient.shown_name} {patient.shown_first_name}")

    def forget_record(self) -> None:
        """Widen to every patient: no record is open any more."""
        self._narrow(None, "")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Return", "Ouvrir le dossier de la ligne choisie"),
            ("Ctrl+PgDown", "Onglet suivant"),
            ("Ctrl+PgUp", "Onglet précédent"),
        ]

    @Slot()
    def _enter_tab(self) -> None:
        shown = self._list(self.tabs.currentIndex())
        shown.search()
        shown.filters.words.setFocus()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _list(self, place: int) -> JournalTab:
        """Return a list, made when it is first wanted: three at once would hold the window up."""
        if place not in self._lists:
            title, kind = _KINDS[place]
            made = self._lists[place] = kind(self.desk)
            made.filters.show_patient(*self._patient)
            made.filters.show_users(self._logins)
            current = self.tabs.currentIndex()
            blocked = self.tabs.blockSignals(True)
            empty = self.tabs.widget(place)
            assert empty is not None
            self.tabs.removeTab(place)
            empty.deleteLater()
            self.tabs.insertTab(place, made, title)
            self.tabs.setCurrentIndex(current)
            self.tabs.blockSignals(blocked)
        return self._lists[place]

    def _narrow(self, patient_id: int | None, name: str) -> None:
        self._patient = (patient_id, name)
        for one in self._lists.values():
            one.filters.show_patient(patient_id, name)

    def _show_users(self, logins: Sequence[str]) -> None:
        self._logins = logins
        for one in self._lists.values():
            one.filters.show_users(logins)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if not self.desk.actor.may(Right.READ_ALL_TRACES):
            column.addWidget(_own_only(reads_notes=self.desk.actor.may(Right.READ_NOTES)))
        for title, _kind in _KINDS:
            self.tabs.addTab(QWidget(), title)
        column.addWidget(self.tabs)


def _own_only(*, reads_notes: bool) -> QLabel:
    words = "Votre compte montre vos propres traces"
    if reads_notes:
        words += ", et toutes celles d'un patient quand son dossier est ouvert"
    label = QLabel(f"{words}.")
    label.setWordWrap(True)
    label.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
    set_text_role(label, TextRole.SECONDARY)
    return label
