"""The settings of INSi: kept whole, secrets sealed, nothing kept that could not serve."""

import json
import logging
import threading
import uuid
from base64 import b64decode, b64encode
from dataclasses import fields, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from almapy.adapters.insi_trial import try_to_reach
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, ConflictError, DomainError, ExternalError
from almapy.insi.settings import Authentication, Environment, InsiSettings
from almapy.insi.settings_rules import (
    LABELS,
    TEST_CARD_URL,
    faults,
    from_stored,
    missing,
    remarks,
)
from almapy.insi.settings_service import no_trial
from almapy.insi.software_certificate import (
    LARGEST_FILE,
    authority_files,
    certificate_file,
    read_certificate,
)
from almapy.simulators.switchboard import Simulators
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.fakes.software_certificate import UNIT, der, p12, pem

NBSP = "\u00a0"
CANARY = "Canari-p12-7319"
LOOPBACK = "http://127.0.0.1:8081/lps"


@pytest.fixture(scope="module")
def sealed_file():
    return p12(CANARY)


@pytest.fixture
def service(opened):
    return opened.application.insi_settings


def wanted(service, **values):
    return replace(service.get(), **values)


def save(opened, **values):
    service = opened.application.insi_settings
    service.save(opened.actor, wanted(service, **values))
    return service.get()


def newest(opened, action=Action.SETTING_CHANGED):
    asked = JournalFilter(action=action.value)
    return opened.application.journal.page(opened.actor, asked, limit=1).entries[0]


def test_nothing_is_set_before_somebody_does_and_no_call_could_leave(service):
    settings = service.get()
    assert replace(settings, instance="") == InsiSettings()
    assert missing(settings) == [LABELS["card_url"], LABELS["idam"]]


def test_every_setting_comes_back_as_it_was_stored(opened, sealed_file):
    values = {
        "authentication": Authentication.CERTIFICATE,
        "environment": Environment.TEST,
        "card_url": TEST_CARD_URL,
        "certificate_url": "https://exemple.fr:8443/lps",
        "verification_url": LOOPBACK,
        "idam": "TESTSGIE0000",
        "billing_number": "671234567",
        "sector": "SA08",
        "speciality": "01",
        "proxy": "http://proxy.exemple.fr:3128",
        "timeout_seconds": 30,
        "authorities": pem(),
        "certificate": sealed_file,
        "password": CANARY,
    }
    assert values.keys() == LABELS.keys()
    after = save(opened, **values)
    assert {name: getattr(after, name) for name in values} == values
    assert missing(after) == []


def test_the_installation_keeps_one_name_for_ever(opened):
    service = opened.application.insi_settings
    name = service.get().instance
    assert str(uuid.UUID(name)) == name
    assert save(opened, idam="A1").instance == name
    service.save(opened.actor, wanted(service, idam="A2", instance=str(uuid.uuid4())))
    assert service.get().instance == name


