"""The ring of two pixels around what has the keyboard, and the size of targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from ui.theme import ColorMode, Scheme, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.styling import Surface, set_invalid, set_surface, set_tone
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

pytest_plugins = ["tests.ui.dressing"]


def _tabs() -> QTabBar:
    tabs = QTabBar()
    tabs.addTab("Reçus")
    return tabs


def _plain_list() -> QListWidget:
    rows = QListWidget()
    set_surface(rows, Surface.PLAIN)
    return rows


def _refused_field() -> QLineEdit:
    field = QLineEdit()
    set_invalid(field, invalid=True)
    return field


def _table() -> RecordTable:
    model = RecordTableModel[str]([Column("Nom", str)])
    table = RecordTable(model, "Noms")
    model.setParent(table)
    return table


def _in_a_strip() -> QWidget:
    strip = QWidget()
    set_tone(strip, Tone.ATTENTION)
    column = QVBoxLayout(strip)
    column.setContentsMargins(0, 0, 0, 0)
    button = Button("Voir la file")
    column.addWidget(button)
    strip.setFocusProxy(button)
    return strip


FOCUSABLE: dict[str, Callable[[], QWidget]] = {
    "button": lambda: Button("Annuler"),
    "quiet button": lambda: Button("Aide", ButtonKind.QUIET),
    "primary button": lambda: Button("Valider", ButtonKind.PRIMARY),
    "danger button": lambda: Button("Supprimer", ButtonKind.DANGER),
    "bare button": lambda: QPushButton("Fermer"),
    "button of a strip": _in_a_strip,
    "tool": QToolButton,
    "line": QLineEdit,
    "password": PasswordEdit,
    "text": QPlainTextEdit,
    "choice": QComboBox,
    "number": QDoubleSpinBox,
    "box": lambda: QCheckBox("Fictive"),
    "radio": lambda: QRadioButton("Féminin"),
    "tabs": _tabs,
    "list": QListWidget,
    "list without frame": _plain_list,
    "tree": QTreeWidget,
    "table": _table,
}
FILLED = {"primary button", "danger button"}
RADIUS, INSET = 6, 4  # corners are smoothed, and the ring of a filled button is drawn inside


def _count(image: QImage, color: str) -> int:
    wanted = QColor(color).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


def _ring(scheme: Scheme, name: str) -> str:
    return scheme.on_accent if name in FILLED else scheme.focus


@pytest.fixture
def window(qtbot) -> QWidget:
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    return window


@pytest.mark.parametrize("mode", [ColorMode.LIGHT, ColorMode.DARK])
@pytest.mark.parametrize("name", FOCUSABLE)
def test_the_keyboard_is_seen(dress, qtbot, window: QWidget, name: str, mode: ColorMode) -> None:
    scheme = dress(mode).scheme
    widget, other = FOCUSABLE[name](), QLineEdit()
    for part in (other, widget):
        window.layout().addWidget(part)
    window.show()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    without = _count(widget.grab().toImage(), _ring(scheme, name))
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(widget.hasFocus)
    image = widget.grab().toImage()
    ringed = widget.tabRect(0).size() if isinstance(widget, QTabBar) else image.size()
    inside = 2 * INSET if name in FILLED else 0
    sides = 2 * (ringed.width() - inside + ringed.height() - inside) - 8 * RADIUS
    assert _count(image, _ring(scheme, name)) - without >= 2 * sides


@pytest.mark.parametrize("text_percent", [100, 200])
@pytest.mark.parametrize("name", FOCUSABLE)
def test_targets_are_large_enough(dress, window: QWidget, name: str, text_percent: int) -> None:
    dress(text_percent=text_percent)
    widget = FOCUSABLE[name]()
    window.layout().addWidget(widget)
    window.show()
    assert widget.width() >= 24
    assert widget.height() >= 24


def test_a_refused_field_is_outlined_in_red(dress, window: QWidget) -> None:
    scheme = dress().scheme
    field = _refused_field()
    window.layout().addWidget(field)
    window.show()
    assert _count(field.grab().toImage(), scheme.danger) >= 3 * (field.width() + field.height())
    set_invalid(field, invalid=False)
    assert _count(field.grab().toImage(), scheme.danger) == 0
