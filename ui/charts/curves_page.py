"""« Courbes »: what a doctor shows on the screen to the patient."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.charts.trend_panel import TrendPanel
from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_L, SPACE_M


class CurvesPage(Page):
    """The curves of the open record, scrolled when the window is small."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.panel = TrendPanel(desk)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        inner.addWidget(self.panel)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    @classmethod
    def preload(cls) -> None:
        """Load the plotting library: it takes a third of a second and more."""
        import_module("ui.charts.trend_view")

    def entered(self) -> None:
        """Put the keyboard on the choice of the curve."""
        self.panel.take_focus()

    def show_record(self, record: OpenRecord) -> None:
        """Draw the curves of this record."""
        self.panel.show_record(record)

    def show_kind(self, key: str) -> None:
        """Show that curve: the key of a ``Trend`` (« measure:29463-7 », « computed:imc »)."""
        self.panel.show_kind(key)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Left", "Lire la valeur d'avant (dans la courbe)"),
            ("Right", "Lire la valeur d'après"),
            ("+", "Agrandir autour de la valeur lue"),
            ("-", "Voir plus de temps"),
            ("0", "Montrer toute la courbe"),
        ]
