"""Pro Santé Connect and the CPS of a demo practice, from one start of the program to the next."""

import threading
from datetime import timedelta

import pytest

from almapy.errors import AlmaPyError
from almapy.opening import SIMULATORS_FOLDER, Door
from almapy.psc.faults import LinkRefused, SessionOver, UnknownPerson
from almapy.psc.model import Channel
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import TokenKind
from almapy.simulators.psc.behaviour import Trouble
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice

DOCTOR, SUBSTITUTE, PHARMACIST = "810001234565", "810009876540", "810005551238"
STUDENT, SEVERAL, NOBODY = "810010002342", "810007774564", "3670000050/0000000042"


@pytest.fixture
def demo(place, clock):
    opened = Door(place, clock, cost=CHEAP).create(new_practice(is_demo=True))
    yield opened
    opened.application.close()


def signed_in(gateway, national_id):
    """Return the session of somebody whose telephone confirms at once."""
    ledger = gateway.endpoint().ledger

    def confirm():
        ledger.decide(ledger.wait_pending().id, accept=True)

    telephone = threading.Thread(target=confirm)
    telephone.start()
    try:
        return gateway.sign_in_by_confirmation(national_id, "42", Channel.MOBILE, Stop())
    finally:
        telephone.join()


def test_nothing_starts_before_it_is_used(demo):
    gateway = demo.application.psc.gateway
    assert gateway.simulated
    assert gateway._simulators is None


def test_an_identity_linked_yesterday_opens_the_demonstration_today(place, clock):
    first = Door(place, clock, cost=CHEAP).create(new_practice(is_demo=True))
    psc = first.application.psc
    psc.link(first.actor, signed_in(psc.gateway, DOCTOR), Stop())
    first.application.close()
    clock.advance(timedelta(days=1))
    door = Door(place, clock, cost=CHEAP)
    assert (place.folders.root / SIMULATORS_FOLDER).is_dir()
    session = signed_in(door.outside.psc, DOCTOR)
    handle = psc_handle(session.identity.issuer, session.identity.subject)
    secret = session.opening_secret(door.base_id(), Stop())
    opened = door.open_with_token(TokenKind.PSC, handle, secret)
    opened.application.psc.begin(opened.actor, session)
    assert opened.actor.login == LOGIN
    assert opened.application.psc.access_token(opened.actor, Stop())
    opened.application.close()
    assert door.outside.psc._closed


@pytest.mark.parametrize("national_id", [PHARMACIST, STUDENT, SUBSTITUTE, NOBODY])
def test_who_may_not_be_linked_to_the_doctors_account_is_refused(demo, national_id):
    psc = demo.application.psc
    session = signed_in(psc.gateway, national_id)
    with pytest.raises(LinkRefused):
        psc.link(demo.actor, session, Stop())
    assert demo.application.sign_in_links.of(demo.actor) == []


def test_the_substitute_links_their_own_account_and_its_number_is_noted(demo):
    account = demo.application.accounts.create(
        demo.actor, NewAccount("dr.rempl", Role.REMPLACANT, "Claire", "FICTIVE", PASSWORD)
    )
    actor = account.at(demo.application.post)
    psc = demo.application.psc
    psc.link(actor, signed_in(psc.gateway, SUBSTITUTE), Stop(), take_rpps=True)
    assert demo.application.information.get(actor).practitioner.rpps == SUBSTITUTE[1:]


def test_somebody_with_several_places_is_asked_where(demo):
    session = signed_in(demo.application.psc.gateway, SEVERAL)
    names = [one.name for one in session.identity.activities]
    assert names == [
        "Cabinet des Tilleuls",
        "Maison de santé des Acacias",
        "Hôpital de l'Exemple",
    ]


def test_the_session_can_end_in_the_middle_of_the_work(demo):
    psc = demo.application.psc
    psc.link(demo.actor, signed_in(psc.gateway, DOCTOR), Stop())
    assert psc.access_token(demo.actor, Stop())
    psc.gateway.endpoint().control.trouble(Trouble.SESSION_OVER, "/token")
    demo.application.clock.advance(timedelta(minutes=3))
    with pytest.raises(SessionOver):
        psc.access_token(demo.actor, Stop())


def test_a_number_that_nobody_has_is_told(demo):
    gateway = demo.application.psc.gateway
    with pytest.raises(UnknownPerson):
        gateway.sign_in_by_confirmation("899999999999", "42", Channel.MOBILE, Stop())


def test_a_closed_demonstration_starts_nothing_again(place, clock):
    opened = Door(place, clock, cost=CHEAP).create(new_practice(is_demo=True))
    gateway = opened.application.psc.gateway
    opened.application.close()
    with pytest.raises(AlmaPyError):
        gateway.telephone_page()
