"""The page « Courbes »: the list, the choice, growth of children, and the pictures taken out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtGui import QGuiApplication, QImage

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.followup.model import BMI, measure_key
from almapy.growth.model import GrowthMeasure
from almapy.measures.model import Measure, MeasureKind
from almapy.patients.model import Sex
from almapy.patients.overview import Overview
from tests.core.test_patients import MARTIN
from tests.ui.page_helper import SMALL, nameless
from ui.charts.curves_page import CurvesPage
from ui.patients.open_records import OpenRecord

PRESSURE, WEIGHT = (measure_key(kind) for kind in (MeasureKind.BLOOD_PRESSURE, MeasureKind.WEIGHT))


@pytest.fixture
def record(desk):
    """Make the record of somebody with measures."""

    def make(born=MARTIN.birth_date, name=MARTIN.birth_name, measures=True):
        application, actor = desk.application, desk.actor
        patient = application.patients.create(
            actor, replace(MARTIN, birth_date=born, birth_name=name)
        )
        if measures:
            today = application.clock.now()
            for days, weight, height in ((900, 14.1, 96), (400, 16.2, 104), (20, 18.4, 111.5)):
                moment = today - timedelta(days=days)
                for kind, value, second in (
                    (MeasureKind.WEIGHT, weight, None),
                    (MeasureKind.HEIGHT, height, None),
                    (MeasureKind.BLOOD_PRESSURE, 100, 60),
                ):
                    application.measures.add(
                        actor, patient.id, Measure(kind, value, moment, second)
                    )
        return OpenRecord(patient, Overview())

    return make


@pytest.fixture
def page(desk, qtbot, settle):
    shown = CurvesPage(desk)
    qtbot.addWidget(shown)
    shown.resize(1100, 640)
    shown.show()

    def show(record):
        shown.show_record(record)
        shown.entered()
        settle()
        return shown.panel

    shown.open = show
    return shown


def years_ago(desk, years):
    return desk.application.clock.today() - timedelta(days=round(years * 365.25))


def test_an_adult_sees_curves_in_time_with_the_pressure_first(page, record):
    panel = page.open(record())
    assert panel.tabs.isHidden()
    assert panel.view.title == "Tension artérielle (mmHg)"
    assert [panel.list.item(row).text().split("\n")[0] for row in range(3)] == [
        "Poids",
        "Taille",
        "Tension artérielle",
    ]


def test_choosing_another_curve_draws_it_and_the_same_record_again_keeps_it(page, record, settle):
    ruth = record()
    panel = page.open(ruth)
    panel.list.setCurrentRow(0)
    assert panel.view.title == "Poids (kg)"
    page.open(ruth)
    assert panel.view.title == "Poids (kg)"
    assert panel.list.currentRow() == 0


def test_a_curve_may_be_asked_for_before_the_record_is_read(page, record, settle):
    page.show_record(record())
    page.show_kind(BMI)
    settle()
    assert page.panel.view.title == "IMC (kg/m²)"


def test_a_record_without_values_says_so(page, record):
    panel = page.open(record(measures=False))
    assert panel._stack.currentWidget() is panel._nothing


def test_an_earlier_record_never_draws_over_a_later_one(page, record, settle):
    first, second = record(), record(name="AUTRE", measures=False)
    page.show_record(first)
    page.show_record(second)
    settle()
    assert page.panel._trends.patient_id == second.patient.id


def test_a_child_sees_growth_with_the_centile_and_the_reference_told(page, desk, record):
    panel = page.open(record(born=years_ago(desk, 5.0)))
    assert not panel.tabs.isHidden()
    assert panel.tabs.currentIndex() == 0
    growth = panel.growth
    assert "e centile (z = " in growth.view.reading.text()
    assert growth.view.note.text().startswith("Références CDC 2000 (États-Unis)")
    assert "AFPA 2018 ne sont pas publiées" in growth.view.note.text()
    growth.measure.setCurrentIndex(list(GrowthMeasure).index(GrowthMeasure.BMI))
    assert growth.view.title == "IMC selon l'âge (kg/m²)"
    assert "Pas de référence avant 2 ans." in growth.view.note.text()
    panel.tabs.setCurrentIndex(1)
    assert panel.view.isVisible()


def test_the_heights_of_the_parents_give_the_target_height(page, desk, record):
    panel = page.open(record(born=years_ago(desk, 5.0)))
    growth = panel.growth
    growth.father.setText("178")
    assert growth.view._chart.target_cm is None
    growth.mother.setText("165")
    assert growth.view._chart.target_cm == 165
    page.open(record(born=years_ago(desk, 4.0), name="AUTRE"))
    assert growth.father.text() == ""


def test_a_child_of_unknown_sex_has_values_and_no_lines(page, desk, record):
    application, actor = desk.application, desk.actor
    draft = replace(MARTIN, sex=Sex.UNKNOWN, birth_date=years_ago(desk, 5.0))
    patient = application.patients.create(actor, draft)
    application.measures.add(
        actor, patient.id, Measure(MeasureKind.HEIGHT, 104, application.clock.now())
    )
    panel = page.open(OpenRecord(patient, Overview()))
    assert panel.growth.view.note.text().startswith("Aucune référence n'est dessinée")
    assert "104\u00a0cm" in panel.growth.view.reading.text()


def test_a_saved_picture_is_written_and_traced(page, desk, record, settle, tmp_path):
    panel = page.open(record())
    target = tmp_path / "courbe.png"
    panel.export.save_to(target)
    settle()
    assert QImage(str(target)).width() > 600
    found = desk.application.journal.page(desk.actor, JournalFilter(action=Action.EXPORTED))
    assert [entry.values["forme"] for entry in found.entries] == ["fichier"]


def test_a_copied_picture_waits_in_the_clipboard(page, record, settle):
    panel = page.open(record())
    panel.export.copy_button.click()
    settle()
    assert not QGuiApplication.clipboard().image().isNull()


def test_the_name_of_the_patient_is_asked_for_again_for_another_one(page, record):
    ruth = record()
    panel = page.open(ruth)
    assert not panel.export.named.isChecked()
    panel.export.named.setChecked(True)
    page.open(ruth)
    assert panel.export.named.isChecked()
    page.open(record(name="AUTRE"))
    assert not panel.export.named.isChecked()


def test_a_small_window_shows_a_box_instead_of_the_list(page, record):
    panel = page.open(record())
    page.resize(*SMALL)
    assert panel.choice.isVisible()
    panel.choice.setCurrentIndex(panel.choice.findData(WEIGHT))
    assert panel.view.title == "Poids (kg)"
    assert not nameless(page)


def test_every_control_of_growth_has_a_name(page, desk, record):
    page.open(record(born=years_ago(desk, 5.0)))
    assert not nameless(page)


def test_a_newborn_of_today_is_a_child(page, desk, record):
    panel = page.open(record(born=desk.application.clock.today(), measures=False))
    assert panel.growth.view.reading.text() == "Aucune valeur à ces âges dans ce dossier"
    assert panel.growth.span.currentText() == "0 à 3 ans"
