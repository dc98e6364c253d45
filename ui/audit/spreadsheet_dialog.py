"""Where to write an export of the journal, and in which kind of spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_KINDS = {"Classeur Excel (*.xlsx)": ".xlsx", "Classeur LibreOffice (*.ods)": ".ods"}
_CSV = {"Texte séparé par des points-virgules (*.csv)": ".csv"}


def ask_spreadsheet(
    parent: QWidget,
    title: str,
    file_name: str,
    chosen: Callable[[Path], None],
    *,
    with_csv: bool = False,
) -> None:
    """Ask for a file without waiting; ``chosen`` is called with it, unless the person gives up.

    ``with_csv``: the writer knows this kind too.
    """
    kinds = _KINDS | (_CSV if with_csv else {})
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    dialog = QFileDialog(parent, title, QStandardPaths.writableLocation(documents))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix("xlsx")
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind][1:]))
    dialog.selectFile(file_name)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
