"""« Carnet de vaccination » on paper: what will be printed is what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.documents.kinds import FileKind
from almapy.patients.model import Patient
from almapy.vaccination.booklet import TITLE, Booklet
from ui.desk import Desk
from ui.documents.framing import Fit
from ui.documents.opening import Shown, open_document
from ui.documents.page_view import PageView
from ui.headers.paper import Printed, as_pdf, draw
from ui.headers.ways import ask_pdf, ask_printer
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_PRINT_KEYS = "Ctrl+P"
_LEAST_LINES = 12
_PIXELS_A_POINT = 96 / 72


@dataclass(frozen=True, slots=True)
class _Made:
    """A booklet with the PDF made of it, which is what the preview draws."""

    booklet: Booklet
    printed: Printed = field(repr=False)
    pdf: bytes = field(repr=False)
    shown: Shown = field(repr=False)


class BookletView(QWidget):
    """Made in the background from what the base holds; traced when it leaves."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._patient: Patient | None = None
        self._made: _Made | None = None
        self._asked = 0
        self._traced = False
        self._wants_focus = False
        self.strip = FailureStrip()
        self.preview = PageView(desk)
        self.preview.setAccessibleName(TITLE)
        self.print_button = Button("&Imprimer…", ButtonKind.PRIMARY, icon_name="print")
        self.save_button = Button("&Enregistrer en PDF…", icon_name="save")
        self._lay_out()
        self._open_buttons()

    @property
    def pdf(self) -> bytes:
        """Return the pages in front as a PDF; empty while they are being made."""
        return self._made.pdf if self._made is not None else b""

    def show_patient(self, patient: Patient) -> None:
        """Take a record; the same one again leaves the pages where they are."""
        if self._patient is None or self._patient.id != patient.id:
            self._made = None
            self.preview.show_document(Shown())
            self.strip.dismiss()
            self._open_buttons()
        self._patient = patient
        if self.isVisible():
            self.make()

    def enter(self) -> None:
        """Come to the front: the keyboard goes to « Imprimer » once there is something to print."""
        self._wants_focus = True
        self.preview.setFocus()
        self.make()

    def make(self) -> None:
        """Make the pages anew: the base or the day may have changed."""
        patient = self._patient
        if patient is None:
            return
        self._asked += 1
        asked, patient_id = self._asked, patient.id
        service, actor = self.desk.application.booklets, self.desk.actor

        def work() -> _Made:
            made = service.of(actor, patient_id)
            printed = Printed(TITLE, made.html, made.footer)
            content = as_pdf(printed)
            return _Made(made, printed, content, open_document(content, FileKind.PDF))

        def done(made: _Made) -> None:
            if asked == self._asked:
                self._show(made)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self.strip.show_failure(error)

        self.desk.run(self, work, done, failed, lane=Lane.IO)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the table by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Have the next showing traced again."""
        super().hideEvent(event)
        self._traced = False

    @Slot()
    def ask_printer(self) -> None:
        """Choose a printer."""
        if self._made is not None:
            ask_printer(self, TITLE, self.print_on)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the pages in front on a printer, and trace it."""
        made, patient = self._made, self._patient
        if made is None or patient is None:
            return
        service, actor = self.desk.application.booklets, self.desk.actor

        def print_it() -> None:
            draw(made.printed, printer)
            self.desk.run(
                self,
                lambda: service.printed(actor, patient.id),
                lambda _: self.desk.tell("Carnet envoyé à l'imprimante."),
            )

        self._if_still_right(made, patient.id, print_it)

    @Slot()
    def ask_file(self) -> None:
        """Choose where the PDF goes; its name bears nobody's."""
        if self._made is not None and self._patient is not None:
            name = f"{TITLE} - dossier {self._patient.dossier}.pdf"
            ask_pdf(self, "Enregistrer le carnet de vaccination", name, self.save)

    def save(self, target: Path) -> None:
        """Write the PDF that is in front, and trace it."""
        made, patient = self._made, self._patient
        if made is None or patient is None:
            return
        service, actor = self.desk.application.booklets, self.desk.actor
        path = target if target.suffix.lower() == ".pdf" else target.with_name(f"{target.name}.pdf")

        def save_it() -> None:
            self.desk.run(
                self,
                lambda: service.save(actor, patient.id, made.pdf, path),
                lambda _: self.desk.tell("Carnet de vaccination enregistré."),
                self.strip.show_failure,
                lane=Lane.IO,
            )

        self._if_still_right(made, patient.id, save_it)

    def _if_still_right(self, made: _Made, patient_id: int, go_on: Callable[[], None]) -> None:
        """Let pages leave if the base still says what they say: another post tells nothing."""
        service, actor = self.desk.application.booklets, self.desk.actor

        def look(now: Booklet) -> None:
            if self._patient is None or self._patient.id != patient_id:
                return
            if now == made.booklet:
                go_on()
                return
            self.desk.tell("Le carnet a changé entre-temps\u00a0: relisez-le, rien n'est sorti.")
            self.make()

        self.desk.run(
            self,
            lambda: service.of(actor, patient_id),
            look,
            self.strip.show_failure,
            lane=Lane.IO,
        )

    def _show(self, made: _Made) -> None:
        if self._made is None or self._made.booklet != made.booklet:
            is_first = self._made is None
            self._made = made
            self.preview.show_document(made.shown)
            if is_first:
                narrow = self.preview.width() < made.shown.sizes[0].width * _PIXELS_A_POINT
                self.preview.set_fit(Fit.WIDTH if narrow else Fit.FREE)
            if made.booklet.warnings:
                self.strip.show_message(
                    Tone.ATTENTION, "Le carnet est incomplet", "\n".join(made.booklet.warnings)
                )
        self._open_buttons()
        if self._wants_focus:
            self._wants_focus = False
            self.print_button.setFocus()
        self._trace_shown(made.booklet)

    def _trace_shown(self, made: Booklet) -> None:
        """Trace « Visualisation de l'INS » once for each showing."""
        patient, actor = self._patient, self.desk.actor
        if patient is None or not made.is_ins_shown or self._traced or not self.isVisible():
            return
        self._traced = True
        patients = self.desk.application.patients
        self.desk.run(self, lambda: patients.ins_shown(actor, patient.id), _nothing)

    def _open_buttons(self) -> None:
        for button in (self.print_button, self.save_button):
            button.setEnabled(self._made is not None)

    def _lay_out(self) -> None:
        tools = WrapLayout()
        tools.addWidget(self.print_button)
        tools.addWidget(self.save_button)
        self.preview.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(tools)
        column.addWidget(self.strip)
        column.addWidget(self.preview, 1)
        self.print_button.clicked.connect(self.ask_printer)
        self.save_button.clicked.connect(self.ask_file)
        self.preview.failed.connect(self.strip.show_failure)
        shortcut = QShortcut(QKeySequence(_PRINT_KEYS), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.ask_printer)


def _nothing(_answer: object) -> None:
    """Wait for nothing."""
