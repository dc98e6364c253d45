"""The preview: what was chosen last is shown, whatever its bytes; nothing touches a disk."""

from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest

from almapy.documents.kinds import FileKind
from almapy.documents.pdf import UnreadableDocument
from tests.core.documents_helper import PNG, new, pdf
from tests.core.test_patients import RUTH
from ui.documents.framing import Fit
from ui.documents.opening import open_document
from ui.documents.preview import DocumentPreview


@pytest.fixture
def patient_id(desk):
    return desk.application.patients.create(desk.actor, RUTH).id


@pytest.fixture
def filed(desk, patient_id):
    def file(data, title="Courrier"):
        return desk.application.record_documents.add(desk.actor, new(patient_id, data, title=title))

    return file


@pytest.fixture
def preview(desk, qtbot):
    widget = DocumentPreview(desk)
    qtbot.addWidget(widget)
    widget.resize(700, 600)
    widget.show()
    return widget


def many_pages(count):
    return pdf("\n".join(f"Ligne {number}" for number in range(count * 24)))


def picture(kind, width=60, height=40):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def test_a_letter_is_drawn_and_says_how_many_pages_it_has(preview, filed, settle):
    preview.show_document(filed(pdf()))
    settle()
    assert preview.pages.is_drawn(1)
    assert preview.position.text().startswith("Page 1 / 1")
    assert preview.strip.isHidden()


def test_the_answer_about_a_former_choice_is_thrown_away(preview, filed, settle):
    first, second = filed(pdf("Premier")), filed(b"Deuxieme, en texte")
    preview.show_document(first)
    preview.show_document(second)
    settle()
    assert preview.text.isVisible()
    assert preview.text.toPlainText() == "Deuxieme, en texte"
    assert preview.document == second


def test_the_same_document_again_stays_where_it_was_scrolled(preview, filed, settle):
    document = filed(many_pages(4))
    preview.show_document(document)
    settle()
    preview.pages.go_to(3)
    settle()
    preview.show_document(document)
    settle()
    assert preview.pages.page == 3


def test_page_keys_walk_through_the_pages_and_draw_them(preview, filed, settle):
    preview.show_document(filed(many_pages(4)))
    settle()
    preview.fit_page()
    preview.pages.setFocus()
    QTest.keyClick(preview.pages, Qt.Key.Key_PageDown)
    settle()
    assert preview.pages.page == 2
    assert preview.pages.is_drawn(2)
    QTest.keyClick(preview.pages, Qt.Key.Key_End)
    settle()
    assert preview.pages.page == preview.pages.page_count
    QTest.keyClick(preview.pages, Qt.Key.Key_Home)
    assert preview.pages.page == 1


def test_zoom_by_keys_and_by_fitting(preview, filed, settle):
    preview.show_document(filed(pdf()))
    settle()
    wide = preview.pages.zoom
    control = Qt.KeyboardModifier.ControlModifier
    preview.pages.setFocus()
    QTest.keyClick(preview.pages, Qt.Key.Key_Plus, control)
    assert preview.pages.zoom > wide
    QTest.keyClick(preview.pages, Qt.Key.Key_Minus, control)
    assert preview.pages.zoom == pytest.approx(wide)
    preview.toggle_fit()
    assert (preview.pages.fit, preview.pages.zoom) == (Fit.WIDTH, pytest.approx(wide))
    preview.toggle_fit()
    assert preview.pages.zoom < wide
    settle()
    assert preview.pages.is_drawn(1)


@pytest.mark.parametrize("kind", ["png", "jpg", "tiff"])
def test_pictures_are_shown(preview, filed, settle, kind):
    preview.show_document(filed(picture(kind)))
    settle()
    assert preview.pages.is_drawn(1)
    assert preview.strip.isHidden()


def test_a_damaged_pdf_says_so_and_the_next_letter_is_shown(preview, filed, settle):
    preview.show_document(filed(b"%PDF-1.4 abime"))
    settle()
    assert preview.strip.isVisible()
    preview.show_document(filed(pdf()))
    settle()
    assert preview.strip.isHidden()
    assert preview.pages.is_drawn(1)


def test_a_file_that_the_disk_lost_says_so(preview, filed, settle, desk):
    document = filed(pdf())
    desk.application.documents.remove(document.file_name)
    preview.show_document(document)
    settle()
    assert preview.strip.isVisible()


def test_the_text_of_a_letter_can_be_copied(preview, filed, settle):
    preview.show_document(filed(pdf("Fonction ventriculaire normale.")))
    settle()
    preview.copy_text()
    settle()
    assert "Fonction ventriculaire normale." in QGuiApplication.clipboard().text()


def test_nothing_decrypted_is_written_anywhere(preview, filed, settle, desk, tmp_path):
    preview.show_document(filed(b"Texte lisible du courrier"))
    settle()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"Texte lisible" in path.read_bytes() for path in files)


def test_an_enormous_picture_is_refused_before_it_is_decoded():
    side = (30_000).to_bytes(4, "big")
    header = b"IHDR" + side + side + PNG[24:29]
    enormous = PNG[:12] + header + crc32(header).to_bytes(4, "big") + PNG[33:]
    with pytest.raises(UnreadableDocument, match="trop grande"):
        open_document(enormous, FileKind.PNG)


@pytest.mark.qt_log_level_fail("NO")  # the decoders of Qt warn of what they refuse
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.sampled_from([FileKind.PNG, FileKind.JPEG, FileKind.TIFF]), st.data())
def test_hostile_pictures_give_a_picture_or_a_sentence(kind, data):
    whole = picture({FileKind.PNG: "png", FileKind.JPEG: "jpg", FileKind.TIFF: "tiff"}[kind], 8, 8)
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        shown = open_document(bytes(content), kind)
        for page in range(len(shown.sizes)):
            assert not shown.draw(page, 0.5).isNull()
    except UnreadableDocument as error:
        assert error.message.endswith(".")
