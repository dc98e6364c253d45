from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from almapy.adapters.certificates import certificate_faults, describe
from almapy.adapters.insi_soap import client as client_module
from almapy.adapters.insi_soap.connection import SettingsConnection
from almapy.adapters.tls import context_of
from almapy.errors import DomainError, ExternalError
from almapy.insi.model import Outcome
from almapy.insi.settings import Authentication, Environment, InsiSettings
from almapy.practice.model import Practitioner
from almapy.stop import Stop
from almapy.users.model import Actor, Role
from tests.core import insi_answers_helper as answers
from tests.core.authority_helper import AUTHORITY, DAY, FOREIGN, NOW
from tests.core.test_insi_client import INSTANCE, RUTH, RUTH_INS, SPACES, sent, signer
from tests.core.wire_helper import answering, serving
from tests.fakes.clock import FakeClock

READY = InsiSettings(
    card_url="https://example.invalid/lps",
    certificate_url="https://example.invalid/lps",
    idam="TESTALMA0001",
    instance=INSTANCE,
    billing_number="75 12345 67",
    speciality="01",
    environment=Environment.TEST,
)
WITH_CERTIFICATE = replace(
    READY,
    authentication=Authentication.CERTIFICATE,
    certificate=base64.b64encode(AUTHORITY.practice().p12()).decode(),
    password="secret",
)
DOCTOR = Actor(1, "medecin", "DOC", "D", Role.MEDECIN, frozenset(), "POSTE1")


def connection(settings: InsiSettings, practitioner: Practitioner | None = None, **more):
    information = SimpleNamespace(practitioner=practitioner or Practitioner())
    clock = more.pop("clock", FakeClock())
    more.setdefault("signer", lambda _actor: signer())
    return SettingsConnection(
        SimpleNamespace(get=lambda: settings),
        SimpleNamespace(get=lambda _actor: information),
        clock,
        **more,
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"card_url": ""}, "card_url", "l'adresse du service pour la carte CPS"),
        ({"card_url": "ameli"}, "card_url", "adresse complète"),
        ({"card_url": "http://192.0.2.1/lps"}, "card_url", "https://"),
        ({"verification_url": "x"}, "verification_url", "vérification"),
        ({"idam": ""}, "idam", "IDAM"),
        ({"instance": "poste"}, "instance", "UUID"),
        ({"billing_number": ""}, "billing_number", "numéro AM"),
        ({"sector": ""}, "sector", "secteur"),
        ({"speciality": ""}, "speciality", "spécialité"),
    ],
)
def test_a_missing_setting_is_named(changes, field, words):
    with pytest.raises(DomainError, match=words) as refused:
        connection(replace(READY, **changes)).open(DOCTOR)
    assert (refused.value.code, refused.value.field) == ("insi.not_ready", field)
    assert "Rien n'a été envoyé" in refused.value.message


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"certificate_url": ""}, "certificate_url"), ({"certificate": ""}, "certificate")],
)
def test_a_missing_certificate_is_named(changes, field):
    with pytest.raises(DomainError) as refused:
        connection(replace(WITH_CERTIFICATE, **changes)).open(DOCTOR)
    assert refused.value.field == field


def test_every_missing_setting_is_named_at_once():
    with pytest.raises(DomainError) as refused:
        connection(InsiSettings()).open(DOCTOR)
    assert all(words in refused.value.message for words in ("carte CPS", "IDAM", "numéro AM"))


def test_a_card_that_is_not_read_is_told():
    with pytest.raises(DomainError, match="La carte CPS n'est pas lue") as refused:
        connection(READY, signer=lambda _actor: None).open(DOCTOR)
    assert refused.value.code == "insi.not_ready"


def test_a_reader_that_fails_is_told_as_it_says():
    def broken(_actor: Actor) -> None:
        raise ExternalError("Le lecteur de cartes ne répond pas.")

    with pytest.raises(DomainError, match="lecteur de cartes") as refused:
        connection(READY, signer=broken).open(DOCTOR)
    assert refused.value.code == "insi.not_ready"


def test_an_expired_practice_certificate_is_told_before_anything_is_sent():
    p12 = base64.b64encode(AUTHORITY.practice(ends=NOW - DAY / 2).p12()).decode()
    with serving(answering(answers.RUTH)) as served:
        settings = replace(WITH_CERTIFICATE, certificate=p12, certificate_url=served.url)
        clock = FakeClock(NOW)
        exchange = connection(settings, clock=clock).open(DOCTOR).verify(RUTH_INS, RUTH, Stop())
    assert exchange.outcome is Outcome.UNTRUSTED
    assert "a expiré le" in exchange.detail
    assert served.requests == []


def test_empty_numbers_come_from_the_information_of_the_person():
    practitioner = Practitioner(am_number="751234567", speciality_code="01")
    settings = replace(READY, billing_number="", speciality="")
    with serving(answering(answers.RUTH)) as served:
        url = served.url
        insi = connection(replace(settings, card_url=url), practitioner).open(DOCTOR)
        insi.search_by_traits(RUTH, "RUTH", Stop())
    values = [one.text for one in sent(served).iter("{*}AttributeValue")]
    assert values == ["751234567", "SA07", "01"]


