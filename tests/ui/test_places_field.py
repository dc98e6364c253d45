"""The birth place in a form: suggestions, code, right click, remarks (A-COG-08 to 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from almapy.places.service import PlaceService
from resources import resource
from tests.ui.page_helper import nameless, texts
from tests.ui.typing_helper import type_text
from ui.desk import Desk
from ui.places.place_field import BirthPlace
from ui.places.place_window import PlaceWindow
from ui.tasks import TaskRunner
from ui.theme import Theme
from ui.widgets.bound_fields import BoundFields
from ui.widgets.form import FormSection

pytest_plugins = ["tests.ui.dressing"]

ENTER = Qt.Key.Key_Return
RUTH = "2 77 07 63 220 829 10"
BORN = date(1977, 7, 14)


@pytest.fixture(scope="module")
def places() -> PlaceService:
    return PlaceService(resource("places", "nothing was loaded"))


@pytest.fixture
def birth(dress, qtbot, tasks: TaskRunner, places: PlaceService) -> Iterator[BirthPlace]:
    dress()
    window = QWidget()
    form = FormSection("Naissance")
    birth = BirthPlace(Desk(None, None, tasks, Theme()), places, window)
    birth.add_to(form)
    form.add_row("Décédé", QLineEdit())
    column = QVBoxLayout(window)
    column.addWidget(form)
    column.addStretch(1)
    qtbot.addWidget(window)
    window.resize(683, 384)
    window.show()
    birth.town.setFocus()
    yield birth
    window.close()


@pytest.fixture
def looked(birth: BirthPlace, qtbot, tasks: TaskRunner) -> Callable[[], str]:
    """Wait until what there is to say was said, and return it."""

    def wait() -> str:
        qtbot.waitUntil(lambda: not birth._pause.isActive() and tasks.under_way == 0)
        if birth.strip.isHidden():
            return ""
        return birth.strip.accessibleName() + "\n" + birth.strip.accessibleDescription()

    return wait


@pytest.fixture
def proposed(birth: BirthPlace, qtbot) -> Callable[[str], list[str]]:
    """Type in the town and return what is proposed."""

    def type_and_read(text: str) -> list[str]:
        type_text(birth.town, text)
        rows = birth.town.suggestions.list
        qtbot.waitUntil(birth.town.suggestions.isVisible)
        return [rows.item(row).text() for row in range(rows.count())]

    return type_and_read


def _shown(birth: BirthPlace) -> tuple[str, str]:
    return birth.town.text(), birth.code.text()


def test_the_labels_are_those_of_the_practice(birth) -> None:
    assert texts(birth.town.window()) >= {"Ville de naiss.", "Lieu naissance - Code INSEE\u00a0*"}
    assert nameless(birth.town.window()) == []


def test_typing_proposes_and_enter_takes_town_and_code(birth, proposed) -> None:
    rows = proposed("marsei")
    assert rows[0] == "MARSEILLAN  ·  32238  ·  GERS"
    assert rows[3] == "MARSEILLE  ·  13055  ·  BOUCHES DU RHONE"
    assert [row.split("  ·  ")[1] for row in rows[4:11]] == [str(13210 + n) for n in range(7)]
    for _ in range(3):
        QTest.keyClick(birth.town, Qt.Key.Key_Down)
    QTest.keyClick(birth.town, ENTER)
    assert _shown(birth) == ("MARSEILLE", "13055")
    assert birth.town.suggestions.isHidden()
    assert QApplication.focusWidget() is birth.town


def test_a_click_takes_too(birth, proposed) -> None:
    proposed("Toulon")
    rows = birth.town.suggestions.list
    place = rows.visualItemRect(rows.item(0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert _shown(birth) == ("TOULON", "83137")


def test_a_country_is_proposed_in_the_place_of_a_town(birth, proposed) -> None:
    assert proposed("venezu")[0] == "VENEZUELA  ·  99424"
    QTest.keyClick(birth.town, ENTER)
    assert _shown(birth) == ("VENEZUELA", "99424")


def test_echap_closes_the_proposals_and_keeps_the_text(birth, proposed) -> None:
    proposed("marsei")
    QTest.keyClick(birth.town, Qt.Key.Key_Escape)
    assert birth.town.suggestions.isHidden()
    assert _shown(birth) == ("marsei", "")


def test_leaving_the_field_closes_the_proposals_and_takes_nothing(birth, proposed) -> None:
    proposed("marsei")
    QTest.keyClick(birth.town, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is birth.code
    assert birth.town.suggestions.isHidden()
    assert _shown(birth) == ("marsei", "")


def test_what_the_program_fills_proposes_nothing(birth, looked, proposed) -> None:
    proposed("marsei")
    birth.town.setText("TOULON")
    looked()
    assert birth.town.suggestions.isHidden()


def test_the_proposals_stay_inside_the_window(birth, proposed, qtbot) -> None:
    window = birth.town.window()
    window.resize(683, birth.town.mapTo(window, QPoint(0, 0)).y() + 60)
    proposed("a")
    assert window.rect().contains(birth.town.suggestions.geometry())


def test_a_code_that_is_typed_fills_an_empty_town(birth, looked) -> None:
    birth.code.setFocus()
    type_text(birth.code, "63220")
    looked()
    assert _shown(birth) == ("MAZOIRES", "63220")


def test_a_stored_code_without_town_stays_without_town(birth, looked) -> None:
    birth.code.setText("63220")
    looked()
    assert _shown(birth) == ("", "63220")


def test_letters_of_corsica_become_capitals_and_nothing_else_is_typed(birth) -> None:
    birth.code.setFocus()
    for letter in "2xa-004é9":
        type_text(birth.code, letter)
    assert birth.code.text() == "2A004"


def test_an_unfinished_code_is_outlined_when_it_is_left(birth) -> None:
    birth.code.setFocus()
    type_text(birth.code, "632")
    assert birth.code.is_wrong
    birth.town.setFocus()
    assert birth.code.property("invalid") is True
    birth.code.setText("63220")
    assert birth.code.property("invalid") is False


def test_99999_may_be_typed(birth, looked) -> None:
    birth.code.setFocus()
    type_text(birth.code, "99999")
    assert looked() == ""
    assert not birth.code.is_wrong
    assert _shown(birth) == ("", "99999")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("reason", ["Mouse", "Keyboard"])
def test_the_right_click_says_the_place_is_unknown(birth, reason: str) -> None:
    birth.town.setText("MOSTAGANEM")
    event = QContextMenuEvent(QContextMenuEvent.Reason[reason], QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(birth.code, event)
    menu = QApplication.activePopupWidget()
    unknown, cancel = menu.actions()
    assert unknown.text().replace("\u00a0", " ") == (
        'Je ne connais pas le lieu de naissance du patient : remplir avec "99999"'
    )
    assert cancel.text() == "Annuler"
    cancel.trigger()
    assert birth.code.text() == ""
    unknown.trigger()
    menu.close()
    assert _shown(birth) == ("MOSTAGANEM", "99999")


def test_the_magnifier_is_reached_by_tab_and_opens_the_search(birth, qtbot) -> None:
    birth.town.setText("Toulon")
    birth.code.setFocus()
    QTest.keyClick(birth.code, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is birth.code.magnifier
    QTest.keyClick(birth.code.magnifier, Qt.Key.Key_Space)
    window = birth.code.window().findChild(PlaceWindow)
    qtbot.waitUntil(lambda: window.france.table.model().rowCount() > 0)
    QTest.keyClick(window.france.field, ENTER)
    assert _shown(birth) == ("TOULON", "83137")
    assert birth.code.window().focusWidget() is birth.code


def test_an_unknown_place_of_the_window_keeps_the_town(birth, qtbot) -> None:
    birth.town.setText("MOSTAGANEM")
    window = birth.search()
    window.abroad.unknown_button.click()
    assert _shown(birth) == ("MOSTAGANEM", "99999")


def test_the_place_of_the_nir_is_proposed_and_taken_by_a_button(birth, looked) -> None:
    birth.set_context(BORN, RUTH)
    assert "63220 MAZOIRES" in looked()
    (button,) = birth.strip.findChildren(QPushButton)
    assert button.text() == "Remplir avec 63220 MAZOIRES"
    button.click()
    assert _shown(birth) == ("MAZOIRES", "63220")
    assert looked() == ""


def test_another_place_in_the_nir_is_a_warning_that_refuses_nothing(birth, looked) -> None:
    birth.set_context(BORN, RUTH)
    birth.town.setText("TOULON")
    birth.code.setText("83137")
    assert looked().startswith("Lieu de naissance à vérifier")
    assert not birth.code.is_wrong


def test_a_place_of_another_time_is_told_with_the_code_of_that_day(birth, looked) -> None:
    birth.take(birth._places.place("2A004"))
    birth.set_context(date(1950, 1, 1))
    assert "20004 AJACCIO" in looked()
    birth.set_context(date(1980, 1, 1))
    assert looked() == ""


def test_a_locked_identity_shows_its_place_and_changes_nothing(birth, looked, qtbot) -> None:
    birth.set_context(BORN, RUTH)
    birth.take(birth._places.place("83137"))
    looked()
    birth.set_locked(locked=True)
    assert "63220" in looked()
    qtbot.waitUntil(lambda: not birth.strip.findChildren(QPushButton))
    assert not birth.code.magnifier.isEnabled()
    QTest.keyClicks(birth.town, "marsei")
    QTest.keyClicks(birth.code, "1")
    assert _shown(birth) == ("TOULON", "83137")
    birth.set_locked(locked=False)
    assert birth.code.magnifier.isEnabled()


def test_the_fields_are_bound_as_any_line_edit(birth) -> None:
    fields = BoundFields()
    fields.bind("birth_place_name", birth.town)
    fields.bind("birth_place_code", birth.code)
    birth.take_unknown()
    assert fields.values() == {"birth_place_name": "", "birth_place_code": "99999"}
