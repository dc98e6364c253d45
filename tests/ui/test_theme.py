from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from PySide6 import QtWidgets
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QStyleHints
from PySide6.QtWidgets import QLabel

import ui.widgets
from resources import resource
from tests.ui.contrast import contrast
from ui.theme import (
    DARK,
    LIGHT,
    ColorMode,
    Scheme,
    Theme,
    Tone,
    palette,
    print_palette,
    style_sheet,
)
from ui.widgets.button import ButtonKind
from ui.widgets.styling import Surface, TextRole

pytest_plugins = ["tests.ui.dressing"]

TEXT, SHAPE = 4.5, 3.0
GROUNDS = ("window", "base", "alternate", "sidebar", "raised")
TEXT_PAIRS = [
    *((text, ground) for text in ("text", "secondary", "accent") for ground in GROUNDS),
    *(("text", ground) for ground in ("hover", "pressed", "selection", "selection_idle")),
    *(("accent", ground) for ground in ("hover", "selection")),
    *(("secondary", ground) for ground in ("hover", "selection")),
    *(("danger", ground) for ground in ("window", "base")),
    *(("on_accent", f"accent{state}") for state in ("", "_hover", "_pressed")),
    *(("on_accent", ground) for ground in ("danger", "danger_hover")),
    ("tooltip_text", "tooltip"),
]
SHAPE_PAIRS = [
    *((line, ground) for line in ("control", "focus") for ground in GROUNDS),
    *(("disabled", ground) for ground in ("window", "base")),
    ("danger", "base"),
    ("focus", "selection"),
]
BOTH = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=lambda scheme: scheme.name)


@BOTH
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(scheme: Scheme, text: str, ground: str) -> None:
    assert contrast(getattr(scheme, text), getattr(scheme, ground)) >= TEXT


@BOTH
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_outlines_rings_and_icons_stand_out(scheme: Scheme, shape: str, ground: str) -> None:
    assert contrast(getattr(scheme, shape), getattr(scheme, ground)) >= SHAPE


@BOTH
@pytest.mark.parametrize("tone", Tone)
def test_every_tone_is_readable(scheme: Scheme, tone: Tone) -> None:
    assert contrast(*scheme.tones[tone]) >= TEXT


@BOTH
@pytest.mark.parametrize("tone", Tone)
def test_the_ring_and_the_cross_are_seen_on_every_tone(scheme: Scheme, tone: Tone) -> None:
    ground = scheme.tones[tone].background
    assert contrast(scheme.focus, ground) >= SHAPE
    assert contrast(scheme.text, ground) >= SHAPE


def test_tones_are_those_of_the_ux_rules() -> None:
    assert {tone: (*LIGHT.tones[tone], *DARK.tones[tone]) for tone in Tone} == {
        Tone.OK: ("#D7F0DD", "#0B5D1E", "#12391C", "#B6EBC3"),
        Tone.ATTENTION: ("#FFE3BF", "#7A3E00", "#4A2A05", "#FFD9A8"),
        Tone.CRITICAL: ("#FAD4D4", "#8B0F0F", "#4E1212", "#FFC9C9"),
        Tone.NEUTRAL: ("#E3E6EA", "#30363D", "#2E343B", "#D5DAE0"),
        Tone.INFORMATION: ("#D6E6FB", "#0B3D78", "#10304F", "#BFDBFA"),
        Tone.SIMULATOR: ("#E9DDF7", "#4B2382", "#33204F", "#DCC8F7"),
    }


@BOTH
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("WindowText", "Window"),
        ("Text", "Base"),
        ("Text", "AlternateBase"),
        ("PlaceholderText", "Base"),
        ("ButtonText", "Button"),
        ("HighlightedText", "Highlight"),
        ("BrightText", "Accent"),
        ("ToolTipText", "ToolTipBase"),
        ("Link", "Base"),
        ("LinkVisited", "Window"),
    ],
)
@pytest.mark.parametrize("group", ["Active", "Inactive"])
def test_the_palette_keeps_the_contrast(scheme: Scheme, text: str, ground: str, group: str) -> None:
    colors = palette(scheme)
    group_ = QPalette.ColorGroup[group]
    pair = (colors.color(group_, QPalette.ColorRole[name]) for name in (text, ground))
    assert contrast(*pair) >= TEXT


