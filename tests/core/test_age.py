"""The age as a practice says it (UX notes §5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.patients.age import age_text, full_months, full_years

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("born", "text"),
    [
        (date(2026, 3, 10), "0 jour"),
        (date(2026, 3, 9), "1 jour"),
        (date(2026, 2, 26), "12 jours"),
        (date(2025, 1, 9), "14 mois"),
        (date(2024, 3, 11), "23 mois"),
        (date(2022, 11, 10), "3 ans 4 mois"),
        (date(2023, 3, 10), "3 ans"),
        (date(1977, 7, 14), "48 ans"),
        (None, ""),
        (date(2026, 3, 11), ""),
    ],
)
def test_an_age_is_said_in_days_months_or_years(born, text):
    assert age_text(born, TODAY) == text


def test_ruth_was_45_on_13_february_2023():
    assert full_years(date(1977, 7, 14), date(2023, 2, 13)) == 45


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 130))
def test_a_birthday_completes_a_year(born, years):
    if born.month == 2 and born.day == 29:
        return
    if born.year + years > 9999:
        return
    assert full_years(born, born.replace(year=born.year + years)) == years


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_months_are_never_negative(one, other):
    assert full_months(one, other) >= 0
