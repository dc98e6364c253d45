"""« Code Postal »: five digits propose their towns."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui.desk import Desk
from ui.places.suggestions import SuggestionList
from ui.tasks import Lane
from ui.theme import SPACE_XS

_LENGTH = 10
_WHOLE = 5
_SEARCH = "Proposer les villes de ce code postal"


class PostalField(QWidget):
    """Enter takes a town, Échap closes the list; « … » opens it again."""

    changed = Signal()
    town_taken = Signal(object)  # str

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.edit = _CodeEdit()
        self.more = QToolButton()
        self.more.setText("…")
        self.more.setToolTip(_SEARCH)
        self.more.setAccessibleName(_SEARCH)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_XS)
        line.addWidget(self.edit, 1)
        line.addWidget(self.more)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self.changed)
        self.edit.textEdited.connect(self._follow_typing)
        self.edit.suggestions.taken.connect(self.town_taken)
        self.more.clicked.connect(self._ask)

    def value(self) -> str:
        """Return the code."""
        return self.edit.text().strip()

    def set_value(self, value: str) -> None:
        """Show a code."""
        self.edit.setText(value)
        self.edit.setCursorPosition(0)

    def setAccessibleName(self, name: str) -> None:
        """Name the field that takes the keyboard rather than its frame."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """Describe the field that takes the keyboard rather than its frame."""
        super().setAccessibleDescription(description)
        self.edit.setAccessibleDescription(description)

    @Slot(str)
    def _follow_typing(self, typed: str) -> None:
        if len(typed) == _WHOLE and typed.isdecimal():
            self._ask()
        else:
            self.edit.suggestions.hide()

    @Slot()
    def _ask(self) -> None:
        typed, postal = self.value(), self._desk.application.postal
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

        def work() -> tuple[str, list[str]]:
            return typed, list(postal.towns(typed))

        self._desk.run(self, work, self._propose, lane=Lane.IO)

    def _propose(self, answer: tuple[str, list[str]]) -> None:
        typed, towns = answer
        if typed == self.value() and self.edit.hasFocus():
            self.edit.suggestions.propose(towns)


class _CodeEdit(QLineEdit):
    """The code, with the towns under it while they are proposed."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(_LENGTH)
        self.suggestions = SuggestionList(self, line=str, name="Villes proposées")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.suggestions.steer(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.suggestions.hide()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _LENGTH, super().sizeHint().height())
