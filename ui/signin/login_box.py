"""The field of the login, with the known ones in its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOGIN_LENGTH: Final = 80


class LoginBox(QComboBox):
    """Known logins complete what is typed; any other text is kept as it is."""

    def __init__(self, logins: Sequence[str], login: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setMaxLength(_LOGIN_LENGTH)
        self.setLineEdit(self.edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(logins))
        self.setCurrentText(login)

    @property
    def login(self) -> str:
        """What is typed, without blanks around it."""
        return self.currentText().strip()
