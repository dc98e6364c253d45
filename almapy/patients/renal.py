"""The estimated glomerular filtration rate (DFG) by CKD-EPI 2009, as French laboratories give it.

Formula and constants: Levey et al., Ann Intern Med 2009;150:604-612, without ethnic factor.
"""

from __future__ import annotations

from typing import Final

from almapy.patients.model import Sex

ADULT_FROM: Final = 18
UMOL_PER_MG_DL: Final = 88.4
_KAPPA = {Sex.MALE: 0.9, Sex.FEMALE: 0.7}
_ALPHA = {Sex.MALE: -0.411, Sex.FEMALE: -0.329}
_FEMALE_FACTOR = 1.018


def ckd_epi_2009(creatinine_umol_l: float, age_years: int, sex: Sex) -> float | None:
    """Return mL/min/1.73 m², or None where the formula does not hold.

    It holds for adults of known sex and a positive creatinine.
    """
    if sex is Sex.UNKNOWN or age_years < ADULT_FROM or creatinine_umol_l <= 0:
        return None
    ratio = creatinine_umol_l / UMOL_PER_MG_DL / _KAPPA[sex]
    rate = 141 * min(ratio, 1) ** _ALPHA[sex] * max(ratio, 1) ** -1.209 * 0.993**age_years
    return float(rate * (_FEMALE_FACTOR if sex is Sex.FEMALE else 1))
