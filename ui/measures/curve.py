"""From a value to its curve."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk

SECTION = "curves"


def show_curve(asker: QWidget, desk: Desk, key: str) -> None:
    """Bring « Courbes » to the front on this series (« measure:29463-7 »)."""
    from ui.charts.curves_page import CurvesPage  # noqa: PLC0415  (drawn only when asked)

    desk.section_asked.emit(SECTION)
    page = asker.window().findChild(CurvesPage)
    if page is not None:
        page.show_kind(key)
