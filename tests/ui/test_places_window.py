"""The window that looks for the INSEE code of a birth place (A-COG-01 to 07 and 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from almapy.places.service import PlaceService
from resources import resource
from tests.ui.page_helper import nameless, texts
from tests.ui.typing_helper import type_text
from ui.desk import Desk
from ui.places.place_window import PlaceWindow
from ui.tasks import TaskRunner
from ui.theme import Theme

pytest_plugins = ["tests.ui.dressing"]

ENTER = Qt.Key.Key_Return
SMALL = (683, 384)


@pytest.fixture(scope="module")
def places() -> PlaceService:
    return PlaceService(resource("places", "nothing was loaded"))


@pytest.fixture
def window(dress, qtbot, tasks: TaskRunner, places: PlaceService) -> Iterator[PlaceWindow]:
    dress()
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    desk = Desk(None, None, tasks, Theme())
    window = PlaceWindow(desk, places, owner)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    window.begin()
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    window.chosen_places = []
    window.chosen.connect(window.chosen_places.append)
    yield window
    window.close()


@pytest.fixture
def typed(window: PlaceWindow, qtbot) -> Callable[[str], list[tuple[str, ...]]]:
    """Type in the field with the focus, and read the list."""

    def type_and_read(text: str) -> list[tuple[str, ...]]:
        tab = window.tabs.currentWidget()
        field = QApplication.focusWidget()
        field.selectAll()
        type_text(field, text)
        qtbot.waitUntil(lambda: tab._searched == text)
        model = tab.table.model()
        return [
            tuple(model.index(row, column).data() for column in range(model.columnCount()))
            for row in range(model.rowCount())
        ]

    return type_and_read


def _titles(tab) -> list[str]:
    return [column.title for column in tab.table.model().columns]


def test_the_words_are_those_of_the_practice(window) -> None:
    assert window.windowTitle() == (
        "Rechercher le code INSEE de la ville de naissance (patient né en France) ou du pays de "
        "naissance (né à l'étranger)"
    )
    assert [window.tabs.tabText(i) for i in range(2)] == [
        "Patient né en France",
        "Patient né à l'étranger",
    ]
    assert _titles(window.france) == ["Nom de la commune", "Code INSEE", "Département"]
    assert _titles(window.abroad) == ["Nom du pays", "Code INSEE"]
    assert texts(window) >= {
        "Commune ou code INSEE",
        "Nom du pays de naissance",
        "Ville de naissance inconnue",
        "Pays de naissance inconnu",
        "Valider",
        "Annuler",
        "Source\u00a0: Insee, Code officiel géographique (COG) 2026",
    }


def test_toulon_is_first_and_its_neighbours_follow(typed) -> None:
    rows = typed("Toulon")
    assert rows[0] == ("TOULON", "83137", "VAR")
    assert {row[1] for row in rows} >= {"12281", "03286", "71542", "51575"}
    assert ("TOULON LA MONTAGNE (ancienne commune)", "51575", "MARNE") in rows


def test_a_code_finds_its_commune(typed) -> None:
    assert typed("63220") == [("MAZOIRES", "63220", "PUY DE DOME")]


def test_the_field_has_the_cursor_and_enter_takes_the_first(window, typed) -> None:
    assert QApplication.focusWidget() is window.france.field
    typed("Toulon")
    QTest.keyClick(window.france.field, ENTER)
    assert [place.code for place in window.chosen_places] == ["83137"]
    assert not window.isVisible()


def test_enter_pressed_before_the_answer_takes_what_is_then_found(window, qtbot) -> None:
    type_text(window.france.field, "Toulon")
    with qtbot.waitSignal(window.chosen) as told:
        QTest.keyClick(window.france.field, ENTER)
    assert told.args[0].code == "83137"


def test_the_arrows_choose_in_the_list(window, typed) -> None:
    typed("Toulon")
    QTest.keyClick(window.france.field, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is window.france.table
    QTest.keyClick(window.france.table, Qt.Key.Key_Down)
    QTest.keyClick(window.france.table, Qt.Key.Key_Down)
    QTest.keyClick(window.france.table, ENTER)
    assert [place.code for place in window.chosen_places] == ["03286"]


def test_valider_takes_the_chosen_row(window, typed) -> None:
    typed("Toulon")
    window.france.table.selectRow(3)
    QTest.mouseClick(window.validate_button, Qt.MouseButton.LeftButton)
    assert [place.code for place in window.chosen_places] == ["71542"]


def test_valider_waits_for_something_to_take(window, typed) -> None:
    assert not window.validate_button.isEnabled()
    assert typed("xyzzy") == []
    assert not window.validate_button.isEnabled()
    QTest.keyClick(window.france.field, ENTER)
    assert window.isVisible()
    typed("Toulon")
    assert window.validate_button.isEnabled()


@pytest.mark.parametrize("leave", ["escape", "annuler"])
def test_echap_and_annuler_leave_without_taking(window, typed, leave: str) -> None:
    typed("Toulon")
    if leave == "escape":
        QTest.keyClick(window.france.field, Qt.Key.Key_Escape)
    else:
        QTest.mouseClick(window.cancel_button, Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert window.chosen_places == []


def test_venez_finds_the_country_with_the_keyboard_alone(window, typed) -> None:
    QTest.keyClick(window.france.field, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is window.abroad.field
    assert typed("venez") == [("VENEZUELA", "99424")]
    QTest.keyClick(window.abroad.field, ENTER)
    assert [(place.name, place.code) for place in window.chosen_places] == [("VENEZUELA", "99424")]


def test_every_country_is_listed_before_a_letter_is_typed(window, qtbot) -> None:
    window.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: window.abroad.table.model().rowCount() > 255)


@pytest.mark.parametrize("tab", [0, 1])
def test_an_unknown_place_is_one_button(window, tab: int) -> None:
    window.tabs.setCurrentIndex(tab)
    button = window.tabs.currentWidget().unknown_button
    other = window.tabs.widget(1 - tab).unknown_button
    assert button.isVisible()
    assert not other.isVisible()
    button.setFocus()
    QTest.keyClick(button, ENTER)
    assert [(place.code, place.name) for place in window.chosen_places] == [("99999", "")]


def test_an_answer_that_comes_late_is_thrown_away(window, qtbot, tasks) -> None:
    window.france.field.setText("Toulon")
    window.france._search()
    window.france.field.setText("63220")
    qtbot.waitUntil(lambda: window.france._searched == "63220")
    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert window.france.table.model().record(0).code == "63220"


def test_it_opens_on_what_the_form_holds(dress, qtbot, tasks, places) -> None:
    dress()
    window = PlaceWindow(Desk(None, None, tasks, Theme()), places)
    qtbot.addWidget(window)
    window.begin("venez", abroad=True)
    qtbot.waitUntil(lambda: window.abroad.table.model().rowCount() == 1)
    assert window.tabs.currentWidget() is window.abroad
    assert window.abroad.field.selectedText() == "venez"


def test_it_fits_a_small_screen_and_everything_has_a_name(window, typed, dress) -> None:
    typed("Toulon")
    window.resize(*SMALL)
    assert (window.width(), window.height()) == SMALL
    assert window.france.table.viewport().height() > 4 * window.france.table.rowHeight(0)
    assert nameless(window) == []
    dress(text_percent=150)
    hint = window.minimumSizeHint()
    assert (hint.width() <= SMALL[0], hint.height() <= SMALL[1]) == (True, True)
