"""« ApCV »: by which channel this post reads a telephone, and a trial of each (A-APCV-02)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from almapy.apcv.model import ApcvChannel
from ui.desk import Desk
from ui.settings.apcv_trials import ApcvTrials
from ui.widgets.bound_fields import BoundFields
from ui.widgets.code_list import CodeList
from ui.widgets.form import FormSection

_MOST_CAMERAS = 9
_HINT = "Le moyen par lequel ce poste lit le téléphone du patient\u00a0; compte aussitôt validé."
_CAMERA_HINT = "Caméra\u00a01\u00a0: la première de ce poste."


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
        self.camera = fields.bind(
            "camera", CodeList((one, f"Caméra\u00a0{one + 1}") for one in range(_MOST_CAMERAS))
        )
        self.trials = ApcvTrials(desk, self._camera_number)
        self.add_row("Lecture de l'ApCV par", self.channel, hint=_HINT)
        self.add_row("Webcam", self.camera, hint=_CAMERA_HINT)
        self.add_wide(self.trials)

    def _camera_number(self) -> int:
        """Return the number of the camera shown, from 0."""
        chosen = self.camera.value()
        return chosen if isinstance(chosen, int) else 0
