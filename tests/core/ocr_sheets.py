"""Small drawn letters to read, the places of their words, and what happens to them on the way."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

LINES = (
    "Clinique de la Providence",
    "Patient : Madame NESSI Ruth Isabelle",
    "Date de naissance : 14/07/1977",
    "Cher confrère, je vous remercie de",
    "votre confiance pour ce suivi régulier.",
    "La tension artérielle est stable.",
)
WIDTH, HEIGHT = 900, 470
STEP, LETTERS = 62, 30


def font(size=LETTERS):
    return ImageFont.truetype("DejaVuSans.ttf", size)


def sheet(lines=LINES, size=(WIDTH, HEIGHT), ink=0, paper=255, letters=LETTERS, step=STEP):
    """Draw a letter in grey."""
    page = Image.new("L", size, paper)
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        draw.text((70, 50 + row * step), line, fill=ink, font=font(letters))
    return page


def place_of(word, lines=LINES):
    """Return left, top, right and bottom of a word in the pixels of the sheet."""
    row = next(row for row, line in enumerate(lines) if word in line)
    before = lines[row][: lines[row].index(word)]
    left = 70 + font().getlength(before)
    _, top, right, bottom = font().getbbox(word)
    return left, 50 + row * STEP + top, left + right, 50 + row * STEP + bottom


def turned(page, degrees):
    """Turn clockwise, as somebody lays a page on the glass."""
    return page.rotate(-degrees, expand=True)


def noisy(page, specks=0.02):
    chance = np.random.default_rng(7).random((page.height, page.width))
    pixels = np.array(page.filter(ImageFilter.GaussianBlur(0.7)))
    pixels[chance < specks / 2] = 0
    pixels[chance > 1 - specks / 2] = 255
    return pixels


def as_pixels(page):
    """Return grey as it is, colours in the order blue, green, red."""
    pixels = np.array(page)
    return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[:, :, ::-1])
