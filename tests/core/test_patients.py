"""Creating, opening, changing and finding records, the same on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.patients.model import IdentityStatus, PatientDraft, Sex, identity_status
from almapy.patients.queries import Widening
from almapy.patients.words import typed_words, words_of
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD

RUTH = PatientDraft(
    birth_name="NESSI",
    first_birth_first_name="RUTH",
    birth_first_names="RUTH ISABELLE",
    used_name="DE VINCI",
    used_first_name="RUTH",
    sex=Sex.FEMALE,
    birth_date=date(1977, 7, 14),
    birth_place_code="63220",
    matricule_ins="277076322082910",
    ins_oid="1.2.250.1.213.1.4.8",
    insi_accepted=True,
    identity_document="carte_identite",
    phone_mobile="06 39 98 12 34",
    former_number="A-1289",
)
MARTIN = PatientDraft(
    birth_name="SAINT-MARTIN",
    first_birth_first_name="RUTHENE",
    sex=Sex.FEMALE,
    birth_date=date(1932, 7, 14),
)


@pytest.fixture
def filled(opened):
    patients = opened.application.patients
    patients.create(opened.actor, RUTH)
    patients.create(opened.actor, MARTIN)
    patients.create(opened.actor, replace(MARTIN, birth_name="DURAND", deceased=True))
    patients.create(opened.actor, replace(MARTIN, birth_name="DUVAL", archived=True))
    patients.create(opened.actor, replace(MARTIN, birth_name="DUPONT", passing=True))
    return opened


def names(opened, typed, **widening):
    hits = opened.application.patients.search(opened.actor, typed, widening=Widening(**widening))
    return [hit.used_name or hit.birth_name for hit in hits]


@pytest.mark.parametrize(
    "typed",
    [
        "vinci",
        "de vinci",
        "devinci",
        "DEVIN",
        "ruth vinci",
        "vinci ruth",
        "nessi",
        "isabelle nessi",
        "14071977",
        "140777",
        "14/07/1977",
        "14/7/77",
        "14.07.1977",
        "vinci 14/07/1977",
        "277076322082910",
        "2 77 07 63 220 829 10",
        "2770763220829",
        "06 39 98 12 34",
        "0639981234",
        "a1289",
        "1",
    ],
)
def test_ruth_is_found_however_she_is_typed(filled, typed):
    assert "DE VINCI" in names(filled, typed)


@pytest.mark.parametrize("typed", ["", "  ", "vinci paul", "15071977", "zzz", "%", "'; --"])
def test_what_matches_nobody_finds_nobody(filled, typed):
    assert names(filled, typed) == []


def test_every_typed_word_must_be_found(filled):
    assert names(filled, "ruth") == ["DE VINCI", "SAINT-MARTIN"]
    assert names(filled, "ruth mart") == ["SAINT-MARTIN"]


def test_st_and_saint_are_one_word(filled):
    assert names(filled, "st martin") == ["SAINT-MARTIN"]


def test_an_exact_name_comes_before_the_beginning_of_one_and_a_name_before_a_first_name(filled):
    patients = filled.application.patients
    patients.create(filled.actor, replace(MARTIN, birth_name="RUTH"))
    patients.create(filled.actor, replace(MARTIN, birth_name="RUTHERFORD"))
    assert names(filled, "ruth")[:3] == ["RUTH", "RUTHERFORD", "DE VINCI"]


def test_the_dead_the_archived_and_those_passing_by_wait_behind_their_boxes(filled):
    assert names(filled, "du") == []
    assert names(filled, "du", deceased=True) == ["DURAND"]
    assert names(filled, "du", archived=True) == ["DUVAL"]
    assert names(filled, "du", passing=True) == ["DUPONT"]


def test_file_numbers_follow_each_other(filled):
    patients = filled.application.patients
    assert patients.create(filled.actor, MARTIN).dossier == 6
    assert patients.create(filled.actor, MARTIN).dossier == 7


def test_a_changed_name_is_found_under_the_new_one_only(filled):
    patients = filled.application.patients
    patient = patients.open(filled.actor, 1)
    patients.change(filled.actor, patient, replace(RUTH, used_name="LEONARD"))
    assert names(filled, "leonard") == ["LEONARD"]
    assert names(filled, "vinci") == []


def test_a_change_of_identity_is_traced_with_old_and_new(filled):
    patients = filled.application.patients
    patient = patients.open(filled.actor, 1)
    patients.change(filled.actor, patient, replace(RUTH, birth_name="NESSY", comment="texte libre"))
    page = filled.application.journal.page(
        filled.actor, JournalFilter(action=Action.INS_CHANGED, patient_id=1)
    )
    values = page.entries[0].values
    assert values["birth_name"] == {"de": "NESSI", "en": "NESSY"}
    assert values["status"] == {"de": "Identité qualifiée", "en": "Identité provisoire"}
    assert "comment" not in values


def test_two_posts_changing_one_record_lose_nothing(filled):
    patients = filled.application.patients
    first = patients.open(filled.actor, 1)
    second = patients.open(filled.actor, 1)
    patients.change(filled.actor, first, replace(RUTH, town="Clermont"))
    with pytest.raises(ConflictError):
        patients.change(filled.actor, second, replace(RUTH, town="Riom"))
    assert patients.open(filled.actor, 1).data.town == "Clermont"


def test_an_opening_is_traced_once_a_session(filled):
    application, actor = filled.application, filled.actor

    def openings():
        asked = JournalFilter(action=Action.PATIENT_READ, patient_id=1)
        return application.journal.page(actor, asked).total

    for _ in range(3):
        application.patients.open(actor, 1)
    assert openings() == 1
    application.patients.session_closed(actor)
    application.patients.open(actor, 1)
    assert openings() == 2


def test_recent_records_are_each_persons_own_newest_first(filled, clock):
    from datetime import timedelta

    application = filled.application
    account = application.accounts.create(
        filled.actor, NewAccount("anne", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD)
    )
    anne = account.at(application.post)
    for patient_id in (1, 2, 1):
        clock.advance(timedelta(seconds=1))
        application.patients.open(filled.actor, patient_id)
    application.patients.open(anne, 3)
    assert [h.patient_id for h in application.patients.recent(filled.actor)] == [1, 2]
    assert [h.patient_id for h in application.patients.recent(anne)] == [3]


def test_an_administrator_sees_no_patient(filled):
    application = filled.application
    account = application.accounts.create(
        filled.actor, NewAccount("admin", Role.ADMINISTRATEUR, "", "POSTE", PASSWORD)
    )
    admin = account.at(application.post)
    for attempt in (
        lambda: application.patients.search(admin, "ruth"),
        lambda: application.patients.open(admin, 1),
        lambda: application.patients.create(admin, MARTIN),
    ):
        with pytest.raises(AccessError):
            attempt()


def test_a_record_that_does_not_exist_is_said_so(filled):
    with pytest.raises(DomainError, match="n'existe"):
        filled.application.patients.open(filled.actor, 999)


@pytest.mark.parametrize(
    ("insi", "document", "status"),
    [
        (False, "", IdentityStatus.PROVISIONAL),
        (True, "", IdentityStatus.RETRIEVED),
        (False, "passeport", IdentityStatus.VALIDATED),
        (True, "passeport", IdentityStatus.QUALIFIED),
        (False, "permis", IdentityStatus.PROVISIONAL),
        (True, "permis", IdentityStatus.RETRIEVED),
    ],
)
def test_two_facts_decide_the_status_of_an_identity(insi, document, status):
    facts = {"insi_accepted": insi, "identity_document": document}
    assert identity_status(**facts, doubtful=False, fictitious=False) is status
    assert identity_status(**facts, doubtful=True, fictitious=False) is IdentityStatus.PROVISIONAL
    assert identity_status(**facts, doubtful=False, fictitious=True) is IdentityStatus.PROVISIONAL


def test_a_matricule_never_goes_without_its_oid():
    with pytest.raises(DomainError):
        replace(RUTH, ins_oid="")
    with pytest.raises(DomainError):
        replace(RUTH, matricule_ins="")


def test_nothing_identifying_stands_in_what_a_log_would_show():
    assert "NESSI" not in repr(RUTH)
    assert "2770763" not in repr(RUTH)
    assert "1977" not in repr(RUTH)


def test_a_very_long_typed_text_is_bounded():
    assert len(typed_words("mot " * 10_000)) <= 8


def test_the_words_of_a_record_are_bounded_by_its_fields():
    assert len(words_of(RUTH, 23)) < 30
