"""A field for a password that can be shown, and that tells when capitals are locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ui.icons import icon
from ui.theme import SPACE_XS, Tone
from ui.widgets.announce import announce
from ui.widgets.badge import Badge

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

_INSET = 3
_HINTS = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class PasswordEdit(QLineEdit):
    """The eye is reached by Tab.

    Qt does not tell the state of the Caps Lock key: it is read from the letters typed, so the hint
    appears at the first of them.
    """

    caps_lock_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps_lock = False
        self._caps_hint = Badge("Verr. Maj", Tone.ATTENTION, icon_name="caps-lock", parent=self)
        self._caps_hint.setToolTip("Les majuscules sont verrouillées.")
        self._caps_hint.hide()
        self._eye = QToolButton(self)
        self._eye.setCheckable(True)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self._eye.toggled.connect(self._show_password)
        self._show_password(shown=False)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            # The key toggles; whether it was on is known only once a letter was typed.
            self._set_caps_lock(on=False)
        elif event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps_lock(on=event.text().isupper() is not shift)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot(bool)
    def _show_password(self, shown: bool) -> None:  # noqa: FBT001  (Qt's signature)
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.setInputMethodHints(self.inputMethodHints() | _HINTS)  # which a normal echo drops
        name = "Masquer le mot de passe" if shown else "Afficher le mot de passe"
        self._eye.setIcon(icon("eye-off" if shown else "eye"))
        self._eye.setToolTip(name)
        self._eye.setAccessibleName(name)

    def _set_caps_lock(self, *, on: bool) -> None:
        if on == self._caps_lock:
            return
        self._caps_lock = on
        self._caps_hint.setVisible(on)
        self._place()
        self.caps_lock_changed.emit(on)
        if on:
            announce(self, "Verrouillage des majuscules activé")

    def _place(self) -> None:
        side = self.height() - 2 * _INSET
        right = self.width() - side - _INSET
        self._eye.setGeometry(right, _INSET, side, side)
        taken = side
        if self._caps_lock:
            hint = self._caps_hint.sizeHint()
            taken += hint.width() + SPACE_XS
            self._caps_hint.setGeometry(
                right - hint.width() - SPACE_XS,
                (self.height() - hint.height()) // 2,
                hint.width(),
                hint.height(),
            )
        self.setTextMargins(0, 0, taken, 0)
