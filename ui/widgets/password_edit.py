"""A field for a password that can be shown, and that tells when capitals are locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from ui.icons import icon
from ui.theme import SPACE_XS, Tone
from ui.widgets.announce import announce

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from ui.widgets.badge import Badge

_INSET = 3


class PasswordEdit(QLineEdit):
    """The eye is reached by Tab.

    Qt does not tell the state of the Caps Lock key: it is read from the letters typed, so the hint
    appears at the first of them.
    """

    caps_lock_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps_lock = False
        self._caps_hint: Badge | None = None
        self._eye = QToolButton(self)
        self._eye.setCheckable(True)
        self._eye.setCursor(QCursor())  # the arrow
        self._eye.toggled.connect(self._show_password)
        self._show_password(shown=False)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._caps_hint is None:
            self._caps_hint = self._new_caps_hint()
        if event.key() == QtCore.Qt.Key.Key_CapsLock:
            # The key toggles; whether it was on is known only once a letter was typed.
            self._set_caps_lock(on=False)
        elif event.text().isalpha():
            shift = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            self._set_caps_lock(on=event.text().isupper() is not shift)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot(bool)
    def _show_password(self, shown: bool) -> None:  # noqa: FBT001  (Qt's signature)
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        if shown:
            self._keep_secret()
        name = "Masquer le mot de passe" if shown else "Afficher le mot de passe"
        self._eye.setIcon(icon("eye-off" if shown else "eye"))
        self._eye.setToolTip(name)
        self._eye.setAccessibleName(name)

    def _keep_secret(self) -> None:
        """Tell the input method again what a normal echo has just dropped."""
        hint = QtCore.Qt.InputMethodHint
        secret = hint.ImhSensitiveData | hint.ImhNoPredictiveText | hint.ImhNoAutoUppercase
        self.setInputMethodHints(self.inputMethodHints() | secret)

    def _set_caps_lock(self, *, on: bool) -> None:
        if on == self._caps_lock:
            return
        self._caps_lock = on
        if self._caps_hint is not None:
            self._caps_hint.setVisible(on)
        self._place()
        self.caps_lock_changed.emit(on)
        if on:
            announce(self, "Verrouillage des majuscules activé")

    def _new_caps_hint(self) -> Badge:
        from ui.widgets.badge import Badge  # noqa: PLC0415  (once somebody types: not at start)

        hint = Badge("Verr. Maj", Tone.ATTENTION, icon_name="caps-lock", parent=self)
        hint.setToolTip("Les majuscules sont verrouillées.")
        return hint

    def _place(self) -> None:
        side = self.height() - 2 * _INSET
        right = self.width() - side - _INSET
        self._eye.setGeometry(right, _INSET, side, side)
        taken = side
        if self._caps_lock and self._caps_hint is not None:
            hint = self._caps_hint.sizeHint()
            taken += hint.width() + SPACE_XS
            self._caps_hint.setGeometry(
                right - hint.width() - SPACE_XS,
                (self.height() - hint.height()) // 2,
                hint.width(),
                hint.height(),
            )
        self.setTextMargins(0, 0, taken, 0)
