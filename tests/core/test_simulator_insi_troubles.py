"""The simulated INSi fails on demand in every way that the real one, or the way to it, may."""

import http.client
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from lxml import etree

from almapy.errors import ExternalError
from almapy.simulators.insi.behaviour import HUGE_BYTES, Behaviour, Trouble
from almapy.simulators.insi.endpoint import WrongServer
from almapy.simulators.switchboard import Simulators
from tests.core.simulated_insi_helper import BY_TRAITS, VERIFY, Caller, check, envelope, traits


@pytest.fixture(scope="module")
def endpoint():
    with Simulators() as simulators:
        yield simulators.insi()


@pytest.fixture
def insi(endpoint):
    endpoint.control.reset()
    return Caller(endpoint)


@pytest.fixture
def aside():
    with ThreadPoolExecutor(8) as pool:
        yield pool


@pytest.mark.parametrize("seconds", [3, 30])
def test_a_late_answer_comes_when_it_is_released(insi, aside, seconds):
    control = insi.endpoint.control
    control.delay(seconds)
    call = aside.submit(insi.ask)
    assert control.wait_for(1)
    assert not call.done()
    control.release()
    assert call.result(10).code == "00"


def test_a_late_answer_comes_by_itself(insi):
    insi.endpoint.control.delay(0.02)
    assert insi.ask().code == "00"


def test_every_answer_may_be_late(insi, aside):
    control = insi.endpoint.control
    control.latency = 30.0
    calls = [aside.submit(insi.ask) for _ in range(3)]
    assert control.wait_for(3)
    assert not any(call.done() for call in calls)
    control.latency = 0.0
    control.release()
    assert [call.result(10).code for call in calls] == ["00"] * 3


def test_a_connection_cut_before_the_headers(insi):
    insi.endpoint.control.next(Behaviour(Trouble.CUT_BEFORE_HEADERS))
    with pytest.raises(http.client.RemoteDisconnected):
        insi.ask()
    assert insi.endpoint.control.count == 1
    assert insi.ask().code == "00"


@pytest.mark.parametrize("trouble", [Trouble.CUT_AFTER_HEADERS, Trouble.CUT_IN_BODY])
def test_a_connection_cut_after_the_headers(insi, trouble):
    insi.endpoint.control.next(Behaviour(trouble))
    with pytest.raises(http.client.IncompleteRead) as cut:
        insi.ask()
    assert bool(cut.value.partial) is (trouble is Trouble.CUT_IN_BODY)


@pytest.mark.parametrize(
    ("detail", "subcode"),
    [
        ("insi_19", "siram_10"),
        ("insi_102", "siram_40"),
        ("insi_111", "siram_40"),
        ("desir_550", "siram_100"),
        ("desir_560", "siram_100"),
    ],
)
def test_every_known_fault_comes_on_demand(insi, detail, subcode):
    insi.endpoint.control.fault(detail)
    reply = insi.ask()
    assert reply.status == 500
    assert reply.refusal == detail
    assert reply.told(".//s:Subcode/s:Value")[0].rpartition(":")[2] == subcode


def test_an_unknown_fault_or_a_wait_in_the_past_cannot_be_asked(insi):
    with pytest.raises(ValueError, match="unknown fault"):
        insi.endpoint.control.fault("insi_0")
    with pytest.raises(ValueError, match="no sense"):
        insi.endpoint.control.delay(-1)
    with pytest.raises(ValueError, match="no sense"):
        insi.endpoint.control.delay(1, times=0)


@pytest.mark.parametrize(
    ("trouble", "status", "media", "content"),
    [
        (Trouble.SERVER_ERROR, 500, "text/plain", b"Internal Server Error"),
        (Trouble.PROXY_PAGE, 200, "text/html", b"<h1>Proxy</h1>"),
        (Trouble.GARBAGE, 200, "application/soap+xml", b"\x00\x01"),
        (Trouble.ENTITY_BOMB, 200, "application/soap+xml", b"&i;&i;"),
        (Trouble.WRONG_TYPE, 200, "application/octet-stream", b"RESULTAT"),
    ],
)
def test_what_is_no_answer_of_insi(insi, trouble, status, media, content):
    insi.endpoint.control.next(Behaviour(trouble))
    reply = insi.ask()
    assert (reply.status, reply.headers.get_content_type()) == (status, media)
    assert content in reply.body


