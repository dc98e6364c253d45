"""The six other tabs: each holds what it names, stored and read again, by the secretary too."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt

from almapy.administrative.model import (
    CoverKind,
    HealthCover,
    Kin,
    PatientLink,
    PrivateNote,
    RightKind,
    SpecificRight,
    Visit,
)
from almapy.events import Changed, Topic
from almapy.patients.model import PatientDraft, Sex
from almapy.users.model import Role
from tests.core.test_patients import RUTH
from tests.ui.administrative_helper import show
from tests.ui.typing_helper import type_text
from ui.administrative.page import AdministrativePage

LUC = PatientDraft("DE VINCI", "LUC", Sex.MALE, date(1950, 1, 2))
TITLES = [
    "Etat civil",
    "Couverture santé",
    "Données sociales",
    "Confidentiel",
    "Dossiers Liés",
    "Données de venues",
    "DMP & Droits spécifiques",
]


@pytest.fixture
def open_form(qtbot, desk, settle):
    patients = desk.application.patients
    patients.create(desk.actor, RUTH)
    patients.create(desk.actor, LUC)

    def open_on(desk, patient_id=1):
        page = AdministrativePage(desk)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        show(qtbot, settle, page, patient_id)
        page.entered()
        settle()
        return page

    return open_on


@pytest.fixture
def page(desk, open_form):
    return open_form(desk)


def tab(qtbot, page, title, settle):
    page.tabs.setCurrentIndex(TITLES.index(title))
    qtbot.waitUntil(lambda: not page.tabs.is_building)
    settle()
    return page.tabs.current


def told(page, settle, patient_id=1):
    page.desk.changed.emit(Changed(Topic.RECORD, patient_id))
    settle()


def lines(card):
    return [line.title for group in card.groups(card.facts) for line in group.lines]


def test_the_seven_tabs_stand_in_their_order(page):
    shown = [page.tabs.tabText(place).replace("&&", "&") for place in range(page.tabs.count())]
    assert shown == TITLES


def test_a_mandatory_cover_is_entered_in_the_tab(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Couverture santé", settle).card
    card.add_button.click()
    form = card.form
    type_text(form.texts["scheme"], "01")
    type_text(form.nir, "2 77 07 63 220 829 10")
    type_text(form.since, "010126")
    assert not form.texts["organisation"].isEnabled()
    form.accept_button.click()
    settle()
    (fact,) = desk.application.covers.of(desk.actor, 1)
    assert fact.data == HealthCover(
        CoverKind.MANDATORY, scheme="01", insured_nir="277076322082910", since=date(2026, 1, 1)
    )


def test_a_complementary_cover_keeps_its_own_fields_only(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Couverture santé", settle).card
    card.add_button.click()
    type_text(card.form.texts["scheme"], "01")
    card.form.kind.set_value(CoverKind.COMPLEMENTARY.value)
    type_text(card.form.texts["organisation"], "Mutuelle fictive")
    card.form.accept_button.click()
    settle()
    (fact,) = desk.application.covers.of(desk.actor, 1)
    assert (fact.data.organisation, fact.data.scheme) == ("Mutuelle fictive", "")
    told(page, settle)
    assert lines(card) == ["Mutuelle fictive"]


def test_rights_that_end_before_they_begin_are_refused_in_their_field(qtbot, page, settle):
    card = tab(qtbot, page, "Couverture santé", settle).card
    card.add_button.click()
    type_text(card.form.since, "010126")
    type_text(card.form.until, "010125")
    card.form.accept_button.click()
    settle()
    assert "précède" in card.form.until.accessibleDescription()


def test_social_data_are_stored_with_the_form_and_restored_by_annuler(qtbot, desk, page, settle):
    social = tab(qtbot, page, "Données sociales", settle)
    type_text(social.profession, "Institutrice")
    type_text(social.child_count, "2")
    page.cancel_button.click()
    assert social.profession.text() == ""
    type_text(social.profession, "Institutrice")
    type_text(social.child_count, "2")
    page.validate_button.click()
    settle()
    kept = desk.application.patients.administrative(desk.actor, 1)
    assert (kept.profession, kept.children) == ("Institutrice", 2)


def test_how_to_reach_somebody_discreetly_is_kept(qtbot, desk, page, settle):
    discreet = tab(qtbot, page, "Confidentiel", settle)
    discreet.no_call.setChecked(True)
    page.validate_button.click()
    settle()
    assert desk.application.patients.administrative(desk.actor, 1).no_call_home


def test_a_private_note_is_its_authors_alone(qtbot, desk, desk_of, open_form, settle):
    page = open_form(desk)
    card = tab(qtbot, page, "Confidentiel", settle).card
    card.add_button.click()
    card.form.text.set_value("Ne pas évoquer devant la famille")
    card.form.accept_button.click()
    settle()
    told(page, settle)
    assert lines(card) == ["Ne pas évoquer devant la famille"]
    other = open_form(desk_of(Role.SECRETAIRE))
    assert lines(tab(qtbot, other, "Confidentiel", settle).card) == []


def test_an_empty_note_is_not_stored(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Confidentiel", settle).card
    card.add_button.click()
    card.form.accept_button.click()
    settle()
    assert desk.application.private_notes.of(desk.actor, 1) == []
    assert "vide" in card.form.text.accessibleDescription()


def test_a_relative_is_linked_and_seen_from_both_records(qtbot, desk, page, open_form, settle):
    card = tab(qtbot, page, "Dossiers Liés", settle).card
    card.add_button.click()
    type_text(card.link_form.other, "luc")
    qtbot.waitUntil(card.link_form.other.proposals.isVisible)
    qtbot.keyClick(card.link_form.other, Qt.Key.Key_Return)
    card.link_form.kind.set_value(Kin.PARTNER.value)
    card.form.accept_button.click()
    settle()
    told(page, settle)
    assert lines(card) == ["Conjoint\u00a0: DE VINCI LUC"]
    asked = []
    desk.patient_asked.connect(asked.append)
    card.open_button.click()
    assert asked == [2]
    other_page = open_form(desk, 2)
    other = tab(qtbot, other_page, "Dossiers Liés", settle).card
    assert lines(other) == ["Conjoint\u00a0: DE VINCI RUTH (née NESSI)"]


def test_a_name_that_was_only_typed_is_no_link(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Dossiers Liés", settle).card
    card.add_button.click()
    type_text(card.link_form.other, "Quelqu'un")
    card.form.accept_button.click()
    settle()
    assert desk.application.links.linked(desk.actor, 1) == []
    assert "liste" in card.link_form.other.accessibleDescription()


def test_a_removed_link_comes_back_by_undo(qtbot, desk, page, settle):
    desk.application.links.add(desk.actor, 1, PatientLink(2, Kin.PARTNER))
    card = tab(qtbot, page, "Dossiers Liés", settle).card
    card.remove(card.facts[0])
    settle()
    told(page, settle)
    assert lines(card) == []
    desk.undo.last_done(1).undo()
    told(page, settle)
    assert lines(card) == ["Conjoint\u00a0: DE VINCI LUC"]


def test_a_coming_begins_now_and_ends_when_told(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Données de venues", settle).card
    card.add_button.click()
    type_text(card.form.texts["reason"], "Chute")
    card.form.texts["left_at"].setText("10/03/2026 23:50")
    card.form.accept_button.click()
    settle()
    (fact,) = desk.application.visits.of(desk.actor, 1)
    assert fact.data.reason == "Chute"
    assert fact.data.arrived_at == desk.application.clock.now()
    assert fact.data.left_at == datetime(2026, 3, 10, 23, 50).astimezone()


def test_a_moment_that_is_none_is_refused_in_its_field(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Données de venues", settle).card
    card.add_button.click()
    card.form.texts["arrived_at"].setText("hier soir")
    card.form.accept_button.click()
    settle()
    assert "pas compris" in card.form.texts["arrived_at"].accessibleDescription()
    assert desk.application.visits.of(desk.actor, 1) == []


def test_the_opposition_to_the_dmp_is_kept_with_its_day(qtbot, desk, page, settle):
    rights = tab(qtbot, page, "DMP & Droits spécifiques", settle)
    rights.dmp.setChecked(True)
    type_text(rights.dmp_on, "010326")
    page.validate_button.click()
    settle()
    kept = desk.application.patients.administrative(desk.actor, 1)
    assert (kept.dmp_opposed, kept.dmp_opposed_on) == (True, date(2026, 3, 1))


def test_a_day_that_is_none_keeps_the_form_from_being_stored(qtbot, desk, page, settle):
    rights = tab(qtbot, page, "DMP & Droits spécifiques", settle)
    rights.dmp.setChecked(True)
    type_text(rights.dmp_on, "99/99")
    page.validate_button.click()
    settle()
    assert not desk.application.patients.administrative(desk.actor, 1).dmp_opposed
    assert rights.dmp_on.hasFocus()


def test_a_specific_right_that_is_over_says_so(qtbot, desk, page, settle):
    right = SpecificRight(RightKind.AME, date(2025, 1, 1), date(2025, 12, 31))
    desk.application.specific_rights.add(desk.actor, 1, right)
    card = tab(qtbot, page, "DMP & Droits spécifiques", settle).card
    (group,) = card.groups(card.facts)
    assert "terminé" in group.lines[0].detail


def test_what_another_post_added_shows_at_once(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Données de venues", settle).card
    visit = Visit(datetime(2026, 3, 10, 9, 0, tzinfo=UTC), "Contrôle")
    desk.application.visits.add(desk.actor, 1, visit)
    told(page, settle)
    assert len(lines(card)) == 1


def test_another_record_shows_its_own_facts_only(qtbot, desk, page, settle):
    desk.application.private_notes.add(desk.actor, 1, PrivateNote("Note", restricted=False))
    card = tab(qtbot, page, "Confidentiel", settle).card
    assert lines(card) == ["Note"]
    show(qtbot, settle, page, 2)
    assert lines(card) == []


def test_a_cover_read_on_a_card_says_when_and_that_it_was_simulated(qtbot, desk, page, settle):
    card = tab(qtbot, page, "Couverture santé", settle).card
    for source in ("simulateur", "apcv", ""):
        read_on = date(2026, 3, 10) if source else None
        cover = HealthCover(CoverKind.MANDATORY, scheme="01", source=source, read_on=read_on)
        desk.application.covers.add(desk.actor, 1, cover)
    (group,) = card.groups(desk.application.covers.of(desk.actor, 1))
    details = sorted(line.detail for line in group.lines)
    assert details == [
        "",
        "lu sur l'application carte Vitale le 10/03/2026",
        "lu sur la carte le 10/03/2026 (Simulateur)",
    ]
