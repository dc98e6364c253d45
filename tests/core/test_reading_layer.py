"""Text layers: lines as one sees them, words where one sees them, and what is not believed."""

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.adapters.reading.document import opened, pages_to_read
from almapy.adapters.reading.layer import layer_of
from almapy.adapters.reading.raster import makings_of
from almapy.adapters.reading.rows import Piece, rows_of
from almapy.documents.kinds import FileKind
from almapy.ocr.model import Box, Line, Segment, TextSource, Word
from almapy.ocr.quality import is_plausible, is_trustworthy
from tests.core.hostile_files_helper import LETTER, pages_pdf, picture_bomb, put, stream, written

NOWHERE = Box(0, 0, 0, 0)


def layer(data):
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    try:
        return layer_of(page)
    finally:
        page.close()
        document.close()


def page_of(data, engine=None):
    with opened(data, FileKind.PDF, "") as document:
        return document.page(1, lambda: engine)


def texts(found):
    return [line.text for line in found.lines]


def lines(*written_lines):
    return [
        Line((Segment(tuple(Word(one, NOWHERE) for one in text.split())),))
        for text in written_lines
    ]


def ink(data, scale=2.0):
    """Return the place of what is drawn, in parts of the page as it is shown."""
    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=scale, grayscale=True).to_pil()
    document.close()
    left, top, right, bottom = picture.point(lambda value: 255 * (value < 128)).getbbox()
    return Box(
        left / picture.width, top / picture.height, right / picture.width, bottom / picture.height
    )


def test_values_drawn_after_their_headings_stand_beside_them():
    drawn = [
        put("Nom", 60, 700), put("Née le", 60, 680), put("Dossier", 60, 660),
        put("NESSI", 200, 700), put("14/07/1977", 200, 680), put("A77", 200, 660),
    ]  # fmt: skip
    assert texts(layer(pages_pdf([b" ".join(drawn)]))) == [
        "Nom   NESSI",
        "Née le   14/07/1977",
        "Dossier   A77",
    ]


def test_a_column_beside_the_letter_is_a_segment_of_its_own():
    drawn = put("Mme NESSI Ruth, née le 14/07/1977", 60, 700) + put("Dr FICTIVE", 430, 701)
    (line,) = layer(pages_pdf([drawn])).lines
    assert [segment.text for segment in line.segments] == [
        "Mme NESSI Ruth, née le 14/07/1977",
        "Dr FICTIVE",
    ]


def test_what_stands_beside_the_page_is_not_read():
    drawn = put("NESSI", 60, 700) + put("AUTRE", 700, 700) + put("HAUT", 60, 900)
    assert texts(layer(pages_pdf([drawn]))) == ["NESSI"]
    cropped = pages_pdf([drawn], page=b"/CropBox[0 0 595 600]")
    assert texts(layer(cropped)) == []


def test_words_drawn_one_by_one_make_one_segment():
    drawn = put("Mme", 60, 700) + put("NESSI", 88, 700) + put("Ruth", 130, 700, 14)
    (line,) = layer(pages_pdf([drawn])).lines
    assert [segment.text for segment in line.segments] == ["Mme NESSI Ruth"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [b"", b"/CropBox[100 200 500 800]"])
def test_a_word_is_marked_where_it_is_shown(rotate, crop):
    data = pages_pdf([put("NESSI", 150, 600, 24)], page=b"/Rotate %d%s" % (rotate, crop))
    found = layer(data)
    ((word,),) = [tuple(line.words) for line in found.lines]
    seen = ink(data)
    assert word.text == "NESSI"
    assert found.turn == -rotate % 360
    for side in ("left", "top", "right", "bottom"):
        assert getattr(word.box, side) == pytest.approx(getattr(seen, side), abs=0.02)


@pytest.mark.parametrize(
    ("matrix", "turn"),
    [(b"1 0 0 1", 0), (b"0 1 -1 0", 90), (b"-1 0 0 -1", 180), (b"0 -1 1 0", 270)],
)
def test_text_that_runs_another_way_is_read_in_its_own_lines(matrix, turn):
    first = {0: (100, 600), 90: (300, 300), 180: (400, 300), 270: (300, 600)}[turn]
    step = {0: (0, -20), 90: (20, 0), 180: (0, 20), 270: (-20, 0)}[turn]
    drawn = b" ".join(
        put(text, first[0] + row * step[0], first[1] + row * step[1], 11, matrix)
        for row, text in enumerate(["Madame NESSI Ruth", "née le 14/07/1977"])
    )
    found = layer(pages_pdf([drawn]))
    assert found.turn == turn
    assert texts(found) == ["Madame NESSI Ruth", "née le 14/07/1977"]


