from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from almapy.cards.faults import CardAbsent, CardRemoved, CardUnreadable
from almapy.cps.faults import (
    CardBlocked,
    CertificateOver,
    CpsLibraryAbsent,
    CpsLibraryFailed,
    PinNotGiven,
    WrongPin,
)
from almapy.cps.model import CpsKey
from almapy.cps.reader import CpsReader
from almapy.cps.verification import is_signed_by
from almapy.errors import DomainError
from almapy.outside import NoCps
from tests.fakes.clock import FakeClock
from tests.fakes.cps import NOW, RIGHT_PIN, FakeCard, FakeCps


@pytest.fixture
def card() -> FakeCard:
    return FakeCard()


@pytest.fixture
def module(card) -> FakeCps:
    return FakeCps(card)


@pytest.fixture
def reader(module, clock) -> CpsReader:
    return CpsReader(module, clock)


def test_the_card_is_read_without_its_code(reader, card):
    seen = reader.read()
    assert seen.identity.name == "Paul DÉMO"
    assert seen.identity.rpps == "10001234565"
    assert seen.pin.tries_left == 3
    assert seen.reader == "Lecteur CPS"
    assert not seen.simulated
    assert card.logins == 0


def test_no_card_and_no_library_are_told_apart(clock):
    with pytest.raises(CardAbsent, match="carte CPS"):
        CpsReader(FakeCps(), clock).read()
    with pytest.raises(CpsLibraryAbsent, match="Cryptolib"):
        CpsReader(NoCps(), clock).read()


def test_the_reader_chosen_for_the_cps_is_preferred(clock):
    first = FakeCard(serial="1", reader="Lecteur A 00 00")
    second = FakeCard(serial="2", reader="Lecteur B 00 00")
    module = FakeCps(first, second)
    assert CpsReader(module, clock).read().serial == "1"
    assert CpsReader(module, clock, reader="Lecteur B").read().serial == "2"
    module.remove(second)
    assert CpsReader(module, clock, reader="Lecteur B").read().serial == "1"


def test_a_card_without_a_certificate_is_not_usable(reader, card):
    card.certificate = lambda _key: b""
    with pytest.raises(CardUnreadable, match="carte CPS"):
        reader.read()


@pytest.mark.parametrize("key", list(CpsKey))
def test_each_key_signs_for_its_own_certificate(reader, card, key):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    signature = reader.sign(seen, key, b"data")
    assert is_signed_by(card.certificate(key), b"data", signature)


def test_one_code_serves_the_whole_session_of_the_card(reader, card):
    seen = reader.read()
    assert not reader.is_unlocked(seen)
    reader.unlock(seen, RIGHT_PIN)
    assert reader.is_unlocked(seen)
    reader.sign(seen, CpsKey.SIGNATURE, b"one")
    reader.sign(seen, CpsKey.AUTHENTICATION, b"two")
    assert card.logins == 1


def test_nothing_is_signed_before_the_code(reader, card):
    with pytest.raises(PinNotGiven):
        reader.sign(reader.read(), CpsKey.SIGNATURE, b"data")
    assert card.signed == []


@pytest.mark.parametrize("pin", ["", "123", "12345", "12a4", "1 34"])
def test_a_slip_of_the_keyboard_costs_no_try(reader, card, pin):
    with pytest.raises(DomainError) as refused:
        reader.unlock(reader.read(), pin)
    assert refused.value.field == "pin"
    assert (card.logins, card.tries_left) == (0, 3)


def test_a_wrong_code_is_tried_once_and_told(reader, card):
    with pytest.raises(WrongPin) as refused:
        reader.unlock(reader.read(), "9999")
    assert refused.value.tries_left == 2
    assert (card.logins, card.tries_left) == (1, 2)
    assert not reader.is_unlocked(reader.read())
    assert reader.read().pin.low


def test_a_wrong_code_after_a_right_one_locks_the_session_again(reader):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    with pytest.raises(WrongPin):
        reader.unlock(seen, "9999")
    with pytest.raises(PinNotGiven):
        reader.sign(seen, CpsKey.SIGNATURE, b"data")


def test_a_blocked_card_is_not_even_asked(reader, card):
    card.tries_left = 0
    with pytest.raises(CardBlocked) as refused:
        reader.unlock(reader.read(), RIGHT_PIN)
    assert "e-CPS" in refused.value.message
    assert card.logins == 0


