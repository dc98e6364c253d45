"""Colours of the program in light and dark, its Qt palette and its style sheet.

The contrast of every pair is kept by tests/ui/test_theme.py: 4.5 for text, 3 for icons, borders of
fields and the focus ring.
"""

from __future__ import annotations

from enum import StrEnum
from string import Template
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor, QPalette

from resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

# One scale for margins and gaps, in device-independent pixels; the style sheet uses the same steps.
SPACE_XS: Final = 4
SPACE_S: Final = 8
SPACE_M: Final = 12
SPACE_L: Final = 16
SPACE_XL: Final = 24

_HALF_LIGHT: Final = 128


class ColorMode(StrEnum):
    """What the user chose in « Paramètres »."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """Meaning of a coloured surface; always shown with an icon and a word beside the colour."""

    OK = "ok"
    ATTENTION = "attention"
    CRITICAL = "critical"
    NEUTRAL = "neutral"
    INFORMATION = "information"
    SIMULATOR = "simulator"


class ToneColors(NamedTuple):
    """Two `#RRGGBB` colours to be used together."""

    background: str
    text: str


class Scheme(NamedTuple):
    """Every colour of one mode, `#RRGGBB`."""

    name: str
    window: str
    sidebar: str
    base: str
    alternate: str
    raised: str
    hover: str
    pressed: str
    border: str
    control: str  # outline of fields, boxes and buttons
    text: str
    secondary: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    danger: str
    danger_hover: str
    selection: str
    selection_idle: str  # selection of a view that has lost the focus
    focus: str
    tooltip: str
    tooltip_text: str
    tones: Mapping[Tone, ToneColors]


LIGHT: Final = Scheme(
    name="light",
    window="#F1F4F6",
    sidebar="#E8EDF0",
    base="#FFFFFF",
    alternate="#F7F9FA",
    raised="#FFFFFF",
    hover="#E4EAED",
    pressed="#D8E0E4",
    border="#D5DCE0",
    control="#7B8991",
    text="#1A2327",
    secondary="#52616A",
    disabled="#7D8A92",
    accent="#0B6478",
    accent_hover="#095567",
    accent_pressed="#074655",
    on_accent="#FFFFFF",
    danger="#A9201B",
    danger_hover="#8E1814",
    selection="#CFE5EB",
    selection_idle="#DFE6EA",
    focus="#0B7B94",
    tooltip="#1F2A30",
    tooltip_text="#F2F5F6",
    tones=MappingProxyType(
        {
            Tone.OK: ToneColors("#D7F0DD", "#0B5D1E"),
            Tone.ATTENTION: ToneColors("#FFE3BF", "#7A3E00"),
            Tone.CRITICAL: ToneColors("#FAD4D4", "#8B0F0F"),
            Tone.NEUTRAL: ToneColors("#E3E6EA", "#30363D"),
            Tone.INFORMATION: ToneColors("#D6E6FB", "#0B3D78"),
            Tone.SIMULATOR: ToneColors("#E9DDF7", "#4B2382"),
        }
    ),
)

DARK: Final = Scheme(
    name="dark",
    window="#14181B",
    sidebar="#101417",
    base="#1A1F23",
    alternate="#1E2428",
    raised="#252C31",
    hover="#262E33",
    pressed="#2F393F",
    border="#323B41",
    control="#71808A",
    text="#E4E9EC",
    secondary="#A3B0B7",
    disabled="#7A868E",
    accent="#5CBDD3",
    accent_hover="#7CCFE2",
    accent_pressed="#93DAEA",
    on_accent="#06222A",
    danger="#F19A94",
    danger_hover="#F7B4AF",
    selection="#1E4653",
    selection_idle="#2A343A",
    focus="#5CC8E0",
    tooltip="#2F393F",
    tooltip_text="#E9EEF0",
    tones=MappingProxyType(
        {
            Tone.OK: ToneColors("#12391C", "#B6EBC3"),
            Tone.ATTENTION: ToneColors("#4A2A05", "#FFD9A8"),
            Tone.CRITICAL: ToneColors("#4E1212", "#FFC9C9"),
            Tone.NEUTRAL: ToneColors("#2E343B", "#D5DAE0"),
            Tone.INFORMATION: ToneColors("#10304F", "#BFDBFA"),
            Tone.SIMULATOR: ToneColors("#33204F", "#DCC8F7"),
        }
    ),
)


class Theme(QObject):
    """Dresses the application; one per application, alive as long as it."""

    changed = Signal(object)  # Scheme

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app: QApplication | None = None
        self._mode = ColorMode.SYSTEM
        self._scheme = LIGHT
        self._system_points = 0.0

    @property
    def scheme(self) -> Scheme:
        """Colours now on screen."""
        return self._scheme

    @property
    def is_dark(self) -> bool:
        """Whether the screen is now in dark mode."""
        return self._scheme is DARK

    def colors(self, tone: Tone) -> ToneColors:
        """Colours of a tone now on screen; ask again after `changed`."""
        return self._scheme.tones[tone]

    def apply(self, app: QApplication, mode: ColorMode, text_percent: int = 100) -> None:
        """Dress `app`; `text_percent` (100 to 200) enlarges text beyond the size of the system."""
        former, self._mode = self._mode, mode
        if self._app is None:
            self._app = app
            self._system_points = app.font().pointSizeF()
            if app.style().name() != "fusion":  # making it anew takes 5 ms
                app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(self._follow_system)
        points = self._system_points * text_percent / 100
        if app.font().pointSizeF() != points:
            font = app.font()
            font.setPointSizeF(points)
            app.setFont(font)
        if mode is former is ColorMode.SYSTEM:
            # As at most starts, nothing is to be told to Qt and the enumerations of `Qt` stay out,
            # which take 15 ms to load: its own style has the lightness of the system.
            window = app.style().standardPalette().color(QPalette.ColorRole.Window)
            self._dress(app, dark=window.lightness() < _HALF_LIGHT)
            return
        app.styleHints().setColorScheme(_qt_scheme(mode))
        dark = mode is ColorMode.DARK or (mode is ColorMode.SYSTEM and _system_is_dark(app))
        self._dress(app, dark=dark)

    @Slot()
    def _follow_system(self) -> None:
        if self._app is not None and self._mode is ColorMode.SYSTEM:
            self._dress(self._app, dark=_system_is_dark(self._app))

    def _dress(self, app: QApplication, *, dark: bool) -> None:
        self._scheme = DARK if dark else LIGHT
        app.setPalette(palette(self._scheme))
        app.setStyleSheet(style_sheet(self._scheme))
        self.changed.emit(self._scheme)


def _qt_scheme(mode: ColorMode) -> QtCore.Qt.ColorScheme:
    schemes = QtCore.Qt.ColorScheme
    return {
        ColorMode.SYSTEM: schemes.Unknown,
        ColorMode.LIGHT: schemes.Light,
        ColorMode.DARK: schemes.Dark,
    }[mode]


def _system_is_dark(app: QApplication) -> bool:
    return app.styleHints().colorScheme() is QtCore.Qt.ColorScheme.Dark


def print_palette() -> QPalette:
    """Palette for paper: light whatever the screen shows."""
    return palette(LIGHT)


def palette(scheme: Scheme) -> QPalette:
    """Qt palette of `scheme`; `BrightText` is the text on a surface of the accent colour."""
    role = QPalette.ColorRole
    result = QPalette(QColor(scheme.raised), QColor(scheme.window))
    for name, color in {
        role.WindowText: scheme.text,
        role.Base: scheme.base,
        role.AlternateBase: scheme.alternate,
        role.Text: scheme.text,
        role.PlaceholderText: scheme.secondary,
        role.ButtonText: scheme.text,
        role.BrightText: scheme.on_accent,
        role.ToolTipBase: scheme.tooltip,
        role.ToolTipText: scheme.tooltip_text,
        role.Highlight: scheme.selection,
        role.HighlightedText: scheme.text,
        role.Accent: scheme.accent,
        role.Link: scheme.accent,
        role.LinkVisited: scheme.accent,
        role.Light: scheme.raised,
        role.Midlight: scheme.hover,
        role.Mid: scheme.border,
        role.Dark: scheme.control,
    }.items():
        result.setColor(name, QColor(color))
    for name in (
        role.WindowText,
        role.Text,
        role.ButtonText,
        role.BrightText,
        role.HighlightedText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(scheme.disabled))
    result.setColor(QPalette.ColorGroup.Inactive, role.Highlight, QColor(scheme.selection_idle))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(scheme.selection_idle))
    return result


def style_sheet(scheme: Scheme) -> str:
    """Text of resources/qss with its `$names` replaced by the colours of `scheme`."""
    colors = {name: value for name, value in scheme._asdict().items() if name != "tones"}
    folder = resource("qss")
    sheet = Template((folder / "almapy.qss").read_text(encoding="utf-8"))
    tone_sheet = Template((folder / "tone.qss").read_text(encoding="utf-8"))
    parts = [sheet.substitute(colors, folder=folder.as_posix())]
    parts += [
        tone_sheet.substitute(
            tone=tone, border=_between(*pair), focus=scheme.focus, **pair._asdict()
        )
        for tone, pair in scheme.tones.items()
    ]
    return "".join(parts)


def _between(background: str, text: str) -> str:
    """Return the colour a third of the way from `background` to `text`."""
    start, end = (QColor(color) for color in (background, text))
    parts = (
        (start.red(), end.red()),
        (start.green(), end.green()),
        (start.blue(), end.blue()),
    )
    return QColor(*(round(near + (far - near) / 3) for near, far in parts)).name()
