"""The search in the page « Sélection patient » and in the palette: near names stand apart."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.patients.selection_page import SelectionPage
from ui.shell.palette import Palette, PaletteCommand


@pytest.fixture
def patients(desk):
    people = desk.application.patients
    people.create(desk.actor, RUTH)
    other = replace(RUTH, birth_name="LEFEBVRE", used_name="", matricule_ins="", ins_oid="")
    return people.create(desk.actor, replace(other, insi_accepted=False))


@pytest.fixture
def page_class():
    return SelectionPage


@pytest.fixture
def page(open_page, desk, patients):
    return open_page(desk)


@pytest.fixture
def palette(desk, patients, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    command = PaletteCommand("Imprimer", "imprimer", "print", "Ctrl+P", lambda: None, lambda: True)
    palette = Palette(desk, [command], finds_patients=True, parent=window)
    window.show()
    palette.open()
    yield palette
    window.close()


@pytest.fixture
def opened(desk):
    asked = []
    desk.patient_asked.connect(asked.append)
    return asked


def shown(table):
    model = table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_name_spelt_nearly_so_stands_under_proches(page, qtbot):
    type_text(page.field, "lefevbre")
    qtbot.waitUntil(page.near_table.isVisible)
    assert shown(page.near_table) == ["LEFEBVRE"]
    assert not page.table.isVisible()


def test_the_line_proches_goes_when_the_name_is_right(page, qtbot):
    type_text(page.field, "lefevbre")
    qtbot.waitUntil(page.near_table.isVisible)
    page.field.clear()
    type_text(page.field, "nessi")
    qtbot.waitUntil(lambda: shown(page.table) == ["DE VINCI"])
    assert not page.near_table.isVisible()
    assert page.table.isVisible()


def test_enter_goes_to_a_near_name_and_a_second_one_opens_it(page, qtbot, opened, patients):
    type_text(page.field, "lefevbre")
    qtbot.waitUntil(page.near_table.isVisible)
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert opened == []
    qtbot.keyClick(page.near_table, Qt.Key.Key_Return)
    assert opened == [patients.id]


@pytest.mark.parametrize("pasted", ["277076322082910", "2 77 07 63 220 829 10"])
def test_enter_right_after_a_pasted_matricule_opens_its_record(page, qtbot, opened, pasted):
    page.field.setText(pasted)
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [1]


def test_enter_in_the_palette_waits_for_the_patients(palette, qtbot, opened):
    palette.field.setText("nessi")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [1]


def test_the_palette_shows_near_names_under_proches(palette, qtbot, opened, patients):
    palette.field.setText("lefevbre")
    qtbot.waitUntil(lambda: palette.list.count() == 2)
    assert palette.list.item(0).text() == "Proches"
    assert palette.list.currentRow() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened == [patients.id]


def test_enter_before_the_answer_never_opens_a_near_name(palette, qtbot, opened):
    palette.field.setText("lefevbre")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: palette.list.count() == 2)
    assert opened == []
