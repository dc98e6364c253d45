"""A card or an identity that opens nothing leaves nothing open behind it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from almapy.audit.model import Action
from almapy.cps.asking import PinDesk
from almapy.cps.faults import PinNotGiven
from almapy.cps.reader import CpsReader
from almapy.opening import Door
from almapy.outside import Outside
from almapy.session import Session
from almapy.sign_in.card_links import CardLinkService, opening_secret
from almapy.sign_in.faults import NotLinked, OtherPersonsToken, TokenRefused
from almapy.sign_in.model import TokenKind
from almapy.sign_in.tables import SignInLinkRow
from almapy.users.model import NewAccount, Role
from almapy.users.throttle import Throttle
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.fakes.cps import RIGHT_PIN, FakeCard, FakeCps


@pytest.fixture
def module():
    return FakeCps(FakeCard())


@pytest.fixture
def linked(place, clock, module):
    """A practice whose doctor has linked their card, which wants its code again."""
    opened = Door(place, clock, cost=CHEAP, outside=Outside(cps=module)).create(new_practice())
    application = opened.application
    application.pins.listen(lambda question: question.answer(RIGHT_PIN))
    links = application.card_links
    links.link(opened.actor, links.look(opened.actor).card)
    application.cps.forget()
    yield opened
    application.close()


def without_row(opened) -> None:
    """Leave the slot of the key file alone, as a crash in mid-link does."""
    with opened.application.works.begin(opened.actor) as work:
        work.session.execute(delete(SignInLinkRow))


def open_by_card(door):
    card = door.cps_reader.read()
    handle = card.identity.fingerprint
    challenge = door.challenge(TokenKind.CPS, handle)
    secret = opening_secret(door.cps_reader, card, RIGHT_PIN, door.base_id(), challenge)
    return door.open_with_token(TokenKind.CPS, handle, secret)


def test_a_card_that_opened_nothing_asks_for_its_code_again(linked, module, place, clock):
    without_row(linked)
    linked.application.close()
    door = Door(place, clock, cost=CHEAP, outside=Outside(cps=module))
    with pytest.raises(NotLinked):
        open_by_card(door)
    assert not door.cps_reader.is_unlocked(door.cps_reader.read())
    again = door.open(LOGIN, PASSWORD)
    reader = again.application.cps_reader
    assert not reader.is_unlocked(reader.read())
    again.application.close()


def test_a_card_that_unlocks_nothing_asks_for_its_code_again(linked, clock):
    application = linked.application
    other = application.accounts.create(
        linked.actor, NewAccount("claire", Role.REMPLACANT, "Claire", "FICTIVE", PASSWORD)
    )
    card = application.cps_reader.read()
    secret = application.card_links.secret(card, RIGHT_PIN)
    assert application.cps_reader.is_unlocked(card)
    with pytest.raises(OtherPersonsToken):
        Session(application, Throttle(clock)).sign_in_with_token(
            TokenKind.CPS,
            card.identity.fingerprint,
            secret,
            action=Action.SESSION_UNLOCKED,
            only=other.at(application.post),
        )
    assert not application.cps_reader.is_unlocked(card)


def test_a_failed_opening_keeps_what_the_post_is_plugged_into(practice, place, clock):
    handle, secret = "ab" * 32, bytes(range(32))
    practice.application.sign_in_links.link(
        practice.actor, TokenKind.PSC, handle, issuer="", subject="810001234565", secret=secret
    )
    without_row(practice)
    practice.application.close()
    door = Door(place, clock, cost=CHEAP)
    reader, outside = door.cps_reader, door.outside
    with pytest.raises(NotLinked):
        door.open_with_token(TokenKind.PSC, handle, secret)
    again = door.open(LOGIN, PASSWORD)
    assert again.application.cps_reader is reader
    assert door.outside is outside
    again.application.close()


def test_what_a_crash_left_of_a_link_is_offered_to_be_made_again(linked):
    application, links = linked.application, linked.application.card_links
    assert links.look(linked.actor).is_linked
    without_row(linked)
    seen = links.look(linked.actor)
    assert not seen.is_linked
    links.link(linked.actor, seen.card)
    assert links.look(linked.actor).is_linked
    assert len(application.keeper._ring().tokens) == 1


def test_a_card_that_is_lent_opens_no_account(linked, module):
    application, links = linked.application, linked.application.card_links
    module.remove()
    module.insert(
        FakeCard(serial="service", number="3670000001/17", title="Carte de service santé ou social")
    )
    other = application.accounts.create(
        linked.actor, NewAccount("accueil", Role.SECRETAIRE, "Claire", "FICTIVE", PASSWORD)
    ).at(application.post)
    seen = links.look(other)
    assert seen.is_others
    with pytest.raises(TokenRefused, match="ne désigne personne"):
        links.link(other, seen.card)
    assert module.cards[0].logins == 0


def test_a_link_that_is_put_back_for_nobody_damages_no_key_file(linked):
    application = linked.application
    other = application.accounts.create(
        linked.actor, NewAccount("claire", Role.REMPLACANT, "Claire", "FICTIVE", PASSWORD)
    )
    keeper, handle = application.keeper, "ab" * 32
    keeper.give_token(TokenKind.PSC, other.uid, handle, secret=bytes(range(32)))
    taken = keeper.take_token(TokenKind.PSC, handle)
    keeper.take(other.uid)
    keeper.put_back(taken)
    assert keeper.slot(TokenKind.PSC, handle) is None
    assert keeper.prove(LOGIN, PASSWORD)


def test_a_link_under_way_asks_nothing_of_who_comes_after_a_lock(linked, clock, module):
    application, pins, asked = linked.application, PinDesk(seconds=5), []

    def wrong_then_locked(question):
        asked.append(question.request)
        question.answer("9999")

    pins.listen(wrong_then_locked)
    reader = CpsReader(module, clock)
    links = CardLinkService(
        application.sign_in_links, application.keeper, reader, pins, application.base_id
    )
    card, read = reader.read(), reader.read

    def locked():
        pins.cancel()
        return read()

    reader.read = locked
    with pytest.raises(PinNotGiven):
        links.link(linked.actor, card)
    assert len(asked) == 1
