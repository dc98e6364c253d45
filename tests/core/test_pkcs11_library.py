from __future__ import annotations

import base64

import PyKCS11 as P
import pytest

from almapy.adapters.pkcs11.library import Library
from almapy.adapters.pkcs11.module import _attempts
from almapy.adapters.pkcs11.wire import Fault
from almapy.cps.model import CpsKey
from almapy.cps.verification import is_signed_by
from tests.fakes.cps import RIGHT_PIN, FakeCard
from tests.fakes.pkcs11_library import IDS, SHA256_INFO, FakeLibrary, FakeSlot


@pytest.fixture
def slot() -> FakeSlot:
    return FakeSlot(FakeCard())


@pytest.fixture
def vendor(slot, monkeypatch) -> FakeLibrary:
    vendor = FakeLibrary(slot)
    monkeypatch.setattr(P, "PyKCS11Lib", lambda: vendor)
    return vendor


@pytest.fixture
def library(vendor) -> Library:
    return Library("library.so")


def login(library: Library, pin: str = RIGHT_PIN, serial: str = FakeCard.serial):
    return library.login(serial, bytearray(pin.encode()))


def sign(library: Library, key: CpsKey, data: bytes = b"data", serial: str = FakeCard.serial):
    return library.sign(serial, IDS[key].hex(), _attempts(key, data))


def test_a_library_that_does_not_load_is_told(vendor):
    with pytest.raises(LookupError):
        Library("missing")


def test_the_card_is_shown_with_its_certificates(library, slot):
    (token,) = library.tokens()["tokens"]
    assert token["serial"] == slot.card.serial
    assert token["reader"] == "Lecteur 0"
    assert (token["low"], token["final"], token["locked"]) == (False, False, False)
    ders = {base64.b64decode(one["der"]) for one in token["certificates"]}
    assert ders == {slot.card.certificate(key) for key in CpsKey}


def test_the_certificates_are_read_once_while_the_card_stays(library, slot):
    library.tokens()
    library.tokens()
    assert len(slot.sessions) == 1
    card = slot.pull()
    assert library.tokens()["tokens"] == []
    slot.card = card
    assert len(library.tokens()["tokens"]) == 1
    assert len(slot.sessions) == 2


@pytest.mark.parametrize("key", list(CpsKey))
def test_each_key_signs_by_what_it_takes(library, slot, key):
    assert login(library) == {}
    signature = base64.b64decode(sign(library, key)["signature"])
    assert is_signed_by(slot.card.certificate(key), b"data", signature)


def test_a_key_that_hashes_nothing_gets_a_digest(library, slot):
    login(library)
    library.sign(
        slot.card.serial,
        IDS[CpsKey.AUTHENTICATION].hex(),
        _attempts(CpsKey.SIGNATURE, b"data"),
    )
    assert slot.card.signed[-1].startswith(SHA256_INFO)


def test_a_long_document_goes_as_its_digest():
    attempts = _attempts(CpsKey.SIGNATURE, bytes(300_000))
    assert [mechanism for mechanism, _ in attempts] == ["RSA_PKCS"]
    assert len(attempts[0][1]) < 100


def test_wrong_codes_raise_one_flag_after_the_other(library, slot):
    first, second, third = (login(library, "9999") for _ in range(3))
    assert first == {"fault": Fault.WRONG_PIN, "low": True, "final": False, "locked": False}
    assert second == {"fault": Fault.WRONG_PIN, "low": True, "final": True, "locked": False}
    assert third == {"fault": Fault.LOCKED}
    assert slot.card.logins == 3


def test_a_blocked_card_is_not_given_a_code(library, slot):
    slot.card.tries_left = 0
    assert login(library) == {"fault": Fault.LOCKED}
    assert slot.card.logins == 0


