"""« Carnet de vaccination électronique »: why, how to register, help (features.md V-ACC)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout

from ui.cve.help_texts import HELP_PARTS, HOME_PARTS, REGISTER_PARTS, HelpPart
from ui.cve.registration_form import RegistrationForm
from ui.desk import Desk
from ui.page import Page
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle


class CarnetHelpPage(Page):
    """Needs no network but for « Je crée mon compte »."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.home = ScrollColumn(only_read=True)
        self.register = ScrollColumn()
        self.help = ScrollColumn(only_read=True)
        for tab, name in (
            (self.home, "Accueil"),
            (self.register, "Inscription"),
            (self.help, "Aide"),
        ):
            tab.setAccessibleName(name)
            self.tabs.addTab(tab, name)
        self.form = RegistrationForm(desk)
        self.settings_button = Button(
            "Ouvrir «\u00a0Informations utilisateur\u00a0»", icon_name="user"
        )
        self.settings_button.clicked.connect(self._open_settings)
        self._lay_out()

    def entered(self) -> None:
        """Have the arrows change tab at once."""
        self.tabs.tabBar().setFocus()

    def has_unsaved_changes(self) -> bool:
        """Tell whether an account is being typed."""
        return self.form.has_text()

    def _open_settings(self) -> None:
        self.desk.section_asked.emit("information")

    def _lay_out(self) -> None:
        title = SectionTitle("Carnet de vaccination électronique", 1)
        title.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.tabs, 1)
        _fill(self.home, HOME_PARTS)
        _fill(self.register, REGISTER_PARTS)
        self.register.add_part(self.form)
        _fill(self.help, HELP_PARTS)
        self.help.add_part(self.settings_button)


def _fill(tab: ScrollColumn, parts: Sequence[HelpPart]) -> None:
    for part in parts:
        card = tab.add_part(Card(part.title))
        for line in part.text.split("\n"):
            words = QLabel(line)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.body.addWidget(words)
