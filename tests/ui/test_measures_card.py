"""The card of the last measures."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.measures.model import Measure, MeasureKind
from tests.core.test_patients import MARTIN, RUTH
from ui.measures.measures_card import MeasuresCard
from ui.patients.open_records import OpenRecord

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def record_of(practice):
    def open_record(patient):
        application = practice.application
        return OpenRecord(patient, application.overview.of(practice.actor, patient.id))

    return open_record


@pytest.fixture
def ruth(practice):
    patient = practice.application.patients.create(practice.actor, RUTH)
    practice.application.measures.add_all(
        practice.actor,
        patient.id,
        [
            Measure(MeasureKind.WEIGHT, 60.0, NOW - timedelta(days=100)),
            Measure(MeasureKind.WEIGHT, 56.0, NOW),
            Measure(MeasureKind.CREATININE, 80.0, NOW),
        ],
    )
    return patient


@pytest.fixture
def card(qtbot, desk, ruth, record_of, settle):
    card = MeasuresCard(desk)
    qtbot.addWidget(card)
    card.resize(420, 300)
    card.show()
    card.show_record(record_of(ruth))
    settle()
    return card


def lines(card):
    items = [card.list.topLevelItem(row) for row in range(card.list.topLevelItemCount())]
    return [tuple(item.text(column) for column in range(3)) for item in items]


def test_the_last_value_of_each_kind_is_shown_with_its_day(card):
    assert lines(card) == [
        ("Poids", "56\u00a0kg", "10/03/2026"),
        ("Créatinine", "80\u00a0µmol/L", "10/03/2026"),
    ]


def test_a_kind_measured_twice_has_its_trend(card):
    weight, creatinine = (card.list.topLevelItem(row) for row in range(2))
    assert card.list.itemWidget(weight, 3) is not None
    assert card.list.itemWidget(creatinine, 3) is None


def test_enter_on_a_line_asks_for_its_curve(card, qtbot):
    card.list.setFocus()
    card.list.setCurrentItem(card.list.topLevelItem(1))
    with qtbot.waitSignal(card.curve_asked) as asked:
        QTest.keyClick(card.list, Qt.Key.Key_Return)
    assert asked.args == [MeasureKind.CREATININE]


def test_the_same_record_again_keeps_the_line(card, ruth, record_of, settle):
    card.list.setCurrentItem(card.list.topLevelItem(1))
    card.show_record(record_of(ruth))
    settle()
    assert card.current_kind() is MeasureKind.CREATININE


def test_nothing_measured_is_said_and_asks_for_no_curve(card, practice, record_of, settle):
    patient = practice.application.patients.create(practice.actor, MARTIN)
    card.show_record(record_of(patient))
    settle()
    assert lines(card) == [("Non renseigné", "", "")]
    assert card.list.topLevelItem(0).flags() == Qt.ItemFlag.NoItemFlags
