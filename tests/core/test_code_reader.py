"""Codes are read from what a practice receives: scans, photographs, faxes, PDFs, and broken files.

The thresholds stand a little under what was measured on these very pages.
"""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from almapy.adapters import code_reader
from almapy.adapters.code_reader import MOST_PAGES, CodeForm, read_codes
from almapy.adapters.datamatrix import write_datamatrix
from almapy.adapters.symbol_picture import png_of
from almapy.errors import FormatError
from almapy.identity.ins_datamatrix import encode
from almapy.stop import Stop
from tests.core.code_pictures import (
    Wear,
    any_photograph,
    any_scan,
    content_of,
    jpeg_of,
    page_with,
)
from tests.core.test_ins_datamatrix import ANTHONY
from tests.core.test_patients import RUTH

CONTENT = encode(RUTH)
_SCANS, _PHOTOGRAPHS = 24, 16


@pytest.fixture(scope="module")
def modules():
    return write_datamatrix(CONTENT)


@pytest.fixture(scope="module")
def page(modules):
    return page_with(modules, Wear())


def contents(data, **values):
    return [one.content for one in read_codes(data, **values)]


def read_share(modules, wears):
    """Return how many of these pages give the code back, and nothing else ever."""
    found = [
        contents(jpeg_of(page_with(modules, wear, seed), wear.quality))
        for seed, wear in enumerate(wears)
    ]
    assert {one for read in found for one in read} <= {CONTENT}
    return sum(read == [CONTENT] for read in found)


def test_nearly_every_scan_of_a_flat_scanner_is_read(modules):
    assert read_share(modules, [any_scan(seed) for seed in range(_SCANS)]) >= _SCANS - 1


def test_three_photographs_by_hand_out_of_four_are_read(modules):
    wears = [any_photograph(seed) for seed in range(_PHOTOGRAPHS)]
    assert read_share(modules, wears) >= _PHOTOGRAPHS * 3 // 4


@pytest.mark.parametrize("turn", [0, 7, 45, 90, 133, 180, 270])
def test_a_page_is_read_however_it_was_turned(modules, turn):
    assert contents(content_of(page_with(modules, Wear(dpi=200, turn=turn)), "PNG")) == [CONTENT]


@pytest.mark.parametrize(
    "wear",
    [
        Wear(width_mm=16, dpi=150),
        Wear(dpi=150, blur=0.35),
        Wear(dpi=200, noise=60),
        Wear(dpi=200, contrast=0.15),
        Wear(dpi=200, tilt=0.15),
        Wear(dpi=200, shade=0.5),
        Wear(dpi=150, quality=15),
    ],
    ids=["small", "blurred", "noisy", "faint", "tilted", "shaded", "compressed"],
)
def test_one_kind_of_wear_alone_does_not_hide_the_code(modules, wear):
    assert contents(jpeg_of(page_with(modules, wear), wear.quality)) == [CONTENT]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "PDF"])
def test_every_usual_form_of_file_is_read(page, form):
    values = {"resolution": 300} if form == "PDF" else {}
    (code,) = read_codes(content_of(page, form, **values))
    assert (code.content, code.form, code.page) == (CONTENT, CodeForm.DATAMATRIX, 1)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixels_is_read(page, mode):
    picture = (
        page.convert("I").point(lambda value: value * 256).convert("I;16")
        if mode == "I;16"
        else page.convert(mode)
    )
    assert contents(content_of(picture, "TIFF")) == [CONTENT]


def test_a_code_drawn_on_nothing_is_read_as_on_paper(page):
    black = Image.new("L", page.size, 0)
    black.putalpha(page.point(lambda gray: 255 - gray))
    assert contents(content_of(black, "PNG")) == [CONTENT]


def test_a_white_code_on_black_is_read(page):
    assert contents(content_of(page.point(lambda gray: 255 - gray), "PNG")) == [CONTENT]


def test_each_page_of_a_fax_gives_its_codes_once(page):
    other = page_with(write_datamatrix(encode(ANTHONY)), Wear(dpi=200), 3)
    fax = content_of(page, "TIFF", save_all=True, append_images=[other, page])
    read = read_codes(fax)
    assert [(one.content, one.page) for one in read] == [(CONTENT, 1), (encode(ANTHONY), 2)]


def test_a_code_on_the_second_page_of_a_pdf_is_read_and_its_page_told(page):
    blank = Image.new("L", (400, 300), 255)
    both = content_of(blank, "PDF", resolution=100, save_all=True, append_images=[page])
    assert [(one.content, one.page) for one in read_codes(both)] == [(CONTENT, 2)]


def test_a_picture_without_code_gives_none():
    assert read_codes(content_of(Image.new("L", (300, 200), 255), "PNG")) == []


def test_the_bytes_of_a_code_stay_out_of_logs(page):
    assert "NESSI" not in repr(read_codes(content_of(page, "PNG")))


def test_workers_read_at_the_same_time(page):
    png = content_of(page, "PNG")
    with ThreadPoolExecutor(3) as workers:
        assert list(workers.map(contents, [png] * 6)) == [[CONTENT]] * 6


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.7])
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_a_file_cut_short_is_told_in_french(page, form, kept):
    whole = content_of(page, form)
    with pytest.raises(FormatError) as refused:
        read_codes(whole[: round(len(whole) * kept)])
    assert refused.value.code in {"code.damaged", "code.no_picture"}
    assert "Rien n'a été modifié" in refused.value.message


@pytest.mark.parametrize("data", [b"", b"bonjour", b"<svg/>", b"GIF89a", b"\x00" * 100])
def test_what_is_no_picture_is_told(data):
    with pytest.raises(FormatError) as refused:
        read_codes(data)
    assert refused.value.code == "code.no_picture"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4 garbage %%EOF"])
def test_a_broken_pdf_is_told(data):
    with pytest.raises(FormatError) as refused:
        read_codes(data)
    assert refused.value.code == "code.damaged"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked():
    huge = content_of(Image.new("1", (10_000, 10_000)), "PNG")
    assert len(huge) < 100_000
    with pytest.raises(FormatError) as refused:
        read_codes(huge)
    assert refused.value.code == "code.too_large"


def test_a_file_of_too_many_bytes_is_refused(monkeypatch):
    monkeypatch.setattr(code_reader, "MOST_BYTES", 1000)
    with pytest.raises(FormatError) as refused:
        read_codes(b"%PDF-" + b" " * 1000)
    assert refused.value.code == "code.too_large"


def test_only_the_first_pages_of_a_long_fax_are_looked_at(modules):
    blank = Image.new("1", (20, 20), 1)
    code = Image.open(BytesIO(png_of(modules, 4)))
    fax = content_of(
        blank, "TIFF", save_all=True, append_images=[blank] * (MOST_PAGES - 1) + [code]
    )
    assert read_codes(fax) == []


def test_reading_ends_when_it_is_given_up_or_has_lasted_enough(page):
    png = content_of(page, "PNG")
    stop = Stop()
    stop.ask()
    assert read_codes(png, stop=stop) == []
    assert read_codes(png, seconds=-1) == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_or_refused_and_never_read_wrong(data):
    whole = bytearray(
        _small_file(data.draw(st.sampled_from(["PNG", "JPEG", "TIFF", "BMP", "WEBP"])))
    )
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = contents(bytes(whole))
    except FormatError:
        return
    assert read in ([], [CONTENT])


def _small_file(form):
    picture = Image.open(BytesIO(png_of(write_datamatrix(CONTENT), 3))).convert("L")
    return content_of(picture, form)
