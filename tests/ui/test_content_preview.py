"""The preview: prepared ahead, turned, searched, highlighted; what is late is thrown away."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest

from almapy.documents.finding import FoldedText, hits_in
from almapy.documents.kinds import FileKind
from almapy.documents.pdf import UnreadableDocument
from almapy.ocr.model import Box, DocumentText
from tests.core.documents_helper import pdf
from tests.ui.insertion_helper import words
from ui.desk import Desk
from ui.documents.content_preview import ContentPreview
from ui.documents.framing import Fit
from ui.documents.marks import PageMark, turned_box
from ui.documents.opening import open_document
from ui.documents.page_overlay import place_of
from ui.theme import Theme

LETTER = pdf("Fonction ventriculaire normale. Contrôle à un an.")
SOUGHT = pdf("\n".join(f"Contrôle {number}" for number in range(60)))
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tasks):
    """Give the preview what it asks of a desk: no base is read here."""
    return Desk(None, None, tasks, Theme())


@pytest.fixture
def preview(desk, qtbot):
    widget = ContentPreview(desk)
    qtbot.addWidget(widget)
    widget.resize(700, 600)
    widget.show()
    return widget


@pytest.fixture
def show(preview, settle):
    def show(data, kind=FileKind.PDF, key="shown", **more):
        preview.show_content(key, lambda: (data, kind), **more)
        settle()

    return show


def tiff(*shades):
    pages = [Image.new("L", (80, 100), shade) for shade in shades]
    content = BytesIO()
    pages[0].save(content, "TIFF", save_all=True, append_images=pages[1:])
    return content.getvalue()


def photo(width, height, orientation):
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width, height // 2))  # its upper half as it is stored
    exif = image.getexif()
    exif[0x0112] = orientation
    content = BytesIO()
    image.save(content, "JPEG", quality=95, exif=exif.tobytes())
    return content.getvalue()


def find(preview, settle, words):
    preview.open_find()
    preview.find_bar.field.setText(words)
    QTest.keyClick(preview.find_bar.field, Qt.Key.Key_Return)
    settle()


def test_the_next_document_is_shown_at_once_when_it_was_prepared(preview, show, settle):
    show(LETTER)
    reads = []

    def read():
        reads.append(True)
        return SOUGHT, FileKind.PDF

    preview.prepare("next", read)
    settle()
    assert preview.key == "shown"
    preview.show_content("next", read)
    assert preview.thumbnails.isVisible()
    assert preview.pages.is_drawn(1)
    settle()
    assert len(reads) == 1


def test_a_document_wanted_while_it_is_prepared_is_read_once(preview, settle):
    reads = []

    def read():
        reads.append(True)
        return LETTER, FileKind.PDF

    preview.prepare("next", read)
    preview.show_content("next", read)
    settle()
    assert preview.pages.is_drawn(1)
    assert len(reads) == 1


def test_only_one_document_is_held_ready(preview, settle):
    reads = []

    def reader(key):
        def read():
            reads.append(key)
            return LETTER, FileKind.PDF

        return read

    preview.prepare("one", reader("one"))
    settle()
    preview.prepare("two", reader("two"))
    settle()
    preview.show_content("one", reader("one"))
    settle()
    assert reads == ["one", "two", "one"]


def test_what_could_not_be_prepared_is_told_only_once_it_is_wanted(preview, settle):
    def read():
        return b"%PDF-1.4 abime", FileKind.PDF

    preview.prepare("next", read)
    settle()
    assert preview.strip.isHidden()
    preview.show_content("next", read)
    settle()
    assert preview.strip.isVisible()


def test_a_page_that_is_turned_exchanges_its_sides_and_is_drawn_so(preview, show, settle):
    show(LETTER)
    upright = preview.pages._layout.size(0)
    QTest.keyClick(preview.pages, Qt.Key.Key_R, CONTROL)
    settle()
    lying = preview.pages._layout.size(0)
    assert (lying.width, lying.height) == (upright.height, upright.width)
    assert preview.pages.is_drawn(1)
    assert preview.turns == {1: 90}
    QTest.keyClick(preview.pages, Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert preview.turns == {1: 0}


def test_each_page_keeps_its_own_turn_and_another_document_none(preview, show, settle):
    show(tiff(10, 200), FileKind.TIFF, turns={2: 180})
    preview.turn_by(90)
    assert preview.turns == {1: 90, 2: 180}
    show(LETTER, key="other")
    assert preview.turns == {}
    assert preview.pages.turn(1) == 0


def test_what_was_marked_before_the_document_came_is_marked_when_it_does(preview, settle):
    preview.show_content("late", lambda: (LETTER, FileKind.PDF))
    preview.set_marks([PageMark(1, Box(0.1, 0.1, 0.3, 0.12), "date de naissance identique")])
    preview.show_mark(0)
    settle()
    assert "date de naissance identique, page 1" in preview.pages.accessibleDescription()
    preview.clear()
    assert preview.pages.accessibleDescription() == ""


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_mark_changes_the_pixels_where_it_stands_whatever_the_turn(preview, show, settle, turn):
    show(tiff(255), FileKind.TIFF, turns={1: turn})
    preview.fit_page()
    settle()
    box = Box(0.1, 0.2, 0.3, 0.4)
    place = place_of(preview.pages._place(0), box, turn).toRect()
    before = preview.pages.viewport().grab().toImage()
    preview.set_marks([PageMark(1, box, "nom identique")])
    after = preview.pages.viewport().grab().toImage()
    inside = place.center()
    assert before.pixel(inside) != after.pixel(inside)
    outside = preview.pages._place(0).center().toPoint()
    assert before.pixel(outside) == after.pixel(outside)


def test_a_box_that_is_turned_four_times_comes_back():
    box = Box(0.1, 0.2, 0.3, 0.7)
    turned = box
    for _ in range(4):
        turned = turned_box(turned, 90)
    sides = (turned.left, turned.top, turned.right, turned.bottom)
    assert sides == pytest.approx((0.1, 0.2, 0.3, 0.7))
    assert place_of(QRectF(0, 0, 100, 100), box, 90).center().x() == pytest.approx(55)


def test_a_mark_far_below_is_brought_into_view(preview, show):
    show(tiff(255, 255, 255), FileKind.TIFF)
    box = Box(0.4, 0.9, 0.6, 0.95)
    preview.set_marks([PageMark(3, box, "matricule vérifié")])
    preview.show_mark(0)
    view = QRectF(preview.pages.viewport().rect())
    assert view.contains(place_of(preview.pages._place(2), box, 0))


def test_words_are_found_without_accents_and_stepped_through(preview, show, settle):
    show(SOUGHT)
    find(preview, settle, "controle 1")
    assert preview.find_bar.count.text() == "1 / 11"
    QTest.keyClick(preview.pages, Qt.Key.Key_F3)
    assert preview.find_bar.count.text() == "2 / 11"
    for _ in range(2):
        QTest.keyClick(preview.pages, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert preview.find_bar.count.text() == "11 / 11"
    find(preview, settle, "introuvable")
    assert preview.find_bar.count.text() == "Aucun résultat"
    assert not preview.find_bar.next.isEnabled()


def test_a_scan_is_searched_in_what_was_read_of_it(preview, show, settle):
    show(tiff(255, 255, 255, 255), FileKind.TIFF)
    find(preview, settle, "nessi")
    assert preview.find_bar.count.text() == "Le texte de ce document n'a pas été lu"
    preview.set_text(DocumentText((words("Madame", "Née NESSI Ruth", page=4),), 4))
    settle()
    assert preview.find_bar.count.text() == "1 / 1"
    assert preview.pages.page == 4


def test_the_words_of_a_text_file_are_found_past_letters_that_qt_counts_twice(
    preview, show, settle
):
    show("Bilan 🩺 normal. Bilan revu.".encode(), FileKind.TEXT)
    find(preview, settle, "bilan")
    assert preview.find_bar.count.text() == "1 / 2"
    preview.finding.step(1)
    assert preview.text.extraSelections()[1].cursor.selectedText() == "Bilan"


def test_escape_closes_the_search_and_gives_the_pages_back(preview, show, settle):
    show(LETTER)
    find(preview, settle, "normale")
    assert preview.pages.has_hits
    QTest.keyClick(preview.find_bar.field, Qt.Key.Key_Escape)
    assert preview.find_bar.isHidden()
    assert not preview.pages.has_hits
    assert preview.window().focusWidget() is preview.pages


def test_the_search_key_of_the_window_is_the_preview_s_while_it_shows_something(preview, show):
    press = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_F, CONTROL)
    assert not preview.take_key(press)
    show(LETTER)
    assert preview.take_key(press)
    QTest.keySequence(preview.pages, QKeySequence("Ctrl+F"))
    assert preview.find_bar.isVisible()


def test_words_are_found_across_the_end_of_a_line_with_a_box_for_each():
    page = words("Monsieur JEAN", "DUPONT Paul")
    (hit,) = hits_in(page, "jean dupont")
    assert len(hit.boxes) == 2
    assert list(FoldedText("cœur, CŒUR").spans("coeur")) == [(0, 3), (6, 9)]
    assert list(FoldedText("e\u0301le\u0300ve").spans("eleve")) == [(0, 6)]
    assert list(FoldedText("rien").spans(" - ")) == []


def test_thumbnails_lead_to_their_page_and_stay_away_from_a_single_one(preview, show, settle):
    show(LETTER)
    assert preview.thumbnails.isHidden()
    assert preview.bar.strip_button.isHidden()
    show(tiff(0, 100, 200), FileKind.TIFF, key="three")
    assert preview.thumbnails.isVisible()
    preview.thumbnails.setFocus()
    QTest.keyClick(preview.thumbnails, Qt.Key.Key_Down)
    settle()
    assert preview.pages.page == 2
    assert preview.thumbnails.picture(0) is not None
    preview.bar.strip_button.click()
    assert preview.thumbnails.isHidden()


def test_a_tiff_of_several_pages_is_shown_page_by_page(show, preview):
    show(tiff(0, 255), FileKind.TIFF)
    assert preview.position.text().startswith("Page 1 / 2")
    drawn = [open_document(tiff(0, 255), FileKind.TIFF).draw(page, 1.0) for page in range(2)]
    assert [image.pixelColor(5, 5).lightness() for image in drawn] == [0, 255]


@pytest.mark.parametrize(("orientation", "at"), [(1, "top"), (3, "bottom"), (6, "right")])
def test_a_photo_stands_as_its_camera_was_held(orientation, at):
    shown = open_document(photo(80, 60, orientation), FileKind.JPEG)
    (size,) = shown.sizes
    assert (size.width > size.height) is (orientation != 6)
    image = shown.draw(0, 150 / 72)
    wide, high = image.width(), image.height()
    point = {
        "top": (wide // 2, 4),
        "bottom": (wide // 2, high - 5),
        "right": (wide - 5, high // 2),
    }[at]
    red = image.pixelColor(*point)
    assert red.red() > 200
    assert red.green() < 80


def test_pages_far_apart_are_drawn_in_the_order_they_are_wanted(preview, show, settle):
    show(tiff(*range(0, 250, 10)), FileKind.TIFF)
    preview.fit_page()
    settle()
    preview.pages.go_to(20)
    settle()
    assert preview.pages.page == 20
    assert preview.pages.is_drawn(20)
    assert not preview.pages.is_drawn(10)
    assert preview.pages.fit is Fit.PAGE


def test_a_page_that_cannot_be_drawn_is_told_and_the_others_are_drawn(preview, settle, monkeypatch):
    def draw(page, scale):
        if page == 0:
            raise UnreadableDocument("Cette page est abîmée.")
        return image.draw(page, scale)

    image = open_document(tiff(10, 200), FileKind.TIFF)
    monkeypatch.setattr(
        "ui.documents.reading_ahead.open_document",
        lambda *_: type(image)(image.sizes, image.count, draw),
    )
    preview.show_content("bad", lambda: (b"", FileKind.TIFF))
    settle()
    assert preview.strip.isVisible()
    preview.pages.go_to(2)
    settle()
    assert preview.pages.is_drawn(2)
