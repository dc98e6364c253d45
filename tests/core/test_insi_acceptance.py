"""What an answer of INSi writes into a record: as received, and never more than INSi said."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import DomainError
from almapy.identity.nir import read_nir
from almapy.identity.oids import INS_NIA, INS_NIR, INS_NIR_DEMO, INS_NIR_TEST, INS_OIDS
from almapy.identity.transitions import settled, status_of
from almapy.insi.acceptance import accepted_draft, contradicted, read_identity
from almapy.insi.comparison import compare
from almapy.insi.model import AnsweredTraits, Identity, Ins
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from tests.core.test_nir import VECTORS
from tests.core.test_patients import RUTH as DRAFT
from tests.fakes.insi import HERMANN, NIA, RUTH

TODAY = date(2026, 3, 10)
NAMES = {"63220": "MAZOIRES", "99424": "VENEZUELA"}
PROV, RECUP, VALI, QUAL = (
    IdentityStatus.PROVISIONAL,
    IdentityStatus.RETRIEVED,
    IdentityStatus.VALIDATED,
    IdentityStatus.QUALIFIED,
)
NEW = PatientDraft("NESSI", "RUTH", Sex.FEMALE, date(1977, 7, 14))
AT = {
    PROV: replace(DRAFT, insi_accepted=False, matricule_ins="", ins_oid="", identity_document=""),
    RECUP: replace(DRAFT, identity_document=""),
    VALI: replace(DRAFT, insi_accepted=False, matricule_ins="", ins_oid=""),
    QUAL: DRAFT,
}


def accepted(before=NEW, identity=RUTH, document="", **traits):
    if traits:
        identity = replace(identity, traits=replace(identity.traits, **traits))
    return accepted_draft(
        before,
        identity,
        today=TODAY,
        place_name=lambda code, day: NAMES.get(code, ""),
        identity_document=document,
    )


def status_after(before, **changes):
    return settled(before, accepted(before, **changes), insi_answer=True).status


def test_an_answer_brings_its_traits_its_matricule_and_its_oid():
    draft = accepted()
    assert (draft.birth_name, draft.birth_first_names) == ("NESSI", "RUTH ISABELLE")
    assert (draft.sex, draft.birth_date) == (Sex.FEMALE, date(1977, 7, 14))
    assert (draft.birth_place_code, draft.birth_place_name) == ("63220", "MAZOIRES")
    assert (draft.matricule_ins, draft.ins_oid) == ("277076322082910", INS_NIR)
    assert draft.insi_accepted


def test_used_names_are_never_filled_by_the_program():
    draft = accepted()
    assert (draft.used_name, draft.used_first_name) == ("", "")
    assert accepted(DRAFT).used_name == "DE VINCI"


@pytest.mark.parametrize(
    ("before", "after"), [(PROV, RECUP), (RECUP, RECUP), (VALI, QUAL), (QUAL, QUAL)]
)
def test_an_accepted_answer_raises_the_status_as_the_notes_say(before, after):
    assert status_after(AT[before]) is after


@pytest.mark.parametrize(("before", "after"), [(PROV, QUAL), (RECUP, QUAL), (QUAL, QUAL)])
def test_a_proof_checked_with_the_answer_qualifies(before, after):
    assert status_after(AT[before], document="passeport") is after


@pytest.mark.parametrize("document", ["permis", "carte_vitale", "verbal"])
def test_a_weak_proof_is_refused_where_a_strong_one_is_asked(document):
    with pytest.raises(DomainError) as refused:
        accepted(document=document)
    assert refused.value.field == "identity_document"


def test_an_identity_already_qualified_is_refreshed_and_stays_so():
    moved = replace(DRAFT, birth_place_code="99999", birth_place_name="")
    draft = accepted(moved)
    assert draft.birth_place_code == "63220"
    assert status_of(draft) is QUAL


@pytest.mark.parametrize("before", [VALI, QUAL])
@pytest.mark.parametrize(
    "traits",
    [
        {"birth_name": "NESSY"},
        {"first_names": "ISABELLE RUTH"},
        {"sex": "M"},
        {"birth_date": "1977-07-15"},
    ],
)
def test_a_proof_checked_with_other_traits_counts_no_more(before, traits):
    assert status_after(AT[before], **traits) is RECUP
    assert status_after(AT[before], document="passeport", **traits) is QUAL


@pytest.mark.parametrize(
    "traits",
    [
        {"first_names": "RUTH"},
        {"first_names": "RUTH ISABELLE ANNE"},
        {"birth_place_code": "63113"},
        {"birth_place_code": ""},
    ],
)
def test_a_longer_list_or_another_place_code_leaves_the_proof_alone(traits):
    assert status_after(DRAFT, **traits) is QUAL


def test_names_are_kept_as_received_even_when_ours_would_be_refused():
    draft = accepted(birth_name="O2 Müller", first_names="Jean--Paul' X")
    assert (draft.birth_name, draft.birth_first_names) == ("O2 Müller", "Jean--Paul' X")
    assert settled(NEW, draft, insi_answer=True).status is RECUP


@pytest.mark.parametrize(
    ("recorded", "received", "kept"),
    [
        ("RUTH", "RUTH ISABELLE", "RUTH"),
        ("RUTH ISABELLE", "RUTH ISABELLE ANNE", "RUTH ISABELLE"),
        ("RUTH-ISABELLE", "RUTH ISABELLE", "RUTH-ISABELLE"),
        ("ISABELLE", "RUTH ISABELLE", "RUTH"),
        ("JEAN", "JEAN-LOUIS PIERRE", "JEAN"),
        ("LOUIS", "JEAN-LOUIS PIERRE", "JEAN-LOUIS"),
    ],
)
def test_the_first_name_stays_while_it_begins_the_list(recorded, received, kept):
    before = replace(NEW, first_birth_first_name=recorded)
    assert accepted(before, first_names=received).first_birth_first_name == kept


def test_a_first_name_that_came_is_taken_before_the_first_word():
    before = replace(NEW, first_birth_first_name="ANNE")
    draft = accepted(before, first_names="RUTH ISABELLE", first_name="RUTH ISABELLE")
    assert draft.first_birth_first_name == "RUTH ISABELLE"


def test_one_first_name_alone_does_not_shorten_a_list_that_it_begins():
    assert accepted(DRAFT, first_names="", first_name="RUTH").birth_first_names == "RUTH ISABELLE"
    assert accepted(DRAFT, first_names="", first_name="ANNE").birth_first_names == "ANNE"


@pytest.mark.parametrize(
    ("received", "day", "lunar"),
    [
        ("1950-00-00", date(1950, 12, 31), "00/00/1950"),
        ("1950-31-00", date(1950, 12, 31), "00/31/1950"),
        ("1950-05-00", date(1950, 5, 1), "00/05/1950"),
        ("1950-00-15", date(1950, 1, 15), "15/00/1950"),
        ("1950-02-31", date(1950, 2, 1), "31/02/1950"),
    ],
)
def test_a_lunar_date_is_recorded_beside_a_calendar_day(received, day, lunar):
    draft = accepted(birth_date=received)
    assert (draft.birth_date, draft.birth_date_uncertain, draft.lunar_date) == (day, True, lunar)


def test_a_day_that_the_record_built_itself_stays_uncertain():
    before = replace(
        NEW, birth_date=date(1950, 12, 31), birth_date_uncertain=True, lunar_date="00/00/1950"
    )
    kept = accepted(before, birth_date="1950-12-31")
    assert (kept.birth_date_uncertain, kept.lunar_date) == (True, "00/00/1950")
    known = accepted(before, birth_date="1950-04-02")
    assert (known.birth_date, known.birth_date_uncertain) == (date(1950, 4, 2), False)
    assert known.lunar_date == "00/00/1950"


@pytest.mark.parametrize("code", ["91352", "99352", "BAB00", "00000"])
def test_a_place_unknown_to_the_cog_is_kept_without_a_name(code):
    before = replace(NEW, birth_place_code="75056", birth_place_name="PARIS")
    draft = accepted(before, birth_place_code=code)
    assert (draft.birth_place_code, draft.birth_place_name) == (code, "")


def test_a_known_place_brings_its_town_and_an_equal_one_keeps_the_name_of_the_record():
    assert accepted(birth_place_code="99424").birth_place_name == "VENEZUELA"
    before = replace(NEW, birth_place_code="63220", birth_place_name="Mazoires (63)")
    assert accepted(before).birth_place_name == "Mazoires (63)"


@pytest.mark.parametrize("code", ["", "632", "63 220", "CLERMONT", "6322X"])
def test_a_place_that_is_no_code_leaves_that_of_the_record(code):
    assert accepted(DRAFT, birth_place_code=code).birth_place_code == "63220"


@pytest.mark.parametrize("oid", [INS_NIR, INS_NIA, INS_NIR_TEST, INS_NIR_DEMO])
def test_the_oid_is_kept_exactly_as_received(oid):
    identity = replace(RUTH, active=replace(RUTH.active, oid=oid))
    assert accepted(identity=identity).ins_oid == oid


def test_a_wrong_key_is_accepted_from_insi():
    draft = accepted(identity=HERMANN)
    assert draft.matricule_ins == "181036322045660"
    nir = read_nir(draft.matricule_ins)
    assert nir is not None
    assert not nir.key_is_right


@pytest.mark.parametrize("number", [f"{one}{key:02d}" for one, key in VECTORS])
def test_no_matricule_of_the_register_is_refused_from_insi(number):
    """Strange months, sexes, places and keys: INSi has the last word (§1.4)."""
    for received in (number, f"{number[:13]}00", "145136322000130"):
        identity = replace(RUTH, active=replace(RUTH.active, matricule=received))
        assert accepted(identity=identity).matricule_ins == received


def test_a_nia_is_told_by_its_oid_alone():
    draft = accepted(identity=NIA)
    assert (draft.matricule_ins, draft.ins_oid) == ("109076322088835", INS_NIA)


@pytest.mark.parametrize(
    "active",
    [
        Ins("", ""),
        Ins("277076322082910", ""),
        Ins("", INS_NIR),
        Ins("2770763220829", INS_NIR),
        Ins("277076322082910", "1.2.250.1.213.1.4.2"),
        Ins("277076322082910", "1.2.250.1.213.1.4.13"),
        Ins("277076A2208291O", INS_NIR),
    ],
)
def test_what_is_no_ins_is_never_taken_over(active):
    with pytest.raises(DomainError) as refused:
        accepted(identity=replace(RUTH, active=active))
    assert refused.value.code == "insi.unusable"


@pytest.mark.parametrize(
    "traits",
    [
        {"birth_name": " "},
        {"first_names": "", "first_name": ""},
        {"sex": ""},
        {"sex": "I"},
        {"birth_date": ""},
        {"birth_date": "0000-00-00"},
        {"birth_date": "14/07/1977"},
        {"birth_date": "2977-07-14"},
        {"birth_name": "N\x00ESSI"},
        {"birth_name": "N" * 101},
        {"first_names": "R\ud800UTH"},
    ],
)
def test_an_answer_without_a_trait_is_never_taken_over(traits):
    with pytest.raises(DomainError) as refused:
        accepted(**traits)
    assert refused.value.code == "insi.unusable"
    assert "Rien n'a été modifié" in refused.value.message


def test_a_list_that_goes_on_contradicts_nothing():
    received = read_identity(RUTH, TODAY)
    assert contradicted(replace(DRAFT, birth_first_names="RUTH"), received) == ()
    assert contradicted(replace(DRAFT, birth_first_names=""), received) == ()
    assert contradicted(NEW, received) == ()


texts = st.text(max_size=120)
dates = st.one_of(
    texts,
    st.from_regex(r"\d{4}-\d{2}-\d{2}", fullmatch=True),
    st.dates().map(date.isoformat),
)
matricules = st.one_of(texts, st.from_regex(r"[0-9]{6}[A-Z0-9][0-9]{8}", fullmatch=True))
answers = st.builds(
    Identity,
    active=st.builds(
        Ins, matricule=matricules, oid=st.one_of(texts, st.sampled_from(sorted(INS_OIDS)))
    ),
    traits=st.builds(
        AnsweredTraits,
        birth_name=texts,
        first_name=texts,
        first_names=texts,
        sex=st.one_of(texts, st.sampled_from("MFI")),
        birth_date=dates,
        birth_place_code=st.one_of(texts, st.from_regex(r"[0-9AB]{5}", fullmatch=True)),
    ),
)
nearly_right = st.builds(
    lambda name, names, first, born, place, oid: Identity(
        Ins("277076322082910", oid), AnsweredTraits(name, first, names, "F", born, place)
    ),
    st.text(min_size=1, max_size=100),
    st.text(min_size=1, max_size=100),
    texts,
    st.from_regex(r"19\d\d-\d\d-\d\d", fullmatch=True),
    texts,
    st.sampled_from(sorted(INS_OIDS)),
)


@given(
    st.one_of(answers, nearly_right),
    st.sampled_from([NEW, *AT.values()]),
    st.sampled_from(["", "passeport", "permis"]),
)
def test_no_answer_crashes_nor_leaves_half_an_ins(identity, before, document):
    compare(before, identity, today=TODAY, place_name=lambda code, day: "")
    try:
        after = accepted(before, identity, document)
        draft = settled(before, after, insi_answer=True).draft
    except DomainError:
        return
    assert bool(draft.matricule_ins) == bool(draft.ins_oid) == draft.insi_accepted
    assert (draft.matricule_ins, draft.ins_oid) == (identity.active.matricule, identity.active.oid)
    assert draft.birth_name == identity.traits.birth_name.strip()
    assert (draft.used_name, draft.used_first_name) == (before.used_name, before.used_first_name)
    for one in fields(PatientDraft):
        value = getattr(draft, one.name)
        assert not isinstance(value, str) or "\x00" not in value
    checked = document == "passeport" or before.identity_document
    assert status_of(draft) is not QUAL or checked
