"""What each event does to an identity: no sequence of them gives what §3.5 does not allow."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import DomainError
from almapy.identity.documents import DOCUMENTS, HIGH_CONFIDENCE_DOCUMENTS
from almapy.identity.transitions import (
    missing_fields,
    require_teleservices,
    settled,
    status_of,
)
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from tests.core.test_patients import MARTIN, RUTH

PROV, RECUP, VALI, QUAL = (
    IdentityStatus.PROVISIONAL,
    IdentityStatus.RETRIEVED,
    IdentityStatus.VALIDATED,
    IdentityStatus.QUALIFIED,
)
NO_INS = {"insi_accepted": False, "matricule_ins": "", "ins_oid": ""}
AT = {
    PROV: replace(RUTH, identity_document="", **NO_INS),
    RECUP: replace(RUTH, identity_document=""),
    VALI: replace(RUTH, **NO_INS),
    QUAL: RUTH,
}


def after(status, **changes):
    before = AT[status]
    return settled(before, replace(before, **changes))


FOUND = {key: getattr(RUTH, key) for key in NO_INS}
IN_PLACE = ("=", "=", "=", "=")
DOWN = ("=", PROV, PROV, PROV)
# The table of §3.7: event, what it changes, whether INSi said it, then the status it leads to from
# PROV, RECUP, VALI and QUAL. None: the event is not for that status.
MACHINE = [
    ("checked", {"identity_document": "passeport"}, False, (VALI, QUAL, "=", "=")),
    ("checked again", {"identity_document": "titre_sejour"}, False, (VALI, QUAL, "=", "=")),
    ("answer accepted", FOUND, True, (RECUP, "=", QUAL, "=")),
    ("answer refused", {}, False, IN_PLACE),
    ("document withdrawn", {"identity_document": ""}, False, ("=", "=", PROV, RECUP)),
    ("not qualified any more", NO_INS, False, ("=", PROV, "=", VALI)),
    ("doubtful", {"doubtful": True}, False, DOWN),
    ("fictitious", {"fictitious": True}, False, DOWN),
    ("other name", {"birth_name": "NESSY"}, False, DOWN),
    ("other names", {"birth_first_names": "RUTH ISABEL"}, False, DOWN),
    ("other sex", {"sex": Sex.MALE}, False, DOWN),
    ("other day", {"birth_date": date(1977, 7, 15)}, False, DOWN),
    ("other place", {"birth_place_code": "63113"}, False, DOWN),
]


@pytest.mark.parametrize("before", AT)
@pytest.mark.parametrize(
    ("changes", "insi_answer", "ends"),
    [one[1:] for one in MACHINE],
    ids=[one[0] for one in MACHINE],
)
def test_each_event_leads_where_the_table_of_the_notes_says(changes, insi_answer, ends, before):
    end = dict(zip(AT, ends, strict=True))[before]
    found = settled(AT[before], replace(AT[before], **changes), insi_answer=insi_answer)
    assert found.status is (before if end == "=" else end)
    holds_ins = bool(found.draft.matricule_ins)
    assert holds_ins is bool(found.draft.ins_oid) is (found.status in {RECUP, QUAL})
    if changes.get("birth_name"):
        assert found.draft.birth_name == "NESSY"


def test_a_record_typed_by_hand_is_provisional_and_one_made_from_an_answer_is_recuperee():
    assert settled(None, AT[PROV]).status is PROV
    assert settled(None, AT[RECUP], insi_answer=True).status is RECUP


@pytest.mark.parametrize("mark", ["doubtful", "fictitious"])
def test_no_answer_raises_an_identity_that_is_marked(mark):
    marked = replace(AT[PROV], **{mark: True})
    found = settled(marked, replace(marked, **FOUND), insi_answer=True)
    assert (found.status, found.draft.matricule_ins, found.draft.ins_oid) == (PROV, "", "")


@pytest.mark.parametrize("status", AT)
def test_a_new_record_has_the_status_its_two_facts_give(status):
    assert settled(None, AT[status]).status is status


@pytest.mark.parametrize("status", AT)
def test_a_changed_strict_trait_brings_any_identity_down(status):
    found = after(status, birth_name="NESSY")
    assert found.status is PROV
    assert not found.draft.matricule_ins
    assert not found.draft.ins_oid
    assert bool(found.warnings) is (status is not PROV)


@pytest.mark.parametrize("status", AT)
@pytest.mark.parametrize("mark", ["doubtful", "fictitious"])
def test_a_mark_brings_any_identity_down_and_nothing_comes_back_by_itself(status, mark):
    marked = after(status, **{mark: True})
    assert marked.status is PROV
    assert not marked.draft.matricule_ins
    lifted = settled(marked.draft, replace(marked.draft, **{mark: False}))
    assert lifted.status is PROV


def test_a_document_added_to_a_doubtful_identity_does_not_validate_it_even_later():
    doubtful = after(PROV, doubtful=True).draft
    checked = settled(doubtful, replace(doubtful, identity_document="passeport"))
    assert checked.status is PROV
    assert settled(checked.draft, replace(checked.draft, doubtful=False)).status is PROV


def test_a_withdrawn_document_leaves_what_insi_gave():
    assert after(QUAL, identity_document="").status is RECUP
    assert after(VALI, identity_document="").status is PROV
    assert after(PROV, identity_document="passeport").status is VALI
    assert after(RECUP, identity_document="passeport").status is QUAL
    assert after(RECUP, identity_document="permis").status is RECUP


def test_an_answer_of_insi_refreshes_traits_without_bringing_the_identity_down():
    answered = replace(RUTH, birth_name="NESSI-REA")
    assert settled(RUTH, answered, insi_answer=True).status is QUAL
    assert settled(AT[VALI], RUTH, insi_answer=True).status is QUAL


@pytest.mark.parametrize("status", [PROV, VALI])
def test_a_matricule_is_never_typed_by_hand(status):
    with pytest.raises(DomainError) as refused:
        settled(AT[status], replace(AT[status], insi_accepted=True, matricule_ins="1", ins_oid="2"))
    assert refused.value.field == "matricule_ins"


def test_the_first_first_name_may_be_lengthened_within_the_list():
    assert after(QUAL, first_birth_first_name="RUTH ISABELLE").status is QUAL
    with pytest.raises(DomainError) as refused:
        after(QUAL, first_birth_first_name="ISABELLE")
    assert refused.value.field == "first_birth_first_name"


def test_homonym_goes_with_every_status_and_fictitious_with_nothing():
    for status in AT:
        assert after(status, homonym=True).status is status
    assert after(PROV, doubtful=True, homonym=True).status is PROV
    for other in ("doubtful", "homonym"):
        with pytest.raises(DomainError) as refused:
            after(PROV, fictitious=True, **{other: True})
        assert refused.value.field == "fictitious"


def test_a_document_validates_only_a_whole_identity_and_names_what_is_missing():
    with pytest.raises(DomainError, match="Lieu naissance - Code INSEE") as refused:
        settled(None, replace(MARTIN, identity_document="passeport"))
    assert refused.value.field == "birth_first_names"
    with pytest.raises(DomainError):
        after(PROV, identity_document="passeport", sex=Sex.UNKNOWN)


@pytest.mark.parametrize("place", ["99999", "99424"])
def test_an_unknown_place_or_a_country_is_enough_to_validate(place):
    found = after(PROV, birth_place_code=place)
    assert settled(found.draft, replace(found.draft, identity_document="passeport")).status is VALI


def test_all_that_is_missing_is_named_at_once_in_the_order_of_the_form():
    empty = dict.fromkeys(PatientDraft.__dataclass_fields__, "")
    assert [one.label for one in missing_fields(empty)] == [
        "Nom de naissance",
        "1er prénom de naiss.",
        "Sexe",
        "Date de naissance",
        "Lieu naissance - Code INSEE",
    ]
    assert missing_fields(RUTH) == []


@pytest.mark.parametrize("mark", ["doubtful", "fictitious"])
def test_a_marked_identity_is_kept_from_the_teleservices_with_the_reason(mark):
    require_teleservices(RUTH)
    with pytest.raises(DomainError, match="bloqués") as refused:
        require_teleservices(replace(MARTIN, **{mark: True}))
    assert refused.value.field == mark


def changes():
    trait = st.fixed_dictionaries(
        {},
        optional={
            "birth_name": st.sampled_from(["NESSI", "NESSY"]),
            "first_birth_first_name": st.sampled_from(["RUTH", "RUTH ISABELLE", "ISABELLE"]),
            "sex": st.sampled_from(list(Sex)),
            "birth_date": st.sampled_from([None, date(1977, 7, 14)]),
            "birth_place_code": st.sampled_from(["", "63220", "99999"]),
            "identity_document": st.sampled_from(["", *(one.code for one in DOCUMENTS)]),
            "doubtful": st.booleans(),
            "fictitious": st.booleans(),
            "homonym": st.booleans(),
        },
    )
    ins = st.sampled_from(
        [
            {},
            {},
            NO_INS,
            {key: getattr(RUTH, key) for key in NO_INS},
            {"insi_accepted": False},
            {"matricule_ins": "", "ins_oid": ""},
        ]
    )
    return st.lists(st.tuples(trait, ins, st.booleans()), max_size=8)


@given(st.sampled_from(list(AT)), changes())
def test_no_sequence_of_events_gives_a_status_that_is_not_allowed(status, events):
    stored = AT[status]
    for traits, ins, insi_answer in events:
        draft = replace(stored, **traits, **ins)
        try:
            found = settled(stored, draft, insi_answer=insi_answer)
        except DomainError as refused:
            assert refused.field
            continue
        new = found.draft
        assert found.status is status_of(new)
        assert bool(new.matricule_ins) == bool(new.ins_oid) == new.insi_accepted
        assert new.insi_accepted is (found.status in {RECUP, QUAL})
        checked = new.identity_document in HIGH_CONFIDENCE_DOCUMENTS
        assert checked is (found.status in {VALI, QUAL})
        assert not (checked and missing_fields(new))
        if new.doubtful or new.fictitious:
            assert found.status is PROV
        if not insi_answer and not stored.insi_accepted:
            assert not new.insi_accepted
        stored = new
