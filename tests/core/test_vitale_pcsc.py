"""The family card through a real pcscd: five people, twins told apart, faults said."""

import pytest

from almapy.cards.faults import CardAbsent, CardMute, CardRemoved, CardUnreadable
from almapy.cards.model import CardEventKind
from almapy.cards.service import CardService
from almapy.clock import SystemClock
from almapy.simulators.readers import images
from almapy.simulators.readers.faults import Fault
from almapy.simulators.readers.people import FAMILY, ODD_DATES
from almapy.vitale.card_reader import read_holders
from almapy.vitale.service import VitaleService
from tests.fakes.card_system import Events
from tests.peers.pcsc.post import PcscPost

pytestmark = pytest.mark.pcsc
CARD = images.vitale_2(FAMILY.holders)
ODD = images.vitale_2(ODD_DATES.holders)


@pytest.fixture
def cards(pcsc_post: PcscPost):
    service = CardService(pcsc_post.system, SystemClock())
    yield service
    service.close()


@pytest.fixture
def vitale(practice, cards, clock):
    application = practice.application
    return VitaleService(application.works, cards, None, clock, covers=application.covers)


@pytest.fixture
def insert(pcsc_post, cards):
    """Put a card in and wait until it was seen."""
    heard = Events()
    cards.listen(heard)
    cards.start()
    heard.next(CardEventKind.READERS)

    def put(image):
        pcsc_post.insert(image)
        return heard.next(CardEventKind.INSERTED).slot

    return put


@pytest.mark.parametrize("long_form", [False, True])
def test_the_family_card_is_read_whole(practice, vitale, insert, long_form):
    insert(images.vitale_2(FAMILY.holders, long_form=long_form))
    read = vitale.read(practice.actor)
    assert [one.first_name for one in read.bearers] == [one.first_name for one in FAMILY.holders]
    assert [one.own_nir for one in read.bearers] == [one.own_nir for one in FAMILY.holders]
    noe, leo = read.bearers[2:4]
    assert (noe.first_name, leo.first_name, noe.birth_date) == ("NOÉ", "LÉO", leo.birth_date)
    assert read.bearers[4].own_nir == ""


def test_a_date_out_of_the_calendar_does_not_stop_the_reading(practice, vitale, insert):
    insert(ODD)
    first, second = vitale.read(practice.actor).bearers
    assert (first.birth_text, first.birth_date) == ("19421901", None)
    assert second.own_nir == "180052A12012322"


def test_each_fault_of_a_card_has_its_sentence_and_the_next_reading_works(
    practice, vitale, insert, pcsc_post, cards
):
    slot = insert(CARD)
    pcsc_post.set_fault(Fault(after=1, status=0x6F00))
    with pytest.raises(CardUnreadable):
        vitale.read(practice.actor)
    pcsc_post.set_fault(Fault(after=2, mute_seconds=30))
    with pytest.raises(CardMute):
        cards.use(slot.reader, read_holders, seconds=1.0)
    pcsc_post.set_fault(None)
    pcsc_post.eject()
    with pytest.raises((CardAbsent, CardRemoved)):
        cards.use(slot.reader, read_holders)
    insert(CARD)
    assert len(vitale.read(practice.actor).bearers) == 5


def test_a_card_torn_out_in_mid_reading_gives_nobody(practice, vitale, insert, pcsc_post):
    insert(CARD)
    pcsc_post.set_fault(Fault(after=3, torn_out=True))
    with pytest.raises(CardRemoved):
        vitale.read(practice.actor)


def test_the_numbers_of_a_card_put_in_the_place_of_another_go_to_nobody(insert, pcsc_post, cards):
    slot = insert(CARD)

    def work(transmit):
        asked = []

        def swapping(command):
            asked.append(command)
            if len(asked) == 5:
                pcsc_post.swap_unseen(ODD)
            return transmit(command)

        return read_holders(swapping)

    # pcscd reports a mute card, or the new one is told by its list.
    with pytest.raises((CardRemoved, CardUnreadable, CardMute)):
        cards.use(slot.reader, work)


@pytest.mark.parametrize("length", [10, 40, 61])
def test_a_cut_file_gives_nobody(practice, vitale, insert, length):
    insert(CARD.with_file_cut(0x3F00, images.LISTS, length))
    with pytest.raises(CardUnreadable, match="Rien n'a été pris"):
        vitale.read(practice.actor)
