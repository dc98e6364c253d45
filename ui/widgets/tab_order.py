"""The order of Tab for what was put in a window after the rest of it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(*groups: QWidget) -> None:
    """Have Tab go through these groups one after the other, each in the order it was built in."""
    # Not by nextInFocusChain: what it returns crashes PySide6 at the end of the program.
    stops = [one for group in groups for one in group.findChildren(QWidget) if _is_stop(one, group)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _is_stop(one: QWidget, group: QWidget) -> bool:
    """Leave out what has a window of its own, as the list of a combo box has."""
    is_tabbed = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.focusProxy() is None
    return is_tabbed and one.window() is group.window()
