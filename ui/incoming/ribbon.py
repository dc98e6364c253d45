"""« Le ruban »: what may be done with the document in front besides filing it (A-DOC-11)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from almapy.incoming.model import IncomingLine
from ui.widgets.button import Button, ButtonKind
from ui.widgets.wrap_layout import WrapLayout

ERASE = "Effacer ce document du gestionnaire de documents et de l'ordinateur"


class Ribbon(QWidget):
    """Buttons only: the lane acts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read_button = Button("Marquer Lu", ButtonKind.QUIET, icon_name="tick")
        self.again_button = Button("Lire à nouveau", ButtonKind.QUIET, icon_name="refresh")
        self.open_button = Button(
            "Visualiser avec l'application par défaut", ButtonKind.QUIET, icon_name="eye"
        )
        self.share_button = Button("Partager", ButtonKind.QUIET, icon_name="export")
        self.print_button = Button("Imprimer", ButtonKind.QUIET, icon_name="print")
        self.erase_button = Button(ERASE, ButtonKind.QUIET, icon_name="delete")
        self.print_button.setToolTip("Imprimer (Ctrl+P)")
        self.erase_button.setToolTip("Effacer (Suppr)")
        row = WrapLayout(self, spacing=0)
        for button in self.buttons():
            row.addWidget(button)

    def buttons(self) -> tuple[Button, ...]:
        """Return the buttons in order."""
        return (
            self.read_button,
            self.again_button,
            self.open_button,
            self.share_button,
            self.print_button,
            self.erase_button,
        )

    def show_line(self, line: IncomingLine) -> None:
        """Name the mark that the first button makes."""
        self.read_button.setText("Marquer Lu" if line.unread else "Marquer Non lu")
