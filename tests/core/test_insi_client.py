from __future__ import annotations

import re
import threading
from dataclasses import replace

import pytest
from lxml import etree

from almapy.adapters.insi_soap.client import SoapInsi
from almapy.adapters.insi_soap.target import InsiTarget
from almapy.adapters.software_key import SoftwareKey
from almapy.errors import ExternalError
from almapy.identity.oids import NEVER_IN_PRODUCTION
from almapy.insi.model import Beneficiary, CallKind, Exchange, Ins, Outcome, Traits
from almapy.stop import Stop
from tests.core import insi_answers_helper as answers
from tests.core.authority_helper import AUTHORITY, DAY, FOREIGN, NOW
from tests.core.wire_helper import Served, answering, body_of, read_request, serving
from tests.fakes.clock import FakeClock

INSTANCE = "5b1b7a7e-5f0b-4a56-9d61-1f6f0b7b1a11"
RUTH = Traits("NESSI", "RUTH ISABELLE", "F", "1977-07-14", "63220")
RUTH_INS = Ins("277076322082910", answers.NIR)
CARD = AUTHORITY.card()
SPACES = {
    "soap": "http://www.w3.org/2003/05/soap-envelope",
    "wsa": "http://www.w3.org/2005/08/addressing",
    "wsse": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "bam": "urn:siram:bam:ctxbam",
    "lps": "urn:siram:lps:ctxlps",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
}


def signer() -> SoftwareKey:
    return SoftwareKey(CARD.key_pem, CARD.pem.encode())


def client(url: str, clock: FakeClock | None = None, **more) -> SoapInsi:
    values = {
        "idam": "TESTALMA0001",
        "instance": INSTANCE,
        "signer": signer(),
        "billing_number": "751234567",
        "sector": "SA07",
        "speciality": "01",
        "authorities": AUTHORITY.pem,
        "seconds": 30,
    }
    return SoapInsi(InsiTarget(url=url, **(values | more)), clock or FakeClock())


def asked(body: bytes, *headers: str, status: str = "200 OK", **more) -> tuple[Exchange, Served]:
    with serving(answering(body, status, *headers)) as served:
        insi = client(served.url, **more)
        return insi.search_by_traits(RUTH, "RUTH", Stop()), served


def sent(served: Served) -> etree._Element:
    return etree.fromstring(body_of(served.requests[0]))


def names(elements) -> list[str]:
    return [etree.QName(one).localname for one in elements]


def pairs(element: etree._Element) -> list[tuple[str, str]]:
    return [(etree.QName(one).localname, one.text or "") for one in element]


# What is sent


def test_a_message_has_the_headers_of_the_guide_in_their_order():
    exchange, served = asked(answers.RUTH)
    envelope = sent(served)
    header = envelope.find("soap:Header", SPACES)
    assert names(header) == ["ContexteBAM", "ContexteLPS", "Action", "MessageID", "Security"]
    action = header.findtext("wsa:Action", namespaces=SPACES)
    assert action == "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite"
    head = served.requests[0].partition(b"\r\n\r\n")[0].decode()
    expected = f'Content-Type: application/soap+xml; charset=utf-8; action="{action}"'
    assert expected in head
    assert exchange.message_id == header.findtext("wsa:MessageID", namespaces=SPACES)
    assert re.fullmatch(r"uuid:[0-9a-f-]{36}", exchange.message_id)


def test_the_contexts_say_who_calls_and_with_what():
    _, served = asked(answers.RUTH, version="1.2.3")
    header = sent(served).find("soap:Header", SPACES)
    bam, lps = header.find("bam:ContexteBAM", SPACES), header.find("lps:ContexteLPS", SPACES)
    assert (bam.get("Version"), lps.get("Version"), lps.get("Nature")) == (
        "01_02",
        "01_00",
        "CTXLPS",
    )
    assert names(bam) == ["Id", "Temps", "Emetteur", "COUVERTURE"]
    assert names(lps) == ["Id", "Temps", "Emetteur", "LPS"]
    assert bam.findtext("bam:Temps", namespaces=SPACES) == "2026-03-10T09:30:00.000Z"
    assert bam.findtext("bam:Emetteur", namespaces=SPACES) == "899900063480"
    program = lps.find("lps:LPS", SPACES)
    assert pairs(program) == [
        ("IDAM", "TESTALMA0001"),
        ("Version", "1.2.3"),
        ("Instance", INSTANCE),
        ("Nom", "urn:lps:almapy:1.2.3"),
    ]
    assert program[0].get("R") == "4"


