"""A shared line is about to be deleted: here and in the booklet, or only here (cve.md R18)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from almapy.cve.model import DeletionAdvice
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button, ButtonKind
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import Surface, set_surface
from ui.widgets.wrap_layout import WrapLayout

_EVERYWHERE = "Supprimer ici et dans le carnet"
_HERE = "Supprimer seulement ici"


class DeletionQuestion(QWidget):
    """Opens in the page; Échap keeps the line. The usual answer takes the keyboard.

    ``show_for`` says which line; a signal then tells the answer, and the question is gone.
    """

    everywhere_chosen = Signal()
    here_chosen = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.CARD)
        self.setAccessibleName("Suppression d'un vaccin partagé")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.everywhere_button = Button(_EVERYWHERE, ButtonKind.DANGER)
        self.here_button = Button(_HERE)
        self.cancel_button = Button("Annuler", ButtonKind.QUIET)
        self._opener: QWidget | None = None
        self._lay_out()
        self.everywhere_button.clicked.connect(self._everywhere)
        self.here_button.clicked.connect(self._here)
        self.cancel_button.clicked.connect(self._cancel)
        self.hide()

    def show_for(self, advice: DeletionAdvice, label: str, opener: QWidget) -> None:
        """Ask about the line that ``label`` names; ``opener`` gets the keyboard back."""
        self._opener = opener
        carnet = f"«\u00a0{advice.carnet}\u00a0»" if advice.carnet else "partagé"
        told = f"{label} est aussi dans le carnet {carnet} du patient."
        if advice.by_other:
            told += (
                " Un autre professionnel l'y a écrit ou validé\u00a0: il vaut mieux l'y laisser."
            )
        self.words.setText(told)
        self.show()
        first = self.here_button if advice.by_other else self.everywhere_button
        first.setFocus()
        announce(self, told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the line by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
            return
        super().keyPressEvent(event)

    @Slot()
    def _everywhere(self) -> None:
        self._leave()
        self.everywhere_chosen.emit()

    @Slot()
    def _here(self) -> None:
        self._leave()
        self.here_chosen.emit()

    @Slot()
    def _cancel(self) -> None:
        self._leave()
        self.cancelled.emit()

    def _leave(self) -> None:
        self.hide()
        if self._opener is not None:
            self._opener.setFocus()

    def _lay_out(self) -> None:
        bar = QWidget()
        line = WrapLayout(bar, spacing=SPACE_S)
        for button in (self.everywhere_button, self.here_button, self.cancel_button):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(SectionTitle("Supprimer ce vaccin\u00a0?"))
        column.addWidget(self.words)
        column.addWidget(bar)
