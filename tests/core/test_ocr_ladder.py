"""What is read of a picture, whatever way it lay on the glass and whatever stands over it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from almapy.adapters.reading import ladder
from almapy.adapters.reading.engine_choice import make_engine
from almapy.adapters.reading.ladder import read_picture
from almapy.ocr.faults import UnreadableFile
from tests.core.ocr_sheets import HEIGHT, WIDTH, as_pixels, font, noisy, place_of, sheet, turned

IDENTITY = ("NESSI", "Ruth", "Isabelle", "14/07/1977")


class Counted:
    """An engine that tells how often it was asked."""

    def __init__(self, engine):
        self.engine, self.asked = engine, 0

    def words(self, grey, layout):
        self.asked += 1
        return self.engine.words(grey, layout)


@pytest.fixture(scope="module")
def french():
    made = make_engine()
    assert made
    yield made
    made.close()


@pytest.fixture
def engine(french):
    return Counted(french)


def read(page, engine):
    return read_picture(as_pixels(page), engine)


def text_of(seen):
    return "\n".join(line.text for line in seen.lines)


def word_of(seen, text):
    return next(word for line in seen.lines for word in line.words if word.text == text)


def holds_identity(seen):
    return all(word in text_of(seen).split() for word in IDENTITY)


def test_a_page_of_fair_quality_is_read_once(engine):
    seen = read(sheet(), engine)
    assert holds_identity(seen)
    assert (seen.turn, seen.skew, seen.blank) == (0, 0.0, False)
    assert seen.confidence > 85
    assert engine.asked == 1


def test_a_word_knows_its_place_on_the_page(engine):
    box = word_of(read(sheet(), engine), "NESSI").box
    left, top, right, bottom = place_of("NESSI")
    found = (box.left * WIDTH, box.top * HEIGHT, box.right * WIDTH, box.bottom * HEIGHT)
    assert found == pytest.approx((left, top, right, bottom), abs=4)


@pytest.mark.parametrize(("degrees", "skew"), [(90, 3.5), (180, -4), (270, -2.5), (0, 4)])
def test_a_turned_and_crooked_page_is_read_and_its_words_shown_where_they_stand(
    engine, degrees, skew
):
    mark = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(mark).rectangle(place_of("14/07/1977"), fill=255)
    crooked = sheet().rotate(skew, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    moved = np.array(turned(mark.rotate(skew, expand=True), degrees))
    page = turned(crooked, degrees)
    seen = read(page, engine)
    assert holds_identity(seen)
    assert seen.turn == (360 - degrees) % 360
    assert seen.skew == pytest.approx(-skew, abs=0.5)
    box = word_of(seen, "14/07/1977").box
    columns, rows = np.nonzero(moved.max(axis=0))[0], np.nonzero(moved.max(axis=1))[0]
    expected = (columns[0], rows[0], columns[-1], rows[-1])
    found = (
        box.left * page.width,
        box.top * page.height,
        box.right * page.width,
        box.bottom * page.height,
    )
    assert found == pytest.approx(expected, abs=12)


def test_a_pale_page_in_the_shade_is_read(engine):
    shade = np.linspace(1.0, 0.6, WIDTH)
    page = np.array(sheet(ink=150, paper=200)) * shade
    assert holds_identity(read_picture(page.astype(np.uint8), engine))


def test_a_page_full_of_specks_is_read(engine):
    assert holds_identity(read_picture(noisy(sheet()), engine))


def test_a_name_under_a_grey_stamp_is_read(engine):
    page = sheet()
    over = Image.new("L", page.size, 255)
    draw = ImageDraw.Draw(over)
    draw.rectangle((250, 90, 700, 190), outline=120, width=6)
    draw.text((330, 100), "REÇU LE 12", font=font(52), fill=120)
    page = Image.fromarray(np.minimum(np.array(page), np.array(over.rotate(6, fillcolor=255))))
    assert holds_identity(read(page, engine))


def test_a_name_under_a_red_stamp_is_read(engine):
    page = sheet().convert("RGB")
    over = Image.new("RGB", page.size, "white")
    ImageDraw.Draw(over).text((330, 95), "REÇU LE 12", font=font(56), fill=(205, 40, 50))
    page = Image.fromarray(np.minimum(np.array(page), np.array(over.rotate(-5, fillcolor="white"))))
    assert holds_identity(read(page, engine))


def test_a_heading_in_colour_is_read_with_the_rest(engine):
    page = sheet().convert("RGB")
    draw = ImageDraw.Draw(page)
    draw.rectangle((60, 40, 700, 100), fill="white")
    draw.text((70, 50), "Laboratoire des Tilleuls", font=font(), fill=(250, 130, 20))
    text = text_of(read(page, engine))
    assert "Laboratoire des Tilleuls" in text
    assert "NESSI" in text


def test_a_letter_photographed_on_a_table_is_read_from_above(engine):
    table = Image.new("L", (1200, 800), 60)
    table.paste(sheet(), (150, 160))
    leaning = (1, 0.05, -20, 0.03, 1, -25, 0.00004, 0.00006)
    page = table.transform(
        table.size, Image.Transform.PERSPECTIVE, leaning, Image.Resampling.BICUBIC, fillcolor=60
    )
    assert holds_identity(read(page, engine))


def test_small_letters_are_read(engine):
    assert holds_identity(read(sheet().resize((WIDTH * 2 // 5, HEIGHT * 2 // 5)), engine))


def test_cells_of_a_row_are_segments_of_one_line(engine):
    page = sheet(("Nom", "NESSI", "Examen du jour", "Sans anomalie visible ce matin"))
    draw = ImageDraw.Draw(page)
    for column, cells in ((350, ("Prénom", "RUTH")), (620, ("Naissance", "14/07/1977"))):
        for row, cell in enumerate(cells):
            draw.text((column, 50 + row * 62), cell, font=font(), fill=0)
    rows = [tuple(one.text for one in line.segments) for line in read(page, engine).lines]
    assert rows[:2] == [("Nom", "Prénom", "Naissance"), ("NESSI", "RUTH", "14/07/1977")]


@pytest.mark.parametrize(
    "page",
    [
        np.full((HEIGHT, WIDTH), 255, np.uint8),
        np.zeros((HEIGHT, WIDTH), np.uint8),
        np.zeros((1, 1), np.uint8),
        np.full((3, 3000, 3), 90, np.uint8),
        noisy(Image.new("L", (WIDTH, HEIGHT), 235), specks=0.0005),
    ],
    ids=["white", "black", "one point", "a strip", "dust"],
)
def test_where_nothing_is_written_nothing_is_read(engine, page):
    seen = read_picture(page, engine)
    assert seen.blank
    assert not seen.lines
    assert engine.asked == 0


def test_a_picture_above_the_bound_is_refused_before_it_is_read(engine, monkeypatch):
    monkeypatch.setattr(ladder, "MOST_PIXELS", 1000)
    with pytest.raises(UnreadableFile, match=r"gardée[^.]*\. Classez"):
        read(sheet(), engine)
    assert engine.asked == 0
