"""Reads printed pages as a scanner and a person do: codes at 200 dots per inch, text, letters."""

from itertools import combinations

import pypdfium2
import zxingcpp

DOTS = 200


def drawn(pdf, page=0):
    """Return the picture of a page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        one = document[page]
        image = one.render(scale=DOTS / 72).to_pil().convert("L")
        one.close()
        return image
    finally:
        document.close()


def codes(pdf):
    """Return the content of every code of the first page, by its format."""
    return {one.format.name: bytes(one.bytes) for one in zxingcpp.read_barcodes(drawn(pdf))}


def letters(pdf):
    """Return the box of every visible letter: left, bottom, right, top, in points.

    The letters of a ligature have one box together.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        layer = page.get_textpage()
        text = layer.get_text_range()
        boxes = [
            layer.get_charbox(index, loose=False)
            for index, letter in enumerate(text)
            if letter.strip() and index < layer.count_chars()
        ]
        layer.close()
        page.close()
        return list(dict.fromkeys(boxes))
    finally:
        document.close()


def overlaps(boxes):
    """Return the pairs of letters that cover each other by more than a third."""
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if _common(one, other) > min(_area(one), _area(other)) / 3 > 0
    ]


def _common(one, other):
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


def _area(box):
    return (box[2] - box[0]) * (box[3] - box[1])
