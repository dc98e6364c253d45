"""The two ways a page leaves the screen: a printer, or a PDF where the person wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.headers.paper import page_layout

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def ask_printer(parent: QWidget, title: str, print_on: Callable[[QPrinter], None]) -> None:
    """Let the person choose a printer, then have the pages drawn on it."""
    # Loading the print support looks for printers: only when somebody prints.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageLayout(page_layout())
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: print_on(printer))
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def ask_pdf(parent: QWidget, title: str, name: str, chosen: Callable[[Path], None]) -> None:
    """Let the person choose where the PDF goes."""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = QStandardPaths.writableLocation(documents)
    dialog = QFileDialog(parent, title, folder, "PDF (*.pdf)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
