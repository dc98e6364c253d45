"""The last value of each measure."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from almapy.clock import civil_day
from almapy.measures.model import Measure, MeasureKind
from almapy.text import NO_BREAK_SPACE as NBSP
from ui.theme import SPACE_L, SPACE_XS
from ui.widgets.card import Card
from ui.widgets.styling import TextRole, set_text_role

_SHOWN_UNITS = {"mm[Hg]": "mmHg", "Cel": "°C", "umol/L": "µmol/L"}


class MeasuresCard(Card):
    """One line a kind: name, value with its unit, day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Mesures", parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_measures(self, latest: Mapping[MeasureKind, Measure]) -> None:
        """Show these values, or that none was entered."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        shown = [latest[kind] for kind in MeasureKind if kind in latest]
        for line, measure in enumerate(shown):
            day = QLabel(f"{civil_day(measure.taken_at):%d/%m/%Y}")
            set_text_role(day, TextRole.SECONDARY)
            value = QLabel(f"<b>{measure_text(measure)}</b>")
            for column, label in enumerate((QLabel(measure.kind.label), value, day)):
                self._grid.addWidget(label, line, column)
        if not shown:
            self._grid.addWidget(QLabel("Non renseigné"), 0, 0)


def measure_text(measure: Measure) -> str:
    """Return « 56 kg » or « 130/80 mmHg », with a decimal comma."""
    value = f"{measure.value:g}"
    if measure.second is not None:
        value += f"/{measure.second:g}"
    unit = _SHOWN_UNITS.get(measure.kind.unit, measure.kind.unit)
    return value.replace(".", ",") + NBSP + unit
