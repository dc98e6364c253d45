"""What a reading changes in a record, on both engines: no trait, nothing typed by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from almapy.administrative.model import CoverKind, HealthCover
from almapy.errors import ConflictError, DomainError, ExternalError
from almapy.events import Topic
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from almapy.vitale.reading import Complementary, Period
from tests.core.test_patients import RUTH as QUALIFIED
from tests.core.vitale_files_helper import (
    RUTH_NIR,
    bearer,
    official,
    reading,
)

TODAY = date(2026, 3, 10)
IN_FORCE = Period(date(2026, 1, 1), date(2026, 12, 31))
OVER = Period(date(2024, 1, 1), date(2025, 12, 31))
FATHER_NIR = "175036322012391"
MUTUELLE = Complementary("MUTUELLE DES TILLEULS", "99999999", "20260001", IN_FORCE)
BARE = replace(QUALIFIED, insi_accepted=False, matricule_ins="", ins_oid="", identity_document="")
CHILD = PatientDraft("NESSI", "MICHELANGELO", Sex.MALE, date(2010, 8, 7))


@pytest.fixture
def vitale(opened):
    return opened.application.vitale


@pytest.fixture
def record(opened):
    def make(draft=BARE, **changes):
        return opened.application.patients.create(opened.actor, replace(draft, **changes))

    return make


@pytest.fixture
def take(opened, vitale):
    def run(patient, read, one=None):
        return vitale.take_over(opened.actor, patient.id, read, one or read.bearers[0])

    return run


def again(opened, patient):
    return opened.application.patients.open(opened.actor, patient.id)


def covers(opened, patient):
    return [one.data for one in opened.application.covers.of(opened.actor, patient.id)]


def test_a_qualified_identity_is_never_touched(opened, record, take):
    patient = record(QUALIFIED)
    one = bearer("AUTRE", "RUTH", "19770715", own_nir=RUTH_NIR, rights=(IN_FORCE,))
    told = take(patient, official(replace(one, birth_name="ENCORE AUTRE"), nir=FATHER_NIR))
    after = again(opened, patient)
    same = replace(after.data, insured_nir="", mandatory_cover=False)
    assert same == replace(patient.data, insured_nir="", mandatory_cover=False)
    assert after.status is IdentityStatus.QUALIFIED
    assert after.data.insured_nir == FATHER_NIR
    assert "la carte dit 15/07/1977" in " ".join(told.left)
    assert any(one.startswith("Nom de naissance") for one in told.left)
    direct = take(patient, reading(bearer("AUTRE", "RUTH", own_nir=RUTH_NIR)))
    assert any(one.startswith("Nom\u00a0:") for one in direct.left)


def test_a_number_of_the_card_never_becomes_the_matricule(opened, record, take):
    patient = record(QUALIFIED)
    told = take(patient, official(bearer(own_nir=FATHER_NIR)))
    assert again(opened, patient).data.matricule_ins == QUALIFIED.matricule_ins
    assert "Le matricule ne vient que d'INSi" in " ".join(told.left)


def test_an_official_reading_gives_number_covers_and_both_lines_of_the_banner(opened, record, take):
    patient = record()
    one = bearer(own_nir=RUTH_NIR, rights=(IN_FORCE,), complementary=MUTUELLE, quality="0", rank=1)
    told = take(patient, replace(official(one), simulated=True))
    data = again(opened, patient).data
    assert (data.insured_nir, data.mandatory_cover, data.complementary_cover) == (
        RUTH_NIR,
        True,
        True,
    )
    assert data.matricule_ins == ""
    amo, amc = covers(opened, patient)
    assert (amo.kind, amo.scheme, amo.fund, amo.centre) == (
        CoverKind.MANDATORY,
        "01",
        "349",
        "0349",
    )
    assert (amo.insured_nir, amo.until, amo.source) == (RUTH_NIR, IN_FORCE.until, "simulateur")
    assert (amc.kind, amc.organisation, amc.member_number) == (
        CoverKind.COMPLEMENTARY,
        "MUTUELLE DES TILLEULS",
        "20260001",
    )
    assert amc.read_on == TODAY
    assert len(told.changed) == 5
    assert told.left == ()


def test_what_was_not_read_changes_nothing(opened, record, take):
    patient = record(mandatory_cover=True, complementary_cover=True, insured_nir=RUTH_NIR)
    told = take(patient, reading(bearer(own_nir=None)))
    after = again(opened, patient)
    assert after == patient
    assert covers(opened, patient) == []
    assert told.changed == ()
    assert any("non lu" in one for one in told.left)


def test_what_is_empty_on_the_card_says_no(opened, record, take):
    patient = record(mandatory_cover=True, complementary_cover=True)
    told = take(patient, official(bearer(rights=(), no_complementary=True)))
    data = again(opened, patient).data
    assert (data.mandatory_cover, data.complementary_cover) == (False, False)
    assert "La carte ne donne aucun droit au régime obligatoire." in told.left


def test_a_right_that_is_over_is_kept_with_its_dates_and_told(opened, record, take):
    patient = record()
    told = take(patient, official(bearer(rights=(OVER,))))
    [cover] = covers(opened, patient)
    assert cover.until == OVER.until
    assert not again(opened, patient).data.mandatory_cover
    assert any("ne sont pas en cours" in one for one in told.left)


def test_reading_again_updates_the_cover_read_before_and_keeps_its_history(
    opened, record, take, clock
):
    patient = record()
    take(patient, official(bearer(rights=(OVER,))))
    told = take(patient, official(bearer(rights=(IN_FORCE,))))
    assert any("mis à jour" in one for one in told.changed)
    [fact] = opened.application.covers.of(opened.actor, patient.id)
    assert fact.data.until == IN_FORCE.until
    [former] = opened.application.covers.former(opened.actor, fact)
    assert former.data.until == OVER.until
    same = take(patient, official(bearer(rights=(IN_FORCE,))))
    assert same.changed == ()
    clock.advance(timedelta(days=1))
    assert take(patient, official(bearer(rights=(IN_FORCE,)))).changed == ()
    assert covers(opened, patient)[0].read_on == TODAY + timedelta(days=1)


def test_a_cover_typed_by_hand_is_left_and_the_card_is_told(opened, record, take):
    patient = record()
    typed = HealthCover(CoverKind.MANDATORY, scheme="02", fund="999")
    opened.application.covers.add(opened.actor, patient.id, typed)
    told = take(patient, official(bearer(rights=(IN_FORCE,))))
    assert covers(opened, patient) == [typed]
    [left] = told.left
    assert "saisi à la main, laissé tel quel" in left
    assert "régime 01" in left
    assert "fin 31/12/2026" in left


def test_a_typed_cover_that_says_the_same_needs_no_word(opened, record, take):
    patient = record()
    typed = HealthCover(CoverKind.MANDATORY, "01", "349", "0349", RUTH_NIR, since=date(2020, 1, 1))
    opened.application.covers.add(opened.actor, patient.id, typed)
    told = take(patient, official(bearer()))
    assert (covers(opened, patient), told.left) == ([typed], ())


def test_a_typed_cover_that_has_ended_makes_way(opened, record, take):
    patient = record()
    typed = HealthCover(CoverKind.MANDATORY, scheme="02", until=date(2025, 6, 30))
    opened.application.covers.add(opened.actor, patient.id, typed)
    take(patient, official(bearer(rights=(IN_FORCE,))))
    assert [one.scheme for one in covers(opened, patient)] == ["02", "01"]


def test_a_complementary_that_the_card_lost_is_told_and_not_removed(opened, record, take):
    patient = record()
    take(patient, official(bearer(complementary=MUTUELLE)))
    told = take(patient, official(bearer(no_complementary=True)))
    assert CoverKind.COMPLEMENTARY in {one.kind for one in covers(opened, patient)}
    assert not again(opened, patient).data.complementary_cover
    assert any("aucune complémentaire" in one for one in told.left)


def test_a_child_on_the_cards_of_both_parents_keeps_one_cover_for_each(opened, record, take):
    child = record(CHILD, matricule_ins="", insured_nir="")
    one = bearer("NESSI", "MICHELANGELO", "20100807", own_nir="", rights=(IN_FORCE,), quality="6")
    take(child, official(one))
    take(child, official(one, nir=FATHER_NIR))
    assert [cover.insured_nir for cover in covers(opened, child)] == [RUTH_NIR, FATHER_NIR]
    data = again(opened, child).data
    assert (data.insured_nir, data.matricule_ins) == (FATHER_NIR, "")
    take(child, official(one))
    assert len(covers(opened, child)) == 2


def test_the_number_of_a_parent_stays_apart_from_the_matricule_of_the_child(opened, record, take):
    child = record(
        CHILD,
        matricule_ins="110086322083060",
        ins_oid=QUALIFIED.ins_oid,
        insi_accepted=True,
        birth_place_code="63220",
    )
    one = bearer("NESSI", "MICHELANGELO", "20100807", own_nir="")
    take(child, official(one))
    data = again(opened, child).data
    assert (data.insured_nir, data.matricule_ins) == (RUTH_NIR, "110086322083060")


def test_a_direct_reading_never_replaces_the_number_of_the_insured(opened, record, take):
    patient = record(insured_nir=FATHER_NIR)
    told = take(patient, reading(bearer(own_nir=RUTH_NIR)))
    assert again(opened, patient).data.insured_nir == FATHER_NIR
    assert any("le dossier en porte un autre" in one for one in told.left)
    empty = record(CHILD, first_birth_first_name="RUTH", birth_date=BARE.birth_date)
    take(empty, reading(bearer(own_nir=RUTH_NIR)))
    assert again(opened, empty).data.insured_nir == RUTH_NIR


def test_the_card_of_a_twin_or_of_somebody_else_is_refused(opened, record, take):
    noe = record(
        CHILD, birth_name="LEFEVRE", first_birth_first_name="NOE", birth_date=date(2019, 2, 28)
    )
    leo = bearer("LEFÈVRE", "LÉO", "20190228", own_nir="", rights=(IN_FORCE,))
    with pytest.raises(DomainError) as refused:
        take(noe, official(leo))
    assert refused.value.code == "vitale.other_person"
    assert again(opened, noe) == noe
    assert covers(opened, noe) == []


def test_nothing_is_written_when_one_part_fails(opened, vitale, record, take, monkeypatch):
    patient = record()

    def fail(*_args):
        raise ExternalError("panne")

    monkeypatch.setattr(opened.application.covers, "add_one_within", fail)
    with pytest.raises(ExternalError):
        take(patient, official(bearer(rights=(IN_FORCE,))))
    assert again(opened, patient) == patient


def test_a_form_open_on_another_post_meets_a_conflict_and_loses_nothing(opened, record, take):
    patient = record()
    take(patient, official(bearer(rights=(IN_FORCE,))))
    typed = replace(patient.data, town="Lyon")
    with pytest.raises(ConflictError) as conflict:
        opened.application.patients.save(opened.actor, patient, typed)
    assert conflict.value.stored["insured_nir"] == RUTH_NIR


def test_what_another_post_wrote_meanwhile_stays(opened, vitale, record, take):
    patient = record()
    vitale.match(opened.actor, official(bearer()))
    opened.application.patients.save(
        opened.actor, patient, replace(patient.data, town="Lyon", comment="vu")
    )
    take(patient, official(bearer(rights=(IN_FORCE,))))
    data = again(opened, patient).data
    assert (data.town, data.comment, data.mandatory_cover) == ("Lyon", "vu", True)


def test_a_merged_or_unknown_record_takes_nothing(opened, vitale, record, take):
    kept, gone = record(), record()
    with opened.application.works.begin(opened.actor) as work:
        from almapy.patients.tables import PatientRow

        work.session.get(PatientRow, gone.id).merged_into = kept.id
    with pytest.raises(DomainError, match="fusionné"):
        take(gone, official(bearer()))
    one = bearer()
    with pytest.raises(DomainError, match="n'existe"):
        vitale.take_over(opened.actor, 9999, official(one), one)


def test_other_windows_hear_of_what_was_taken(opened, record, take):
    patient = record()
    heard = []
    opened.application.events.subscribe(heard.append)
    take(patient, official(bearer(rights=(IN_FORCE,))))
    assert {one.topic for one in heard} >= {Topic.PATIENT, Topic.RECORD}