def test_a_card_slipped_in_unseen_is_not_given_the_code_of_another(library, slot):
    library.tokens()
    other = slot.card = FakeCard(serial="other", pin="4321")  # the session still answers
    assert login(library) == {"fault": Fault.REMOVED}
    assert (other.logins, other.tries_left) == (0, 3)


def test_a_card_already_open_still_proves_its_code(library, slot):
    login(library)
    assert login(library, "9999")["fault"] == Fault.WRONG_PIN
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.NO_PIN}


def test_the_buffer_of_the_code_is_wiped(library, slot):
    login(library)
    (code,) = slot.sessions[0].codes
    assert bytes(code) == bytes(4)


def test_nothing_is_signed_without_the_code(library):
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.NO_PIN}
    login(library)
    library.logout(FakeCard.serial)
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.NO_PIN}


def test_a_card_pulled_out_is_told_and_comes_back_closed(library, slot):
    login(library)
    card = slot.pull()
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.REMOVED}
    assert login(library) == {"fault": Fault.REMOVED}
    slot.card = card
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.NO_PIN}
    login(library)
    assert "signature" in sign(library, CpsKey.SIGNATURE)


@pytest.mark.parametrize(
    "code",
    [
        P.CKR_DEVICE_REMOVED,
        P.CKR_SESSION_HANDLE_INVALID,
        P.CKR_SESSION_CLOSED,
        P.CKR_TOKEN_NOT_PRESENT,
        P.CKR_TOKEN_NOT_RECOGNIZED,
    ],
)
def test_each_way_to_say_that_a_card_left(library, slot, code):
    login(library)
    slot.refusal = code
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.REMOVED}


def test_an_error_while_the_card_leaves_is_a_card_that_left(library, slot):
    login(library)
    slot.refusal = P.CKR_DEVICE_ERROR
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.REMOVED}


def test_an_error_of_a_card_that_stays_is_told_with_its_number(library, slot):
    login(library)
    slot.sessions[0].sign = lambda *_: (_ for _ in ()).throw(P.PyKCS11Error(P.CKR_FUNCTION_FAILED))
    answer = sign(library, CpsKey.SIGNATURE)
    assert answer == {"fault": Fault.FAILED, "code": "0x00000006"}


def test_an_error_of_the_vendor_is_told_with_its_number(library, vendor):
    vendor.refusal = P.CKR_VENDOR_DEFINED + 1  # CKR_ASIP_BAD_EF_ACTUA
    assert library.tokens() == {"fault": Fault.FAILED, "code": "0x80000001"}


def test_a_card_of_another_kind_hides_nobody(library, vendor):
    vendor.slots.append(FakeSlot(FakeCard(serial="vitale"), P.CKR_TOKEN_NOT_RECOGNIZED))
    assert [one["serial"] for one in library.tokens()["tokens"]] == [FakeCard.serial]


def test_two_cards_are_told_apart(library, vendor, slot):
    vendor.slots.append(FakeSlot(FakeCard(serial="second", pin="4321")))
    assert [one["serial"] for one in library.tokens()["tokens"]] == [FakeCard.serial, "second"]
    assert login(library, "4321", "second") == {}
    assert sign(library, CpsKey.SIGNATURE) == {"fault": Fault.NO_PIN}
    assert "signature" in sign(library, CpsKey.SIGNATURE, serial="second")


def test_a_key_that_the_card_has_not_is_told(library, slot):
    login(library)
    answer = library.sign(slot.card.serial, "ff", _attempts(CpsKey.SIGNATURE, b"data"))
    assert answer == {"fault": Fault.NO_KEY}


def test_an_unknown_card_is_a_card_that_left(library):
    assert login(library, serial="never seen") == {"fault": Fault.REMOVED}
    assert sign(library, CpsKey.SIGNATURE, serial="never seen") == {"fault": Fault.REMOVED}
    assert library.logout("never seen") == {}


def test_leaving_closes_every_card(library, slot):
    login(library)
    library.leave()
    assert not slot.card.is_open
