"""The main window: one window, panels, everything by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from almapy import __version__
from almapy.events import Changed, Topic
from almapy.patients.model import PatientHit
from ui.agenda.next_patient import NextPatient
from ui.cards.reader_line import ReaderLine
from ui.commands import CommandSet, Menu, digit_keys, shown_key
from ui.desk import Desk
from ui.encounters.wish import ask_new_consultation, section_for
from ui.failures import Failure
from ui.identity_status.batch_line import BatchLine
from ui.identity_status.opening import StatusTabs, ask_status_page
from ui.insi.wish import ask_insi
from ui.messages.unread_watch import UnreadWatch
from ui.patients.banner import PatientBanner
from ui.patients.open_records import OpenRecord, OpenRecords
from ui.patients.opening_warning import warn_at_opening
from ui.patients.record_tabs import RecordTabs, strip_color
from ui.sections import SECTIONS, Group
from ui.shell.backup_reminder import BackupReminder
from ui.shell.clipboard import Clipboard
from ui.shell.event_bridge import EventBridge
from ui.shell.gestures import Gestures
from ui.shell.key_sheet import KeySheet
from ui.shell.navigation import Navigation
from ui.shell.page_stack import PageStack
from ui.shell.palette import Palette, PaletteCommand
from ui.shell.presence_line import PresenceLine
from ui.shell.presence_watch import PresenceWatch
from ui.shell.protocol_shortcuts import ProtocolHolder, ProtocolShortcuts
from ui.shell.status_line import StatusLine
from ui.shell.toolbar import MainToolBar
from ui.tasks import TaskRunner
from ui.theme import SPACE_M
from ui.vaccination.wish import ask_box
from ui.vitale.front import VitaleFront
from ui.vitale.wish import ask_reading
from ui.widgets.message_strip import MessageStrip
from ui.widgets.toast import Toast

PRODUCT = "AlmaPy"
_COMPACT_BELOW_EM = 62
_COMPACT_BELOW_LINES = 34
_RELOAD_PAUSE_MS = 40
_DIGITS = range(1, 10)


class MainWindow(QMainWindow):
    """Everything a person does with one open base, from sign-in to sign-out."""

    lock_asked = Signal()
    switch_asked = Signal()
    quit_asked = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.records = OpenRecords(desk, self)
        self.banner = PatientBanner(desk.application.clock)
        self.presence = PresenceWatch(desk, self.records, self)
        self.presence_line = PresenceLine()
        self.unread = UnreadWatch(desk, self)
        self.tabs = RecordTabs(self.records)
        sections = [one for one in SECTIONS if one.allowed_to(desk.actor)]
        self.navigation = Navigation(sections)
        self.pages = PageStack(desk, sections)
        self.toolbar = MainToolBar(desk.actor)
        self.status = StatusLine(is_demo=desk.application.is_demo)
        self.reader_line = ReaderLine(desk, self.status)
        BatchLine(desk, self.status)
        self.strip = MessageStrip()
        self.clipboard = Clipboard(self, desk)
        self.next_patient = NextPatient(desk, self)
        self.gestures = Gestures(self, desk, self._current_patient)
        simulated = desk.application.outside.simulated_cards is not None
        self.commands = CommandSet(self, desk.actor, self._handlers(), simulated=simulated)
        self.palette_box = Palette(
            desk, self._palette_commands(), finds_patients=self._sees_patients(), parent=self
        )
        self.backup_reminder = BackupReminder(
            desk, self.status, self.strip, self.commands.actions.get("backups")
        )
        self.protocols = ProtocolShortcuts(desk, self)
        self._strip_bar = QWidget()
        self._lay_out()
        self._connect(tasks)
        self._bind_digits()
        self._show_patient(None)
        self.show_section("home")
        self.backup_reminder.look()
        self.vitale = VitaleFront(self, desk, pages=self.pages, records=self.records)

    def show_section(self, name: str) -> None:
        """Bring a page to the front; a page of the record needs one."""
        section = self.pages.section(name)
        if section is None or (section.group is Group.PATIENT and self.records.current is None):
            return
        self.pages.show_section(name)
        self.navigation.show_current(name)
        about_patient = section.group is Group.PATIENT
        self.banner.setVisible(about_patient)
        self._strip_bar.setVisible(about_patient)
        self._show_presence()

    def open_patient(self, patient_id: int) -> None:
        """Open a record and show it."""
        self.records.open(patient_id)

    def has_unsaved_changes(self) -> bool:
        """Tell whether a page holds text that is not stored yet."""
        return self.pages.has_unsaved_changes()

    def _handlers(self) -> dict[str, Callable[[], None]]:
        # An action that bears the name of a page shows it.
        handlers = {section.name: self._shows(section.name) for section in SECTIONS}
        return handlers | {
            "select_patient": self._shows("selection"),
            "palette": self._open_palette,
            "next_record": self.records.show_next,
            "close_record": self._close_current,
            "lock": self.lock_asked.emit,
            "switch_user": self.switch_asked.emit,
            "quit": self.quit_asked.emit,
            "new_consultation": lambda: ask_new_consultation(self.desk),
            "copy_identity": self._copy_identity,
            "insi": lambda: ask_insi(self.desk, self.pages.current_name()),
            "to_qualify": lambda: ask_status_page(self.desk, StatusTabs.TODAY),
            "vitale": lambda: ask_reading(self.desk),
            "vaccination": self._shows("vaccines"),
            "scan_vaccine": lambda: ask_box(self.desk),
            "simulated_reader": self.reader_line.open_panel,
            "birth_place": self.clipboard.search_birth_place,
            "next_patient": self.next_patient.call,
            "undo": self.gestures.undo_last,
            "redo": self.gestures.redo_last,
            "refresh": self._refresh,
            "keys": self._show_keys,
            "full_screen": self._toggle_full_screen,
            "next_panel": lambda: self._move_panel(1),
            "previous_panel": lambda: self._move_panel(-1),
        }

    def _current_patient(self) -> int | None:
        record = self.records.current
        return record.patient.id if record is not None else None

    def _open_protocol(self, fact_id: int) -> None:
        self.show_section("care_plan")
        page = self.pages.current()
        if isinstance(page, ProtocolHolder):
            page.show_protocol(fact_id)

    def _open_palette(self) -> None:
        self.palette_box.open()

    def _shows(self, name: str) -> Callable[[], None]:
        return lambda: self.show_section(name)

    def _lay_out(self) -> None:
        self.setMinimumSize(480, 320)
        self.resize(1366, 740)
        self.addToolBar(self.toolbar)
        self.setStatusBar(self.status)
        for menu in Menu:
            actions = list(self.commands.of(menu))
            if actions:
                shown = self.menuBar().addMenu(menu.value)
                shown.addActions(actions)
        self._strip_bar.setFixedHeight(4)
        self._strip_bar.setAutoFillBackground(True)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.setContentsMargins(0, 0, 0, 0)
        holder = QVBoxLayout()
        holder.setContentsMargins(SPACE_M, 0, SPACE_M, 0)
        holder.addWidget(self.strip)
        for widget in (self.tabs, self._strip_bar, self.banner, self.presence_line):
            right.addWidget(widget)
        right.addLayout(holder)
        right.addWidget(self.pages, 1)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)
        self.setCentralWidget(body)

    def _connect(self, tasks: TaskRunner) -> None:
        desk = self.desk
        self.navigation.section_chosen.connect(self.show_section)
        self.toolbar.selection_asked.connect(self._shows("selection"))
        self.toolbar.typed.connect(self._quick_search)
        self.toolbar.recent_asked.connect(self._fill_recent)
        self.toolbar.vitale_asked.connect(lambda: ask_reading(desk))
        self.toolbar.patient_chosen.connect(self.open_patient)
        self.toolbar.messages_asked.connect(self._shows("messages"))
        self.toolbar.user_clicked.connect(self._shows("information"))
        self.status.backups_asked.connect(self._shows("backups"))
        self.tabs.record_chosen.connect(self.records.show)
        self.tabs.close_asked.connect(self.records.close)
        self.records.current_changed.connect(self._show_patient)
        self.records.opened.connect(self._bring_record_to_front)
        self.gestures.practice_changed.connect(self._refresh)
        self.presence.changed.connect(self._show_presence)
        self.presence.changed_elsewhere.connect(self._tell_change)
        self.palette_box.closed.connect(self.toolbar.field.clear)
        desk.failed.connect(self._show_failure)
        desk.told.connect(self._tell)
        desk.section_asked.connect(self.show_section)
        desk.patient_asked.connect(self.open_patient)
        desk.actor_changed.connect(self.toolbar.show_actor)
        tasks.busy_changed.connect(self.status.show_work)
        self._bridge = EventBridge(desk.application.events, self)
        self._bridge.changed.connect(self._follow)
        self._bridge.changed.connect(desk.changed)
        self._bridge.changed.connect(self.unread.follow)
        self._bridge.changed.connect(self.backup_reminder.follow)
        self.protocols.found.connect(self.navigation.show_protocols)
        self.navigation.protocol_chosen.connect(self._open_protocol)
        self.unread.counted.connect(self.toolbar.show_unread)
        self.unread.look()
        self._stale: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=_RELOAD_PAUSE_MS)
        self._soon.timeout.connect(self._reload_stale)

    def _bind_digits(self) -> None:
        for number in _DIGITS:
            for key in digit_keys(number):
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.activated.connect(self._go_to_entry(number))

    def _go_to_entry(self, number: int) -> Callable[[], None]:
        def go() -> None:
            names = self.navigation.names()
            if number <= len(names):
                self.show_section(names[number - 1])

        return go

    def _palette_commands(self) -> list[PaletteCommand]:
        return [
            PaletteCommand(
                command.text,
                f"{command.text} {command.words}",
                command.icon,
                shown_key(command.keys[0]) if command.keys else "",
                self.commands.actions[command.name].trigger,
                self.commands.actions[command.name].isEnabled,
            )
            for command in self.commands.commands
            if command.name != "palette"
        ]

    def _sees_patients(self) -> bool:
        return self.pages.section("selection") is not None

    def _show_patient(self, record: OpenRecord | None) -> None:
        is_open = record is not None
        self.commands.set_patient_open(is_open=is_open)
        self.navigation.set_patient_open(is_open=is_open)
        title = PRODUCT
        if record is not None:
            patient = record.patient
            title = f"{patient.shown_name} {patient.shown_first_name} – {PRODUCT}"
            self.banner.show_patient(patient, record.overview)
            palette = self._strip_bar.palette()
            palette.setColor(self._strip_bar.backgroundRole(), strip_color(self.records, record))
            self._strip_bar.setPalette(palette)
        elif self.pages.is_patient_section():
            self.show_section("home")
        self.pages.show_record(record)
        self.protocols.show_patient(self._current_patient())
        self._show_presence()
        if self.desk.application.is_demo:
            title += " – démonstration"
        self.setWindowTitle(f"{title} {__version__}" if record is None else title)

    def _show_presence(self) -> None:
        patient_id = self._current_patient()
        if patient_id is None or self.banner.isHidden():
            self.presence_line.show_others(())
        else:
            self.presence_line.show_others(self.presence.others(patient_id))

    def _tell_change(self, patient_id: int, by: str) -> None:
        self.records.reload(patient_id)
        if patient_id == self._current_patient():
            self._tell(f"{by} a modifié ce dossier\u00a0: il vient d'être relu.")

    def _bring_record_to_front(self, record: OpenRecord) -> None:
        self.show_section(section_for(self.desk, record.patient.id))
        warn_at_opening(self, record.patient)

    def _close_current(self) -> None:
        if self.records.current is not None:
            self.records.close(self.records.current.patient.id)

    def _quick_search(self, typed: str) -> None:
        self.palette_box.open(typed)

    def _fill_recent(self) -> None:
        patients, actor = self.desk.application.patients, self.desk.actor

        def work() -> list[PatientHit]:
            return patients.recent(actor)

        self.desk.run(self, work, self.toolbar.show_recent)

    def _copy_identity(self) -> None:
        if self.records.current is not None:
            self.clipboard.copy_identity(self.records.current.patient)

    def _refresh(self) -> None:
        page = self.pages.current()
        if page is not None:
            page.entered()
        if self.records.current is not None and self.pages.is_patient_section():
            self.records.reload(self.records.current.patient.id)

    def _show_keys(self) -> None:
        page = self.pages.current()
        title = self.pages.current_title()
        sheet = KeySheet(title, page.keys() if page else [], self.commands.commands, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _move_panel(self, step: int) -> None:
        panels: list[QWidget] = [self.toolbar.field, self.navigation, self.tabs, self.pages]
        panels += self.findChildren(Toast)
        shown = [panel for panel in panels if panel.isVisible()]
        focus = QApplication.focusWidget()
        here = next(
            (n for n, panel in enumerate(shown) if focus and _holds(panel, focus)), len(shown) - 1
        )
        target = shown[(here + step) % len(shown)]
        if target is self.pages:
            self.pages.focus_page()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_failure(self, failure: Failure) -> None:
        self.strip.show_message(failure.tone, failure.title, f"{failure.text} [{failure.code}]")

    def _tell(self, text: str) -> None:
        Toast(self, text).show()

    def _follow(self, fact: Changed) -> None:
        if fact.topic in {Topic.PATIENT, Topic.RECORD} and fact.patient_id is not None:
            self._stale.add(fact.patient_id)
            self._soon.start()

    def _reload_stale(self) -> None:
        """Read the records again in which something changed, once for several changes."""
        for patient_id in self._stale:
            self.records.reload(patient_id)
        self._stale.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way to the work on a small screen or with large text."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        narrow = self.width() < metrics.averageCharWidth() * 2 * _COMPACT_BELOW_EM
        low = self.height() < metrics.height() * _COMPACT_BELOW_LINES
        self.navigation.set_compact(compact=narrow)
        self.toolbar.set_compact(compact=narrow)
        self.banner.set_compact(compact=narrow or low)
        self.tabs.set_compact(compact=low)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the closing to who owns the session: it may have to wait or to ask."""
        event.ignore()
        self.quit_asked.emit()


def _holds(panel: QWidget, focus: QWidget) -> bool:
    return panel is focus or panel.isAncestorOf(focus)