@BOTH
@pytest.mark.parametrize(
    ("picture", "ground"),
    [
        ("arrow-up", "base"),
        ("arrow-down", "base"),
        ("arrow-right", "base"),
        ("tick", "accent"),
    ],
)
def test_pictures_of_the_style_sheet_stand_out(scheme: Scheme, picture: str, ground: str) -> None:
    name = f"{picture}-{scheme.name}" if picture == "tick" else picture
    drawing = resource("qss", f"{name}.svg").read_text(encoding="utf-8")
    (stroke,) = set(re.findall(r"#[0-9A-F]{6}", drawing))
    assert contrast(stroke, getattr(scheme, ground)) >= SHAPE


@BOTH
def test_the_style_sheet_is_complete(scheme: Scheme) -> None:
    sheet = style_sheet(scheme)
    assert "$" not in sheet
    assert all(f'[tone="{tone}"]' in sheet for tone in Tone)
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    assert all(Path(picture).is_file() for picture in pictures)


def test_qt_understands_the_whole_style_sheet(dress, qtbot) -> None:
    dress()
    label = QLabel("texte")
    qtbot.addWidget(label)
    label.ensurePolished()  # a mistake is told by a Qt warning, which fails the test


def _rules() -> str:
    sheet = re.sub(r"/\*.*?\*/", "", style_sheet(LIGHT), flags=re.DOTALL)
    return " ".join(re.findall(r"([^{}]+)\{", sheet))


def _widget_classes() -> set[str]:
    modules = [
        import_module(f"ui.widgets.{module.name}") for module in iter_modules(ui.widgets.__path__)
    ]
    return {name for module in (QtWidgets, *modules) for name in dir(module)}


def test_every_class_named_by_the_style_sheet_exists() -> None:
    named = set(re.findall(r"(?<![\w:#\"-])([A-Z]\w+)", _rules()))
    assert named
    assert named <= _widget_classes()


def test_the_style_sheet_names_no_object() -> None:
    assert "#" not in _rules()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("surface", {surface.value for surface in Surface}),
        ("role", {role.value for role in TextRole if role}),
        ("kind", {kind.value for kind in ButtonKind if kind}),
        ("tone", {tone.value for tone in Tone}),
        ("invalid", {"true"}),
    ],
)
def test_properties_of_the_style_sheet_and_of_the_code_are_the_same(
    name: str, values: set[str]
) -> None:
    assert set(re.findall(rf'\[{name}="([^"]+)"\]', _rules())) == values


def test_the_style_sheet_uses_no_other_property() -> None:
    names = set(re.findall(r"\[(\w+)", _rules()))
    assert names == {"surface", "role", "kind", "tone", "invalid", "popupMode"}


def test_dark_can_be_forced(dress) -> None:
    theme = dress(ColorMode.DARK)
    assert theme.is_dark
    assert theme.scheme is DARK
    assert theme.colors(Tone.OK) == ("#12391C", "#B6EBC3")


def test_the_screen_follows_the_system(dress, qapp, monkeypatch, qtbot) -> None:
    theme = dress(ColorMode.SYSTEM)
    assert not theme.is_dark
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: Qt.ColorScheme.Dark)
    with qtbot.waitSignal(theme.changed) as told:
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert told.args == [DARK]
    assert qapp.palette().window().color().name().upper() == DARK.window


def test_a_forced_mode_is_deaf_to_the_system(dress, qapp, monkeypatch) -> None:
    theme = dress(ColorMode.LIGHT)
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.scheme is LIGHT


def test_paper_is_light_on_a_dark_screen(dress) -> None:
    dress(ColorMode.DARK)
    assert print_palette().color(QPalette.ColorRole.Base).name().upper() == "#FFFFFF"
    assert print_palette().color(QPalette.ColorRole.Text).name().upper() == LIGHT.text


def test_text_can_be_enlarged_and_put_back(dress, qapp) -> None:
    before = qapp.font().pointSizeF()
    dress(text_percent=200)
    assert qapp.font().pointSizeF() == pytest.approx(2 * before)
    dress(text_percent=100)
    assert qapp.font().pointSizeF() == pytest.approx(before)


def test_what_the_sign_in_window_needs_loads_nothing_heavy() -> None:
    modules = (
        "ui.theme ui.icons ui.widgets.button ui.widgets.password_edit ui.widgets.message_strip"
    )
    heavy = "PySide6.QtSvg sqlalchemy alembic cryptography xlsxwriter odfdo numpy"
    code = (
        f"import sys\nfor name in {modules.split()}: __import__(name)\n"
        f"print([name for name in {heavy.split()} if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"


def test_the_theme_tells_its_change_once(dress, qtbot) -> None:
    theme = Theme()
    heard = []
    theme.changed.connect(heard.append)
    theme.apply(QtWidgets.QApplication.instance(), ColorMode.DARK)
    assert heard == [DARK]
