"""« Feuille d'identité INS »: what will be printed is what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget

from almapy.documents.kinds import FileKind
from almapy.headers.identity_sheet import NOT_QUALIFIED, TITLE, IdentitySheet
from almapy.patients.model import IdentityStatus, Patient
from ui.desk import Desk
from ui.documents.framing import Fit
from ui.documents.opening import Shown, open_document
from ui.documents.page_view import PageView
from ui.headers.paper import Printed, as_pdf, draw, picture
from ui.headers.ways import ask_pdf, ask_printer
from ui.icons import icon
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.tasks import Lane
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.focus_scroll import FocusScroll
from ui.widgets.section_title import SectionTitle
from ui.widgets.wrap_layout import WrapLayout

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PICTURE_SECONDS: Final = 60
_PICTURE_WIDTH_MM: Final = 180
_PRINT_KEYS: Final = "Ctrl+P"
_LOW_LINES: Final = 24
_LEAST_LINES: Final = 10
_PIXELS_A_POINT: Final = 96 / 72


@dataclass(frozen=True, slots=True)
class _Made:
    """A sheet with the PDF made of it, which is what the preview draws."""

    sheet: IdentitySheet
    printed: Printed = field(repr=False)
    pdf: bytes = field(repr=False)
    shown: Shown = field(repr=False)


class IdentitySheetPage(Page):
    """One page made in the background from what the base holds; traced when it leaves."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._patient: Patient | None = None
        self._made: _Made | None = None
        self._asked = 0
        self._waiting = False
        self._wants_focus = False
        self._traced: int | None = None
        self._copied: list[QImage] = []
        self.strip = FailureStrip()
        self.preview = PageView(desk)
        self.preview.set_fit(Fit.FREE)
        self.preview.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self.print_button = Button("&Imprimer…", ButtonKind.PRIMARY, icon_name="print")
        self.save_button = Button("&Enregistrer en PDF…", icon_name="save")
        self.copy_button = Button("&Copier l'image", icon_name="copy")
        self.width_button = _tool("Largeur", "fit-width")
        self.page_button = _tool("Page entière", "fit-page")
        self._title = SectionTitle(TITLE, 2)
        self._frame = FocusScroll()
        self._lay_out()
        self._connect()
        self._open_buttons()

    @classmethod
    def preload(cls) -> None:
        """Load what draws codes and pages."""
        from almapy.adapters.code128 import write_code128  # noqa: PLC0415
        from almapy.documents.pdf import load_library  # noqa: PLC0415

        load_library()
        write_code128("0")

    @property
    def pdf(self) -> bytes:
        """Return the page in front as a PDF; empty while it is being made."""
        return self._made.pdf if self._made is not None else b""

    def show_record(self, record: OpenRecord) -> None:
        """Take the record in front; the same one again leaves the page where it is."""
        if self._patient is None or self._patient.id != record.patient.id:
            self.forget_record()
        self._patient = record.patient
        if self.isVisible():
            self._make()

    def forget_record(self) -> None:
        """Let the page of the record go."""
        self._patient = self._traced = None
        self._forget_page()

    def entered(self) -> None:
        """Make the page anew: the base, the day or the choices may have changed."""
        focus = QApplication.focusWidget()
        self._wants_focus = self._made is None or focus is None or not self.isAncestorOf(focus)
        if not self._waiting:
            self._make()

    def hideEvent(self, event: QHideEvent) -> None:
        """Have the next showing traced again."""
        super().hideEvent(event)
        self._traced = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the paper the room of the title on a small screen: it bears the same words."""
        super().resizeEvent(event)
        self._title.setVisible(self.height() > self.fontMetrics().height() * _LOW_LINES)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            (_PRINT_KEYS, "Imprimer"),
            ("Ctrl++", "Agrandir l'aperçu"),
            ("Ctrl+-", "Réduire l'aperçu"),
        ]

    @Slot()
    def ask_printer(self) -> None:
        """Choose a printer."""
        if self._made is not None:
            ask_printer(self, TITLE, self.print_on)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the page in front on a printer, and trace it."""
        made, patient = self._made, self._patient
        if made is None or patient is None:
            return

        def print_it() -> None:
            draw(made.printed, printer)
            self._trace(
                self.desk.application.identity_sheets.printed, "Feuille envoyée à l'imprimante."
            )

        self._if_still_right(made, patient.id, print_it)

    @Slot()
    def ask_file(self) -> None:
        """Choose where the PDF goes; its name bears nobody's."""
        if self._made is not None and self._patient is not None:
            name = f"{TITLE} - dossier {self._patient.dossier}.pdf"
            ask_pdf(self, "Enregistrer la feuille d'identité", name, self.save)

    def save(self, target: Path) -> None:
        """Write the PDF that is in front, and trace it."""
        made, patient = self._made, self._patient
        if made is None or patient is None:
            return
        service, actor = self.desk.application.identity_sheets, self.desk.actor
        path = target if target.suffix.lower() == ".pdf" else target.with_name(f"{target.name}.pdf")

        def save_it() -> None:
            self.desk.run(
                self,
                lambda: service.save(actor, patient.id, made.pdf, path),
                lambda _: self.desk.tell("Feuille d'identité enregistrée."),
                self.strip.show_failure,
                lane=Lane.IO,
            )

        self._if_still_right(made, patient.id, save_it)

    @Slot()
    def copy_picture(self) -> None:
        """Copy the cartouche alone for another program; it leaves the clipboard after a minute."""
        made, patient, asked = self._made, self._patient, self._asked
        if made is None or patient is None:
            return

        def done(image: QImage) -> None:
            if asked == self._asked:
                self._put_in_clipboard(image)

        html = made.sheet.cartouche

        def copy_it() -> None:
            self.desk.run(
                self,
                lambda: picture(html, _PICTURE_WIDTH_MM),
                done,
                self.strip.show_failure,
                lane=Lane.IO,
            )

        self._if_still_right(made, patient.id, copy_it)

    def _if_still_right(self, made: _Made, patient_id: int, go_on: Callable[[], None]) -> None:
        """Let a page leave if the base still says what it says: another post tells nothing."""
        service, actor = self.desk.application.identity_sheets, self.desk.actor

        def look(sheet: IdentitySheet) -> None:
            if self._patient is None or self._patient.id != patient_id:
                return
            if sheet == made.sheet:
                go_on()
                return
            self.desk.tell("La feuille a changé entre-temps\u00a0: relisez-la, rien n'est sorti.")
            self._make()

        self.desk.run(
            self,
            lambda: service.sheet(actor, patient_id),
            look,
            self.strip.show_failure,
            lane=Lane.IO,
        )

    def _put_in_clipboard(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self._copied[:] = [image]
        QTimer.singleShot(PICTURE_SECONDS * 1000, self, lambda: forget_picture(image))
        self._trace(
            self.desk.application.identity_sheets.copied,
            f"Cartouche copié, effacé du presse-papiers dans {PICTURE_SECONDS} s.",
        )

    def _forget_page(self) -> None:
        self._made = None
        self._asked += 1
        self._waiting = False
        self.preview.show_document(Shown())
        self.strip.dismiss()
        self._open_buttons()

    def _make(self) -> None:
        patient = self._patient
        if patient is None:
            return
        self._asked += 1
        self._waiting = True
        asked, patient_id = self._asked, patient.id
        service, actor = self.desk.application.identity_sheets, self.desk.actor

        def work() -> _Made:
            sheet = service.sheet(actor, patient_id)
            printed = Printed(TITLE, sheet.html, sheet.footer)
            content = as_pdf(printed)
            return _Made(sheet, printed, content, open_document(content, FileKind.PDF))

        def done(made: _Made) -> None:
            if asked == self._asked:
                self._waiting = False
                self._show(made)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._forget_page()
                self.strip.show_failure(error)

        self.desk.run(self, work, done, failed, lane=Lane.IO)

    def _show(self, made: _Made) -> None:
        if self._made is None or self._made.sheet != made.sheet:
            is_first = self._made is None
            self._made = made
            self.preview.show_document(made.shown)
            if is_first:
                self._choose_size(made.shown)
            self._tell(made.sheet)
        self._open_buttons()
        if self._wants_focus:
            self._wants_focus = False
            self.print_button.setFocus()
        self._trace_shown(made.sheet)

    def _choose_size(self, shown: Shown) -> None:
        """Show the paper in its own size, or as wide as the window where that is narrower."""
        if self.preview.width() < shown.sizes[0].width * _PIXELS_A_POINT:
            self.preview.set_fit(Fit.WIDTH)

    def _tell(self, sheet: IdentitySheet) -> None:
        warnings = list(sheet.warnings)
        if warnings:
            self.strip.show_message(
                Tone.ATTENTION, "La feuille est incomplète", "\n".join(warnings)
            )
        elif sheet.status is not IdentityStatus.QUALIFIED:
            self.strip.show_message(
                Tone.INFORMATION,
                NOT_QUALIFIED,
                f"{sheet.status.label}\u00a0: la feuille n'a ni matricule ni Datamatrix.",
            )
        else:
            self.strip.dismiss()

    def _trace_shown(self, sheet: IdentitySheet) -> None:
        """Trace « Visualisation de l'INS » once for each showing."""
        patient = self._patient
        if patient is None or not sheet.is_ins_shown or not self.isVisible():
            return
        if self._traced != patient.id:
            self._traced = patient.id
            self._run_trace(self.desk.application.patients.ins_shown, patient.id, "")

    def _trace(self, trace: Callable[..., None], told: str) -> None:
        if self._patient is not None:
            self._run_trace(trace, self._patient.id, told)

    def _run_trace(self, trace: Callable[..., None], patient_id: int, told: str) -> None:
        actor = self.desk.actor

        def done(_nothing: None) -> None:
            if told:
                self.desk.tell(told)

        self.desk.run(self, lambda: trace(actor, patient_id), done)

    def _open_buttons(self) -> None:
        for button in (self.print_button, self.save_button, self.copy_button):
            button.setEnabled(self._made is not None)

    def _lay_out(self) -> None:
        tools = WrapLayout()
        for button in (
            self.print_button,
            self.save_button,
            self.copy_button,
            self.width_button,
            self.page_button,
        ):
            tools.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        column = QVBoxLayout(self._frame.content)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_S)
        column.setSpacing(SPACE_S)
        column.addWidget(self._title)
        column.addLayout(tools)
        column.addWidget(self.strip)
        column.addWidget(self.preview, 1)

    def _connect(self) -> None:
        # The minute ends with the page: who signs out leaves nobody in the clipboard.
        self.destroyed.connect(_forgetter(self._copied))
        self.print_button.clicked.connect(self.ask_printer)
        self.save_button.clicked.connect(self.ask_file)
        self.copy_button.clicked.connect(self.copy_picture)
        self.width_button.clicked.connect(lambda: self.preview.set_fit(Fit.WIDTH))
        self.page_button.clicked.connect(lambda: self.preview.set_fit(Fit.PAGE))
        self.preview.failed.connect(self.strip.show_failure)
        shortcut = QShortcut(QKeySequence(_PRINT_KEYS), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.ask_printer)


def _tool(text: str, icon_name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setAccessibleName(text)
    button.setToolTip(text)
    return button


def _forgetter(copied: list[QImage]) -> Callable[[], None]:
    def forget_all() -> None:
        for image in copied:
            forget_picture(image)

    return forget_all


def forget_picture(image: QImage) -> None:
    """Take a picture out of the clipboard, unless something else was copied since."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.image() == image:
        clipboard.clear()
