"""The verbs of the page of vaccinations, in the words of the vaccination module."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.button import Button, ButtonKind
from ui.widgets.wrap_layout import WrapLayout


class PageButtons(QWidget):
    """« Scanner une boîte » first: it is what is done most."""

    scan_asked = Signal()
    add_asked = Signal()
    remove_asked = Signal()
    table_asked = Signal()
    booklet_asked = Signal()
    close_asked = Signal()

    def __init__(self, *, can_write: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_write = can_write
        self._is_open = False
        self._is_chosen = False
        self.scan = Button("Scanner une boîte", ButtonKind.PRIMARY, icon_name="camera")
        self.scan.setToolTip("Ctrl+Maj+V")
        self.add = Button("Ajouter", icon_name="add")
        self.add.setToolTip("Par le nom du vaccin ou la maladie (Inser)")
        self.remove = Button("Supprimer", icon_name="delete")
        self.table = Button("Aff. Vaccination", icon_name="table")
        self.booklet = Button("Aff. le carnet de vaccination", icon_name="print")
        self.close_button = Button("Fermer", icon_name="close")
        for view in (self.table, self.booklet):
            view.setCheckable(True)
        row = WrapLayout(self)
        for button, signal in (
            (self.scan, self.scan_asked),
            (self.add, self.add_asked),
            (self.remove, self.remove_asked),
            (self.table, self.table_asked),
            (self.booklet, self.booklet_asked),
            (self.close_button, self.close_asked),
        ):
            row.addWidget(button)
            button.clicked.connect(signal)
        self._follow()

    def set_open(self, *, is_open: bool) -> None:
        """Enable what needs a record, or disable it."""
        self._is_open = is_open
        self._follow()

    def set_row(self, *, is_chosen: bool) -> None:
        """Enable what needs a line, or disable it."""
        self._is_chosen = is_chosen
        self._follow()

    def show_view(self, *, is_booklet: bool) -> None:
        """Press the button of the view in front."""
        self.table.setChecked(not is_booklet)
        self.booklet.setChecked(is_booklet)

    def _follow(self) -> None:
        writes = self._can_write and self._is_open
        self.scan.setEnabled(writes)
        self.add.setEnabled(writes)
        self.remove.setEnabled(writes and self._is_chosen)
        self.table.setEnabled(self._is_open)
        self.booklet.setEnabled(self._is_open)
