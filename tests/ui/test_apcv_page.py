"""« Lire une ApCV »: webcam, douchette, NFC; the camera is let go whatever happens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from almapy.adapters.live_codes import codes_of_frame
from almapy.apcv.model import LONGEST_PAYLOAD
from almapy.apcv.service import ApcvService
from almapy.camera.scan import ScanTimes
from almapy.camera.service import CameraService
from almapy.errors import ExternalError
from almapy.settings import PostSettings
from almapy.vitale.reading import Origin
from tests.core.camera_helper import HangingCamera, PictureCamera, frame_of
from tests.core.test_apcv import READING, Connector
from tests.ui.page_helper import SMALL, nameless
from tests.ui.typing_helper import type_text
from ui.apcv.page import AGAIN, ApcvPage
from ui.camera.code_view import OPENING
from ui.desk import Desk
from ui.ins_codes.page import ReadCodePage
from ui.vitale.flow import flow_of
from ui.vitale.page import VitalePage

SECRET = "SIMULATEUR-APCV:ruth:20991231235959"
INS = b"IS010000000000000000000000S1277076322082910S21.2.250.1.213.1.4.8\x1dS3RUTH"


@pytest.fixture
def connector(practice):
    now = practice.application.clock.now()
    one = Connector(replace(READING, read_at=now, ends_at=now + timedelta(minutes=10)))
    yield one
    one.go_on.set()


@pytest.fixture
def page_of(practice, tasks, desk, connector):
    """Open the page on a post that reads by a channel, with a camera."""

    def make(channel, camera=None, *, times=None, official=connector):
        application = practice.application
        cameras = CameraService(
            camera or PictureCamera(), codes_of_frame, times=times or ScanTimes(opening=5, frame=5)
        )
        apcv = ApcvService(
            official,
            cameras,
            lambda: PostSettings(apcv_channel=channel, camera=1),
            application.clock,
        )
        asked = Desk(replace(application, apcv=apcv), desk.actor, tasks, desk.theme)
        asked.asked_sections = []
        asked.section_asked.connect(asked.asked_sections.append)
        page = ApcvPage(asked)
        page.asked = asked.asked_sections
        return page

    return make


@pytest.fixture
def shown(qtbot, page_of):
    def show(*values, **options):
        page = page_of(*values, **options)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        page.activateWindow()
        page.entered()
        return page

    return show


def scan(line, text):
    """Type as a scanner does, control characters included."""
    for character in text:
        if character.isprintable():
            QTest.keyClick(line, character)
        else:
            pressed = QEvent.Type.KeyPress
            control = Qt.KeyboardModifier.ControlModifier
            event = QKeyEvent(pressed, Qt.Key.Key_BracketRight, control, character)
            QApplication.sendEvent(line, event)


def told(page):
    return page.strip.accessibleDescription()


def test_a_telephone_before_the_webcam_leads_to_the_reading_and_the_camera_goes_out(
    shown, qtbot, settle, connector
):
    camera = PictureCamera(frame_of(), frame_of(SECRET.encode()))
    page = shown("webcam", camera)
    qtbot.waitUntil(lambda: page.asked == ["vitale"])
    settle()
    assert connector.payloads == [SECRET.encode()]
    assert camera.number == 1
    assert camera.released.wait(5)
    read = flow_of(page.desk).read
    assert read.reading.origin is Origin.APCV
    assert [one.bearer.first_name for one in read.matches] == ["RUTH"]


def test_the_picture_and_the_seconds_that_remain_are_shown(shown, qtbot):
    camera = PictureCamera()
    page = shown("webcam", camera)
    qtbot.waitUntil(lambda: page.webcam.state.text().startswith("Encore "))
    qtbot.waitUntil(lambda: not page.webcam.picture.is_dark)
    assert page.webcam.cancel_button.hasFocus()
    QTest.keyClick(page.webcam.cancel_button, Qt.Key.Key_Escape)
    assert camera.released.wait(5)
    assert page.webcam.picture.is_dark
    assert page.again_button.hasFocus()


@pytest.mark.parametrize("leave", ["hide", "close", "cancel", "delete", "section"])
def test_the_camera_is_let_go_however_the_page_is_left(shown, qtbot, settle, leave):
    camera = PictureCamera()
    page = shown("webcam", camera)
    qtbot.waitUntil(camera.filming.is_set)
    match leave:
        case "hide":
            page.hide()
        case "close":
            page.close()
        case "cancel":
            page.webcam.cancel_button.click()
        case "delete":
            page.deleteLater()
        case _:
            page.webcam.setParent(None)
    qtbot.waitUntil(camera.released.is_set)
    settle()


def test_scanning_again_films_again(shown, qtbot, settle):
    camera = PictureCamera()
    page = shown("webcam", camera)
    qtbot.waitUntil(camera.filming.is_set)
    page.webcam.cancel_button.click()
    assert page.again_button.text() == AGAIN
    settle()
    QTest.keyClick(page.again_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: camera.opened == 2)
    qtbot.waitUntil(lambda: page.webcam.is_filming)


def test_a_camera_that_hangs_leaves_the_window_alive_and_is_told(shown, qtbot, settle):
    camera = HangingCamera(at="open")
    page = shown("webcam", camera, times=ScanTimes(opening=0.3, release=0.1))
    qtbot.waitUntil(lambda: page.webcam.state.text() == OPENING)
    qtbot.waitUntil(page.strip.isVisible)
    assert "La webcam ne répond pas" in told(page)
    settle()
    camera.go_on.set()
    assert camera.released.wait(5)


@pytest.mark.parametrize(
    ("camera", "words"),
    [
        (PictureCamera(absent=True), "La caméra\u00a02 ne s'ouvre pas"),
        (PictureCamera(gone_after=2), "La webcam a été débranchée"),
    ],
)
def test_a_camera_absent_or_pulled_out_is_told_with_a_way_on(shown, qtbot, camera, words):
    page = shown("webcam", camera)
    qtbot.waitUntil(page.strip.isVisible)
    assert words in told(page)
    assert page.again_button.hasFocus()


def test_nothing_shown_in_the_time_given_is_told(shown, qtbot):
    page = shown("webcam", times=ScanTimes(code=0.2))
    qtbot.waitUntil(page.strip.isVisible)
    assert "Aucun code n'a été lu" in told(page)


def test_a_douchette_ended_by_enter_keeps_every_character_and_shows_none(
    shown, qtbot, settle, connector
):
    page = shown("douchette")
    qtbot.waitUntil(page.scanner.line.hasFocus)
    scan(page.scanner.line, f" {SECRET} \x1d")
    assert page.scanner.line.text() == f"{len(SECRET) + 3}\u00a0caractères reçus"
    QTest.keyClick(page.scanner.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.asked == ["vitale"])
    assert connector.payloads == [f" {SECRET} \x1d".encode()]
    assert page.scanner.line.text() == ""


def test_a_douchette_without_enter_is_taken_after_a_silence(shown, qtbot, connector):
    page = shown("douchette")
    qtbot.waitUntil(page.scanner.line.hasFocus)
    scan(page.scanner.line, SECRET)
    qtbot.waitUntil(lambda: page.asked == ["vitale"])
    assert connector.payloads == [SECRET.encode()]


def test_accents_of_another_keyboard_arrive_as_they_were_typed(shown, qtbot, connector):
    page = shown("douchette")
    qtbot.waitUntil(page.scanner.line.hasFocus)
    type_text(page.scanner.line, "éàç§ù")
    qtbot.waitUntil(lambda: bool(connector.payloads))
    assert connector.payloads == ["éàç§ù".encode()]


def test_a_key_touched_by_a_sleeve_is_no_scan(shown, qtbot, connector):
    page = shown("douchette")
    qtbot.waitUntil(page.scanner.line.hasFocus)
    QTest.keyClick(page.scanner.line, "a")
    qtbot.waitUntil(lambda: page.scanner.line.text() == "")
    assert connector.payloads == []
    assert page.asked == []


def test_a_tabulation_inside_a_scan_belongs_to_it(shown, qtbot, connector):
    page = shown("douchette")
    qtbot.waitUntil(page.scanner.line.hasFocus)
    scan(page.scanner.line, "abcd")
    QTest.keyClick(page.scanner.line, Qt.Key.Key_Tab)
    scan(page.scanner.line, "efgh")
    QTest.keyClick(page.scanner.line, Qt.Key.Key_Enter)
    qtbot.waitUntil(lambda: bool(connector.payloads))
    assert connector.payloads == [b"abcd\tefgh"]


def test_two_scans_stuck_together_never_leave(shown, qtbot, connector):
    page = shown("douchette")
    qtbot.waitUntil(page.scanner.line.hasFocus)
    type_text(page.scanner.line, "x" * (LONGEST_PAYLOAD + 1))
    qtbot.waitUntil(page.strip.isVisible)
    assert "trop long" in told(page)
    assert connector.payloads == []


def test_an_ins_code_is_sent_to_its_own_page(shown, qtbot, settle, connector):
    page = shown("douchette")
    qtbot.waitUntil(page.scanner.line.hasFocus)
    scan(page.scanner.line, INS.decode())
    qtbot.waitUntil(page.strip.isVisible)
    assert connector.payloads == []
    page._ins_code.trigger()
    assert page.asked == ["read_code"]
    other = ReadCodePage(page.desk)
    qtbot.addWidget(other)
    other.show()
    other.entered()
    settle()
    assert other.strip.isVisible()  # this one is cut short: the page was given it to read


def test_a_telephone_on_the_nfc_reader_leads_to_the_reading(shown, qtbot):
    page = shown("nfc")
    qtbot.waitUntil(lambda: page.asked == ["vitale"])


def test_waiting_for_a_telephone_can_be_given_up(shown, qtbot, settle, connector):
    connector.hangs = True
    page = shown("nfc")
    qtbot.waitUntil(page.nfc.cancel_button.hasFocus)
    page.nfc.cancel_button.click()
    settle()
    assert "Rien n'a été gardé" in told(page)
    assert page.asked == []


def test_a_refusal_of_the_connector_is_told_and_one_may_scan_again(shown, qtbot, connector):
    connector.failure = ExternalError(
        "Le code a expiré. Rien n'a été modifié. Demandez-en un nouveau.", code="apcv.expired"
    )
    page = shown("webcam", PictureCamera(frame_of(SECRET.encode())))
    qtbot.waitUntil(page.strip.isVisible)
    assert "Le code a expiré" in told(page)
    assert page.again_button.hasFocus()
    assert not page.settings_button.isVisible()


def test_a_post_without_the_official_component_says_so(shown, qtbot):
    page = shown("webcam", official=None)
    qtbot.waitUntil(page.strip.isVisible)
    assert "n'y est pas installé" in told(page)
    page.settings_button.click()
    assert page.asked == ["post"]


def test_a_post_without_a_channel_leads_to_its_settings(shown, qtbot):
    page = shown("")
    qtbot.waitUntil(page.settings_button.hasFocus)
    assert "n'est pas choisi" in told(page)
    assert not page.again_button.isVisible()


def test_an_answer_that_comes_after_leaving_is_shown_to_nobody(shown, qtbot, settle, connector):
    connector.hangs = True
    page = shown("webcam", PictureCamera(frame_of(SECRET.encode())))
    qtbot.waitUntil(connector.asked.is_set)
    page.hide()
    connector.go_on.set()
    settle()
    assert page.asked == []
    assert flow_of(page.desk).read is None


def test_the_reading_is_traced_without_its_content(shown, qtbot, settle, practice):
    from almapy.audit.queries import JournalFilter

    page = shown("nfc")
    qtbot.waitUntil(lambda: page.asked == ["vitale"])
    settle()
    entries = practice.application.journal.page(practice.actor, JournalFilter(), limit=3).entries
    (entry,) = (one for one in entries if one.action == "vitale.read")
    assert entry.values["lecture"] == "application carte Vitale"
    assert "NESSI" not in entry.detail


def test_it_fits_a_small_screen_and_names_every_control(shown, qtbot):
    page = shown("webcam")
    qtbot.waitUntil(lambda: page.webcam.is_filming)
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []


def test_an_agreement_that_ends_is_told_and_one_may_scan_again(qtbot, settle, desk, connector):
    over = replace(connector.reading, ends_at=desk.application.clock.now())
    asked = []
    desk.section_asked.connect(asked.append)
    page = VitalePage(desk)
    qtbot.addWidget(page)
    page.show()
    page.show_reading(over)
    settle()
    qtbot.waitUntil(lambda: page.view.strip.accessibleName() == "Accord du téléphone terminé")
    assert "est oublié" in page.view.strip.accessibleDescription()
    assert flow_of(desk).read is None
    page._scan_again.trigger()
    page.view.apcv_button.click()
    assert asked == ["apcv", "apcv"]


def test_a_busy_window_does_not_cut_a_scan_in_two(shown, qtbot, connector):
    page = shown("douchette")
    line = page.scanner.line
    qtbot.waitUntil(line.hasFocus)
    scan(line, "abcdef")
    line._silence.timeout.emit()  # told late, while keys are still waiting
    scan(line, "ghijkl")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(connector.payloads))
    assert connector.payloads == [b"abcdefghijkl"]
