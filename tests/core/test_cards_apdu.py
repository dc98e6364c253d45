"""One whole answer of a card, whatever the steps that its protocol wants."""

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.cards.apdu import exchange
from almapy.cards.faults import CardUnreadable
from almapy.cards.model import CardFamily
from almapy.cards.probing import family_by_application
from almapy.simulators.readers import images
from almapy.simulators.readers.card import VirtualCard


class Script:
    """A card that answers what it was told, in order, and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers = [bytes.fromhex(one) for one in answers]
        self.asked = []

    def __call__(self, command):
        self.asked.append(command.hex().upper())
        return self.answers.pop(0)


def test_a_wrong_length_is_asked_again_with_the_right_one_and_once_only():
    card = Script("6C80", "AABB9000")
    assert exchange(card, bytes.fromhex("00B0820000")).data == b"\xaa\xbb"
    assert card.asked == ["00B0820000", "00B0820080"]
    obstinate = Script("6C80", "6C80")
    assert exchange(obstinate, bytes.fromhex("00B0820000")).status == 0x6C80


def test_the_rest_of_an_answer_is_fetched_as_often_as_the_card_says():
    card = Script("6102", "AABB6103", "CCDDEE9000")
    answer = exchange(card, bytes.fromhex("00A40000023F00"))
    assert (answer.data.hex(), answer.done) == ("aabbccddee", True)
    assert card.asked[1:] == ["00C0000002", "00C0000003"]


def test_a_length_is_added_behind_the_data_of_a_command():
    card = Script("6C10", "9000")
    exchange(card, bytes.fromhex("00A40000023F0000"))
    assert card.asked[1] == "00A40000023F0010"


@pytest.mark.parametrize("answer", ["", "90"])
def test_an_answer_without_status_is_refused(answer):
    with pytest.raises(CardUnreadable):
        exchange(Script(answer), bytes.fromhex("00B0820000"))


def test_an_answer_without_end_is_refused():
    with pytest.raises(CardUnreadable):
        exchange(lambda _command: b"\xaa\x61\x01", bytes.fromhex("00B0820000"))


def test_an_answer_shows_no_data_when_it_is_printed():
    answer = exchange(Script("4E455353499000"), bytes.fromhex("00B0820000"))
    assert "4e45" not in repr(answer)
    assert "NESSI" not in repr(answer)


@given(st.lists(st.binary(max_size=6), min_size=1, max_size=8))
def test_no_answer_makes_it_do_anything_but_answer_or_refuse(answers):
    given_out = itertools.cycle(answers)
    with contextlib.suppress(CardUnreadable):
        exchange(lambda _command: next(given_out), bytes.fromhex("00B0820000"))


@pytest.mark.parametrize(
    ("image", "family"),
    [
        (images.vitale_2(()), CardFamily.VITALE_2),
        (images.cps("27000001", "1234"), CardFamily.CPS),
        (images.other_card(), CardFamily.UNKNOWN),
        (images.vitale_1(), CardFamily.UNKNOWN),
    ],
)
def test_a_card_of_unknown_answer_to_reset_is_told_by_its_applications(image, family):
    assert family_by_application(VirtualCard(image).process) is family
