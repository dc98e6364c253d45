"""Which card is in the reader, told by its answer to reset alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.cards.families import family_of
from almapy.cards.model import CardFamily
from almapy.simulators.readers import images


@pytest.mark.parametrize("series", ["43", "44", "45", "46", "47", "48", "49", "5A"])
def test_a_vitale_2_of_any_series_is_recognised(series):
    assert family_of(bytes.fromhex(f"3B75130000{series}09EA9000")) is CardFamily.VITALE_2


@pytest.mark.parametrize(
    ("atr", "family"),
    [
        ("3B 75 13 00 00 45 09 FA 90 00", CardFamily.VITALE_2),
        ("3F 65 25 00 22 09 69 90 00", CardFamily.VITALE_1),
        ("3F 65 25 00 2C 09 F9 90 00", CardFamily.VITALE_1),
        ("3F 65 25 00 52 09 6A 90 00", CardFamily.VITALE_1),
        ("3F 65 25 00 A3 09 6A 90 00", CardFamily.VITALE_1),
        ("3F 65 25 00 A4 09 6A 90 00", CardFamily.VITALE_1),
        ("3B AC 00 40 2A 00 12 25 00 64 80 00 03 10 00 90 00", CardFamily.CPS),
        ("3B AC 00 40 2A 00 12 25 00 64 80 82 02 12 00 90 00", CardFamily.CPS),
        ("3B 8F 80 01 00 31 B8 64 04 B0 EC C1 73 94 01 80 82 90 00 0E", CardFamily.CPS),
        ("3B 9B 18 80 01 00 12 25 00 64 80 04 01 00 00 90 44", CardFamily.CPS),
        ("3B 9B 18 80 01 00 12 25 00 64 80 00 04 01 00 90 44", CardFamily.CPS),
        ("3B DC 18 FF 00 00 12 25 00 64 80 00 04 01 00 90 00", CardFamily.CPS),
        # A bank card differs from a Vitale 1 by one byte.
        ("3F 65 25 00 2B 09 69 90 00", CardFamily.UNKNOWN),
        ("3B 75 13 00 00 43 09 EA 90", CardFamily.UNKNOWN),
        ("", CardFamily.UNKNOWN),
    ],
)
def test_each_answer_to_reset_of_the_notes_tells_its_card(atr, family):
    assert family_of(bytes.fromhex(atr)) is family


@given(st.binary(max_size=40))
def test_any_answer_to_reset_is_some_kind_of_card(atr):
    assert isinstance(family_of(atr), CardFamily)


def test_simulated_cards_are_the_cards_that_they_play():
    assert family_of(images.vitale_2(()).atr) is CardFamily.VITALE_2
    assert family_of(images.vitale_1().atr) is CardFamily.VITALE_1
    assert family_of(images.cps("27000001", "1234").atr) is CardFamily.CPS
    assert family_of(images.cps("27000001", "1234", generation=4).atr) is CardFamily.CPS
    assert family_of(images.other_card().atr) is CardFamily.UNKNOWN


def test_every_kind_has_a_french_name():
    assert {one.label for one in CardFamily} == {
        "Carte Vitale",
        "Carte Vitale 1",
        "Carte CPS",
        "Carte inconnue",
    }
    assert [one for one in CardFamily if one.is_vitale] == [
        CardFamily.VITALE_2,
        CardFamily.VITALE_1,
    ]
