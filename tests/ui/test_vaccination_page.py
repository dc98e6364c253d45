"""« Vaccins »: by box in two gestures, by name in three; nothing is lost and all comes back."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from almapy.allergies.model import Allergy
from almapy.cve.model import DeletionAdvice
from almapy.gs1.model import BoxCode
from almapy.opening import Door
from almapy.paths import Folders
from almapy.patients.model import PatientDraft, Sex
from almapy.settings import Place, PostSettings
from almapy.users.model import Role
from almapy.vaccination.box_model import ScannedBox
from almapy.vaccination.model import ActState, EntryWay, Origin, Severity, Vaccination
from almapy.vaccination.warnings import REPORTING
from almapy.vaccine_calendar.model import Light, Status, Verdict
from tests.conftest import CHEAP, new_practice
from tests.core.test_patients import RUTH
from tests.fakes.clock import FakeClock
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.patients.open_records import OpenRecord
from ui.vaccination.page import Part, VaccinationPage

GARDASIL = BoxCode("03400930056202", "3006440", date(2027, 12, 31), "271231", "169320711901")
GIVEN = Vaccination("VAC0002", "AGRIPPAL", "2025-11-20", diseases="DIS015", lot="AGR1")
OTHER = PatientDraft("MARTIN", "PAUL", Sex.MALE, date(1950, 1, 2))


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    """One practice for all; each test has a patient of its own."""
    place = Place(Folders(tmp_path_factory.mktemp("cabinet")), PostSettings())
    opened = Door(place, FakeClock(), cost=CHEAP).create(new_practice())
    yield opened
    opened.application.close()


@pytest.fixture
def patient(desk):
    without_ins = replace(RUTH, matricule_ins="", ins_oid="", insi_accepted=False)
    return desk.application.patients.create(desk.actor, without_ins)


@pytest.fixture
def page(qtbot, desk, patient, settle):
    return opened(qtbot, desk, patient, settle)


@pytest.fixture
def box(desk):
    vaccine = desk.application.vaccines.catalogue().of_gtin(GARDASIL.gtin)
    return ScannedBox(GARDASIL, vaccine, vaccine.name)


def opened(qtbot, desk, patient, settle):
    page = VaccinationPage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 560)
    page.show()
    again(page, patient, settle)
    page.entered()
    return page


def again(page, patient, settle):
    application, actor = page.desk.application, page.desk.actor
    page.show_record(OpenRecord(patient, application.overview.of(actor, patient.id)))
    settle()


def stored(page, patient):
    return [one.data for one in page.desk.application.vaccinations.of(page.desk.actor, patient.id)]


def cells(page):
    model = page.table.lines
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def fill(field, text):
    """Type over what a field says."""
    field.selectAll()
    type_text(field, text)


def by_name(qtbot, page, settle, name):
    """Type, Enter: the form stands with the cursor on « Valider »."""
    type_text(page.entry.search.field, name)
    settle()
    qtbot.keyClick(page.entry.search.field, Qt.Key.Key_Return)
    settle()


def test_the_title_and_the_columns_are_those_of_the_vaccination_module(page):
    assert page.title.text() == (
        "Module de vaccination\u00a0: DE VINCI RUTH\u00a0: 14/07/1977 (48 ans) - "
        f"Sexe\u00a0: F - Dossier\u00a0: {page._patient.dossier}"
    )
    model = page.table.lines
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert titles == [
        "PrimoVaccination",
        "NumeroLot",
        "Val.",
        "Fait",
        "Immunisation(s)",
        "Commentaire",
    ]
    assert {
        "Scanner une boîte",
        "Ajouter",
        "Supprimer",
        "Aff. Vaccination",
        "Aff. le carnet de vaccination",
        "Fermer",
    } <= texts(page)


def test_lines_say_vaccine_lot_valences_day_and_diseases(desk, patient, page, settle):
    refused = replace(GIVEN, given_on="2024", state=ActState.REFUSED, reason="Ne veut pas", lot="")
    desk.application.vaccinations.add_all(desk.actor, patient.id, [GIVEN, refused])
    again(page, patient, settle)
    first, second = cells(page)
    assert first[:5] == ["AGRIPPAL", "AGR1", "Inf-SUnd3", "20/11/2025", "Grippe saisonnière"]
    assert second[3] == "Refusé (2024)"
    assert "Ne veut pas" in second[5]


def test_a_box_is_stored_at_once_completed_or_taken_back(desk, patient, page, box, settle):
    page.scan_box()
    page.scan.accepted.emit(box, "")
    settle()
    (data,) = stored(page, patient)
    assert (data.label, data.lot) == ("GARDASIL 9", "3006440")
    assert (data.dose, data.way) == (1, EntryWay.SCAN)
    assert "GARDASIL 9, lot 3006440" in page.stored.strip.accessibleName()
    desk.undo.last_done(patient.id).undo()
    assert stored(page, patient) == []
    desk.undo.last_done(patient.id).redo()
    again(page, patient, settle)
    page.stored.more.trigger()
    assert page.entry.form.lot.text() == "3006440"


def test_a_box_that_deserves_a_look_waits_for_one_more_enter(
    qtbot, desk, patient, page, box, settle
):
    desk.application.allergies.add(desk.actor, patient.id, Allergy("Levure", "malaise"))
    page.scan.accepted.emit(box, "")
    settle()
    assert stored(page, patient) == []
    assert "Levure" in page.entry.form.remarks.accessibleName()
    qtbot.keyClick(page.entry.form.accept_button, Qt.Key.Key_Return)
    settle()
    assert [one.lot for one in stored(page, patient)] == ["3006440"]


def test_an_expired_box_keeps_the_reason_why_it_was_given(patient, page, box, settle):
    code = replace(GARDASIL, expiry=date(2023, 12, 31), expiry_raw="231231")
    page.scan.accepted.emit(replace(box, code=code, expired=True), "Seule boîte")
    settle()
    (data,) = stored(page, patient)
    assert data.expired_reason == "Seule boîte"


def test_a_vaccine_is_recorded_by_name_in_three_gestures(qtbot, patient, page, settle):
    page.buttons.add.click()
    by_name(qtbot, page, settle, "gard")
    assert page.window().focusWidget() is page.entry.form.accept_button
    qtbot.keyClick(page.entry.form.accept_button, Qt.Key.Key_Return)
    settle()
    (data,) = stored(page, patient)
    assert (data.label, data.given_on, data.dose) == ("GARDASIL 9", "2026-03-10", 1)
    assert data.performer == page.desk.actor.name


def test_a_vaccine_is_found_by_its_disease(qtbot, patient, page, settle):
    page.add()
    by_name(qtbot, page, settle, "grippe")
    page.entry.form.accept_button.click()
    settle()
    assert "DIS015" in stored(page, patient)[0].diseases


def test_an_old_booklet_is_copied_line_after_line(qtbot, patient, page, settle):
    page.add()
    by_name(qtbot, page, settle, "revaxis")
    form = page.entry.form
    fill(form.given_on, "03/2012")
    form.origin.set_value(Origin.ELSEWHERE.value)
    assert not form.performer.text()
    form.again_button.click()
    settle()
    by_name(qtbot, page, settle, "priorix")
    assert form.origin.value() == Origin.ELSEWHERE.value
    fill(form.given_on, "1980")
    form.accept_button.click()
    settle()
    days = {(one.label, one.given_on, one.origin) for one in stored(page, patient)}
    assert days == {
        ("REVAXIS", "2012-03", Origin.ELSEWHERE),
        ("PRIORIX", "1980", Origin.ELSEWHERE),
    }
    assert page._part is Part.TABLE


def test_a_line_is_changed_and_what_is_refused_is_said_in_its_field(
    qtbot, desk, patient, page, settle
):
    desk.application.vaccinations.add(desk.actor, patient.id, GIVEN)
    again(page, patient, settle)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form = page.entry.form
    form.state.set_value(ActState.REFUSED.value)
    form.accept_button.click()
    assert "pourquoi" in form.reason.accessibleDescription()
    fill(form.given_on, "2030")
    fill(form.reason, "Ne veut pas")
    form.accept_button.click()
    settle()
    assert "avenir" in form.given_on.accessibleDescription()
    assert stored(page, patient) == [GIVEN]
    fill(form.given_on, "2024")
    qtbot.keyClick(form.given_on, Qt.Key.Key_Return)
    settle()
    assert [one.state for one in stored(page, patient)] == [ActState.REFUSED]


def test_a_change_over_another_one_shows_both_versions(desk, patient, page, settle):
    service = desk.application.vaccinations
    fact = service.add(desk.actor, patient.id, GIVEN)
    again(page, patient, settle)
    page.entry.open_fact(fact, page.table)
    fill(page.entry.form.comment, "Bras chaud")
    service.change(desk.actor, fact, replace(GIVEN, lot="AGR9"))
    page.entry.form.accept_button.click()
    settle()
    assert page.entry.conflict.isVisible()
    page.entry.conflict.keep_button.click()
    settle()
    (data,) = stored(page, patient)
    assert (data.lot, data.comment) == ("AGR9", "Bras chaud")


def test_a_serious_reaction_says_where_to_declare_it(desk, patient, page, settle):
    fact = desk.application.vaccinations.add(desk.actor, patient.id, GIVEN)
    again(page, patient, settle)
    page.entry.open_fact(fact, page.table)
    form = page.entry.form
    form.severity.set_value(Severity.SERIOUS.value)
    assert form.severity.accessibleDescription() == REPORTING
    fill(form.reaction, "Malaise")
    form.accept_button.click()
    settle()
    assert page.stored.strip.accessibleDescription() == REPORTING


def test_only_a_shared_line_asks_where_it_is_deleted(
    qtbot, desk, patient, page, settle, monkeypatch
):
    desk.application.vaccinations.add(desk.actor, patient.id, GIVEN)
    again(page, patient, settle)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    assert stored(page, patient) == []
    desk.undo.last_done(patient.id).undo()
    carnets, kept = desk.application.carnets, []
    advice = DeletionAdvice(shared=True, by_other=True, carnet="voyage")
    monkeypatch.setattr(type(carnets), "deletion", lambda *_: advice)
    monkeypatch.setattr(type(carnets), "keep_remote", lambda *args: kept.append(args))
    again(page, patient, settle)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    assert "voyage" in page.question.words.text()
    page.question.cancel_button.click()
    assert stored(page, patient) == [GIVEN]
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    page.question.here_button.click()
    settle()
    assert stored(page, patient) == []
    assert len(kept) == 1


def test_what_is_typed_for_a_record_never_shows_on_another(qtbot, desk, patient, page, settle):
    page.add()
    by_name(qtbot, page, settle, "gard")
    fill(page.entry.form.lot, "PERDU")
    again(page, patient, settle)
    assert page.entry.form.lot.text() == "PERDU"
    other = desk.application.patients.create(desk.actor, OTHER)
    again(page, other, settle)
    assert page._part is Part.TABLE
    assert page.has_unsaved_changes()
    page.add()
    assert page.entry.search_part.isVisible()
    again(page, patient, settle)
    page.add()
    assert page.entry.form.lot.text() == "PERDU"
    assert page.entry.form.product.title.text() == "GARDASIL 9"


def test_another_view_keeps_what_was_typed(qtbot, page, settle):
    page.add()
    qtbot.keyClick(page.entry.search.field, Qt.Key.Key_Escape)
    assert page.table.isVisible()
    page.add()
    by_name(qtbot, page, settle, "gard")
    form = page.entry.form
    form._unfold.click()
    assert page.window().focusWidget() is form.state
    fill(form.comment, "Bras chaud")
    page.buttons.table.click()
    assert page._part is Part.TABLE
    assert page.has_unsaved_changes()
    page.add()
    assert not page.entry.search_part.isVisible()
    assert form.comment.value() == "Bras chaud"


def test_who_only_reads_writes_nothing(qtbot, desk_of, patient, settle):
    desk = desk_of(Role.SECRETAIRE, granted=frozenset({"read_notes"}))
    page = opened(qtbot, desk, patient, settle)
    assert not page.buttons.scan.isEnabled()
    page.add()
    page.scan_box()
    assert page._part is Part.TABLE


def test_a_due_line_of_the_calendar_opens_its_vaccine(page):
    verdict = Verdict("ADU-45", "dTP", (), Light.RED, Status.LATE, "", vaccines=("BOOSTRIXTETRA",))
    page.calendar.wanted.emit(verdict)
    assert page.entry.search.field.text() == "BOOSTRIXTETRA"
    several = replace(verdict, label="Grippe", vaccines=("EFLUELDA", "FLUAD"))
    page.calendar.wanted.emit(several)
    assert page.entry.search.field.text() == "Grippe"


def test_on_a_small_screen_the_vaccine_stays_in_view_and_enter_stores_it(
    qtbot, patient, page, settle
):
    page.resize(*SMALL)
    page.add()
    by_name(qtbot, page, settle, "gard")
    form = page.entry.form
    assert page.window().focusWidget() is form.given_on
    qtbot.waitUntil(lambda: not form.product.visibleRegion().isEmpty())
    qtbot.keyClick(form.given_on, Qt.Key.Key_Return)
    settle()
    assert [one.label for one in stored(page, patient)] == ["GARDASIL 9"]


def test_every_title_is_read_whole_beside_the_calendar_and_the_scroll_stays(
    desk, patient, page, settle
):
    facts = [replace(GIVEN, given_on=f"{year}-11-20") for year in range(1985, 2025)]
    with desk.application.works.begin(desk.actor) as work:
        for fact in facts:
            desk.application.vaccinations.add_one_within(work, patient.id, fact)
    again(page, patient, settle)
    table = page.table
    for place, column in enumerate(table.lines.columns):
        assert table.columnWidth(place) >= table.title_width(column)
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum())
    again(page, patient, settle)
    assert bar.value() == bar.maximum() > 0


def test_every_control_is_named_on_a_small_screen_too(page):
    page.resize(*SMALL)
    page.entry.search_part.show()
    page.entry.form.show()
    for part in Part:
        page._show_part(part)
        assert nameless(page) == []
