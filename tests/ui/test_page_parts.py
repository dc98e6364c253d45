"""The parts that the pages of the practice are made of."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit, QSpinBox

from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button
from ui.widgets.day_edit import DayEdit
from ui.widgets.field_bar import FieldBar
from ui.widgets.folder_field import FolderField
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.scroll_column import ScrollColumn


@dataclass
class Choice:
    civility: str = "Docteur"
    days: int = 2
    sends: bool = True
    name: str = "DÉMO"


@pytest.fixture
def fields(qtbot):
    fields = BoundFields()
    widgets = {
        "civility": QComboBox(),
        "days": QSpinBox(),
        "sends": QCheckBox(),
        "name": QLineEdit(),
    }
    widgets["civility"].addItems(["", "Docteur"])
    for name, widget in widgets.items():
        qtbot.addWidget(widget)
        setattr(fields, name, fields.bind(name, widget))
    return fields


def test_fields_show_values_and_tell_what_changed(fields, qtbot):
    assert not fields.are_changed()
    fields.show_values(Choice())
    assert fields.values() == {"civility": "Docteur", "days": 2, "sends": True, "name": "DÉMO"}
    with qtbot.waitSignal(fields.changed):
        fields.days.setValue(3)
    assert fields.are_changed()
    fields.restore()
    assert not fields.are_changed()
    assert fields.days.value() == 2


def test_a_value_that_a_list_does_not_propose_stays(fields):
    fields.show_values(Choice(civility="Professeur"))
    assert fields.values()["civility"] == "Professeur"


def test_blanks_around_a_text_change_nothing(fields):
    fields.show_values(Choice())
    fields.name.setText(" DÉMO ")
    assert not fields.are_changed()


def test_what_is_typed_during_the_storing_counts_as_changed(fields):
    fields.show_values(Choice())
    fields.name.setText("UN")
    sent = fields.values()
    fields.name.setText("DEUX")
    fields.settle(sent)
    assert fields.are_changed()
    fields.restore()
    assert fields.name.text() == "UN"


def test_the_field_that_takes_the_focus_comes_into_view(qtbot):
    area = ScrollColumn()
    edits = [area.add_part(QLineEdit()) for _ in range(30)]
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    edits[-1].setFocus()
    qtbot.waitUntil(lambda: not edits[-1].visibleRegion().isEmpty())
    edits[0].setFocus()
    qtbot.waitUntil(lambda: not edits[0].visibleRegion().isEmpty())


def test_a_page_that_is_only_read_scrolls_by_the_arrows(qtbot):
    area = ScrollColumn(only_read=True)
    for line in range(60):
        area.add_part(QLabel(f"Ligne {line}"))
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0


def test_filters_take_as_many_lines_as_the_width_asks_for(qtbot):
    bar = FieldBar()
    edits = [QLineEdit() for _ in range(4)]
    for number, edit in enumerate(edits):
        bar.add_field(f"Champ {number}", edit)
    qtbot.addWidget(bar)
    bar.resize(1200, 100)
    bar.show()
    assert len({edit.mapTo(bar, edit.rect().topLeft()).y() for edit in edits}) == 1
    bar.resize(320, 300)
    qtbot.waitUntil(lambda: len({e.mapTo(bar, e.rect().topLeft()).y() for e in edits}) >= 2)
    assert [edit.accessibleName() for edit in edits] == [f"Champ {n}" for n in range(4)]


def test_a_day_is_written_out_when_the_field_is_left(qtbot, clock):
    edit = DayEdit(clock)
    qtbot.addWidget(edit)
    edit.setText("j-1")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "09/03/2026"
    edit.setText("31/02")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.is_wrong
    assert edit.text() == "31/02"
    assert "non comprise" in edit.accessibleDescription()


def test_a_folder_is_chosen_without_stopping_the_window(qtbot, tmp_path):
    field = FolderField("Dossier")
    qtbot.addWidget(field)
    field.show()
    field.choose_button.click()
    dialog = field.findChild(QFileDialog)
    dialog.selectFile(str(tmp_path))
    with qtbot.waitSignal(field.changed):
        dialog.accept()
    assert field.value() == str(tmp_path)


def test_a_dangerous_panel_opens_on_the_harmless_button(qtbot):
    opener = Button("Fermer…")
    panel = InlinePanel("Fermer", "Fermer le compte", refusal="Garder ouvert")
    panel.end_rows()
    area = ScrollColumn()
    area.add_part(opener)
    area.add_part(panel)
    qtbot.addWidget(area)
    area.resize(500, 300)
    with qtbot.waitActive(area):
        area.show()
    panel.open(opener)
    assert panel.refuse_button.hasFocus()
    with qtbot.waitSignal(panel.left):
        qtbot.keyClick(panel.refuse_button, Qt.Key.Key_Return)
    assert panel.isHidden()
    assert opener.hasFocus()
