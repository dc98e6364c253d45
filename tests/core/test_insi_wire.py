"""The client before the simulator, over real TLS: two programs that share the standard alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from almapy.adapters.certificates import certificate_faults
from almapy.adapters.insi_soap.client import SoapInsi
from almapy.adapters.insi_soap.target import InsiTarget
from almapy.adapters.software_key import SoftwareKey
from almapy.clock import SystemClock
from almapy.insi.model import Beneficiary, Exchange, Ins, Outcome, Traits
from almapy.insi.settings import Environment
from almapy.simulators.cards import CARDS
from almapy.simulators.insi.behaviour import Behaviour, Trouble
from almapy.simulators.insi.control import Style
from almapy.simulators.insi.endpoint import InsiEndpoint, WrongServer
from almapy.simulators.switchboard import Simulators
from almapy.stop import Stop
from tests.core import insi_answers_helper as answers

INSTANCE = "5b1b7a7e-5f0b-4a56-9d61-1f6f0b7b1a11"
NIR = "1.2.250.1.213.1.4.8"
RUTH = Traits("NESSI", "RUTH ISABELLE", "F", "1977-07-14", "63220")


@pytest.fixture(scope="module")
def simulators() -> Iterator[Simulators]:
    with Simulators() as running:
        yield running


@pytest.fixture
def endpoint(simulators: Simulators) -> Iterator[InsiEndpoint]:
    running = simulators.insi()
    running.control.reset()
    yield running
    running.control.reset()


def by_card(endpoint: InsiEndpoint, **changes) -> SoapInsi:
    values = {
        "url": endpoint.card_url,
        "idam": endpoint.idam,
        "instance": INSTANCE,
        "signer": SoftwareKey(endpoint.signing_key_pem, endpoint.signing_certificate_pem),
        "billing_number": "751234567",
        "sector": "SA07",
        "speciality": "01",
        "authorities": endpoint.authorities_pem.decode(),
        "environment": Environment.TEST,
        "seconds": 30,
        "simulated": True,
    }
    return SoapInsi(InsiTarget(**(values | changes)), SystemClock())


def by_certificate(endpoint: InsiEndpoint, **changes) -> SoapInsi:
    values = {
        "url": endpoint.certificate_url,
        "signer": None,
        "client_certificate": endpoint.client_certificate_p12,
        "password": endpoint.client_certificate_password,
    }
    return by_card(endpoint, **(values | changes))


TRANSPORTS = pytest.mark.parametrize("opened", [by_card, by_certificate])


def searched(insi: SoapInsi, traits: Traits = RUTH, given_name: str = "") -> Exchange:
    return insi.search_by_traits(traits, given_name or traits.first_names.split()[0], Stop())


# Answers


@TRANSPORTS
@pytest.mark.parametrize("style", [*Style, None])
def test_ruth_is_found_by_her_traits_however_the_answer_is_spelled(endpoint, opened, style):
    endpoint.control.style = style
    exchange = searched(opened(endpoint))
    assert (exchange.outcome, exchange.result) == (Outcome.FOUND, "OK - Code CR 00")
    assert exchange.identity.active.matricule == "277076322082910"
    assert exchange.identity.traits.birth_name == "NESSI"


# The persons of §4.8: name, given names, sex, birth, place and matricule.
PEOPLE = [
    ("NESSI", "RUTH ISABELLE", "F", "1977-07-14", "63220", "277076322082910"),
    ("ADRUN", "ZOE", "F", "1975-12-31", "63220", "275126322074974"),
    ("ADRTROIS", "DOMINIQUE", "F", "1997-02-26", "2A020", "297022A02077878"),
    ("ADRTROIS", "TOUSSAINT", "M", "1960-01-01", "2B020", "160012B02077713"),
    ("CORSE", "ANTHONY", "M", "1980-03-02", "2B020", "180032B02040123"),
    ("HERMANN", "GATIEN", "M", "1981-03-24", "63220", "181036322045660"),
    (
        "ECETINSI",
        "PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2009-07-14",
        "63220",
        "109076322083489",
    ),
    ("PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220", "109076322088835"),
    ("TCHITCHI", "CATARINA BELLA", "F", "1936-06-21", "63220", "236066322083656"),
    ("NESSI", "MICHELANGELO ANTHONY", "M", "2010-08-07", "63220", "110086322083060"),
    (
        "D'ARTAGNAN DE L'HERAULT",
        "PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2001-06-17",
        "63220",
        "101066322075460",
    ),
    ("PAT-TROIS", "DOMINIQUE MARIE-LOUISE", "F", "1979-03-28", "51215", "279035121518989"),
]
OTHER_OIDS = {"PROVISOIRE": "1.2.250.1.213.1.4.9", "PAT-TROIS": "1.2.250.1.213.1.4.10"}


@TRANSPORTS
@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: f"{person[0]}-{person[1]}")
def test_the_persons_of_the_platform_are_found_with_their_traits(endpoint, opened, person):
    *asked, matricule = person
    exchange = searched(opened(endpoint), Traits(*asked))
    assert exchange.outcome is Outcome.FOUND
    told = exchange.identity.traits
    assert [told.birth_name, told.first_names, told.sex, told.birth_date] == asked[:4]
    assert told.birth_place_code == asked[4]
    oid = OTHER_OIDS.get(asked[0], NIR)
    assert (exchange.identity.active.matricule, exchange.identity.active.oid) == (matricule, oid)


@pytest.mark.parametrize("place", ["", "99999"])
def test_a_person_is_found_without_a_place(endpoint, place):
    exchange = searched(by_card(endpoint), Traits("CORSE", "ANTHONY", "M", "1980-03-02", place))
    assert exchange.identity.active.matricule == "180032B02040123"


@TRANSPORTS
def test_ruth_under_her_used_name_is_a_fault_and_not_an_unknown_person(endpoint, opened):
    exchange = searched(opened(endpoint), Traits("DE VINCI", "RUTH", "F", "1976-07-14"))
    assert (exchange.outcome, exchange.code) == (Outcome.FAULT, "insi_102")


def test_a_nia_and_histories_come_through(endpoint):
    insi = by_card(endpoint)
    nia = searched(insi, Traits("PROVISOIRE", "MATRICULE", "M", "2009-07-01"))
    assert nia.identity.active.oid == "1.2.250.1.213.1.4.9"
    corsican = searched(insi, Traits("CORSE", "ANTHONY", "M", "1980-03-02"))
    assert [one.matricule for one in corsican.identity.former] == ["180032B02040123"]
    hermann = searched(insi, Traits("HERMANN", "GATIEN", "M", "1981-03-24"))
    assert "281036322045610" in [one.matricule for one in hermann.identity.former]
    assert nia.identity.former == ()


@TRANSPORTS
@pytest.mark.parametrize(
    ("traits", "given_name", "outcome"),
    [
        (Traits("TCHITCHI", "OLA CATARINA BELLA", "F", "1936-06-21"), "OLA", Outcome.NOBODY),
        (Traits("HOUILLES", "PIERRE PAUL", "M", "1993-01-27"), "PIERRE", Outcome.NOBODY),
        (Traits("DE VINCI", "LEONARDO", "M", "2014-02-01"), "LEONARDO", Outcome.SEVERAL),
    ],
)
def test_nobody_and_several_give_no_identity(endpoint, opened, traits, given_name, outcome):
    exchange = searched(opened(endpoint), traits, given_name)
    assert (exchange.outcome, exchange.identity) == (outcome, None)


@TRANSPORTS
def test_the_persons_named_on_a_card_are_found(endpoint, opened):
    card = next(one for one in CARDS if one.key == "ruth")
    holder = card.holders[0]
    beneficiary = Beneficiary(
        holder.birth_name,
        holder.used_name,
        holder.first_name,
        holder.birth_date,
        holder.insured_nir,
        holder.own_nir,
        holder.rank,
    )
    exchange = opened(endpoint).search_by_card(beneficiary, Stop())
    assert exchange.outcome is Outcome.FOUND
    assert exchange.identity.active.matricule == "277076322082910"


@TRANSPORTS
def test_a_verification_tells_right_from_wrong(endpoint, opened):
    insi = opened(endpoint)
    right = insi.verify(Ins("277076322082910", NIR), RUTH, Stop())
    assert (right.outcome, right.identity) == (Outcome.FOUND, None)
    wrong_number = insi.verify(Ins("275126322074974", NIR), RUTH, Stop())
    wrong_name = insi.verify(
        Ins("277076322082910", NIR), Traits("DE VINCI", "RUTH", "F", "1977-07-14"), Stop()
    )
    assert (wrong_number.outcome, wrong_name.outcome) == (Outcome.DISCORDANT, Outcome.DISCORDANT)


@TRANSPORTS
def test_a_matricule_with_a_wrong_key_is_verified_as_it_was_given(endpoint, opened):
    hermann = Traits("HERMANN", "GATIEN", "M", "1981-03-24", "63220")
    exchange = opened(endpoint).verify(Ins("181036322045660", NIR), hermann, Stop())
    assert exchange.outcome is Outcome.FOUND


def test_the_simulator_saw_what_the_client_says_it_sent(endpoint):
    exchange = searched(by_card(endpoint))
    (seen,) = endpoint.control.received
    assert seen.body.decode() == exchange.request
    assert seen.message_id == exchange.message_id
    assert seen.refused == ""


# Refusals


@TRANSPORTS
@pytest.mark.parametrize("detail", ["insi_19", "insi_102", "insi_111", "desir_550", "desir_560"])
def test_faults_are_told(endpoint, opened, detail):
    endpoint.control.fault(detail)
    exchange = searched(opened(endpoint))
    assert (exchange.outcome, exchange.code) == (Outcome.FAULT, detail)
    assert exchange.label
    assert "Rien n'a été modifié" in exchange.detail


@TRANSPORTS
def test_an_unknown_authorisation_number_is_refused(endpoint, opened):
    exchange = searched(opened(endpoint, idam="INCONNU"))
    assert (exchange.outcome, exchange.code) == (Outcome.FAULT, "desir_550")


def test_a_software_certificate_in_another_name_is_refused_and_told_beforehand(endpoint):
    other = endpoint.certificates.software_named("CABINET")
    p12 = other.p12("mot")
    exchange = searched(by_certificate(endpoint, client_certificate=p12, password="mot"))
    assert (exchange.outcome, exchange.code) == (Outcome.FAULT, "desir_560")
    faults = certificate_faults(p12, "mot", SystemClock().now())
    assert any("INSI-MANU ou INSI-AUTO" in one for one in faults)


@pytest.mark.parametrize("wrong", [{"expired": True}, {"foreign": True}])
def test_a_wrong_software_certificate_gets_no_answer(endpoint, wrong):
    p12 = endpoint.certificates.software_named(**wrong).p12("mot")
    exchange = searched(by_certificate(endpoint, client_certificate=p12, password="mot"))
    assert exchange.outcome is Outcome.UNTRUSTED
    assert exchange.identity is None


def test_no_software_certificate_gets_no_answer(endpoint):
    exchange = searched(by_certificate(endpoint, client_certificate=b""))
    assert exchange.outcome is Outcome.UNTRUSTED


@pytest.mark.parametrize("wrong", [{"expired": True}, {"foreign": True}])
def test_a_wrong_card_is_refused(endpoint, wrong):
    card = endpoint.certificates.card_of(**wrong)
    exchange = searched(by_card(endpoint, signer=SoftwareKey(card.key_pem, card.certificate_pem)))
    assert exchange.outcome is Outcome.FAULT
    assert exchange.identity is None


def test_the_assertion_is_asked_for_where_cards_call(endpoint):
    exchange = searched(by_card(endpoint, signer=None))
    assert exchange.outcome is Outcome.FAULT


@pytest.mark.parametrize("minutes", [-150, 150])
def test_a_clock_that_differs_is_told(endpoint, minutes):
    endpoint.control.clock_offset = timedelta(minutes=minutes)
    exchange = searched(by_card(endpoint))
    assert exchange.outcome is Outcome.FAULT
    assert "Mettez ce poste à l'heure" in exchange.detail


@pytest.mark.parametrize("kind", list(WrongServer))
def test_a_wrong_server_certificate_is_untrusted(endpoint, kind):
    exchange = searched(by_card(endpoint, url=endpoint.servers.wrong_url(kind)))
    assert exchange.outcome is Outcome.UNTRUSTED
    assert endpoint.control.received in ((), [])


# Troubles


@TRANSPORTS
@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (Trouble.CUT_BEFORE_HEADERS, Outcome.UNREACHABLE),
        (Trouble.CUT_IN_BODY, Outcome.UNREACHABLE),
        (Trouble.SERVER_ERROR, Outcome.UNREADABLE),
        (Trouble.PROXY_PAGE, Outcome.UNREADABLE),
        (Trouble.GARBAGE, Outcome.UNREADABLE),
        (Trouble.TRUNCATED, Outcome.UNREADABLE),
        (Trouble.ENTITY_BOMB, Outcome.UNREADABLE),
        (Trouble.HUGE, Outcome.UNREADABLE),
        (Trouble.UNKNOWN_CODE, Outcome.OTHER),
    ],
)
def test_troubles_end_without_identity(endpoint, opened, trouble, outcome):
    endpoint.control.next(Behaviour(trouble))
    exchange = searched(opened(endpoint))
    assert (exchange.outcome, exchange.identity) == (outcome, None)
    assert exchange.detail
    assert searched(opened(endpoint)).outcome is Outcome.FOUND


def test_a_connection_cut_after_the_headers_gives_no_identity(endpoint):
    endpoint.control.next(Behaviour(Trouble.CUT_AFTER_HEADERS))
    exchange = searched(by_card(endpoint))
    assert exchange.outcome in {Outcome.UNREACHABLE, Outcome.UNREADABLE}


def test_a_drip_ends_at_the_deadline(endpoint):
    endpoint.control.next(Behaviour(Trouble.DRIP, seconds=0.05))
    exchange = searched(by_card(endpoint, seconds=1))
    assert exchange.outcome is Outcome.TIMED_OUT


def test_a_slow_service_times_out_and_says_so(endpoint):
    endpoint.control.delay(30)
    exchange = searched(by_card(endpoint, seconds=1))
    assert exchange.outcome is Outcome.TIMED_OUT
    endpoint.control.release()


def test_a_slow_service_is_waited_for(endpoint):
    endpoint.control.delay(60)
    ended: list[Exchange] = []
    worker = threading.Thread(target=lambda: ended.append(searched(by_card(endpoint, seconds=50))))
    worker.start()
    assert endpoint.control.wait_for(1, 20)
    endpoint.control.release()
    worker.join(20)
    assert ended[0].outcome is Outcome.FOUND


def test_somebody_may_stop_waiting(endpoint):
    endpoint.control.delay(60)
    stop, ended = Stop(), []
    insi = by_card(endpoint, seconds=50)
    worker = threading.Thread(
        target=lambda: ended.append(insi.search_by_traits(RUTH, "RUTH", stop))
    )
    worker.start()
    assert endpoint.control.wait_for(1, 20)
    stop.ask()
    worker.join(20)
    endpoint.control.release()
    assert ended[0].outcome is Outcome.CANCELLED


def test_a_file_of_the_certification_is_replayed_over_the_wire(endpoint):
    endpoint.control.replay(answers.TEST_2_04)
    exchange = searched(by_card(endpoint))
    assert len(exchange.identity.former) == 2
    assert exchange.answer == answers.TEST_2_04.decode()


def test_a_test_identity_is_refused_in_production(endpoint):
    endpoint.control.replay(answers.RUTH.replace(b"213.1.4.8", b"213.1.4.10"))
    exchange = searched(by_card(endpoint, environment=Environment.PRODUCTION))
    assert (exchange.outcome, exchange.identity) == (Outcome.OTHER, None)
