"""« Lire un code INS »: scan, paste or choose a code, then open or create the record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.patients.ins_codes import CodeMatch
from almapy.patients.model import PatientDraft
from almapy.stop import Stop
from ui.administrative.new_patient_wish import ask_new_patient
from ui.desk import Desk
from ui.ins_codes.result import ReadCodeResult
from ui.ins_codes.source import CodeSource, PictureSource
from ui.ins_codes.wish import take_text
from ui.page import Page
from ui.tasks import Lane
from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.busy import Busy
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle

_READING = "Lecture de l'image…"
_COMMAND_KEYS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class ReadCodePage(Page):
    """One reading at a time: another one, or Échap, gives up the one under way."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._asked = 0
        self._stop = Stop()
        self.strip = FailureStrip()
        self.busy = Busy()
        self.running = QWidget()
        self.stop_button = Button("Interrompre", icon_name="cancel")
        self.body = ScrollColumn()
        self.source = self.body.add_part(CodeSource())
        self.result = self.body.add_part(ReadCodeResult())
        self._lay_out()
        self.source.text_given.connect(self._read_text)
        self.source.picture_given.connect(self._read_picture)
        self.stop_button.clicked.connect(self._interrupt)
        self.result.open_asked.connect(self._open)
        self.result.create_asked.connect(self._create)
        for watched in self.result.controls():
            watched.installEventFilter(self)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.source.paste)

    def entered(self) -> None:
        """Wait for a scan, or read what another page was given."""
        self.source.setFocus()
        if text := take_text(self.desk):
            self._read_text(text)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ctrl+V", "Coller une image, un fichier ou le texte d'un code"),
            ("Return", "Lire le texte, ou ouvrir le dossier choisi"),
            ("Esc", "Interrompre la lecture"),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up a reading by Échap."""
        if event.key() == Qt.Key.Key_Escape and self.running.isVisible():
            self._interrupt()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lead the next scan to its field, wherever the keyboard stands after the last one."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and _types(event):
            self.source.setFocus()
            QApplication.sendEvent(self.source.scan, event)
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _read_text(self, text: str) -> None:
        codes, actor = self.desk.application.ins_codes, self.desk.actor
        self._read(lambda _stop: codes.of_text(actor, text), Lane.DATA)

    @Slot(object)
    def _read_picture(self, source: PictureSource) -> None:
        codes, actor = self.desk.application.ins_codes, self.desk.actor
        self._read(lambda stop: codes.of_picture(actor, source(), stop), Lane.IO)

    def _read(self, look: Callable[[Stop], CodeMatch], lane: Lane) -> None:
        self._stop.ask()
        self._stop = stop = Stop()
        self._asked += 1
        number = self._asked
        self.strip.dismiss()
        self.result.hide()
        self._show_running(running=True)

        def show(match: CodeMatch) -> None:
            if number == self._asked:
                self._show_running(running=False)
                self.source.empty()
                self.result.show_match(match)

        def refuse(error: Exception) -> None:
            if number == self._asked:
                self._show_running(running=False)
                self.strip.show_failure(error)
                self.source.scan.selectAll()
                self.source.setFocus()

        self.desk.run(self, lambda: look(stop), show, refuse, lane=lane)

    @Slot()
    def _interrupt(self) -> None:
        self._stop.ask()
        self._asked += 1
        self._show_running(running=False)
        self.source.setFocus()

    @Slot(object)
    def _open(self, patient_id: int) -> None:
        """Open a record; what was read of one person does not wait here for the next."""
        self.result.hide()
        self.desk.patient_asked.emit(patient_id)

    @Slot(object)
    def _create(self, draft: PatientDraft) -> None:
        ask_new_patient(self.desk, draft)

    def _show_running(self, *, running: bool) -> None:
        self.busy.set_running(int(running))
        self.running.setVisible(running)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_S)
        head.setSpacing(SPACE_S)
        head.addWidget(SectionTitle("Lire un code INS", 1))
        head.addWidget(self.strip)
        line = QHBoxLayout(self.running)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        line.addWidget(QLabel(_READING))
        line.addWidget(self.stop_button)
        line.addStretch(1)
        head.addWidget(self.running)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.busy)
        column.addLayout(head)
        column.addWidget(self.body, 1)
        self.running.hide()


def _types(event: QKeyEvent) -> bool:
    """Tell whether a key writes something: neither a command, nor the space that presses."""
    text = event.text()
    return bool(text.strip()) and text.isprintable() and not event.modifiers() & _COMMAND_KEYS
