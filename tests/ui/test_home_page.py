"""« Accueil »: the recalls of the practice, for whom may read them."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.encounters.model import Nature
from almapy.reminders.model import Addressee, Reminder
from almapy.users.model import Right, Role
from tests.core.test_patients import RUTH
from ui.home.page import HomePage


@pytest.fixture
def page_class():
    return HomePage


@pytest.fixture
def ruth(desk):
    return desk.application.patients.create(desk.actor, RUTH)


def remind(desk, patient, label, addressee=Addressee.DOCTOR):
    reminder = Reminder(label, date(2026, 3, 9), addressee)
    desk.application.reminders.add(desk.actor, patient.id, reminder)


def listed(page):
    model = page.due.table.model()
    return [model.record(row).label for row in range(model.rowCount())]


def test_what_is_due_in_the_practice_stands_on_the_first_page(desk, ruth, open_page):
    remind(desk, ruth, "Mammographie")
    asked = []
    desk.patient_asked.connect(asked.append)
    page = open_page(desk)
    assert listed(page) == ["Mammographie"]
    page.due.table.opened.emit(page.due.table.model().record(0))
    assert asked == [ruth.id]


def test_a_secretary_who_may_read_sees_her_own_recalls_first(
    desk, ruth, desk_of, open_page, settle
):
    remind(desk, ruth, "Mammographie")
    remind(desk, ruth, "Rappeler pour le rendez-vous", Addressee.SECRETARY)
    page = open_page(desk_of(Role.SECRETAIRE, granted=frozenset({Right.READ_NOTES})))
    assert listed(page) == ["Rappeler pour le rendez-vous"]
    page.due.who.setCurrentIndex(0)
    settle()
    assert len(listed(page)) == 2


def test_without_the_right_to_read_notes_no_recall_is_shown(desk, ruth, desk_of, open_page):
    remind(desk, ruth, "Mammographie")
    assert open_page(desk_of(Role.SECRETAIRE)).due is None


def test_an_unfinished_consultation_waits_on_the_first_page(desk, ruth, open_page, settle):
    encounters = desk.application.encounters
    begun = encounters.begin(desk.actor, ruth.id, Nature.CONSULTATION)
    content = replace(begun.content, text="Toux depuis trois jours")
    encounters.keep(desk.actor, replace(begun, content=content))
    page = open_page(desk)
    assert page.drafts.isVisible()
    assert "DE VINCI" in page.drafts.list.item(0).text()
