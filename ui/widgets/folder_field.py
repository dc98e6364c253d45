"""The path of a folder, typed or chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from ui.theme import SPACE_S
from ui.widgets.button import Button


class FolderField(QWidget):
    """« Choisir… » opens the dialog of the system without blocking the window."""

    changed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """`title` is that of the dialog."""
        super().__init__(parent)
        self._title = title
        self.edit = QLineEdit()
        self.choose_button = Button("Choisir…", icon_name="folder")
        self.edit.textChanged.connect(self.changed)
        self.choose_button.clicked.connect(self._choose)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.edit, 1)
        line.addWidget(self.choose_button)
        self.setFocusProxy(self.edit)

    def value(self) -> str:
        """Return the path."""
        return self.edit.text().strip()

    def set_value(self, value: str) -> None:
        """Show a path."""
        self.edit.setText(value)

    def setAccessibleName(self, name: str) -> None:
        """Name the field that takes the keyboard rather than its frame."""
        self.edit.setAccessibleName(name)
        self.choose_button.setAccessibleName(f"Choisir\u00a0: {name}")

    @Slot()
    def _choose(self) -> None:
        ask_folder(self, self._title, self.value()).fileSelected.connect(self.edit.setText)


def ask_folder(parent: QWidget, title: str, begin: str = "") -> QFileDialog:
    """Open the dialog that chooses a folder; ``fileSelected`` gives the path."""
    dialog = QFileDialog(parent, title, begin)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog
