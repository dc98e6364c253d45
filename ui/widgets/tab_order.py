"""The order of Tab for what was put in a window after the rest of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(*groups: QWidget) -> None:
    """Have Tab go through these groups one after the other, each in its own order."""
    stops = [one for group in groups for one in _stops(group)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(group: QWidget) -> Iterator[QWidget]:
    one = group.nextInFocusChain()
    while one is not group:
        if group.isAncestorOf(one) and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            if one.focusProxy() is None:
                yield one
        one = one.nextInFocusChain()
