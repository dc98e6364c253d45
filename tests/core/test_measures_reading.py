"""What a doctor types as a measure is read as it was meant (UX §4.4, clinical notes §2.8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.measures.model import MeasureKind
from almapy.measures.reading import read_value
from almapy.measures.words import number_text, value_text, with_unit

TYPED = [kind for kind in MeasureKind if kind.typed]


@pytest.mark.parametrize(
    ("kind", "typed", "value", "second"),
    [
        (MeasureKind.WEIGHT, "56,5", 56.5, None),
        (MeasureKind.WEIGHT, "56.5", 56.5, None),
        (MeasureKind.WEIGHT, " 56 Kg ", 56, None),
        (MeasureKind.WEIGHT, "3 450 g", 3.45, None),
        (MeasureKind.WEIGHT, "3450g", 3.45, None),
        (MeasureKind.HEIGHT, "165", 165, None),
        (MeasureKind.HEIGHT, "1,65", 165, None),
        (MeasureKind.HEIGHT, "1,65 m", 165, None),
        (MeasureKind.HEIGHT, "1m65", 165, None),
        (MeasureKind.HEIGHT, "165\u00a0cm", 165, None),
        (MeasureKind.BLOOD_PRESSURE, "12/8", 120, 80),
        (MeasureKind.BLOOD_PRESSURE, "13 / 8", 130, 80),
        (MeasureKind.BLOOD_PRESSURE, "12,5/7,5", 125, 75),
        (MeasureKind.BLOOD_PRESSURE, "120/80", 120, 80),
        (MeasureKind.BLOOD_PRESSURE, "120/80 mmHg", 120, 80),
        (MeasureKind.BLOOD_PRESSURE, "135-85", 135, 85),
        (MeasureKind.TEMPERATURE, "38,5°C", 38.5, None),
        (MeasureKind.HEART_RATE, "72 bpm", 72, None),
        (MeasureKind.SPO2, "98 %", 98, None),
        (MeasureKind.PAIN, "6/10", 6, None),
        (MeasureKind.STEPS, "8\u202f000", 8000, None),
        (MeasureKind.CREATININE, "80", 80, None),
        (MeasureKind.CREATININE, "10 mg/L", 88.4, None),
        (MeasureKind.INR, "2,35", 2.35, None),
        (MeasureKind.TOBACCO, "10", 10, None),
    ],
)
def test_a_value_is_read_as_it_is_usually_written(kind, typed, value, second):
    reading = read_value(kind, typed)
    assert (reading.error, reading.value, reading.second) == ("", pytest.approx(value), second)


def test_metres_are_read_and_said():
    assert read_value(MeasureKind.HEIGHT, "1,65").remark == "Lu en mètres\u00a0: 165\u00a0cm."
    assert read_value(MeasureKind.HEIGHT, "165").remark == ""


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (MeasureKind.WEIGHT, "560"),
        (MeasureKind.WEIGHT, "0,2"),
        (MeasureKind.HEIGHT, "19"),
        (MeasureKind.HEAD, "71"),
        (MeasureKind.WAIST, "29"),
        (MeasureKind.BLOOD_PRESSURE, "290/100"),
        (MeasureKind.BLOOD_PRESSURE, "200/190"),
        (MeasureKind.BLOOD_PRESSURE, "8/12"),
        (MeasureKind.HEART_RATE, "251"),
        (MeasureKind.TEMPERATURE, "43,1"),
        (MeasureKind.SPO2, "49"),
        (MeasureKind.BREATHING_RATE, "4"),
        (MeasureKind.PAIN, "11"),
    ],
)
def test_an_unlikely_value_is_kept_with_a_remark(kind, typed):
    reading = read_value(kind, typed)
    assert reading.value is not None
    assert reading.remark
    assert not reading.error


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (MeasureKind.WEIGHT, "lourd"),
        (MeasureKind.WEIGHT, "-5"),
        (MeasureKind.WEIGHT, "56,5,5"),
        (MeasureKind.WEIGHT, "56 cm"),
        (MeasureKind.WEIGHT, "1e9"),
        (MeasureKind.WEIGHT, "5 6"),
        (MeasureKind.WEIGHT, "٥٦"),
        (MeasureKind.WEIGHT, "9" * 50),
        (MeasureKind.BLOOD_PRESSURE, "12"),
        (MeasureKind.BLOOD_PRESSURE, "12/8/4"),
        (MeasureKind.BLOOD_PRESSURE, "/8"),
        (MeasureKind.BMI, "22"),
    ],
)
def test_a_text_that_is_no_value_is_refused_in_words(kind, typed):
    reading = read_value(kind, typed)
    assert reading.error
    assert reading.value is None


def test_nothing_typed_is_no_value_and_no_fault():
    reading = read_value(MeasureKind.WEIGHT, "  \u00a0 ")
    assert (reading.value, reading.error) == (None, "")


@given(st.sampled_from(list(MeasureKind)), st.text(max_size=60))
def test_whatever_is_typed_gives_a_value_or_words_never_both(kind, typed):
    reading = read_value(kind, typed)
    assert not (reading.error and reading.value is not None)
    if reading.value is not None:
        assert 0 <= reading.value < 1e9
        assert (reading.second is None) is (kind is not MeasureKind.BLOOD_PRESSURE)
    elif typed.strip():
        assert reading.error


@given(st.sampled_from(TYPED), st.data())
def test_what_is_shown_can_be_typed_again(kind, data):
    high = kind.usual.high if kind.usual else 1000
    low = max(kind.usual.low, 30) if kind is MeasureKind.BLOOD_PRESSURE else kind.usual.low
    numbers = st.floats(low, high).map(lambda value: round(value, kind.decimals))
    value, second = data.draw(numbers), None
    if kind is MeasureKind.BLOOD_PRESSURE:
        second = data.draw(st.integers(30, 180).map(float))
    shown = with_unit(value_text(kind, value, second), kind.shown_unit)
    reading = read_value(kind, shown)
    assert reading.error == ""
    assert reading.value == pytest.approx(value)
    assert reading.second == second


@given(st.integers(30, 280), st.integers(30, 180))
def test_centimetres_and_millimetres_of_mercury_say_the_same(high, low):
    tens = read_value(MeasureKind.BLOOD_PRESSURE, f"{high // 10}/{low // 10}")
    if high // 10 < 30 and low // 10 < 30:
        assert (tens.value, tens.second) == (high // 10 * 10, low // 10 * 10)


def test_numbers_are_shown_the_french_way():
    assert number_text(8000) == "8\u202f000"
    assert number_text(56.50) == "56,5"
    assert number_text(20.57, 1) == "20,6"
    assert number_text(120) == "120"
