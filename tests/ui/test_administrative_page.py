"""« Don. administratives & sociales »: the form of the open record."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from almapy.users.model import Role
from tests.core.test_patients import RUTH
from tests.ui.administrative_helper import record_of, show, stored
from tests.ui.page_helper import SMALL, nameless, texts
from tests.ui.typing_helper import type_text
from ui.administrative.identity_section import IdentitySection
from ui.administrative.page import AdministrativePage
from ui.widgets.bound_fields import BoundFields

MARTIN = PatientDraft(
    birth_name="MARTIN",
    first_birth_first_name="LUC",
    birth_first_names="LUC MARIE",
    sex=Sex.MALE,
    birth_date=date(1950, 1, 2),
    birth_place_code="67482",
)


@pytest.fixture
def page(qtbot, desk, settle):
    patients = desk.application.patients
    patients.create(desk.actor, RUTH)
    patients.create(desk.actor, MARTIN)
    page = AdministrativePage(desk)
    qtbot.addWidget(page)
    page.resize(1100, 640)
    page.show()
    show(qtbot, settle, page, 1)
    page.entered()
    settle()
    yield page
    settle()  # the list of places may still be read


@pytest.fixture
def tab(page):
    return page.tabs.every[0]


@pytest.fixture
def validate(qtbot, settle, page):
    def press():
        page.validate_button.click()
        settle()

    return press


def follow(qtbot, tab):
    qtbot.waitUntil(lambda: not tab._pause.isActive())


def traces(page, action, patient_id=1):
    asked = JournalFilter(patient_id=patient_id, action=action)
    return page.desk.application.journal.page(page.desk.actor, asked).entries


def test_the_title_names_who_it_is_about(page):
    shown = page.title.text().replace("\u00a0", " ")
    assert shown == (
        "Don. administratives & sociales : DE VINCI RUTH : 14/07/1977 (48 ans) - Sexe : F - "
        "Dossier : 1"
    )


def test_the_seven_tabs_stand_in_their_order(page):
    assert [page.tabs.tabText(n).replace("&&", "&") for n in range(page.tabs.count())] == [
        "Etat civil",
        "Couverture santé",
        "Données sociales",
        "Confidentiel",
        "Dossiers Liés",
        "Données de venues",
        "DMP & Droits spécifiques",
    ]


def test_etat_civil_bears_the_labels_of_the_practice(page):
    labels = {text.replace("\u00a0*", "") for text in texts(page)}
    assert {
        "Statut de l'identité",
        "Douteuse",
        "Fictive",
        "Homonyme",
        "Civilité",
        "Nom utilisé",
        "Nom de naissance",
        "Prénom utilisé",
        "1er prénom de naiss.",
        "Prénoms de naissance",
        "INSI",
        "Pré-remplir le nom et le 1er prénom de naissance",
        "Sexe",
        "Masculin",
        "Féminin",
        "Date de naissance",
        "Date lunaire",
        "Nature just. d'identité",
        "Ville de naiss.",
        "Lieu naissance - Code INSEE",
        "Décédé",
        "Matricule INS",
        "OID",
        "Aide INS",
        "Modifier les traits d'identité stricts",
        "Médecin traitant",
        "Contrat MT signé",
        "Date signature contrat",
        "Médecin traitant (si extérieur)",
        "Patient de passage",
        "Fiche créée par",
        "Adresse",
        "Adresse comp.",
        "Code Postal",
        "Ville",
        "Code de l'immeuble",
        "Adresse administrative",
        "Téléphone fixe",
        "Téléphone port.",
        "Téléphone pro",
        "Fax",
        "Email",
        "NIR de l'assuré",
        "Commentaire",
        "N° dossier papier",
        "N° dossier ancien logiciel",
        "Historique des INS",
        "Valider",
        "Annuler",
    } <= labels


def test_each_patient_shows_the_status_of_the_identity(qtbot, settle, page, tab):
    assert tab.identity.head.status.text == "Identité qualifiée"
    show(qtbot, settle, page, 2)
    assert tab.identity.head.status.text == "Identité provisoire"


def test_the_used_name_changes_without_touching_the_birth_name(page, tab, validate):
    tab.identity.used_name.selectAll()
    type_text(tab.identity.used_name, "de vincy")
    validate()
    assert stored(page).used_name == "DE VINCY"
    assert stored(page).birth_name == "NESSI"
    assert "DE VINCY" in page.title.text()
    assert not page.has_unsaved_changes()


def test_the_used_first_name_and_the_civility_are_changed_alone(page, tab, validate):
    tab.identity.used_first_name.setText("RUTHIE")
    tab.identity.head.civility.setCurrentText("Enfant")
    validate()
    data = stored(page)
    assert (data.used_first_name, data.civility) == ("RUTHIE", "Enfant")
    assert data == replace(data, first_birth_first_name="RUTH")


def test_every_missing_field_is_named_in_one_message_and_the_first_takes_the_cursor(
    qtbot, settle, page, tab, validate
):
    show(qtbot, settle, page, 2)
    tab.identity.birth_name.clear()
    tab.identity.first_name.clear()
    tab.identity.birth_date.edit.clear()
    tab.identity.place.code.clear()
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: not page.tabs.is_building)
    validate()
    title = page.strip.accessibleName()
    for label in (
        "Nom de naissance",
        "1er prénom de naiss.",
        "Date de naissance",
        "Lieu naissance - Code INSEE",
    ):
        assert label in title
    assert page.tabs.currentIndex() == 0
    assert tab.identity.birth_name.hasFocus()
    assert "obligatoire" in tab.identity.birth_name.accessibleDescription()
    assert stored(page, 2) == MARTIN


def test_the_first_first_name_must_begin_the_list(qtbot, settle, page, tab, validate):
    show(qtbot, settle, page, 2)
    tab.identity.first_name.setText("MARIE")
    validate()
    assert "début de la liste" in tab.identity.first_name.accessibleDescription()
    assert stored(page, 2).first_birth_first_name == "LUC"


def test_annuler_restores_every_field(page, tab):
    before = tab.values()
    tab.identity.used_name.setText("AUTRE")
    tab.identity.head.homonym.setChecked(True)
    tab.address.town.setText("LYON")
    tab.papers.comment.setPlainText("À rappeler")
    tab.care.contract.setChecked(True)
    assert page.has_unsaved_changes()
    page.cancel_button.click()
    assert tab.values() == before
    assert not page.has_unsaved_changes()


def test_prefill_copies_the_names_in_use_into_the_empty_birth_fields(qtbot, settle, page, tab):
    show(qtbot, settle, page, 2)
    tab.identity.birth_name.clear()
    tab.identity.used_name.setText("LŒFFLER")
    tab.identity.used_first_name.setText("ÉMILE")
    tab.identity.prefill_button.click()
    assert tab.identity.birth_name.text() == "LOEFFLER"
    assert tab.identity.first_name.text() == "LUC"


def test_a_refused_character_is_told_while_typing_and_refused_at_valider_only(
    qtbot, settle, page, tab, validate
):
    show(qtbot, settle, page, 2)
    tab.identity.birth_name.setText("MARTIN2")
    follow(qtbot, tab)
    assert "2" in tab.identity.remark(tab.identity.birth_name)
    assert tab.identity.birth_name.text() == "MARTIN2"
    validate()
    assert stored(page, 2).birth_name == "MARTIN"
    assert tab.identity.birth_name.text() == "MARTIN2"


def test_a_birth_date_is_understood_at_once_with_the_age(qtbot, settle, page, tab):
    show(qtbot, settle, page, 2)
    tab.identity.birth_date.edit.setText("14071977")
    assert "14/07/1977" in tab.identity.birth_date.understood.text()
    assert "48 ans" in tab.identity.birth_date.understood.text()
    tab.identity.birth_date.edit.editingFinished.emit()
    assert tab.identity.birth_date.edit.text() == "14/07/1977"


@pytest.mark.parametrize(
    ("typed", "recorded"), [("00/00/1950", date(1950, 12, 31)), ("31/02/1950", date(1950, 2, 1))]
)
def test_a_date_no_calendar_has_is_kept_as_lunar(
    qtbot, settle, page, tab, validate, typed, recorded
):
    show(qtbot, settle, page, 2)
    tab.identity.birth_date.edit.setText(typed)
    validate()
    data = stored(page, 2)
    assert (data.lunar_date, data.birth_date, data.birth_date_uncertain) == (typed, recorded, True)


def test_a_document_of_high_confidence_makes_the_identity_validated(
    qtbot, settle, page, tab, validate
):
    show(qtbot, settle, page, 2)
    assert tab.identity.document.value() == ""
    tab.identity.document.set_value("carte_identite")
    validate()
    assert tab.identity.head.status.text == "Identité validée"
    assert tab.identity.birth_name.isReadOnly()


def test_a_doubtful_identity_becomes_provisional_after_saying_so(qtbot, page, tab, validate):
    tab.identity.head.doubtful.setChecked(True)
    follow(qtbot, tab)
    assert "Identité provisoire" in tab.identity.notice.accessibleName()
    assert "matricule" in tab.identity.notice.accessibleDescription()
    validate()
    assert stored(page).matricule_ins == ""
    assert tab.identity.head.status.text == "Identité provisoire"
    assert tab.identity.matricule.text() == ""


def test_fictitious_and_doubtful_together_are_refused_with_the_reason(
    qtbot, settle, page, tab, validate
):
    show(qtbot, settle, page, 2)
    tab.identity.head.doubtful.setChecked(True)
    tab.identity.head.fictitious.setChecked(True)
    follow(qtbot, tab)
    assert "fictive" in tab.identity.notice.accessibleDescription()
    validate()
    assert page.strip.isVisible()
    assert not stored(page, 2).fictitious
    assert tab.identity.head.fictitious.isChecked()


def test_strict_traits_of_a_qualified_identity_are_locked(page, tab):
    identity = tab.identity
    for edit in (identity.birth_name, identity.first_names, identity.place.code):
        assert edit.isReadOnly()
    assert identity.birth_date.edit.isReadOnly()
    assert not identity.sex.boxes[Sex.MALE].isEnabled()
    assert not identity.used_name.isReadOnly()


def test_unlocking_warns_and_a_changed_trait_drops_status_and_matricule_and_is_traced(
    qtbot, page, tab, validate
):
    tab.identity.unlock_button.click()
    assert not tab.identity.birth_name.isReadOnly()
    assert "provisoire" in tab.identity.notice.accessibleDescription()
    tab.identity.birth_name.setText("NESSY")
    validate()
    data = stored(page)
    assert (data.birth_name, data.matricule_ins, data.ins_oid) == ("NESSY", "", "")
    assert tab.identity.head.status.text == "Identité provisoire"
    changes = [entry.values for entry in traces(page, Action.INS_CHANGED)]
    assert any(one.get("birth_name") == {"de": "NESSI", "en": "NESSY"} for one in changes)


def test_unlocked_and_unchanged_traits_keep_the_status(page, tab, validate):
    tab.identity.unlock_button.click()
    tab.address.town.setText("STRASBOURG")
    validate()
    assert tab.identity.head.status.text == "Identité qualifiée"
    assert tab.identity.birth_name.isReadOnly()


def test_matricule_and_oid_are_shown_and_never_typed(page, tab):
    assert tab.identity.matricule.text().replace(" ", "") == "277076322082910"
    assert tab.identity.oid.text() == RUTH.ins_oid
    assert tab.identity.matricule.isReadOnly()
    assert tab.identity.oid.isReadOnly()


def test_entering_the_form_traces_that_the_matricule_is_seen(page):
    assert len(traces(page, Action.INS_READ)) == 1
    assert traces(page, Action.INS_READ, 2) == []


def test_insi_stores_what_is_typed_then_opens_its_page(qtbot, page, tab):
    tab.address.town.setText("STRASBOURG")
    with qtbot.waitSignal(page.desk.section_asked) as asked:
        tab.identity.insi.click()
    assert asked.args == ["insi"]
    assert stored(page).town == "STRASBOURG"


def test_insi_opens_its_page_at_once_when_nothing_is_typed(qtbot, page, tab):
    with qtbot.waitSignal(page.desk.section_asked) as asked:
        tab.identity.insi.click()
    assert asked.args == ["insi"]


def test_insi_stays_on_a_form_that_cannot_be_stored(page, tab, settle):
    asked = []
    page.desk.section_asked.connect(asked.append)
    tab.identity.used_name.setText("D2 VINCI")
    tab.unlock()
    tab.identity.birth_name.clear()
    tab.identity.insi.click()
    settle()
    assert asked == []
    assert page.strip.isVisible()
    tab.identity.birth_name.setText("NESSI")
    page.validate_button.click()
    settle()
    assert asked == []


def test_who_may_not_qualify_reads_why_insi_is_off(qtbot, desk_of):
    section = IdentitySection(desk_of(Role.ADMINISTRATEUR), BoundFields(), None)
    qtbot.addWidget(section)
    for _ in section.build_steps():
        pass
    assert not section.insi.isEnabled()
    assert "qualifier" in section.insi.accessibleDescription()


def test_inconnu_is_offered_to_a_provisional_identity_only(qtbot, settle, page, tab):
    assert not tab.identity.sex.boxes[Sex.UNKNOWN].isVisible()
    show(qtbot, settle, page, 2)
    assert tab.identity.sex.boxes[Sex.UNKNOWN].isVisible()


def test_the_keys_m_and_f_choose_the_sex(qtbot, settle, page, tab):
    show(qtbot, settle, page, 2)
    tab.identity.sex.setFocus()
    qtbot.keyClick(tab.identity.sex.boxes[Sex.MALE], Qt.Key.Key_F)
    assert tab.identity.sex.value() is Sex.FEMALE
    qtbot.keyClick(tab.identity.sex.boxes[Sex.FEMALE], Qt.Key.Key_M)
    assert tab.identity.sex.value() is Sex.MALE


def test_99999_typed_for_an_unknown_place_is_stored(qtbot, settle, page, tab, validate):
    show(qtbot, settle, page, 2)
    tab.identity.place.code.setText("99999")
    validate()
    assert stored(page, 2).birth_place_code == "99999"


def test_a_country_is_enough_for_a_person_born_abroad_to_be_validated(
    qtbot, settle, page, tab, validate
):
    show(qtbot, settle, page, 2)
    tab.identity.place.code.setText("99424")
    tab.identity.document.set_value("passeport")
    validate()
    patient = page.desk.application.patients.open(page.desk.actor, 2)
    assert patient.status is IdentityStatus.VALIDATED


def test_the_place_in_the_number_is_compared_with_the_code(qtbot, settle, page, tab):
    tab.unlock()
    tab.identity.place.code.setText("67482")
    follow(qtbot, tab)
    qtbot.waitUntil(lambda: "63220" in tab.identity.place.strip.accessibleDescription())


def test_death_is_stored_with_its_day(page, tab, validate):
    assert not tab.identity.deceased_on.isEnabled()
    tab.identity.deceased.setChecked(True)
    assert tab.identity.deceased_on.isEnabled()
    tab.identity.deceased_on.setText("01/02/2026")
    validate()
    assert (stored(page).deceased, stored(page).deceased_on) == (True, date(2026, 2, 1))


def test_a_day_that_is_none_is_refused_in_place_and_kept(page, tab, validate):
    tab.identity.deceased.setChecked(True)
    tab.identity.deceased_on.setText("32/02/2026")
    validate()
    assert "Date du décès" in page.strip.accessibleName()
    assert tab.identity.deceased_on.text() == "32/02/2026"
    assert not stored(page).deceased


def test_the_medecin_traitant_and_the_contract_are_stored(page, tab, validate):
    doctor = page.desk.actor.user_id
    tab.care.doctor.set_value(doctor)
    assert tab.care.doctor.currentText() == "Paul DÉMO"
    tab.care.contract.setChecked(True)
    tab.care.signed_on.setText("15/01/2026")
    tab.care.outside.setText("Dr FICTIF, Lyon")
    tab.care.passing.setChecked(True)
    validate()
    data = stored(page)
    assert data.medecin_traitant_id == doctor
    assert (data.contrat_mt_signed, data.contrat_mt_signed_on) == (True, date(2026, 1, 15))
    assert data.outside_medecin_traitant == "Dr FICTIF, Lyon"
    assert data.passing
    assert tab.care.creator.text() == "Paul DÉMO"


def test_a_postal_code_proposes_its_towns_and_enter_takes_one(qtbot, settle, page, tab, validate):
    edit = tab.address.postal_code.edit
    edit.setFocus()
    edit.clear()
    type_text(edit, "63000")
    settle()
    assert edit.suggestions.isVisible()
    assert edit.suggestions.list.item(0).text() == "CLERMONT-FERRAND"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert tab.address.town.text() == "CLERMONT-FERRAND"
    tab.address.building.setText("B 1423")
    tab.address.admin_address.setText("1 place Kléber")
    validate()
    data = stored(page)
    assert (data.postal_code, data.town) == ("63000", "CLERMONT-FERRAND")
    assert (data.building_code, data.admin_address) == ("B 1423", "1 place Kléber")


def test_telephones_are_grouped_and_stored_in_their_international_form(page, tab, validate):
    phone = tab.reach.phones["phone_home"]
    phone.setText("0388112233")
    phone.editingFinished.emit()
    assert phone.text() == "03 88 11 22 33"
    tab.reach.phones["phone_fax"].setText("0388112234")
    validate()
    assert stored(page).phone_home == "+33388112233"
    assert stored(page).phone_fax == "+33388112234"


def test_a_doubtful_number_or_address_is_remarked_and_kept(qtbot, page, tab, validate):
    phone = tab.reach.phones["phone_work"]
    phone.setText("12345")
    tab.reach.email.setText("ruth@")
    follow(qtbot, tab)
    assert tab.reach.remark(phone)
    assert tab.reach.remark(tab.reach.email)
    validate()
    assert (stored(page).phone_work, stored(page).email) == ("12345", "ruth@")


def test_comment_and_former_numbers_are_kept(page, tab, validate):
    tab.papers.comment.setPlainText("Préfère le matin.\nSonner deux fois.")
    tab.papers.paper.setText("P-77")
    tab.papers.former.setText("A-1290")
    validate()
    data = stored(page)
    assert data.comment == "Préfère le matin.\nSonner deux fois."
    assert (data.paper_number, data.former_number) == ("P-77", "A-1290")


def test_a_number_with_a_wrong_key_is_remarked_and_kept(qtbot, page, tab, validate):
    tab.papers.nir.setText("2 77 07 63 220 829 11")
    follow(qtbot, tab)
    assert "10" in tab.papers.remark(tab.papers.nir)
    validate()
    assert stored(page).insured_nir == "277076322082911"


def test_a_child_keeps_the_number_of_the_parent_without_a_remark(qtbot, settle, page, tab):
    show(qtbot, settle, page, 2)
    tab.identity.birth_date.edit.setText("03/05/2020")
    tab.papers.nir.setText("277076322082910")
    follow(qtbot, tab)
    assert tab.papers.remark(tab.papers.nir) == ""


def test_the_help_opens_in_the_program_and_echap_comes_back(qtbot, page, tab):
    tab.identity.used_name.setText("EN COURS")
    tab.identity.help_button.click()
    assert page.stack.currentWidget() is page._help
    qtbot.keyClick(page._help, Qt.Key.Key_Escape)
    assert page.tabs.isVisible()
    assert tab.identity.used_name.text() == "EN COURS"


def test_the_history_lists_what_changed_in_the_identity(qtbot, settle, page, tab, validate):
    tab.identity.used_name.setText("DE VINCY")
    validate()
    page.history_button.click()
    settle()
    history = page._history
    lines = history.changes.lines
    rows = [lines.record(row) for row in range(lines.rowCount())]
    assert any(
        (one.what, one.before, one.after) == ("Nom utilisé", "DE VINCI", "DE VINCY") for one in rows
    )


def test_the_same_record_read_again_leaves_what_is_being_typed(page, tab, settle):
    patients, actor = page.desk.application.patients, page.desk.actor
    tab.address.town.setFocus()
    type_text(tab.address.town, "STRAS")
    other = patients.open(actor, 1)
    patients.save(actor, other, replace(other.data, comment="Autre poste"))
    page.show_record(record_of(page.desk, 1))
    settle()
    assert tab.address.town.text() == "STRAS"
    assert tab.address.town.cursorPosition() == 5
    assert tab.papers.comment.toPlainText() == "Autre poste"
    page.validate_button.click()
    settle()
    assert (stored(page).town, stored(page).comment) == ("STRAS", "Autre poste")


def test_the_same_field_changed_on_both_sides_is_chosen_by_the_person(page, tab, settle):
    patients, actor = page.desk.application.patients, page.desk.actor
    tab.address.town.setText("STRASBOURG")
    other = patients.open(actor, 1)
    patients.save(actor, other, replace(other.data, town="LYON", comment="Autre poste"))
    page.show_record(record_of(page.desk, 1))
    settle()
    assert tab.address.town.text() == "STRASBOURG"
    page.validate_button.click()
    settle()
    assert page.conflict.isVisible()
    assert stored(page).town == "LYON"
    page.conflict._groups["town"].button(1).setChecked(True)
    page.conflict.keep_button.click()
    settle()
    assert (stored(page).town, stored(page).comment) == ("STRASBOURG", "Autre poste")
    assert not page.has_unsaved_changes()


def test_what_is_typed_waits_in_its_record_while_another_is_in_front(qtbot, settle, page, tab):
    tab.address.town.setText("EN COURS")
    show(qtbot, settle, page, 2)
    assert tab.address.town.text() == ""
    assert page.has_unsaved_changes()
    show(qtbot, settle, page, 1)
    assert tab.address.town.text() == "EN COURS"
    assert page.validate_button.isEnabled()
    page.cancel_button.click()
    assert not page.has_unsaved_changes()


def test_closing_the_last_record_keeps_what_was_typed_for_its_return(qtbot, settle, page, tab):
    tab.address.town.setText("EN COURS")
    page.forget_record()
    assert page.has_unsaved_changes()
    assert not page.stack.isEnabled()
    show(qtbot, settle, page, 1)
    assert tab.address.town.text() == "EN COURS"


def test_a_changed_address_is_taken_back_and_done_again(page, tab, validate):
    tab.address.town.setText("LYON")
    validate()
    step = page.desk.undo.last_done(1)
    step.undo()
    assert stored(page).town == ""
    step.redo()
    assert stored(page).town == "LYON"


def test_a_changed_strict_trait_is_not_taken_back_by_a_key(page, tab, validate):
    tab.unlock()
    tab.identity.birth_name.setText("NESSY")
    validate()
    assert page.desk.undo.last_done(1) is None


def test_enter_goes_to_the_next_field(qtbot, page, tab):
    tab.identity.used_name.setFocus()
    qtbot.keyClick(tab.identity.used_name, Qt.Key.Key_Return)
    assert not tab.identity.used_name.hasFocus()
    assert not page.conflict.isVisible()


def test_ctrl_s_stores_from_within_a_field(qtbot, settle, page, tab):
    tab.address.town.setFocus()
    tab.address.town.setText("METZ")
    qtbot.keyClick(tab.address.town, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert stored(page).town == "METZ"


def test_a_secretary_uses_the_form_too(qtbot, settle, page, desk_of):
    desk = desk_of(Role.SECRETAIRE)
    other = AdministrativePage(desk)
    qtbot.addWidget(other)
    other.show()
    show(qtbot, settle, other, 2)
    other.tabs.every[0].address.town.setText("NANCY")
    other.validate_button.click()
    settle()
    assert stored(page, 2).town == "NANCY"


def test_it_fits_a_small_screen_and_names_every_control(qtbot, page):
    page.resize(*SMALL)
    assert page.width() == SMALL[0]
    assert page.validate_button.isVisible()
    assert nameless(page) == []
