"""The four digits of a code porteur, with the tries that are left before it is tried."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal, Slot
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.cps.faults import CardBlocked
from almapy.cps.model import PIN_LENGTH, PinState
from almapy.cps.pin_rules import may_be_asked, needs_confirmation, require_pin, tries_told
from almapy.errors import DomainError
from ui.cps.words import simulated_code
from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.announce import announce
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TONE_ICONS, TextRole, set_invalid, set_text_role

LAST_TRY_KNOWN = "Je sais que c'est le dernier essai"
_CONFIRM = (
    "C'est le dernier essai avant le blocage de la carte. Rien ne lui a été envoyé. Cochez la case "
    "si vous êtes sûr du code."
)
_CHARACTERS = 8


class PinFields(QWidget):
    """Enter gives the code, once, and wipes the field. A blocked card is never asked."""

    given = Signal(object)  # str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = PinState(None)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(PIN_LENGTH)
        digits = QRegularExpression(f"[0-9]{{0,{PIN_LENGTH}}}")
        self.edit.setValidator(QRegularExpressionValidator(digits, self.edit))
        hint = Qt.InputMethodHint
        self.edit.setInputMethodHints(hint.ImhDigitsOnly | hint.ImhSensitiveData)
        self.edit.setAccessibleName("Code porteur, quatre chiffres")
        self.edit.setMaximumWidth(2 * _CHARACTERS * self.fontMetrics().averageCharWidth())
        self.simulated = QLabel()
        set_text_role(self.simulated, TextRole.SECONDARY)
        self.last_try = QCheckBox(LAST_TRY_KNOWN)
        self.tries = _Line(Tone.ATTENTION)
        self.error = _Line(Tone.CRITICAL)
        self._label = QLabel("Code &porteur (4 chiffres)")
        self._label.setBuddy(self.edit)
        self._lay_out()
        self.edit.returnPressed.connect(self.submit)
        self.edit.textEdited.connect(self._forget_error)
        self.last_try.toggled.connect(self._forget_error)
        self.setFocusProxy(self.edit)

    def show_state(self, state: PinState, *, simulated: bool = False) -> None:
        """Tell how many tries are left; a blocked card gets its sentence and no field.

        The code of a simulated card is told.
        """
        self._state = state
        self.wipe()
        asked = may_be_asked(state)
        for part in (self._label, self.edit):
            part.setVisible(asked)
        self.simulated.setVisible(asked and simulated)
        if simulated:
            self.simulated.setText(simulated_code())
        self.last_try.setVisible(needs_confirmation(state))
        self.tries.show_text(tries_told(state) if asked else CardBlocked().message)

    @property
    def may_be_asked(self) -> bool:
        """Whether there is a field at all."""
        return may_be_asked(self._state)

    @Slot()
    def submit(self) -> None:
        """Give the code to who listens, when it is four digits and the last try is known."""
        if not self.may_be_asked or not self.isEnabled():
            return
        pin = self.edit.text()
        try:
            require_pin(pin)
        except DomainError as error:
            self.refuse(error)
            return
        if needs_confirmation(self._state) and not self.last_try.isChecked():
            self.error.show_text(_CONFIRM)
            self.last_try.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.wipe()
        self.given.emit(pin)

    def refuse(self, error: DomainError) -> None:
        """Tell why the digits were not even tried."""
        self.error.show_text(error.message)
        set_invalid(self.edit, invalid=True)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def wipe(self) -> None:
        """Forget what was typed; set and not cleared, which would keep it for « Annuler »."""
        self.edit.setText("")
        self.last_try.setChecked(False)
        self._forget_error()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.tries)
        column.addWidget(self._label)
        column.addWidget(self.edit)
        column.addWidget(self.simulated)
        column.addWidget(self.last_try)
        column.addWidget(self.error)

    @Slot()
    def _forget_error(self) -> None:
        self.error.show_text("")
        set_invalid(self.edit, invalid=False)


class _Line(QWidget):
    """One sentence with the icon of its tone; hidden while it is empty."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        icon = IconLabel(TONE_ICONS[tone], scale=1.1)
        self._text = QLabel()
        self._text.setWordWrap(True)
        if tone is Tone.CRITICAL:
            for part in (icon, self._text):
                set_text_role(part, TextRole.ERROR)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def show_text(self, text: str) -> None:
        """Show a sentence and have it said; an empty one removes it."""
        if text == self.text and self.isHidden() is not bool(text):
            return
        self._text.setText(text)
        self.setVisible(bool(text))
        if text:
            announce(self, text, urgent=True)
