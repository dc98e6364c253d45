"""« Connecteurs »: which outside services this version speaks to, and how it stands with each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.card import Card
from ui.widgets.styling import TextRole, set_text_role

_INSI = "INSi"
_CARDS = "Carte Vitale et ApCV"
_CONNECTORS = (
    (_INSI, "téléservice Identité Nationale de Santé"),
    (_CARDS, "lecteur, webcam, douchette, NFC"),
    ("CPS et Pro Santé Connect", "carte et identité du professionnel"),
    ("DMP V2", "dossier médical partagé"),
    ("MSSanté", "messagerie sécurisée"),
    ("Ordonnance numérique", "e-prescription"),
    ("SESAM-Vitale, addendum 8 (jFSE)", "feuilles de soins"),
    ("MesVaccins.net", "carnet de vaccination"),
    ("BioServeur", "résultats de biologie"),
)
_ABSENT = ("Non installé", Tone.NEUTRAL)
_SIMULATED = ("Simulateur", Tone.SIMULATOR)
_TO_SET = ("À régler", Tone.NEUTRAL)
_SET = ("Réglé", Tone.OK)


@dataclass(frozen=True, slots=True)
class InsiState:
    """Whether a simulator answers for INSi, and whether its settings are complete."""

    simulated: bool
    complete: bool


class ConnectorsCard(Card):
    """Says plainly what is there; INSi is told once its settings were read."""

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
            badge = Badge(*(_SIMULATED if is_demo and name in {_INSI, _CARDS} else _ABSENT))
            self.badges[name] = badge
            grid.addWidget(title, line, 0)
            grid.addWidget(told, line, 1)
            grid.addWidget(badge, line, 2)
        self.body.addLayout(grid)

    def show_insi(self, state: InsiState) -> None:
        """Tell how it stands with INSi."""
        told = _SIMULATED if state.simulated else _SET if state.complete else _TO_SET
        self.badges[_INSI].set_state(*told)