def test_a_truncated_answer_is_whole_for_http_and_broken_for_xml(insi):
    insi.endpoint.control.next(Behaviour(Trouble.TRUNCATED))
    reply = insi.ask()
    assert reply.status == 200
    with pytest.raises(etree.XMLSyntaxError):
        _ = reply.root


def test_an_answer_of_50_mb_is_announced_and_may_be_left_unread(insi):
    insi.endpoint.control.next(Behaviour(Trouble.HUGE))
    with closing(insi.connection()) as connection:
        body = etree.tostring(envelope(insi.endpoint.idam, traits()))
        kind = f'application/soap+xml; charset=utf-8; action="{BY_TRAITS}"'
        connection.request("POST", "/lps", body, {"Content-Type": kind})
        answer = connection.getresponse()
        assert int(answer.headers["Content-Length"]) > HUGE_BYTES
        assert answer.read(100).startswith(b"<?xml")
        answer.close()
    assert insi.ask().code == "00"


def test_an_answer_may_come_byte_by_byte(insi):
    insi.endpoint.control.next(Behaviour(Trouble.DRIP, seconds=0.0001))
    assert insi.ask().code == "00"


def test_an_answer_that_does_not_end_stops_with_the_simulator():
    with Simulators() as simulators:
        insi = Caller(simulators.insi())
        insi.endpoint.control.next(Behaviour(Trouble.DRIP, seconds=600))
        with closing(insi.connection()) as connection:
            body = etree.tostring(envelope(insi.endpoint.idam, traits()))
            kind = f'application/soap+xml; charset=utf-8; action="{BY_TRAITS}"'
            connection.request("POST", "/lps", body, {"Content-Type": kind})
            answer = connection.getresponse()
            assert answer.status == 200
            simulators.close()
            with pytest.raises(http.client.IncompleteRead):
                answer.read()


def test_an_unknown_code_comes_with_a_person_beside_it(insi):
    insi.endpoint.control.next(Behaviour(Trouble.UNKNOWN_CODE, times=2))
    reply = insi.ask()
    assert reply.code == "77"
    assert reply.told(".//r:NumIdentifiant") == ["2770763220829"]
    assert insi.ask(check(), VERIFY).told(".//p:CodeCR") == ["77"]


def test_an_answer_about_another_person(insi):
    insi.endpoint.control.next(Behaviour(Trouble.ANOTHER_PERSON))
    reply = insi.ask()
    assert reply.code == "00"
    assert reply.told(".//r:TIQ/r:NomNaissance") == ["ADRUN"]


def test_a_file_is_replayed_as_it_is(insi):
    canned = (
        b'<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope">'
        b'<e:Body><RESULTAT xmlns="http://www.cnamts.fr/INSiResultat"><CR><CodeCR>01</CodeCR>'
        b"<LibelleCR>Aucune identite trouvee</LibelleCR></CR></RESULTAT></e:Body></e:Envelope>"
    )
    insi.endpoint.control.replay(canned)
    assert insi.ask().body == canned
    assert insi.ask().code == "00"


def test_behaviours_come_in_their_order_so_many_times(insi):
    control = insi.endpoint.control
    control.fault("insi_111", times=2)
    control.next(Behaviour(Trouble.UNKNOWN_CODE))
    seen = [insi.ask() for _ in range(4)]
    assert [reply.status for reply in seen] == [500, 500, 200, 200]
    assert [reply.code for reply in seen[2:]] == ["77", "00"]


def test_a_behaviour_without_a_number_of_calls_lasts_until_the_reset(insi):
    control = insi.endpoint.control
    control.fault("insi_111", times=None)
    assert [insi.ask().status for _ in range(3)] == [500] * 3
    control.reset()
    assert insi.ask().code == "00"
    assert control.count == 1


def test_a_wrong_call_uses_no_behaviour_up(insi):
    insi.endpoint.control.fault("insi_111")
    assert insi.ask(traits(Sexe="X")).refusal == "simulateur_sexe"
    assert insi.ask().refusal == "insi_111"


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (WrongServer.EXPIRED, "expired"),
        (WrongServer.FOREIGN, "unable to get local issuer|self.signed"),
        (WrongServer.WRONG_NAME, "not valid for '127.0.0.1'"),
    ],
)
def test_a_server_that_must_not_be_trusted(insi, kind, why):
    url = insi.endpoint.wrong_url(kind)
    assert url == insi.endpoint.wrong_url(kind)
    with pytest.raises(ssl.SSLCertVerificationError, match=why):
        insi.ask(url=url)
    assert insi.endpoint.control.count == 0


