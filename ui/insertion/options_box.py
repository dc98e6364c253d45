"""The three options of the insertion, remembered for the person at work."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox

from almapy.incoming.model import FilingOptions
from ui.desk import Desk
from ui.widgets.form import FormSection


class OptionsBox(FormSection):
    """Each tick is stored at once."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Options")
        self._desk = desk
        self._options = FilingOptions()
        self.keep_source = QCheckBox("Ne pas supprimer le document source")
        self.keep_open = QCheckBox("Ne pas fermer automatiquement ce module")
        self.title_as_contact = QCheckBox("Utiliser le nom du document comme titre de contact")
        for box in (self.keep_source, self.keep_open, self.title_as_contact):
            self.add_wide(box)
            box.clicked.connect(self._store)
        self._show(self._options)

    def load(self) -> None:
        """Read what the person chose before."""
        incoming, actor = self._desk.application.incoming, self._desk.actor
        self._desk.run(self, lambda: incoming.options(actor), self._show)

    def _show(self, options: FilingOptions) -> None:
        self._options = options
        self.keep_source.setChecked(options.keep_source)
        self.keep_open.setChecked(options.keep_open)
        self.title_as_contact.setChecked(options.title_as_contact)
        self.changed.emit()

    @Slot()
    def _store(self) -> None:
        options = replace(
            self._options,
            keep_source=self.keep_source.isChecked(),
            keep_open=self.keep_open.isChecked(),
            title_as_contact=self.title_as_contact.isChecked(),
        )
        self._options = options
        self.changed.emit()
        incoming, actor = self._desk.application.incoming, self._desk.actor
        self._desk.run(self, lambda: incoming.keep_options(actor, options), lambda _: None)
