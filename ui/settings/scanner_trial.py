"""Trying the scanner: a code on the screen, and what arrives of it on this post."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.adapters.qr_code import write_qr
from almapy.apcv.scanner_trial import TRIAL_TEXT, ScannerVerdict, verdict_on
from ui.apcv.scanner_line import ScannerLine
from ui.camera.code_picture import CodePicture
from ui.theme import SPACE_L, SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.message_strip import MessageStrip

_HOW = "Scannez ce code, qui ne désigne personne. Ce qui arrive est montré tel quel."
_LONGEST_SHOWN = 200


class ScannerTrial(QWidget):
    """Closed, it forgets what was scanned."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = ScannerLine()
        self.arrived = QLineEdit(readOnly=True)
        self.arrived.setAccessibleName("Ce qui est arrivé")
        self.verdict = MessageStrip(closable=False)
        self.close_button = Button("Fermer l'essai")
        self._built = False
        self._column = QVBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        row.addLayout(self._column, 1)
        self._row = row
        self._lay_out()
        self.line.scanned.connect(self._judge)
        self.close_button.clicked.connect(self._leave)
        self.setFocusProxy(self.line)
        self.hide()

    def open(self) -> None:
        """Wait for a scan."""
        if not self._built:  # drawn when it is first wanted: the page must come quickly
            self._built = True
            picture = CodePicture(write_qr(TRIAL_TEXT))
            picture.setAccessibleName("Code d'essai")
            self._row.insertWidget(0, picture, 0, Qt.AlignmentFlag.AlignTop)
        self._forget()
        self.show()
        self.line.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was scanned."""
        super().hideEvent(event)
        self._forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    @Slot(object)
    def _judge(self, text: str) -> None:
        verdict = verdict_on(text)
        self.arrived.setText(text[:_LONGEST_SHOWN])
        self.arrived.setCursorPosition(0)
        tone = Tone.OK if verdict is ScannerVerdict.RIGHT else Tone.ATTENTION
        self.verdict.show_message(tone, verdict.finding, verdict.advice)

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _forget(self) -> None:
        self.line.empty()
        self.arrived.clear()
        self.verdict.hide()

    def _lay_out(self) -> None:
        how = QLabel(_HOW)
        how.setWordWrap(True)
        column = self._column
        column.setSpacing(SPACE_S)
        for part in (how, self.line, self.arrived, self.verdict):
            column.addWidget(part)
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
