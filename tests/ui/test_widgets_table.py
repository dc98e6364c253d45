from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from tests.ui.typing_helper import type_text
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

pytest_plugins = ["tests.ui.dressing"]


@dataclass(frozen=True)
class Person:
    number: int
    name: str
    town: str
    age: int


PEOPLE = [
    Person(1, "FAURE", "Lyon", 40),
    Person(2, "éluard", "Metz", 9),
    Person(3, "EDOUARD", "", 71),
    Person(4, "Zola", "Aix", 33),
    Person(5, "ÉDOUARD", "Nice", 102),
    Person(6, "emile", "Lyon", 8),
]
COLUMNS = [
    Column[Person]("Nom", lambda p: p.name, sample="DE LA FONTAINE", icon_name=lambda p: "patient"),
    Column[Person]("Ville", lambda p: p.town, tooltip=lambda p: f"Habite {p.town}", stretch=True),
    Column[Person](
        "Âge",
        lambda p: f"{p.age} ans",
        sort_key=lambda p: p.age,
        alignment=Qt.AlignmentFlag.AlignRight,
    ),
]
NAME, TOWN, AGE = range(3)
ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def model(qapp) -> RecordTableModel[Person]:
    model = RecordTableModel(COLUMNS, identity=lambda person: person.number)
    model.set_records(PEOPLE)
    return model


@pytest.fixture
def table(dress, qtbot, model: RecordTableModel[Person]) -> Iterator[RecordTable]:
    dress()
    window = QWidget()
    table = RecordTable(model, "Patients", empty_text="Aucun patient ne correspond.")
    column = QVBoxLayout(window)
    column.addWidget(table)
    column.addWidget(QLineEdit())
    qtbot.addWidget(window)
    window.resize(500, 400)
    window.show()
    table.setFocus()
    yield table
    window.close()


def _names(model: RecordTableModel[Person]) -> list[str]:
    return [model.record(row).name for row in range(model.rowCount())]


def test_the_model_keeps_the_contract_of_qt(model, qtmodeltester) -> None:
    qtmodeltester.check(model)
    model.sort(NAME, DESCENDING)
    model.set_records(PEOPLE[:2])
    qtmodeltester.check(model)


def test_names_sort_as_in_a_french_dictionary(model) -> None:
    model.sort(NAME, ASCENDING)
    assert _names(model) == ["EDOUARD", "ÉDOUARD", "éluard", "emile", "FAURE", "Zola"]
    model.sort(NAME, DESCENDING)
    assert _names(model) == ["Zola", "FAURE", "emile", "éluard", "ÉDOUARD", "EDOUARD"]


def test_numbers_sort_by_value(model) -> None:
    model.sort(AGE, ASCENDING)
    assert [model.record(row).age for row in range(6)] == [8, 9, 33, 40, 71, 102]


def test_equal_rows_keep_their_order(model) -> None:
    model.sort(NAME, ASCENDING)
    model.sort(TOWN, ASCENDING)
    assert _names(model)[2:4] == ["emile", "FAURE"]


def test_a_tooltip_shows_what_came_from_outside_letter_for_letter(qapp) -> None:
    model = RecordTableModel([Column[str]("Message", str, tooltip=str)], identity=str)
    from_outside, plain = '<img src="//ailleurs/x.png"> refus', "TA < 120\net > 80"
    model.set_records([from_outside, plain])
    first, second = (model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in (0, 1))
    drawn = QTextDocument()
    drawn.setHtml(first)
    assert drawn.toPlainText() == from_outside
    assert second == plain


def test_rows_come_in_the_given_order_until_a_column_is_chosen(model) -> None:
    assert _names(model) == [person.name for person in PEOPLE]
    model.sort(NAME, ASCENDING)
    model.set_records(PEOPLE)
    assert _names(model)[0] == "EDOUARD"


def test_each_role_answers(model) -> None:
    name, town = model.index(2, NAME), model.index(2, TOWN)
    assert name.data() == "EDOUARD"
    assert name.data(Qt.ItemDataRole.UserRole) is PEOPLE[2]
    assert not name.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert name.data(Qt.ItemDataRole.ToolTipRole) is None
    assert model.index(0, TOWN).data(Qt.ItemDataRole.ToolTipRole) == "Habite Lyon"
    assert name.data(Qt.ItemDataRole.AccessibleTextRole) == "Nom\u00a0: EDOUARD"
    assert town.data(Qt.ItemDataRole.AccessibleTextRole) == "Ville\u00a0: vide"
    alignment = model.index(0, AGE).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.headerData(AGE, Qt.Orientation.Horizontal) == "Âge"


def test_the_selection_stays_on_its_record_through_a_sort(table, model) -> None:
    table.selectRow(3)
    table.sortByColumn(NAME, ASCENDING)
    assert table.current_record() is PEOPLE[3]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [5]


def test_the_selection_survives_a_refresh(table, model) -> None:
    table.selectRow(1)
    older = replace(PEOPLE[1], age=10)
    model.set_records([PEOPLE[0], PEOPLE[3], older])
    assert table.current_record() is older


