"""Symbols are handed out only once another library has read them."""

import importlib
import warnings
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from almapy.adapters import code128, datamatrix
from almapy.adapters.code128 import QUIET_MODULES, write_code128
from almapy.adapters.code_reader import CodeForm, read_codes
from almapy.adapters.datamatrix import write_datamatrix
from almapy.adapters.symbol_picture import png_of
from almapy.diagnose import datamatrix_check
from almapy.errors import ExternalError
from almapy.identity.ins_datamatrix import decode, encode
from tests.core.test_ins_datamatrix import DOMINIQUE
from tests.core.test_patients import RUTH


@pytest.mark.parametrize(("draft", "side"), [(RUTH, 36), (DOMINIQUE, 40)], ids=["nessi", "pat"])
def test_the_codes_of_the_notes_have_the_size_of_the_notes(draft, side):
    modules = write_datamatrix(encode(draft))
    assert (len(modules), {len(row) for row in modules}) == (side, {side})


def test_a_symbol_has_the_black_corner_and_the_dotted_sides_of_the_standard():
    modules = write_datamatrix(encode(RUTH))
    assert all(modules[-1])
    assert all(row[0] for row in modules)
    assert modules[0] == tuple(place % 2 == 0 for place in range(36))
    assert [row[-1] for row in modules] == [place % 2 == 1 for place in range(36)]


def test_the_printed_code_gives_the_traits_and_the_matricule_back():
    png = png_of(write_datamatrix(encode(RUTH)), 4)
    (code,) = read_codes(png)
    assert (code.content, code.form) == (encode(RUTH), CodeForm.DATAMATRIX)
    read = decode(code.content)
    assert (read.matricule, read.birth_name, read.sex) == ("277076322082910", "NESSI", RUTH.sex)


def test_libdmtx_itself_reads_the_same_bytes():
    png = Image.open(BytesIO(png_of(write_datamatrix(encode(RUTH)), 4))).convert("L")
    read = datamatrix.load_libdmtx().decode(png, timeout=5000, max_count=1)
    assert [one.data for one in read] == [encode(RUTH)]


@given(st.binary(min_size=1, max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_written_as_they_are_or_refused(content):
    try:
        modules = write_datamatrix(content)
    except ExternalError as refused:
        assert refused.code == "datamatrix.not_read"
    else:
        assert [one.content for one in read_codes(png_of(modules, 4))] == [content]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "datamatrix.empty"), (b"\xe9" * 3000, "datamatrix.too_long")]
)
def test_what_fits_no_symbol_is_refused_in_french(content, code):
    with pytest.raises(ExternalError) as refused:
        write_datamatrix(content)
    assert refused.value.code == code
    assert "Rien n'a été imprimé" in refused.value.message


def test_a_symbol_that_reads_otherwise_is_never_handed_out(monkeypatch):
    drawn = datamatrix._drawn

    def other(library, content, scheme):
        return drawn(library, content.replace(b"NESSI", b"NISSI"), scheme)

    monkeypatch.setattr(datamatrix, "_drawn", other)
    with pytest.raises(ExternalError) as refused:
        write_datamatrix(encode(RUTH))
    assert refused.value.code == "datamatrix.not_read"
    assert "NESSI" not in refused.value.message


@pytest.fixture
def no_libdmtx(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(datamatrix, "import_module", missing)


def test_a_computer_without_libdmtx_says_what_to_install(no_libdmtx):
    with pytest.raises(ExternalError) as refused:
        write_datamatrix(encode(RUTH))
    assert refused.value.code == "datamatrix.no_library"
    assert "libdmtx0b" in refused.value.message


def test_diagnose_writes_and_reads_a_code():
    check = datamatrix_check()
    assert check.ok
    assert check.name == "DataMatrix"


def test_diagnose_names_the_package_that_is_missing(no_libdmtx):
    check = datamatrix_check()
    assert not check.ok
    assert "libdmtx0b" in check.remedy


def test_loading_the_library_announces_nothing_to_the_rest_of_the_program():
    before = list(warnings.filters)
    datamatrix.load_libdmtx()
    assert warnings.filters == before


def test_several_workers_write_at_once():
    drafts = [RUTH, DOMINIQUE] * 8
    with ThreadPoolExecutor(4) as workers:
        written = list(workers.map(lambda draft: write_datamatrix(encode(draft)), drafts))
    assert [len(one) for one in written] == [36, 40] * 8


def test_a_png_has_one_bit_a_pixel_and_a_white_border():
    modules = write_datamatrix(encode(RUTH))
    picture = Image.open(BytesIO(png_of(modules, 3, quiet_modules=0)))
    assert (picture.mode, picture.size) == ("1", (3 * 38, 3 * 38))
    border = [picture.getpixel((place, edge)) for place in range(114) for edge in (0, 2, 111, 113)]
    assert set(border) == {255}


def test_an_rpps_number_becomes_bars_that_read_back():
    bars = write_code128("10001234567")
    assert len(bars) == 1
    assert bars[0][:4] == (True, True, False, True)
    assert bars[0][-1]
    zxingcpp = importlib.import_module("zxingcpp")
    png = png_of(bars, 2, quiet_modules=QUIET_MODULES, rows_high=30)
    read = zxingcpp.read_barcodes(Image.open(BytesIO(png)).convert("L"))
    assert [(one.text, one.format) for one in read] == [
        ("10001234567", zxingcpp.BarcodeFormat.Code128)
    ]


@pytest.mark.parametrize("text", ["", "é", "€", "1" * 400])
def test_a_text_that_no_bars_can_hold_is_refused_in_french(text):
    with pytest.raises(ExternalError) as refused:
        write_code128(text)
    assert refused.value.code == "code128.content"


def test_bars_that_do_not_read_back_are_never_handed_out(monkeypatch):
    monkeypatch.setattr(code128, "reads_back", lambda _bars, _text: False)
    with pytest.raises(ExternalError) as refused:
        write_code128("10001234567")
    assert refused.value.code == "code128.not_read"