def test_each_call_has_its_own_numbers_and_one_assertion():
    with serving(answering(answers.RUTH)) as served:
        insi = client(served.url)
        insi.search_by_traits(RUTH, "RUTH", Stop())
        insi.search_by_traits(RUTH, "ISABELLE", Stop())
    first, second = (etree.fromstring(body_of(one)) for one in served.requests)
    for path in (".//wsa:MessageID", ".//bam:Id", ".//lps:Id"):
        assert first.findtext(path, None, SPACES) != second.findtext(path, None, SPACES)
    ids = [one.find(".//saml:Assertion", SPACES).get("ID") for one in (first, second)]
    assert ids[0] == ids[1]


def test_traits_are_asked_in_the_order_of_the_schema():
    _, served = asked(answers.RUTH)
    body = sent(served).find("soap:Body", SPACES)[0]
    assert body.tag == "{http://www.cnamts.fr/INSiRecSans}RECSANSVITALE"
    assert pairs(body) == [
        ("NomNaissance", "NESSI"),
        ("Prenom", "RUTH"),
        ("Sexe", "F"),
        ("DateNaissance", "1977-07-14"),
        ("LieuNaissance", "63220"),
    ]


@pytest.mark.parametrize("place", ["", "99999"])
def test_an_unknown_place_is_not_sent(place):
    with serving(answering(answers.RUTH)) as served:
        traits = replace(RUTH, birth_place_code=place)
        client(served.url).search_by_traits(traits, "RUTH", Stop())
    assert "LieuNaissance" not in names(sent(served).find("soap:Body", SPACES)[0])


def test_names_are_escaped():
    traits = Traits("D'ARTAGNAN <& DE", "PIERRE", "M", "2001-06-17")
    with serving(answering(answers.RUTH)) as served:
        client(served.url).search_by_traits(traits, "PIERRE", Stop())
    assert b"&lt;&amp;" in served.requests[0]
    assert sent(served).find("soap:Body", SPACES)[0][0].text == "D'ARTAGNAN <& DE"


def test_a_trait_that_xml_cannot_carry_is_told_and_nothing_is_sent():
    with serving(answering(answers.RUTH)) as served:
        traits = replace(RUTH, birth_name="NES\x0bSI")
        exchange = client(served.url).search_by_traits(traits, "RUTH", Stop())
    assert exchange.outcome is Outcome.NOT_READY
    assert served.requests == []


def test_a_card_is_asked_about_one_beneficiary():
    child = Beneficiary("NESSI", "", "RUTH", "1977-07-14", "277076322082910", rank="2")
    with serving(answering(answers.RUTH)) as served:
        exchange = client(served.url).search_by_card(child, Stop())
    body = sent(served).find("soap:Body", SPACES)[0]
    assert body.tag == "{http://www.cnamts.fr/INSiRecVit}RECVITALE"
    assert names(body) == ["MatriculeOD", "NomNaissance", "DateNaissance", "RangNaissance"]
    assert pairs(body[0]) == [
        ("NumIdentifiant", "2770763220829"),
        ("Cle", "10"),
        ("TypeMatricule", "NIR"),
    ]
    assert (exchange.kind, exchange.outcome) == (CallKind.CARD, Outcome.FOUND)


def test_a_verification_sends_the_matricule_and_the_traits_to_its_own_address():
    with (
        serving(answering(answers.verified("00", "corrects"))) as there,
        serving(answering(answers.RUTH)) as elsewhere,
    ):
        insi = client(elsewhere.url, verification_url=there.url)
        exchange = insi.verify(RUTH_INS, RUTH, Stop())
    assert elsewhere.requests == []
    person = sent(there).find("soap:Body", SPACES)[0][0]
    assert names(person) == ["INSFourni", "TraitsIdentiteIndividu"]
    assert pairs(person[0])[1] == ("OID", answers.NIR)
    assert pairs(person[1])[1] == ("ListePrenom", "RUTH ISABELLE")
    assert (exchange.outcome, exchange.result) == (Outcome.FOUND, "OK - Code CR 00")


