"""A card or an identity as a key of the base: the slots of the key file."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.db import token_slots
from almapy.db.key_codec import MAX_FILE_BYTES
from almapy.db.keys import DataKey, KeyRing, WrongPassword
from almapy.db.token_slots import MAX_TOKENS, MAX_TOKENS_PER_PERSON, TokenSlot, TokenSlots
from almapy.errors import DomainError, FormatError
from almapy.sign_in.faults import NotLinked
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import TokenKind
from tests.core.test_keys import (
    BASE_ID,
    CHEAP,
    DEK,
    DESK,
    OWNER,
    PASSWORD,
    assert_ring_or_sentence,
    json_values,
    new_ring,
    places,
)

CARD = "ab" * 32
OTHER_CARD = "cd" * 32
SECRET = bytes(range(256))
CHALLENGE = bytes(range(32, 64))


def with_card(ring, data_key, handle=CARD, user_uid=OWNER, secret=SECRET, challenge=CHALLENGE):
    return ring.with_token(
        data_key, TokenKind.CPS, user_uid, handle, secret=secret, challenge=challenge
    )


def linked():
    ring, data_key, recovery_text = new_ring()
    ring = ring.with_user(data_key, DESK, "accueil", "Bonjour 2026 !", cost=CHEAP)
    ring = with_card(ring, data_key)
    ring = ring.with_token(
        data_key, TokenKind.PSC, DESK, psc_handle("https://psc", "899"), secret=SECRET[:32]
    )
    return ring, data_key, recovery_text


RING, DATA_KEY, RECOVERY_TEXT = linked()
TEXT = RING.to_json()


def changed(path, value):
    values = json.loads(TEXT)
    *parents, last = path
    place = values
    for step in parents:
        place = place[step]
    place[last] = value
    return json.dumps(values)


def test_a_linked_card_opens_the_same_data_as_the_password():
    assert RING.open_with_token(TokenKind.CPS, CARD, SECRET) == (DATA_KEY, OWNER)
    assert RING.open_with_password("dr.demo", PASSWORD) == (DATA_KEY, OWNER)
    assert RING.open_with_recovery_key(RECOVERY_TEXT) == DATA_KEY
    handle = psc_handle("https://psc", "899")
    assert RING.open_with_token(TokenKind.PSC, handle, SECRET[:32]) == (DATA_KEY, DESK)


def test_the_challenge_of_a_card_is_found_by_its_handle():
    assert RING.tokens.find(TokenKind.CPS, CARD).challenge == CHALLENGE
    assert RING.tokens.find(TokenKind.CPS, OTHER_CARD) is None
    assert RING.tokens.find(TokenKind.PSC, CARD) is None


@pytest.mark.parametrize(
    ("kind", "handle", "secret"),
    [
        (TokenKind.CPS, OTHER_CARD, SECRET),
        (TokenKind.PSC, CARD, SECRET),
        (TokenKind.CPS, CARD, SECRET[:-1]),
        (TokenKind.CPS, CARD, SECRET + b"\0"),
        (TokenKind.CPS, CARD, b""),
        (TokenKind.CPS, "", SECRET),
    ],
)
def test_another_card_or_another_secret_opens_nothing(kind, handle, secret):
    with pytest.raises(NotLinked) as refusal:
        RING.open_with_token(kind, handle, secret)
    assert refusal.value.code == "keys.not_linked"
    assert "mot de passe" in refusal.value.message


def test_without_a_card_the_file_is_the_one_that_the_program_of_before_reads():
    ring, data_key, _ = new_ring()
    before = json.loads(ring.to_json())
    assert before["v"] == 1
    assert "tokens" not in before
    assert json.loads(with_card(ring, data_key).to_json())["v"] == 2
    taken = with_card(ring, data_key).without_token(TokenKind.CPS, CARD)
    assert json.loads(taken.to_json()) == before


def test_a_ring_with_cards_is_read_back_as_it_was_written():
    assert KeyRing.from_json(TEXT) == RING
    assert KeyRing.from_json(TEXT).to_json() == TEXT


def test_a_card_linked_again_replaces_its_slot():
    again = with_card(RING, DATA_KEY, secret=SECRET[::-1], challenge=bytes(32))
    assert len(again.tokens) == len(RING.tokens)
    assert again.open_with_token(TokenKind.CPS, CARD, SECRET[::-1]) == (DATA_KEY, OWNER)
    with pytest.raises(NotLinked):
        again.open_with_token(TokenKind.CPS, CARD, SECRET)


def test_a_card_taken_away_opens_nothing_and_can_be_put_back():
    slot = RING.tokens.find(TokenKind.CPS, CARD)
    left = RING.without_token(TokenKind.CPS, CARD)
    with pytest.raises(NotLinked):
        left.open_with_token(TokenKind.CPS, CARD, SECRET)
    assert left.open_with_password("dr.demo", PASSWORD) == (DATA_KEY, OWNER)
    assert left.without_token(TokenKind.CPS, CARD) == left
    assert left.with_slot(slot).open_with_token(TokenKind.CPS, CARD, SECRET) == (DATA_KEY, OWNER)


def test_who_leaves_takes_their_cards_along():
    left = RING.without_user(DESK)
    assert [slot.user_uid for slot in left.tokens] == [OWNER]
    with pytest.raises(WrongPassword):
        left.open_with_password("accueil", "Bonjour 2026 !")
    with pytest.raises(NotLinked):
        left.open_with_token(TokenKind.PSC, psc_handle("https://psc", "899"), SECRET[:32])


def test_another_password_leaves_the_cards_as_they_are():
    changed_password = RING.with_user(DATA_KEY, OWNER, "dr.demo", "Hiver 2027 ?", cost=CHEAP)
    assert changed_password.open_with_token(TokenKind.CPS, CARD, SECRET) == (DATA_KEY, OWNER)
    renewed, _ = RING.with_new_recovery(DATA_KEY)
    assert renewed.open_with_token(TokenKind.CPS, CARD, SECRET) == (DATA_KEY, OWNER)


def test_a_person_has_a_bounded_number_of_cards():
    ring, data_key, _ = new_ring()
    for rank in range(MAX_TOKENS_PER_PERSON):
        ring = with_card(ring, data_key, handle=f"{rank:064x}")
    with pytest.raises(DomainError) as refusal:
        with_card(ring, data_key, handle=OTHER_CARD)
    assert refusal.value.code == "keys.too_many_tokens"
    assert len(with_card(ring, data_key, handle=f"{0:064x}").tokens) == MAX_TOKENS_PER_PERSON


def test_a_base_has_a_bounded_number_of_cards(monkeypatch):
    monkeypatch.setattr(token_slots, "MAX_TOKENS", len(RING.tokens))
    with pytest.raises(DomainError):
        with_card(RING, DATA_KEY, handle=OTHER_CARD)


def test_the_fullest_file_still_fits():
    ring, data_key, _ = new_ring()
    person = ring.users[0]
    users = [
        type(person)(f"{rank:08d}{person.user_uid[8:]}", f"{rank:03d}" + "é" * 77, person.sealed)
        for rank in range(200)
    ]
    slot = with_card(ring, data_key).tokens.slots[0]
    slots = tuple(
        TokenSlot(
            slot.kind,
            users[rank % 200].user_uid,
            f"{rank:064x}",
            slot.challenge,
            slot.salt,
            slot.wrapped,
        )
        for rank in range(MAX_TOKENS)
    )
    full = KeyRing(BASE_ID, tuple(users), ring.recovery, ring.check_value, TokenSlots(slots))
    assert len(full.to_json().encode()) < MAX_FILE_BYTES
    assert KeyRing.from_json(full.to_json()) == full


@pytest.mark.parametrize(
    ("handle", "user_uid", "secret", "challenge"),
    [
        ("x", OWNER, SECRET, CHALLENGE),
        (CARD.upper(), OWNER, SECRET, CHALLENGE),
        (CARD, DESK, SECRET, CHALLENGE),
        (CARD, OWNER, SECRET[:31], CHALLENGE),
        (CARD, OWNER, SECRET, CHALLENGE[:31]),
    ],
)
def test_a_slot_out_of_shape_is_a_fault_of_the_program(handle, user_uid, secret, challenge):
    ring, data_key, _ = new_ring()
    with pytest.raises(ValueError):
        with_card(ring, data_key, handle, user_uid, secret, challenge)


def test_the_data_key_of_another_base_is_never_wrapped_for_a_card():
    with pytest.raises(ValueError):
        with_card(RING, DataKey.generate(), handle=OTHER_CARD)


def test_the_file_shows_neither_the_key_nor_the_secret_of_a_card():
    assert DATA_KEY.secret.hex() not in TEXT
    assert SECRET.hex() not in TEXT
    assert SECRET[:32].hex() not in TEXT
    shown = repr(RING)
    assert CHALLENGE.hex() not in shown
    assert repr(CHALLENGE) not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("user_uid", DESK),
        ("handle", OTHER_CARD),
        ("challenge", "00" * 32),
        ("challenge", ""),
        ("kind", "psc"),
    ],
)
def test_a_slot_moved_elsewhere_opens_nothing(name, value):
    forged = KeyRing.from_json(changed(("tokens", 0, name), value))
    slot = forged.tokens.slots[0]
    with pytest.raises(NotLinked):
        forged.open_with_token(slot.kind, slot.handle, SECRET)


@pytest.mark.parametrize("name", ["nonce", "ct"])
def test_a_flipped_bit_in_a_card_slot_never_opens(name):
    digits = json.loads(TEXT)["tokens"][0][name]
    for bit in range(4 * len(digits)):
        raw = bytearray.fromhex(digits)
        raw[bit // 8] ^= 1 << bit % 8
        forged = KeyRing.from_json(changed(("tokens", 0, name), raw.hex()))
        with pytest.raises(NotLinked):
            forged.open_with_token(TokenKind.CPS, CARD, SECRET)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("tokens",), []),
        (("tokens",), {}),
        (("tokens",), None),
        (("tokens",), [json.loads(TEXT)["tokens"][0]] * 2),
        (("tokens",), [{}] * (MAX_TOKENS + 1)),
        (("tokens", 0), 3),
        (("tokens", 0, "kind"), "nfc"),
        (("tokens", 0, "kind"), 1),
        (("tokens", 0, "user_uid"), BASE_ID),
        (("tokens", 0, "user_uid"), ""),
        (("tokens", 0, "handle"), CARD.upper()),
        (("tokens", 0, "handle"), CARD[:-1]),
        (("tokens", 0, "challenge"), "00" * 31),
        (("tokens", 0, "challenge"), None),
        (("tokens", 0, "kdf"), {}),
        (("tokens", 0, "kdf", "name"), "argon2id"),
        (("tokens", 0, "kdf", "salt"), "00" * 15),
        (("tokens", 0, "kdf", "extra"), 1),
        (("tokens", 0, "nonce"), "00" * 13),
        (("tokens", 0, "ct"), "00" * 47),
        (("tokens", 0, "extra"), 1),
        (("v",), 1),
        (("v",), True),
    ],
)
def test_a_card_slot_out_of_its_bounds_is_refused(path, value):
    with pytest.raises(FormatError) as refusal:
        KeyRing.from_json(changed(path, value))
    assert refusal.value.code == "keys.damaged"


def test_the_second_version_always_holds_a_card():
    values = json.loads(TEXT)
    del values["tokens"]
    with pytest.raises(FormatError) as refusal:
        KeyRing.from_json(json.dumps(values))
    assert refusal.value.code == "keys.damaged"


def test_too_many_cards_of_one_person_are_refused():
    values = json.loads(TEXT)
    first = values["tokens"][0]
    many = [first | {"handle": f"{rank:064x}"} for rank in range(MAX_TOKENS_PER_PERSON + 1)]
    with pytest.raises(FormatError):
        KeyRing.from_json(json.dumps(values | {"tokens": many}))


@settings(max_examples=400)
@given(
    st.integers(TEXT.index('"tokens"'), len(TEXT) - 1),
    st.integers(0, 6),
    st.text(alphabet=st.characters(), max_size=6),
)
def test_a_mutated_file_with_cards_gives_a_ring_or_a_sentence(start, removed, inserted):
    assert_ring_or_sentence(TEXT[:start] + inserted + TEXT[start + removed :])


@settings(max_examples=300)
@given(
    st.sampled_from([path for path in places(json.loads(TEXT)) if "tokens" in path]), json_values
)
def test_any_value_in_any_field_of_a_card_gives_a_ring_or_a_sentence(path, value):
    assert_ring_or_sentence(changed(path, value))


@given(st.binary(min_size=32, max_size=300), st.binary(min_size=32, max_size=300))
def test_only_its_own_secret_opens_a_slot(secret, other):
    slot = TokenSlot.seal(DEK, TokenKind.CPS, OWNER, CARD, secret=secret, challenge=CHALLENGE)
    assert slot.open(secret) == DEK
    if other != secret:
        assert slot.open(other) is None


def test_two_slots_of_one_secret_share_nothing():
    one, other = (
        TokenSlot.seal(DEK, TokenKind.PSC, OWNER, CARD, secret=SECRET, challenge=b"")
        for _ in range(2)
    )
    assert one.salt != other.salt
    assert one.wrapped != other.wrapped


texts = st.text(max_size=12)


@given(texts, texts, texts, texts)
def test_a_handle_names_one_issuer_and_one_subject(issuer, subject, other_issuer, other_subject):
    one, other = (issuer, subject), (other_issuer, other_subject)
    assert (psc_handle(*one) == psc_handle(*other)) is (one == other)
    assert len(psc_handle(*one)) == 64
