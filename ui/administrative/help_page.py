"""« Aide INS »: what the identity of a patient is made of, on one page that needs no network."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_L, SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.scroll_column import ScrollColumn

_PARTS = (
    (
        "À quoi sert l'INS",
        (
            "L'identité nationale de santé (INS) évite de ranger un document dans le dossier "
            "d'un autre. Elle réunit un matricule de 15 chiffres, l'OID qui dit de quelle "
            "liste il vient, et les traits stricts\u00a0: nom de naissance, prénoms de "
            "naissance, sexe, date et lieu de naissance."
        ),
    ),
    (
        "Les quatre statuts",
        (
            "Identité provisoire\u00a0: saisie au cabinet, rien n'est vérifié. Elle sert sur "
            "place.\n"
            "Identité récupérée\u00a0: le téléservice INSi a répondu, mais aucun "
            "justificatif n'a été vu.\n"
            "Identité validée\u00a0: un justificatif de haut niveau a été vu, sans réponse "
            "d'INSi.\n"
            "Identité qualifiée\u00a0: les deux. C'est la seule dont le matricule s'imprime "
            "et s'envoie.\n"
            "Le statut se déduit de ces deux faits\u00a0: on ne le choisit pas dans une "
            "liste."
        ),
    ),
    (
        "Valider une identité",
        (
            "1. Demandez un passeport, une carte d'identité ou un titre de séjour.\n"
            "2. Recopiez les traits tels qu'ils y figurent\u00a0: tous les prénoms, dans "
            "l'ordre, sans accent.\n"
            "3. Choisissez la nature du justificatif puis «\u00a0Valider\u00a0».\n"
            "Une carte Vitale ou un permis de conduire ne suffit pas. Pour un enfant sans "
            "pièce d'identité\u00a0: acte de naissance ou livret de famille, avec la pièce "
            "d'un parent."
        ),
    ),
    (
        "Lieu et date de naissance",
        (
            "Le code INSEE est celui de la commune le jour de la naissance. Né à "
            "l'étranger\u00a0: le code du pays (99…) remplace la commune. Lieu "
            "inconnu\u00a0: 99999.\n"
            "Jour inconnu\u00a0: le 1er du mois. Jour et mois inconnus\u00a0: 31/12 de "
            "l'année. La date de la carte Vitale qui n'existe pas au calendrier se garde "
            "dans «\u00a0Date lunaire\u00a0»."
        ),
    ),
    (
        "Corriger des traits verrouillés",
        (
            "Dès qu'une identité est récupérée, validée ou qualifiée, ses traits stricts "
            "sont verrouillés. «\u00a0Modifier les traits d'identité stricts\u00a0» les "
            "ouvre\u00a0: si l'un d'eux change, l'identité redevient provisoire, le "
            "matricule et l'OID sont retirés, et l'ancienne valeur reste dans l'historique."
        ),
    ),
    (
        "Douteuse, fictive, homonyme",
        (
            "Douteuse\u00a0: on soupçonne un prêt ou une usurpation d'identité. "
            "Fictive\u00a0: dossier d'essai ou identité protégée. L'une comme l'autre ramène "
            "l'identité à provisoire et ferme les téléservices. Homonyme\u00a0: un autre "
            "dossier porte presque les mêmes traits\u00a0; un avertissement s'affiche à "
            "chaque ouverture."
        ),
    ),
    (
        "Avec ou sans carte Vitale",
        (
            "Avec la carte\u00a0: la lecture fournit les traits puis interroge INSi. Sans "
            "carte\u00a0: INSi se consulte avec le nom de naissance, un prénom, le sexe et "
            "la date de naissance. Ces deux appels viennent avec le connecteur INSi\u00a0; "
            "d'ici là, saisir et valider une identité fonctionne sans réseau."
        ),
    ),
)


class HelpPage(QWidget):
    """Échap goes back to the form, where the typing still is."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = Button("Revenir à la fiche", icon_name="close")
        self.back_button.clicked.connect(self.left)
        body = ScrollColumn(only_read=True)
        body.setAccessibleName("Aide INS")
        for title, text in _PARTS:
            words = QLabel(text)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card = body.add_part(Card(title))
            card.body.addWidget(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        holder = QVBoxLayout()
        holder.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
        holder.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(holder)
        column.addWidget(body, 1)
        self.setFocusProxy(body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
