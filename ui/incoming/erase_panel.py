"""Asking before a document is erased (A-DOC-09)."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from ui.incoming.review import Review
from ui.incoming.ribbon import ERASE
from ui.widgets.button import ButtonKind
from ui.widgets.inline_panel import InlinePanel

_LEAVES = "Il quitte «\u00a0Documents à valider\u00a0»."
_SOURCE_TOO = "Le fichier déposé sur l'ordinateur est supprimé."
_COMES_BACK = (
    "La copie chiffrée d'AlmaPy reste dans «\u00a0Archives\u00a0», d'où elle peut être ramenée. "
    "C'est tracé."
)


class ErasePanel(InlinePanel):
    """The harmless button has the keyboard."""

    def __init__(self) -> None:
        super().__init__(ERASE, "Effacer le document", kind=ButtonKind.DANGER)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self.review: Review | None = None
        self.add_wide(self._words)
        self.end_rows()

    def ask(self, review: Review, opener: QWidget) -> None:
        """Ask about this document, telling what becomes of its file."""
        self.review = review
        told = [_LEAVES, _COMES_BACK]
        if review.sight.incoming.source_there:
            told.insert(1, _SOURCE_TOO)
        self._words.setText(" ".join(told))
        self.open(opener)
