"""Reading tables of L, M and S as their authors publish them, in text.

Known: `weianthro.txt`, `lenanthro.txt`, `hcanthro.txt`, `bmianthro.txt` and `…who2007.txt` of the
WHO (columns sex, age, l, m, s), its tables by sex (`tab_wfa_boys_p_0_5.txt`: Month or Week or Day,
L, M, S, …), those of the CDC (Sex, Agemos, L, M, S, …), and any table with such titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from almapy.growth.codec import is_plausible
from almapy.growth.curve import LmsRow
from almapy.growth.model import DAYS_A_MONTH, DAYS_A_YEAR, GrowthMeasure, Lms
from almapy.patients.model import Sex
from almapy.text import fold

_MOST_BYTES = 4_000_000
_MOST_LINES = 30_000
_MOST_REFUSED = 50
_FEWEST_ROWS = 2
_MONTHS_END = 240.5
_DAYS = {
    "day": 1.0,
    "days": 1.0,
    "jour": 1.0,
    "jours": 1.0,
    "agedays": 1.0,
    "week": 7.0,
    "semaine": 7.0,
    "month": DAYS_A_MONTH,
    "mois": DAYS_A_MONTH,
    "agemos": DAYS_A_MONTH,
    "year": DAYS_A_YEAR,
    "ans": DAYS_A_YEAR,
}
_SEXES = {
    "1": Sex.MALE,
    "m": Sex.MALE,
    "male": Sex.MALE,
    "garcon": Sex.MALE,
    "2": Sex.FEMALE,
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "fille": Sex.FEMALE,
}
_OTHER_THAN_BY_AGE = re.compile(
    r"wfl|wfh|wtlen|wtstat|weight.?for.?(length|height|stature)", re.IGNORECASE
)
_MEASURES = (
    (re.compile(r"bmi|bfa|imc|corpulence", re.IGNORECASE), GrowthMeasure.BMI),
    (re.compile(r"hcanthro|hcfa|hcage|head|crane|crani", re.IGNORECASE), GrowthMeasure.HEAD),
    (re.compile(r"weianthro|wfa|wtage|weight|poids", re.IGNORECASE), GrowthMeasure.WEIGHT),
    (
        re.compile(r"lenanthro|l?hfa|lfa|lenage|statage|height|length|taille", re.IGNORECASE),
        GrowthMeasure.HEIGHT,
    ),
)
_BOYS = re.compile(r"boys|gar[cç]on|(?<!fe)male", re.IGNORECASE)
_GIRLS = re.compile(r"girls|fille|female", re.IGNORECASE)
_AUTHORS = (
    (re.compile(r"afpa|inserm|cress", re.IGNORECASE), "AFPA 2018"),
    (
        re.compile(r"anthro|who|oms|^tab_|(wfa|lhfa|hfa|hcfa|bfa)[-_](boys|girls)", re.IGNORECASE),
        "OMS",
    ),
)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the person says of the files; None or empty: to be told by their names and columns."""

    reference: str = ""
    measure: GrowthMeasure | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One line that was not taken."""

    line: int
    why: str


@dataclass(slots=True)
class FileReport:
    """What became of one file; ``problem`` when nothing of it was read."""

    file: str
    rows: list[LmsRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    age: int
    days: float
    sex: int | None
    lms: tuple[int, int, int]


def read(file: Path, hints: Hints) -> FileReport:
    """Read one table; never raises for what the file holds."""
    report = FileReport(file.name)
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except OSError:
        report.problem = "fichier introuvable ou illisible."
        return report
    if len(data) > _MOST_BYTES:
        report.problem = "fichier trop grand pour une table de croissance (4\u00a0Mo au plus)."
        return report
    if data[:4] == b"PK\x03\x04":
        report.problem = "classeur de tableur\u00a0: enregistrez-le d'abord en texte (CSV)."
        return report
    measure = hints.measure or _measure_named(file.name)
    if measure is None:
        report.problem = (
            "mesure non reconnue (poids, taille, imc ou pc par âge)\u00a0: précisez --mesure."
        )
        return report
    _fill(report, _decoded(data).splitlines()[:_MOST_LINES], measure, hints)
    return report


def _fill(report: FileReport, lines: Sequence[str], measure: GrowthMeasure, hints: Hints) -> None:
    separator = _separator(lines[0]) if lines else None
    columns = _columns(_cells(lines[0], separator)) if lines else None
    if columns is None:
        report.problem = "la première ligne ne nomme pas les colonnes âge, L, M et S."
        return
    sex = hints.sex or _sex_named(report.file)
    if columns.sex is None and sex is None:
        report.problem = "sexe non reconnu\u00a0: précisez --sexe M ou --sexe F."
        return
    reference = hints.reference.strip()[:40] or _author(report.file)
    days = columns.days or _unit_of_ages(lines, columns.age, separator)
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        row = _row(_cells(line, separator), columns, days, sex, reference, measure)
        if row is not None:
            report.rows.append(row)
        elif len(report.refused) < _MOST_REFUSED:
            report.refused.append(Refusal(number, "valeurs illisibles ou impossibles."))
    if len(report.rows) < _FEWEST_ROWS:
        report.rows.clear()
        report.problem = "aucune ligne lisible."


def _row(
    cells: Sequence[str],
    columns: _Columns,
    days: float,
    sex: Sex | None,
    reference: str,
    measure: GrowthMeasure,
) -> LmsRow | None:
    try:
        age = round(_number(cells[columns.age]) * days, 2)
        lms = Lms(*(_number(cells[place]) for place in columns.lms))
        whose = sex if columns.sex is None else _SEXES[fold(cells[columns.sex])]
    except (ValueError, IndexError, KeyError, OverflowError):
        return None
    if whose is None or not is_plausible(measure, age, lms):
        return None
    return LmsRow(reference, measure, whose, age, lms)


def _unit_of_ages(lines: Sequence[str], place: int, separator: str | None) -> float:
    """Return the days of one step of a column named « age »: the WHO has days, then months."""
    ages = list(_readable_ages(lines[1:], place, separator))
    return 1.0 if ages and max(ages) > _MONTHS_END else DAYS_A_MONTH


def _readable_ages(lines: Sequence[str], place: int, separator: str | None) -> Iterator[float]:
    for line in lines:
        try:
            yield _number(_cells(line, separator)[place])
        except (ValueError, IndexError):
            continue


def _columns(titles: Sequence[str]) -> _Columns | None:
    names = [fold(title).replace(" ", "") for title in titles]
    ages = [(place, _DAYS.get(name, 0.0)) for place, name in enumerate(names)]
    age = next((one for one in ages if names[one[0]] in _DAYS or names[one[0]] == "age"), None)
    if age is None or any(letter not in names for letter in "lms"):
        return None
    sex = next((place for place, name in enumerate(names) if name in {"sex", "sexe"}), None)
    return _Columns(*age, sex, (names.index("l"), names.index("m"), names.index("s")))


def _separator(line: str) -> str | None:
    """Return the separator of cells, None for runs of blanks."""
    return next((mark for mark in ("\t", ";", ",") if mark in line), None)


def _cells(line: str, separator: str | None) -> list[str]:
    return [cell.strip().strip('"').strip() for cell in line.split(separator)]


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _measure_named(name: str) -> GrowthMeasure | None:
    if _OTHER_THAN_BY_AGE.search(name):
        return None
    return next((measure for pattern, measure in _MEASURES if pattern.search(name)), None)


def _sex_named(name: str) -> Sex | None:
    if _GIRLS.search(name):
        return Sex.FEMALE
    return Sex.MALE if _BOYS.search(name) else None


def _author(name: str) -> str:
    known = next((author for pattern, author in _AUTHORS if pattern.search(name)), "")
    return known or Path(name).stem[:40]


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