def test_certificate_and_password_are_sealed_and_never_told(opened, sealed_file, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    after = save(opened, certificate=sealed_file, password=CANARY)
    save(opened, certificate="", password="")
    save(opened, certificate=sealed_file, password=CANARY)
    target = tmp_path / "traces.xlsx"
    opened.application.journal.export(opened.actor, JournalFilter(), target)
    with opened.application.database.reading() as session:
        rows = session.execute(text("SELECT name, value FROM setting")).all()
        details = session.scalars(text("SELECT detail FROM journal")).all()
    cells = [cell for row in openpyxl.load_workbook(target).active.values for cell in row]
    key = sealed_file[200:240]
    for told in (repr(after), str(rows), str(details), str(cells), caplog.text):
        assert CANARY not in told
        assert key not in told
    assert {"insi.certificate", "insi.password"} <= {row.name for row in rows}
    assert newest(opened).values[LABELS["password"]] == "modifié"


def test_a_change_is_traced_with_the_former_value_and_no_change_is_not(opened):
    save(opened, idam="A1", proxy="http://proxy:3128")
    save(opened, idam="A2")
    entry = newest(opened)
    assert entry.values[LABELS["idam"]] == {"de": "A1", "en": "A2"}
    assert LABELS["proxy"] not in entry.values
    save(opened, idam="A2")
    assert newest(opened).seq == entry.seq


def test_what_another_post_stored_meanwhile_is_not_overwritten(opened, service):
    seen = service.get()
    save(opened, idam="AUTRE")
    with pytest.raises(ConflictError, match="votre saisie reste"):
        service.save(opened.actor, replace(seen, proxy="http://p:1"), seen=seen)
    assert (service.get().idam, service.get().proxy) == ("AUTRE", "")


def test_only_who_manages_the_practice_changes_or_tries(opened, service):
    new = NewAccount("claire", Role.SECRETAIRE, "Claire", "EXEMPLE", PASSWORD)
    secretary = opened.application.accounts.create(opened.actor, new).at("poste")
    with pytest.raises(AccessError):
        service.save(secretary, InsiSettings(idam="X"))
    with pytest.raises(AccessError):
        service.try_connection(secretary, Stop())
    assert service.get().idam == ""


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("card_url", "http://exemple.fr/lps", "https://"),
        ("card_url", "exemple.fr/lps", "adresse entière"),
        ("certificate_url", "https://exemple.fr:port/lps", "adresse entière"),
        ("verification_url", "https://moi:secret@exemple.fr/lps", "mot de passe"),
        ("card_url", "ftp://exemple.fr", "https://"),
        ("card_url", "https://exemple.fr/" + "a" * 300, "adresse entière"),
        ("proxy", "proxy:3128", "avec son port"),
        ("proxy", "socks://proxy:3128", "avec son port"),
        ("proxy", "http://moi:secret@proxy:3128", "mot de passe"),
        ("timeout_seconds", 0, "1 à 120"),
        ("timeout_seconds", 121, "1 à 120"),
        ("idam", "É 12", "sans accent"),
        ("idam", "A" * 41, "40 caractères"),
        ("sector", "SA07\n", "sans accent"),
    ],
)
def test_what_cannot_serve_is_refused_with_its_field(practice, name, value, words):
    service = practice.application.insi_settings
    before = service.get()
    with pytest.raises(DomainError, match=words) as refused:
        service.save(practice.actor, replace(before, **{name: value}))
    assert refused.value.field == name
    assert "secret" not in refused.value.message
    assert service.get() == before


@pytest.mark.parametrize("url", [LOOPBACK, "http://localhost:1/lps", "http://[::1]:8/lps"])
def test_a_simulator_on_this_computer_needs_no_encryption(url):
    assert faults(InsiSettings(card_url=url)) == {}


def test_a_password_without_file_asks_for_the_file(practice):
    service = practice.application.insi_settings
    with pytest.raises(DomainError) as refused:
        service.save(practice.actor, wanted(service, password="seul"))
    assert refused.value.field == "certificate"


def test_numbers_that_look_wrong_are_remarked_upon_and_kept(opened):
    after = save(opened, billing_number="12", sector="X", speciality="1", card_url=TEST_CARD_URL)
    assert remarks(after).keys() == {"billing_number", "sector", "speciality", "card_url"}
    assert remarks(replace(after, environment=Environment.TEST)).keys() == {
        "billing_number",
        "sector",
        "speciality",
    }


_ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.floats(), st.just([1])
)


@given(st.dictionaries(st.sampled_from([*InsiSettings.__slots__, "inconnu"]), _ANYTHING))
def test_whatever_was_stored_gives_usable_settings(values):
    settings = from_stored(values)
    assert faults(replace(settings, password="")) == {}
    for one in fields(InsiSettings):
        assert type(getattr(settings, one.name)) is type(one.default)


