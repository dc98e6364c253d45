"""The virtual cards answer as the card notes say, byte by byte; no client is involved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.simulators.cards import CARDS, CardHolder
from almapy.simulators.readers import images
from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.faults import Fault, Faults, TornOut
from almapy.simulators.readers.people import FAMILY, MORE_CARDS, ODD_DATES

RUTH = CardHolder("NESSI", "DE VINCI", "RUTH", "1977-07-14", "277076322082910", "277076322082910")
SELECT_MASTER = "00A40000023F00"
SELECT_VITALE = "00A404000BD250000002564954414C45"
READ = "00B0820000"


def asked(card, *commands):
    return [card.process(bytes.fromhex(one)).hex().upper() for one in commands]


def content(card, *, numbers=False):
    """Return a whole list of a card, read by hand."""
    asked(card, SELECT_VITALE if numbers else SELECT_MASTER)
    read = b""
    while True:
        offset = "8200" if not read else f"{len(read):04X}"
        answer = card.process(bytes.fromhex(f"00B0{offset}00"))
        if answer[0] == 0x6C:
            answer = card.process(bytes.fromhex(f"00B0{offset}{answer[1]:02X}"))
        if answer[-2:] != b"\x90\x00":
            assert answer == b"\x6b\x00"
            return read
        read += answer[:-2]


def test_the_worked_bytes_of_the_notes_come_out():
    card = VirtualCard(images.vitale_2([RUTH]))
    assert asked(card, SELECT_MASTER, READ) == ["6119", "6C80"]
    names = asked(card, "00B0820080")[0]
    assert names.startswith("651C80054E4553534981045255544882083139373730373134900346524100000000")
    assert names.endswith("00009000")
    asked(card, SELECT_VITALE)
    numbers = asked(card, "00B0820080")[0]
    assert numbers.startswith("6511930F32373730373633323230383239313000")


def test_twins_differ_by_their_given_name_alone_accents_in_latin_1():
    names = content(VirtualCard(images.vitale_2(FAMILY.holders)))
    assert "LEFÈVRE".encode("latin-1") in names
    assert b"\x81\x03NO\xc9\x82\x0820190228" in names
    assert b"\x81\x03L\xc9O\x82\x0820190228" in names


def test_a_family_is_longer_than_one_block_and_its_child_has_no_number():
    card = VirtualCard(images.vitale_2(FAMILY.holders))
    assert len(content(card)) > 256
    assert content(card, numbers=True).count(b"\x93\x0f") == len(FAMILY.holders) - 1
    assert content(card, numbers=True).count(b"\x65") == len(FAMILY.holders)


@pytest.mark.parametrize(
    ("name", "first_name", "beginning"),
    [
        ("A" * 60, "B" * 70, "658195803C41"),  # the notes' 144 bytes, and a country
        ("A" * 100, "B" * 200, "65820140806441"),
    ],
    ids=["over 127", "over 255"],
)
def test_long_names_take_long_lengths(name, first_name, beginning):
    card = VirtualCard(images.vitale_2([CardHolder(name, name, first_name, "1977-07-14", "")]))
    assert content(card).hex().upper().startswith(beginning)


def test_a_length_may_be_written_long_without_need():
    card = VirtualCard(images.vitale_2([RUTH], long_form=True))
    assert content(card).hex().upper().startswith("6582001C80054E")


def test_dates_that_are_in_no_calendar_are_on_the_card_as_they_are():
    names = content(VirtualCard(images.vitale_2(ODD_DATES.holders)))
    assert b"19421901" in names
    assert b"19800500" in names
    assert b"180052A12012322" in content(
        VirtualCard(images.vitale_2(ODD_DATES.holders)), numbers=True
    )


def test_every_number_of_the_simulated_cards_has_the_key_of_the_notes():
    for card in (*CARDS, *MORE_CARDS):
        for holder in card.holders:
            for nir in filter(None, (holder.own_nir, holder.insured_nir)):
                digits = nir[:13].replace("2A", "19").replace("2B", "18")
                assert int(nir[13:]) == 97 - int(digits) % 97, card.key


def test_a_vitale_1_refuses_everything():
    card = VirtualCard(images.vitale_1())
    assert asked(card, SELECT_MASTER, READ, SELECT_VITALE) == ["6E00"] * 3


def test_a_cps_refuses_the_master_file_and_counts_wrong_codes():
    card = VirtualCard(images.cps("27000001", "1234"))
    assert asked(card, SELECT_MASTER, READ) == ["6A82", "6A82"]
    assert asked(card, "00A404000DE828BD080F8025000001FF0010")[0].startswith("61")
    wrong, right = "002000010430303030", "002000010431323334"
    assert asked(card, wrong, wrong, right) == ["63C2", "63C1", "9000"]
    assert asked(card, "00200001", wrong, wrong, wrong, right) == [
        "9000",
        "63C2",
        "63C1",
        "63C0",
        "6983",
    ]
    card.reset()
    assert asked(card, right) == ["6983"]  # a blocked code stays blocked


def test_a_protected_file_is_refused_and_an_absent_one_is_not_found():
    card = VirtualCard(images.vitale_2([RUTH]))
    asked(card, SELECT_VITALE)
    assert asked(card, "00B0850000", "00B0830000", "00A4000002AAAA") == ["6982", "6A82", "6A82"]


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00", "6700"),
        ("00A4000003AA", "6700"),
        ("A0A40000023F00", "6E00"),
        ("00FF000000", "6D00"),
        ("00C0000010", "6985"),
        ("00B0000010", "6986"),
        ("00A40700023F00", "6A86"),
    ],
)
def test_a_command_that_makes_no_sense_has_the_status_of_the_standard(command, status):
    assert asked(VirtualCard(images.vitale_2([RUTH])), command) == [status]


def test_a_file_may_be_cut():
    card = VirtualCard(images.vitale_2(FAMILY.holders).with_file_cut(0x3F00, images.LISTS, 100))
    assert len(content(card)) == 100
    assert len(content(card, numbers=True)) == 128


@given(st.lists(st.binary(max_size=20), max_size=30))
def test_any_command_gets_a_status(commands):
    card = VirtualCard(images.vitale_2([RUTH]))
    for command in commands:
        assert len(card.process(command)) >= 2


def test_a_fault_comes_when_it_is_due_and_goes():
    faults = Faults()
    faults.set(Fault(after=1, count=2, status=0x6F00))
    card = VirtualCard(images.vitale_2([RUTH]))
    answers = [faults.answer(card.process, bytes.fromhex(SELECT_MASTER)) for _ in range(4)]
    assert [one.hex() for one in answers] == ["6119", "6f00", "6f00", "6119"]
    faults.set(Fault(shorter=4))
    assert len(faults.answer(card.process, bytes.fromhex("00B0820010"))) == 14
    faults.set(Fault(torn_out=True))
    with pytest.raises(TornOut):
        faults.answer(card.process, b"")
