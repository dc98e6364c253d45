"""Step « Clé de secours »: shown once, to be printed or saved before going on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLabel

from almapy import durable_file
from almapy.errors import DomainError
from ui.firstrun.recovery_paper import RecoverySheet, as_pdf, draw, page_layout
from ui.firstrun.step import Step, Told
from ui.tasks import Lane, TaskRunner
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.styling import Surface, set_relative_font, set_surface

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_PER_LINE: Final = 3


class RecoverySheetStep(Step):
    """Nothing can be copied from the screen: a key in the clipboard ends up anywhere."""

    def __init__(self, tasks: TaskRunner, data_folder: Callable[[], Path]) -> None:
        """`data_folder` is where the PDF may not go: beside the base, it would open it."""
        super().__init__(
            "Clé de secours",
            "Votre clé de secours",
            "Elle ouvre la base si le mot de passe est perdu. Elle n'est montrée qu'une "
            "fois\u00a0: imprimez-la, puis gardez-la sous clé, loin de l'ordinateur.",
            next_text="J'ai la feuille\u00a0: &suivant",
        )
        self._tasks = tasks
        self._data_folder = data_folder
        self._sheet: RecoverySheet | None = None
        self._is_kept = False
        self._groups = QGridLayout()
        self._print = Button("&Imprimer…", icon_name="print")
        self._save = Button("&Enregistrer en PDF…", icon_name="save")
        self._lay_out()
        self._print.clicked.connect(self._ask_printer)
        self._save.clicked.connect(self._ask_file)

    @property
    def is_kept(self) -> bool:
        """Whether the sheet was printed or saved."""
        return self._is_kept

    def set_sheet(self, sheet: RecoverySheet) -> None:
        """Show this key."""
        self._sheet = sheet
        self._is_kept = False
        while (item := self._groups.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for place, group in enumerate(sheet.groups):
            label = _group_label(group, place + 1)
            self._groups.addWidget(label, *divmod(place, _PER_LINE))

    def entered(self) -> None:
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        if self._is_kept:
            go_on()
            return
        self._say(
            Tone.ATTENTION,
            "Imprimez la clé ou enregistrez-la en PDF avant de continuer",
            "Elle ne sera plus montrée. Sans elle, un mot de passe perdu est une base perdue.",
        )
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_pdf(self, path: Path) -> None:
        """Write the page there, in a worker; refused inside the data folder."""
        if self._sheet is None:
            return
        target = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
        if target.resolve().is_relative_to(self._data_folder().resolve()):
            self.failed.emit(
                DomainError(
                    "Ce dossier est celui de la base\u00a0: qui l'emporterait aurait aussi la clé. "
                    "Rien n'a été enregistré. Choisissez un autre endroit, une clé USB.",
                    code="recovery.beside_base",
                )
            )
            return
        content = as_pdf(self._sheet)
        self._tasks.submit(
            self,
            lambda: durable_file.write(target, content),
            partial(self._tell_saved, target),
            self.failed.emit,
            lane=Lane.IO,
        )

    def _lay_out(self) -> None:
        frame = QFrame()
        set_surface(frame, Surface.CARD)
        self._groups.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        self._groups.setSpacing(SPACE_M)
        frame.setLayout(self._groups)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self._print)
        buttons.addWidget(self._save)
        buttons.addStretch(1)
        self.body.addWidget(frame)
        self.body.addLayout(buttons)

    @Slot()
    def _ask_printer(self) -> None:
        # Loading the print support looks for printers: only when somebody prints.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Clé de secours AlmaPy")
        printer.setPageLayout(page_layout())
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print_on(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _print_on(self, printer: QPrinter) -> None:
        if self._sheet is None:
            return
        draw(self._sheet, printer)
        self._is_kept = True
        self._say(
            Tone.OK,
            "La feuille est partie à l'imprimante",
            "Vérifiez qu'elle est lisible\u00a0: un groupe vous en sera redemandé.",
        )

    @Slot()
    def _ask_file(self) -> None:
        if self._sheet is None:
            return
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(documents)
        dialog = QFileDialog(self, "Enregistrer la clé de secours", folder, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._sheet.file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_pdf(Path(chosen)))
        dialog.open()

    def _tell_saved(self, path: Path, _nothing: None) -> None:
        self._is_kept = True
        self._say(
            Tone.OK,
            "La clé est enregistrée",
            f"{path}\nImprimez la feuille ou gardez-la sur une clé USB, puis effacez le fichier de "
            "cet ordinateur.",
        )

    def _say(self, tone: Tone, title: str, detail: str) -> None:
        self.told.emit(Told(tone, title, detail))


def _group_label(group: str, number: int) -> QLabel:
    label = QLabel(group)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setAccessibleName(f"Groupe {number}\u00a0: {' '.join(group)}")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    set_relative_font(label, 1.9)
    font = label.font()
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    font.setFamilies([family])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 110)
    label.setFont(font)
    return label
