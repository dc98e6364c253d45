"""« Ce qui est simulé ou non publié »: what nobody should take for the real service."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.card import Card

TITLE = "Ce qui est simulé ou non publié"
_LIMITS = (
    (
        "Vérification d'une INS (WS_INS3)\u00a0: format non publié. AlmaPy emploie le "
        "sien, auquel seul le simulateur répond."
    ),
    (
        "Appels réels à INSi\u00a0: les adresses de production et le numéro d'autorisation du "
        "logiciel sont à obtenir du GIE SESAM-Vitale (CNDA), puis à saisir dans Paramètres, "
        "«\u00a0Téléservices (INSi)\u00a0». D'ici là, aucun appel réel ne part."
    ),
    (
        "Carte Vitale et carte CPS\u00a0: leurs composants de lecture sont sous licence et ne sont "
        "pas fournis. Les cartes de la démonstration sont simulées."
    ),
    (
        "Code «\u00a0INS à scanner\u00a0»\u00a0: relu par AlmaPy avant d'être imprimé\u00a0; "
        "l'outil de contrôle de l'ANS n'a pas été passé."
    ),
    (
        "Démonstration\u00a0: tout ce qui porte «\u00a0Simulateur\u00a0» est répondu par cet "
        "ordinateur, avec des personnes fictives."
    ),
)


class LimitsCard(Card):
    """Short paragraphs, which can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        for limit in _LIMITS:
            words = QLabel(limit)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(words)
