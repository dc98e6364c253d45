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
        "Carte Vitale\u00a0: AlmaPy lit directement les fichiers que toute personne peut lire sur "
        "la carte. Ce n'est pas l'interface officielle (API de lecture Vitale, SSV), ni une "
        "lecture certifiée\u00a0: elle propose un dossier, n'atteste ni l'identité ni les droits, "
        "et ne permet ni l'appel à INSi par la carte ni la facturation. Les cartes Vitale 1, "
        "retirées de la circulation, ne sont pas lues."
    ),
    (
        "Application carte Vitale (ApCV)\u00a0: le contenu du code QR et l'échange NFC ne sont pas "
        "publics. AlmaPy transmet le code sans le lire au composant officiel du GIE "
        "SESAM-Vitale, qui n'est pas fourni\u00a0: seul le simulateur répond."
    ),
    (
        "Carte CPS\u00a0: lue et employée par la Cryptolib CPS de l'ANS, à installer. Les cartes "
        "de la démonstration sont simulées, avec des certificats fictifs."
    ),
    (
        "Pro Santé Connect\u00a0: la connexion réelle passe par un relais hébergé, dont l'adresse "
        "est remise par l'éditeur\u00a0; sans lui, on se connecte par mot de passe ou carte CPS."
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
