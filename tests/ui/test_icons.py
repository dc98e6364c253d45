from __future__ import annotations

import gc
import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPalette, QPixmap

from resources import resource
from tests.ui.contrast import contrast
from ui.icons import app_icon, icon, pixmap
from ui.theme import DARK, LIGHT, ColorMode

pytest_plugins = ["tests.ui.dressing"]

NEEDED = [
    "about",
    "add",
    "allergy",
    "app",
    "backup",
    "calendar",
    "cancel",
    "caps-lock",
    "card",
    "chevron-down",
    "chevron-right",
    "clock",
    "close",
    "consultation",
    "database",
    "delete",
    "documents",
    "edit",
    "error",
    "export",
    "eye",
    "eye-off",
    "filter",
    "folder",
    "help",
    "history",
    "home",
    "import",
    "info",
    "journal",
    "key",
    "keyboard",
    "link",
    "lock",
    "mail",
    "measure",
    "menu",
    "moon",
    "neutral",
    "ok",
    "patient",
    "patient-new",
    "phone",
    "practice",
    "print",
    "queue",
    "recent",
    "record",
    "refresh",
    "remove",
    "restore",
    "save",
    "search",
    "settings",
    "shield",
    "sign-out",
    "simulator",
    "sun",
    "switch-user",
    "tick",
    "treatment",
    "unlock",
    "user",
    "users",
    "vaccine",
    "warning",
]
FAMILY = sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem != "almapy")


def _image(of: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, *, ratio: float = 1.0) -> QImage:
    image = of.pixmap(QSize(24, 24), ratio, mode).toImage()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def _strongest(image: QImage) -> QColor:
    """Colour of the most opaque pixel."""
    return max(
        (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())),
        key=QColor.alpha,
    )


def test_every_needed_icon_is_drawn() -> None:
    assert set(NEEDED) <= set(FAMILY)


@pytest.mark.parametrize("name", FAMILY)
def test_an_icon_is_drawn_in_each_mode_of_the_screen(dress, name: str) -> None:
    dress(ColorMode.LIGHT)
    drawn = icon(name)
    light, disabled = _image(drawn), _image(drawn, QIcon.Mode.Disabled)
    dress(ColorMode.DARK)
    dark = _image(drawn)
    for image, scheme in ((light, LIGHT), (dark, DARK)):
        strokes = _strongest(image)
        assert strokes.alpha() > 200
        assert all(contrast(strokes, getattr(scheme, g)) >= 3 for g in ("window", "base", "raised"))
    assert light != dark
    assert light != disabled


@pytest.mark.parametrize("name", FAMILY)
def test_icons_are_one_family(name: str) -> None:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    head = drawing[: drawing.index(">")]
    for part in (
        'viewBox="0 0 24 24"',
        'fill="none"',
        'stroke="currentColor"',
        'stroke-width="1.75"',
        'stroke-linecap="round"',
    ):
        assert part in head
    assert not re.search(r"#[0-9a-fA-F]{3,6}", drawing)


def test_no_two_icons_look_alike(qapp) -> None:
    black = QColor("black")
    images = {name: pixmap(name, 24, black).toImage() for name in FAMILY}
    seen: dict[bytes, str] = {}
    for name, image in images.items():
        pixels = bytes(image.constBits())
        assert pixels not in seen, f"{name} = {seen.get(pixels)}"
        seen[pixels] = name


def test_an_icon_is_sharp_on_a_dense_screen(dress) -> None:
    dress()
    dense = icon("patient").pixmap(QSize(24, 24), 2.0)
    assert dense.size() == QSize(48, 48)
    assert dense.devicePixelRatio() == 2.0
    enlarged = _image(icon("patient")).scaled(48, 48)
    assert dense.toImage().convertToFormat(QImage.Format.Format_ARGB32) != enlarged


def test_a_wide_room_keeps_the_icon_square_and_centred(dress) -> None:
    dress()
    image = icon("add").pixmap(QSize(40, 20), 1.0).toImage()
    columns = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).alpha() for y in range(image.height()))
    ]
    assert image.size() == QSize(40, 20)
    assert columns[0] >= 10
    assert columns[-1] <= 30


def test_an_icon_on_a_filled_button_has_the_colour_of_its_text(dress) -> None:
    dress()
    drawn = _image(icon("save", QPalette.ColorRole.BrightText))
    assert _strongest(drawn).name().upper() == LIGHT.on_accent


def test_an_icon_of_a_selected_row_follows_the_selected_text(dress) -> None:
    dress(ColorMode.DARK)
    drawn = _image(icon("save", QPalette.ColorRole.BrightText), QIcon.Mode.Selected)
    assert _strongest(drawn).name().upper() == DARK.text


def test_an_unknown_icon_is_refused(qapp) -> None:
    with pytest.raises(LookupError, match="licorne"):
        icon("licorne")


def test_a_changed_copy_of_an_icon_lives_and_dies_alone(dress) -> None:
    dress()
    drawn = icon("patient")
    before = _image(drawn)
    for _ in range(200):
        copy = QIcon(drawn)
        copy.addPixmap(QPixmap(8, 8))  # makes Qt clone what draws the icon
        gc.collect(0)
        assert _image(copy) == before
        del copy
    gc.collect()
    assert _image(drawn) == before


def test_the_mark_of_the_program_has_its_own_colours(qapp) -> None:
    image = app_icon().pixmap(QSize(64, 64), 1.0).toImage()
    colors = {image.pixelColor(x, y).name() for x in range(64) for y in range(64)}
    assert len(colors) > 20
    assert image.pixelColor(0, 0).alpha() == 0
