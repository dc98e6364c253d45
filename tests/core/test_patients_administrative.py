"""The administrative record in the base: one transaction, one entry of the journal, no double."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from almapy.administrative.model import (
    Administrative,
    CoverKind,
    HealthCover,
    Kin,
    PatientLink,
    PrivateNote,
    RightKind,
    SpecificRight,
    Visit,
)
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import ConflictError, DomainError
from almapy.patients.model import IdentityStatus
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import MARTIN, RUTH

SOCIAL = Administrative(
    profession="Fleuriste",
    children=2,
    trusted_person="Léonard FICTIF",
    trusted_person_phone="06 12 34 56 78",
    no_message=True,
    dmp_opposed=True,
    dmp_opposed_on=date(2026, 1, 5),
)


@pytest.fixture
def ruth(opened):
    return opened.application.patients.create(opened.actor, RUTH)


def secretary(opened):
    new = NewAccount("anne", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("POSTE-2")


def entries(opened, action, patient_id):
    asked = JournalFilter(action=action, patient_id=patient_id)
    return opened.application.journal.page(opened.actor, asked).entries


def test_strict_traits_and_telephones_are_recorded_in_their_form(opened):
    patients = opened.application.patients
    patient = patients.create(
        opened.actor,
        replace(
            MARTIN, birth_name="Le Cœur", first_birth_first_name="Zoé", phone_home="0590123456"
        ),
    )
    data = patients.open(opened.actor, patient.id).data
    assert (data.birth_name, data.first_birth_first_name) == ("LE COEUR", "ZOE")
    assert data.phone_home == "+590590123456"
    assert patient.phone == "05 90 12 34 56"


@pytest.mark.parametrize("typed", ["06 39 98 12 34", "0639981234", "+33639981234", "+33 6 39 98"])
def test_a_telephone_is_found_in_both_its_forms(opened, ruth, typed):
    hits = opened.application.patients.search(opened.actor, typed)
    assert [hit.patient_id for hit in hits] == [ruth.id]


def test_a_secretary_stores_the_whole_form_in_one_gesture(opened, ruth):
    patients, anne = opened.application.patients, secretary(opened)
    saved = patients.save(anne, ruth, replace(RUTH, building_code="12B"), SOCIAL)
    assert saved.data.building_code == "12B"
    assert patients.open(anne, ruth.id).data.building_code == "12B"
    stored = patients.administrative(anne, ruth.id)
    assert stored == replace(SOCIAL, trusted_person_phone="+33612345678")
    assert len(entries(opened, Action.PATIENT_CHANGED, ruth.id)) == 1
    assert entries(opened, Action.INS_CHANGED, ruth.id) == []


def test_social_data_alone_move_the_version_of_the_record(opened, ruth):
    patients = opened.application.patients
    saved = patients.save(opened.actor, ruth, RUTH, SOCIAL)
    assert saved.version > ruth.version
    with pytest.raises(ConflictError) as refused:
        patients.save(opened.actor, ruth, RUTH, replace(SOCIAL, profession="Libraire"))
    assert refused.value.stored["birth_name"] == "NESSI"
    assert refused.value.by == opened.actor.name
    assert refused.value.at is not None
    again = patients.save(opened.actor, saved, saved.data, patients.administrative(opened.actor, 1))
    assert again.version == saved.version


def test_a_refused_form_stores_nothing_of_it(opened, ruth):
    patients = opened.application.patients
    with pytest.raises(DomainError) as refused:
        patients.save(opened.actor, ruth, replace(RUTH, town="x" * 200), SOCIAL)
    assert refused.value.field == "town"
    assert patients.administrative(opened.actor, ruth.id) == Administrative()


def test_two_changed_traits_make_one_entry_with_old_and_new(opened, ruth):
    changed = replace(RUTH, birth_name="Nessy", birth_place_name="ISSOIRE")
    saved = opened.application.patients.save(opened.actor, ruth, changed)
    assert saved.status is IdentityStatus.PROVISIONAL
    (entry,) = entries(opened, Action.INS_CHANGED, ruth.id)
    assert entry.values["birth_name"] == {"de": "NESSI", "en": "NESSY"}
    assert entry.values["birth_place_name"]["en"] == "ISSOIRE"
    assert entry.values["matricule_ins"] == {"de": RUTH.matricule_ins, "en": ""}
    assert entry.values["ins_oid"]["en"] == ""
    assert entry.values["identity_document"] == {"de": "carte_identite", "en": ""}
    assert entry.values["status"]["en"] == "Identité provisoire"


def test_each_sight_of_the_ins_is_traced(opened, ruth):
    for _ in range(2):
        opened.application.patients.ins_shown(opened.actor, ruth.id)
    assert len(entries(opened, Action.INS_READ, ruth.id)) == 2


def test_two_active_records_never_share_a_matricule(opened, ruth):
    with pytest.raises(DomainError, match=f"n° {ruth.dossier}") as refused:
        opened.application.patients.create(opened.actor, RUTH)
    assert refused.value.field == "matricule_ins"


def test_covers_rights_and_comings_are_kept_by_a_secretary(opened, ruth):
    application, anne = opened.application, secretary(opened)
    cover = HealthCover(CoverKind.MANDATORY, scheme="01", insured_nir="2 77 07 63 220 829")
    application.covers.add(anne, ruth.id, cover)
    right = SpecificRight(RightKind.ALD, since=date(2024, 1, 1))
    application.specific_rights.add(anne, ruth.id, right)
    visit = Visit(datetime(2026, 3, 10, 9, tzinfo=UTC), reason="Toux")
    application.visits.add(anne, ruth.id, visit)
    (stored,) = application.covers.of(anne, ruth.id)
    assert stored.data.insured_nir == "277076322082910"
    assert [one.data for one in application.specific_rights.of(anne, ruth.id)] == [right]
    assert [one.data for one in application.visits.of(anne, ruth.id)] == [visit]


def test_a_restricted_note_is_its_authors_alone(opened, ruth):
    notes, anne = opened.application.private_notes, secretary(opened)
    notes.add(anne, ruth.id, PrivateNote("Appeler après 18 h"))
    assert len(notes.of(anne, ruth.id)) == 1
    assert notes.of(opened.actor, ruth.id) == []


def test_an_end_before_its_beginning_is_refused():
    with pytest.raises(DomainError):
        SpecificRight(RightKind.AME, since=date(2026, 2, 1), until=date(2026, 1, 1))
    with pytest.raises(DomainError):
        Administrative(children=-1)


def test_a_link_is_shown_from_both_sides_with_its_own_word(opened, ruth):
    application, actor = opened.application, opened.actor
    child = application.patients.create(actor, MARTIN)
    fact = application.links.add(actor, ruth.id, PatientLink(child.id, Kin.CHILD))
    (from_mother,) = application.links.linked(actor, ruth.id)
    (from_child,) = application.links.linked(actor, child.id)
    assert (from_mother.other.patient_id, from_mother.word) == (child.id, "Enfant")
    assert (from_child.other.patient_id, from_child.word) == (ruth.id, "Mère")
    for holder, link in (
        (ruth.id, PatientLink(child.id, Kin.CHILD)),
        (child.id, PatientLink(ruth.id, Kin.MOTHER)),
        (ruth.id, PatientLink(ruth.id, Kin.SIBLING)),
        (ruth.id, PatientLink(999, Kin.SIBLING)),
    ):
        with pytest.raises(DomainError):
            application.links.add(actor, holder, link)
    application.links.remove(actor, fact)
    assert application.links.linked(actor, child.id) == []


def test_a_postal_code_gives_its_towns_offline(opened):
    postal = opened.application.postal
    assert postal.towns("63000") == ["CLERMONT-FERRAND"]
    assert ("SAINT-ETIENNE", "42000") in postal.codes("st etienne")
    assert postal.towns("00000") == postal.codes(" ") == []
