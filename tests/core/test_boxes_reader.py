"""Boxes before a webcam and on pictures, drawn by the tests."""

from io import BytesIO

import pytest
from PIL import Image, ImageFilter

from almapy.adapters.boxes import BoxAdvice, BoxFrameReader, boxes_of_picture
from almapy.adapters.boxes import frames as frames_module
from almapy.camera.faults import CameraNotInstalled
from almapy.camera.ports import CodeForm
from almapy.errors import FormatError
from almapy.stop import Stop
from tests.core.box_pictures import SEED_BOX, SEED_STRING, box, file, frame, no_box

SMALL = (640, 360)
OTHER = "(01)03400936010628(21)ABC12345(17)280200(10)X9"
OTHER_STRING = b"010340093601062821ABC12345\x1d1728020010X9"


def seen(picture, reader=None):
    return [one.content for one in (reader or BoxFrameReader())(frame(picture))]


def test_a_box_held_before_the_webcam_is_read_with_its_separators():
    (code,) = BoxFrameReader()(frame(box(SEED_BOX)))
    assert (code.content, code.form) == (SEED_STRING, CodeForm.DATAMATRIX)


@pytest.mark.parametrize(
    "worn",
    [
        {"turn": 37, "module": 4},
        {"turn": 200, "tilt": 0.2},
        {"turn": 12, "blur": 1.2, "noise": 0.08},
        {"module": 3, "turn": 64, "contrast": 0.4, "noise": 0.05},
    ],
)
def test_a_tilted_blurred_or_pale_box_is_read_within_three_frames(worn):
    reader = BoxFrameReader()
    picture = box(SEED_BOX, **worn)
    assert any(seen(picture, reader) == [SEED_STRING] for _ in range(3))


def test_another_data_matrix_on_the_box_is_never_given():
    reader = BoxFrameReader()
    alone = box(plain="0103400930056202172312311030064402112345", size=SMALL)
    assert [seen(alone, reader) for _ in range(3)] == [[], [], []]
    both = box(SEED_BOX, plain="PK12345678")
    assert seen(both) == [SEED_STRING]
    assert boxes_of_picture(file(both), Stop()) == [SEED_STRING]


def test_a_gs1_symbol_that_names_no_product_is_not_a_box():
    assert seen(box("(00)034009300000000002", size=SMALL)) == []


def test_nothing_is_seen_where_there_is_nothing():
    reader = BoxFrameReader()
    assert [seen(no_box(), reader) for _ in range(3)] == [[], [], []]
    for size in ((64, 48), (7, 5), (1, 1), (2000, 3)):
        assert seen(Image.new("L", size, 20), reader) == []
    assert reader.advice is BoxAdvice.NONE


def test_what_would_help_is_told():
    reader = BoxFrameReader()
    far = box(SEED_BOX, module=8, turn=20).resize((400, 225), Image.Resampling.BOX)
    far = far.resize((192, 108), Image.Resampling.BOX)
    wall = Image.new("L", (1280, 720), 235)
    wall.paste(far, (500, 300))
    assert seen(wall, reader) == []
    assert reader.advice is BoxAdvice.CLOSER
    assert seen(box(SEED_BOX, module=5).filter(ImageFilter.GaussianBlur(4)), reader) == []
    assert reader.advice is BoxAdvice.STEADY
    assert seen(box(SEED_BOX), reader) == [SEED_STRING]
    assert reader.advice is BoxAdvice.NONE
    assert all(one.label for one in BoxAdvice if one is not BoxAdvice.NONE)


def test_without_the_library_of_pictures_whole_frames_are_still_read(monkeypatch):
    def absent():
        raise CameraNotInstalled

    monkeypatch.setattr(frames_module, "load_opencv", absent)
    monkeypatch.setattr("almapy.adapters.boxes.pictures.load_opencv", absent)
    assert seen(box(SEED_BOX)) == [SEED_STRING]
    assert boxes_of_picture(file(box(SEED_BOX)), Stop()) == [SEED_STRING]


def test_all_the_boxes_of_a_photograph_are_read():
    read = boxes_of_picture(file(box(SEED_BOX, OTHER, turn=3), "JPEG"), Stop())
    assert sorted(read) == sorted([SEED_STRING, OTHER_STRING])


def test_a_photograph_of_twelve_million_pixels_is_read():
    large = box(SEED_BOX, turn=30, size=(1000, 750)).resize((4000, 3000))
    assert boxes_of_picture(file(large, "JPEG"), Stop()) == [SEED_STRING]


def test_a_small_picture_of_the_symbol_alone_is_read():
    small = box(SEED_BOX, module=2, size=(120, 110))
    assert boxes_of_picture(file(small), Stop()) == [SEED_STRING]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "PDF"])
def test_pictures_of_all_usual_forms_are_read(form):
    assert boxes_of_picture(file(box(SEED_BOX, size=SMALL), form), Stop()) == [SEED_STRING]


def test_a_search_that_is_stopped_looks_no_further():
    stop = Stop()
    stop.ask()
    assert boxes_of_picture(file(box(SEED_BOX)), stop) == []


def test_damaged_cut_or_foreign_files_are_refused_in_french():
    whole = file(box(SEED_BOX), "JPEG")
    for data in (b"", b"GIF89a", whole[: len(whole) // 2], b"%PDF-1.4 x", b"\x89PNG\r\n\x1a\nx"):
        with pytest.raises(FormatError, match="Rien n'a été modifié"):
            boxes_of_picture(data, Stop())


def test_a_picture_too_large_for_the_memory_is_refused():
    made = BytesIO()
    Image.new("1", (8_000, 8_000)).save(made, "PNG")
    with pytest.raises(FormatError, match="millions de points"):
        boxes_of_picture(made.getvalue(), Stop())