def test_a_removed_card_wants_its_code_again(reader, module, card):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    module.remove(card)
    with pytest.raises(CardRemoved):
        reader.sign(seen, CpsKey.SIGNATURE, b"data")
    module.insert(card)
    assert not reader.is_unlocked(seen)
    with pytest.raises(PinNotGiven):
        reader.sign(seen, CpsKey.SIGNATURE, b"data")
    reader.unlock(reader.read(), RIGHT_PIN)
    reader.sign(seen, CpsKey.SIGNATURE, b"data")


def test_another_card_is_not_unlocked_by_the_code_of_the_first(reader, module, card):
    reader.unlock(reader.read(), RIGHT_PIN)
    module.remove(card)
    module.insert(FakeCard(serial="other"))
    assert not reader.is_unlocked(reader.read())


def test_forgetting_has_the_card_ask_again(reader, module, card):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    reader.forget()
    assert not reader.is_unlocked(seen)
    with pytest.raises(PinNotGiven):
        reader.sign(seen, CpsKey.SIGNATURE, b"data")
    reader.unlock(seen, RIGHT_PIN)  # waits for the logout
    assert module.logouts == [card.serial]
    assert card.logins == 2
    reader.sign(seen, CpsKey.SIGNATURE, b"data")


def test_forgetting_with_no_card_does_nothing(reader, module):
    reader.forget()
    assert module.logouts == []


def test_a_post_locked_while_the_code_travels_stays_locked(reader, module, card):
    module.before_login = threading.Event()
    seen, ends = reader.read(), []

    def work() -> None:
        try:
            reader.unlock(seen, RIGHT_PIN)
        except PinNotGiven as error:
            ends.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    assert module.reached_login.wait(20)
    reader.forget()
    module.before_login.set()
    worker.join(20)
    assert len(ends) == 1
    assert not reader.is_unlocked(seen)
    assert not card.is_open


def test_a_library_that_signs_something_else_is_not_believed(reader, card, module):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    module.sign = lambda _serial, _key, _data: b"\x00" * 256
    with pytest.raises(CpsLibraryFailed):
        reader.sign(seen, CpsKey.SIGNATURE, b"data")


def test_a_library_started_again_wants_the_code_again(reader, module, card):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    module.fault = CpsLibraryFailed()
    with pytest.raises(CpsLibraryFailed):
        reader.sign(seen, CpsKey.SIGNATURE, b"data")
    module.fault = None
    assert not reader.is_unlocked(seen)


def test_a_certificate_is_used_from_its_first_to_its_last_moment(module, card):
    def at(moment):
        reader = CpsReader(module, FakeClock(moment))
        reader.require_in_force(reader.read())

    at(card.starts)
    at(card.ends)
    with pytest.raises(CertificateOver, match="expiré"):
        at(card.ends + timedelta(seconds=1))
    with pytest.raises(CertificateOver, match="pas encore"):
        at(card.starts - timedelta(seconds=1))


def test_an_expired_card_is_still_read(clock):
    card = FakeCard(ends=NOW - timedelta(days=1))
    assert CpsReader(FakeCps(card), clock).read().identity.ends_at < NOW


def test_the_same_card_gives_the_same_secret_and_no_other_does(reader, module, card):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    secret = reader.opening_secret(seen, "base", b"challenge")
    assert reader.opening_secret(seen, "base", b"challenge") == secret
    assert reader.opening_secret(seen, "base2", b"challenge") != secret
    assert reader.opening_secret(seen, "base", b"other") != secret
    module.remove(card)
    module.insert(FakeCard(serial="other"))
    other = reader.read()
    reader.unlock(other, RIGHT_PIN)
    assert reader.opening_secret(other, "base", b"challenge") != secret


def test_no_other_signature_can_be_the_secret_of_a_base(reader, card):
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    reader.opening_secret(seen, "base", b"challenge")
    with pytest.raises(ValueError, match="reserved"):
        reader.sign(seen, CpsKey.AUTHENTICATION, card.signed[-1])


def test_a_key_that_never_signs_the_same_twice_opens_nothing(reader, card):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    from tests.fakes.cps import person_name

    key = ec.generate_private_key(ec.SECP256R1())
    name = person_name("8" + "10001234565", "DÉMO", "Paul")
    der = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )
    card.certificate = lambda _key: der
    seen = reader.read()
    reader.unlock(seen, RIGHT_PIN)
    with pytest.raises(CardUnreadable):
        reader.opening_secret(seen, "base", b"challenge")
    assert card.signed == []
