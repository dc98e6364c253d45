"""The session of Pro Santé Connect of the person at work, on both engines."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from almapy.adapters.call_errors import Cancelled, cancelled
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError
from almapy.opening import Door, Opened
from almapy.outside import Outside
from almapy.paths import Folders
from almapy.psc.faults import (
    LinkRefused,
    NotSignedIn,
    OtherPerson,
    PscUnavailable,
    SessionOver,
)
from almapy.psc.service import PscService
from almapy.session import Session
from almapy.settings import Place, PostSettings
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import TokenKind
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from almapy.users.throttle import Throttle
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.fakes.clock import FakeClock
from tests.fakes.psc import FakePsc
from tests.fakes.psc_session import DOCTOR, ISSUER, OTHER, FakeSession, identity


@pytest.fixture
def psc(opened) -> PscService:
    return opened.application.psc


@dataclass
class Held:
    """A practice whose doctor has linked their identity, and nobody signed in there yet."""

    opened: Opened
    clock: FakeClock
    psc: PscService

    @property
    def actor(self):
        return self.opened.actor

    @property
    def application(self):
        return self.opened.application

    def sign_in(self, session: FakeSession) -> None:
        self.psc.begin(self.actor, session)


def new_service(application, gateway=None) -> PscService:
    return PscService(
        application.works,
        gateway,
        application.information,
        application.sign_in_links,
        application.base_id,
    )


@pytest.fixture(scope="module")
def linked_practice(tmp_path_factory):
    """What is tested on it lives in memory: one base for all."""
    clock = FakeClock()
    place = Place(Folders(tmp_path_factory.mktemp("psc") / "cabinet"), PostSettings())
    opened = Door(place, clock, cost=CHEAP, outside=Outside()).create(new_practice())
    new_service(opened.application).link(opened.actor, FakeSession(), Stop())
    yield opened, clock
    opened.application.close()


@pytest.fixture
def held(linked_practice) -> Held:
    opened, clock = linked_practice
    return Held(opened, clock, new_service(opened.application))


def colleague(opened, role: Role, login: str = "anne"):
    owner = opened.application.accounts.create(
        opened.actor, NewAccount(login, role, "Anne", "EXEMPLE", PASSWORD)
    )
    return owner.at(opened.application.post)


def traces(opened, action: Action):
    found = opened.application.journal.page(opened.actor, JournalFilter(action=action))
    return found.entries


# The first time


def test_a_linked_identity_is_remembered_and_its_session_is_held(opened, psc):
    session = FakeSession()
    link = psc.link(opened.actor, session, Stop())
    assert (link.kind, link.issuer, link.subject) == (TokenKind.PSC, ISSUER, DOCTOR)
    assert link.handle == psc_handle(ISSUER, DOCTOR)
    assert session.vault == [(opened.application.base_id, True)]
    assert psc.session(opened.actor) is session
    assert [one.id for one in opened.application.sign_in_links.of(opened.actor)] == [link.id]


def test_the_secret_of_the_vault_opens_the_base_with_that_identity(opened, psc):
    link = psc.link(opened.actor, FakeSession(secret=b"k" * 32), Stop())
    person = Session(opened.application, Throttle(opened.application.clock))
    found = person.sign_in_with_token(
        TokenKind.PSC, link.handle, b"k" * 32, action=Action.SESSION_UNLOCKED
    )
    assert found.user_id == opened.actor.user_id


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (identity(OTHER), "psc.link_refused.rpps"),
        (identity(profession="21"), "psc.link_refused.profession"),
        (identity(category="E"), "psc.link_refused.student"),
    ],
)
def test_a_refused_link_leaves_nothing_and_is_traced(opened, psc, who, code):
    session = FakeSession(who)
    with pytest.raises(LinkRefused) as refused:
        psc.link(opened.actor, session, Stop())
    assert refused.value.code == code
    assert not session.vault
    assert not session.ended
    assert psc.session(opened.actor) is None
    assert opened.application.sign_in_links.of(opened.actor) == []
    detail = json.loads(traces(opened, Action.PSC_REFUSED)[0].detail)
    assert (detail["identifiant national"], detail["moyen"]) == (who.subject, "APPPRIP3")


def test_a_gateway_that_keeps_nothing_links_nobody(opened, psc):
    with pytest.raises(LinkRefused) as refused:
        psc.link(opened.actor, FakeSession(secret=None), Stop())
    assert refused.value.code == "psc.link_refused.no_secret"
    assert opened.application.sign_in_links.of(opened.actor) == []


def test_one_identity_is_one_account(opened, psc):
    psc.link(opened.actor, FakeSession(), Stop())
    other = colleague(opened, Role.REMPLACANT)
    with pytest.raises(DomainError, match="déjà associée"):
        psc.link(other, FakeSession(), Stop())
    assert psc.session(other) is None
    assert traces(opened, Action.PSC_REFUSED)


def test_a_vault_that_does_not_answer_links_nobody(opened, psc):
    session = FakeSession()
    session.fault = PscUnavailable()
    with pytest.raises(PscUnavailable):
        psc.link(opened.actor, session, Stop())
    assert opened.application.sign_in_links.of(opened.actor) == []


def test_an_empty_rpps_is_filled_only_when_the_person_agreed(opened, psc):
    other = colleague(opened, Role.REMPLACANT)
    information = opened.application.information
    link = psc.link(other, FakeSession(identity(OTHER)), Stop())
    assert information.get(other).practitioner.rpps == ""
    opened.application.sign_in_links.unlink(other, link.id)
    psc.link(other, FakeSession(identity(OTHER)), Stop(), take_rpps=True)
    assert information.get(other).practitioner.rpps == OTHER[1:]


# The session


def test_the_session_of_another_identity_is_refused_and_ended(held):
    first = FakeSession()
    held.sign_in(first)
    stranger = FakeSession(identity(OTHER))
    with pytest.raises(OtherPerson, match="Rien n'a été transmis"):
        held.psc.begin(held.actor, stranger)
    assert stranger.ended == 1
    assert held.psc.session(held.actor) is first
    assert OTHER in traces(held, Action.PSC_REFUSED)[0].detail


def test_a_colleague_gets_nothing_of_the_session(held):
    held.sign_in(FakeSession())
    other = colleague(held, Role.SECRETAIRE)
    assert held.psc.session(other) is None
    assert held.psc.activities(other) == ()
    with pytest.raises(NotSignedIn):
        held.psc.access_token(other, Stop())


def test_a_new_session_ends_the_one_before(held):
    first, second = FakeSession(), FakeSession()
    before = len(traces(held, Action.PSC_SIGNED_IN))
    held.sign_in(first)
    held.sign_in(second)
    held.sign_in(second)
    assert (first.ended, second.ended) == (1, 0)
    assert held.psc.access_token(held.actor, Stop()) == "token-1"
    assert len(traces(held, Action.PSC_SIGNED_IN)) == before + 3


def test_who_never_signed_in_is_told_to(held):
    with pytest.raises(NotSignedIn, match="Connectez-vous"):
        held.psc.access_token(held.actor, Stop())


def test_an_ended_session_is_dropped_and_signing_in_again_goes_on(held):
    session = FakeSession()
    held.sign_in(session)
    session.fault = SessionOver()
    with pytest.raises(SessionOver, match="Votre travail est intact"):
        held.psc.access_token(held.actor, Stop())
    assert held.psc.session(held.actor) is None
    held.psc.begin(held.actor, FakeSession())
    assert held.psc.access_token(held.actor, Stop()) == "token-1"


@pytest.mark.parametrize("fault", [PscUnavailable(), cancelled()])
def test_a_breakdown_or_a_change_of_mind_ends_no_session(held, fault):
    session = FakeSession()
    held.sign_in(session)
    session.fault = fault
    with pytest.raises((PscUnavailable, Cancelled)):
        held.psc.access_token(held.actor, Stop())
    session.fault = None
    assert held.psc.access_token(held.actor, Stop()) == "token-1"


def test_a_session_stops_at_four_hours(held):
    held.sign_in(FakeSession())
    held.clock.advance(timedelta(hours=3, minutes=59))
    assert held.psc.access_token(held.actor, Stop())
    held.clock.advance(timedelta(minutes=2))
    assert held.psc.session(held.actor) is None
    with pytest.raises(SessionOver):
        held.psc.access_token(held.actor, Stop())


def test_a_session_stops_when_the_service_said_it_would(held):
    ends_at = held.clock.now() + timedelta(minutes=30)
    held.sign_in(FakeSession(ends_at=ends_at))
    held.clock.advance(timedelta(minutes=31))
    assert held.psc.session(held.actor) is None


# Nothing is renewed that nobody uses


def test_a_session_that_is_not_used_is_never_renewed(held):
    session = FakeSession()
    held.sign_in(session)
    held.clock.advance(timedelta(hours=1))
    held.psc.keep_alive(held.actor, Stop())
    assert session.asked == 0


def test_a_session_in_use_is_renewed_every_twenty_minutes_of_work(held):
    session = FakeSession()
    held.sign_in(session)
    held.psc.access_token(held.actor, Stop())
    held.clock.advance(timedelta(minutes=19))
    held.psc.keep_alive(held.actor, Stop())
    assert session.asked == 1
    held.clock.advance(timedelta(minutes=2))
    held.psc.keep_alive(held.actor, Stop())
    held.psc.keep_alive(held.actor, Stop())
    assert session.asked == 2


def test_keeping_alive_a_session_that_has_ended_says_nothing(held):
    session = FakeSession()
    held.sign_in(session)
    held.psc.access_token(held.actor, Stop())
    session.fault = SessionOver()
    held.clock.advance(timedelta(minutes=21))
    held.psc.keep_alive(held.actor, Stop())
    assert held.psc.session(held.actor) is None
    held.psc.keep_alive(held.actor, Stop())


# Where one works


def test_a_single_place_needs_no_question(held):
    held.sign_in(FakeSession(identity(places=1)))
    assert held.psc.activity(held.actor).name == "CABINET 0"


def test_no_place_at_all_is_allowed(held):
    held.sign_in(FakeSession(identity(places=0)))
    assert held.psc.activities(held.actor) == ()
    assert held.psc.activity(held.actor) is None


def test_the_place_is_asked_once_a_session_and_the_last_one_proposed(held):
    held.sign_in(FakeSession(identity(places=3)))
    assert held.psc.activity(held.actor) is None
    assert held.psc.last_activity(held.actor) is None
    chosen = held.psc.activities(held.actor)[2]
    held.psc.choose_activity(held.actor, chosen)
    assert held.psc.activity(held.actor) == chosen
    held.psc.begin(held.actor, FakeSession(identity(places=3)))
    assert held.psc.activity(held.actor) is None
    assert held.psc.last_activity(held.actor) == chosen
    assert held.application.information.get(held.actor).practitioner.rpps == DOCTOR[1:]


def test_a_place_of_somebody_else_is_not_chosen(held):
    held.sign_in(FakeSession(identity(places=2)))
    with pytest.raises(AccessError, match="lieu d'exercice"):
        held.psc.choose_activity(held.actor, identity(places=3).activities[2])
    held.psc.end()
    with pytest.raises(NotSignedIn):
        held.psc.choose_activity(held.actor, identity(places=2).activities[0])


# Leaving


def test_signing_out_ends_the_session_at_the_service(opened, psc):
    session = FakeSession()
    psc.link(opened.actor, session, Stop())
    Session(opened.application, Throttle(opened.application.clock)).sign_out(opened.actor)
    assert session.ended == 1
    assert psc.session(opened.actor) is None


def test_closing_the_program_ends_the_session_at_the_service(practice):
    session = FakeSession()
    practice.application.psc.link(practice.actor, session, Stop())
    practice.application.close()
    assert session.ended == 1


def test_no_token_is_stored_or_traced(opened, psc):
    session = FakeSession(secret=b"\xca" * 32)
    psc.link(opened.actor, session, Stop())
    token = psc.access_token(opened.actor, Stop())
    page = opened.application.journal.page(opened.actor, JournalFilter())
    written = "".join(one.detail for one in page.entries)
    assert token not in written
    folder = opened.application.folders.root
    stored = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert token.encode() not in stored
    assert session.secret not in stored
    assert session.secret.hex().encode() not in stored
    assert token not in repr(psc) + repr(psc._held.activity)


# What this post has


def test_a_post_without_a_relay_says_so(held):
    assert not held.psc.available
    assert not held.psc.simulated
    assert held.psc.gateway is None


def test_a_post_with_a_simulated_relay_says_so(held):
    gateway = FakePsc(simulated=True)
    service = new_service(held.application, gateway)
    assert service.available
    assert service.simulated
    assert service.gateway is gateway


def test_a_bad_address_of_the_relay_is_told_and_the_practice_opens(place, make_door):
    make_door(place).create(new_practice()).application.close()
    wrong = replace(place, settings=PostSettings(psc_relay="http://relais.example"))
    opened = make_door(wrong).open(LOGIN, PASSWORD)
    try:
        assert not opened.application.psc.available
        assert any("relais Pro Santé Connect n'est pas chiffrée" in one for one in opened.notices)
    finally:
        opened.application.close()


def test_a_link_undone_meanwhile_holds_nothing(opened, psc):
    link = psc.link(opened.actor, FakeSession(), Stop())
    psc.end()
    opened.application.sign_in_links.unlink(opened.actor, link.id)
    late = FakeSession()
    with pytest.raises(OtherPerson):
        psc.begin(opened.actor, late)
    assert late.ended == 1
    assert psc.session(opened.actor) is None
