"""Pictures of pages: turned as they are shown, at 200 dots an inch, within bounds."""

from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from almapy.adapters.datamatrix import write_datamatrix
from almapy.adapters.reading import raster
from almapy.adapters.reading.document import opened
from almapy.adapters.reading.pictures import PictureFile
from almapy.adapters.symbol_picture import gray_rows
from almapy.camera.ports import CodeForm
from almapy.documents.kinds import FileKind
from almapy.ocr.faults import UnreadableFile
from almapy.ocr.model import PageCode, TextSource
from tests.core.code_pictures import Wear, page_with
from tests.core.hostile_files_helper import LETTER, pages_pdf, stream, written

DARK = 60


def saved(picture, form, **options):
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def sheet(width=400, height=600, mode="L"):
    """Return a white page with a dark square in its top left corner."""
    picture = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, width // 8, height // 8), fill="black")
    return picture


def pixels(data, kind, number=1):
    file = PictureFile(data, kind)
    try:
        return file.picture(number)
    finally:
        file.close()


def dark_corner(picture):
    height, width = picture.shape[:2]
    corners = {
        "top left": picture[: height // 20, : width // 20],
        "top right": picture[: height // 20, -width // 20 :],
        "bottom left": picture[-height // 20 :, : width // 20],
        "bottom right": picture[-height // 20 :, -width // 20 :],
    }
    return [name for name, part in corners.items() if part.mean() < DARK]


# What the preview shows (QImageReader with autoTransform); it never turns a PNG.
CORNERS = {
    1: "top left", 2: "top right", 3: "bottom right", 4: "bottom left",
    5: "top left", 6: "top right", 7: "bottom right", 8: "bottom left",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "form"),
    [(FileKind.JPEG, "JPEG"), (FileKind.TIFF, "TIFF"), (FileKind.PNG, "PNG")],
)
@pytest.mark.parametrize("orientation", CORNERS)
def test_a_turned_picture_is_read_as_it_is_shown(kind, form, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = pixels(saved(sheet(), form, exif=exif), kind)
    shown = 1 if kind is FileKind.PNG else orientation
    assert dark_corner(picture) == [CORNERS[shown]]
    assert (picture.shape[1] > picture.shape[0]) is (shown >= 5)


@pytest.mark.parametrize(
    ("size", "dpi", "expected"),
    [
        ((2480, 3508), (300, 300), (1653, 2339)),
        ((1654, 2339), (200, 200), (1654, 2339)),
        ((3000, 4000), None, (1755, 2340)),
        ((3000, 4000), (72, 72), (1755, 2340)),  # what a camera says of itself
        ((600, 800), None, (1200, 1600)),
        ((1728, 1143), (204, 98), (1694, 2333)),  # a coarse fax
    ],
)
def test_pictures_come_to_two_hundred_dots_an_inch(size, dpi, expected):
    options = {"dpi": dpi} if dpi else {}
    picture = pixels(saved(Image.new("L", size, "white"), "TIFF", **options), FileKind.TIFF)
    assert (picture.shape[1], picture.shape[0]) == pytest.approx(expected, abs=8)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_becomes_dark_on_white(mode):
    form = {"CMYK": "TIFF"}.get(mode, "PNG")
    plain = sheet(mode="RGB")
    made = Image.fromarray(np.asarray(plain.convert("L"), np.uint16) * 256)
    picture = pixels(
        saved(made if mode == "I;16" else plain.convert(mode), form),
        FileKind.TIFF if form == "TIFF" else FileKind.PNG,
    )
    assert picture.ndim == 2
    assert dark_corner(picture) == ["top left"]
    assert picture[-1, -1] > 250


def test_what_is_transparent_is_paper():
    picture = pixels(saved(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG"), FileKind.PNG)
    assert picture.min() == 255


def test_colour_is_kept_where_there_is_some():
    page = sheet(mode="RGB")
    ImageDraw.Draw(page).rectangle((200, 300, 300, 400), fill=(200, 30, 30))
    picture = pixels(saved(page, "PNG"), FileKind.PNG)
    assert picture.ndim == 3
    blue, _green, red = picture[picture.shape[0] * 350 // 600, picture.shape[1] * 250 // 400]
    assert red > 150 > blue


def test_each_page_of_a_tiff_is_read():
    pages = [sheet(), sheet().rotate(180), sheet(mode="1")]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    with opened(data, FileKind.TIFF, "") as document:
        assert document.count == 3
    corners = [dark_corner(pixels(data, FileKind.TIFF, number)) for number in (1, 2, 3)]
    assert corners == [["top left"], ["bottom right"], ["top left"]]


def test_a_cut_picture_says_so():
    noise = Image.effect_noise((400, 600), 80)
    data = saved(noise, "JPEG")
    with pytest.raises(UnreadableFile, match="incomplète"):
        pixels(data[: len(data) // 2], FileKind.JPEG)


def test_a_very_large_page_is_drawn_coarser(monkeypatch):
    monkeypatch.setattr(raster, "MOST_PIXELS", 1_000_000)
    document = pypdfium2.PdfDocument(pages_pdf([written(*LETTER)]))
    picture = raster.drawn_page(document[0])
    document.close()
    assert picture.ndim == 2
    assert 950_000 < picture.size <= 1_002_000


def test_a_coloured_page_is_drawn_in_colour():
    document = pypdfium2.PdfDocument(pages_pdf([b"1 0 0 rg 100 100 300 300 re f"]))
    picture = raster.drawn_page(document[0])
    document.close()
    assert tuple(picture[picture.shape[0] // 2 + 200, 600]) == (0, 0, 255)


def test_the_codes_of_a_scan_are_read_without_any_engine():
    scan = page_with(write_datamatrix(b"ALMAPY-SEP"), Wear(dpi=200, turn=3))
    with opened(saved(scan, "PNG", dpi=(200, 200)), FileKind.PNG, "") as document:
        page = document.page(1, lambda: None)
    assert page.codes == (PageCode(b"ALMAPY-SEP", CodeForm.DATAMATRIX.value),)
    assert page.source is TextSource.NONE
    assert page.lines == ()


def test_a_code_beside_a_text_layer_is_read_too():
    symbol = b"".join(gray_rows(write_datamatrix(b"IS01\x1dNESSI"), 1, 2))
    side = round(len(symbol) ** 0.5)
    picture = stream(
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray" % (side, side),
        symbol,
    )
    content = written(*LETTER) + b" q 60 0 0 60 400 100 cm /I Do Q"
    data = pages_pdf([content], resources=b"/XObject<</I 4 0 R>>", extra=[picture])
    with opened(data, FileKind.PDF, "") as document:
        page = document.page(1, lambda: None)
    assert [code.content for code in page.codes] == [b"IS01\x1dNESSI"]
    assert page.source is TextSource.LAYER
    assert LETTER[1] in page.text


def test_blank_pictures_need_no_engine():
    data = saved(Image.new("L", (1654, 2339), "white"), "PNG")
    with opened(data, FileKind.PNG, "") as document:
        page = document.page(1, lambda: None)
    assert (page.blank, page.source, page.problem) == (True, TextSource.NONE, "")
    assert page.codes == ()
