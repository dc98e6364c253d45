"""PDFs drawn from memory: letters are read, hostile bytes only ever give a sentence."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.documents.pdf import UnreadableDocument, drawn, outline, text_of
from tests.core.documents_helper import pdf

LETTER = pdf("Examen normal.\nPas de modification du traitement.")


def test_a_letter_is_drawn_at_the_scale_that_is_asked():
    shape = outline(LETTER)
    assert (shape.count, round(shape.pages[0].width), round(shape.pages[0].height)) == (1, 595, 842)
    picture = drawn(LETTER, 0, 2.0)
    assert (picture.width, picture.height) == (1190, 1684)
    assert len(picture.pixels) == picture.stride * picture.height
    assert len(set(picture.pixels[: len(picture.pixels) // 2])) > 2  # letters, not a blank page


def test_a_huge_zoom_stays_within_bounds():
    picture = drawn(LETTER, 0, 1000.0)
    assert picture.width * picture.height < 25_000_000


def test_the_text_layer_is_at_hand():
    assert "Pas de modification du traitement." in text_of(LETTER)


def test_a_damaged_pdf_says_so():
    with pytest.raises(UnreadableDocument, match="abîmé"):
        outline(b"%PDF-1.4 " + bytes(500))


def test_a_protected_pdf_says_so():
    protected = LETTER.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /Length 40 "
        b"/O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>",
    )
    with pytest.raises(UnreadableDocument, match="mot de passe"):
        outline(protected)


def test_several_threads_draw_the_same_letter():
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda _: drawn(LETTER, 0, 1.0), range(12)))
    assert len({picture.pixels for picture in pictures}) == 1


@given(st.data())
def test_hostile_bytes_give_a_picture_or_a_sentence(data):
    content = bytearray(LETTER)
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    for work in (outline, lambda one: drawn(one, 0, 0.3), text_of):
        try:
            work(cut)
        except UnreadableDocument as error:
            assert error.message.endswith(".")


@given(st.binary(max_size=400))
def test_any_bytes_behind_a_header_give_a_sentence(tail):
    try:
        outline(b"%PDF-1.7\n" + tail)
    except UnreadableDocument as error:
        assert "conservé" in error.message
