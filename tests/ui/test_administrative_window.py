"""The administrative screens in the window: keys, navigation, warnings."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.core.test_patients import RUTH
from ui.administrative.new_patient_page import NewPatientPage
from ui.administrative.page import AdministrativePage
from ui.sections import SECTIONS, Group
from ui.widgets.badge import Badge
from ui.widgets.toast import Toast
from ui.window import MainWindow


@pytest.fixture
def window(qtbot, desk, tasks, settle):
    patients = desk.application.patients
    patients.create(desk.actor, RUTH)
    plain = replace(RUTH, matricule_ins="", ins_oid="", insi_accepted=False, homonym=True)
    patients.create(desk.actor, plain)
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    settle()
    yield window
    settle()  # the list of places may still be read


def open_record(qtbot, window, patient_id):
    with qtbot.waitSignal(window.records.opened):
        window.open_patient(patient_id)


def vignettes(window):
    return [badge.text for badge in window.banner.findChildren(Badge)]


def notices(window):
    return [toast.accessibleName() for toast in window.findChildren(Toast)]


def test_administratif_follows_consultation_in_the_navigation():
    names = [one.name for one in SECTIONS if one.group is Group.PATIENT and one.in_navigation]
    assert names[1:3] == ["consultation", "administrative"]


def test_f4_opens_the_administrative_form_of_the_open_record(qtbot, window):
    open_record(qtbot, window, 1)
    qtbot.keyClick(window, Qt.Key.Key_F4)
    page = window.pages.current()
    assert isinstance(page, AdministrativePage)
    qtbot.waitUntil(lambda: not page.tabs.is_building)
    assert "DE VINCI RUTH" in page.title.text()
    assert window.banner.isVisible()


def test_f4_waits_for_an_open_record(window):
    assert not window.commands.actions["administrative"].isEnabled()


def test_ctrl_n_opens_a_new_patient(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = window.pages.current()
    assert isinstance(page, NewPatientPage)
    qtbot.waitUntil(lambda: not page.is_building)


def test_a_homonym_is_warned_of_at_each_opening(qtbot, window):
    open_record(qtbot, window, 1)
    assert not any("Homonyme" in text for text in notices(window))
    for expected in (1, 2):
        open_record(qtbot, window, 2)
        assert len([text for text in notices(window) if "Homonyme" in text]) == expected


def test_a_stored_form_is_followed_by_the_banner(qtbot, window, tasks):
    open_record(qtbot, window, 1)
    window.show_section("administrative")
    page = window.pages.current()
    qtbot.waitUntil(lambda: not page.tabs.is_building and not tasks.under_way)
    page.tabs.every[0].identity.used_name.setText("DE VINCY")
    page.validate_button.click()
    qtbot.waitUntil(lambda: "VINCY" in window.banner._lines[0].text())
    assert window.pages.current() is page


def test_the_vignette_of_the_banner_leaves_with_a_changed_strict_trait(qtbot, window, tasks):
    open_record(qtbot, window, 1)
    assert "Identité qualifiée" in vignettes(window)
    window.show_section("administrative")
    page = window.pages.current()
    qtbot.waitUntil(lambda: not page.tabs.is_building and not tasks.under_way)
    identity = page.tabs.every[0].identity
    identity.unlock_button.click()
    identity.birth_name.setText("NESSY")
    page.validate_button.click()
    # The form follows at once, the banner when the record was read again.
    qtbot.waitUntil(lambda: "Identité qualifiée" not in vignettes(window))
    assert "Identité provisoire" in vignettes(window)


def test_a_form_under_way_keeps_the_program_from_closing_silently(qtbot, window, tasks):
    open_record(qtbot, window, 1)
    window.show_section("administrative")
    page = window.pages.current()
    qtbot.waitUntil(lambda: not page.tabs.is_building and not tasks.under_way)
    page.tabs.every[0].address.town.setText("LYON")
    assert window.has_unsaved_changes()
