"""The DFG by CKD-EPI 2009 (vectors of the clinical notes §2.8)."""

import pytest

from almapy.patients.model import Sex
from almapy.patients.renal import ckd_epi_2009


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "rate"),
    [
        (80, 45, Sex.FEMALE, 76.7),
        (73.5, 54, Sex.FEMALE, 79.8),
        (150, 72, Sex.MALE, 39.5),
        (60, 30, Sex.MALE, 128.3),
        (44.2, 25, Sex.FEMALE, 134.5),
    ],
)
def test_the_rate_follows_the_published_formula(creatinine, age, sex, rate):
    assert ckd_epi_2009(creatinine, age, sex) == pytest.approx(rate, abs=0.05)


@pytest.mark.parametrize(
    ("creatinine", "age", "sex"), [(80, 17, Sex.MALE), (80, 40, Sex.UNKNOWN), (0, 40, Sex.MALE)]
)
def test_there_is_no_rate_where_the_formula_does_not_hold(creatinine, age, sex):
    assert ckd_epi_2009(creatinine, age, sex) is None
