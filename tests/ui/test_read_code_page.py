"""« Lire un code INS »: scanned, pasted, dropped or chosen, then opened or created."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog

from almapy.adapters.datamatrix import write_datamatrix
from almapy.adapters.symbol_picture import png_of
from almapy.identity.ins_datamatrix import encode
from almapy.identity.oids import INS_NIR_TEST
from almapy.users.model import Role
from tests.core.test_ins_datamatrix import CORSE, NESSI
from tests.core.test_patients import RUTH
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.administrative.new_patient_page import NewPatientPage
from ui.ins_codes.page import ReadCodePage
from ui.ins_codes.result import CREATE, NO_ANSWER

LOST = NESSI.replace("<GS>", "")


@pytest.fixture
def page_class():
    return ReadCodePage


@pytest.fixture
def ruth(desk):
    return desk.application.patients.create(desk.actor, RUTH)


@pytest.fixture
def page(desk_of, ruth, open_page):
    page = open_page(desk_of(Role.SECRETAIRE))
    page.activateWindow()
    return page


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "code.png"
    path.write_bytes(png_of(write_datamatrix(encode(RUTH)), 4))
    return path


def holders(page):
    return [one.hit.birth_name for one in page.result.likely.found]


def is_read(page):
    return page.result.isVisible() or page.strip.isVisible()


def test_the_cursor_waits_for_the_scanner(page):
    assert page.source.scan.hasFocus()
    assert page.result.isHidden()


def test_a_scan_leads_to_the_record_and_enter_opens_it(qtbot, settle, page, ruth):
    type_text(page.source.scan, LOST)
    qtbot.keyClick(page.source.scan, Qt.Key.Key_Return)
    settle()
    assert holders(page) == ["NESSI"]
    assert page.result.values["Matricule INS"].text() == "2 77 07 63 220 829 10"
    assert page.result.values["Date de naissance"].text() == "14/07/1977"
    assert "MAZOIRES" in page.result.values["Lieu naissance - Code INSEE"].text()
    assert NO_ANSWER in texts(page)
    assert page.source.scan.text() == ""
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked.args == [ruth.id]


def test_a_scanner_that_presses_no_enter_is_read_all_the_same(qtbot, page):
    type_text(page.source.scan, LOST)
    qtbot.waitUntil(page.result.isVisible, timeout=20_000)
    assert holders(page) == ["NESSI"]


def test_a_qwerty_scanner_on_an_azerty_post_finds_the_record(qtbot, page):
    french = str.maketrans("0123456789-.AQZWM", "à&é\"'(-è_ç):QAWZ?")
    type_text(page.source.scan, LOST.translate(french))
    qtbot.waitUntil(page.result.isVisible, timeout=20_000)
    assert holders(page) == ["NESSI"]


def test_the_next_person_is_scanned_without_leaving_the_result_of_the_last(qtbot, settle, page):
    page._read_text(CORSE)
    settle()
    assert page.result.create_button.hasFocus()
    for character in LOST:
        qtbot.keyClick(QApplication.focusWidget(), character)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert holders(page) == ["NESSI"]


def test_separators_sent_as_control_keys_are_only_lost(qtbot, settle, page):
    before, after = LOST.split("S3")
    type_text(page.source.scan, before)
    qtbot.keyClick(page.source.scan, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    type_text(page.source.scan, f"S3{after}")
    qtbot.keyClick(page.source.scan, Qt.Key.Key_Return)
    settle()
    assert holders(page) == ["NESSI"]


def test_a_record_that_bears_the_matricule_is_not_created_again(settle, page):
    page._read_text(NESSI)
    settle()
    assert page.result.create_button.isHidden()


def test_a_picture_of_a_file_is_read(qtbot, settle, page, picture):
    page.source.choose_button.click()
    dialog = page.source.findChild(QFileDialog)
    dialog.fileSelected.emit(str(picture))
    dialog.close()
    settle()
    assert holders(page) == ["NESSI"]


def test_a_screen_capture_pasted_into_the_field_is_read(qtbot, page, picture):
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    qtbot.keyClick(page.source.scan, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.result.isVisible, timeout=20_000)
    assert holders(page) == ["NESSI"]


def test_ctrl_v_elsewhere_on_the_page_reads_too(qtbot, page, picture):
    QGuiApplication.clipboard().setImage(QImage(str(picture)))
    page.source.choose_button.setFocus()
    qtbot.keyClick(page.source.choose_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.result.isVisible, timeout=20_000)
    assert holders(page) == ["NESSI"]


def test_the_text_of_a_code_is_pasted_into_the_field(qtbot, page):
    QGuiApplication.clipboard().setText(NESSI)
    page.source.paste_button.click()
    qtbot.waitUntil(page.result.isVisible, timeout=20_000)
    assert holders(page) == ["NESSI"]


def test_a_file_dropped_on_the_card_is_read(settle, page, picture):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.source.dropEvent(event)
    assert event.isAccepted()
    settle()
    assert holders(page) == ["NESSI"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\n cut"])
def test_a_broken_file_is_told_and_loses_nothing(settle, page, tmp_path, content):
    path = tmp_path / "broken"
    path.write_bytes(content)
    page.source._take_file(str(path))
    settle()
    assert page.strip.isVisible()
    assert page.result.isHidden()
    assert page.source.scan.hasFocus()


def test_a_file_that_is_gone_is_told(settle, page, tmp_path):
    page.source._take_file(str(tmp_path / "gone.png"))
    settle()
    assert "file.unreadable" in page.strip.accessibleDescription()


def test_a_text_that_is_no_code_stays_in_the_field(qtbot, settle, page):
    type_text(page.source.scan, "bonjour")
    page.source.read_button.click()
    settle()
    assert page.strip.isVisible()
    assert page.source.scan.selectedText() == "bonjour"


def test_several_records_with_the_matricule_are_listed(settle, page):
    patients = page.desk.application.patients
    patients.create(page.desk.actor, replace(RUTH, ins_oid=INS_NIR_TEST, used_name=""))
    page._read_text(NESSI)
    settle()
    assert holders(page) == ["NESSI", "NESSI"]
    reasons = [one.reasons for one in page.result.likely.found]
    assert reasons[0] == ("même matricule",)
    assert "Même numéro de sécurité sociale" in reasons[1]


def test_somebody_without_a_record_is_created_with_the_traits_and_no_matricule(qtbot, settle, page):
    page._read_text(CORSE)
    settle()
    assert page.result.create_button.hasFocus()
    form = NewPatientPage(page.desk)
    qtbot.addWidget(form)
    form.show()
    page.desk.section_asked.connect(lambda _name: form.entered())
    page.result.create_button.click()
    qtbot.waitUntil(lambda: not form.is_building, timeout=20_000)
    qtbot.waitUntil(lambda: not form._pause.isActive())
    settle()
    assert form.tab.identity.first_names.text() == "ANTHONY"
    assert form.search.name.text() == "CORSE"
    with qtbot.waitSignal(form.desk.patient_asked) as asked:
        form.validate_button.click()
    made = form.desk.application.patients.open(form.desk.actor, asked.args[0])
    assert (made.data.birth_name, made.data.birth_place_code) == ("CORSE", "2B020")
    assert (made.data.matricule_ins, made.data.ins_oid) == ("", "")
    assert made.status.label == "Identité provisoire"
    settle()


def test_a_new_patient_under_way_is_not_replaced_by_read_traits(qtbot, settle, page):
    form = NewPatientPage(page.desk)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(lambda: not form.is_building, timeout=20_000)
    form.search.name.setText("SEUL")
    page.desk.section_asked.connect(lambda _name: form.entered())
    page._read_text(CORSE)
    settle()
    page.result.create_button.click()
    assert form.tab.identity.birth_name.text() == "SEUL"
    assert form.strip.isVisible()
    form._take_instead.trigger()
    assert form.tab.identity.birth_name.text() == "CORSE"
    qtbot.waitUntil(lambda: not form._pause.isActive())
    settle()


def test_the_answer_of_an_earlier_reading_never_replaces_a_later_one(settle, page):
    page._read_text(NESSI)
    page._read_text(CORSE)
    settle()
    assert page.result.values["Nom de naissance"].text() == "CORSE"


def test_a_reading_is_given_up_by_escape(qtbot, settle, page, picture):
    page._read_picture(partial(picture.read_bytes))
    assert page.running.isVisible()
    qtbot.keyClick(page.source.choose_button, Qt.Key.Key_Escape)
    assert page.running.isHidden()
    settle()
    assert page.result.isHidden()
    assert not is_read(page)


def test_it_fits_a_small_screen_and_names_every_control(settle, page):
    page._read_text(NESSI)
    settle()
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert nameless(page) == []
    assert page.result.create_button.text() == CREATE
