"""What stands under the INS Datamatrix of every document of the practice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from almapy.headers.cartouche import Caption
from almapy.headers.settings import HeaderSettings
from ui.widgets.code_list import CodeList
from ui.widgets.form import FormSection

_WORDS = {
    Caption.TO_SCAN: "INS à scanner (format actuel)",
    Caption.UNSIGNED: "INS non signée (format précédent)",
}


class CaptionSection(FormSection):
    """A part of « Cabinet », stored with it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Cartouche INS des documents", columns=2, parent=parent)
        self.caption = CodeList((one.value, words) for one, words in _WORDS.items())
        self.seen = HeaderSettings()
        self.add_row("Mention sous le Datamatrix", self.caption)
        self.caption.changed.connect(self.changed)

    def settings(self) -> HeaderSettings:
        """Return the choices as they stand in the fields."""
        return HeaderSettings(Caption(str(self.caption.value())))

    def are_changed(self) -> bool:
        """Tell whether a choice differs from what is stored."""
        return self.settings() != self.seen

    def show_settings(self, settings: HeaderSettings) -> None:
        """Show what is stored."""
        self.seen = settings
        self.caption.set_value(settings.caption.value)
        self.changed.emit()
