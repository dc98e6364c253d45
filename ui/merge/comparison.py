"""Two records side by side, field by field, and what the kept one would take over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from almapy.patients.model import Patient
from ui.administrative.words import LABELS
from ui.theme import SPACE_L, SPACE_S
from ui.widgets.conflict_panel import shown_value
from ui.widgets.styling import set_relative_font

_TITLES = ("", "Dossier gardé", "Dossier absorbé", "Compléter")


@dataclass(frozen=True, slots=True)
class Row:
    """One field on which both records differ."""

    name: str
    kept: str = field(repr=False)
    absorbed: str = field(repr=False)


def differing(kept: Patient, absorbed: Patient) -> list[Row]:
    """Return the fields that differ, the status first, in the order of the form."""
    rows = [
        Row(name, shown_value(getattr(kept.data, name)), shown_value(getattr(absorbed.data, name)))
        for name in LABELS
    ]
    status = Row("status", kept.status.label, absorbed.status.label)
    number = Row("dossier", str(kept.dossier), str(absorbed.dossier))
    return [row for row in (number, status, *rows) if row.kept != row.absorbed]


class Comparison(QWidget):
    """A box stands where the kept record holds nothing and the absorbed one does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_S)
        for column, stretch in enumerate((1, 2, 2, 0)):
            self._grid.setColumnStretch(column, stretch)

    def show_rows(self, rows: Sequence[Row], fillable: Collection[str]) -> None:
        """Show the fields; what can be taken over is ticked."""
        self._clear()
        for column, title in enumerate(_TITLES):
            head = QLabel(title)
            set_relative_font(head, 1.0, bold=True)
            self._grid.addWidget(head, 0, column)
        for line, row in enumerate(rows, start=1):
            label = _WORDS.get(row.name) or LABELS[row.name]
            for column, text in enumerate((label, row.kept, row.absorbed)):
                cell = QLabel(text)
                cell.setTextFormat(Qt.TextFormat.PlainText)
                cell.setWordWrap(True)
                self._grid.addWidget(cell, line, column, Qt.AlignmentFlag.AlignTop)
            if row.name in fillable:
                box = QCheckBox("Reprendre")
                box.setAccessibleName(f"Reprendre {label}\u00a0: {row.absorbed}")
                box.setChecked(True)
                self._boxes[row.name] = box
                self._grid.addWidget(box, line, 3, Qt.AlignmentFlag.AlignTop)

    def ticked(self) -> list[str]:
        """Return the fields to take over."""
        return [name for name, box in self._boxes.items() if box.isChecked()]

    def _clear(self) -> None:
        self._boxes.clear()
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


_WORDS = {"dossier": "N° de dossier", "status": "Statut de l'identité"}
