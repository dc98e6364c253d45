"""What is computed from measures (vectors of the clinical notes §2.8)."""

import pytest

from almapy.measures.rules import body_mass_index, body_surface, cockcroft_gault, dfg_stage
from almapy.patients.model import Sex


def test_the_mass_index_and_the_surface_of_the_body():
    assert body_mass_index(56, 165) == pytest.approx(20.57, abs=0.005)
    assert body_surface(56, 165) == pytest.approx(1.602, abs=0.0005)


@pytest.mark.parametrize(("weight", "height"), [(0, 165), (56, 0), (-1, 165)])
def test_nothing_is_computed_from_an_impossible_size(weight, height):
    assert body_mass_index(weight, height) is None
    assert body_surface(weight, height) is None


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "weight", "clearance"),
    [
        (80, 45, Sex.FEMALE, 56, 69.2),
        (73.5, 54, Sex.FEMALE, 60, 73.0),
        (150, 72, Sex.MALE, 80, 44.6),
        (60, 30, Sex.MALE, 75, 169.1),
        (44.2, 25, Sex.FEMALE, 52, 140.7),
    ],
)
def test_the_clearance_follows_cockcroft_and_gault(creatinine, age, sex, weight, clearance):
    assert cockcroft_gault(creatinine, age, sex, weight) == pytest.approx(clearance, abs=0.05)


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "weight"),
    [(80, 17, Sex.MALE, 60), (80, 40, Sex.UNKNOWN, 60), (0, 40, Sex.MALE, 60)],
)
def test_there_is_no_clearance_where_the_formula_does_not_hold(creatinine, age, sex, weight):
    assert cockcroft_gault(creatinine, age, sex, weight) is None


@pytest.mark.parametrize(
    ("rate", "stage"),
    [(90, "G1"), (89.9, "G2"), (60, "G2"), (45, "G3a"), (30, "G3b"), (15, "G4"), (14.9, "G5")],
)
def test_the_stage_of_the_kidney(rate, stage):
    assert dfg_stage(rate) == stage