def test_a_secret_that_cannot_be_opened_counts_as_absent(opened, sealed_file):
    save(opened, certificate=sealed_file, password=CANARY, idam="A1")
    spoilt = json.dumps(b64encode(b"autre cle").decode())
    for value in (spoilt, json.dumps("pas du base64 !"), json.dumps([1])):
        with opened.application.database.writing() as session:
            session.execute(
                text("UPDATE setting SET value = :value WHERE name = 'insi.password'"),
                {"value": value},
            )
        settings = opened.application.insi_settings.get()
        assert settings.password == ""
        assert settings.idam == "A1"


def test_the_certificate_tells_whose_it_is_and_until_when(clock, sealed_file):
    facts = read_certificate(sealed_file, CANARY, clock.now())
    assert (facts.subject, facts.unit) == ("INSI-MANU", UNIT)
    assert f"{facts.valid_until:%d/%m/%Y}" == "14/04/2027"
    assert facts.warning == ""


@pytest.mark.parametrize(("days", "words"), [(60, "60 jours"), (1, "1 jour"), (0, "aujourd'hui")])
def test_a_certificate_near_its_end_is_told_sixty_days_ahead(clock, days, words):
    facts = read_certificate(p12("x", days=days), "x", clock.now())
    assert words in facts.warning
    assert "renouvellement" in facts.warning


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"password": "autre"}, "password", "n'ouvre pas"),
        ({"certificate": b64encode(b"pas un p12").decode()}, "password", "n'ouvre pas"),
        ({"certificate": p12("x", with_key=False), "password": "x"}, "password", "avec sa clé"),
        ({"certificate": p12("x", days=-1), "password": "x"}, "certificate", "expiré"),
        ({"certificate": p12("x", name="insi-manu"), "password": "x"}, "certificate", "INSI-MANU"),
        ({"certificate": p12("x", issuer="AC INCONNUE"), "password": "x"}, "certificate", "vient"),
    ],
)
def test_a_certificate_that_insi_would_refuse_is_not_kept(
    practice, sealed_file, values, field, words
):
    service = practice.application.insi_settings
    asked = {"certificate": sealed_file, "password": CANARY} | values
    with pytest.raises(DomainError, match=words) as refused:
        service.save(practice.actor, wanted(service, **asked))
    assert refused.value.field == field
    assert "restent inchangés" in refused.value.message
    assert service.get().certificate == ""


def test_a_simulator_on_this_computer_may_be_shown_any_certificate_and_nobody_else(practice):
    service = practice.application.insi_settings
    other = {"certificate": p12("x", issuer="AC SIMULATEUR"), "password": "x"}
    after = save(practice, certificate_url=LOOPBACK, **other)
    assert "AC SIMULATEUR" in service.read_certificate(after).warning
    with pytest.raises(DomainError) as refused:
        service.save(practice.actor, replace(after, certificate_url="https://exemple.fr/lps"))
    assert refused.value.field == "certificate"
    assert service.get().certificate_url == LOOPBACK


def test_a_certificate_that_expired_since_does_not_close_the_other_settings(
    practice, clock, sealed_file
):
    save(practice, certificate=sealed_file, password=CANARY)
    clock.advance(timedelta(days=500))
    assert save(practice, timeout_seconds=20).timeout_seconds == 20


def test_authorities_are_read_from_several_files_in_either_form(practice, tmp_path):
    (tmp_path / "racine.crt").write_bytes(der(name="RACINE"))
    (tmp_path / "fille.pem").write_text(f"Bag Attributes\n{pem(name='FILLE')}")
    whole = authority_files([tmp_path / "racine.crt", tmp_path / "fille.pem"])
    assert whole.count("BEGIN CERTIFICATE") == 2
    assert save(practice, authorities=whole).authorities == whole
    assert newest(practice).values[LABELS["authorities"]] == "modifié"


