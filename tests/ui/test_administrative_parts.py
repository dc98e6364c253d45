"""The parts of the administrative form, one by one."""

from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit

from almapy.identity.traits import strict_name
from almapy.patients.model import Sex
from tests.fakes.clock import FakeClock
from tests.ui.typing_helper import type_text
from ui.administrative.birth_date_field import BirthDateField
from ui.administrative.capital_edit import CapitalEdit
from ui.administrative.contact_section import PhoneField
from ui.administrative.papers_section import NirField
from ui.administrative.sex_choice import SexChoice
from ui.widgets.bound_day import BoundDay
from ui.widgets.bound_fields import BoundFields
from ui.widgets.code_list import CodeList
from ui.widgets.form import FormSection


@pytest.fixture
def bound(qtbot):
    fields = BoundFields()
    for name in ("town", "comment"):
        qtbot.addWidget(fields.bind(name, QLineEdit()))
    fields.show_values(SimpleNamespace(town="Lyon", comment=""))
    return fields


def test_a_field_nobody_touched_follows_the_other_post(bound):
    bound.field("town").setText("Metz")
    assert bound.follow(SimpleNamespace(town="Lyon", comment="vu")) == set()
    assert bound.values() == {"town": "Metz", "comment": "vu"}
    assert bound.changes() == {"town": "Metz"}


def test_a_field_changed_on_both_sides_keeps_what_was_typed_and_is_named(bound):
    bound.field("town").setText("Metz")
    assert bound.follow(SimpleNamespace(town="Nancy", comment="")) == {"town"}
    assert bound.values()["town"] == "Metz"


def test_the_same_change_on_both_sides_is_no_conflict(bound):
    bound.field("town").setText("Metz")
    assert bound.follow(SimpleNamespace(town="Metz", comment="")) == set()
    assert not bound.are_changed()


def test_a_remark_stands_under_its_field_and_gives_way_to_a_refusal(qtbot):
    form = FormSection("Adresse")
    qtbot.addWidget(form)
    field = QLineEdit()
    form.add_row("Ville", field, hint="Commune")
    form.show()
    form.set_remark(field, "Inhabituel")
    assert form.remark(field) == "Inhabituel"
    assert field.accessibleDescription() == "Inhabituel"
    form.set_error(field, "Obligatoire")
    assert field.accessibleDescription() == "Obligatoire"
    form.clear_error(field)
    assert field.accessibleDescription() == "Inhabituel"
    form.set_remark(field, "")
    assert field.accessibleDescription() == "Commune"


def test_sections_share_the_width_of_their_labels(qtbot):
    short, long = FormSection(columns=2), FormSection(columns=2)
    for form, label in ((short, "Ville"), (long, "Médecin traitant (si extérieur)")):
        qtbot.addWidget(form)
        form.resize(1000, 200)
        form.show()
        form.add_row(label, QLineEdit())
        form.add_row(label, QLineEdit())
    short.set_label_widths(long.label_widths())
    qtbot.waitUntil(lambda: _left(short) == _left(long))


def _left(form):
    edit = form.findChild(QLineEdit)
    return edit.mapTo(form, edit.rect().topLeft()).x()


def test_a_name_is_in_capitals_as_it_is_typed_and_takes_its_form_when_left(qtbot):
    edit = CapitalEdit(strict_name)
    qtbot.addWidget(edit)
    type_text(edit, "lœffler")
    assert edit.text() == "LŒFFLER"
    edit.write_out()
    assert edit.text() == "LOEFFLER"
    edit.setText("2PAC")
    edit.write_out()
    assert (edit.text(), bool(edit.fault)) == ("2PAC", True)


def test_no_sex_is_chosen_beforehand_and_the_choice_can_be_emptied(qtbot):
    choice = SexChoice()
    qtbot.addWidget(choice)
    assert choice.value() is None
    choice.set_value(Sex.FEMALE)
    assert choice.value() is Sex.FEMALE
    choice.set_value(None)
    assert choice.value() is None


def test_a_locked_sex_is_not_changed_by_a_key(qtbot):
    choice = SexChoice()
    qtbot.addWidget(choice)
    choice.set_value(Sex.FEMALE)
    choice.set_locked(locked=True)
    choice.show()
    qtbot.keyClick(choice, Qt.Key.Key_M)
    assert choice.value() is Sex.FEMALE


def test_a_birth_date_that_is_none_is_kept_and_told(qtbot):
    field = BirthDateField(FakeClock())
    qtbot.addWidget(field)
    field.edit.setText("1507")
    assert field.is_wrong
    field.write_out()
    assert field.edit.text() == "1507"
    assert field.understood.text()


def test_a_day_typed_wrong_counts_as_a_change_and_is_not_lost(qtbot):
    day = BoundDay(FakeClock())
    qtbot.addWidget(day)
    day.setText("32/13/2020")
    assert day.value() == "32/13/2020"
    day.set_value(date(2026, 2, 1))
    assert (day.text(), day.value()) == ("01/02/2026", date(2026, 2, 1))


def test_a_list_keeps_a_code_it_does_not_propose(qtbot):
    codes = CodeList([("", ""), ("passeport", "Passeport")])
    qtbot.addWidget(codes)
    codes.set_value("ancien_code")
    codes.fill([("", ""), ("passeport", "Passeport")])
    assert codes.value() == "ancien_code"


def test_a_phone_is_shown_by_twos_and_held_in_its_international_form(qtbot):
    phone = PhoneField()
    qtbot.addWidget(phone)
    phone.set_value("+33639981234")
    assert phone.text() == "06 39 98 12 34"
    assert phone.value() == "+33639981234"


def test_a_number_without_its_key_gets_it(qtbot):
    nir = NirField()
    qtbot.addWidget(nir)
    nir.setText("2770763220829")
    nir.editingFinished.emit()
    assert nir.text() == "2 77 07 63 220 829 10"
    assert nir.value() == "277076322082910"


def test_a_box_of_the_form_is_bound_too(qtbot):
    fields = BoundFields()
    box = fields.bind("deceased", QCheckBox())
    qtbot.addWidget(box)
    fields.show_values(SimpleNamespace(deceased=False))
    box.setChecked(True)
    assert fields.changes() == {"deceased": True}
