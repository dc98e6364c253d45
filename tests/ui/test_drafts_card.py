"""« Brouillons à terminer »: nothing begun is forgotten, each opens on its text."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.core.test_patients import RUTH
from tests.ui.page_helper import nameless
from ui.encounters.drafts_card import DraftsCard
from ui.encounters.wish import section_for, wish_of


@pytest.fixture
def patient_id(desk):
    return desk.application.patients.create(desk.actor, RUTH).id


@pytest.fixture
def card(qtbot, desk):
    card = DraftsCard(desk)
    qtbot.addWidget(card)
    return card


@pytest.fixture
def begun(desk, patient_id):
    def begin(text):
        draft = desk.application.encounters.begin(desk.actor, patient_id)
        return replace(draft, content=replace(draft.content, text=text))

    return begin


def test_without_a_draft_there_is_no_card(card, settle, patient_id):
    card.read()
    settle()
    assert card.isHidden()


def test_drafts_and_found_texts_are_listed_and_enter_opens_the_record_on_one(
    qtbot, desk, card, settle, begun, patient_id
):
    kept = desk.application.encounters.keep(desk.actor, begun("À finir"))
    desk.application.safekeeping.note(desk.actor, begun("Perdu de vue"))
    card.read()
    settle()
    texts = [card.list.item(row).text() for row in range(card.list.count())]
    assert texts == [
        "10/03/2026 · DE VINCI RUTH\nTexte non enregistré retrouvé",
        "10/03/2026 · DE VINCI RUTH\nÀ finir",
    ]
    assert nameless(card) == []
    card.list.setCurrentRow(1)
    with qtbot.waitSignal(desk.patient_asked) as asked:
        qtbot.keyClick(card.list, Qt.Key.Key_Return)
    assert asked.args == [patient_id]
    assert section_for(desk, patient_id) == "consultation"
    assert section_for(desk, patient_id + 1) == "record"
    assert wish_of(desk).take(patient_id) == kept.id
    assert section_for(desk, patient_id) == "record"


def test_a_found_text_without_a_row_opens_the_page_of_its_record(
    qtbot, desk, card, settle, begun, patient_id
):
    desk.application.safekeeping.note(desk.actor, begun("Perdu de vue"))
    card.read()
    settle()
    with qtbot.waitSignal(desk.patient_asked):
        qtbot.keyClick(card.list, Qt.Key.Key_Return)
    assert section_for(desk, patient_id) == "consultation"
    assert wish_of(desk).take(patient_id) is None
    assert section_for(desk, patient_id) == "record"