def test_a_file_that_holds_no_certificate_is_refused(practice, tmp_path):
    path = tmp_path / "note.pem"
    for content in (b"", b"bonjour", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----"):
        path.write_bytes(content)
        with pytest.raises(DomainError, match="lisibles"):
            authority_files([path])
    service = practice.application.insi_settings
    with pytest.raises(DomainError) as refused:
        service.save(practice.actor, wanted(service, authorities="bonjour"))
    assert refused.value.field == "authorities"


def test_a_file_that_is_absent_or_huge_is_told(tmp_path):
    with pytest.raises(ExternalError, match="ne peut pas être lu"):
        certificate_file(tmp_path / "absent.p12")
    (tmp_path / "gros.p12").write_bytes(bytes(LARGEST_FILE + 1))
    with pytest.raises(DomainError, match="trop gros"):
        certificate_file(tmp_path / "gros.p12")
    (tmp_path / "petit.p12").write_bytes(b"abc")
    assert b64decode(certificate_file(tmp_path / "petit.p12")) == b"abc"


FAULT = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">'
    "<s:Body><s:Fault/></s:Body></s:Envelope>"
)


@pytest.fixture
def server():
    received = []

    class Handler(BaseHTTPRequestHandler):
        answer = (500, "application/soap+xml; charset=utf-8", FAULT)

        def do_POST(self):
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            status, kind, body = self.answer
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    httpd.received, httpd.handler = received, Handler
    httpd.url = f"http://127.0.0.1:{httpd.server_address[1]}/lps"
    yield httpd
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_a_trial_tells_what_answered_and_names_nobody(practice, server):
    service = practice.application.insi_settings
    words = service.try_connection(practice.actor, Stop(), wanted(service, card_url=server.url))
    assert "127.0.0.1 est joint" in words
    assert "code HTTP 500" in words
    [sent] = server.received
    assert sent.endswith(b"<e:Body/></e:Envelope>")
    assert service.get().card_url == ""


def test_the_page_of_a_proxy_is_no_teleservice(practice, server):
    server.handler.answer = (200, "text/html", "<html>Envelope</html>")
    service = practice.application.insi_settings
    with pytest.raises(ExternalError, match="pas un téléservice"):
        service.try_connection(practice.actor, Stop(), wanted(service, card_url=server.url))


def test_a_trial_that_is_given_up_or_finds_nobody_says_so(server):
    settings = InsiSettings(card_url=server.url)
    stop = Stop()
    stop.ask()
    with pytest.raises(ExternalError) as given_up:
        try_to_reach(settings, stop)
    assert given_up.value.code == "call.cancelled"
    server.shutdown()
    server.server_close()
    with pytest.raises(ExternalError) as nobody:
        try_to_reach(settings, Stop())
    assert nobody.value.code == "call.unreachable"


def test_a_trial_shows_the_certificate_of_the_practice_and_trusts_what_is_chosen(practice):
    service, simulators = practice.application.insi_settings, Simulators()
    try:
        insi = simulators.insi()
        settings = wanted(
            service,
            authentication=Authentication.CERTIFICATE,
            certificate_url=insi.certificate_url,
            authorities=insi.authorities_pem.decode(),
            certificate=b64encode(insi.client_certificate_p12).decode(),
            password=insi.client_certificate_password,
        )
        words = service.try_connection(practice.actor, Stop(), settings)
        assert "certificat logiciel du cabinet a été présenté" in words
        assert "la liaison est chiffrée" in words
        with pytest.raises(ExternalError, match="autorité inconnue"):
            service.try_connection(practice.actor, Stop(), replace(settings, authorities=""))
    finally:
        simulators.close()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "card_url"),
        ({"authentication": Authentication.CERTIFICATE}, "certificate_url"),
        (
            {"authentication": Authentication.CERTIFICATE, "certificate_url": LOOPBACK},
            "certificate",
        ),
        ({"card_url": "http://exemple.fr"}, "card_url"),
    ],
)
def test_a_trial_asks_for_what_is_missing(practice, values, field):
    service = practice.application.insi_settings
    with pytest.raises(DomainError) as refused:
        service.try_connection(practice.actor, Stop(), wanted(service, **values))
    assert refused.value.field == field


def test_a_demo_practice_reaches_nothing(server):
    with pytest.raises(DomainError, match="simulateur"):
        no_trial(InsiSettings(card_url=server.url), Stop())
    assert server.received == []
