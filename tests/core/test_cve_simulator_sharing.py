"""The simulated carnets: codes, requests, certificates, accounts."""

import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from almapy.simulators.cve.certificates import Root
from almapy.simulators.cve.endpoint import CveServers
from tests.core.cve_wire_helper import Client, code_of, trusting
from tests.fakes.clock import FakeClock

TEN = (
    "Test Testsss",
    "Test Test Test",
    "Cervarix",
    "voyage",
    "Ambroise",
    "Alwin-10062005",
    "010106",
    "10 ans",
    "15/12/2006",
    "09 10 2007",
)


@pytest.fixture(scope="module")
def cve():
    servers = CveServers(FakeClock())
    yield servers.endpoint
    servers.close()


@pytest.fixture
def client(cve):
    yield Client(cve, cve.fixtures.EMAIL)
    cve.control.set_clock(None)
    cve.control.fail(0)


def resolved(client, code=None):
    status, answer = client.post("/share-codes/resolve", code=code or client.fixtures.SHARE_CODE)
    assert status == 200
    refs = {one["pseudo"]: one["ref"] for one in answer["records"]}
    return lambda pseudo: f"/share-requests/{answer['request_id']}/records/{refs[pseudo]}", answer


def test_a_code_opens_a_list_of_pseudos_and_nothing_else(client):
    _, answer = resolved(client)
    assert tuple(one["pseudo"] for one in answer["records"]) == TEN
    assert all(set(one) == {"ref", "pseudo"} for one in answer["records"])


@pytest.mark.parametrize(
    ("code", "status", "why"),
    [
        ("ZZZZ9999", 404, "code_inconnu"),
        ("testcarn", 404, "code_inconnu"),
        ("VXEUXCHK", 410, "code_expire"),
        (7, 422, "type_invalide"),
    ],
)
def test_a_code_that_opens_nothing_says_why(client, code, status, why):
    answer = client.post("/share-codes/resolve", code=code)
    assert (answer[0], code_of(answer[1])) == (status, why)


def test_a_code_serves_one_professional(cve, client):
    code = client.make()[1]["share_code"]
    resolved(client, code)
    colleague = Client(cve, cve.fixtures.COLLEAGUE.email)
    assert colleague.post("/share-codes/resolve", code=code)[0] == 404


def test_the_birth_date_of_the_holder_opens_a_carnet(cve, client):
    where, _ = resolved(client)
    carnet = cve.fixtures.WITH_AGRIPPAL
    for left in (2, 1):
        status, answer = client.post(where("voyage"), birth_date="1977-07-15")
        assert (status, answer["tries_left"]) == (422, left)
    status, answer = client.post(where("voyage"), birth_date="1977-07-14")
    assert (status, answer) == (200, {"uuid": carnet.uuid})
    items = client.get(f"/records/{carnet.uuid}/vaccinations")[1]["items"]
    assert [one["label"] for one in items] == ["AGRIPPAL", "STAMARIL", "AVAXIM 160 U"]


def test_three_wrong_dates_close_the_request_for_that_carnet_only(cve, client):
    where, _ = resolved(client)
    assert code_of(client.post(where("10 ans"), birth_date="10 ans")[1]) == "date_invalide"
    statuses = [client.post(where("10 ans"), birth_date="2016-03-04")[0] for _ in range(3)]
    assert statuses == [422, 422, 423]
    status, answer = client.post(where("10 ans"), birth_date="2016-03-03")
    assert (status, code_of(answer)) == (423, "verrouille")
    assert client.post(where("010106"), birth_date="2006-01-01")[0] == 200


def test_a_request_belongs_to_who_made_it_and_ends_after_an_hour(cve, client):
    where, _ = resolved(client)
    colleague = Client(cve, cve.fixtures.COLLEAGUE.email)
    assert colleague.post(where("voyage"), birth_date="1977-07-14")[0] == 404
    cve.control.advance(3700)
    late = Client(cve, cve.fixtures.EMAIL)
    status, answer = late.post(where("voyage"), birth_date="1977-07-14")
    assert (status, code_of(answer)) == (410, "demande_expiree")


def test_a_vaccine_that_nobody_knows_is_kept_as_it_is(cve, client):
    where, _ = resolved(client)
    client.post(where("Cervarix"), birth_date="1977-07-14")
    path = f"/records/{cve.fixtures.WITH_UNKNOWN_VACCINE.uuid}"
    line = client.get(f"{path}/vaccinations")[1]["items"][-1]
    assert (line["nuva"], line["label"]) == ("VAC9999", "VACCIN DE DEMAIN (simulé)")
    items = client.get(f"{path}/recommendations")[1]["items"]
    assert [one["light"] for one in items if one["rule_id"] == "SIM-INCONNU"] == ["gris"]


