"""« Lecture du DataMatrix d'un vaccin »: webcam, scanner, picture, hand; what is added, and how."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from almapy.camera.faults import CameraAbsent, CameraMute, NoCodeSeen
from almapy.camera.service import CameraService
from almapy.demo.boxes import CARTON, BoxBoard
from almapy.errors import DomainError
from tests.core.camera_helper import PictureCamera, frame_of
from tests.core.test_box_service import PAINKILLER, SEED, SPANISH, content, service
from tests.ui.page_helper import nameless
from ui.desk import Desk
from ui.vaccination.scan_film import MOVE, NO_AUTOFOCUS, OTHERWISE, SHOW_BOX
from ui.vaccination.scan_keys import ScannerKeys
from ui.vaccination.scan_panel import BoxScanPanel
from ui.vaccination.scan_result import DONE, UNKNOWN
from ui.vaccination.scan_strip import NO_CAMERA, NOTHING_SEEN

GOOD = content("03400936773875", lot="AC39", expiry="271200", serial="42")
PACK = content("13400930056209")
BOOSTRIX = "BOOSTRIXTETRA"
AZERTY = str.maketrans("0123456789]ACd", "à&é\"'(-è_ç$QCd")


class Shown:
    """A panel on the screen, and what came out of it."""

    def __init__(self, panel):
        self.panel = panel
        self.accepted, self.named, self.closed = [], [], []
        panel.accepted.connect(lambda box, reason: self.accepted.append((box, reason)))
        panel.named.connect(self.named.append)
        panel.closed.connect(lambda: self.closed.append(True))

    @property
    def told(self):
        strip = self.panel.strip
        return f"{strip.accessibleName()} {strip.accessibleDescription()}"


@pytest.fixture
def show(qtbot, practice, tasks, desk, settle):
    """Show a panel whose camera sees these codes."""

    def make(*seen, camera=None, simulated=None, pictures=(), real=None):
        application = practice.application
        cameras = CameraService(real, lambda _frame: []) if real else application.cameras
        boxes = service(
            application,
            cameras=cameras,
            seen=seen,
            pictures=pictures,
            box_camera=None if real else camera or PictureCamera(frame_of()),
        )
        outside = replace(application.outside, simulated_boxes=simulated)
        application = replace(application, boxes=boxes, cameras=cameras, outside=outside)
        panel = BoxScanPanel(Desk(application, desk.actor, tasks, desk.theme))
        qtbot.addWidget(panel)
        panel.resize(1100, 640)
        panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        panel.start()
        if seen:
            qtbot.waitUntil(lambda: panel.result.box is not None)
            settle()
        return Shown(panel)

    return make


def press(widget, key):
    QTest.keyClick(widget, key)


def scan(text, *, ends=(Qt.Key.Key_Return,)):
    """Type as a scanner does, where the cursor is."""
    for character in text:
        target = QApplication.focusWidget()
        if character == "\x1d":
            control = Qt.KeyboardModifier.ControlModifier
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
                key = QKeyEvent(kind, Qt.Key.Key_BracketRight, control, character)
                QApplication.sendEvent(target, key)
        else:
            shift = Qt.KeyboardModifier.ShiftModifier if character.isupper() else None
            plain = shift or Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, plain, character))
    for end in ends:
        QTest.keyClick(QApplication.focusWidget(), end)


def test_a_box_before_the_webcam_shows_its_four_fields_and_enter_adds_it(show, monkeypatch):
    beeps = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    camera = PictureCamera(frame_of())
    shown = show(GOOD, camera=camera)
    result = shown.panel.result
    values = (result.code, result.serial, result.lot, result.expiry, result.product, result.cip13)
    assert [field.text() for field in values] == [
        "03400936773875",
        "42",
        "AC39",
        "31 Décembre 2027",
        BOOSTRIX,
        "3400936773875",
    ]
    assert DONE in shown.told
    assert (camera.closed, beeps) == (1, [1])
    assert result.add_button.hasFocus()
    for _ in range(2):
        press(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert [(box.product, reason) for box, reason in shown.accepted] == [(BOOSTRIX, "")]
    shown.panel.refuse(DomainError("Refusé."))
    assert result.add_button.hasFocus()


def test_the_published_box_shows_exactly_what_is_printed_and_is_added_only_for_a_reason(show):
    shown = show(SEED)
    result = shown.panel.result
    assert [field.text() for field in (result.code, result.serial, result.lot, result.expiry)] == [
        "03400930056202",
        "169320711901",
        "3006440",
        "31 Décembre 2023",
    ]
    assert result.expired.accessibleName() == "Boîte périmée depuis le 31/12/2023"
    assert DONE in result.expired.accessibleDescription()
    assert result.add_button.isHidden()
    press(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert result.reason.hasFocus()
    assert "pourquoi" in result.reason.accessibleDescription()
    result.reason.setText("Dernière boîte, avis du pharmacien")
    press(result.reason, Qt.Key.Key_Return)
    assert shown.accepted == []
    assert result.anyway_button.text() == "Ajouter quand même"
    press(result.anyway_button, Qt.Key.Key_Return)
    assert [(box.product, why) for box, why in shown.accepted] == [
        ("GARDASIL 9", "Dernière boîte, avis du pharmacien")
    ]


def test_an_unknown_code_is_asked_once_and_can_be_told_anew(show, practice, settle):
    shown = show(content(SPANISH))
    panel = shown.panel
    assert UNKNOWN in shown.told
    assert panel.result.product.text() == UNKNOWN
    assert panel.result.add_button.isHidden()
    assert panel.name.search.isAncestorOf(QApplication.focusWidget())
    catalogue = practice.application.vaccines.catalogue()
    panel.name.search.chosen.emit(catalogue.vaccine("VAC0016"))
    assert panel.result.add_button.hasFocus()
    press(panel.result.add_button, Qt.Key.Key_Return)
    settle()
    assert [box.product for box, _ in shown.accepted] == ["INFLUVAC"]
    panel.start()
    settle()
    assert panel.result.product.text() == "INFLUVAC"
    panel.result.other_button.click()
    panel.name.search.chosen.emit(catalogue.vaccine("VAC0062"))
    panel.result.add_button.click()
    settle()
    assert [box.product for box, _ in shown.accepted] == ["INFLUVAC", "VAXIGRIP"]


def test_a_medicine_that_is_no_vaccine_is_not_added(show):
    shown = show(content(f"0{PAINKILLER}"))
    assert "ce n'est pas un vaccin" in shown.told
    assert shown.panel.result.add_button.isHidden()
    assert shown.panel.result.anyway_button.isHidden()


def test_a_grouping_pack_is_told_while_the_camera_films_and_echap_closes(show, qtbot):
    camera = PictureCamera(frame_of())
    shown = show(camera=camera)
    film = shown.panel.film
    qtbot.waitUntil(lambda: film.is_filming and camera.filming.is_set())
    film._watch._read.contents = (PACK,)
    qtbot.waitUntil(lambda: "carton de groupage" in film.strip.accessibleName())
    assert film.is_filming
    press(shown.panel.name.search.field, Qt.Key.Key_Escape)
    assert shown.closed == [True]
    qtbot.waitUntil(camera.released.is_set)


def test_hints_come_with_time_and_a_camera_without_autofocus_is_told(show, qtbot):
    shown = show()
    film = shown.panel.film
    qtbot.waitUntil(lambda: film.hint.text() == "Rapprochez la boîte")
    for seconds, words in ((9.9, "Rapprochez la boîte"), (10, MOVE), (30, OTHERWISE)):
        film._advise(SimpleNamespace(seconds_looked=seconds, has_autofocus=None))
        assert film.hint.text() == words
    assert film.strip.isHidden()
    film._advise(SimpleNamespace(seconds_looked=1, has_autofocus=False))
    assert film.strip.accessibleName() == NO_AUTOFOCUS
    shown.panel.film.view.cancel_button.click()
    assert shown.panel.begin_button.hasFocus()
    assert film.hint.text() == SHOW_BOX


def test_without_a_camera_the_code_is_typed_all_the_same(show, qtbot, settle):
    shown = show(real=PictureCamera(absent=True))
    panel = shown.panel
    qtbot.waitUntil(lambda: NO_CAMERA in shown.told)
    assert "La caméra\u00a01" in shown.told
    for fault, words in ((CameraMute(), "ne répond pas"), (NoCodeSeen(60), NOTHING_SEEN)):
        panel._refuse(fault)
        assert words in shown.told
    panel._refuse(CameraAbsent(0))
    panel.code.code.setText("(01)03400936773875(17)271231(10)AC39(21)42")
    panel.code.read_button.click()
    settle()
    assert panel.result.add_button.hasFocus()
    assert panel.code.code.text() == ""


def test_a_code_that_lost_its_separators_lets_the_person_compare(show, settle):
    shown = show()
    panel = shown.panel
    panel.code.code.setText("0103400930056202172912311030064402121693207")
    press(panel.code.code, Qt.Key.Key_Return)
    settle()
    buttons = panel.readings.body
    first = QApplication.focusWidget()
    assert panel.readings.isAncestorOf(first)
    words = first.text()
    assert words.startswith("Lot ")
    assert buttons.count() > 2
    press(first, Qt.Key.Key_Return)
    settle()
    assert panel.readings.isHidden()
    assert words.startswith(f"Lot {panel.result.lot.text()},")
    panel.code.text_given.emit("PK12345678")
    settle()
    assert "n'est pas celui d'une boîte" in shown.told
    assert panel.result.isHidden()


def test_a_saved_picture_is_read_wherever_it_is_dropped(show, settle, tmp_path):
    picture = tmp_path / "boite.png"
    picture.write_bytes(b"image")
    shown = show(pictures=[GOOD])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    shown.panel.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, none))
    settle()
    assert shown.panel.result.product.text() == BOOSTRIX
    shown.panel._take_picture((tmp_path / "absent.png").read_bytes)
    settle()
    assert not shown.panel.film.is_filming


@pytest.mark.parametrize("keyboard", [None, AZERTY])
@pytest.mark.parametrize("at", ["name", "button"])
def test_a_scanner_is_heard_wherever_the_cursor_stands(show, settle, at, keyboard):
    shown = show()
    panel = shown.panel
    field = panel.name.search.field
    (field if at == "name" else panel.close_button).setFocus()
    text = "]d2" + GOOD.decode()
    ends = (Qt.Key.Key_Return, Qt.Key.Key_Return)
    scan(text.translate(keyboard) if keyboard else text, ends=ends)
    settle()
    assert panel.result.lot.text() == "AC39"
    assert (field.text(), shown.closed, shown.accepted) == ("", [], [])


@pytest.mark.parametrize("code", ["IS01000 0S1RUTH ISABELLE", "0123456789012", "01 2 3"])
def test_another_code_scanned_over_ajouter_adds_nothing(show, code):
    shown = show(GOOD)
    assert shown.panel.result.add_button.hasFocus()
    scan(code)
    assert shown.accepted == []
    assert shown.panel.result.product.text() == BOOSTRIX


def test_a_scanner_without_enter_and_with_f8_is_heard_after_a_silence(show, qtbot, settle):
    shown = show()
    before, after = GOOD.decode().split("\x1d")
    scan(before, ends=())
    press(QApplication.focusWidget(), Qt.Key.Key_F8)
    scan(after, ends=())
    qtbot.waitSignal(shown.panel.keys.scanned).wait()
    settle()
    assert (shown.panel.result.lot.text(), shown.panel.result.serial.text()) == ("AC39", "42")


def test_what_a_hand_types_reaches_its_field_in_order(show, qtbot):
    shown = show()
    field = shown.panel.name.search.field
    field.setFocus()
    scan("1grippe", ends=())
    assert field.text() == "1grippe"
    scan("0", ends=())
    qtbot.waitUntil(lambda: field.text() == "1grippe0")
    scan("à", ends=())
    press(field, Qt.Key.Key_Backspace)
    assert field.text() == "1grippe0"
    scan("01", ends=())
    shown.panel.code.code.setFocus()
    assert field.text() == "1grippe001"
    assert shown.panel.findChildren(ScannerKeys)


def test_a_name_without_a_box_puts_the_camera_out_and_is_handed_on(show, qtbot, practice):
    camera = PictureCamera(frame_of())
    shown = show(camera=camera)
    qtbot.waitUntil(lambda: shown.panel.film.is_filming and camera.filming.is_set())
    QTest.keyClick(shown.panel.name.search.field, Qt.Key.Key_G)
    qtbot.waitUntil(camera.released.is_set)
    vaccine = practice.application.vaccines.catalogue().vaccine("VAC0016")
    shown.panel.name.search.chosen.emit(vaccine)
    assert shown.named == [vaccine]
    assert not shown.panel.film.is_filming


def test_the_camera_is_chosen_kept_for_the_post_and_films(show, qtbot, settle, practice):
    camera = PictureCamera()
    camera.open = lambda: None
    shown = show(real=camera)
    choice = shown.panel.camera
    qtbot.waitUntil(lambda: shown.panel.film.is_filming)
    choice.look()
    qtbot.waitUntil(choice.look_button.isEnabled)
    texts = [choice.combo.itemText(place) for place in range(choice.combo.count())]
    assert texts == [f"Caméra\u00a0{number}" for number in (1, 2, 3, 4)]
    choice.combo.setCurrentIndex(2)
    choice.combo.activated.emit(2)
    qtbot.waitUntil(lambda: shown.panel.film.is_filming and camera.number == 2)
    assert practice.application.post_settings.get().camera == 2
    shown.panel.hide()
    qtbot.waitUntil(camera.released.is_set)


def test_a_simulated_box_is_chosen_and_every_control_has_a_name(show, qtbot):
    board = BoxBoard(lambda: date(2026, 3, 10))
    shown = show(simulated=board)
    held = shown.panel.held.combo
    place = held.findData(CARTON)
    held.setCurrentIndex(place)
    held.activated.emit(place)
    assert board.shown() == CARTON
    assert not shown.panel.simulated.isHidden()
    assert shown.panel.camera.isHidden()
    qtbot.waitUntil(lambda: shown.panel.film.is_filming)
    assert nameless(shown.panel) == []
