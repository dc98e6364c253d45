"""Where the columns of the « Tableau de suivi » come from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.clock import civil_day
from almapy.followup.model import (
    BMI,
    COCKCROFT,
    DFG,
    SURFACE,
    FollowColumn,
    FollowPoint,
    measure_key,
)
from almapy.masks.tables import MaskAnswerRow
from almapy.measures.model import MeasureKind, Origin, SeriesPoint
from almapy.measures.queries import series_of
from almapy.measures.rules import body_mass_index, body_surface, cockcroft_gault, dfg_stage
from almapy.measures.words import number_text, value_text
from almapy.patients.age import full_years
from almapy.patients.model import Sex
from almapy.patients.renal import ADULT_FROM, ckd_epi_2009
from almapy.patients.tables import PatientRow
from almapy.record.service import account_initials
from almapy.text import fold
from almapy.users.tables import AccountRow

_HEIGHT_OF_A_CHILD = timedelta(days=31)
_ASKED_LABEL = "masque:"


class SeriesProvider(Protocol):
    """One family of series: measures today, results of laboratories or doses tomorrow."""

    def columns(self, session: Session, patient_id: int) -> Sequence[FollowColumn]:
        """Return the columns that may be shown for this patient."""

    def points(
        self, session: Session, patient_id: int, keys: Collection[str]
    ) -> Iterator[FollowPoint]:
        """Give the values of those of the keys that are of this family."""


class MeasureSeries:
    """One column for each kind of measure that a person types."""

    def columns(self, session: Session, patient_id: int) -> Sequence[FollowColumn]:  # noqa: ARG002
        """Return every kind, measured or not."""
        return [
            FollowColumn(measure_key(kind), kind.label, kind.shown_unit)
            for kind in MeasureKind
            if kind.typed
        ]

    def points(
        self, session: Session, patient_id: int, keys: Collection[str]
    ) -> Iterator[FollowPoint]:
        """Give the measures of these kinds."""
        for kind in MeasureKind:
            key = measure_key(kind)
            if key in keys:
                for point in series_of(session, patient_id, kind):
                    text = value_text(kind, point.value, point.second)
                    yield FollowPoint(
                        key,
                        point.taken_at,
                        text,
                        point.value,
                        _source(point),
                        point.measure_id,
                        point.encounter_id,
                    )


class MaskSeries:
    """One column for each question of a mask that this patient answered."""

    def columns(self, session: Session, patient_id: int) -> Sequence[FollowColumn]:
        """Return the questions that were answered, by the words of the question."""
        query = (
            select(MaskAnswerRow.label, MaskAnswerRow.unit)
            .where(MaskAnswerRow.patient_id == patient_id, MaskAnswerRow.deleted_at.is_(None))
            .order_by(MaskAnswerRow.taken_at)
        )
        found = {_answer_key(label): (label, unit) for label, unit in session.execute(query)}
        return [FollowColumn(key, label, unit) for key, (label, unit) in found.items()]

    def points(
        self, session: Session, patient_id: int, keys: Collection[str]
    ) -> Iterator[FollowPoint]:
        """Give the answers to these questions."""
        if not any(key.startswith(_ASKED_LABEL) for key in keys):
            return
        query = (
            select(MaskAnswerRow, AccountRow)
            .join(AccountRow, AccountRow.id == MaskAnswerRow.author_id)
            .where(MaskAnswerRow.patient_id == patient_id, MaskAnswerRow.deleted_at.is_(None))
            .order_by(MaskAnswerRow.taken_at, MaskAnswerRow.id)
        )
        for row, author in session.execute(query):
            key = _answer_key(row.label)
            if key in keys:
                yield FollowPoint(
                    key,
                    row.taken_at,
                    row.value,
                    _number(row.value),
                    f"masque, noté par {account_initials(author)}",
                    None,
                    row.encounter_id,
                )


class ComputedSeries:
    """IMC, surface corporelle, DFG and clearance, at each day that gives what they need."""

    def columns(self, session: Session, patient_id: int) -> Sequence[FollowColumn]:  # noqa: ARG002
        """Return the four of them."""
        return [
            FollowColumn(BMI, "IMC", "kg/m²"),
            FollowColumn(SURFACE, "Surface corporelle", "m²"),
            FollowColumn(DFG, "DFG (CKD-EPI)", "mL/min/1,73\u00a0m²"),
            FollowColumn(COCKCROFT, "Clairance (Cockcroft)", "mL/min"),
        ]

    def points(
        self, session: Session, patient_id: int, keys: Collection[str]
    ) -> Iterator[FollowPoint]:
        """Compute what is asked; what lacks a datum is left out, never guessed."""
        patient = session.get(PatientRow, patient_id)
        wanted = {BMI, SURFACE, DFG, COCKCROFT} & set(keys)
        if patient is None or not wanted:
            return
        born, sex = patient.birth_date, Sex(patient.sex)
        weights = series_of(session, patient_id, MeasureKind.WEIGHT)
        if wanted & {BMI, SURFACE}:
            heights = series_of(session, patient_id, MeasureKind.HEIGHT)
            yield from _of_size(wanted, weights, heights, born)
        if born is not None and wanted & {DFG, COCKCROFT}:
            results = series_of(session, patient_id, MeasureKind.CREATININE)
            yield from _of_kidney(wanted, results, weights, _Person(born, sex))


class _Person(NamedTuple):
    born: date
    sex: Sex


def _of_size(
    wanted: Collection[str],
    weights: list[SeriesPoint],
    heights: list[SeriesPoint],
    born: date | None,
) -> Iterator[FollowPoint]:
    formulas: tuple[tuple[str, Callable[[float, float], float | None], int], ...] = (
        (BMI, body_mass_index, 1),
        (SURFACE, body_surface, 2),
    )
    for weight in weights:
        height = _last_before(heights, weight)
        if height is None or _outgrown(height, weight, born):
            continue
        for key, formula, decimals in formulas:
            value = formula(weight.value, height.value) if key in wanted else None
            if value is not None:
                source = (
                    f"calculé\u00a0: {number_text(weight.value)} kg et {number_text(height.value)} "
                    f"cm (taille du {civil_day(height.taken_at):%d/%m/%Y})"
                )
                text = number_text(value, decimals)
                yield FollowPoint(key, weight.taken_at, text, value, source, weight.measure_id)


def _of_kidney(
    wanted: Collection[str],
    results: list[SeriesPoint],
    weights: list[SeriesPoint],
    person: _Person,
) -> Iterator[FollowPoint]:
    for result in results:
        age = full_years(person.born, civil_day(result.taken_at))
        weight = _last_before(weights, result)
        known = f"créatinine {number_text(result.value)} µmol/L, {age} ans, {person.sex.short}"
        dfg = ckd_epi_2009(result.value, age, person.sex)
        stage = f", stade {dfg_stage(dfg)}" if dfg is not None else ""
        found = [(DFG, dfg, f"CKD-EPI 2009\u00a0: {known}{stage}")]
        if weight is not None:
            rate = cockcroft_gault(result.value, age, person.sex, weight.value)
            words = f"Cockcroft-Gault\u00a0: {known}, {number_text(weight.value)} kg"
            found.append((COCKCROFT, rate, words))
        for key, value, source in found:
            if value is not None and key in wanted:
                text = number_text(value, 0)
                yield FollowPoint(key, result.taken_at, text, value, source, result.measure_id)


def _last_before(points: list[SeriesPoint], other: SeriesPoint) -> SeriesPoint | None:
    """Return the last one of the same day or before: both are usually taken together."""
    day = civil_day(other.taken_at)
    place = bisect_right(points, day, key=lambda one: civil_day(one.taken_at))
    return points[place - 1] if place else None


def _outgrown(height: SeriesPoint, weight: SeriesPoint, born: date | None) -> bool:
    """Tell whether the height is too old for this weight: a child grows."""
    if born is None or full_years(born, civil_day(height.taken_at)) >= ADULT_FROM:
        return False
    return weight.taken_at - height.taken_at > _HEIGHT_OF_A_CHILD


def _source(point: SeriesPoint) -> str:
    taken = point.origin.label
    words = taken if point.origin is Origin.IMPORTED else f"mesuré {taken}"
    return f"{words}, noté par {point.author}" + (f" – {point.comment}" if point.comment else "")


def _answer_key(label: str) -> str:
    return _ASKED_LABEL + fold(label)


def _number(text: str) -> float | None:
    try:
        return float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None