def test_a_new_code_voids_the_old_one_and_waits_a_minute(cve, client):
    first = client.make(email="two@example.fr")[1]
    path = f"/records/{first['uuid']}/share-code"
    status, second = client.post(path, email="other@example.fr")
    assert (status, set(second)) == (201, {"share_code", "share_expires_at"})
    assert [one.code for one in cve.control.outbox if one.to == "other@example.fr"] == [
        second["share_code"]
    ]
    assert client.post("/share-codes/resolve", code=first["share_code"])[0] == 404
    status, answer = client.post(path, email="other@example.fr")
    assert (status, code_of(answer)) == (429, "trop_tot")
    assert int(client.headers["Retry-After"]) == 60
    cve.control.advance(60)
    assert client.post(path, email="other@example.fr")[0] == 201


def test_a_code_lasts_thirty_days(cve, client):
    code = client.make(email="three@example.fr")[1]["share_code"]
    cve.control.set_clock(datetime(2026, 4, 9, 9, 29, tzinfo=UTC))
    later = Client(cve, cve.fixtures.EMAIL)
    resolved(later, code)
    cve.control.set_clock(datetime(2026, 4, 9, 9, 30, tzinfo=UTC))
    assert later.post("/share-codes/resolve", code=code)[0] == 410


def test_access_that_was_taken_back_comes_back_with_a_new_code(cve, client):
    made = client.make(email="four@example.fr")[1]
    assert cve.control.revoke(made["uuid"])
    assert client.get(f"/records/{made['uuid']}")[0] == 403
    where, _ = resolved(client, made["share_code"])
    assert client.post(where(made["pseudo"]), birth_date="1977-07-14")[0] == 200
    assert client.get(f"/records/{made['uuid']}")[0] == 200


def withdrawn(client, code):
    status, file = client.post("/certificates/withdraw", withdrawal_code=code)
    assert status == 200
    return file


def opened(file, code, tmp_path, endpoint):
    key, certificate, _ = pkcs12.load_key_and_certificates(file, code.encode())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    path = tmp_path / "client.pem"
    path.write_bytes(pem)
    tls = trusting(endpoint)
    tls.load_cert_chain(path)
    return tls, certificate


def test_a_certificate_tells_who_calls(cve, tmp_path):
    nobody, code = Client(cve), cve.fixtures.WITHDRAWAL_GOOD
    tls, certificate = opened(withdrawn(nobody, code), code, tmp_path, cve)
    (name,) = certificate.subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
    assert name.value == "PAUL DEMO"
    mutual = Client(cve, url=cve.mtls_url, tls=tls)
    assert mutual.get("/me")[1]["email"] == cve.fixtures.EMAIL
    assert mutual.made()
    mutual.token = Client(cve, cve.fixtures.COLLEAGUE.email).token
    assert code_of(mutual.get("/me")[1]) == "jeton_inconnu"
    mutual.token = ""
    again = nobody.post("/certificates/withdraw", withdrawal_code=code)
    assert (again[0], code_of(again[1])) == (410, "code_deja_utilise")
    cve.control.revoke_certificates(cve.fixtures.EMAIL)
    assert code_of(mutual.get("/me")[1]) == "certificat_revoque"


def test_an_old_file_opens_too_and_an_old_certificate_is_refused(cve, tmp_path):
    nobody = Client(cve)
    legacy = cve.fixtures.WITHDRAWAL_LEGACY
    tls, _ = opened(withdrawn(nobody, legacy), legacy, tmp_path, cve)
    assert Client(cve, url=cve.mtls_url, tls=tls).get("/me")[0] == 200
    past = cve.fixtures.WITHDRAWAL_EXPIRED
    tls, certificate = opened(withdrawn(nobody, past), past, tmp_path, cve)
    assert certificate.not_valid_after_utc < FakeClock().now()
    status, answer = Client(cve, url=cve.mtls_url, tls=tls).get("/me")
    assert (status, code_of(answer)) == (401, "certificat_expire")


def test_files_that_do_not_open(cve):
    nobody = Client(cve)
    for code in (cve.fixtures.WITHDRAWAL_DAMAGED, cve.fixtures.WITHDRAWAL_OTHER_PASSWORD):
        file = withdrawn(nobody, code)
        with pytest.raises(ValueError):
            pkcs12.load_key_and_certificates(file, code.encode())


@pytest.mark.parametrize(
    ("code", "status", "why"),
    [
        ("RETRAIT7RIEN", 404, "code_inconnu"),
        ("RETRAIT7USE", 410, "code_deja_utilise"),
        ("RETRAIT7PASSE", 410, "code_expire"),
        ("", 422, "champ_obligatoire"),
    ],
)
def test_a_withdrawal_code_that_gives_nothing_says_why(cve, code, status, why):
    answer = Client(cve).post("/certificates/withdraw", withdrawal_code=code)
    assert (answer[0], code_of(answer[1])) == (status, why)


