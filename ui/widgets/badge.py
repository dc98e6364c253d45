"""The vignette: a state in one icon and one or two words."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TONE_ICONS, set_relative_font, set_tone


class Badge(QFrame):
    """Shows a state; the icon of the tone and the word say it without the colour."""

    def __init__(
        self, text: str, tone: Tone, *, icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        """`icon_name` replaces the icon of the tone where a more precise one exists."""
        super().__init__(parent)
        self._icon = IconLabel(icon_name or TONE_ICONS[tone], scale=1.1)
        self._label = QLabel()
        self._own_icon = icon_name
        set_relative_font(self._label, 1.0, bold=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_XS + 2, 3, SPACE_S, 3)
        line.setSpacing(SPACE_XS)
        line.addWidget(self._icon)
        line.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, tone)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._label.text()

    def set_state(self, text: str, tone: Tone) -> None:
        """Replace word and tone together, so that they never contradict each other."""
        self._icon.set_icon(self._own_icon or TONE_ICONS[tone])
        self._label.setText(text)
        self.setAccessibleName(text)
        set_tone(self, tone)
