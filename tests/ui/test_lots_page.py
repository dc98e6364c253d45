"""« Qui a reçu le lot ? »: type, Enter, open or export."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from almapy.bdpm.model import BdpmState
from almapy.users.model import Role
from tests.core.test_lots import Lots
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.about.sources_card import SourcesCard, sources
from ui.commands import COMMANDS, Menu
from ui.lots.page import LotsPage
from ui.sections import SECTIONS


@pytest.fixture
def page_class():
    return LotsPage


@pytest.fixture
def lots(practice):
    lots = Lots(practice)
    lots.give(0)
    lots.give(1, vaccine="VAC0062", label="VAXIGRIP", lot="300 6440b")
    application, actor = lots.application, lots.actor
    other = application.patients.open(actor, lots.people[1].id)
    application.patients.change(actor, other, replace(other.data, deceased=True))
    return lots


@pytest.fixture
def page(lots, open_page, desk):
    return open_page(desk)


def ask(page, qtbot, settle, typed):
    page.lot.clear()
    type_text(page.lot, typed)
    qtbot.keyClick(page.lot, Qt.Key.Key_Return)
    settle()


def shown(page):
    model = page.model
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_lot_typed_lists_who_to_call_and_enter_opens_the_record(
    page, qtbot, settle, lots, desk, tmp_path
):
    assert page.window().focusWidget() is page.lot
    assert "tracée" in page.table.accessibleDescription()
    assert not page.export_button.isEnabled()
    assert nameless(page) == []
    ask(page, qtbot, settle, "3006440")
    assert [row[0] for row in shown(page)] == [
        "DE VINCI RUTH (NESSI)",
        "ADRUN RUTH, Décédé",
    ]
    assert shown(page)[0][3:7] == ["GARDASIL 9", "01/03/2026", "3006440", "31/12/2027"]
    assert shown(page)[1][5] == "300 6440b"  # as printed
    assert page.count.text() == "2 doses, 2 patients, 2 lots"
    opened = []
    desk.patient_asked.connect(opened.append)
    assert page.window().focusWidget() is page.table
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == [lots.people[0].id]
    # Back from the record, the list is still there and has the keyboard.
    page.entered()
    assert page.model.rowCount() == 2
    # One vaccine alone; what is exported is what is shown.
    page.vaccine.set_value("VAC0062")
    assert [row[3] for row in shown(page)] == ["VAXIGRIP"]
    target = tmp_path / "lot.csv"
    page.export_to(target)
    settle()
    text = target.read_text("utf-8-sig")
    assert "ADRUN" in text
    assert "NESSI" not in text
    page.export_button.click()
    dialog = page.findChild(QFileDialog)
    assert any(".csv" in kind for kind in dialog.nameFilters())
    dialog.reject()


def test_a_lot_that_nobody_received_says_what_to_check(page, qtbot, settle):
    ask(page, qtbot, settle, "ZZ99")
    assert "Personne n'a reçu un lot «\u00a0ZZ99\u00a0»" in page.table.accessibleDescription()
    assert not page.export_button.isEnabled()
    ask(page, qtbot, settle, "3")
    assert page.strip.isVisible()
    assert page.lot.text() == "3"
    page.resize(*SMALL)
    assert page.minimumSizeHint().width() <= SMALL[0]


def test_the_page_is_in_advanced_tools_for_those_who_read_notes(desk, desk_of):
    section = next(one for one in SECTIONS if one.name == "lots")
    command = next(one for one in COMMANDS if one.name == "lots")
    assert command.menu is Menu.TOOLS
    assert section.text == command.text == "Qui a reçu le lot\u00a0?"
    secretary = desk_of(Role.SECRETAIRE).actor
    for one in (section, command):
        assert one.allowed_to(desk.actor)
        assert not one.allowed_to(secretary)


def test_the_sources_of_the_lists_are_credited(qtbot):
    card = SourcesCard()
    qtbot.addWidget(card)
    card.show_sources(sources(None))
    assert any("almapy bdpm import" in words for words in texts(card))
    loaded = BdpmState(date(2026, 7, 24), {}, ())
    card.show_sources(sources(loaded))
    shown = texts(card)
    assert any(words.startswith("NUVA, International Vaccine Codes, CC-BY 4.0") for words in shown)
    vintages = [words for words in shown if "base de données publique des médicaments" in words]
    assert {"mai 2026" in words for words in vintages} == {True, False}
    assert {"juillet 2026" in words for words in vintages} == {True, False}
