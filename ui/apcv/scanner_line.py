"""Where a keyboard scanner types a code that nobody reads: every character is kept, none shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.apcv.model import LONGEST_PAYLOAD

SILENCE_MS = 100
LEAST_BURST = 4
"""Fewer characters before a silence were typed by a hand, or by a sleeve on the keyboard."""
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScannerLine(QLineEdit):
    """Collects until Enter, or a tenth of a second of silence after a burst (card notes §4)."""

    scanned = Signal(object)  # str, as it came

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._characters: list[str] = []
        self._silence = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._settled = QTimer(self, singleShot=True, interval=0)
        # A busy window may hear of the silence before the keys that wait for it: they come first.
        self._silence.timeout.connect(self._settled.start)
        self._settled.timeout.connect(self._end_burst)
        self.setPlaceholderText("Le curseur ici, pressez la gâchette de la douchette")
        self.setAccessibleName("Douchette")
        self.setAcceptDrops(False)

    def empty(self) -> None:
        """Forget what came."""
        self._silence.stop()
        self._settled.stop()
        self._characters.clear()
        self.clear()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of a burst from moving the focus or commanding the window."""
        if isinstance(event, QKeyEvent) and self._is_in_burst and event.text():
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
                self._take(event.text())
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENDS:
            self._end()
        elif event.key() == Qt.Key.Key_Escape or not event.text():
            event.ignore()
        else:
            self._take(event.text())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self._take(event.commitString())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer no menu: there is nothing to copy here."""
        event.accept()

    @property
    def _is_in_burst(self) -> bool:
        return self._silence.isActive() or self._settled.isActive()

    def _take(self, text: str) -> None:
        if len(self._characters) <= LONGEST_PAYLOAD:  # one too many tells that it is too long
            self._characters.extend(text)
        count = len(self._characters)
        self.setText(f"{count}\u00a0caractère{'s' if count > 1 else ''} reçu{'s' * (count > 1)}")
        self._settled.stop()
        self._silence.start()

    @Slot()
    def _end_burst(self) -> None:
        if len(self._characters) >= LEAST_BURST:
            self._end()
        else:
            self.empty()

    def _end(self) -> None:
        text = "".join(self._characters)
        self.empty()
        if text:
            self.scanned.emit(text)
