"""The simulated CPS as a program sees them: certificates, a code with three tries, two keys."""

import threading
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509.oid import NameOID

from almapy.cards.faults import CardRemoved
from almapy.cps.faults import CardBlocked, PinNotGiven, WrongPin
from almapy.cps.model import CpsKey
from almapy.demo.cps import SimulatedCps
from almapy.demo.readers import SimulatedReaders
from almapy.practice.model import luhn_is_right
from almapy.simulators.cps.cards import CPS_CARDS
from almapy.simulators.cps.contents import contents_of
from almapy.simulators.practitioners import PROFESSIONALS
from tests.fakes.clock import FakeClock

DOCTOR = "cps_medecin"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def readers():
    return SimulatedReaders([(one.key, one.label) for one in CPS_CARDS])


@pytest.fixture
def cps(readers, clock, cps_folder):
    return SimulatedCps(readers, clock, cps_folder)


@pytest.fixture(scope="session")
def cps_folder(tmp_path_factory):
    """The keys of the cards are made once for all these tests: they take time."""
    return tmp_path_factory.mktemp("cps")


def certificate(token):
    return x509.load_der_x509_certificate(token.authentication_certificate)


def test_only_the_card_that_is_in_exists(readers, cps):
    assert cps.simulated
    assert cps.tokens() == ()
    readers.insert("ruth")
    assert cps.tokens() == ()
    readers.insert(DOCTOR)
    assert [one.label for one in cps.tokens()] == ["CPS de PAUL DEMO"]
    readers.insert("cps_remplacant")
    assert [one.label for one in cps.tokens()] == ["CPS de CLAIRE FICTIVE"]
    readers.eject("cps_remplacant")
    assert cps.tokens() == ()


def test_the_certificate_has_the_shape_of_the_igc_sante(readers, cps, clock):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    found = certificate(token)
    person = next(rdn for rdn in found.subject.rdns if len(rdn) == 3)
    assert {(one.oid, one.value) for one in person} == {
        (NameOID.COMMON_NAME, "810001234565"),
        (NameOID.SURNAME, "DEMO"),
        (NameOID.GIVEN_NAME, "PAUL"),
    }
    assert found.subject.get_attributes_for_oid(NameOID.TITLE)[0].value == "Médecin"
    issuer = found.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    assert issuer == "TEST AC IGC-SANTE FORT PERSONNES"
    assert found.public_key().key_size == 2048
    assert found.not_valid_before_utc < clock.now() < found.not_valid_after_utc
    usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert not usage.content_commitment
    signature = x509.load_der_x509_certificate(token.signature_certificate)
    usage = signature.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.digital_signature
    assert signature.subject == found.subject
    assert signature.public_key() != found.public_key()


def test_the_authority_signed_both_certificates(clock):
    contents = contents_of(CPS_CARDS[0], None, clock)
    for issued in (contents.authentication, contents.signature):
        issued.certificate.verify_directly_issued_by(issued.issuer)


@pytest.mark.parametrize("key", list(CpsKey))
def test_a_signature_is_made_after_the_code_and_verifies(readers, cps, key):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    with pytest.raises(PinNotGiven):
        cps.sign(token.serial, key, b"ordonnance")
    cps.login(token.serial, "1234")
    der = (
        token.signature_certificate if key is CpsKey.SIGNATURE else token.authentication_certificate
    )
    signed = cps.sign(token.serial, key, b"ordonnance")
    public = x509.load_der_x509_certificate(der).public_key()
    public.verify(signed, b"ordonnance", padding.PKCS1v15(), hashes.SHA256())
    assert cps.sign(token.serial, key, b"ordonnance") == signed
    cps.logout(token.serial)
    with pytest.raises(PinNotGiven):
        cps.sign(token.serial, key, b"ordonnance")


def test_three_wrong_codes_block_the_card_even_for_the_right_one(readers, cps):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    lefts = []
    for _ in range(2):
        with pytest.raises(WrongPin) as refused:
            cps.login(token.serial, "0000")
        lefts.append(refused.value.tries_left)
    assert lefts == [2, 1]
    state = cps.tokens()[0].pin
    assert (state.tries_left, state.low, state.final, state.locked) == (1, True, True, False)
    with pytest.raises(CardBlocked):
        cps.login(token.serial, "9999")
    with pytest.raises(CardBlocked):
        cps.login(token.serial, "1234")
    assert cps.tokens()[0].pin.locked
    readers.eject(DOCTOR)
    readers.insert(DOCTOR)
    assert cps.tokens()[0].pin.locked


