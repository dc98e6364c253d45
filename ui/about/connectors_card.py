"""« Connecteurs »: which outside services this version speaks to, and how it stands with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from almapy.apcv.model import ApcvChannel
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.card import Card
from ui.widgets.styling import TextRole, set_text_role

_INSI = "INSi"
CARDS = "Carte Vitale et ApCV"
APCV = {
    ApcvChannel.WEBCAM: "ApCV par webcam",
    ApcvChannel.SCANNER: "ApCV par douchette",
    ApcvChannel.NFC: "ApCV par lecteur NFC",
}
PROFESSIONAL = "CPS et Pro Santé Connect"
_CONNECTORS = (
    (_INSI, "téléservice Identité Nationale de Santé"),
    (CARDS, "lecteur de cartes, interface officielle"),
    (APCV[ApcvChannel.WEBCAM], "application carte Vitale, code QR du téléphone"),
    (APCV[ApcvChannel.SCANNER], "application carte Vitale, code QR du téléphone"),
    (APCV[ApcvChannel.NFC], "application carte Vitale, téléphone posé sur le lecteur"),
    (PROFESSIONAL, "carte et identité du professionnel"),
    ("DMP V2", "dossier médical partagé"),
    ("MSSanté", "messagerie sécurisée"),
    ("Ordonnance numérique", "e-prescription"),
    ("SESAM-Vitale, addendum 8 (jFSE)", "feuilles de soins"),
    ("MesVaccins.net", "carnet de vaccination"),
    ("BioServeur", "résultats de biologie"),
)
Told = tuple[str, Tone]
"""The word of a state and its tone."""
ABSENT: Told = ("Non installé", Tone.NEUTRAL)
SIMULATED: Told = ("Simulateur", Tone.SIMULATOR)
TO_SET: Told = ("À régler", Tone.NEUTRAL)
SET: Told = ("Réglé", Tone.OK)
NOT_CHOSEN: Told = ("Non choisi", Tone.NEUTRAL)


@dataclass(frozen=True, slots=True)
class InsiState:
    """Whether a simulator answers for INSi, and whether its settings are complete."""

    simulated: bool
    complete: bool


class ConnectorsCard(Card):
    """Says plainly what is there; what depends on settings is told once they were read."""

    def __init__(self, *, is_demo: bool, parent: QWidget | None = None) -> None:
        super().__init__("Connecteurs", parent)
        words = QLabel("Un connecteur qui n'est pas installé n'envoie ni ne reçoit rien.")
        words.setWordWrap(True)
        set_text_role(words, TextRole.SECONDARY)
        self.body.addWidget(words)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        self.badges: dict[str, Badge] = {}
        for line, (name, purpose) in enumerate(_CONNECTORS):
            title, told = QLabel(name), QLabel(purpose)
            for label in (title, told):
                label.setWordWrap(True)
            set_text_role(told, TextRole.SECONDARY)
            badge = Badge(*(SIMULATED if is_demo and name == _INSI else ABSENT))
            self.badges[name] = badge
            grid.addWidget(title, line, 0)
            grid.addWidget(told, line, 1)
            grid.addWidget(badge, line, 2)
        self.body.addLayout(grid)

    def show_insi(self, state: InsiState) -> None:
        """Tell how it stands with INSi."""
        told = SIMULATED if state.simulated else SET if state.complete else TO_SET
        self.badges[_INSI].set_state(*told)

    def show_states(self, states: Mapping[str, Told]) -> None:
        """Tell how it stands with connectors, by their name in the list."""
        for name, told in states.items():
            self.badges[name].set_state(*told)
