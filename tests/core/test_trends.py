"""Curves of a record: what is drawn, its usual values, its treatments, its traces."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError
from almapy.followup.model import BMI, measure_key
from almapy.measures.model import Measure, MeasureKind
from almapy.medications.model import LongTermTreatment
from almapy.trends.model import Mark, summary_of
from almapy.trends.normal import bands_of
from almapy.users.model import Role
from tests.core.test_patients import RUTH

PRESSURE = measure_key(MeasureKind.BLOOD_PRESSURE)


def shown(entry):
    return {name: entry.values[name] for name in ("objet", "forme")}


def at(day):
    return datetime(2026, 1, day, 9, tzinfo=UTC)


@pytest.fixture
def ruth(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


@pytest.fixture
def measured(opened, ruth):
    add = opened.application.measures.add
    for kind, value, second, day in (
        (MeasureKind.WEIGHT, 57.0, None, 12),
        (MeasureKind.WEIGHT, 56.0, None, 2),
        (MeasureKind.HEIGHT, 165.0, None, 1),
        (MeasureKind.BLOOD_PRESSURE, 130.0, 80.0, 2),
    ):
        add(opened.actor, ruth, Measure(kind, value, at(day), second))
    return opened


def test_a_record_without_values_has_no_curve(opened, ruth):
    assert opened.application.trends.of(opened.actor, ruth).trends == ()


def test_measures_and_what_is_computed_from_them_are_drawn_oldest_first(measured, ruth):
    trends = measured.application.trends.of(measured.actor, ruth)
    weight = trends.find(measure_key(MeasureKind.WEIGHT)).series[0]
    assert [point.value for point in weight.points] == [56, 57]
    assert weight.unit == "kg"
    assert trends.find(BMI).series[0].points[0].value == pytest.approx(20.57, abs=0.01)
    assert trends.find(measure_key(MeasureKind.TEMPERATURE)) is None


def test_a_pressure_has_two_lines_and_its_usual_band(measured, ruth):
    trend = measured.application.trends.of(measured.actor, ruth).find(PRESSURE)
    series = trend.series[0]
    assert (series.label, series.second_label, series.has_pairs) == (
        "Systolique",
        "Diastolique",
        True,
    )
    assert [(band.low, band.high) for band in trend.bands] == [(90, 140)]


def test_a_child_has_none_of_the_bands_of_adults():
    assert bands_of(MeasureKind.BLOOD_PRESSURE, 12) == ()
    assert bands_of(MeasureKind.BMI, None) == ()
    assert bands_of(MeasureKind.BMI, 18)[0].high == 25
    assert bands_of(MeasureKind.TEMPERATURE, 3)[0].high == 38


def test_treatments_of_known_beginning_are_marked_stopped_ones_too(measured, ruth):
    add = measured.application.treatments.add
    add(measured.actor, ruth, LongTermTreatment("Ramipril 5 mg", started_on=date(2026, 1, 5)))
    add(
        measured.actor,
        ruth,
        LongTermTreatment(
            "Amlodipine 5 mg", started_on=date(2025, 1, 5), stopped_on=date(2026, 1, 4)
        ),
    )
    add(measured.actor, ruth, LongTermTreatment("Paracétamol 1 g"))
    trend = measured.application.trends.of(measured.actor, ruth).find(PRESSURE)
    assert trend.marks == (
        Mark("Amlodipine 5 mg", date(2025, 1, 5), date(2026, 1, 4)),
        Mark("Ramipril 5 mg", date(2026, 1, 5)),
    )


def test_who_may_not_read_notes_sees_no_curve_and_takes_no_picture(opened, ruth, tmp_path):
    secretary = replace(opened.actor, role=Role.SECRETAIRE, rights=frozenset())
    with pytest.raises(AccessError):
        opened.application.trends.of(secretary, ruth)
    with pytest.raises(AccessError):
        opened.application.trends.export(secretary, ruth, b"picture", tmp_path / "a.png")
    with pytest.raises(AccessError):
        opened.application.trends.trace_copy(secretary, ruth)
    assert not (tmp_path / "a.png").exists()


def test_a_saved_picture_and_a_copied_one_are_traced_without_what_they_show(opened, ruth, tmp_path):
    target = tmp_path / "courbe.png"
    opened.application.trends.export(opened.actor, ruth, b"picture", target)
    opened.application.trends.trace_copy(opened.actor, ruth)
    assert target.read_bytes() == b"picture"
    page = opened.application.journal.page(opened.actor, JournalFilter(action=Action.EXPORTED))
    assert [shown(entry) for entry in page.entries] == [
        {"objet": "courbe", "forme": "copie"},
        {"objet": "courbe", "forme": "fichier"},
    ]
    with pytest.raises(DomainError):
        opened.application.trends.export(opened.actor, ruth, b"picture", tmp_path / "courbe.exe")
    assert not (tmp_path / "courbe.exe").exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "Aucune valeur"),
        ([56.5], "1 valeur\u00a0: 56,5\u00a0kg"),
        ([54, 58, 56, 57, 56], "5 valeurs, de 54 à 58\u00a0kg, dernière 56\u00a0kg"),
    ],
)
def test_values_are_summed_up_in_words(values, words):
    assert summary_of(values, "kg") == words
