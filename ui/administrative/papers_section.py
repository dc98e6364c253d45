"""« Etat civil », the last part: insured number, comment, former file numbers."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.identity.nir import nir_remarks, read_nir, shown_nir
from almapy.patients.model import Sex
from ui.widgets.bound_fields import BoundFields
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.note_edit import NoteEdit

_LONGEST_NIR = 21  # fifteen characters and their spaces
_LONGEST_NUMBER = 30


class NirField(QLineEdit):
    """Holds the number without separators and shows it grouped; spaces and the key are optional."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_LONGEST_NIR)
        self.setPlaceholderText("2 77 07 63 220 829 10")
        self.textChanged.connect(self.changed)
        self.editingFinished.connect(self._group)

    def value(self) -> str:
        """Return the number as it is stored."""
        nir = read_nir(self.text())
        return nir.number if nir is not None else self.text().strip()

    def set_value(self, value: str) -> None:
        """Show a number."""
        self.setText(shown_nir(value))
        self.setCursorPosition(0)

    @Slot()
    def _group(self) -> None:
        shown = shown_nir(self.value())
        if shown != self.text():
            self.setText(shown)


class PapersSection(FormSection):
    """The NIR of the insured may be a parent's: it is never taken for the person's own."""

    def __init__(self, fields: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__("Assuré, commentaire et numéros", columns=2, parent=parent)
        self.nir = fields.bind("insured_nir", NirField())
        self.comment = fields.bind("comment", NoteEdit())
        self.paper = fields.bind("paper_number", text_edit(_LONGEST_NUMBER))
        self.former = fields.bind("former_number", text_edit(_LONGEST_NUMBER))

    def build(self) -> None:
        """Add the rows, once the section stands in its place."""
        self.add_row("NIR de l'assuré", self.nir)
        self.add_row("Commentaire", self.comment)
        self.add_row("N° dossier papier", self.paper)
        self.add_row("N° dossier ancien logiciel", self.former)

    def remark_nir(self, sex: Sex | None, birth_date: date | None) -> list[str]:
        """Say what to look at in the number, and return it; ``sex`` and date of its owner."""
        remarks = nir_remarks(self.nir.text(), sex=sex, birth_date=birth_date)
        self.set_remark(self.nir, "\n".join(remarks))
        return remarks
