"""« Visualisation de l'INS »: traced at each display of a matricule, wherever it is."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.patients.model import IdentityStatus
from tests.core.test_patients import RUTH
from tests.ui.administrative_helper import record_of, show
from ui.administrative.page import AdministrativePage
from ui.insi.page import InsiPage
from ui.shell.clipboard import Clipboard

NO_INS = {"matricule_ins": "", "ins_oid": "", "insi_accepted": False}


@pytest.fixture
def ruth(practice):
    return practice.application.patients.create(practice.actor, RUTH)


@pytest.fixture
def sights(desk, settle):
    """Count how many times a matricule was seen so far."""

    def count():
        settle()
        asked = JournalFilter(action=Action.INS_READ.value)
        return desk.application.journal.page(desk.actor, asked).total

    return count


@pytest.fixture
def form(qtbot, desk, settle, ruth):
    page = AdministrativePage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    show(qtbot, settle, page, ruth.id)
    page.entered()
    settle()
    yield page
    settle()  # the list of places may still be read


def test_each_return_of_the_form_is_a_sight(form, sights):
    assert sights() == 1
    form.entered()
    assert sights() == 1
    form.hide()
    form.show()
    form.entered()
    assert sights() == 2


def test_a_matricule_that_comes_while_the_form_is_in_front_is_a_sight(
    qtbot, desk, settle, sights, form
):
    patients = desk.application.patients
    other = patients.create(desk.actor, replace(RUTH, **NO_INS, birth_name="NESSY"))
    show(qtbot, settle, form, other.id)
    assert sights() == 1
    answered = replace(
        other.data, matricule_ins="180032B02040123", ins_oid=RUTH.ins_oid, insi_accepted=True
    )
    patients.save(desk.actor, other, answered, insi_answer=True)
    form.show_record(record_of(desk, other.id))
    assert sights() == 2


def test_the_window_of_insi_that_bears_the_matricule_is_a_sight(qtbot, desk, ruth, settle, sights):
    page = InsiPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.show_record(record_of(desk, ruth.id))
    page.entered()
    assert sights() == 1
    page.hide()
    page.show()
    page.entered()
    assert sights() == 2


def test_copying_the_matricule_is_a_sight_and_copying_a_name_is_not(qtbot, desk, ruth, sights):
    assert ruth.status is IdentityStatus.QUALIFIED
    clipboard = Clipboard(_window(qtbot), desk)
    clipboard.copy_identity(ruth)
    assert ruth.data.matricule_ins in QGuiApplication.clipboard().text()
    assert sights() == 1
    patients = desk.application.patients
    unproved = patients.change(desk.actor, ruth, replace(ruth.data, identity_document=""))
    clipboard.copy_identity(unproved)
    assert ruth.data.matricule_ins not in QGuiApplication.clipboard().text()
    assert sights() == 1
    QGuiApplication.clipboard().clear()


def test_two_traits_changed_together_make_one_entry_with_both(desk, ruth):
    application, actor = desk.application, desk.actor
    application.patients.change(
        actor, ruth, replace(ruth.data, used_name="DUPOND", birth_place_name="MAZOIRES")
    )
    asked = JournalFilter(action=Action.INS_CHANGED.value)
    [trace] = application.ins_journal.page(actor, asked).traces
    assert [line.split("\u00a0: ")[0] for line in trace.detail.split("\n")] == [
        "Nom utilisé",
        "Ville de naiss.",
    ]
    assert all(" en\u00a0: " in line for line in trace.detail.split("\n"))


def _window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window
