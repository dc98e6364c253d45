"""The free files of a carte Vitale: read whole or refused, never half and never guessed."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.cards.faults import CardRemoved, CardUnreadable
from almapy.vitale import parser
from almapy.vitale.card_reader import read_holders
from almapy.vitale.parser import bearers_of, birth_day
from almapy.vitale.tlv import LARGEST_FILE, TlvFault, goes_on, read_objects
from tests.core.vitale_files_helper import (
    FAMILY,
    RUTH_NAMES,
    RUTH_NIR,
    RUTH_NUMBERS,
    card,
    files_of,
    named,
    numbered,
    tlv,
)

TWINS = bytes.fromhex(
    "651880074C4546C8565245 81034E4FC9 82083230313930323238"
    "651880074C4546C8565245 81034CC94F 82083230313930323238"
)
MANY, PER_SEED = 200, 100


def test_ruth_is_read_with_her_number():
    [ruth] = bearers_of(RUTH_NAMES, RUTH_NUMBERS)
    assert (ruth.name, ruth.first_name, ruth.birth_text) == ("NESSI", "RUTH", "19770714")
    assert ruth.birth_date.isoformat() == "1977-07-14"
    assert (ruth.own_nir, ruth.birth_name, ruth.number_note) == (RUTH_NIR, None, "")


def test_what_a_direct_reading_cannot_tell_is_not_read_rather_than_empty():
    [ruth] = bearers_of(RUTH_NAMES, RUTH_NUMBERS)
    assert ruth.rights is None
    assert ruth.coverages is None
    assert ruth.quality is None
    assert ruth.rank is None
    assert not ruth.complementary_was_read


def test_twins_keep_their_accents_and_their_own_first_name():
    noe, leo = bearers_of(TWINS, numbered() + numbered())
    assert (noe.name, noe.first_name, leo.first_name) == ("LEFÈVRE", "NOÉ", "LÉO")
    assert noe.birth_date == leo.birth_date
    assert (noe.own_nir, leo.own_nir) == ("", "")


def test_long_names_use_the_long_lengths():
    long = named("N" * 60, "P" * 70, "19550615", country="")
    assert long[:3] == bytes.fromhex("658190")
    [one] = bearers_of(long, numbered())
    assert (len(one.name), len(one.first_name)) == (60, 70)
    two_bytes = b"\x65\x82\x00\x1c" + RUTH_NAMES[2:]
    assert bearers_of(two_bytes, RUTH_NUMBERS)[0].first_name == "RUTH"


@pytest.mark.parametrize("padding", [b"", b"\x00" * 40, b"\xff" * 40, b"\x00\x65\x10"])
def test_what_follows_the_padding_does_not_count(padding):
    assert len(bearers_of(RUTH_NAMES + padding, RUTH_NUMBERS + padding)) == 1


def test_zeros_behind_a_value_do_not_belong_to_it():
    padded = tlv(
        0x65,
        tlv(0x80, b"NESSI\x00\x00") + tlv(0x81, b"RUTH\x00") + tlv(0x82, b"19770714"),
    )
    [ruth] = bearers_of(padded, RUTH_NUMBERS)
    assert (ruth.name, ruth.first_name) == ("NESSI", "RUTH")


def test_other_objects_of_the_files_are_passed_over():
    around = (
        tlv(0x66, tlv(0x80, b"20200101")) + RUTH_NAMES + b"\x7f\x21\x02\x01\x02\x5f\x37\x01\x00"
    )
    assert [one.first_name for one in bearers_of(around, RUTH_NUMBERS)] == ["RUTH"]


@pytest.mark.parametrize("born", ["19421901", "19500000", "19550231", "00000000"])
def test_a_date_that_no_calendar_has_is_kept_as_it_is_written(born):
    [one] = bearers_of(named("HENNE", "JEAN", born), numbered())
    assert (one.birth_text, one.birth_date) == (born, None)


@pytest.mark.parametrize("born", ["1977071", "197707141", "1977O714", "", "1977 714"])
def test_a_date_that_is_not_eight_figures_makes_the_card_unreadable(born):
    with pytest.raises(CardUnreadable):
        bearers_of(named("NESSI", "RUTH", born), RUTH_NUMBERS)


@pytest.mark.parametrize(
    "names",
    [
        b"",
        b"\x00" * 20,
        RUTH_NAMES[:-1],
        RUTH_NAMES[:2],
        b"\x65\x00",
        named("", "RUTH", "19770714"),
        named("NESSI", "", "19770714"),
        named("NESSI", "   ", "19770714"),
        named("NES\x01SI", "RUTH", "19770714"),
        named("N" * 101, "RUTH", "19770714"),
        named("NESSI", "RUTH", "19770714") + b"\x65\x80",
        b"\x65\x83\x00\x00\x1c" + RUTH_NAMES[2:],
        tlv(0x65, tlv(0x80, b"A") * 2 + tlv(0x81, b"B") + tlv(0x82, b"19770714")),
        RUTH_NAMES * (parser.MOST_BEARERS + 1),
    ],
)
def test_an_identity_is_whole_or_the_card_is_unreadable(names):
    with pytest.raises(CardUnreadable) as refused:
        bearers_of(names, RUTH_NUMBERS)
    assert "Rien n'a été pris d'elle" in refused.value.message


def test_lists_of_different_lengths_give_no_number_to_anybody():
    names, numbers = files_of(FAMILY)
    for wrong in (numbers + numbered(), numbers[: len(numbered(RUTH_NIR))], b""):
        persons = bearers_of(names, wrong)
        assert [one.own_nir for one in persons] == [None] * 5
        assert {one.number_note for one in persons} == {parser.NOT_PAIRED}


def test_a_second_list_that_stays_closed_leaves_the_numbers_unread():
    [ruth] = bearers_of(RUTH_NAMES, None)
    assert (ruth.own_nir, ruth.number_note) == (None, parser.NOT_READABLE)


def test_a_number_with_a_wrong_key_is_kept_out_and_told():
    [ruth] = bearers_of(RUTH_NAMES, numbered("277076322082911"))
    assert (ruth.own_nir, ruth.number_note) == (None, parser.WRONG_KEY)
    assert "277" not in ruth.number_note


@pytest.mark.parametrize("nir", ["2770763220829", "27707632208291O", "977076322082910", "2" * 16])
def test_a_number_of_another_shape_is_kept_out_and_told(nir):
    [ruth] = bearers_of(RUTH_NAMES, numbered(nir))
    assert (ruth.own_nir, ruth.number_note) == (None, parser.WRONG_SHAPE)


@pytest.mark.parametrize(
    "nir",
    [
        "180052A12012322",
        "283102B03345675",
        "142196296516794",
        "279051900412705",
        "255069999999934",
        "168017218137243",
        "155067200010159",
        "146193508400163",
    ],
)
def test_corsica_a_month_19_and_a_key_with_a_zero_are_right(nir):
    [one] = bearers_of(RUTH_NAMES, numbered(nir))
    assert one.own_nir == nir


def test_a_number_given_to_two_people_is_nobodys():
    names, _ = files_of(FAMILY[:2])
    persons = bearers_of(names, numbered(RUTH_NIR) * 2)
    assert [one.own_nir for one in persons] == [None, None]
    assert {one.number_note for one in persons} == {parser.SHARED_NUMBER}


def test_somebody_named_twice_after_a_new_edition_is_shown_once():
    again = bearers_of(RUTH_NAMES * 2, numbered() + RUTH_NUMBERS)
    assert [(one.first_name, one.own_nir) for one in again] == [("RUTH", RUTH_NIR)]
    same = bearers_of(RUTH_NAMES * 2, RUTH_NUMBERS * 2)
    assert [one.own_nir for one in same] == [RUTH_NIR]


def test_a_mutilated_length_never_asks_for_more_than_a_file():
    with pytest.raises(TlvFault):
        goes_on(b"\x65\x82\xff\xff")
    assert goes_on(b"\x65\x82\x10")
    assert goes_on(RUTH_NAMES[:10])
    assert not goes_on(RUTH_NAMES + b"\x00")
    assert goes_on(RUTH_NAMES)


def test_nothing_of_the_card_is_shown_by_an_error_or_a_trace_of_the_program():
    persons = bearers_of(*files_of(FAMILY))
    shown = repr(persons)
    assert not any(word in shown for word in ("NESSI", "RUTH", "1977", RUTH_NIR))
    with pytest.raises(CardUnreadable) as refused:
        bearers_of(named("NESSI", "RUTH", "1977071X"), RUTH_NUMBERS)
    assert refused.value.__cause__ is None
    assert "1977" not in refused.value.message


@given(st.binary(max_size=80))
def test_any_bytes_are_objects_or_are_refused(data):
    try:
        found = read_objects(data)
    except TlvFault:
        return
    assert sum(len(one.value) for one in found) <= len(data)


@given(st.text(alphabet="0123456789", min_size=8, max_size=8))
def test_any_eight_figures_are_a_day_or_none(text):
    day = birth_day(text)
    assert day is None or f"{day:%Y%m%d}".rjust(8, "0") == text


def mutated(rng: random.Random, data: bytes) -> bytes:
    """A file as a bad chip, or somebody who means harm, would leave it."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        at = rng.randrange(len(changed) + 1)
        match rng.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del changed[at : at + rng.randint(1, 12)]
            case 2:
                changed[at:at] = rng.randbytes(rng.randint(1, 6))
            case 3:
                del changed[at:]
            case 4:
                changed[at:at] = changed[: rng.randint(1, 40)]
            case _:
                changed[at : at + 1] = rng.choice((b"\x65", b"\x82\xff\xff", b"\x81\xff", b"\x00"))
    return bytes(changed)


