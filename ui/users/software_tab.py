"""« Configuration logiciel »: what the program does by itself for this person."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QSpinBox

from almapy.users.model import Right
from almapy.users.preferences import LONGEST_WARNING_DAYS
from ui.desk import Desk
from ui.users.recovery_card import RecoveryCard
from ui.widgets.bound_fields import BoundFields
from ui.widgets.form import FormSection
from ui.widgets.off_place import OffPlace
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.styling import TextRole, set_text_role

_SENDING = "Envoyer automatiquement les documents (ordonnances, courriers ...)"
_SENDING_BOXES = {
    "send_to_mssante": "dans MSSanté",
    "send_to_dmp": "dans le DMP",
}
_IN_BACKGROUND = "Envoyer automatiquement en tâche de fond"
_MODULES = ("Utilise AFFiD Nxt", "jFSE", "Entr'Actes", "Ma Compta Libérale")


class SoftwareTab(ScrollColumn):
    """Binds its fields to the preferences."""

    def __init__(self, desk: Desk, preferences: BoundFields) -> None:
        super().__init__()
        self._desk = desk
        self._bind = preferences.bind
        self.recovery: RecoveryCard | None = None

    def build(self) -> None:
        """Add the parts, once the tab stands in its place."""
        self._add_backups()
        self._add_sendings()
        modules = self.add_part(FormSection("Modules externes"))
        for text in _MODULES:
            modules.add_wide(OffPlace(QCheckBox(text)))
        if self._desk.actor.may(Right.MANAGE_USERS):
            self.recovery = self.add_part(RecoveryCard(self._desk))

    def _add_backups(self) -> None:
        section = self.add_part(FormSection("Sauvegardes", columns=2))
        days = QSpinBox()
        days.setRange(1, LONGEST_WARNING_DAYS)
        days.setSuffix("\u00a0Jour(s)")
        section.add_row(
            "Délais d'avertissement entre deux sauvegardes",
            self._bind("backup_warning_days", days),
            hint="Au-delà, la barre d'état rappelle de sauvegarder.",
        )

    def _add_sendings(self) -> None:
        section = self.add_part(FormSection("Envois automatiques"))
        section.add_wide(_words(_SENDING))
        for name, text in _SENDING_BOXES.items():
            box = self._bind(name, QCheckBox(text))
            box.setAccessibleName(f"{_SENDING} {text}")
            section.add_wide(box)
        section.add_wide(self._bind("send_in_background", QCheckBox(_IN_BACKGROUND)))
        note = _words(
            "Ces choix sont enregistrés pour tous les dossiers. Le module d'envoi n'est pas encore "
            "installé\u00a0: rien ne part pour l'instant."
        )
        set_text_role(note, TextRole.SECONDARY)
        section.add_wide(note)


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label
