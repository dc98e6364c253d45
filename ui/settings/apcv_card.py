"""« ApCV »: by which channel this post reads a telephone, and a trial of each (A-APCV-02)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from almapy.apcv.model import ApcvChannel
from ui.desk import Desk
from ui.settings.apcv_trials import ApcvTrials
from ui.widgets.bound_fields import BoundFields
from ui.widgets.form import FormSection

_MOST_CAMERAS = 9
_HINT = "Le moyen par lequel ce poste lit le téléphone du patient\u00a0; compte aussitôt validé."
_CAMERA_HINT = "0\u00a0: la première de ce poste."


class ChannelChoice(QComboBox):
    """Its value is that of an ApcvChannel."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for channel in ApcvChannel:
            self.addItem(channel.label, channel.value)
        self.currentIndexChanged.connect(self.changed)

    def value(self) -> str:
        """Return the channel."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Show a channel; one that is unknown is none."""
        self.setCurrentIndex(max(0, self.findData(value)))


class ApcvCard(FormSection):
    """Open to whoever sits at the post."""

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        """Bind the settings to `fields`."""
        super().__init__("ApCV (application carte Vitale)", columns=2, parent=parent)
        self.channel = fields.bind("apcv_channel", ChannelChoice())
        self.camera = fields.bind("camera", QSpinBox())
        self.camera.setRange(0, _MOST_CAMERAS)
        self.trials = ApcvTrials(desk, self.camera.value)
        self.add_row("Lecture de l'ApCV par", self.channel, hint=_HINT)
        self.add_row("Numéro de la webcam", self.camera, hint=_CAMERA_HINT)
        self.add_wide(self.trials)
