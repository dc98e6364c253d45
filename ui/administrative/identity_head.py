"""The first line of « Etat civil »: status of the identity, its attributes, the civility."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from almapy.patients.model import IdentityStatus
from ui.patients.banner import STATUS_TONES
from ui.theme import SPACE_L, SPACE_S
from ui.widgets.badge import Badge
from ui.widgets.bound_fields import BoundFields
from ui.widgets.wrap_layout import WrapLayout

CIVILITIES = ("", "Monsieur", "Madame", "Mademoiselle", "Enfant")
_HINTS = {
    "doubtful": "Papiers douteux ou usurpés\u00a0: aucun téléservice, rien n'est partagé",
    "fictitious": "Essai ou identité protégée\u00a0: aucun téléservice, hors statistiques",
    "homonym": "Un autre dossier lui ressemble\u00a0: un avertissement à chaque ouverture",
}


class IdentityHead(QWidget):
    """The vignette shows what is stored; the section below says what storing will change."""

    def __init__(self, fields: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.status = Badge(
            IdentityStatus.PROVISIONAL.label, STATUS_TONES[IdentityStatus.PROVISIONAL]
        )
        self.doubtful = fields.bind("doubtful", QCheckBox("Douteuse"))
        self.fictitious = fields.bind("fictitious", QCheckBox("Fictive"))
        self.homonym = fields.bind("homonym", QCheckBox("Homonyme"))
        self.civility = fields.bind("civility", QComboBox())
        self.civility.addItems(CIVILITIES)
        boxes = {
            "doubtful": self.doubtful,
            "fictitious": self.fictitious,
            "homonym": self.homonym,
        }
        for name, box in boxes.items():
            box.setToolTip(_HINTS[name])
            box.setAccessibleDescription(_HINTS[name])
        height = self.civility.sizeHint().height()
        line = WrapLayout(self, spacing=SPACE_L)
        line.addWidget(_labelled("Statut de l'identité", self.status))
        for box in boxes.values():
            line.addWidget(box)
        line.addWidget(_labelled("Civilité", self.civility))
        for place in range(line.count()):
            item = line.itemAt(place)
            part = item.widget() if item is not None else None
            if part is not None:
                part.setMinimumHeight(height)  # level with the list at the end of the line

    def show_status(self, status: IdentityStatus) -> None:
        """Show the status that is stored."""
        self.status.set_state(status.label, STATUS_TONES[status])


def _labelled(label: str, field: QWidget) -> QWidget:
    pair = QWidget()
    line = QHBoxLayout(pair)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE_S)
    caption = QLabel(label)
    caption.setBuddy(field)
    line.addWidget(caption)
    line.addWidget(field)
    if not isinstance(field, Badge):
        field.setAccessibleName(label)
    return pair
