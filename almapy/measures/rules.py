"""What is computed from measures (formulas and vectors: clinical notes §2.8)."""

from __future__ import annotations

from math import sqrt

from almapy.patients.model import Sex
from almapy.patients.renal import ADULT_FROM

_COCKCROFT = {Sex.MALE: 1.23, Sex.FEMALE: 1.04}
_MOSTELLER = 3600


def body_mass_index(weight_kg: float, height_cm: float) -> float | None:
    """Return the IMC in kg/m², None without a positive weight and height."""
    if weight_kg <= 0 or height_cm <= 0:
        return None
    return weight_kg / (height_cm / 100) ** 2


def body_surface(weight_kg: float, height_cm: float) -> float | None:
    """Return the surface corporelle in m² (Mosteller), None without weight and height."""
    if weight_kg <= 0 or height_cm <= 0:
        return None
    return sqrt(height_cm * weight_kg / _MOSTELLER)


def cockcroft_gault(
    creatinine_umol_l: float, age_years: int, sex: Sex, weight_kg: float
) -> float | None:
    """Return the clearance of creatinine in mL/min; None outside adults of known sex."""
    if sex is Sex.UNKNOWN or age_years < ADULT_FROM or creatinine_umol_l <= 0 or weight_kg <= 0:
        return None
    return _COCKCROFT[sex] * max(0, 140 - age_years) * weight_kg / creatinine_umol_l


def dfg_stage(rate: float) -> str:
    """Return the stage G1 … G5 of a glomerular filtration rate in mL/min/1.73 m²."""
    stages = ((90, "G1"), (60, "G2"), (45, "G3a"), (30, "G3b"), (15, "G4"))
    return next((name for least, name in stages if rate >= least), "G5")
