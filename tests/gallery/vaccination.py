"""Pictures of the vaccinations of a record: table, search, form, box, booklet, lots."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.window import MainWindow

if TYPE_CHECKING:
    from tests.gallery.shots import Studio

_RUTH, _CHILD = 1, 5
_PATIENCE_S = 20.0


def take_vaccination(studio: Studio, window: MainWindow) -> None:
    """What happens in « Vaccins »; each gesture is taken back."""
    if not studio.wants("vaccination"):
        return
    window.open_patient(_RUTH)
    studio.settle()
    window.show_section("vaccines")
    studio.settle()
    studio.shoot("vaccination", window)
    page = window.pages.current()
    page.add()
    QTest.keyClicks(page.entry.search.field, "grip")
    studio.settle()
    studio.shoot("vaccination-search", window)
    QTest.keyClick(page.entry.search.field, Qt.Key.Key_Return)
    studio.settle()
    studio.shoot("vaccination-form", window)
    page.entry.form.discard()
    window.commands.actions["scan_vaccine"].trigger()
    deadline = time.monotonic() + _PATIENCE_S
    while not page.scan.result.add_button.isVisible() and time.monotonic() < deadline:
        QTest.qWait(20)
    studio.settle()
    studio.shoot("vaccination-box", window)
    QTest.keyClick(page.scan.result.add_button, Qt.Key.Key_Return)
    studio.settle()
    studio.shoot("vaccination-stored", window)
    window.commands.actions["undo"].trigger()
    studio.settle()
    page.buttons.booklet.click()
    studio.settle()
    studio.shoot("vaccination-booklet", window)
    window.open_patient(_CHILD)
    studio.settle()
    window.show_section("vaccines")
    studio.settle()
    studio.shoot("vaccination-child", window)
    window.show_section("lots")
    studio.settle()
    page = window.pages.current()
    page.lot.setText("Y3")
    QTest.keyClick(page.lot, Qt.Key.Key_Return)
    studio.settle()
    studio.shoot("vaccination-lots", window)
    window.show_section("home")
