"""Two records of one person: found, made one, and put back exactly as they were."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from almapy.administrative.model import (
    Administrative,
    CoverKind,
    HealthCover,
    Kin,
    PatientLink,
)
from almapy.allergies.model import Allergy
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import ConflictError, DomainError
from almapy.patients import duplicates
from tests.core.test_patients import MARTIN, RUTH
from tests.migrations.generic import held

TWIN = replace(
    RUTH,
    birth_name="NESI",
    used_name="",
    identity_document="",
    insi_accepted=False,
    matricule_ins="",
    ins_oid="",
    phone_mobile="",
    town="Riom",
    contrat_mt_signed_on=date(2020, 1, 2),
)


@pytest.fixture
def pair(opened):
    """RUTH, a second record of hers with something of each sort, and her child."""
    application, actor = opened.application, opened.actor
    ruth, twin, child = (application.patients.create(actor, one) for one in (RUTH, TWIN, MARTIN))
    allergy = application.allergies.add(actor, twin.id, Allergy("Pénicilline"))
    application.allergies.change(actor, allergy, Allergy("Pénicilline", "urticaire"))
    application.allergies.add(actor, ruth.id, Allergy("Latex"))
    application.covers.add(actor, twin.id, HealthCover(CoverKind.MANDATORY, scheme="01"))
    application.links.add(actor, twin.id, PatientLink(child.id, Kin.CHILD))
    application.links.add(actor, twin.id, PatientLink(ruth.id, Kin.OTHER))
    application.patients.save(actor, twin, twin.data, Administrative(profession="Fleuriste"))
    for patient in (ruth, twin):
        application.patients.open(actor, patient.id)
    return [application.patients.open(actor, one.id) for one in (ruth, twin)]


_OF_ITS_OWN = {
    "journal",
    "patient_merge",
    "alembic_version",
    "patient_token",
    "counter",
    "word_change",
}


def content(opened):
    """Return what the base holds, journal, merges, versions and counters left aside."""
    with opened.application.database.engine.connect() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection)
        like = {
            table.name: ([c.name for c in table.columns if c.name != "version"],)
            for table in metadata.sorted_tables
            if table.name not in _OF_ITS_OWN
        }
        tokens = sa.text("SELECT kind, token, sort_name, patient_id FROM patient_token")
        return held(connection, like), sorted(map(tuple, connection.execute(tokens)))


def found(opened, typed):
    return [h.patient_id for h in opened.application.patients.search(opened.actor, typed)]


@pytest.mark.parametrize("fill", [(), ("town", "contrat_mt_signed_on")])
def test_a_merge_that_is_undone_leaves_the_base_as_it_was(opened, pair, fill):
    application, actor = opened.application, opened.actor
    before = content(opened)
    merge = application.merges.merge(actor, *pair, fill=fill)
    assert content(opened) != before
    application.merges.undo_merge(actor, merge.id)
    assert content(opened) == before


def test_everything_of_the_absorbed_record_is_found_in_the_kept_one(opened, pair):
    application, actor = opened.application, opened.actor
    ruth, twin = pair
    preview = application.merges.preview(actor, ruth.id, twin.id)
    assert preview.rows["allergy"] == 1
    assert "town" in preview.fillable
    application.merges.merge(actor, ruth, twin, fill=["town"])
    names = {one.data.agent for one in application.allergies.of(actor, ruth.id)}
    assert names == {"Pénicilline", "Latex"}
    assert application.allergies.of(actor, twin.id) == []
    assert [one.word for one in application.links.linked(actor, ruth.id)] == ["Enfant"]
    assert application.patients.administrative(actor, ruth.id).profession == "Fleuriste"
    kept = application.patients.open(actor, ruth.id)
    assert kept.data.town == "Riom"
    assert kept.status is ruth.status


def test_the_shell_is_found_by_its_number_only_and_takes_no_change(opened, pair):
    application, actor = opened.application, opened.actor
    ruth, twin = pair
    application.merges.merge(actor, ruth, twin)
    assert twin.id not in found(opened, "nesi")
    assert found(opened, str(twin.dossier))[0] == twin.id
    shell = application.patients.open(actor, twin.id)
    assert shell.merged_into == ruth.id
    with pytest.raises(DomainError, match=f"n° {ruth.dossier}"):
        application.patients.change(actor, shell, replace(shell.data, town="Issoire"))


def test_what_was_added_since_stays_in_the_kept_record(opened, pair):
    application, actor = opened.application, opened.actor
    ruth, twin = pair
    merge = application.merges.merge(actor, ruth, twin)
    application.allergies.add(actor, ruth.id, Allergy("Iode"))
    application.merges.undo_merge(actor, merge.id)
    kept = {one.data.agent for one in application.allergies.of(actor, ruth.id)}
    back = {one.data.agent for one in application.allergies.of(actor, twin.id)}
    assert (kept, back) == ({"Latex", "Iode"}, {"Pénicilline"})
    with pytest.raises(DomainError):
        application.merges.undo_merge(actor, merge.id)


def test_both_numbers_of_a_merge_stand_in_the_journal(opened, pair):
    application, actor = opened.application, opened.actor
    merge = application.merges.merge(actor, *pair)
    application.merges.undo_merge(actor, merge.id)
    for action in (Action.PATIENT_MERGED, Action.PATIENT_UNMERGED):
        for patient in pair:
            asked = JournalFilter(action=action, patient_id=patient.id)
            (entry,) = application.journal.page(actor, asked).entries
            assert entry.values["dossier gardé"] == pair[0].dossier
            assert entry.values["dossier absorbé"] == pair[1].dossier


def test_a_higher_status_is_lost_only_knowingly(opened, pair):
    application, actor = opened.application, opened.actor
    ruth, twin = pair
    preview = application.merges.preview(actor, twin.id, ruth.id)
    assert preview.needs_acceptance
    assert "plus élevé" in preview.warnings[0]
    with pytest.raises(DomainError) as refused:
        application.merges.merge(actor, twin, ruth)
    assert refused.value.code == "merge.higher_status"
    application.merges.merge(actor, twin, ruth, accept_higher_status=True)


def test_two_qualified_people_are_never_one(opened, pair):
    application, actor = opened.application, opened.actor
    other = application.patients.create(
        actor, replace(RUTH, birth_name="ADRUN", matricule_ins="275126322074974")
    )
    with pytest.raises(DomainError, match="deux personnes"):
        application.merges.merge(actor, pair[0], other)
    with pytest.raises(DomainError):
        application.merges.merge(actor, other, other)


def test_a_merge_is_undone_from_the_latest_one(opened, pair):
    application, actor = opened.application, opened.actor
    ruth, twin = pair
    third = application.patients.create(actor, replace(TWIN, birth_name="NESSIE"))
    before = content(opened)
    first = application.merges.merge(actor, third, twin)
    second = application.merges.merge(actor, ruth, application.patients.open(actor, third.id))
    with pytest.raises(DomainError, match="plus récente"):
        application.merges.undo_merge(actor, first.id)
    application.merges.undo_merge(actor, second.id)
    application.merges.undo_merge(actor, first.id)
    assert content(opened)[0]["allergy"] == before[0]["allergy"]
    assert [one.undone_at is None for one in application.merges.of(actor, third.id)] == [False] * 2


def test_a_merge_of_something_read_too_long_ago_is_refused(opened, pair):
    application, actor = opened.application, opened.actor
    ruth, twin = pair
    application.patients.change(actor, twin, replace(twin.data, town="Issoire"))
    with pytest.raises(ConflictError):
        application.merges.merge(actor, ruth, twin)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, duplicates.SAME_DATE),
        ({"birth_name": "NESI", "used_name": ""}, duplicates.NEAR_NAME),
        ({"birth_name": "DE VINCI", "used_name": "NESSI"}, duplicates.CROSSED_NAME),
        ({"birth_date": date(1977, 7, 15)}, duplicates.NEAR_DATE),
        ({"first_birth_first_name": "ISABELLE"}, duplicates.OTHER_ORDER),
        ({"insured_nir": "277076322082910", "birth_date": None}, duplicates.SAME_NIR),
    ],
)
def test_a_record_typed_twice_is_seen_at_creation(opened, changes, reason):
    application, actor = opened.application, opened.actor
    ruth = application.patients.create(actor, RUTH)
    bare = {"insi_accepted": False, "matricule_ins": "", "ins_oid": "", "birth_first_names": ""}
    (like,) = application.patients.likely_same(actor, replace(RUTH, **(bare | changes)))
    assert like.hit.patient_id == ruth.id
    assert reason in like.reasons
    assert application.patients.likely_same(actor, RUTH, besides=ruth.id) == []


def test_day_and_month_swapped_are_seen_and_a_sister_is_not(opened):
    application, actor = opened.application, opened.actor
    martin = replace(MARTIN, birth_date=date(1932, 7, 4))
    application.patients.create(actor, martin)
    (like,) = application.patients.likely_same(actor, replace(martin, birth_date=date(1932, 4, 7)))
    assert duplicates.SWAPPED_DATE in like.reasons
    sister = replace(martin, first_birth_first_name="PAULINE")
    assert application.patients.likely_same(actor, sister) == []


def test_the_likely_doubles_of_the_practice_are_listed_once_each(opened, pair):
    application, actor = opened.application, opened.actor
    (likely,) = application.patients.likely_doubles(actor)
    assert {likely.first.patient_id, likely.second.patient_id} == {one.id for one in pair}
    application.merges.merge(actor, *pair)
    assert application.patients.likely_doubles(actor) == []
