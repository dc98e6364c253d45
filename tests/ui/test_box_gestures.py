"""A vaccine by its box costs two gestures and the box; one by its name three."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from almapy.adapters.boxes import BoxFrameReader, boxes_of_picture
from almapy.demo.box_camera import BoxCamera
from almapy.demo.boxes import GRIPPE, BoxBoard
from almapy.vaccination.boxes import BoxService
from almapy.vaccination.model import EntryWay
from tests.core.test_patients import RUTH
from ui.desk import Desk
from ui.tour.player import Player
from ui.window import MainWindow

_KEYS = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot, practice, tasks, desk):
    """The window of a post whose simulated webcam is held a box, RUTH's record in front."""
    application = practice.application
    board = BoxBoard(application.clock.today, first=GRIPPE)
    boxes = BoxService(
        application.works,
        application.vaccines,
        application.bdpm,
        application.cameras,
        reader=BoxFrameReader,
        pictures=boxes_of_picture,
        box_camera=lambda _number: BoxCamera(board),
    )
    application = replace(application, boxes=boxes)
    patient = application.patients.create(practice.actor, RUTH)
    window = MainWindow(Desk(application, desk.actor, tasks, desk.theme), tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    window.records.open(patient.id)
    qtbot.waitUntil(lambda: window.records.current is not None and not tasks.under_way)
    return window


@pytest.fixture
def played(qapp, tmp_path, window, tasks):
    """Play one action and return how many gestures it took; it must succeed."""

    def play(act):
        player = Player(qapp, tmp_path)

        def acted():
            act(player)
            player.wait_until(lambda: not tasks.under_way, "fin du travail")
            return ""

        report = player.play("action", acted, lambda: window)
        assert report.ok, report.note
        return report.gestures

    return play


def stored(window, practice):
    """Return the vaccinations of the record in front."""
    patient = window.records.current.patient
    facts = practice.application.vaccinations.of(practice.actor, patient.id)
    return [fact.data for fact in facts]


def page_of(window):
    from ui.vaccination.page import VaccinationPage

    page = window.pages.current()
    return page if isinstance(page, VaccinationPage) else None


def test_a_vaccine_by_its_box_is_two_gestures(window, played, practice):
    def act(player):
        player.press(_KEYS.Key_V, _CTRL | _SHIFT, window)
        player.wait_until(
            lambda: page_of(window) and page_of(window).scan.result.add_button.hasFocus(),
            "boîte lue",
        )
        player.press(_KEYS.Key_Return)
        player.wait_until(lambda: bool(stored(window, practice)), "vaccination enregistrée")

    assert played(act) == 2
    (given,) = stored(window, practice)
    assert (given.label, given.lot, given.serial) == ("VAXIGRIP", "Y3C451V", "K7P2M9X4T1")
    assert given.expiry == date(2027, 6, 30)
    assert (given.expiry_raw, given.cip13, given.way) == ("270600", "3400930306000", EntryWay.SCAN)
    assert given.given_on == practice.application.clock.today().isoformat()


def test_a_vaccine_by_its_name_is_three_gestures(window, played, practice):
    def act(player):
        player.press(_KEYS.Key_V, _CTRL | _SHIFT, window)
        player.wait_until(
            lambda: page_of(window) and page_of(window).scan.name.search.field.hasFocus(),
            "champ du nom",
        )
        player.type("gard")
        field = page_of(window).scan.name.search
        player.wait_until(lambda: field.table.current_record() is not None, "vaccins trouvés")
        player.press(_KEYS.Key_Return)
        player.wait_until(page_of(window).entry.isVisible, "formulaire")
        player.press(_KEYS.Key_Return)
        player.wait_until(lambda: bool(stored(window, practice)), "vaccination enregistrée")

    assert played(act) == 3
    assert [one.label for one in stored(window, practice)] == ["GARDASIL 9"]
