"""The password of an encrypted PDF, asked where its pages would be."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from almapy.incoming.model import IncomingLine
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit

_WHY = (
    "Ce PDF est protégé. Son mot de passe se trouve souvent dans le message qui l'accompagnait. Il "
    "n'est pas conservé."
)


class UnlockPanel(InlinePanel):
    """Enter in the field opens the file; it can still be filed without."""

    def __init__(self) -> None:
        super().__init__("Mot de passe demandé", "Ouvrir le fichier", explanation=_WHY)
        self.password = PasswordEdit()
        self.line: IncomingLine | None = None
        self.add_row("Mot de passe", self.password)
        self.end_rows(
            first=self.password,
            last=self.password,
            password=self.password,
            by_name={"password": self.password},
        )

    def show_for(self, line: IncomingLine, opener: QWidget) -> None:
        """Ask for the password of this file; what is typed stays while it is the same one."""
        is_same = self.line is not None and self.line.id == line.id and not self.isHidden()
        self.line = line
        if not is_same:
            self.open(opener)
