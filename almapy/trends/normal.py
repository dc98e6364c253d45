"""The usual values of measures that have a band known to everybody."""

from __future__ import annotations

from almapy.measures.model import MeasureKind
from almapy.trends.model import Band

_ADULT_FROM = 18
_ALWAYS = {
    MeasureKind.TEMPERATURE: Band(36.0, 38.0, "Sans fièvre"),
    MeasureKind.SPO2: Band(95.0, 100.0, "Usuel"),
}
# Pressure at the practice: HAS and ESC/ESH call 140/90 mmHg and more high.
_ADULT = {
    MeasureKind.BLOOD_PRESSURE: Band(90.0, 140.0, "Systolique usuelle"),
    MeasureKind.BMI: Band(18.5, 25.0, "Corpulence normale"),
    MeasureKind.HEART_RATE: Band(60.0, 100.0, "Au repos"),
    MeasureKind.BREATHING_RATE: Band(12.0, 20.0, "Au repos"),
}


def bands_of(kind: MeasureKind, age_years: int | None) -> tuple[Band, ...]:
    """Return the bands drawn behind a curve; a child has none of those of adults."""
    band = _ALWAYS.get(kind)
    if band is None and age_years is not None and age_years >= _ADULT_FROM:
        band = _ADULT.get(kind)
    return () if band is None else (band,)
