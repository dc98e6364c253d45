from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.typed_day import typed_day, typed_moment

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("14071932", date(1932, 7, 14)),
        ("14/07/1932", date(1932, 7, 14)),
        ("14.07.1932", date(1932, 7, 14)),
        ("14-7-1932", date(1932, 7, 14)),
        ("14 7 1932", date(1932, 7, 14)),
        ("140732", date(2032, 7, 14)),
        ("14/7/37", date(1937, 7, 14)),
        ("150325", date(2025, 3, 15)),
        ("110326", date(2026, 3, 11)),
        ("1507", date(2026, 7, 15)),
        (" 15/7 ", date(2026, 7, 15)),
        ("j", TODAY),
        ("J-3", date(2026, 3, 7)),
        ("s+2", date(2026, 3, 24)),
        ("m-1", date(2026, 2, 10)),
        ("a+1", date(2027, 3, 10)),
        ("29022024", date(2024, 2, 29)),
    ],
)
def test_a_day_is_understood_as_it_is_typed(typed, understood):
    assert typed_day(typed, TODAY) == understood


def test_a_month_back_keeps_the_end_of_the_month():
    assert typed_day("m-1", date(2026, 3, 31)) == date(2026, 2, 28)
    assert typed_day("a-1", date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize(
    "typed",
    ["", "290223", "31022026", "hier", "1/2/3/4", "15/07/026", "j--3", "a+9999", "²²²²", "150"],
)
def test_what_is_no_day_is_refused(typed):
    assert typed_day(typed, TODAY) is None


@given(st.text(max_size=12))
def test_nothing_typed_breaks_it(text):
    typed_day(text, TODAY)


@given(st.dates())
def test_a_full_date_is_read_back(day):
    assert typed_day(f"{day:%d/%m/}{day.year:04d}", TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day", "hour"),
    [
        ("10/03/2026 09:30", date(2026, 3, 10), (9, 30)),
        ("9h30", TODAY, (9, 30)),
        ("9h", TODAY, (9, 0)),
        ("j-1 14:05", date(2026, 3, 9), (14, 5)),
        ("140732", date(2032, 7, 14), (0, 0)),
    ],
)
def test_a_moment_is_a_day_an_hour_or_both(typed, day, hour):
    moment = typed_moment(typed, TODAY)
    assert (moment.date(), (moment.hour, moment.minute)) == (day, hour)
    assert moment.tzinfo is not None


@pytest.mark.parametrize("typed", ["", "hier", "25:00", "9:75", "31/02/2026 9h"])
def test_what_is_no_moment_is_refused(typed):
    assert typed_moment(typed, TODAY) is None