def test_the_real_service_is_sent_no_verification_that_it_may_not_understand():
    with serving(answering(answers.verified("00", "corrects"))) as served:
        exchange = client(served.url).verify(RUTH_INS, RUTH, Stop())
        simulated = client(served.url, simulated=True).verify(RUTH_INS, RUTH, Stop())
    assert len(served.requests) == 1
    assert (exchange.outcome, exchange.request) == (Outcome.NOT_READY, "")
    assert "n'est pas publié" in exchange.detail
    assert simulated.outcome is Outcome.FOUND


@pytest.mark.parametrize("oid", sorted(NEVER_IN_PRODUCTION))
def test_a_matricule_of_test_is_never_sent_to_production_nor_found_right(oid):
    with serving(answering(answers.RUTH)) as served:
        insi = client(served.url, verification_url=served.url)
        exchange = insi.verify(Ins("277076322082910", oid), RUTH, Stop())
    assert (exchange.outcome, exchange.request) == (Outcome.OTHER, "")
    assert "Rien n'a été envoyé" in exchange.detail
    assert served.requests == []


def test_a_practice_with_a_certificate_sends_its_number_and_no_assertion():
    pair = AUTHORITY.practice()
    _, served = asked(answers.RUTH, signer=None, client_certificate=pair.p12(), password="secret")
    header = sent(served).find("soap:Header", SPACES)
    assert names(header)[-1] == "MessageID"
    emitters = {one.text for one in header.iter("{*}Emetteur")}
    assert emitters == {"10B0152872"}


# What comes back


def test_an_exchange_keeps_both_raw_texts():
    exchange, served = asked(answers.RUTH)
    assert exchange.request == body_of(served.requests[0]).decode()
    assert exchange.answer == answers.RUTH.decode()
    assert exchange.result == "OK - Code CR 00"
    assert exchange.identity.active == RUTH_INS


def test_a_fault_is_an_exchange():
    body = answers.fault_a("siram_100", "desir_550", "IDAM inconnu")
    exchange, _ = asked(body, status="500 Internal Server Error")
    assert (exchange.outcome, exchange.code) == (Outcome.FAULT, "desir_550")
    assert exchange.result == "Erreur - desir_550"
    assert exchange.answer == body.decode()


def test_a_refused_assertion_is_not_sent_again():
    body = answers.fault_a("siram_100", "desir_1", "Assertion refusée")
    with serving(answering(body, "500 Internal Server Error")) as served:
        insi = client(served.url)
        insi.search_by_traits(RUTH, "RUTH", Stop())
        insi.search_by_traits(RUTH, "RUTH", Stop())
    ids = [re.search(rb'Assertion[^>]* ID="([^"]+)"', one)[1] for one in served.requests]
    assert ids[0] != ids[1]


def test_a_clock_that_differs_is_told_with_a_refusal():
    body = answers.fault_a("siram_100", "desir_1", "Accès refusé")
    late = "Date: Tue, 10 Mar 2026 09:42:10 GMT"  # the clock of the test says 09:30
    exchange, _ = asked(body, late, status="500 Internal Server Error")
    assert "L'horloge de ce poste a 12\u00a0minutes d'écart" in exchange.detail
    near = "Date: Tue, 10 Mar 2026 09:32:00 GMT"
    exchange, _ = asked(body, near, status="500 Internal Server Error")
    assert "horloge" not in exchange.detail


@pytest.mark.parametrize(
    "words",
    [
        "Assertion expirée",
        "IssueInstant invalide",
        "L'heure du message s'écarte de celle du service",
        "Erreur d'horodatage",
    ],
)
@pytest.mark.parametrize("header", ["Date: garbage", "X-None: 1"])
def test_a_refusal_that_speaks_of_time_points_to_the_clock(words, header):
    body = answers.fault_a("siram_10", "autre_1", words)
    exchange, _ = asked(body, header, status="500 Internal Server Error")
    assert "Mettez ce poste à l'heure" in exchange.detail


def test_the_page_of_a_proxy_is_unreadable_and_kept():
    page = b"<!DOCTYPE html><html><body>Acc\xe8s</body></html>"
    exchange, _ = asked(page, "Content-Type: text/html")
    assert exchange.outcome is Outcome.UNREADABLE
    assert "page web" in exchange.detail
    assert exchange.answer.startswith("<!DOCTYPE html>")


