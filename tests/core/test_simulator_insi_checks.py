"""The simulated INSi refuses every call that is not written as the standard wants."""

import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from almapy.simulators.switchboard import Simulators
from tests.core.simulated_insi_helper import (
    BY_CARD,
    BY_TRAITS,
    NS,
    Caller,
    assertion,
    attribute,
    drop,
    envelope,
    last,
    name,
    put,
    secured,
    signed,
    traits,
    twice,
)


@pytest.fixture(scope="module")
def endpoint():
    with Simulators() as simulators:
        yield simulators.insi()


@pytest.fixture
def insi(endpoint):
    endpoint.control.reset()
    return Caller(endpoint)


def old_envelope(root):
    element = root.find("s:Body", NS)
    element.tag = "{http://schemas.xmlsoap.org/soap/envelope/}Body"


def test_a_good_call_is_received_and_kept(insi):
    assert insi.ask().status == 200
    (received,) = insi.endpoint.control.received
    assert (received.port, received.caller, received.refused) == ("certificat", "INSI-MANU", "")
    assert received.action == BY_TRAITS
    assert received.message_id.encode() in received.body
    assert insi.endpoint.control.count == 1


@pytest.mark.parametrize(
    ("changes", "status", "refusal"),
    [
        ({"method": "GET"}, 405, "simulateur_methode"),
        ({"method": "PUT"}, 405, "simulateur_methode"),
        ({"path": "/autre"}, 404, "simulateur_adresse"),
        ({"headers": {"Content-Type": "text/xml; charset=utf-8"}}, 415, "simulateur_type"),
        (
            {"headers": {"Content-Type": f'application/soap+xml; action="{BY_TRAITS}"'}},
            415,
            "simulateur_jeu",
        ),
        (
            {"headers": {"Content-Type": "application/soap+xml; charset=utf-8"}},
            500,
            "simulateur_action",
        ),
        (
            {
                "headers": {
                    "Content-Type": f'application/soap+xml; charset=utf-8; action="{BY_CARD}"'
                }
            },
            500,
            "simulateur_action",
        ),
        ({"headers": {"Transfer-Encoding": "gzip"}}, 411, "simulateur_longueur"),
    ],
)
def test_what_http_says_is_checked(insi, changes, status, refusal):
    reply = insi.ask(**changes)
    assert (reply.status, reply.refusal) == (status, refusal)


def test_a_body_over_256_kib_is_refused_unread(insi):
    reply = insi.send(b" " * (256 * 1024 + 1))
    assert (reply.status, reply.refusal) == (413, "simulateur_longueur")


def test_a_body_without_a_length_is_refused(insi):
    with closing(insi.connection()) as connection:
        connection.putrequest("POST", "/lps")
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status == 411
        answer.read()


def test_a_connection_serves_several_calls(insi):
    with closing(insi.connection()) as connection:
        codes = [insi.ask(connection=connection).code for _ in range(3)]
    assert codes == ["00"] * 3


def test_a_connection_goes_on_after_a_fault(insi):
    with closing(insi.connection()) as connection:
        assert insi.ask(traits(Sexe="X"), connection=connection).refusal == "simulateur_sexe"
        assert insi.ask(connection=connection).code == "00"


DEEP = b"<a>" * 60 + b"</a>" * 60


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", "simulateur_xml"),
        (b"   ", "simulateur_xml"),
        (b"bonjour", "simulateur_xml"),
        (b"<a><b></a>", "simulateur_xml"),
        (b"\xff\xfe\x00", "simulateur_xml"),
        (b"<!DOCTYPE a><a/>", "simulateur_dtd"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', "simulateur_dtd"),
        (DEEP, "simulateur_profondeur"),
        (b"<a/>", "simulateur_enveloppe"),
    ],
)
def test_what_is_no_envelope_is_refused(insi, body, refusal):
    assert insi.send(body).refusal == refusal


def test_a_soap_1_1_envelope_is_told_so(insi):
    body = b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>'
    reply = insi.send(body)
    assert reply.refusal == "simulateur_enveloppe"
    assert reply.told(".//s:Code/s:Value") == ["soap:VersionMismatch"]


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (old_envelope, "simulateur_enveloppe"),
        (drop("s:Header"), "simulateur_enveloppe"),
        (twice("s:Body"), "simulateur_enveloppe"),
        (last("s:Header"), "simulateur_enveloppe"),
        (drop("t:RECSANSVITALE"), "simulateur_corps"),
        (twice("t:RECSANSVITALE"), "simulateur_corps"),
        (drop("a:Action"), "simulateur_structure"),
        (put("a:Action", BY_CARD), "simulateur_action"),
        (drop("a:MessageID"), "simulateur_structure"),
        (twice("a:MessageID"), "simulateur_structure"),
        (put("a:MessageID", str(uuid.uuid4())), "simulateur_message"),
        (put("a:MessageID", f"uuid:{uuid.uuid1()}"), "simulateur_message"),
        (drop("bam:ContexteBAM"), "simulateur_structure"),
        (twice("bam:ContexteBAM"), "simulateur_structure"),
        (attribute("bam:ContexteBAM", "Version", "01_00"), "simulateur_contexte"),
        (attribute("bam:ContexteBAM", "Nature", "CTXLPS"), "simulateur_contexte"),
        (put("bam:Id", "1"), "simulateur_contexte"),
        (put("bam:Id", str(uuid.uuid1())), "simulateur_contexte"),
        (put("bam:Temps", "hier"), "simulateur_temps"),
        (put("bam:Temps", "2026-02-31T10:00:00Z"), "simulateur_temps"),
        (put("bam:Temps", "2026-01-31T10:00:00+01:00"), "simulateur_temps"),
        (drop("bam:COUVERTURE"), "simulateur_structure"),
        (last("bam:Id"), "simulateur_structure"),
        (drop("lps:ContexteLPS"), "simulateur_structure"),
        (attribute("lps:ContexteLPS", "Version", None), "simulateur_contexte"),
        (put("lps:Id", ""), "simulateur_contexte"),
        (drop("lps:Temps"), "simulateur_structure"),
        (drop("lps:IDAM"), "simulateur_structure"),
        (attribute("lps:IDAM", "R", "3"), "simulateur_idam"),
        (attribute("lps:IDAM", "R", None), "simulateur_idam"),
        (put("lps:IDAM", "TESTSGIE0000"), "desir_550"),
        (put("lps:Version", ""), "simulateur_lps"),
        (put("lps:Instance", "poste 1"), "simulateur_lps"),
        (put("lps:Nom", "AlmaPy"), "simulateur_lps"),
        (put("lps:Nom", "urn:lps:AlmaPy"), "simulateur_lps"),
    ],
)
def test_a_wrong_header_is_refused(insi, edit, refusal):
    reply = insi.ask(edit=edit)
    assert reply.status == 500
    assert reply.refusal == refusal
    assert insi.endpoint.control.received[-1].refused == refusal


