"""A small file kept in the base: chosen on this post, shown by its name, removed at will."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from ui.theme import SPACE_XS
from ui.widgets.button import Button, ButtonKind
from ui.widgets.wrap_layout import WrapLayout


class FileField(QWidget):
    """Holds the content as text; who reads the file gives it back by ``show_chosen``."""

    changed = Signal()
    files_chosen = Signal(object)  # list[Path]

    def __init__(
        self, title: str, kinds: str, *, many: bool = False, parent: QWidget | None = None
    ) -> None:
        """`title` is that of the dialog, `kinds` its filter: « Certificat (*.p12) ».

        `many` lets several files be chosen at once, whose contents make one.
        """
        super().__init__(parent)
        self._title, self._kinds, self._many = title, kinds, many
        self._content = ""
        self.shown = QLineEdit(readOnly=True)
        self.choose_button = Button("Choisir un fichier…", icon_name="folder")
        self.remove_button = Button("Retirer", ButtonKind.QUIET, icon_name="remove")
        self.choose_button.clicked.connect(self._choose)
        self.remove_button.clicked.connect(self._remove)
        buttons = QWidget()
        line = WrapLayout(buttons)
        line.addWidget(self.choose_button)
        line.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.shown)
        column.addWidget(buttons)
        self.setFocusProxy(self.choose_button)
        self.set_value("")

    def value(self) -> str:
        """Return the content."""
        return self._content

    def set_value(self, value: object) -> None:
        """Show a content that is stored; an empty one is none."""
        self._take(str(value), "enregistré" if value else "aucun fichier")

    def show_chosen(self, name: str, content: str) -> None:
        """Take the content of a file just read."""
        self._take(content, name)

    def setAccessibleName(self, name: str) -> None:
        """Name each control rather than their frame."""
        self.shown.setAccessibleName(name)
        self.choose_button.setAccessibleName(f"Choisir un fichier\u00a0: {name}")
        self.remove_button.setAccessibleName(f"Retirer\u00a0: {name}")

    def setAccessibleDescription(self, description: str) -> None:
        """Have the refusal or the hint said where the keyboard stands."""
        super().setAccessibleDescription(description)
        self.choose_button.setAccessibleDescription(description)

    def _take(self, content: str, words: str) -> None:
        self._content = content
        self.shown.setText(words)
        self.shown.setCursorPosition(0)
        if not content and self.remove_button.hasFocus():
            self.choose_button.setFocus()
        self.remove_button.setVisible(bool(content))
        self.changed.emit()

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self._title, "", self._kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        modes = QFileDialog.FileMode
        dialog.setFileMode(modes.ExistingFiles if self._many else modes.ExistingFile)
        dialog.filesSelected.connect(self._tell_files)
        dialog.open()

    @Slot(list)
    def _tell_files(self, paths: list[str]) -> None:
        self.files_chosen.emit([Path(path) for path in paths])

    @Slot()
    def _remove(self) -> None:
        self.set_value("")
