"""The three ways a code comes from a telephone, each in a part of the page of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.apcv.scanner_line import ScannerLine
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TextRole, set_text_role

SHOW_TELEPHONE = (
    "Demandez au patient d'ouvrir l'application carte Vitale et d'y afficher son code QR, puis "
    "présentez le téléphone devant la webcam, à une main de distance."
)
_SCAN = (
    "Demandez au patient d'ouvrir l'application carte Vitale et d'y afficher son code QR, puis "
    "scannez-le. Le contenu du code n'est ni affiché ni gardé."
)
_APPROACH = "Approchez le téléphone du lecteur"
_APPROACH_HOW = (
    "Demandez au patient d'ouvrir l'application carte Vitale, puis de poser son téléphone sur le "
    "lecteur NFC jusqu'à la fin."
)


class ScannerPart(QWidget):
    """The line that a scanner types in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = ScannerLine()
        words = QLabel(_SCAN)
        words.setWordWrap(True)
        caption = QLabel("Douchette")
        caption.setBuddy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (words, caption, self.line):
            column.addWidget(part)
        self.setFocusProxy(self.line)
        self.hide()


class NfcPart(QWidget):
    """Waiting for a telephone, which the connector does by itself."""

    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cancel_button = Button("Annuler", icon_name="cancel")
        self.cancel_button.clicked.connect(self.given_up)
        told, how = QLabel(_APPROACH), QLabel(_APPROACH_HOW)
        for label in (told, how):
            label.setWordWrap(True)
        set_text_role(how, TextRole.SECONDARY)
        texts = QVBoxLayout()
        texts.setSpacing(SPACE_S)
        texts.addWidget(told)
        texts.addWidget(how)
        texts.addWidget(self.cancel_button)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        line.addWidget(IconLabel("phone", scale=2.75))
        line.addLayout(texts, 1)
        self.setFocusProxy(self.cancel_button)
        self.hide()
