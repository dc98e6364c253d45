"""The vaccine of a form: its name, and a way to take another."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from almapy.vaccination.model import Vaccination
from almapy.vaccines.model import Vaccine
from ui.theme import SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.icon_label import IconLabel
from ui.widgets.section_title import SectionTitle


class ProductLine(QWidget):
    """Holds the vaccination that the form begins with: what no field shows stays in it."""

    changed = Signal()
    other_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: Vaccination | None = None
        self.title = SectionTitle("")
        self.other_button = Button("Changer de vaccin", ButtonKind.QUIET, icon_name="search")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel("vaccine"))
        line.addWidget(self.title, 1)
        line.addWidget(self.other_button)
        self.other_button.clicked.connect(self._ask_other)

    def value(self) -> Vaccination | None:
        """Return what the form begins with, None before it was opened."""
        return self._data

    def set_value(self, value: Vaccination | None) -> None:
        """Show a vaccine."""
        self._data = value
        self.title.setText(value.label if value is not None else "")
        self.changed.emit()

    def take(self, vaccine: Vaccine) -> None:
        """Take another vaccine; the codes of the box went with the one before."""
        if self._data is not None:
            self.set_value(
                replace(
                    self._data,
                    vaccine=vaccine.code,
                    label=vaccine.name,
                    diseases=" ".join(vaccine.diseases),
                    cip13="",
                    gtin="",
                )
            )

    @Slot()
    def _ask_other(self) -> None:
        self.other_asked.emit()
