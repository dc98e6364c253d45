"""The two ways a recovery key leaves the screen: paper, or a PDF away from the base."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from almapy.errors import DomainError
from ui.firstrun.recovery_paper import RecoverySheet, draw, page_layout


def ask_printer(parent: QWidget, sheet: RecoverySheet, printed: Callable[[], None]) -> None:
    """Let the person choose a printer; `printed` is called once the sheet is on its way."""
    # Loading the print support looks for printers: only when somebody prints.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Clé de secours AlmaPy")
    printer.setPageLayout(page_layout())
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def print_sheet() -> None:
        draw(sheet, printer)
        printed()

    dialog.accepted.connect(print_sheet)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def ask_file(parent: QWidget, sheet: RecoverySheet, chosen: Callable[[Path], None]) -> None:
    """Let the person choose where the PDF goes."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = QStandardPaths.writableLocation(documents)
    dialog = QFileDialog(parent, "Enregistrer la clé de secours", folder, "PDF (*.pdf)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(sheet.file_name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()


def refusal_beside_base(target: Path, data_folder: Path) -> DomainError | None:
    """Return why the PDF may not go there: whoever took the base would have its key too."""
    if not target.resolve().is_relative_to(data_folder.resolve()):
        return None
    return DomainError(
        "Ce dossier est celui de la base\u00a0: qui l'emporterait aurait aussi la clé. Rien n'a "
        "été enregistré. Choisissez un autre endroit, une clé USB par exemple.",
        code="recovery.beside_base",
    )