class Spoilt:
    """A card one of whose answers comes out wrong."""

    def __init__(self, card, rng, which):
        self.card, self.rng, self.which, self.count = card, rng, which, 0

    def transmit(self, command):
        self.count += 1
        answer = self.card.process(command)
        if self.count != self.which:
            return answer
        wrong = (b"", b"\x90", b"\x6f\x00", b"\x61\x00", mutated(self.rng, answer))
        return self.rng.choice(wrong)


@settings(max_examples=MANY)
@given(st.integers(0, 2**32))
def test_twenty_thousand_mutated_cards_give_whole_people_or_a_sentence(seed):
    rng = random.Random(seed)
    bases = (files_of(FAMILY), (RUTH_NAMES, RUTH_NUMBERS), (TWINS, numbered() * 2))
    for _ in range(PER_SEED):
        names, numbers = rng.choice(bases)
        one = card(
            mutated(rng, names),
            mutated(rng, numbers) if rng.random() < 0.5 else numbers,
            is_t0=rng.random() < 0.5,
        )
        asked = Spoilt(one, rng, rng.randrange(1, 14) if rng.random() < 0.3 else 0)
        try:
            persons = read_holders(asked.transmit)
        except (CardUnreadable, CardRemoved):
            continue
        assert persons
        assert all(one.name and one.first_name and len(one.birth_text) == 8 for one in persons)
        assert all(len(one.own_nir) == 15 for one in persons if one.own_nir)
        assert asked.count < LARGEST_FILE
