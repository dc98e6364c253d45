"""The theme for one test; a module asks for it by `pytest_plugins = ["tests.ui.dressing"]`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import ColorMode, Theme


@pytest.fixture
def dress(qapp: QApplication) -> Iterator[Callable[..., Theme]]:
    """Dress the application for one test, and undress it afterwards."""
    palette, font = qapp.palette(), qapp.font()
    theme = Theme()

    def apply(mode: ColorMode = ColorMode.LIGHT, text_percent: int = 100) -> Theme:
        theme.apply(qapp, mode, text_percent)
        return theme

    yield apply
    theme.deleteLater()
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