def test_the_door_of_certificates_stays_closed_without_one_of_ours(cve, tmp_path):
    bare = Client(cve, url=cve.mtls_url)
    for answer in (
        bare.get("/me"),
        bare.post("/token", email=cve.fixtures.EMAIL, password=cve.fixtures.PASSWORD),
        bare.get("/_test/outbox"),
    ):
        assert (answer[0], code_of(answer[1])) == (401, "certificat_requis")
    now = FakeClock().now()
    foreign = Root.new(now).client("PAUL DEMO", "10001234565", cve.fixtures.EMAIL, now)
    path = tmp_path / "foreign.pem"
    path.write_bytes(foreign.key_pem + foreign.pem)
    tls = trusting(cve)
    tls.load_cert_chain(path)
    with pytest.raises(OSError):
        Client(cve, url=cve.mtls_url, tls=tls).get("/me")
    with pytest.raises(ssl.SSLCertVerificationError):
        Client(cve, tls=ssl.create_default_context()).get("/me")


ACCOUNT = {
    "email": "nouveau@example.fr",
    "password": "Acacia-2027",
    "subscription": "individuel",
    "accept_conditions": True,
}


def test_an_account_is_opened_and_can_withdraw_its_certificate(cve):
    nobody = Client(cve)
    assert nobody.post("/accounts", **ACCOUNT, mobile="06 39 98 00 01")[0] == 201
    status, answer = nobody.post("/accounts", **ACCOUNT)
    assert (status, answer["error"]["field"]) == (422, "email")
    signed = nobody.post("/token", email=ACCOUNT["email"], password=ACCOUNT["password"])
    assert signed[0] == 200
    (mail,) = [one for one in cve.control.outbox if one.to == ACCOUNT["email"]]
    assert withdrawn(nobody, mail.code)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"email": "x"}, {"email"}),
        ({"password": "Acac-20"}, {"password"}),
        ({"password": "acaciaacacia"}, {"password"}),
        ({"accept_conditions": False}, {"accept_conditions"}),
        ({"accept_conditions": "oui"}, {"accept_conditions"}),
        ({"subscription": "gratuit"}, {"subscription"}),
        ({"subscription": "code_inscription"}, {"registration_code"}),
        ({"subscription": "code_inscription", "registration_code": "X"}, {"registration_code"}),
        ({"prepaid_code": "ALMAPRO"}, {"prepaid_code"}),
        ({"email": "", "password": "", "prepaid_code": "X"}, {"email", "password", "prepaid_code"}),
    ],
)
def test_every_wrong_field_of_an_account_is_named(cve, changed, fields):
    asked = ACCOUNT | {"email": "autre@example.fr"} | changed
    status, answer = Client(cve).post("/accounts", **asked)
    assert status == 422
    assert {one["field"] for one in answer["errors"]} == fields


def test_codes_of_a_group_and_prepaid_ones_are_taken(cve):
    status, _ = Client(cve).post(
        "/accounts",
        **ACCOUNT | {"email": "groupe@example.fr", "subscription": "code_inscription"},
        registration_code=cve.fixtures.REGISTRATION_CODE,
        prepaid_code=cve.fixtures.PREPAID_CODE,
    )
    assert status == 201


def test_a_reminder_does_not_tell_who_has_an_account(cve):
    nobody, before = Client(cve), len(cve.control.outbox)
    assert nobody.post("/password-reminders", email="personne@example.fr") == (202, {})
    assert len(cve.control.outbox) == before
    assert nobody.post("/password-reminders", email=cve.fixtures.COLLEAGUE.email) == (202, {})
    assert cve.control.outbox[-1].to == cve.fixtures.COLLEAGUE.email


def test_a_file_keeps_carnets_and_certificates(tmp_path):
    clock, file = FakeClock(), tmp_path / "cve" / "carnets.sqlite"
    first = CveServers(clock, file=file)
    with closing(first):
        client = Client(first.endpoint, first.endpoint.fixtures.EMAIL)
        name = client.made()
        line = client.added(name)
        code = first.endpoint.fixtures.WITHDRAWAL_GOOD
        tls, _ = opened(withdrawn(client, code), code, tmp_path, first.endpoint)
    clock.advance(timedelta(days=40))
    second = CveServers(clock, file=file)
    with closing(second):
        endpoint = second.endpoint
        assert endpoint.authorities_pem == first.endpoint.authorities_pem
        mutual = Client(endpoint, url=endpoint.mtls_url, tls=tls)
        assert mutual.get(f"/records/{name}/vaccinations")[1]["items"] == [line]
        assert len(resolved(mutual)[1]["records"]) == 10
        assert withdrawn(Client(endpoint), code)