def test_the_nature_of_a_context_may_be_missing(insi):
    assert insi.ask(edit=attribute("bam:ContexteBAM", "Nature", None)).code == "00"
    assert insi.ask(edit=attribute("lps:ContexteLPS", "Nature", None)).code == "00"


def test_an_unknown_operation_is_refused(insi):
    other = "urn:ServiceIdentiteCertifiee:1.0.0:autre"
    assert insi.ask(action=other).refusal == "simulateur_operation"


def test_an_unknown_header_is_ignored_unless_it_must_be_understood(insi):
    def header(**attributes):
        return lambda root: etree.SubElement(
            root.find("s:Header", NS), "{urn:ailleurs}Autre", attributes
        )

    assert insi.ask(edit=header()).code == "00"
    reply = insi.ask(edit=header(**{name("s:mustUnderstand"): "true"}))
    assert reply.refusal == "simulateur_entete"
    assert reply.told(".//s:Code/s:Value") == ["soap:MustUnderstand"]


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_six_minutes_off_is_refused(insi, minutes):
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    root = envelope(insi.endpoint.idam, traits(), moment=moment)
    assert insi.send(root).refusal == "simulateur_horloge"


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_four_minutes_off_is_accepted(insi, minutes):
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    root = envelope(insi.endpoint.idam, traits(), moment=moment)
    assert insi.send(root).code == "00"


def test_the_clock_of_the_service_can_be_moved(insi):
    insi.endpoint.control.clock_offset = timedelta(minutes=10)
    assert insi.ask().refusal == "simulateur_horloge"


def test_a_message_sent_twice_is_refused(insi):
    root = envelope(insi.endpoint.idam, traits())
    assert insi.send(root).code == "00"
    assert insi.send(root).refusal == "simulateur_doublon"


def test_a_saved_message_is_accepted_when_replays_are(insi):
    insi.endpoint.control.replays = True
    root = envelope(insi.endpoint.idam, traits(), moment=datetime(2026, 1, 1, tzinfo=UTC))
    assert [insi.send(root).code for _ in range(2)] == ["00", "00"]


@pytest.mark.parametrize("common_name", ["INSI-AUTRE", "insi-manu", "INSI-MANU "])
def test_a_software_certificate_of_another_name_has_no_access(insi, common_name):
    client = insi.endpoint.certificates.software_named(common_name)
    reply = insi.ask(url=insi.endpoint.certificate_url, client=client)
    assert reply.refusal == "desir_560"


def test_a_machine_may_call_with_its_own_certificate(insi):
    client = insi.endpoint.certificates.software_named("INSI-AUTO")
    reply = insi.ask(url=insi.endpoint.certificate_url, client=client)
    assert reply.code == "00"
    assert insi.endpoint.control.received[-1].caller == "INSI-AUTO"


def test_a_software_certificate_calls_without_an_assertion(insi):
    card = insi.endpoint.certificates.card
    proof = signed(assertion(card), card)
    assert insi.ask(edit=lambda root: secured(root, proof)).refusal == "simulateur_securite"


def test_a_fault_has_two_shapes_that_say_the_same(insi):
    sent = []
    keep = lambda root: sent.append(root.findtext(".//a:MessageID", "", NS))  # noqa: E731
    first = insi.ask(edit=lambda root: (keep(root), put("lps:IDAM", "FAUX")(root)))
    insi.endpoint.control.fault("insi_111")
    second = insi.ask(edit=keep)
    assert first.told(".//s:Code/s:Value") == ["soap:Sender"]
    assert first.told(".//s:Subcode/s:Value") == ["soap:siram_100"]
    assert second.told(".//s:Code/s:Value") == ["S:Receiver"]
    assert second.told(".//s:Subcode/s:Value") == ["S:siram_40"]
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    for reply, severity, spoken in ((first, "erreur", "fr"), (second, "fatal", "en")):
        assert reply.status == 500
        assert reply.error.get("severite") == severity
        assert reply.root.find(".//s:Reason/s:Text", NS).get(language) == spoken
    assert [first.error.get("messageID"), second.error.get("messageID")] == sent


def test_a_message_id_with_signs_is_quoted_as_text(insi):
    reply = insi.ask(edit=put("a:MessageID", "<\"&'>"))
    assert reply.error.get("messageID") == "<\"&'>"
