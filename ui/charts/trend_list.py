"""The curves of a record in a list: name, last value, and a small curve at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from almapy.measures.words import number_text, with_unit
from almapy.trends.model import Series, Trend, summary_of
from ui.charts.sparkline import SPARK_ROLE, SparklineDelegate, spark_of
from ui.widgets.styling import Surface, set_surface

_KEY = Qt.ItemDataRole.UserRole
_WIDTH_CHARACTERS = 42
_LEAST_LINES = 8


class TrendList(QListWidget):
    """Says which curve is asked for; the same list again keeps the choice."""

    chosen = Signal(object)  # str, the key of a trend

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Courbes du dossier")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(SparklineDelegate(self))
        set_surface(self, Surface.PLAIN)
        self.currentItemChanged.connect(self._tell)

    def show_trends(self, trends: Sequence[Trend], current: str) -> None:
        """Show these curves with that one chosen, without saying that it was."""
        self.blockSignals(True)
        self.clear()
        for trend in trends:
            item = QListWidgetItem(f"{trend.title}\n{last_words(trend.series[0])}")
            item.setData(_KEY, trend.key)
            points = trend.series[0].points
            band = trend.bands[0] if trend.bands else None
            item.setData(SPARK_ROLE, spark_of([(one.at, one.value) for one in points], band))
            values = summary_of((one.value for one in points), trend.series[0].unit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{trend.title}\u00a0: {values}")
            item.setToolTip(f"{trend.title}\n{values}")
            self.addItem(item)
            if trend.key == current:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def choose(self, key: str) -> None:
        """Put the choice on that curve, silently."""
        self.blockSignals(True)
        for row in range(self.count()):
            if self.item(row).data(_KEY) == key:
                self.setCurrentRow(row)
        self.blockSignals(False)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS
        return QSize(width, self.fontMetrics().height() * _LEAST_LINES)

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_KEY))


def last_words(series: Series) -> str:
    """Return the last value: « 56,5 kg » or « 130/80 mmHg »."""
    point = series.points[-1]
    text = number_text(point.value, series.decimals)
    if point.second is not None:
        text += f"/{number_text(point.second, series.decimals)}"
    return with_unit(text, series.unit)
