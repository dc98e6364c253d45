"""« Ce poste »: cards, readers and the ApCV, chosen and tried."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.adapters.live_codes import codes_of_frame
from almapy.apcv.scanner_trial import TRIAL_TEXT
from almapy.apcv.service import ApcvService
from almapy.audit.queries import JournalFilter
from almapy.camera.scan import ScanTimes
from almapy.camera.service import CameraService
from almapy.cards.service import CardService
from almapy.demo.readers import CPS_READER, VITALE_READER, SimulatedReaders
from almapy.settings import load
from almapy.users.model import Right, Role
from tests.core.camera_helper import PictureCamera, frame_of
from tests.core.test_apcv import READING, Connector
from tests.ui.page_helper import SMALL, nameless
from ui.desk import Desk
from ui.settings.post_page import PostPage


@pytest.fixture
def connector(practice):
    now = practice.application.clock.now()
    one = Connector(replace(READING, read_at=now, ends_at=now + timedelta(minutes=10)))
    yield one
    one.go_on.set()


@pytest.fixture
def readers():
    return SimulatedReaders(())


@pytest.fixture
def shown(practice, tasks, desk, qtbot, settle, connector, readers):
    """Show the page of a post with simulated readers, a camera and a connector."""
    watched = []

    def show(camera=None, *, asked=None, official=connector):
        application = practice.application
        cameras = CameraService(
            camera or PictureCamera(), codes_of_frame, times=ScanTimes(opening=5, frame=5)
        )
        apcv = ApcvService(
            official,
            cameras,
            application.post_settings.get,
            application.clock,
        )
        cards = CardService(readers, application.clock)
        cards.start()
        watched.append(cards)
        cards.look()
        own = asked or desk
        services = {"apcv": apcv, "cards": cards, "cameras": cameras}
        own = Desk(replace(application, **services), own.actor, tasks, own.theme)
        page = PostPage(own)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        page.activateWindow()
        page.entered()
        settle()
        return page

    yield show
    for cards in watched:
        cards.close()


def stored(page):
    return load(page.desk.application.folders.settings).settings


def validate(page, settle):
    page.validate_button.click()
    settle()


def test_the_readers_of_the_moment_are_listed_with_what_is_in_each(shown, qtbot, readers):
    page = shown()
    words = page.cards.readers.words
    qtbot.waitUntil(lambda: f"{VITALE_READER}\u00a0: vide" in words.text())
    readers.insert("ruth")
    qtbot.waitUntil(lambda: f"{VITALE_READER}\u00a0: Carte Vitale" in words.text())
    assert f"{CPS_READER}\u00a0: vide" in words.text()
    readers.eject("ruth")
    qtbot.waitUntil(lambda: f"{VITALE_READER}\u00a0: vide" in words.text())


def test_the_readers_and_the_channel_are_chosen_and_kept(shown, qtbot, settle):
    page = shown()
    qtbot.waitUntil(lambda: page.cards.vitale.findData(VITALE_READER) > 0)
    page.cards.vitale.setCurrentIndex(page.cards.vitale.findData(VITALE_READER))
    page.cards.cps.setCurrentIndex(page.cards.cps.findData(CPS_READER))
    page.cards.opens.click()
    page.apcv.channel.setCurrentText("Douchette")
    page.apcv.camera.setCurrentText("Caméra\u00a04")
    validate(page, settle)
    settings = stored(page)
    assert (settings.vitale_reader, settings.cps_reader) == (VITALE_READER, CPS_READER)
    assert settings.open_on_vitale is False
    assert (settings.apcv_channel, settings.camera) == ("douchette", 3)
    assert not page.has_unsaved_changes()


def test_the_channel_counts_at_once_and_the_rest_at_the_next_start(shown, settle):
    page = shown()
    said = []
    page.desk.told.connect(said.append)
    page.apcv.channel.setCurrentText("Lecteur NFC")
    validate(page, settle)
    assert page.desk.application.apcv.way().channel.label == "Lecteur NFC"
    page.cards.opens.click()
    validate(page, settle)
    assert "prochain démarrage" not in said[0]
    assert "prochain démarrage" in said[1]


def test_a_reader_that_is_unplugged_stays_chosen(shown, settle, desk):
    file = desk.application.folders.settings
    file.write_text('vitale_reader = "Lecteur parti"\n', encoding="utf-8")
    page = shown()
    assert page.cards.vitale.currentText() == "Lecteur parti (débranché)"
    assert not page.has_unsaved_changes()
    page.idle.setValue(33)
    validate(page, settle)
    assert stored(page).vitale_reader == "Lecteur parti"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://relais.exemple.fr", "https://"),
        ("relais", "adresse entière"),
        ("https://qui:mdp@relais.exemple.fr", "adresse entière"),
    ],
)
def test_a_relay_that_is_not_encrypted_is_refused_in_place(shown, settle, address, words):
    page = shown()
    page.components.relay.setText(address)
    validate(page, settle)
    assert page.components.relay.hasFocus()
    assert words in page.components.relay.accessibleDescription()
    assert stored(page).psc_relay == ""
    page.components.relay.setText("https://relais.exemple.fr/psc")
    validate(page, settle)
    assert stored(page).psc_relay == "https://relais.exemple.fr/psc"


def test_a_library_that_is_no_file_is_refused_in_place(shown, settle, tmp_path):
    page = shown()
    page.components.cps.edit.setText(str(tmp_path / "absente.so"))
    validate(page, settle)
    assert page.components.cps.edit.hasFocus()
    assert stored(page).pkcs11_library == ""


def test_a_library_of_the_cps_that_cannot_be_loaded_is_told_by_its_trial(shown, settle, tmp_path):
    page = shown()
    page.components.cps.edit.setText(str(tmp_path / "absente.so"))
    page.components.cps.try_button.click()
    assert not page.components.cps.try_button.isEnabled()
    settle()
    assert page.components.cps.try_button.isEnabled()
    assert "Cryptolib" in page.components.strip.accessibleDescription()


def test_a_secretary_chooses_readers_and_not_what_this_post_runs(shown, settle, desk_of):
    page = shown(asked=desk_of(Role.SECRETAIRE))
    assert page.cards.opens.isEnabled()
    assert page.apcv.channel.isEnabled()
    for reserved in (page.components.cps.edit, page.components.relay, page.components.locks):
        assert not reserved.isEnabled()
    page.apcv.channel.setCurrentText("Webcam")
    validate(page, settle)
    assert stored(page).apcv_channel == "webcam"


def test_an_administrator_sets_the_readers_and_reads_nobody(shown, settle, desk_of):
    page = shown(asked=desk_of(Role.ADMINISTRATEUR))
    assert page.components.relay.isEnabled() == page.desk.actor.may(Right.BACK_UP)
    assert not page.apcv.trials.nfc_button.isVisible()
    page.apcv.channel.setCurrentText("Douchette")
    validate(page, settle)
    assert stored(page).apcv_channel == "douchette"


def test_the_webcam_is_tried_with_the_number_that_is_shown(shown, qtbot):
    camera = PictureCamera(frame_of(), frame_of(b"https://exemple.test/"))
    page = shown(camera)
    page.apcv.camera.setCurrentText("Caméra\u00a03")
    page.apcv.trials.webcam_button.click()
    strip = page.apcv.trials.strip
    qtbot.waitUntil(lambda: strip.accessibleName() == "La webcam lit les codes")
    assert "21\u00a0octets" in strip.accessibleDescription()
    assert camera.number == 2
    assert camera.released.wait(5)
    assert stored(page).camera == 0


def test_leaving_the_page_lets_the_camera_go(shown, qtbot, settle):
    camera = PictureCamera()
    page = shown(camera)
    page.apcv.trials.webcam_button.click()
    qtbot.waitUntil(camera.filming.is_set)
    page.hide()
    qtbot.waitUntil(camera.released.is_set)
    settle()


@pytest.mark.parametrize(
    ("arrives", "finding"),
    [
        (TRIAL_TEXT, "La douchette est bien réglée"),
        (TRIAL_TEXT.swapcase(), "Majuscules et minuscules sont échangées"),
        ("Bonjour", "Ce n'est pas le code d'essai"),
    ],
)
def test_the_scanner_is_tried_and_what_arrives_is_shown(shown, qtbot, arrives, finding):
    page = shown()
    trials = page.apcv.trials
    trials.scanner_button.click()
    assert trials.scanner.line.hasFocus()
    for character in arrives:
        QTest.keyClick(trials.scanner.line, character)
    QTest.keyClick(trials.scanner.line, Qt.Key.Key_Return)
    assert trials.scanner.verdict.accessibleName() == finding
    assert trials.scanner.arrived.text() == arrives
    QTest.keyClick(trials.scanner.line, Qt.Key.Key_Escape)
    assert trials.scanner.isHidden()
    assert trials.scanner.arrived.text() == ""
    assert trials.scanner_button.hasFocus()


def test_the_nfc_reader_is_tried_without_showing_anybody(shown, settle):
    page = shown()
    page.apcv.trials.nfc_button.click()
    settle()
    strip = page.apcv.trials.strip
    assert strip.accessibleName() == "Le lecteur NFC a répondu"
    assert strip.accessibleDescription() == "1\u00a0personne lue."
    journal = page.desk.application.journal.page(page.desk.actor, JournalFilter(), limit=1)
    assert journal.entries[0].action == "vitale.read"
    assert "NESSI" not in journal.entries[0].detail


def test_a_trial_without_the_official_component_says_what_is_missing(shown, settle):
    page = shown(official=None)
    page.apcv.trials.nfc_button.click()
    settle()
    assert "n'y est pas installé" in page.apcv.trials.strip.accessibleDescription()


def test_it_fits_a_small_screen_and_names_every_control(shown):
    page = shown()
    page.apcv.trials.scanner_button.click()
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []
