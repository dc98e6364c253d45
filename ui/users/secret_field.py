"""The password of an outside service: kept sealed, never shown again."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.password_edit import PasswordEdit


class SecretField(QWidget):
    """Empty keeps what is stored; « Oublier » removes it when the form is validated."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = PasswordEdit()
        self.forget_button = Button("Oublier", ButtonKind.QUIET)
        self.forget_button.setCheckable(True)
        self._stored = False
        self.edit.textChanged.connect(self._follow)
        self.forget_button.toggled.connect(self._follow)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.edit, 1)
        line.addWidget(self.forget_button)
        self.setFocusProxy(self.edit)
        self.show_stored(stored=False)

    def show_stored(self, *, stored: bool) -> None:
        """Come back to rest, telling whether a password is stored."""
        self._stored = stored
        self.edit.clear()
        self.forget_button.setChecked(False)
        self.forget_button.setVisible(stored)
        self._follow()

    def restore(self) -> None:
        """Forget what was typed or asked here."""
        self.show_stored(stored=self._stored)

    def change(self) -> str | None:
        """Return the new password, "" to forget the stored one, None to leave it alone."""
        if self.forget_button.isChecked():
            return ""
        return self.edit.text() or None

    def setAccessibleName(self, name: str) -> None:
        """Name the field that takes the keyboard rather than its frame."""
        self.edit.setAccessibleName(name)
        self.forget_button.setAccessibleName(f"Oublier\u00a0: {name}")

    @Slot()
    def _follow(self) -> None:
        forgets = self.forget_button.isChecked()
        self.edit.setEnabled(not forgets)
        if forgets:
            words = "sera oublié à la validation"
        elif self._stored:
            words = "enregistré\u00a0: laissez vide pour le garder"
        else:
            words = ""
        self.edit.setPlaceholderText(words)
        self.edit.setAccessibleDescription(words)
        self.changed.emit()
