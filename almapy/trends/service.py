"""Curves of one record: measures, computed values and answers, treatments, exported pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from almapy import durable_file
from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.followup.model import BMI, FollowColumn, FollowPoint, measure_key
from almapy.followup.series import SeriesProvider
from almapy.measures.model import MeasureKind
from almapy.measures.queries import latest_measures, series_of
from almapy.medications.service import TreatmentService
from almapy.patients.age import full_years
from almapy.patients.model import Sex
from almapy.patients.tables import PatientRow
from almapy.trends.model import Band, Mark, Point, RecordTrends, Series, Trend
from almapy.trends.normal import bands_of
from almapy.users.model import Actor, Right
from almapy.work import Works

_PAIR = {MeasureKind.BLOOD_PRESSURE: ("Systolique", "Diastolique")}
_LONGEST_LABEL = 60


class TrendService:
    """Reads everything that can be drawn of a record in one transaction."""

    def __init__(
        self, works: Works, treatments: TreatmentService, providers: Sequence[SeriesProvider]
    ) -> None:
        """Take as ``providers`` what brings the series that are not measures."""
        self._works = works
        self._treatments = treatments
        self._providers = tuple(providers)

    def of(self, actor: Actor, patient_id: int) -> RecordTrends:
        """Return the curves of a record, those without any value left out.

        Raises DomainError when the record does not exist.
        """
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            patient = session.get(PatientRow, patient_id)
            if patient is None:
                raise DomainError("Ce dossier n'existe pas ou n'existe plus.")
            today = self._works.clock.today()
            age = full_years(patient.birth_date, today) if patient.birth_date else None
            marks = tuple(self._marks(session, actor, patient_id))
            measured = self._measured(session, patient_id, age, marks)
            others = self._others(session, patient_id, age, marks)
            return RecordTrends(
                patient_id, patient.birth_date, Sex(patient.sex), (*measured, *others)
            )

    def export(self, actor: Actor, patient_id: int, picture: bytes, target: Path) -> None:
        """Write a picture to a .png file and trace it.

        Raises DomainError for another kind of file, StorageFull or ExternalError: no file is left
        and nothing is traced then.
        """
        if target.suffix.lower() != ".png":
            raise DomainError("Choisissez un fichier .png. Rien n'a été enregistré.")
        actor.require(Right.READ_NOTES)
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": "courbe", "forme": "fichier"}
            work.trace(Action.EXPORTED, patient_id=patient_id, detail=detail)
            durable_file.write(target, picture)

    def trace_copy(self, actor: Actor, patient_id: int) -> None:
        """Trace that the picture of a curve was copied."""
        actor.require(Right.READ_NOTES)
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": "courbe", "forme": "copie"}
            work.trace(Action.EXPORTED, patient_id=patient_id, detail=detail)

    def _measured(
        self, session: Session, patient_id: int, age: int | None, marks: tuple[Mark, ...]
    ) -> Iterator[Trend]:
        known = latest_measures(session, patient_id)
        for kind in MeasureKind:
            if kind not in known:
                continue
            upper, lower = _PAIR.get(kind, (kind.label, ""))
            points = tuple(
                Point(point.taken_at, point.value, point.second, point.comment)
                for point in series_of(session, patient_id, kind)
            )
            series = Series(upper, kind.shown_unit, points, lower, kind.decimals)
            yield Trend(kind.label, (series,), bands_of(kind, age), marks, measure_key(kind))

    def _others(
        self, session: Session, patient_id: int, age: int | None, marks: tuple[Mark, ...]
    ) -> Iterator[Trend]:
        for provider in self._providers:
            columns = {column.key: column for column in provider.columns(session, patient_id)}
            found: dict[str, list[FollowPoint]] = {key: [] for key in columns}
            for point in provider.points(session, patient_id, set(columns)):
                found[point.key].append(point)
            for key, points in found.items():
                trend = _trend_of(columns[key], points, age, marks)
                if not trend.is_empty:
                    yield trend

    def _marks(self, session: Session, actor: Actor, patient_id: int) -> Iterator[Mark]:
        facts = self._treatments.read(session, actor, patient_id)
        lines = [fact.data for fact in facts if fact.data.started_on is not None]
        for line in sorted(lines, key=lambda one: one.started_on or date.min):
            if line.started_on is not None:
                yield Mark(line.label[:_LONGEST_LABEL], line.started_on, line.stopped_on)


def _trend_of(
    column: FollowColumn, points: Sequence[FollowPoint], age: int | None, marks: tuple[Mark, ...]
) -> Trend:
    shown = tuple(
        Point(point.at, point.value, note=point.source)
        for point in sorted(points, key=lambda one: one.at)
        if point.value is not None
    )
    series = Series(column.title, column.unit, shown)
    return Trend(column.title, (series,), _bands(column.key, age), marks, column.key)


def _bands(key: str, age: int | None) -> tuple[Band, ...]:
    return bands_of(MeasureKind.BMI, age) if key == BMI else ()
