"""The compact list of references: ``reference,measure,sex,age_days,l,m,s``, one line an age."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from math import isfinite

from almapy.errors import FormatError
from almapy.growth.curve import LmsRow
from almapy.growth.model import DAYS_A_YEAR, GrowthMeasure, Lms
from almapy.patients.model import Sex

_HEADER = ("reference", "measure", "sex", "age_days", "l", "m", "s")
_MOST_BYTES = 8_000_000
_OLDEST_DAYS = 21 * DAYS_A_YEAR
_GREATEST_POWER = 50.0
_MEDIANS = {
    GrowthMeasure.WEIGHT: (0.3, 150.0),
    GrowthMeasure.HEIGHT: (20.0, 220.0),
    GrowthMeasure.HEAD: (20.0, 70.0),
    GrowthMeasure.BMI: (8.0, 40.0),
}


def encode(rows: Iterable[LmsRow]) -> bytes:
    """Return the compressed list, the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for row in sorted(rows):
        age = f"{row.age_days:.2f}"
        writer.writerow((row.reference, row.measure.value, row.sex.value, age, *row.lms))
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def decode(data: bytes) -> list[LmsRow]:
    """Read a list that ``encode`` wrote; raises FormatError when it is not one."""
    try:
        with gzip.open(io.BytesIO(data)) as file:
            text = file.read(_MOST_BYTES).decode()
        lines = csv.reader(io.StringIO(text))
        if tuple(next(lines, ())) != _HEADER:
            raise ValueError
        return [_row(*cells) for cells in lines]
    except (ValueError, TypeError, EOFError, OSError, csv.Error) as error:
        raise FormatError(
            "Les références de croissance chargées sont illisibles\u00a0; les dossiers des "
            "patients n'en dépendent pas. Rechargez-les par «\u00a0almapy growth import\u00a0».",
            code="growth.list",
        ) from error


def is_plausible(measure: GrowthMeasure, age_days: float, lms: Lms) -> bool:
    """Tell whether a line may be one of a reference of that measure."""
    if not all(map(isfinite, (age_days, *lms))):
        return False
    low, high = _MEDIANS[measure]
    usual_shape = abs(lms.l) <= _GREATEST_POWER and 0 < lms.s < 1
    return 0 <= age_days <= _OLDEST_DAYS and low <= lms.m <= high and usual_shape


def _row(reference: str, measure: str, sex: str, age: str, *lms: str) -> LmsRow:
    row = LmsRow(
        reference, GrowthMeasure(measure), Sex(sex), float(age), Lms(*(float(one) for one in lms))
    )
    if not is_plausible(row.measure, row.age_days, row.lms):
        raise ValueError
    return row
