"""The password of an encrypted PDF that is to be inserted."""

from __future__ import annotations

from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit

_WHY = (
    "Ce PDF est protégé. Son mot de passe se trouve souvent dans le message qui l'accompagnait. Il "
    "n'est pas conservé\u00a0; la copie insérée dans le dossier s'ouvrira sans lui, votre fichier "
    "reste tel quel."
)


class PasswordPanel(InlinePanel):
    """Enter in the field opens the file."""

    def __init__(self) -> None:
        super().__init__("Mot de passe demandé", "Ouvrir le fichier", explanation=_WHY)
        self.password = PasswordEdit()
        self.add_row("Mot de passe", self.password)
        self.end_rows(
            first=self.password,
            last=self.password,
            password=self.password,
            by_name={"password": self.password},
        )
