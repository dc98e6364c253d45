"""« Relances vaccinales »: search, open, export, remind."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from almapy.patients.model import PatientDraft, Sex
from almapy.stop import Stop
from tests.ui.page_helper import SMALL, nameless, texts
from ui.commands import COMMANDS, Menu
from ui.sections import SECTIONS
from ui.vaccine_calendar.recall_page import RecallPage


@pytest.fixture
def page_class():
    return RecallPage


@pytest.fixture
def people(practice):
    create, actor = practice.application.patients.create, practice.actor
    return [
        create(actor, PatientDraft("DEMO", "PATIENTE", Sex.FEMALE, date(1950, 1, 2))).id,
        create(actor, PatientDraft("DEMO", "ENFANT", Sex.MALE, date(2020, 1, 2))).id,
    ]


@pytest.fixture
def page(people, open_page, desk):
    return open_page(desk)


def names(page):
    return {line.name for line in page._lines}


def test_nothing_is_looked_for_before_it_is_asked(page, settle):
    assert page.model.rowCount() == 0
    assert not page.export_button.isEnabled()
    page.search_button.click()
    assert page.stop_button.isVisible()
    settle()
    assert not page.stop_button.isVisible()
    assert names(page) == {"DEMO PATIENTE", "DEMO ENFANT"}
    assert "pour 2 patients" in page.count.text()


def test_the_filters_narrow_the_list(page, settle):
    page.filters.kind.set_value("zona")
    page.search()
    settle()
    assert names(page) == {"DEMO PATIENTE"}
    page.filters.kind.set_value("")
    page.filters.oldest.setText("18")
    page.search()
    settle()
    assert names(page) == {"DEMO ENFANT"}


def test_enter_opens_the_record(page, settle, qtbot, desk, people):
    page.filters.kind.set_value("zona")
    page.search()
    settle()
    asked = []
    desk.patient_asked.connect(asked.append)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked == [people[0]]


def test_the_lines_chosen_become_reminders(page, settle, practice, people):
    page.filters.kind.set_value("zona")
    page.search()
    settle()
    page.remind_button.click()
    settle()
    (reminder,) = practice.application.reminders.of(practice.actor, people[0])
    assert reminder.data.label == "Vaccination\u00a0: Zona"


def test_the_list_is_written_to_a_file(page, settle, tmp_path):
    page.search()
    settle()
    page.export_to(tmp_path / "relances.xlsx")
    settle()
    assert (tmp_path / "relances.xlsx").stat().st_size > 0
    assert any("Liste exportée" in one for one in texts(page.strip))


def test_a_stopped_search_says_that_its_list_is_not_whole(page, settle):
    stop = Stop()
    stop.ask()
    page._turn = 5
    page._show((5, True, []))
    assert any("Recherche arrêtée" in one for one in texts(page.strip))


def test_the_page_is_reached_by_name_and_fits_a_small_screen(page):
    (command,) = [one for one in COMMANDS if one.name == "vaccine_recall"]
    assert (command.text, command.menu) == ("Relances vaccinales", Menu.TOOLS)
    assert any(section.name == "vaccine_recall" for section in SECTIONS)
    page.resize(*SMALL)
    assert nameless(page) == []