def test_an_answer_of_fifty_megabytes_is_unreadable():
    def handle(connection, served) -> None:
        read_request(connection, served)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while served.sent < 50 * 1024 * 1024:
            connection.sendall(b"<a/>" * 16384)
            served.sent += 65536

    with serving(handle) as served:
        exchange = client(served.url).search_by_traits(RUTH, "RUTH", Stop())
    assert exchange.outcome is Outcome.UNREADABLE
    assert "trop longue" in exchange.detail
    assert served.sent < 16 * 1024 * 1024
    assert len(exchange.answer) <= 64 * 1024


def test_a_cut_answer_is_unreachable_and_what_came_is_kept():
    def handle(connection, served) -> None:
        read_request(connection, served)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + answers.RUTH)

    with serving(handle) as served:
        exchange = client(served.url).search_by_traits(RUTH, "RUTH", Stop())
    assert (exchange.outcome, exchange.identity) == (Outcome.UNREACHABLE, None)
    assert exchange.answer == answers.RUTH.decode()
    assert exchange.request


def test_a_silent_service_times_out():
    def handle(connection, served) -> None:
        served.over.wait(60)

    with serving(handle) as served:
        exchange = client(served.url, seconds=0.3).search_by_traits(RUTH, "RUTH", Stop())
    assert (exchange.outcome, exchange.answer) == (Outcome.TIMED_OUT, "")


@pytest.mark.parametrize(
    ("pair", "words"),
    [(AUTHORITY.server(starts=NOW - 9 * DAY, ends=NOW - DAY), "expiré"), (FOREIGN.server(), "aut")],
    ids=["expired", "foreign"],
)
def test_a_wrong_certificate_is_untrusted(pair, words):
    with serving(answering(answers.RUTH), pair.server_context()) as served:
        exchange = client(served.url).search_by_traits(RUTH, "RUTH", Stop())
    assert exchange.outcome is Outcome.UNTRUSTED
    assert words in exchange.detail
    assert served.requests == []


def test_a_call_is_made_over_tls():
    with serving(answering(answers.RUTH), AUTHORITY.server().server_context()) as served:
        exchange = client(served.url).search_by_traits(RUTH, "RUTH", Stop())
    assert exchange.outcome is Outcome.FOUND


def test_somebody_who_stops_waiting_gets_a_cancelled_exchange():
    def handle(connection, served) -> None:
        read_request(connection, served)
        served.over.wait(60)

    stop, ended = Stop(), []
    with serving(handle) as served:
        insi = client(served.url, seconds=60)
        worker = threading.Thread(
            target=lambda: ended.append(insi.search_by_traits(RUTH, "RUTH", stop))
        )
        worker.start()
        assert served.met.wait(20)
        stop.ask()
        worker.join(20)
        again = insi.search_by_traits(RUTH, "RUTH", stop)
    assert ended[0].outcome is Outcome.CANCELLED
    assert ended[0].request
    assert (again.outcome, again.request) == (Outcome.CANCELLED, "")
    assert len(served.requests) == 1


def test_a_card_that_does_not_sign_sends_nothing():
    class Removed(SoftwareKey):
        def sign(self, data: bytes) -> bytes:
            raise ExternalError("La carte CPS a été retirée.")

    key = Removed(CARD.key_pem, CARD.pem.encode())
    with serving(answering(answers.RUTH)) as served:
        exchange = client(served.url, signer=key).search_by_traits(RUTH, "RUTH", Stop())
    assert (exchange.outcome, exchange.detail) == (
        Outcome.NOT_READY,
        "La carte CPS a été retirée.",
    )
    assert served.requests == []


def test_several_threads_may_call_at_once():
    exchanges: list[Exchange] = []
    with serving(answering(answers.RUTH), AUTHORITY.server().server_context()) as served:
        insi = client(served.url)
        workers = [
            threading.Thread(
                target=lambda: exchanges.append(insi.search_by_traits(RUTH, "RUTH", Stop()))
            )
            for _ in range(8)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
    assert [one.outcome for one in exchanges] == [Outcome.FOUND] * 8
    assert len({one.message_id for one in exchanges}) == 8


def test_no_trait_shows_in_a_printed_exchange():
    exchange, _ = asked(answers.RUTH)
    assert "NESSI" not in repr(exchange)
    assert "2770763" not in repr(exchange)
