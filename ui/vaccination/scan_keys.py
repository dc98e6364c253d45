"""A keyboard scanner (« douchette ») heard wherever the cursor stands in a panel.

A scanner types faster than any hand: keys that may begin a box are held for an instant, and given
back in order to the field where they were typed as soon as they are seen to come from a hand
(vaccines.md §2.8).
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from almapy.gs1.keyboard import MOST_TYPED, looks_like_box
from almapy.gs1.model import GS

FIRST_MS, SILENCE_MS = 45, 80
"""What is waited for after a first key, then after each key of a burst."""
AFTER_MS = 300
"""After a scan, how long Enter and Tab still belong to the scanner: some send two."""
_CONTROLS = "".join(map(chr, range(0x20)))
_OF_A_HAND = frozenset("\x08\x1b\x7f")
_STARTS = frozenset("0à)]$£(1&2éÉÀ°" + _CONTROLS)
_SECONDS = frozenset("0123456789&é\"'(-è_çàÉÈÇÀdDcCqQeEaA)" + _CONTROLS)
"""What the keys of « 01 », « (01) », « ]d2 », « ]C1 »… write, as the second of them."""
_SURE = 9
"""Characters after which a text that is no box yet will never be one."""
_LEAST = 16
_KEYS = Qt.Key
_ENDS = (_KEYS.Key_Return, _KEYS.Key_Enter, _KEYS.Key_Tab)
_SILENT = (
    _KEYS.Key_Shift,
    _KEYS.Key_Control,
    _KEYS.Key_Alt,
    _KEYS.Key_AltGr,
    _KEYS.Key_Meta,
    _KEYS.Key_CapsLock,
)
_SEPARATOR = _KEYS.Key_F8


class ScannerKeys(QObject):
    """Hears the keys of the widget that has the cursor, within one panel."""

    scanned = Signal(str)  # as it was typed

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._heard: QWidget | None = None
        self._held: list[QKeyEvent] = []
        self._text = ""
        self._is_giving_back = False
        self._since_character = QElapsedTimer()
        self._silence = QTimer(self, singleShot=True)
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._after = QTimer(self, singleShot=True, interval=AFTER_MS)
        # A busy window may hear of the silence before the keys that wait for it: they come first.
        self._silence.timeout.connect(self._settled.start)
        self._settled.timeout.connect(self._end)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys of a scanner; every other event goes its way."""
        if self._is_giving_back or not isinstance(event, QKeyEvent):
            return False
        match event.type():
            case QEvent.Type.ShortcutOverride if self._held and _character(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress:
                return self._takes(event)
            case _:
                return False

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._give_back()
        heard, self._heard = self._heard, None
        if heard is not None and isValid(heard):
            heard.removeEventFilter(self)
        if now is not None and self._panel.isAncestorOf(now):
            now.installEventFilter(self)
            self._heard = now

    def _takes(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _SILENT:
            return False
        character = _character(event)
        is_burst = self._is_burst()
        if key in _ENDS:
            if self._after.isActive():
                return True
            return (bool(self._held) and self._end()) or is_burst
        if character:
            self._since_character.start()
        if character and (self._held or character in _STARTS):
            self._hold(event, character)
            return True
        self._give_back()
        return bool(character) and is_burst

    def _is_burst(self) -> bool:
        """Tell whether a scanner sends another code to a button: Enter and blanks press none."""
        is_quick = self._since_character.isValid() and self._since_character.elapsed() < FIRST_MS
        return is_quick and isinstance(self._heard, QAbstractButton)

    def _hold(self, event: QKeyEvent, character: str) -> None:
        self._held.append(
            QKeyEvent(
                event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat()
            )
        )
        self._text += character
        if not _may_be_box(self._text):
            self._give_back()
            return
        self._settled.stop()
        self._silence.start(FIRST_MS if len(self._held) == 1 else SILENCE_MS)

    @Slot()
    def _end(self) -> bool:
        """Tell what was scanned; give back what a hand typed. Return whether it was a scan."""
        text = self._text
        if len(text) < _LEAST or not looks_like_box(text):
            self._give_back()
            return False
        self._forget()
        self._after.start()
        self.scanned.emit(text)
        return True

    def _give_back(self) -> None:
        held, target = self._held, self._heard
        self._forget()
        if target is None or not isValid(target):
            return
        if isinstance(target, QAbstractButton) and len(held) > 1:
            return
        self._is_giving_back = True
        try:
            for event in held:
                QApplication.sendEvent(target, event)
        finally:
            self._is_giving_back = False

    def _forget(self) -> None:
        self._silence.stop()
        self._settled.stop()
        self._held, self._text = [], ""


def _may_be_box(text: str) -> bool:
    told = text.lstrip(_CONTROLS)
    if len(text) > MOST_TYPED or (len(told) > 1 and told[1] not in _SECONDS):
        return False
    return len(told) < _SURE or looks_like_box(text)


def _character(event: QKeyEvent) -> str:
    """Return what a key adds to a scan: one character, empty for a command of the window."""
    if event.key() == _SEPARATOR:
        return GS
    text = event.text()
    if text == GS:
        return text
    commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    pressed = event.modifiers() & commands
    is_altgr = pressed == commands  # Windows says so
    return "" if text in _OF_A_HAND or (pressed and not is_altgr) else text
