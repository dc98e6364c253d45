"""Measures, masks and follow-up in the main window."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from almapy.measures.model import Measure, MeasureKind
from tests.core.test_patients import RUTH
from ui.charts.curves_page import CurvesPage
from ui.followup.follow_up_page import FollowUpPage
from ui.masks.masks_page import MasksPage
from ui.measures.measures_card import MeasuresCard
from ui.window import MainWindow

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.fixture
def ruth(practice):
    patient = practice.application.patients.create(practice.actor, RUTH)
    early = Measure(MeasureKind.WEIGHT, 60.0, NOW - timedelta(days=90))
    practice.application.measures.add(practice.actor, patient.id, early)
    return patient.id


@pytest.fixture
def window(qtbot, desk, tasks, ruth, settle):
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    with qtbot.waitSignal(window.records.opened):
        window.open_patient(ruth)
    settle()
    return window


def banner_text(window):
    return "\n".join(line.text() for line in window.banner._lines).replace("\u00a0", " ")


def test_weight_and_creatinine_reach_the_banner_with_a_computed_dfg(window, practice, ruth, qtbot):
    values = [
        Measure(MeasureKind.WEIGHT, 56.0, NOW),
        Measure(MeasureKind.CREATININE, 80.0, NOW),
    ]
    practice.application.measures.add_all(practice.actor, ruth, values)
    qtbot.waitUntil(lambda: "56 Kg" in banner_text(window))
    assert "75 mL/min/1,73 m²" in banner_text(window)


def test_the_table_of_the_open_record_is_one_click_away(window, settle):
    window.show_section("follow_up")
    settle()
    page = window.findChild(FollowUpPage)
    assert page.isVisible()
    assert page.view.isVisible()
    assert page.model.index(1, 2).data() == "60"


def test_enter_in_the_table_shows_the_curve_of_the_column(window, settle):
    window.show_section("follow_up")
    settle()
    page = window.findChild(FollowUpPage)
    page.view.setCurrentIndex(page.model.index(1, 2))
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    settle()
    assert window.findChild(CurvesPage).isVisible()


def test_a_line_of_the_card_shows_its_curve(window, settle):
    window.show_section("record")
    settle()
    card = window.findChild(MeasuresCard)
    assert card.current_kind() is None
    card.list.setCurrentItem(card.list.topLevelItem(0))
    card.list.setFocus()
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    settle()
    curves = window.findChild(CurvesPage)
    assert curves.isVisible()


def test_masks_are_reached_from_the_menu_of_settings(window, settle):
    window.commands.actions["masks"].trigger()
    settle()
    assert window.findChild(MasksPage).isVisible()
