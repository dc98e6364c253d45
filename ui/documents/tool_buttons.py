"""Buttons of the preview: an icon, its name for who cannot see it, its key."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from ui.icons import icon


def tool_button(text: str, icon_name: str, keys: str = "") -> QToolButton:
    """Return a button named by what it does."""
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setAccessibleName(text)
    button.setToolTip(f"{text} ({keys})" if keys else text)
    return button
