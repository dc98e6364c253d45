"""Tour: from an empty folder to an open practice, by the keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.firstrun.assistant import FirstRunAssistant
from ui.firstrun.recovery_sheet import RecoverySheetStep
from ui.launcher import Launcher
from ui.tour.finding import field, label_named, shown_texts, visible_window
from ui.tour.player import Player
from ui.window import MainWindow

PASSWORD = "Marronnier-2026!"  # noqa: S105  (of a base that the tour throws away)
_PRACTICE = (
    ("Nom du cabinet", "Cabinet du Marronnier"),
    ("Adresse", "3 place de l'Église"),
    ("Code postal", "67000"),
    ("Ville", "Strasbourg"),
    ("Téléphone", "03 53 01 11 22"),
)
_DOCTOR = (("Prénom", "Hélène"), ("Nom", "FICTIF"), ("N° RPPS", "10001234565"))
_GROUPS = 9


class FirstRun:
    """The steps of the assistant, one picture each."""

    def __init__(self, player: Player, launcher: Launcher, paper: Path) -> None:
        """``paper`` is where the sheet of the recovery key is saved, outside the data."""
        self._player = player
        self._launcher = launcher
        self._paper = paper
        self._key: list[str] = []

    def subject(self) -> QWidget:
        """Return what is on the screen."""
        return visible_window(FirstRunAssistant) or visible_window(MainWindow) or QWidget()

    def welcome(self) -> str:
        """Start where there is no practice: the assistant comes by itself."""
        self._launcher.start()
        self._player.wait_until(lambda: visible_window(FirstRunAssistant) is not None, "assistant")
        return "Aucun cabinet\u00a0: l'assistant s'ouvre de lui-même."

    def practice(self) -> str:
        """Describe the practice."""
        self._enter("Votre cabinet")
        self._fill(_PRACTICE)
        return "Le cabinet\u00a0: cinq champs, le reste plus tard."

    def doctor(self) -> str:
        """Describe the doctor."""
        self._enter("Le médecin")
        self._fill(_DOCTOR)
        return "Le médecin\u00a0: seul le nom est obligatoire."

    def account(self) -> str:
        """Choose a password; the rules tick themselves."""
        self._enter("Votre compte")
        self._fill((("Mot de passe", PASSWORD), ("Confirmation", PASSWORD)))
        return "L'identifiant est proposé, la règle du mot de passe se coche en direct."

    def recovery_key(self) -> str:
        """Create the practice and show the printed key."""
        self._enter("Votre clé de secours")
        window = self.subject()
        for number in range(1, _GROUPS + 1):
            named = label_named(window, f"Groupe {number}").accessibleName()
            self._key.append(re.sub(r"[^A-Z0-9]", "", named.split("\u00a0:")[1]))
        return "La base existe\u00a0; la clé de secours n'est montrée que cette fois."

    def proof(self) -> str:
        """Type two groups back: the sheet exists."""
        player, window = self._player, self.subject()
        sheet = window.findChild(RecoverySheetStep)
        assert isinstance(sheet, RecoverySheetStep)
        sheet.save_pdf(self._paper)
        player.wait_until(self._paper.exists, "feuille en PDF")
        player.wait_until(lambda: self._launcher.tasks.under_way == 0, "fin du travail")
        player.click(field(window, "J'ai la feuille"))
        player.wait_until(lambda: "Vérifions la feuille" in shown_texts(window), "vérification")
        asked = [
            number
            for number in range(1, _GROUPS + 1)
            if re.search(rf"^Groupe {number}\b", self._names(), re.MULTILINE)
        ]
        player.expect(that=bool(asked), what="aucun groupe n'est redemandé")
        for number in asked:
            field(window, f"Groupe {number}").setFocus()
            player.type(self._key[number - 1])
        return f"Groupes redemandés\u00a0: {', '.join(map(str, asked))}."

    def opened(self) -> str:
        """Finish: the window of the new practice is there."""
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: visible_window(MainWindow) is not None, "fenêtre")
        self._player.pause()
        return "Le cabinet est ouvert, prêt au premier patient."

    def _fill(self, values: tuple[tuple[str, str], ...]) -> None:
        window = self.subject()
        for name, text in values:
            field(window, name).setFocus()
            self._player.type(text)

    def _enter(self, title: str) -> None:
        self._player.wait_until(lambda: self._launcher.tasks.under_way == 0, "fin du travail")
        self._player.press(Qt.Key.Key_Return)
        self._player.wait_until(lambda: title in shown_texts(self.subject()), title)

    def _names(self) -> str:
        return "\n".join(
            label.accessibleName()
            for label in self.subject().findChildren(QWidget)
            if label.isVisible()
        )
