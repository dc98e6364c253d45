"""A read code leads to its bearer and changes nothing."""

from dataclasses import replace

import pytest

from almapy.adapters.datamatrix import write_datamatrix
from almapy.adapters.symbol_picture import png_of
from almapy.errors import AccessError, DomainError, FormatError
from almapy.identity.ins_datamatrix import decode, encode
from almapy.identity.oids import INS_NIR_TEST
from almapy.patients.model import IdentityStatus
from almapy.patients.words import typed_words
from almapy.stop import Stop
from almapy.users.model import Right
from tests.core.test_ins_datamatrix import ANTHONY, CORSE, NESSI
from tests.core.test_patients import RUTH


def code_picture(content):
    return png_of(write_datamatrix(content), 4)


@pytest.fixture
def ruth(opened):
    return opened.application.patients.create(opened.actor, RUTH)


def test_the_bearer_of_the_matricule_is_found(opened, ruth):
    match = opened.application.ins_codes.of_text(opened.actor, NESSI)
    assert [hit.patient_id for hit in match.holders] == [ruth.id]
    assert match.alike == ()
    assert match.place.upper() == "MAZOIRES"


def test_a_picture_leads_to_the_same_record(opened, ruth):
    match = opened.application.ins_codes.of_picture(
        opened.actor, code_picture(encode(RUTH)), Stop()
    )
    assert [hit.patient_id for hit in match.holders] == [ruth.id]


def test_another_oid_or_a_record_without_matricule_is_only_alike(opened):
    patients, codes = opened.application.patients, opened.application.ins_codes
    bare = replace(RUTH, matricule_ins="", ins_oid="", insi_accepted=False)
    without = patients.create(opened.actor, bare)
    test = patients.create(opened.actor, replace(RUTH, ins_oid=INS_NIR_TEST))
    match = codes.of_text(opened.actor, NESSI)
    assert match.holders == ()
    assert {one.hit.patient_id for one in match.alike} == {without.id, test.id}


def test_a_code_creates_a_provisional_record_without_its_matricule(opened):
    patients, codes = opened.application.patients, opened.application.ins_codes
    match = codes.of_text(opened.actor, CORSE)
    assert (match.holders, match.alike) == ((), ())
    made = patients.create(opened.actor, match.draft)
    assert made.status is IdentityStatus.PROVISIONAL
    assert (made.data.matricule_ins, made.data.ins_oid, made.data.insured_nir) == ("", "", "")
    again = codes.of_text(opened.actor, CORSE)
    assert [one.hit.patient_id for one in again.alike] == [made.id]


def test_reading_a_code_changes_no_record(opened, ruth):
    opened.application.ins_codes.of_text(opened.actor, NESSI)
    assert opened.application.patients.open(opened.actor, ruth.id).version == ruth.version


def test_a_picture_without_an_ins_code_says_what_to_do(opened):
    codes = opened.application.ins_codes
    with pytest.raises(DomainError, match="n'est pas un code INS"):
        codes.of_picture(opened.actor, code_picture(b"DC04FR00"), Stop())
    with pytest.raises(FormatError):
        codes.of_picture(opened.actor, b"nothing", Stop())
    with pytest.raises(DomainError, match="entier"):
        codes.of_text(opened.actor, "bonjour")


def test_the_codes_of_two_people_in_one_picture_open_nobody(opened, ruth):
    codes = type(opened.application.ins_codes)(
        opened.application.works,
        opened.application.places,
        lambda _data, _stop: [encode(RUTH), encode(ANTHONY), encode(RUTH)],
    )
    with pytest.raises(DomainError) as refused:
        codes.of_picture(opened.actor, b"", Stop())
    assert refused.value.code == "ins_code.several"


def test_who_may_not_see_identities_reads_no_code(opened):
    blind = replace(opened.actor, rights=opened.actor.rights - {Right.IDENTITY})
    with pytest.raises(AccessError):
        opened.application.ins_codes.of_text(blind, NESSI)


@pytest.mark.parametrize(
    "typed",
    [
        NESSI,
        NESSI.replace("<GS>", ""),
        NESSI.replace("<GS>", "\x1d").lower(),
        "277076322082910",
        "2 77 07 63 220 829 10",
    ],
    ids=["written", "lost", "lower", "matricule", "spaced"],
)
def test_the_quick_search_finds_the_bearer_of_a_scanned_code(opened, ruth, typed):
    hits = opened.application.patients.search(opened.actor, typed)
    assert [hit.patient_id for hit in hits] == [ruth.id]


def test_a_scanned_code_is_searched_by_its_matricule_alone():
    assert typed_words(f"  {NESSI}") == [decode(NESSI).matricule]
    assert typed_words("nessi ruth") == ["nessi", "ruth"]
