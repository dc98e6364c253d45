"""« Date de naissance »: what was understood and the age stand beside, at each key."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from almapy.clock import Clock
from almapy.identity.birth import TypedBirth, typed_birth
from ui.theme import SPACE_S
from ui.widgets.styling import TextRole, set_invalid, set_text_role

_HELP = "JJ/MM/AAAA, 14071977 ou 140777\u00a0; 00/00/1950 si le jour et le mois sont inconnus"
_CHARACTERS = 12


class BirthDateField(QWidget):
    """Holds a date, None when the field is empty; what is no date is outlined and kept.

    A date that is no day of the calendar (« 31/02/1950 ») is told by ``incomplete_typed``: it
    belongs in « Date lunaire », and the day recorded for it stays here.
    """

    changed = Signal()
    incomplete_typed = Signal(object)  # TypedBirth

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("JJ/MM/AAAA")
        self.edit.setToolTip(_HELP)
        self.edit.setMaxLength(20)
        self.edit.setFixedWidth(self.edit.fontMetrics().averageCharWidth() * _CHARACTERS * 3 // 2)
        self.understood = QLabel()
        self.understood.setWordWrap(True)
        set_text_role(self.understood, TextRole.SECONDARY)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.edit)
        line.addWidget(self.understood, 1)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._follow)
        self.edit.editingFinished.connect(self.write_out)

    @property
    def typed(self) -> TypedBirth:
        """What the text was understood as."""
        return typed_birth(self.edit.text(), self._clock.today())

    @property
    def is_wrong(self) -> bool:
        """Whether something is typed that is no birth date."""
        return bool(self.edit.text().strip()) and self.typed.day is None

    def value(self) -> date | str | None:
        """Return the day, the text itself when it is none: it counts as a change."""
        return self.edit.text().strip() if self.is_wrong else self.typed.day

    def set_value(self, value: date | str | None) -> None:
        """Show a day, an empty field, or again what was typed."""
        self.edit.setText(f"{value:%d/%m/%Y}" if isinstance(value, date) else value or "")
        self.edit.setCursorPosition(0)

    def set_locked(self, *, locked: bool) -> None:
        """Keep the date from being changed, or let it be."""
        self.edit.setReadOnly(locked)

    def setAccessibleName(self, name: str) -> None:
        """Name the field that takes the keyboard rather than its frame."""
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """Describe the field that takes the keyboard rather than its frame."""
        super().setAccessibleDescription(description)
        self.edit.setAccessibleDescription(description or _HELP)

    @Slot()
    def _follow(self) -> None:
        typed = self.typed
        if not typed.error:
            set_invalid(self.edit, invalid=False)
        self.understood.setText(typed.remark)
        self.changed.emit()

    @Slot()
    def write_out(self) -> None:
        """Write the day out in full, as when the field is left."""
        typed = self.typed
        set_invalid(self.edit, invalid=self.is_wrong)
        if typed.day is None:
            self.understood.setText(typed.error)
            return
        if typed.lunar:
            self.incomplete_typed.emit(typed)
        if not self.edit.isReadOnly():
            self.edit.setText(f"{typed.day:%d/%m/%Y}")