def test_a_remark_in_the_margin_mixes_with_no_line():
    drawn = written(*LETTER) + put("Imprimé par le laboratoire", 30, 600, 9, b"0 1 -1 0")
    assert texts(layer(pages_pdf([drawn]))) == [*LETTER, "Imprimé par le laboratoire"]


def test_what_was_typed_in_the_fields_of_a_form_is_read():
    field = stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 3 0 R>>>>",
        put("NESSI Ruth", 2, 5),
    )
    widget = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(nom)/V(NESSI Ruth)/Rect[100 600 300 620]"
        b"/AP<</N 4 0 R>>>>"
    )
    data = pages_pdf([put("Nom", 60, 605)], page=b"/Annots[5 0 R]", extra=[field, widget])
    page = page_of(data)
    assert page.text.split() == ["Nom", "NESSI", "Ruth"]
    assert 0.16 < list(page.lines[0].words)[1].box.left < 0.18


def test_pages_without_anything_are_blank():
    page = page_of(pages_pdf([b"q Q"]))
    assert (page.blank, page.source, page.problem) == (True, TextSource.NONE, "")


def test_few_words_on_a_bare_page_need_no_engine():
    page = page_of(pages_pdf([written("Fin.")]))
    assert (page.text, page.source, page.problem) == ("Fin.", TextSource.LAYER, "")


def test_a_layer_under_a_scan_is_kept_only_where_nothing_else_can_be_read():
    page = page_of(picture_bomb(1000, 1400))
    assert page.source is TextSource.LAYER
    assert LETTER[1] in page.text
    assert "Tesseract" in page.problem or not page.problem


def test_the_share_of_pictures_is_that_of_the_page_inside_forms_too():
    picture = stream(
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        b"\x00",
    )
    form = stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>",
        b"q 595 0 0 842 0 0 cm /I Do Q",
    )
    resources = b"/XObject<</I 4 0 R/G 5 0 R>>"
    shares = {
        b"q 595 0 0 842 0 0 cm /I Do Q": 1.0,
        b"q 900 0 0 421 -100 421 cm /I Do Q": 0.5,
        b"q 595 0 0 421 0 0 cm /I Do Q q 595 0 0 421 0 421 cm /I Do Q": 1.0,
        b"/G Do": 1.0,
    }
    for content, share in shares.items():
        document = pypdfium2.PdfDocument(
            pages_pdf([content], resources=resources, extra=[picture, form])
        )
        assert makings_of(document[0]).picture_share == pytest.approx(share, abs=0.01)
        document.close()


@pytest.mark.parametrize(
    ("text", "share", "is_bare", "trusted"),
    [
        (LETTER, 0.0, False, True),
        (LETTER, 0.2, False, True),
        (LETTER, 0.5, False, False),
        (LETTER * 3, 0.79, False, True),
        (LETTER * 3, 0.8, False, False),
        (("Page 1",), 0.0, False, False),
        (("Page 1",), 0.0, True, True),
        ((), 0.0, True, False),
        (("Qzx tRRk bjjjk wxcvbn " * 5,), 0.0, True, False),
        (("+ù§ 3#12 ##$ " * 20,), 0.0, True, False),
        (("D'ALMEIDA-NUÑEZ Anne-Laure, née à L’ÉTANG-SALÉ (97427), vient.",), 0.0, False, True),
    ],
)
def test_what_is_believed(text, share, is_bare, trusted):
    assert is_trustworthy(lines(*text), share, is_bare=is_bare) is trusted


def test_results_of_a_laboratory_are_plausible():
    assert is_plausible(
        lines("Glycémie 0,92 g/L", "HbA1c 5,6 %", "Créatinine 78 µmol/L", "Hémoglobine 13,2 g/dL")
    )


@given(st.integers(1, 3000), st.booleans())
def test_pages_to_read_are_in_order_and_exist(count, all_pages):
    numbers = pages_to_read(count, all_pages=all_pages)
    assert numbers == sorted(set(numbers))
    assert 1 <= numbers[0] <= numbers[-1] <= count
    assert len(numbers) <= 500


@given(
    st.lists(
        st.builds(
            Piece,
            st.just("mot"),
            st.floats(0, 500),
            st.floats(0, 500),
            st.floats(500, 600),
            st.floats(500, 600),
            st.sampled_from([0, 90, 180, 270, None]),
        ),
        max_size=12,
    )
)
def test_no_word_is_lost_on_the_way_to_its_line(pieces):
    kept = [piece for row in rows_of(pieces).rows for cell in row for piece in cell]
    assert sorted(map(id, kept)) == sorted(map(id, pieces))