def test_the_right_code_gives_the_three_tries_back(readers, cps):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    with pytest.raises(WrongPin):
        cps.login(token.serial, "0000")
    cps.login(token.serial, "1234")
    assert cps.tokens()[0].pin.tries_left == 3


def test_a_wrong_code_closes_a_card_that_was_open(readers, cps):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    cps.login(token.serial, "1234")
    with pytest.raises(WrongPin):
        cps.login(token.serial, "4321")
    with pytest.raises(PinNotGiven):
        cps.sign(token.serial, CpsKey.SIGNATURE, b"x")


def test_taking_the_card_out_and_back_asks_for_the_code_again(readers, cps):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    cps.login(token.serial, "1234")
    readers.eject(DOCTOR)
    with pytest.raises(CardRemoved):
        cps.sign(token.serial, CpsKey.SIGNATURE, b"x")
    readers.insert(DOCTOR)
    with pytest.raises(PinNotGiven):
        cps.sign(token.serial, CpsKey.SIGNATURE, b"x")


def test_a_carte_vitale_that_comes_and_goes_leaves_the_cps_open(readers, cps):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    cps.login(token.serial, "1234")
    readers.insert("ruth")
    readers.eject("ruth")
    assert cps.sign(token.serial, CpsKey.SIGNATURE, b"x")


def test_the_number_of_another_card_signs_nothing(readers, cps):
    readers.insert(DOCTOR)
    with pytest.raises(CardRemoved):
        cps.login("2800000025", "1234")


def test_one_card_is_expired_and_one_blocked(readers, cps, clock):
    readers.insert("cps_expiree")
    assert certificate(cps.tokens()[0]).not_valid_after_utc < clock.now()
    readers.insert("cps_bloquee")
    (token,) = cps.tokens()
    assert token.pin.locked
    with pytest.raises(CardBlocked):
        cps.login(token.serial, "1234")


def test_the_same_card_comes_back_at_the_next_start(readers, clock, cps_folder):
    readers.insert(DOCTOR)
    starts = [SimulatedCps(readers, clock, cps_folder).tokens()[0] for _ in range(2)]
    assert starts[0] == starts[1]
    kept = cps_folder / f"{DOCTOR}.pem"
    assert "fictive" in kept.read_text(encoding="utf-8").splitlines()[0]
    assert kept.stat().st_mode & 0o077 == 0


def test_an_expired_or_spoiled_file_makes_a_new_card(readers, clock, tmp_path):
    readers.insert(DOCTOR)
    first = SimulatedCps(readers, clock, tmp_path).tokens()[0]
    clock.advance(timedelta(days=4 * 365))
    later = SimulatedCps(readers, clock, tmp_path).tokens()[0]
    assert later.authentication_certificate != first.authentication_certificate
    kept = tmp_path / f"{DOCTOR}.pem"
    kept.write_bytes(kept.read_bytes()[:1500])
    again = SimulatedCps(readers, clock, tmp_path).tokens()[0]
    assert again.authentication_certificate != later.authentication_certificate


def test_without_a_folder_nothing_is_written(readers, clock, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    readers.insert(DOCTOR)
    assert SimulatedCps(readers, clock).tokens()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_still_gives_a_card(readers, clock, tmp_path):
    (tmp_path / "occupé").write_text("un fichier", encoding="utf-8")
    readers.insert(DOCTOR)
    assert SimulatedCps(readers, clock, tmp_path / "occupé").tokens()


def test_wrong_codes_from_many_threads_are_all_counted(readers, cps):
    readers.insert(DOCTOR)
    (token,) = cps.tokens()
    refusals = []

    def knock():
        try:
            cps.login(token.serial, "0000")
        except (WrongPin, CardBlocked) as refused:
            refusals.append(type(refused))

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals.count(WrongPin) == 2
    assert refusals.count(CardBlocked) == 6


def test_every_fictitious_professional_has_a_number_with_a_right_key():
    numbers = [one.national_id for one in PROFESSIONALS]
    assert len(set(numbers)) == len(numbers)
    assert all(luhn_is_right(one[1:]) for one in numbers if len(one) == 12)
