"""The content of the INS code: byte for byte the strings of the notes, read whoever wrote it."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import DomainError
from almapy.identity.ins_datamatrix import decode, encode
from almapy.identity.keyboard_scan import decode_scanned
from almapy.identity.oids import INS_NIA, INS_NIR, INS_NIR_DEMO, INS_NIR_TEST, MatriculeKind
from almapy.identity.traits import strict_first_names, strict_name
from almapy.identity.transitions import status_of
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from tests.core.test_patients import RUTH

HEADER = "IS010000000000000000000000"
NESSI = (
    f"{HEADER}S1277076322082910S21.2.250.1.213.1.4.8<GS>S3RUTH ISABELLE<GS>S4NESSI<GS>"
    "S5FS614-07-1977S763220"
)
NESSI_HEX = (
    "4953303130303030303030303030303030303030303030303030"
    "5331323737303736333232303832393130"
    "5332312e322e3235302e312e3231332e312e342e381d"
    "5333525554482049534142454c4c451d"
    "53344e455353491d"
    "533546"
    "533631342d30372d31393737"
    "53373633323230"
)
PAT_TROIS = (
    f"{HEADER}S1279035121518989S21.2.250.1.213.1.4.10S3DOMINIQUE MARIE-LOUISE<GS>S4PAT-TROIS<GS>"
    "S5FS628-03-1979S751215"
)
CORSE = (
    f"{HEADER}S1180032B02040123S21.2.250.1.213.1.4.8<GS>S3ANTHONY<GS>S4CORSE<GS>"
    "S5MS602-03-1980S72B020"
)


def person(birth_name, first_names, sex, born, place, matricule, oid=INS_NIR):
    return replace(
        RUTH,
        birth_name=birth_name,
        birth_first_names=first_names,
        first_birth_first_name=first_names.split()[0],
        sex=sex,
        birth_date=born,
        birth_place_code=place,
        matricule_ins=matricule,
        ins_oid=oid,
    )


DOMINIQUE = person(
    "PAT-TROIS",
    "DOMINIQUE MARIE-LOUISE",
    Sex.FEMALE,
    date(1979, 3, 28),
    "51215",
    "279035121518989",
    INS_NIR_TEST,
)
ANTHONY = person("CORSE", "ANTHONY", Sex.MALE, date(1980, 3, 2), "2B020", "180032B02040123")


def as_bytes(written):
    return written.replace("<GS>", "\x1d").encode("ascii")


@pytest.mark.parametrize(
    ("draft", "written", "length"),
    [(RUTH, NESSI, 111), (DOMINIQUE, PAT_TROIS, 124), (ANTHONY, CORSE, 105)],
    ids=["nessi", "pat-trois", "corse"],
)
def test_the_codes_of_the_notes_are_written_byte_for_byte(draft, written, length):
    assert encode(draft) == as_bytes(written)
    assert len(encode(draft)) == length


def test_the_code_of_ruth_is_the_hexadecimal_of_the_notes():
    assert encode(RUTH).hex() == NESSI_HEX


@pytest.mark.parametrize("place", ["", "99999"])
def test_an_unknown_birth_place_is_left_out(place):
    written = encode(replace(RUTH, birth_place_code=place))
    assert len(written) == 104
    assert written.endswith(b"S614-07-1977")
    assert decode(written).birth_place_code == ""


@pytest.mark.parametrize(
    "change",
    [
        {"insi_accepted": False},
        {"identity_document": ""},
        {"identity_document": "permis"},
        {"doubtful": True},
        {"fictitious": True},
    ],
    ids=["validee", "recuperee", "permis", "douteuse", "fictive"],
)
def test_no_code_is_written_for_an_identity_that_is_not_qualified(change):
    draft = replace(RUTH, **change)
    assert status_of(draft) is not IdentityStatus.QUALIFIED
    with pytest.raises(DomainError) as refused:
        encode(draft)
    assert refused.value.code == "ins_code.not_qualified"
    assert "277076" not in refused.value.message


@pytest.mark.parametrize(
    "change",
    [
        {"sex": Sex.UNKNOWN},
        {"birth_date": None},
        {"birth_name": "NESSI2"},
        {"birth_name": "A" * 101},
        {"birth_first_names": "Ruth"},
        {"matricule_ins": "27707632208291"},
        {"ins_oid": "1.2.250.1.213.1.4.8.99"},
        {"birth_place_code": "6322"},
    ],
)
def test_what_the_format_cannot_hold_is_refused_without_naming_anybody(change):
    with pytest.raises(DomainError) as refused:
        encode(replace(RUTH, **change))
    assert refused.value.code == "ins_code.content"
    assert "NESSI" not in refused.value.message


def test_a_name_of_a_hundred_letters_is_followed_by_no_separator():
    draft = replace(RUTH, birth_name="N" * 100, birth_first_names="RUTH " + "I" * 95)
    written = encode(draft)
    assert written.count(b"\x1d") == 1
    assert (decode(written).birth_name, decode(written).first_names) == (
        "N" * 100,
        "RUTH " + "I" * 95,
    )


def test_the_fields_are_read_in_any_order():
    written = (
        f"{HEADER}S1277076322082910S21.2.250.1.213.1.4.8<GS>S3RUTH ISABELLE<GS>S5FS614-07-1977"
        "S763220S4NESSI"
    )
    assert decode(written) == decode(NESSI)
    assert decode(as_bytes(written)) == decode(encode(RUTH))


def test_names_that_end_in_s_are_read_without_any_separator():
    written = f"{HEADER}S1277076322082910S21.2.250.1.213.1.4.8S3THOMASS4MOSSS5MS614-07-1977S763220"
    code = decode(written)
    assert (code.first_names, code.birth_name, code.sex) == ("THOMAS", "MOSS", Sex.MALE)


@pytest.mark.parametrize(
    "mark", ["\x1d", "<GS>", "<gs>", "[GS]", "{GS}", "\u241d", "^]", "\\x1d", ""]
)
def test_a_separator_is_understood_however_it_was_written(mark):
    assert decode(NESSI.replace("<GS>", mark)) == decode(NESSI)


def test_an_unknown_identifier_is_skipped():
    added = NESSI.replace("S4NESSI", "S8ABC 12-X<GS>T1QUELQUE CHOSE<GS>S4NESSI")
    assert decode(added) == decode(NESSI)
    assert decode(NESSI.replace("S5F", "S9XYZS5F")) == decode(NESSI)


def test_a_birth_abroad_and_a_lunar_date_are_read():
    code = decode(NESSI.replace("63220", "99352").replace("14-07-1977", "00-00-1950"))
    assert code.birth_place_code == "99352"
    assert code.birth_text == "00-00-1950"
    assert code.birth_date is None
    draft = code.draft()
    assert (draft.birth_date, draft.birth_date_uncertain) == (date(1950, 12, 31), True)
    assert draft.lunar_date == "00/00/1950"


def test_the_oid_tells_the_kind_and_is_kept_as_it_was_read():
    nia = decode(NESSI.replace("4.8<GS>", "4.9<GS>"))
    assert (nia.oid, nia.kind) == (INS_NIA, MatriculeKind.NIA)
    assert decode(PAT_TROIS).oid == INS_NIR_TEST
    assert decode(NESSI.replace("213.1.4.8", "999.8")).kind is None


def test_a_wrong_key_is_read_like_any_other():
    assert decode(NESSI.replace("2910S2", "2999S2")).matricule == "277076322082999"


@pytest.mark.parametrize(
    "other",
    [
        "",
        "IS01",
        HEADER,
        f"DC04{NESSI[4:]}",
        f"IS02{NESSI[4:]}",
        "010340093005620217231231103006440",
        NESSI.replace("S4NESSI", ""),
        NESSI.replace("S1277076322082910", ""),
        NESSI.replace("S5F", "S5I"),
        NESSI.replace("S4NESSI", "S4N.SSI"),
        NESSI * 100,
    ],
)
def test_what_is_no_whole_ins_code_is_none(other):
    assert decode(other) is None
    assert decode(other.encode()) is None


def test_a_symbology_prefix_and_spaces_around_change_nothing():
    assert decode(f" ]d1{NESSI}\r\n") == decode(NESSI)


def test_a_read_code_gives_a_provisional_identity_without_matricule():
    draft = decode(NESSI).draft()
    assert status_of(draft) is IdentityStatus.PROVISIONAL
    assert (draft.matricule_ins, draft.ins_oid, draft.insi_accepted) == ("", "", False)
    assert (draft.birth_name, draft.birth_first_names) == ("NESSI", "RUTH ISABELLE")
    assert draft.first_birth_first_name == "RUTH"
    assert (draft.sex, draft.birth_date) == (Sex.FEMALE, date(1977, 7, 14))
    assert draft.birth_place_code == "63220"


def test_a_code_of_the_year_zero_creates_nothing():
    with pytest.raises(DomainError):
        decode(NESSI.replace("1977", "0000")).draft()


def test_neither_the_code_nor_its_draft_shows_anybody_in_a_log():
    shown = repr(decode(NESSI))
    assert not any(word in shown for word in ("NESSI", "RUTH", "277076", "1977", "63220"))


_WORD = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZS", min_size=1, max_size=12)


def _glued(words, joints):
    return "".join(a + b for a, b in zip(words, [*joints, ""], strict=False))


@st.composite
def _names(draw, joints, accepted):
    words = draw(st.lists(_WORD, min_size=1, max_size=6))
    between = draw(st.lists(st.sampled_from(joints), min_size=len(words) - 1, max_size=len(words)))
    name = _glued(words, between[: len(words) - 1])[:100].rstrip(" -'")
    return name if accepted(name) == name else "NESSI"


@st.composite
def qualified(draw):
    first_names = draw(_names([" ", "-", "'"], strict_first_names))
    return person(
        draw(_names([" ", "-", "'", "--"], strict_name)),
        first_names,
        draw(st.sampled_from([Sex.FEMALE, Sex.MALE])),
        draw(st.dates(date(1, 1, 1), date(9999, 12, 31))),
        draw(st.sampled_from(["63220", "2A004", "2B020", "99352", "97411", ""])),
        draw(st.from_regex(r"[1-8][0-9]{5}[0-9AB][0-9]{8}", fullmatch=True)),
        draw(st.sampled_from([INS_NIR, INS_NIA, INS_NIR_TEST, INS_NIR_DEMO])),
    )


def as_draft(code):
    return (
        code.matricule,
        code.oid,
        code.first_names,
        code.birth_name,
        code.sex,
        code.birth_date,
        code.birth_place_code,
    )


def traits(draft: PatientDraft):
    return (
        draft.matricule_ins,
        draft.ins_oid,
        draft.birth_first_names,
        draft.birth_name,
        draft.sex,
        draft.birth_date,
        draft.birth_place_code,
    )


@given(qualified())
def test_what_was_written_is_read_back(draft):
    assert as_draft(decode(encode(draft))) == traits(draft)


@given(qualified())
def test_the_same_traits_are_read_once_the_separators_are_lost(draft):
    assert as_draft(decode(encode(draft).replace(b"\x1d", b""))) == traits(draft)


@given(qualified())
def test_no_separator_ends_a_code_nor_follows_a_field_at_its_maximum(draft):
    written = encode(draft)
    assert not written.endswith(b"\x1d")
    assert (draft.ins_oid.encode() + b"\x1d" in written) == (len(draft.ins_oid) < 20)


@given(qualified(), st.randoms(use_true_random=False))
def test_fields_in_any_order_give_the_same_traits(draft, order):
    fields = encode(draft)[26:].replace(b"\x1d", b"").decode()
    code = decode(HEADER + fields)
    parts = [
        f"S1{code.matricule}",
        f"S2{code.oid}",
        f"S3{code.first_names}",
        f"S4{code.birth_name}",
        f"S5{code.sex.value}",
        f"S6{code.birth_text}",
    ]
    order.shuffle(parts)
    assert as_draft(decode(HEADER + "\x1d".join(parts)))[:6] == traits(draft)[:6]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_fault(content):
    decode(content)
    decode(b"IS01" + content)
    decode(HEADER.encode() + content)


@given(st.text(max_size=300))
def test_any_text_is_read_without_fault(content):
    decode(content)
    decode_scanned(f"{HEADER}S1{content}")


@given(st.integers(0, 2**32))
def test_a_damaged_code_is_read_without_fault(seed):
    pick = random.Random(seed)
    damaged = bytearray(encode(RUTH))
    for _ in range(pick.randrange(1, 12)):
        damaged[pick.randrange(len(damaged))] = pick.randrange(256)
    code = decode(bytes(damaged))
    assert code is None or code.birth_name


_FRENCH = str.maketrans("0123456789-'.AQZWM", "à&é\"'(-è_ç)ù:QAWZ?")
_FRENCH_CAPS = str.maketrans("-'.aqzwm", "°%/qawz,")


@given(qualified())
def test_a_qwerty_scanner_is_understood_on_an_azerty_post(draft):
    scanned = encode(draft).decode().replace("\x1d", "").translate(_FRENCH)
    assert as_draft(decode_scanned(scanned)) == traits(draft)


@given(qualified())
def test_caps_lock_on_that_post_changes_nothing(draft):
    scanned = encode(draft).decode().replace("\x1d", "").lower().translate(_FRENCH_CAPS)
    assert as_draft(decode_scanned(scanned)) == traits(draft)


def test_a_scanner_that_agrees_with_the_post_is_understood_too():
    assert decode_scanned(NESSI) == decode(NESSI)
    assert decode_scanned("nessi ruth") is None
