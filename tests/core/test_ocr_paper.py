"""The sheet is found on a photo whatever light falls on it."""

from __future__ import annotations

import numpy as np
import pytest

from almapy.adapters.reading.paper import paper_on

TABLE = 45


@pytest.mark.parametrize("margin", [15, 30, 60, 120])
def test_the_shadowed_side_of_a_sheet_is_kept(margin: int) -> None:
    high, wide = 1000 - 2 * margin, 500 - 2 * margin
    photo = np.full((1000, 500), TABLE, np.uint8)
    photo[margin:-margin, margin:-margin] = np.linspace(150, 250, wide).astype(np.uint8)
    width, height = paper_on(photo).page.size
    assert abs(width / height - wide / high) < 0.01


def test_an_even_picture_has_no_sheet_to_cut_out() -> None:
    for shade in (0, 5, 128, 255):
        width, height = paper_on(np.full((1000, 700), shade, np.uint8)).page.size
        assert abs(width / height - 0.7) < 0.01
