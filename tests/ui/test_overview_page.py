"""« Dossier Patient »: the panels are read, filled, corrected and emptied without a dialog."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog

from almapy.allergies.model import Allergy
from almapy.contraindications.model import Contraindication
from almapy.history.model import HistoryItem
from almapy.medications.model import LongTermTreatment
from almapy.users.model import NewAccount, Right, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import MARTIN, RUTH
from tests.ui.page_helper import nameless
from tests.ui.typing_helper import type_text
from ui.record.fact_delegate import LINE
from ui.widgets.toast import Toast
from ui.window import MainWindow

DIABETES = HistoryItem(
    "Diabète sucré de type 2", "Endocrinologie", started="2023-02-13", ald_number=8, in_vsm=True
)
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def patient_id(desk):
    return desk.application.patients.create(desk.actor, RUTH).id


@pytest.fixture
def open_window(qtbot, tasks, settle, patient_id):
    """Return a function that opens the record in a window of a desk."""

    def open_on(desk):
        window = MainWindow(desk, tasks)
        window.quit_asked.connect(window.hide)
        qtbot.addWidget(window)
        window.show()
        window.open_patient(patient_id)
        qtbot.waitUntil(lambda: window.records.current is not None)
        settle()
        return window

    return open_on


@pytest.fixture
def window(desk, open_window):
    return open_window(desk)


@pytest.fixture
def page(window):
    return window.pages.current()


@pytest.fixture
def reloaded(qtbot, window, settle):
    """Wait until the window read the record again after a change."""

    def wait():
        settle()
        qtbot.wait(80)
        settle()

    return wait


def lines(card):
    return [item.data(0, LINE) for item in card.list._items() if item.data(0, LINE) is not None]


def titles(card):
    return [line.title for line in lines(card)]


def press(qtbot, widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(widget, key, modifier)


def test_typing_a_label_and_enter_adds_an_antecedent(qtbot, page, reloaded, desk, patient_id):
    page.history.list.setFocus()
    press(qtbot, page.history.list, Qt.Key.Key_Insert)
    assert page.history.form.label.hasFocus()
    type_text(page.history.form.label, "Diabète sucré")
    page.history.form.speciality.setCurrentText("Endocrinologie")
    type_text(page.history.form.started, "13/02/2023")
    press(qtbot, page.history.form.label, Qt.Key.Key_Return)
    reloaded()
    assert titles(page.history) == ["13/02/2023 Diabète sucré"]
    assert page.history.list.topLevelItem(0).text(0) == "Endocrinologie"
    assert page.history.form.isHidden()
    assert page.history.list.hasFocus()
    (fact,) = desk.application.history.of(desk.actor, patient_id)
    assert fact.data.started == "2023-02-13"


def test_the_marks_of_ald_and_vsm_stand_beside_the_words(page, reloaded, desk, patient_id):
    desk.application.history.add(desk.actor, patient_id, DIABETES)
    over = replace(DIABETES, label="Hépatite A", ald_number=None, in_vsm=False, active=False)
    desk.application.history.add(desk.actor, patient_id, over)
    reloaded()
    first, second = lines(page.history)
    assert [mark.text for mark in first.marks] == ["ALD 8", "VSM"]
    assert (second.faded, second.detail) == (True, "terminé")
    assert "ALD 8\u00a0: Diabète" in first.hint


def test_enter_corrects_a_line_and_the_version_before_can_be_read(
    qtbot, page, reloaded, desk, patient_id
):
    desk.application.history.add(desk.actor, patient_id, DIABETES)
    reloaded()
    page.history.list.setFocus()
    press(qtbot, page.history.list, Qt.Key.Key_Return)
    form = page.history.form
    assert form.label.text() == DIABETES.label
    form.label.setText("Diabète de type 1")
    press(qtbot, form.label, Qt.Key.Key_Return)
    reloaded()
    assert titles(page.history) == ["13/02/2023 Diabète de type 1"]
    page.history.show_versions(page.history.facts[0])
    reloaded()
    shown = page.history.versions.text.toPlainText()
    assert "Libellé : Diabète sucré de type 2 → Diabète de type 1" in shown
    press(qtbot, page.history.versions.text, Qt.Key.Key_Escape)
    assert page.history.versions.isHidden()


def test_suppr_removes_and_the_notice_takes_it_back(
    qtbot, window, page, reloaded, desk, patient_id
):
    desk.application.contraindications.add(desk.actor, patient_id, Contraindication("AINS"))
    reloaded()
    page.contraindications.list.setFocus()
    press(qtbot, page.contraindications.list, Qt.Key.Key_Delete)
    reloaded()
    assert titles(page.contraindications) == []
    (toast,) = window.findChildren(Toast)
    toast.action_chosen.emit()
    reloaded()
    assert titles(page.contraindications) == ["AINS"]


def test_escape_closes_the_form_and_the_typing_is_back_at_the_next_opening(qtbot, page):
    page.allergies.add()
    type_text(page.allergies.form.agent, "Pénicilline")
    press(qtbot, page.allergies.form.agent, Qt.Key.Key_Escape)
    assert page.allergies.form.isHidden()
    assert page.has_unsaved_changes()
    page.allergies.add()
    assert page.allergies.form.agent.text() == "Pénicilline"
    page.allergies.form.refuse_button.click()
    assert not page.has_unsaved_changes()
    page.allergies.add()
    assert page.allergies.form.agent.text() == ""


def test_a_change_elsewhere_leaves_the_typing_alone(page, reloaded, desk, patient_id):
    page.history.add()
    type_text(page.history.form.label, "Asth")
    desk.application.contraindications.add(desk.actor, patient_id, Contraindication("AINS"))
    reloaded()
    assert page.history.form.label.text() == "Asth"
    assert page.history.form.label.hasFocus()
    assert titles(page.contraindications) == ["AINS"]


def test_typing_in_a_record_is_back_when_one_comes_back_to_it(
    qtbot, window, page, settle, desk, patient_id
):
    page.history.add()
    type_text(page.history.form.label, "Asthme")
    other = desk.application.patients.create(desk.actor, MARTIN)
    window.open_patient(other.id)
    qtbot.waitUntil(lambda: window.records.current.patient.id == other.id)
    settle()
    assert page.history.form.isHidden()
    window.records.show(patient_id)
    settle()
    assert page.history.form.isVisible()
    assert page.history.form.label.text() == "Asthme"


def test_an_empty_label_is_told_beside_the_field(qtbot, page, settle):
    page.treatments.add()
    press(qtbot, page.treatments.form.label, Qt.Key.Key_Return)
    settle()
    assert page.treatments.form.isVisible()
    assert page.treatments.form.label.property("invalid")


def test_a_date_that_is_none_is_told_and_nothing_is_lost(qtbot, page, settle):
    page.history.add()
    type_text(page.history.form.label, "Asthme")
    type_text(page.history.form.started, "bientôt")
    press(qtbot, page.history.form.label, Qt.Key.Key_Return)
    settle()
    assert page.history.form.isVisible()
    assert page.history.form.started.text() == "bientôt"


def test_none_known_is_offered_stated_and_ended_by_an_allergy(
    qtbot, window, page, reloaded, settle
):
    assert page.allergies.none_button.isVisible()
    page.allergies.none_button.click()
    reloaded()
    assert titles(page.allergies) == ["Aucune allergie connue"]
    assert page.allergies.none_button.isHidden()
    page.allergies.add()
    type_text(page.allergies.form.agent, "Pénicilline")
    press(qtbot, page.allergies.form.agent, Qt.Key.Key_Return)
    reloaded()
    assert titles(page.allergies) == ["Pénicilline"]
    assert "Pénicilline" in window.banner._alert_text.text()
    window.gestures.undo_last()
    reloaded()
    assert titles(page.allergies) == ["Aucune allergie connue"]


def test_stopping_a_treatment_keeps_it_under_the_fold(page, reloaded, desk, patient_id):
    line = LongTermTreatment("Metformine 1000 mg", "1 matin et soir", date(2023, 5, 15))
    fact = desk.application.treatments.add(desk.actor, patient_id, line)
    reloaded()
    (stop,) = page.treatments.gestures(fact)
    assert stop.text == "Arrêter aujourd'hui"
    page.treatments.apply(page.treatments.facts[0], stop)
    reloaded()
    fold = page.treatments.list.topLevelItem(0)
    assert fold.text(0) == "Arrêtés (1)"
    assert not fold.isExpanded()
    assert "arrêté le 10/03/2026" in lines(page.treatments)[0].detail


def test_a_line_changed_on_another_post_shows_both_versions(
    qtbot, page, reloaded, desk, patient_id
):
    application = desk.application
    fact = application.contraindications.add(desk.actor, patient_id, Contraindication("AINS"))
    reloaded()
    card = page.contraindications
    card.edit(card.facts[0])
    card.form.note.set_value("ulcère")
    new = NewAccount("dr.second", Role.MEDECIN, "Alix", "FICTIVE", PASSWORD)
    other = application.accounts.create(desk.actor, new).at("POSTE-2")
    application.contraindications.change(other, fact, Contraindication("AINS et aspirine"))
    reloaded()
    press(qtbot, card.form.text, Qt.Key.Key_Return)
    reloaded()
    assert card.conflict.isVisible()
    card.conflict.keep_button.click()
    reloaded()
    (kept,) = application.contraindications.of(desk.actor, patient_id)
    assert kept.data == Contraindication("AINS et aspirine", note="ulcère")
    assert card.form.isHidden()


def test_the_menu_says_the_verbs_of_the_keys(page, reloaded, desk, patient_id):
    desk.application.history.add(desk.actor, patient_id, DIABETES)
    reloaded()
    words = [
        a.text().split("\t")[0] for a in page.history.menu_for(page.history.facts[0]).actions()
    ]
    assert [word for word in words if word] == [
        "Ajouter un antécédent",
        "Modifier",
        "Marquer terminé",
        "Retirer du VSM",
        "Point de vigilance",
        "Versions",
        "Supprimer",
    ]


def test_a_nurse_who_may_only_read_is_told_why_nothing_can_be_added(desk_of, desk, open_window):
    nurse = desk_of(Role.INFIRMIER, granted=frozenset({Right.READ_NOTES}))
    page = open_window(nurse).pages.current()
    assert not page.history.add_button.isVisible()
    assert "Lecture seule" in page.history.toolTip()
    page.history.add()
    assert page.history.form.isHidden()
    assert page.remarks.tabs.count() == 1
    assert page.remarks.shared.edit.isReadOnly()


def test_without_the_right_to_read_notes_nothing_clinical_is_in_the_page(
    desk_of, desk, open_window
):
    page = open_window(desk_of(Role.SECRETAIRE)).pages.current()
    assert page._reserved.isVisible()
    assert not page._area.isVisible()


def test_the_banner_keeps_contraindications_and_points_of_watch_in_view(
    window, page, reloaded, desk, patient_id
):
    application = desk.application
    application.contraindications.add(desk.actor, patient_id, Contraindication("AINS & co"))
    application.history.add(desk.actor, patient_id, replace(DIABETES, watch_point=True))
    application.allergies.add(desk.actor, patient_id, Allergy("Latex", severity="anaphylaxie"))
    reloaded()
    banner = window.banner
    assert "AINS &amp; co" in banner._alert_text.text()
    assert "Latex (anaphylaxie)" in banner._alert_text.text()
    assert "Diabète sucré de type 2" in banner._lines[2].text()
    window.show_section("consultation")
    assert banner._alert.isVisible()


@pytest.mark.parametrize("width", [500, 800, 1200])
def test_every_control_is_named_at_any_width(page, width, settle):
    page.resize(width, 500)
    for card in (page.history, page.allergies, page.treatments, page.contraindications):
        card.add()
        card.form._show_more(shown=True)
    settle()
    controls = [one for one in nameless(page) if not isinstance(one.parent(), QComboBox)]
    assert controls == []
    assert page.findChildren(QDialog) == []
