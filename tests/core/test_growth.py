"""Growth: the vectors of the specification, the reference shipped, and what it may not say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.growth.model import (
    CENTILES,
    DAYS_A_MONTH,
    GrowthMeasure,
    Lms,
    Position,
    centile_of,
    comparable_height,
    target_height,
    z_of,
)
from almapy.growth.service import BUILT_IN, GrowthService
from almapy.patients.model import Sex

WEIGHT, HEIGHT, BMI, HEAD = (
    GrowthMeasure.WEIGHT,
    GrowthMeasure.HEIGHT,
    GrowthMeasure.BMI,
    GrowthMeasure.HEAD,
)
BOY_OF_ONE = Lms(0.0645, 9.646, 0.10925)


@pytest.fixture(scope="module")
def growth():
    return GrowthService(Path("no folder of loaded references"))


@pytest.mark.parametrize(
    ("lms", "value", "measure", "z"),
    [
        (BOY_OF_ONE, 10.5, WEIGHT, 0.78),
        (BOY_OF_ONE, 14.0, WEIGHT, 3.48),
        (Lms(-0.294, 11.4741, 0.12389), 10.0, WEIGHT, -1.13),
        (Lms(1, 75.7391, 0.03137), 73, HEIGHT, -1.15),
        (Lms(1, 47.1799, 0.02958), 46, HEAD, -0.85),
    ],
)
def test_the_vectors_of_the_specification(lms, value, measure, z):
    assert round(lms.z(value, measure), 2) == z


def test_a_heavy_child_has_another_raw_distance_and_the_centile_is_told():
    assert round(BOY_OF_ONE.raw_z(14.0), 2) == 3.45
    assert round(centile_of(BOY_OF_ONE.raw_z(10.5)), 1) == 78.2


def test_beyond_three_a_height_is_not_adjusted_and_a_light_weight_mirrors():
    assert Lms(1, 100, 0.04).z(116, HEIGHT) == pytest.approx(4)
    low, inner = BOY_OF_ONE.value(-3), BOY_OF_ONE.value(-2)
    assert BOY_OF_ONE.z(low - (inner - low), WEIGHT) == pytest.approx(-4)


def test_length_and_height_differ_by_seven_millimetres_around_two_years():
    assert comparable_height(80, 730, Position.STANDING) == pytest.approx(80.7)
    assert comparable_height(80, 730, Position.LYING) == 80
    assert comparable_height(90, 731, Position.LYING) == pytest.approx(89.3)
    assert comparable_height(90, 731, Position.STANDING) == 90


def test_the_target_height_of_a_boy_and_of_a_girl():
    assert target_height(178, 165, Sex.MALE) == 178
    assert target_height(178, 165, Sex.FEMALE) == 165
    assert target_height(0, 165, Sex.MALE) is None
    assert target_height(178, 165, Sex.UNKNOWN) is None


@given(
    st.floats(-4, 4).filter(lambda power: abs(power) > 1e-3),
    st.floats(1, 200),
    st.floats(0.02, 0.15),
    st.sampled_from([z_of(centile) for centile in CENTILES]),
)
def test_a_line_of_the_chart_gives_its_own_centile_back(power, median, spread, z):
    lms = Lms(power, median, spread)
    assert lms.raw_z(lms.value(z)) == pytest.approx(z, abs=1e-6)


def test_a_power_of_zero_is_the_logarithm():
    assert Lms(0, 10, 0.1).raw_z(Lms(0, 10, 0.1).value(1.5)) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("measure", "sex", "months", "centile", "printed"),
    [  # as the CDC prints them beside L, M and S
        (WEIGHT, Sex.MALE, 0, 3, 2.355450986),
        (WEIGHT, Sex.MALE, 24, 97, 15.59648294),
        (HEIGHT, Sex.MALE, 24, 50, 86.45220101),
        (HEIGHT, Sex.MALE, 0, 97, 54.919009),
        (BMI, Sex.MALE, 24, 90, 18.60948128),
        (HEAD, Sex.MALE, 0, 10, 33.08389492),
    ],
)
def test_the_shipped_reference_gives_the_printed_centiles(
    growth, measure, sex, months, centile, printed
):
    (curve,) = growth.references(measure, sex)
    assert curve.reference == BUILT_IN
    value = curve.at(months * DAYS_A_MONTH).value(z_of(centile))
    assert value == pytest.approx(printed, rel=1e-6)


def test_the_reference_says_nothing_where_it_has_no_table(growth):
    (bmi,) = growth.references(BMI, Sex.FEMALE)
    (head,) = growth.references(HEAD, Sex.FEMALE)
    assert bmi.at(700) is None
    assert head.at(1200) is None
    assert growth.references(WEIGHT, Sex.UNKNOWN) == []


@pytest.mark.parametrize("sex", [Sex.MALE, Sex.FEMALE])
@pytest.mark.parametrize("measure", [HEIGHT, WEIGHT])
def test_birth_to_eighteen_is_covered_and_lines_never_cross(growth, measure, sex):
    (curve,) = growth.references(measure, sex)
    assert curve.covers(0)
    assert curve.covers(18 * 365.25)
    lines = [curve.line(z_of(centile), 6575) for centile in CENTILES]
    for values in zip(*lines, strict=True):
        assert [value for _age, value in values] == sorted(value for _age, value in values)