def test_the_loss_of_the_current_record_is_told(table, model, qtbot) -> None:
    table.selectRow(1)
    with qtbot.waitSignal(table.current_changed) as told:
        model.set_records([PEOPLE[0]])
    assert told.args == [None]
    assert table.current_record() is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_row(table, qtbot, key: Qt.Key) -> None:
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as told:
        QTest.keyClick(table, key)
    assert told.args == [PEOPLE[1]]


def test_enter_in_an_empty_table_opens_nothing(table, model, qtbot) -> None:
    model.set_records([])
    with qtbot.assertNotEmitted(table.opened):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_a_double_click_opens_the_row(table, qtbot) -> None:
    place = table.visualRect(table.model().index(2, NAME)).center()
    with qtbot.waitSignal(table.opened) as told:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [PEOPLE[2]]


def test_moving_tells_the_record(table, qtbot) -> None:
    with qtbot.waitSignal(table.current_changed) as told:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert told.args == [PEOPLE[1]]


def test_the_keyboard_arrives_on_a_row_that_is_seen(table) -> None:
    assert table.current_record() is PEOPLE[0]
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("e", "EDOUARD"), ("É", "EDOUARD"), ("él", "éluard"), ("emi", "emile"), ("z", "Zola")],
)
def test_letters_go_to_a_row_whatever_their_accents(table, typed: str, name: str) -> None:
    table.sortByColumn(NAME, ASCENDING)
    for letter in typed:
        type_text(table, letter)
    assert table.current_record().name == name


def test_the_same_letter_again_goes_on(table) -> None:
    table.sortByColumn(NAME, ASCENDING)
    seen = []
    for _ in range(5):
        QTest.keyClick(table, Qt.Key.Key_E)
        seen.append(table.current_record().name)
    assert seen == ["EDOUARD", "ÉDOUARD", "éluard", "emile", "EDOUARD"]


def test_letters_that_begin_nothing_move_nothing(table) -> None:
    table.selectRow(2)
    type_text(table, "x")
    type_text(table, "'")
    assert table.current_record() is PEOPLE[2]


def test_tab_leaves_the_table(table, qtbot) -> None:
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_an_empty_table_says_why(table, model) -> None:
    full = table.grab().toImage()
    model.set_records([])
    silent = table.grab().toImage()
    assert silent != full
    table.set_empty_text("Aucun patient.")
    assert table.accessibleDescription() == "Aucun patient."
    assert table.grab().toImage() != silent


def test_columns_are_as_wide_as_their_sample(table, qtbot) -> None:
    metrics = QFontMetrics(table.font())
    assert table.columnWidth(NAME) > metrics.horizontalAdvance("DE LA FONTAINE")
    qtbot.waitUntil(lambda: sum(table.columnWidth(i) for i in range(3)) == table.viewport().width())


def test_columns_and_rows_grow_with_the_text(table, dress, qtbot) -> None:
    width, height = table.columnWidth(NAME), table.rowHeight(0)
    dress(text_percent=200)
    qtbot.waitUntil(lambda: table.columnWidth(NAME) > 1.6 * width)
    assert table.rowHeight(0) > 1.6 * height


def _entries(menu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_columns_can_be_hidden_and_put_back(table) -> None:
    menu = table.columns_menu()
    assert _entries(menu) == ["Trier par", "Nom", "Ville", "Âge", "Rétablir les colonnes"]
    ville = menu.actions()[2]
    ville.trigger()
    assert table.isColumnHidden(TOWN)
    table.horizontalHeader().moveSection(0, 2)
    table.columns_menu().actions()[-1].trigger()
    assert not table.isColumnHidden(TOWN)
    assert [table.horizontalHeader().visualIndex(i) for i in range(3)] == [0, 1, 2]


def test_the_last_column_cannot_be_hidden(table) -> None:
    table.setColumnHidden(TOWN, True)
    table.setColumnHidden(AGE, True)
    nom = table.columns_menu().actions()[1]
    assert nom.isChecked()
    assert not nom.isEnabled()


def test_the_keyboard_sorts_through_the_menu_of_columns(table, model) -> None:
    sort_by_age = table.columns_menu().actions()[0].menu().actions()[AGE]
    sort_by_age.trigger()
    assert model.record(0).age == 8
    sort_by_age.trigger()
    assert model.record(0).age == 102


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_key_shows_the_columns(table) -> None:
    QApplication.sendEvent(
        table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    )
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert "Rétablir les colonnes" in _entries(menu)
    menu.close()


def test_the_selected_row_is_marked_without_its_colour(table, dress) -> None:
    scheme = dress().scheme
    table.selectRow(1)
    image = table.viewport().grab().toImage()
    middle = table.rowViewportPosition(1) + table.rowHeight(1) // 2
    assert image.pixelColor(1, middle).name().upper() == scheme.accent
    assert image.pixelColor(1, middle + table.rowHeight(1)).name().upper() != scheme.accent
