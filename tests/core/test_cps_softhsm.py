"""A real PKCS#11 library, that of SoftHSM2, behind a token shaped like a CPS."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from almapy.adapters.insi_soap.assertion import Claims, signed_assertion
from almapy.adapters.pkcs11.module import Pkcs11Module
from almapy.cards.faults import CardAbsent, CardRemoved
from almapy.clock import SystemClock
from almapy.cps.faults import PinNotGiven, WrongPin
from almapy.cps.model import CpsKey
from almapy.cps.reader import CpsReader
from almapy.cps.verification import is_signed_by
from almapy.insi.model import Outcome, Traits
from almapy.insi.settings import Environment
from almapy.opening import Door
from almapy.outside import Outside
from almapy.stop import Stop
from tests.conftest import CHEAP, new_practice
from tests.core.simulated_insi_helper import RUTH, Caller
from tests.fakes.cps import RIGHT_PIN, RPPS, certificate, key_of, person_name
from tests.peers.softhsm.card import Keyed, SoftCard, SoftHsmUnavailableError, library

pytestmark = pytest.mark.softhsm

NAME = person_name("8" + RPPS, "DÉMO", "PAUL")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def vendor() -> str:
    try:
        return library()
    except SoftHsmUnavailableError as absent:
        pytest.skip(str(absent))


def certified(name: str, *, signature: bool = False) -> Keyed:
    now = datetime.now(UTC)
    der = certificate(
        NAME, key_of(name), signature=signature, starts=now - DAY, ends=now + 365 * DAY
    )
    return Keyed(key_of(name), der)


@pytest.fixture
def module(vendor):
    module = Pkcs11Module(vendor)
    yield module
    module.close()


@pytest.fixture
def soft_card(vendor, tmp_path, monkeypatch) -> SoftCard:
    card = SoftCard(tmp_path / "token")
    monkeypatch.setenv("SOFTHSM2_CONF", str(card.configuration))
    return card


@pytest.fixture
def card(soft_card) -> SoftCard:
    soft_card.fill(RIGHT_PIN, certified("soft/sig", signature=True), certified("soft/aut"))
    return soft_card


@pytest.fixture
def reader(card, module) -> CpsReader:
    return CpsReader(module, SystemClock())


def test_the_identity_is_read_without_any_code(reader):
    seen = reader.read()
    assert seen.identity.name == "PAUL DÉMO"
    assert seen.identity.rpps == RPPS
    assert seen.identity.test_card
    assert seen.pin.tries_left == 3
    assert not reader.is_unlocked(seen)
    reader.require_in_force(seen)


def test_both_keys_sign_and_their_certificates_verify_it(reader):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    document = b"ordonnance" * 200
    ends = {
        CpsKey.SIGNATURE: seen.signature_certificate,
        CpsKey.AUTHENTICATION: seen.authentication_certificate,
    }
    for key, der in ends.items():
        assert is_signed_by(der, document, reader.sign(seen, key, document))
    assert ends[CpsKey.SIGNATURE] != ends[CpsKey.AUTHENTICATION]


def test_a_long_document_is_signed_too(reader):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    document = bytes(2_000_000)
    signature = reader.sign(seen, CpsKey.SIGNATURE, document)
    assert is_signed_by(seen.signature_certificate, document, signature)


def test_a_wrong_code_is_told_and_the_right_one_clears_it(reader):
    with pytest.raises(WrongPin):
        reader.unlock(reader.read(), "9999")
    assert reader.read().pin.low
    with pytest.raises(PinNotGiven):
        reader.sign(reader.read(), CpsKey.SIGNATURE, b"data")
    reader.unlock(reader.read(), RIGHT_PIN)
    assert not reader.read().pin.low


def test_a_card_that_is_open_still_proves_its_code(reader):
    reader.unlock(reader.read(), RIGHT_PIN)
    with pytest.raises(WrongPin):
        reader.unlock(reader.read(), "9999")


def test_forgetting_closes_the_card_itself(reader, module):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    module.logout(seen.serial)
    with pytest.raises(PinNotGiven):
        module.sign(seen.serial, CpsKey.SIGNATURE, b"data")


def test_the_secret_of_a_base_is_the_same_from_one_run_to_the_next(reader, vendor):
    secrets = []
    with closing(Pkcs11Module(vendor)) as other:
        for one in (reader, CpsReader(other, SystemClock())):
            seen = one.read()
            one.unlock(seen, RIGHT_PIN)
            secrets.append(one.opening_secret(seen, "base", b"challenge"))
    assert secrets[0] == secrets[1]
    assert len(secrets[0]) == 256


def test_a_token_that_disappears_is_a_card_that_left(reader, card):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    card.pull()
    with pytest.raises(CardRemoved):
        reader.sign(seen, CpsKey.SIGNATURE, b"data")
    with pytest.raises(CardAbsent):
        reader.read()
    card.put_back()
    back = reader.read()
    assert back.serial == seen.serial
    assert not reader.is_unlocked(back)
    reader.unlock(back, RIGHT_PIN)
    reader.sign(back, CpsKey.SIGNATURE, b"data")


def test_no_code_stands_in_the_process_of_the_library(reader, module):
    reader.unlock(reader.read(), RIGHT_PIN)
    process = Path(f"/proc/{module.pid}")
    shown = (process / "cmdline").read_bytes()
    assert b"helper" in shown
    assert RIGHT_PIN.encode() not in shown


@pytest.fixture(scope="module")
def simulated_insi():
    from almapy.simulators.switchboard import Simulators

    with closing(Simulators(clock=SystemClock())) as simulators:
        yield simulators.insi()


@pytest.fixture
def insi_card(soft_card, simulated_insi) -> SoftCard:
    """A card whose signature certificate comes from the authority that this INSi trusts."""
    issued = simulated_insi.certificates.card_of("8" + RPPS, given_name="PAUL", family_name="DÉMO")
    from cryptography.hazmat.primitives.serialization import Encoding

    signature = Keyed(issued.key, issued.certificate.public_bytes(Encoding.DER))
    soft_card.fill(RIGHT_PIN, signature, certified("soft/aut"))
    return soft_card


class CardSigner:
    """What the card signs, without any service around it."""

    def __init__(self, reader: CpsReader) -> None:
        self._reader, self._card = reader, reader.read()
        reader.unlock(self._card, RIGHT_PIN)
        self.certificate = self._card.signature_certificate

    def sign(self, data: bytes) -> bytes:
        return self._reader.sign(self._card, CpsKey.SIGNATURE, data)


def test_the_assertion_of_the_card_is_accepted_by_insi(insi_card, module, simulated_insi):
    signer = CardSigner(CpsReader(module, SystemClock()))
    claims = Claims("991234567", "SA07", "01")
    proof = signed_assertion(signer, claims, datetime.now(UTC))
    reply = Caller(simulated_insi).ask_by_card(proof=etree.fromstring(proof))
    assert reply.status == 200
    assert reply.code == "00"


def test_a_practice_calls_insi_by_the_card_after_one_code(insi_card, module, simulated_insi, place):
    door = Door(place, SystemClock(), cost=CHEAP, outside=Outside(cps=module))
    opened = door.create(new_practice())
    application, asked = opened.application, []

    def answer(question):
        asked.append(question.request.purpose)
        question.answer(RIGHT_PIN)

    application.pins.listen(answer)
    ready = replace(
        application.insi_settings.get(),
        card_url=simulated_insi.card_url,
        idam=simulated_insi.idam,
        billing_number="991234567",
        speciality="01",
        environment=Environment.TEST,
        authorities=simulated_insi.authorities_pem.decode(),
    )
    application.insi_settings.save(opened.actor, ready)
    traits = Traits(RUTH["NomNaissance"], RUTH["Prenom"], RUTH["Sexe"], RUTH["DateNaissance"])
    try:
        ends = [application.insi.search(opened.actor, traits, Stop()).outcome for _ in range(2)]
        assert ends == [Outcome.FOUND, Outcome.FOUND]
        assert asked == ["signer l'appel à INSi"]
        application.cps.forget()
        application.pins.listen(None)
        refused = application.insi.search(opened.actor, traits, Stop())
        assert refused.outcome is Outcome.NOT_READY
        assert "code porteur n'a pas été saisi" in refused.advice.text
    finally:
        application.close()
