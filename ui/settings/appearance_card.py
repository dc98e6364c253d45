"""« Apparence »: light or dark, size of the text; seen at once and kept for this account."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QWidget,
)

from ui.program import APPEARANCE, TEXT_SIZE, apply_appearance
from ui.theme import SPACE_L, SPACE_M, SPACE_S, ColorMode, Theme
from ui.widgets.card import Card

_MODES = {
    ColorMode.LIGHT: "Clair",
    ColorMode.DARK: "Sombre",
    ColorMode.SYSTEM: "Comme le système",
}
_PERCENTS = (100, 110, 125, 150, 175, 200)


class AppearanceCard(Card):
    """No button to press: what is chosen is what is seen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Apparence", parent)
        self._theme = theme
        self.modes = {mode: QRadioButton(text) for mode, text in _MODES.items()}
        self.text_size = QComboBox()
        self.text_size.setAccessibleName("Taille du texte")
        for percent in _PERCENTS:
            self.text_size.addItem(f"{percent}\u00a0%", percent)
        self._group = QButtonGroup(self)
        self._lay_out()
        self.show_stored()
        self._group.buttonClicked.connect(self._choose)
        self.text_size.activated.connect(self._choose)

    def show_stored(self) -> None:
        """Show what is kept for this account of the computer."""
        settings = QSettings()
        stored = str(settings.value(APPEARANCE, ColorMode.SYSTEM.value))
        mode = ColorMode(stored) if stored in set(ColorMode) else ColorMode.SYSTEM
        self.modes[mode].setChecked(True)
        place = self.text_size.findText(f"{settings.value(TEXT_SIZE, 100)}\u00a0%")
        self.text_size.setCurrentIndex(max(place, 0))

    def chosen_mode(self) -> QRadioButton:
        """Return the box that is ticked."""
        return next(button for button in self.modes.values() if button.isChecked())

    @Slot()
    def _choose(self) -> None:
        mode = next(mode for mode, button in self.modes.items() if button.isChecked())
        settings = QSettings()
        settings.setValue(APPEARANCE, mode.value)
        settings.setValue(TEXT_SIZE, self.text_size.currentData())
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_appearance(application, self._theme)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(SPACE_L)
        for button in self.modes.values():
            self._group.addButton(button)
            choices.addWidget(button)
        choices.addStretch(1)
        size = QLabel("Taille du texte")
        size.setBuddy(self.text_size)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        grid.addWidget(QLabel("Couleurs"), 0, 0)
        grid.addLayout(choices, 0, 1)
        grid.addWidget(size, 1, 0)
        grid.addWidget(self.text_size, 1, 1, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(grid)