@pytest.mark.parametrize("defect", [None, {"foreign": True}, {"expired": True}])
def test_a_caller_without_a_good_software_certificate_gets_no_connection(insi, defect):
    made = insi.endpoint.certificates
    client = None if defect is None else made.software_named(**defect)
    with pytest.raises(OSError):
        insi.ask(url=insi.endpoint.certificate_url, client=client)
    assert insi.endpoint.control.count == 0


def test_a_silent_connection_holds_nobody_up(insi):
    address = urlsplit(insi.endpoint.certificate_url)
    with socket.create_connection((address.hostname, address.port)):
        assert insi.ask().code == "00"


def test_many_calls_at_once_are_all_answered_and_counted(insi, aside):
    def several(_):
        with closing(insi.connection()) as connection:
            return [insi.ask(connection=connection).code for _ in range(10)]

    codes = [code for some in aside.map(several, range(8)) for code in some]
    assert codes == ["00"] * 80
    assert insi.endpoint.control.count == 80


def test_what_is_kept_is_bounded_and_the_count_is_not(insi):
    with closing(insi.connection()) as connection:
        for _ in range(205):
            insi.send(b"", connection=connection)
    assert insi.endpoint.control.count == 205
    assert len(insi.endpoint.control.received) == 200


def test_identifiers_seen_are_forgotten_after_twenty_thousand_others(insi):
    control = insi.endpoint.control
    assert all(control.is_new(str(number)) for number in range(20_001))
    assert not control.is_new("20000")
    assert control.is_new("0")


def test_nothing_starts_before_it_is_asked_for():
    before = threading.active_count()
    with Simulators():
        assert threading.active_count() == before


def test_everybody_gets_the_same_service_and_closing_ends_everything(aside):
    before = set(threading.enumerate())
    simulators = Simulators()
    first, *others = list(aside.map(lambda _: simulators.insi(), range(4)))
    assert all(other is first for other in others)
    first.control.delay(600)
    call = aside.submit(Caller(first).ask)
    assert first.control.wait_for(1)
    simulators.close()
    simulators.close()
    assert call.exception(10) is not None or call.result().code == "00"
    left = {thread.name for thread in set(threading.enumerate()) - before}
    assert not left & {"simulator", "simulated"}
    with pytest.raises(ExternalError, match="arrêtés"):
        simulators.insi()
    with pytest.raises(OSError, match="closed"):
        first.wrong_url(WrongServer.EXPIRED)


def test_a_taken_port_is_told_and_nothing_stays_open(endpoint):
    taken = urlsplit(endpoint.certificate_url).port
    with Simulators(port_base=taken) as simulators, pytest.raises(ExternalError) as refused:
        simulators.insi()
    assert "port" in refused.value.message


def test_keys_are_written_for_the_owner_alone(tmp_path):
    folder = tmp_path / "simulateurs"
    (tmp_path / "simulateurs").mkdir()
    old = folder / "logiciel.key"
    old.write_text("ancienne")
    old.chmod(0o644)
    with Simulators(folder) as simulators:
        endpoint = simulators.insi()
    assert old.read_bytes() == endpoint.client_key_pem
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert {path.suffix for path in folder.iterdir()} == {".pem", ".key", ".p12"}
    assert len(list(folder.iterdir())) == 6


def test_the_software_certificate_opens_as_it_would_in_a_practice(tmp_path):
    with Simulators(tmp_path) as simulators:
        endpoint = simulators.insi()
    password = endpoint.client_certificate_password.encode()
    written = (tmp_path / "logiciel.p12").read_bytes()
    _, certificate, _ = pkcs12.load_key_and_certificates(written, password)
    (name,) = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.value == "INSI-MANU"


def test_every_service_listens_on_this_computer_alone(endpoint):
    urls = (endpoint.card_url, endpoint.certificate_url, endpoint.control_url)
    assert {urlsplit(url).hostname for url in urls} == {"127.0.0.1"}
