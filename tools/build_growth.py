"""Make the built-in references of growth, offline, from the files of the CDC.

resources/growth/cdc2000.csv.gz comes from the data files of the CDC growth charts (see
resources/growth/SOURCES.txt):

    python -m tools.build_growth FOLDER_OF_THE_CSV_FILES

Lengths (lying) and weights of infants serve below two years, those of children from then on.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from almapy.growth.codec import encode
from almapy.growth.curve import LmsRow
from almapy.growth.model import DAYS_A_MONTH, GrowthMeasure, Lms
from almapy.growth.service import BUILT_IN
from almapy.patients.model import Sex
from resources import resource

_TWO_YEARS = 24.0
_EIGHTEEN_YEARS = 217.0
_FILES = (
    ("wtageinf.csv", GrowthMeasure.WEIGHT, 0.0, _TWO_YEARS),
    ("wtage.csv", GrowthMeasure.WEIGHT, _TWO_YEARS, _EIGHTEEN_YEARS),
    ("lenageinf.csv", GrowthMeasure.HEIGHT, 0.0, _TWO_YEARS),
    ("statage.csv", GrowthMeasure.HEIGHT, _TWO_YEARS, _EIGHTEEN_YEARS),
    ("bmiagerev.csv", GrowthMeasure.BMI, _TWO_YEARS, _EIGHTEEN_YEARS),
    ("hcageinf.csv", GrowthMeasure.HEAD, 0.0, 36.5),
)
_SEXES = {"1": Sex.MALE, "2": Sex.FEMALE}


def rows(folder: Path) -> Iterator[LmsRow]:
    """Read the files; titles repeated in the middle of a file are passed over."""
    for name, measure, since, until in _FILES:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                if line["Sex"] not in _SEXES:
                    continue
                months = float(line["Agemos"])
                if since <= months < until:
                    lms = Lms(float(line["L"]), float(line["M"]), float(line["S"]))
                    age = round(months * DAYS_A_MONTH, 2)
                    yield LmsRow(BUILT_IN, measure, _SEXES[line["Sex"]], age, lms)


if __name__ == "__main__":
    made = list(rows(Path(sys.argv[1])))
    resource("growth").mkdir(exist_ok=True)
    (resource("growth") / "cdc2000.csv.gz").write_bytes(encode(made))
    print(f"{len(made)} lines")
