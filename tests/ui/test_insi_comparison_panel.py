"""« Comparaison : retour INSI et informations du patient » and what is decided there."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.identity.documents import DOCUMENTS
from almapy.insi.model import AnsweredTraits, Identity, Ins
from almapy.patients.model import IdentityStatus
from tests.fakes.insi import ECETINSI, RUTH, FakeInsi, FakeReader
from tests.ui.administrative_helper import record_of, stored
from tests.ui.insi_helper import LONG_NAME, OID, PLAIN, found, give_insi, press
from tests.ui.page_helper import SMALL, nameless, texts
from ui.insi.page import InsiPage
from ui.merge.merge_page import MergePage

_CTRL = Qt.KeyboardModifier.ControlModifier
STRANGER = Identity(
    Ins("253072B07300470", OID),
    AnsweredTraits(LONG_NAME, "MARIE", "MARIE CHRISTINE", "M", "1953-07-00", "2B073"),
)
LABELS = [
    "Nom",
    "Nom patronymique",
    "Prénom",
    "Prénom(s) officiel(s)",
    "Sexe",
    "Date de naissance",
    "Lieu de naissance",
    "Code INSEE",
    "Matricule INS",
    "OID",
]


@pytest.fixture
def insi():
    return FakeInsi()


@pytest.fixture
def page(qtbot, desk, insi, settle):
    give_insi(desk, insi, FakeReader())
    desk.application.patients.create(desk.actor, PLAIN)
    page = InsiPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    page.activateWindow()
    page.show_record(record_of(desk, 1))
    yield page
    settle()  # the list of places may still be read


@pytest.fixture
def compare(page, insi, settle):
    def ask(identity=RUTH):
        insi.answers = [found(identity)]
        page.view.tabs.traits.button.setFocus()
        page.view.tabs.traits.button.click()
        settle()
        return page.view.comparison

    return ask


@pytest.fixture
def accept(page, settle):
    def press_the_button():
        page.view.comparison.accept_button.click()
        settle()

    return press_the_button


def status(page, patient_id=1):
    return page.desk.application.patients.open(page.desk.actor, patient_id).status


def traces(page, action):
    asked = JournalFilter(patient_id=1, action=action)
    return page.desk.application.journal.page(page.desk.actor, asked).entries


def rows(panel):
    return [frame.accessibleName() for frame in panel.grid._rows]


def test_ten_rows_stand_in_their_order_under_two_titles(compare):
    panel = compare()
    assert [name.split("\u00a0:")[0] for name in rows(panel)] == LABELS
    assert {
        "Données retournées par le téléservice",
        "Données dans le dossier du patient",
        "Historique de l'INS",
        "Validation de l'identité du patient pour qualification de l'INS",
        "Valider les modifications",
        "Ne rien modifier",
    } <= texts(panel.window())


def test_what_differs_is_marked_by_a_word_and_an_icon(compare):
    panel = compare(STRANGER)
    assert "Nom patronymique\u00a0: différent" in rows(panel)
    marked = panel.grid._rows[1]
    assert marked.property("tone") == "attention"
    assert any(label.text() == "différent" for label in marked.findChildren(QLabel))
    assert "Sexe" in panel.summary.text()


def test_no_former_matricule_is_said(compare):
    assert "Pas d'historique d'INS" in texts(compare())


def test_former_matricules_are_listed_with_their_dates(compare):
    shown = "\n".join(texts(compare(replace(RUTH, former=ECETINSI.former))))
    assert "2 09 07 63 220 834 39" in shown
    assert "du 01/03/2019 au 28/02/2019" in shown


def test_the_dates_of_a_former_matricule_are_never_drawn_as_html(compare):
    former = replace(ECETINSI.former[0], starts_on="<!-- ", ends_on="<u>x</u>")
    panel = compare(replace(RUTH, former=(former,)))
    [label] = [one for one in panel.findChildren(QLabel) if "<u>x</u>" in one.text()]
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_without_the_box_the_status_is_recuperee(page, compare, accept):
    panel = compare()
    assert panel.validation.status.text == "Identité récupérée"
    assert panel.validation.reminder.isVisible()
    accept()
    assert status(page) is IdentityStatus.RETRIEVED
    assert "Vous devez valider l'identité" in page.view.strip.accessibleDescription()


def test_a_chosen_document_ticks_the_box_and_qualifies(page, compare, accept):
    block = compare().validation
    block.document.set_value("passeport")
    assert block.box.isChecked()
    assert block.status.text == "Identité qualifiée"
    assert not block.reminder.isVisible()
    accept()
    assert status(page) is IdentityStatus.QUALIFIED
    assert stored(page).matricule_ins == "277076322082910"


def test_a_proof_of_other_traits_is_asked_again(page, compare, accept):
    document = "carte_identite"
    application, actor = page.desk.application, page.desk.actor
    patient = application.patients.open(actor, 1)
    typed = replace(patient.data, birth_date=date(1977, 7, 15), identity_document=document)
    application.patients.save(actor, patient, typed)
    page.show_record(record_of(page.desk, 1))
    block = compare().validation
    assert block.status.text == "Identité récupérée"
    assert block.document.isVisible()
    accept()
    assert status(page) is IdentityStatus.RETRIEVED


def test_unticking_the_box_empties_the_list(compare):
    block = compare().validation
    block.document.set_value("passeport")
    block.box.setChecked(False)
    assert block.document.value() == ""
    assert block.status.text == "Identité récupérée"


def test_a_ticked_box_without_a_document_is_refused_there(page, compare, accept):
    block = compare().validation
    block.box.setChecked(True)
    accept()
    assert block.refusal.isVisible()
    assert block.document.hasFocus()
    assert status(page) is IdentityStatus.PROVISIONAL


def test_no_document_is_proposed_beforehand_and_none_of_low_confidence(compare):
    block = compare().validation
    assert block.document.value() == ""
    offered = {block.document.itemData(n) for n in range(block.document.count())}
    assert offered == {""} | {one.code for one in DOCUMENTS if one.high}


def test_the_wheel_chooses_no_document(compare):
    block = compare().validation
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(block.document, wheel)
    assert block.document.value() == ""


def test_refusing_leaves_every_field_and_is_traced(page, compare, settle):
    before = stored(page)
    compare(STRANGER).refuse_button.click()
    settle()
    assert stored(page) == before
    assert len(traces(page, Action.INSI_REFUSED)) == 1
    assert page.view.tabs.isVisible()
    assert "Rien n'a été modifié" in page.view.strip.accessibleName()


def test_echap_refuses(qtbot, page, compare, settle):
    before = stored(page)
    compare()
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert stored(page) == before
    assert len(traces(page, Action.INSI_REFUSED)) == 1


def test_echap_refuses_from_the_buttons_too(qtbot, page, compare, settle):
    compare().accept_button.setFocus()
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert len(traces(page, Action.INSI_REFUSED)) == 1
    assert page.view.tabs.isVisible()


def test_an_answer_about_somebody_else_asks_for_one_more_gesture(page, compare, accept):
    panel = compare(STRANGER)
    assert panel.warning.isVisible()
    panel.validation.document.set_value("passeport")
    accept()
    assert panel.validation.sure.hasFocus()
    assert status(page) is IdentityStatus.PROVISIONAL
    panel.validation.sure.setChecked(True)
    accept()
    assert stored(page).birth_name == LONG_NAME


def test_enter_does_not_accept_an_answer_about_somebody_else(qtbot, page, compare, settle):
    compare(STRANGER)
    press(qtbot, Qt.Key.Key_P)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert status(page) is IdentityStatus.PROVISIONAL


def test_a_key_held_down_accepts_nothing(page, compare, settle):
    panel = compare()
    panel.validation.document.set_value("passeport")
    held = QKeyEvent(
        QEvent.Type.KeyPress,
        Qt.Key.Key_Return,
        Qt.KeyboardModifier.NoModifier,
        "\r",
        True,
    )
    QApplication.sendEvent(panel, held)
    settle()
    assert status(page) is IdentityStatus.PROVISIONAL


def test_a_document_already_checked_is_shown_not_asked_again(qtbot, page, compare, settle):
    patients, actor = page.desk.application.patients, page.desk.actor
    patients.save(actor, patients.open(actor, 1), replace(PLAIN, identity_document="passeport"))
    page.show_record(record_of(page.desk, 1))
    panel = compare()
    assert "Passeport" in panel.validation.already.text()
    assert not panel.validation.document.isVisible()
    assert panel.validation.status.text == "Identité qualifiée"
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert status(page) is IdentityStatus.QUALIFIED


def test_a_record_changed_elsewhere_is_compared_again_and_the_choice_stays(
    page, compare, accept, settle
):
    panel = compare()
    panel.validation.document.set_value("passeport")
    patients, actor = page.desk.application.patients, page.desk.actor
    other = replace(PLAIN, birth_date=date(1976, 7, 14))
    patients.save(actor, patients.open(actor, 1), other)
    accept()
    assert status(page) is IdentityStatus.PROVISIONAL
    assert page.view.strip.isVisible()
    assert "Date de naissance\u00a0: différent" in rows(panel)
    assert panel.validation.document.value() == "passeport"
    accept()
    assert status(page) is IdentityStatus.QUALIFIED


@pytest.fixture
def twice(page, desk, compare, accept, settle):
    ins = RUTH.active
    double = replace(
        PLAIN, comment="double", matricule_ins=ins.matricule, ins_oid=ins.oid, insi_accepted=True
    )
    desk.application.patients.create(desk.actor, double)
    compare()
    accept()
    return page.view.both


def test_a_matricule_of_another_record_stops_and_shows_both(page, twice):
    assert twice.isVisible()
    shown = texts(twice)
    assert {"1", "2", "NESSI", "Dossier ouvert", "Dossier qui porte ce matricule"} <= shown
    assert stored(page).matricule_ins == ""


def test_the_other_record_opens(qtbot, page, twice):
    with qtbot.waitSignal(page.desk.patient_asked) as asked:
        twice.open_button.click()
    assert asked.args == [2]


def test_both_records_are_taken_to_the_merge(qtbot, page, twice, settle):
    with qtbot.waitSignal(page.desk.section_asked) as asked:
        twice.merge_button.click()
    assert asked.args == ["merge"]
    merge = MergePage(page.desk)
    qtbot.addWidget(merge)
    merge.entered()
    settle()
    assert (merge.kept.chosen.patient_id, merge.absorbed.chosen.patient_id) == (2, 1)


def test_echap_goes_back_to_the_comparison(qtbot, page, twice, settle):
    press(qtbot, Qt.Key.Key_Escape)
    settle()
    assert page.view.comparison.isVisible()
    assert page.view.comparison.accept_button.isEnabled()
    assert traces(page, Action.INSI_REFUSED) == []


def test_a_verified_number_may_be_taken_over_after_a_comparison(page, settle, accept):
    page.view.tabs.setCurrentWidget(page.view.tabs.verification)
    tab = page.view.tabs.verification
    tab.nir.setText(RUTH.active.matricule)
    tab.oid.setText(RUTH.active.oid)
    tab.button.click()
    settle()
    page.telling.see.trigger()
    settle()
    assert page.view.comparison.isVisible()
    accept()
    assert stored(page).matricule_ins == RUTH.active.matricule


def test_on_a_small_screen_the_differences_are_in_view_first(qtbot, page, compare):
    page.resize(*SMALL)
    panel = compare(STRANGER)
    assert panel.validation.document.hasFocus()
    qtbot.waitUntil(lambda: not panel.warning.visibleRegion().isEmpty())


def test_everything_bears_a_name_and_fits_a_small_screen(page, compare):
    compare(STRANGER)
    page.resize(*SMALL)
    QApplication.processEvents()
    assert nameless(page) == []
    assert page.view.body.horizontalScrollBar().maximum() == 0
