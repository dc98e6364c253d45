"""The printed booklet: what is seen is what leaves, over as many pages as it takes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.documents.pdf import text_of
from almapy.vaccination.model import Vaccination
from tests.core.test_patients import RUTH
from ui.vaccination.booklet import BookletView

GIVEN = Vaccination("VAC0002", "AGRIPPAL", "1990-11-20", diseases="DIS015", lot="LOT-A")


@pytest.fixture
def patient(desk):
    return desk.application.patients.create(desk.actor, RUTH)


@pytest.fixture
def view(qtbot, desk, patient):
    view = BookletView(desk)
    qtbot.addWidget(view)
    view.resize(1000, 600)
    view.show()
    view.show_patient(patient)
    return view


def actions(desk):
    entries = desk.application.journal.page(desk.actor, JournalFilter()).entries
    return [one.action for one in entries]


def test_a_long_booklet_flows_over_pages_and_leaves_traced(desk, patient, view, settle, tmp_path):
    lots = [replace(GIVEN, given_on=f"{1978 + n}-11-20", lot=f"LOT{n:02}") for n in range(45)]
    desk.application.vaccinations.add_all(desk.actor, patient.id, lots)
    view.enter()
    settle()
    assert view.preview.page_count > 1
    assert view.print_button.isEnabled()
    text = text_of(view.pdf)
    assert all(one.lot in text for one in lots)
    assert RUTH.matricule_ins in text.replace(" ", "")
    assert text.count("Vaccin\n") or text.count("Vaccin") > 1
    view.save(tmp_path / "carnet")
    settle()
    assert (tmp_path / "carnet.pdf").read_bytes() == view.pdf
    assert Action.EXPORTED in actions(desk)
    assert Action.INS_READ in actions(desk)


def test_what_changed_on_another_post_does_not_leave_unread(desk, patient, view, settle, tmp_path):
    view.enter()
    settle()
    assert "Aucune vaccination" in text_of(view.pdf)
    desk.application.vaccinations.add(desk.actor, patient.id, GIVEN)
    view.save(tmp_path / "carnet.pdf")
    settle()
    assert not (tmp_path / "carnet.pdf").exists()
    assert "LOT-A" in text_of(view.pdf)


def test_echap_leaves_the_booklet(qtbot, view):
    with qtbot.waitSignal(view.left, timeout=1000):
        qtbot.keyClick(view, Qt.Key.Key_Escape)
