"""Names that resources/qss knows, and how a widget takes one."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from PySide6 import QtCore
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import Tone

TONE_ICONS: Final = MappingProxyType(
    {
        Tone.OK: "ok",
        Tone.ATTENTION: "warning",
        Tone.CRITICAL: "error",
        Tone.NEUTRAL: "neutral",
        Tone.INFORMATION: "info",
        Tone.SIMULATOR: "simulator",
    }
)


class Surface(StrEnum):
    """What a widget is a part of.

    A list or a tree takes one before it enters a layout: until the style sheet dressed it, Qt
    keeps the heights of bare rows.
    """

    CARD = "card"
    POPUP = "popup"
    BANNER = "banner"
    SIDE = "side"
    PLAIN = "plain"  # a list or a tree without a frame of its own, in a card or a popup
    KEY = "key"


class TextRole(StrEnum):
    """Weight of a text or of an icon in the reading of a page."""

    NORMAL = ""
    SECONDARY = "secondary"
    ERROR = "error"
    ACCENT = "accent"


def set_surface(widget: QWidget, surface: Surface) -> None:
    """Dress `widget` as that part of the window, background included."""
    widget.setAttribute(QtCore.Qt.WidgetAttribute.WA_StyledBackground)
    _set(widget, "surface", surface.value)


def set_text_role(widget: QWidget, role: TextRole) -> None:
    """Give a QLabel or an IconLabel the colour of that role."""
    _set(widget, "role", role.value)


def set_tone(widget: QWidget, tone: Tone | None) -> None:
    """Colour `widget`, its labels and its buttons, None for the usual colours.

    The caller shows the word beside.
    """
    _set(widget, "tone", tone.value if tone is not None else "")


def set_invalid(field: QWidget, *, invalid: bool) -> None:
    """Draw or remove the red outline of a field; the caller shows the reason beside."""
    _set(field, "invalid", invalid)


def set_relative_font(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Font of the application times `factor`; to be called again when that font changes.

    With a factor of 1 the widget goes on following the size of the application by itself.
    """
    font = QFont()
    if factor != 1.0:
        font.setPointSizeF(QApplication.font().pointSizeF() * factor)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def _set(widget: QWidget, name: str, value: object) -> None:
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    # The style sheet reads properties only when it polishes; children depend on their parent's.
    for dressed in (widget, *widget.findChildren(QWidget)):
        dressed.style().unpolish(dressed)
        dressed.style().polish(dressed)
