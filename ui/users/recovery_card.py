"""« Clé de secours »: a new printed key, shown once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from ui.desk import Desk
from ui.firstrun.recovery_paper import RecoverySheet
from ui.users.key_once import KeyOnce
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.styling import TextRole, set_text_role


class RecoveryCard(Card):
    """For those who manage the accounts; whoever holds the key opens the whole base."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Clé de secours", parent)
        self._desk = desk
        self.renew_button = Button("Nouvelle clé de secours…", icon_name="key")
        self.panel = InlinePanel(
            "Nouvelle clé de secours",
            "Remplacer la clé",
            kind=ButtonKind.DANGER,
            refusal="Garder la clé actuelle",
            explanation="La clé imprimée auparavant n'ouvrira plus rien, sauf les sauvegardes déjà "
            "faites. Les dossiers et les mots de passe ne changent pas.",
        )
        self.password = PasswordEdit()
        self.panel.add_row("Votre mot de passe", self.password, required=True)
        self.panel.end_rows(first=self.password, password=self.password)
        self.key = KeyOnce(desk)
        self._lay_out()
        self.renew_button.clicked.connect(self._open)
        self.panel.submitted.connect(self._renew)
        self.key.put_away.connect(self._rest)

    @property
    def shows_key(self) -> bool:
        """Whether a new key is on screen, not yet put away."""
        return not self.key.isHidden()

    def _lay_out(self) -> None:
        words = QLabel(
            "Cette clé imprimée rouvre la base quand un mot de passe est perdu. Gardez-la sous "
            "clé, hors du cabinet."
        )
        words.setWordWrap(True)
        set_text_role(words, TextRole.SECONDARY)
        self.body.addWidget(words)
        self.body.addWidget(self.renew_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.panel)
        self.body.addWidget(self.key)

    @Slot()
    def _open(self) -> None:
        self.panel.open(self.renew_button)

    @Slot()
    def _renew(self) -> None:
        self.panel.begin()
        application, actor = self._desk.application, self._desk.actor
        password = self.password.text()

        def work() -> RecoverySheet:
            printed = application.accounts.renew_recovery_key(actor, password)
            practice = application.practice.get().name
            return RecoverySheet(printed, practice, actor.login, application.clock.today())

        self._desk.run(self, work, self._show_sheet, self.panel.refuse)

    def _show_sheet(self, sheet: RecoverySheet) -> None:
        self.panel.leave()
        self.renew_button.setEnabled(False)
        self.key.show_sheet(sheet)

    @Slot()
    def _rest(self) -> None:
        self.renew_button.setEnabled(True)
        self.renew_button.setFocus()
