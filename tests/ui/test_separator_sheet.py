from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from almapy.adapters.zxing import matrix_codes
from almapy.documents.pdf import drawn, outline
from almapy.matching.page_marks import SEPARATOR_CODE
from ui.headers.separator_sheet import separator_sheet, separator_sheet_pdf


@pytest.mark.usefixtures("qtbot")
def test_the_printed_sheet_is_one_page_that_reads_back() -> None:
    pdf = separator_sheet_pdf()
    assert outline(pdf).count == 1
    picture = drawn(pdf, 0, 1.0)
    assert picture.stride == 4 * picture.width
    blue = picture.pixels[::4]
    codes = matrix_codes(blue, picture.height, picture.width)
    assert {content for content, _ in codes} == {SEPARATOR_CODE}


def test_the_sheet_says_what_it_is_for(qtbot: QtBot) -> None:
    del qtbot
    printed = separator_sheet()
    assert "FEUILLE" in printed.html
    assert "les sépare ici" in printed.html
