"""The traits of one question of a mask."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from almapy.masks.model import FieldSort, MaskField
from almapy.measures.model import MeasureKind
from almapy.measures.words import number_text
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection

_LABEL = 80
_UNIT = 40
_CHOICES = 400
_BOUND = 12


class FieldForm(FormSection):
    """Tells each change at once; only what fits the sort of the question may be typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Champ", columns=2, parent=parent)
        self._showing = False
        self.label = text_edit(_LABEL)
        self.sort = QComboBox()
        for sort in FieldSort:
            self.sort.addItem(sort.label, sort.value)
        self.measure = QComboBox()
        for kind in MeasureKind:
            if kind.typed:
                unit = f" ({kind.shown_unit})" if kind.shown_unit else ""
                self.measure.addItem(kind.label + unit, kind.value)
        self.unit = text_edit(_UNIT, example="h, verres/jour…")
        self.low, self.high = text_edit(_BOUND), text_edit(_BOUND)
        self.choices = text_edit(_CHOICES, example="Oui\u00a0; Non\u00a0; Ne sait pas")
        self.default = text_edit(_LABEL)
        self.add_row("Nom", self.label, required=True)
        self.add_row("Type", self.sort)
        self.add_row("Mesure", self.measure)
        self.add_row("Unité", self.unit)
        self.add_row("Minimum", self.low, hint="Au-delà, une remarque\u00a0: rien n'est refusé.")
        self.add_row("Maximum", self.high)
        self.add_row("Choix", self.choices, hint="Séparés par un point-virgule.")
        self.add_row("Valeur proposée", self.default)
        self._texts = (self.label, self.unit, self.low, self.high, self.choices, self.default)
        for edit in self._texts:
            edit.textEdited.connect(self._tell)
        self.sort.currentIndexChanged.connect(self._tell)
        self.measure.currentIndexChanged.connect(self._tell)

    def show_field(self, one: MaskField | None) -> None:
        """Show the traits of a question; None closes the form to typing."""
        self._showing = True
        self.setEnabled(one is not None)
        shown = one or MaskField("", FieldSort.TEXT)
        self.label.setText(shown.label)
        self.sort.setCurrentIndex(self.sort.findData(shown.sort.value))
        kind = shown.measure or MeasureKind.WEIGHT
        self.measure.setCurrentIndex(self.measure.findData(kind.value))
        self.unit.setText(shown.unit)
        for edit, bound in ((self.low, shown.low), (self.high, shown.high)):
            edit.setText("" if bound is None else number_text(bound))
            self.clear_error(edit)
        self.choices.setText("\u00a0; ".join(shown.choices))
        self.default.setText(shown.default)
        self._close_what_does_not_fit()
        self._showing = False

    def field(self) -> MaskField:
        """Return the question as it is typed; a bound that cannot be read is left out and told."""
        sort = FieldSort(self.sort.currentData())
        numeric = sort in {FieldSort.NUMBER, FieldSort.MEASURE}
        parts = (" ".join(part.split()) for part in self.choices.text().split(";"))
        return MaskField(
            label=self.label.text().strip(),
            sort=sort,
            measure=MeasureKind(self.measure.currentData()) if sort is FieldSort.MEASURE else None,
            unit=self.unit.text().strip() if sort is FieldSort.NUMBER else "",
            low=self._bound(self.low.text()) if numeric else None,
            high=self._bound(self.high.text()) if numeric else None,
            choices=tuple(part for part in parts if part) if sort is FieldSort.CHOICE else (),
            default=self.default.text().strip(),
        )

    def require_bounds(self) -> bool:
        """Tell whether both bounds can be read; say so under the one that cannot."""
        for edit in (self.low, self.high):
            wrong = bool(edit.text().strip()) and self._bound(edit.text()) is None
            self.set_error(edit, "Écrivez un nombre, par exemple 2,5." if wrong else "")
        return not self.focus_first_error()

    @Slot()
    def _tell(self) -> None:
        self._close_what_does_not_fit()
        if not self._showing:
            self.changed.emit()

    def _close_what_does_not_fit(self) -> None:
        sort = FieldSort(self.sort.currentData())
        numeric = sort in {FieldSort.NUMBER, FieldSort.MEASURE}
        self.measure.setEnabled(sort is FieldSort.MEASURE)
        self.unit.setEnabled(sort is FieldSort.NUMBER)
        self.low.setEnabled(numeric)
        self.high.setEnabled(numeric)
        self.choices.setEnabled(sort is FieldSort.CHOICE)

    @staticmethod
    def _bound(text: str) -> float | None:
        try:
            value = float("".join(text.split()).replace(",", "."))
        except ValueError:
            return None
        return value if abs(value) < 1e9 else None  # noqa: PLR2004  (neither infinite nor NaN)
