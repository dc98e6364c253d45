"""The file of a library, typed or chosen; tried where a button offers it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from ui.theme import SPACE_XS
from ui.widgets.button import Button
from ui.widgets.wrap_layout import WrapLayout

_KINDS = "Bibliothèques (*.dll *.so *.dylib);;Tous les fichiers (*)"


class LibraryField(QWidget):
    """« Choisir… » opens the dialog of the system without blocking the window."""

    changed = Signal()
    trial_asked = Signal()

    def __init__(self, title: str, *, trial: bool = False, parent: QWidget | None = None) -> None:
        """`title` is that of the dialog."""
        super().__init__(parent)
        self._title = title
        self.edit = QLineEdit()
        self.choose_button = Button("Choisir…", icon_name="folder")
        self.try_button = Button("Tester", icon_name="tick")
        self.edit.textChanged.connect(self.changed)
        self.choose_button.clicked.connect(self._choose)
        self.try_button.clicked.connect(self.trial_asked)
        buttons = QWidget()
        line = WrapLayout(buttons)
        for button in (self.choose_button, self.try_button):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.edit)
        column.addWidget(buttons)
        self.try_button.setVisible(trial)
        self.setFocusProxy(self.edit)

    def value(self) -> str:
        """Return the path."""
        return self.edit.text().strip()

    def set_value(self, value: str) -> None:
        """Show a path."""
        self.edit.setText(value)
        self.edit.setCursorPosition(0)

    def setAccessibleName(self, name: str) -> None:
        """Name each control rather than their frame."""
        self.edit.setAccessibleName(name)
        self.choose_button.setAccessibleName(f"Choisir\u00a0: {name}")
        self.try_button.setAccessibleName(f"Tester\u00a0: {name}")

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self._title, self.value(), _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.set_value)
        dialog.open()
