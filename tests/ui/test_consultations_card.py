"""The consultations of the « Dossier Patient »: arrows read, Enter opens the page."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from almapy.users.model import Role
from tests.core.test_patients import RUTH
from tests.ui.page_helper import nameless
from ui.encounters.list_card import ConsultationsCard
from ui.encounters.wish import wish_of
from ui.patients.open_records import OpenRecord


@pytest.fixture
def record(desk):
    application, actor = desk.application, desk.actor
    patient = application.patients.create(actor, RUTH)
    encounters = application.encounters
    for text in ("Otite\ntympan congestif", "Entorse"):
        draft = encounters.begin(actor, patient.id)
        encounters.sign(actor, replace(draft, content=replace(draft.content, text=text)))
    return OpenRecord(patient, application.overview.of(actor, patient.id))


@pytest.fixture
def card(qtbot, desk, settle, record):
    card = ConsultationsCard(desk)
    qtbot.addWidget(card)
    card.resize(460, 500)
    card.show()
    card.show_record(record)
    settle()
    card.focus_list()
    return card


def test_the_latest_is_read_and_an_arrow_reads_the_one_before(qtbot, card):
    assert card.reading.toPlainText() == "Entorse"
    qtbot.keyClick(card.list, Qt.Key.Key_Down)
    assert card.reading.toPlainText() == "Otite\ntympan congestif"
    assert nameless(card) == []


def test_a_reload_keeps_the_row(qtbot, card, record, settle):
    qtbot.keyClick(card.list, Qt.Key.Key_Down)
    card.show_record(record)
    settle()
    assert card.list.current_line().text.startswith("Otite")
    assert card.reading.toPlainText() == "Otite\ntympan congestif"


def test_enter_asks_for_the_page_on_that_consultation(qtbot, card, desk, record):
    number = card.list.current_line().id
    with qtbot.waitSignal(desk.section_asked) as asked:
        qtbot.keyClick(card.list, Qt.Key.Key_Return)
    assert asked.args == ["consultation"]
    assert wish_of(desk).take(record.patient.id) == number


def test_the_button_begins_a_consultation(qtbot, card, desk):
    with qtbot.waitSignal(desk.section_asked):
        card.new_button.click()
    assert wish_of(desk).take_new()
    assert not wish_of(desk).take_new()


def test_who_may_not_write_has_no_button(qtbot, desk_of, record, settle):
    card = ConsultationsCard(desk_of(Role.INFIRMIER))
    qtbot.addWidget(card)
    card.show()
    card.show_record(record)
    settle()
    assert not card.new_button.isVisible()
    assert card.list.current_line() is None