def test_a_nurse_needs_no_speciality():
    nurse = replace(DOCTOR, role=Role.INFIRMIER)
    assert connection(replace(READY, speciality="")).open(nurse)


def test_a_certificate_needs_neither_card_nor_billing_number():
    settings = replace(WITH_CERTIFICATE, billing_number="", speciality="")
    with serving(answering(answers.RUTH)) as served:
        settings = replace(settings, certificate_url=served.url)
        insi = connection(settings, signer=lambda _actor: None).open(DOCTOR)
        assert insi.search_by_traits(RUTH, "RUTH", Stop()).outcome is Outcome.FOUND
    assert sent(served).find(".//saml:Assertion", SPACES) is None


def test_a_certificate_whose_password_is_wrong_is_untrusted():
    settings = replace(WITH_CERTIFICATE, password="autre", certificate_url="https://127.0.0.1:9/")
    exchange = connection(settings).open(DOCTOR).search_by_traits(RUTH, "RUTH", Stop())
    assert exchange.outcome is Outcome.UNTRUSTED
    assert "mot de passe" in exchange.detail


@pytest.mark.parametrize(
    ("url", "told", "simulated"),
    [
        ("https://example.invalid/lps", False, False),
        ("https://example.invalid/lps", True, True),
        ("https://127.0.0.1:8443/lps", False, True),
        ("http://localhost:8080/lps", False, True),
    ],
)
def test_a_loopback_address_is_a_simulator(url, told, simulated):
    opened = connection(replace(READY, card_url=url), simulated=told).open(DOCTOR)
    assert opened.simulated is simulated


def test_the_card_signs_once_for_a_session_until_it_is_removed():
    with serving(answering(answers.RUTH)) as served:
        way = connection(replace(READY, card_url=served.url))
        for _ in range(2):
            way.open(DOCTOR).search_by_traits(RUTH, "RUTH", Stop())
        way.card_removed()
        way.open(DOCTOR).search_by_traits(RUTH, "RUTH", Stop())
    ids = [re.search(rb'Assertion[^>]* ID="([^"]+)"', one)[1] for one in served.requests]
    assert ids[0] == ids[1] != ids[2]


def test_a_list_opens_the_certificate_of_the_practice_once_until_the_settings_change(monkeypatch):
    opened = []
    monkeypatch.setattr(
        client_module, "context_of", lambda trust: opened.append(trust) or context_of(trust)
    )
    with serving(answering(answers.RUTH)) as served:
        stored = [replace(WITH_CERTIFICATE, certificate_url=served.url)]
        way = connection(stored[0])
        monkeypatch.setattr(way, "_settings", SimpleNamespace(get=lambda: stored[0]))
        for _ in range(3):
            way.open(DOCTOR).search_by_traits(RUTH, "RUTH", Stop())
        assert len(opened) == 1
        stored[0] = replace(stored[0], timeout_seconds=7)
        way.open(DOCTOR).search_by_traits(RUTH, "RUTH", Stop())
    assert len(opened) == 2


def test_a_simulator_of_this_computer_is_never_asked_in_production():
    with serving(answering(answers.RUTH)) as served:
        settings = replace(READY, card_url=served.url, environment=Environment.PRODUCTION)
        with pytest.raises(DomainError, match="simulateur") as refused:
            connection(settings).open(DOCTOR)
    assert (refused.value.code, refused.value.field) == ("insi.not_ready", "environment")
    assert served.requests == []


# The certificate of the practice


def test_a_right_certificate_has_no_fault_and_is_described():
    p12 = AUTHORITY.practice().p12()
    assert certificate_faults(p12, "secret", NOW) == []
    seen = describe(p12, "secret")
    assert (seen.name, seen.unit) == ("INSI-MANU", "10B0152872")
    assert abs(seen.expires_at - (NOW + DAY)) < timedelta(minutes=1)
    assert "CN=INSI-MANU" in seen.subject


@pytest.mark.parametrize(
    ("p12", "password", "words"),
    [
        (AUTHORITY.practice().p12(), "autre", "mot de passe"),
        (b"garbage", "secret", "PKCS#12"),
        (AUTHORITY.practice(ends=NOW - DAY / 2).p12(), "secret", "expiré"),
        (AUTHORITY.practice(starts=NOW + DAY / 2).p12(), "secret", "à partir du"),
        (AUTHORITY.practice("insi-manu").p12(), "secret", "INSI-MANU ou INSI-AUTO"),
        (FOREIGN.practice().p12(), "secret", "AUTORITE INCONNUE"),
        (AUTHORITY.practice(unit=" ").p12(), "secret", "structure"),
    ],
    ids=range(7),
)
def test_what_insi_would_refuse_of_a_certificate_is_told(p12, password, words):
    faults = certificate_faults(p12, password, NOW)
    assert len(faults) == 1
    assert words in faults[0]
