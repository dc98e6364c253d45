"""The « Tableau de suivi »: chosen columns, one line a day (clinical notes §6).

A column is any series of values in time. Providers bring series; the table knows nothing of where
they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from almapy.clock import civil_day
from almapy.measures.model import MeasureKind


@dataclass(frozen=True, slots=True)
class FollowColumn:
    """One series: ``key`` names it for ever (« measure:29463-7 »), ``title`` is what is read."""

    key: str
    title: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FollowPoint:
    """One value of a series, as shown, and where it comes from.

    ``value`` feeds the trend; a text that is no number has none. ``source`` says who wrote it and
    how; ``measure_id`` and ``encounter_id`` lead to it.
    """

    key: str
    at: datetime
    text: str = field(repr=False)
    value: float | None = field(default=None, repr=False)
    source: str = field(default="", repr=False)
    measure_id: int | None = None
    encounter_id: int | None = None


@dataclass(frozen=True, slots=True)
class FollowRow:
    """The values of one day by column; the last of the day stands, ``more`` counts the others."""

    day: date
    cells: dict[str, FollowPoint] = field(repr=False)
    more: dict[str, int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FollowTable:
    """The table of one patient: latest day first; ``points`` hold each series oldest first."""

    columns: tuple[FollowColumn, ...]
    rows: tuple[FollowRow, ...] = field(repr=False)
    points: dict[str, tuple[FollowPoint, ...]] = field(repr=False)


class Preset(StrEnum):
    """The tables that come with the program, and the one that a person composes."""

    DIABETES = "diabete"
    PRESSURE = "hta"
    CHILD = "enfant"
    PREGNANCY = "grossesse"
    ANTICOAGULANT = "avk"
    OWN = "propre"

    @property
    def label(self) -> str:
        """Return the French name."""
        return _LABELS[self]


_LABELS = {
    Preset.DIABETES: "Diabète",
    Preset.PRESSURE: "HTA",
    Preset.CHILD: "Enfant",
    Preset.PREGNANCY: "Grossesse",
    Preset.ANTICOAGULANT: "AVK / INR",
    Preset.OWN: "Mes colonnes",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What one person looks at: the preset in front, and the columns of « Mes colonnes »."""

    preset: Preset = Preset.PRESSURE
    own: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the keys of the columns in front."""
        if self.preset is Preset.OWN:
            return self.own
        return PRESET_COLUMNS[self.preset]


BMI = "computed:imc"
SURFACE = "computed:surface"
DFG = "computed:dfg"
COCKCROFT = "computed:cockcroft"


def measure_key(kind: MeasureKind) -> str:
    """Return the key of the column of a measure."""
    return f"measure:{kind.value}"


def _keys(*parts: MeasureKind | str) -> tuple[str, ...]:
    return tuple(measure_key(one) if isinstance(one, MeasureKind) else one for one in parts)


PRESET_COLUMNS: dict[Preset, tuple[str, ...]] = {
    Preset.DIABETES: _keys(
        MeasureKind.WEIGHT,
        BMI,
        MeasureKind.BLOOD_PRESSURE,
        MeasureKind.HBA1C,
        MeasureKind.GLUCOSE,
        MeasureKind.CREATININE,
        DFG,
    ),
    Preset.PRESSURE: _keys(
        MeasureKind.BLOOD_PRESSURE,
        MeasureKind.HEART_RATE,
        MeasureKind.WEIGHT,
        BMI,
        MeasureKind.CREATININE,
        DFG,
    ),
    Preset.CHILD: _keys(
        MeasureKind.WEIGHT,
        MeasureKind.HEIGHT,
        MeasureKind.HEAD,
        BMI,
        MeasureKind.TEMPERATURE,
    ),
    Preset.PREGNANCY: _keys(
        MeasureKind.WEIGHT,
        MeasureKind.BLOOD_PRESSURE,
        MeasureKind.HEART_RATE,
        MeasureKind.GLUCOSE,
        MeasureKind.TOBACCO,
    ),
    Preset.ANTICOAGULANT: _keys(
        MeasureKind.INR, MeasureKind.WEIGHT, MeasureKind.CREATININE, DFG, COCKCROFT
    ),
}


def table_of(columns: Sequence[FollowColumn], points: Iterable[FollowPoint]) -> FollowTable:
    """Lay points out by day; a point of a column that is not shown is left aside."""
    series: dict[str, list[FollowPoint]] = {column.key: [] for column in columns}
    for point in sorted(points, key=lambda one: one.at):
        if point.key in series:
            series[point.key].append(point)
    cells: dict[date, dict[str, FollowPoint]] = {}
    more: dict[date, dict[str, int]] = {}
    for key, found in series.items():
        for point in found:
            day = civil_day(point.at)
            line = cells.setdefault(day, {})
            counts = more.setdefault(day, {})
            if key in line:
                counts[key] = counts.get(key, 0) + 1
            line[key] = point
    rows = tuple(FollowRow(day, cells[day], more[day]) for day in sorted(cells, reverse=True))
    return FollowTable(tuple(columns), rows, {key: tuple(found) for key, found in series.items()})
