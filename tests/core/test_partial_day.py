"""Dates of which only a part is known: typed as people do, kept so that they sort."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.partial_day import is_before, shown_partial_day, typed_partial_day

TODAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" 2011 ", "2011"),
        ("03/2011", "2011-03"),
        ("3-2011", "2011-03"),
        ("2011-03", "2011-03"),
        ("13/02/2023", "2023-02-13"),
        ("2023-02-13", "2023-02-13"),
        ("130223", "2023-02-13"),
        ("j", "2026-03-15"),
        ("a-1", "2025-03-15"),
        ("13/2011", None),
        ("31/02/2020", None),
        ("2011-13", None),
        ("0000-01", None),
        ("9999", None),
        ("l'an dernier", None),
    ],
)
def test_a_date_is_kept_with_the_precision_it_was_typed_with(typed, kept):
    assert typed_partial_day(typed, TODAY) == kept


@given(st.dates(date(1850, 1, 1), date(2046, 12, 31)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_what_is_shown_is_read_back_the_same(day, precision):
    kept = day.strftime(precision)
    assert typed_partial_day(shown_partial_day(kept), TODAY) == kept


@given(st.text(max_size=12))
def test_nothing_typed_breaks_the_reading(text):
    kept = typed_partial_day(text, TODAY)
    assert kept is None or typed_partial_day(shown_partial_day(kept), TODAY) == kept


def test_an_unknown_part_is_never_said_to_be_before():
    assert is_before("2010", "2011-03")
    assert not is_before("2011", "2011-03")
    assert not is_before("2011-03-02", "2011")
    assert not is_before("", "2011")
