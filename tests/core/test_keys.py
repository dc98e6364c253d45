import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.db import key_slots, keys, recovery_key
from almapy.db.key_slots import KdfCost, PasswordSlot, RecoverySlot, WrappedKey
from almapy.db.keys import DataKey, KeyRing, WrongPassword, WrongRecoveryKey
from almapy.errors import DomainError, FormatError

# Vectors of the storage notes §5.
DEK = bytes(range(32))
SALT = bytes(range(16))
NONCE = bytes(12)
PASSWORD = "Été 2026 ça marche"
ARGON = "d79d4507bf5c479373f5c6b545a8d8fc81af50f94e3100e08004fd5a1161af98"
WRAPPED_BY_ARGON = (
    "8b97f63ee8aa5270bb7fb5ae75cb36e69825ebc7e6d56fbd97157a6af3aceb8e"
    "fb51934197edc0d96cd6131d703d6a27"
)
SCRYPT = "cbd1343058a02229fc89e452bf8f43105c9380db69f6acecd4435f053cd8800f"
WRAPPED_BY_SCRYPT = (
    "765141eef036fe9ed998aa35a33ad9fd352bc7eda7016f539d637025ac6a288f"
    "729d46646985f585c5989b4543159b2f"
)
RECOVERY_DERIVED = "2e43c9fddf2c3ee245c62d65181836d85ed4eca0f3f466baadaaccf7ca21e317"
WRAPPED_BY_RECOVERY = (
    "caeb00da062d2af421c7d42ed64d80e9260e16d6cab6844bb2cd563dd4e34d13"
    "1beb3b304e5c2bcc73ba43aa348f6f39"
)

BASE_ID = "7f1f4e0a-6f0c-4f43-9c39-0f3d2f1f7a10"
OWNER = "0b9f6a50-52d8-4a0b-8f7e-1d2c3b4a5f60"
DESK = "d2719e5c-9a3e-4a52-bf0d-6a7b8c9d0e1f"
CHEAP = KdfCost(passes=1, memory_kib=8, lanes=1)


def new_ring(login="dr.demo", password=PASSWORD):
    return KeyRing.create(
        base_id=BASE_ID, user_uid=OWNER, login=login, password=password, cost=CHEAP
    )


def test_argon2id_gives_the_key_of_the_storage_notes():
    key = key_slots.derive_from_password(PASSWORD, SALT, key_slots.DEFAULT_COST)
    assert key.hex() == ARGON


@pytest.mark.parametrize(
    ("key", "purpose", "wrapped"),
    [
        (ARGON, b"almapy-key-v1:password", WRAPPED_BY_ARGON),
        (SCRYPT, b"almapy-key-v1:password", WRAPPED_BY_SCRYPT),
        (RECOVERY_DERIVED, b"almapy-key-v1:recovery", WRAPPED_BY_RECOVERY),
    ],
)
def test_wrapping_gives_the_bytes_of_the_storage_notes(key, purpose, wrapped):
    sealed = WrappedKey.wrap(DEK, bytes.fromhex(key), purpose, NONCE)
    assert sealed.ciphertext.hex() == wrapped
    assert sealed.unwrap(bytes.fromhex(key), purpose) == DEK
    assert sealed.unwrap(bytes.fromhex(key), purpose + b"x") is None


def test_a_slot_of_the_storage_notes_opens():
    by_password = PasswordSlot(
        key_slots.DEFAULT_COST, SALT, WrappedKey(NONCE, bytes.fromhex(WRAPPED_BY_ARGON))
    )
    by_paper = RecoverySlot(SALT, WrappedKey(NONCE, bytes.fromhex(WRAPPED_BY_RECOVERY)))
    assert by_password.open(PASSWORD, b"almapy-key-v1:password") == DEK
    assert by_paper.open(bytes(range(100, 120))) == DEK


def test_both_spellings_of_accents_give_the_same_key():
    decomposed = unicodedata.normalize("NFD", PASSWORD)
    assert decomposed != PASSWORD
    assert key_slots.derive_from_password(decomposed, SALT, CHEAP) == (
        key_slots.derive_from_password(PASSWORD, SALT, CHEAP)
    )


@pytest.mark.parametrize(
    ("purpose", "expected"),
    [
        ("database_key", "29ff823f66729eab58cc1f355262697a76cf8bead5e761e1e894bc786a188944"),
        ("files_key", "7d4901aea684ecb8f0b701c725957becf23a13c88ba26d94ecdc92c42dbd6998"),
        ("audit_key", "511c000dc92fa3b4242775fc3b521533b85e9606b3f6624a64bfd1acd30ea173"),
    ],
)
def test_the_keys_in_use_are_those_of_the_storage_notes(purpose, expected):
    assert getattr(DataKey(DEK), purpose)().hex() == expected


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_data_key_has_32_bytes(length):
    with pytest.raises(ValueError):
        DataKey(bytes(length))


def test_each_purpose_has_a_key_of_its_own():
    key = DataKey(DEK)
    keys = {DEK, key.database_key(), key.files_key(), key.audit_key(), key.secrets_key()}
    assert len(keys) == 5


def test_the_check_value_does_not_hold_a_byte_run_of_the_key():
    assert len(DataKey(DEK).check_value()) == 8
    assert DataKey(DEK).check_value() != DEK[:8]
    assert DataKey(DEK).check_value() != DataKey.generate().check_value()


def test_nothing_secret_shows_when_a_value_is_printed():
    created = new_ring()
    shown = repr(created.data_key) + repr(created.ring)
    for secret in (created.data_key.secret, created.ring.users[0].sealed.salt):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown
    assert repr(created.data_key) == "DataKey()"


def test_the_password_and_the_printed_key_open_the_same_data():
    ring, data_key, recovery_text = new_ring()
    assert ring.open_with_password("dr.demo", PASSWORD) == (data_key, OWNER)
    assert ring.open_with_recovery_key(recovery_text) == data_key
    assert ring.open_with_recovery_key(recovery_text.lower().replace("-", " ")) == data_key


def test_two_rings_of_the_same_password_share_nothing():
    one, other = new_ring(), new_ring()
    assert one.data_key != other.data_key
    assert one.ring.users[0].sealed.salt != other.ring.users[0].sealed.salt
    assert one.ring.users[0].sealed.wrapped.nonce != other.ring.users[0].sealed.wrapped.nonce
    assert one.recovery_text != other.recovery_text


@pytest.mark.parametrize("typed", ["DR.Hélène", " dr.hélène ", "dr.he\u0301le\u0300ne"])
def test_a_login_is_known_whatever_its_case_and_spelling(typed):
    ring, data_key, _ = new_ring(login="dr.hélène")
    assert ring.open_with_password(typed, PASSWORD) == (data_key, OWNER)


@pytest.mark.parametrize(
    "typed", ["", PASSWORD + " ", " " + PASSWORD, PASSWORD.lower(), PASSWORD[:-1], "\ud800"]
)
def test_a_wrong_password_opens_nothing(typed):
    ring, _, _ = new_ring()
    with pytest.raises(WrongPassword):
        ring.open_with_password("dr.demo", typed)


def test_an_unknown_login_gets_the_same_answer_after_the_same_work(monkeypatch):
    ring, _, _ = new_ring()
    costs = []
    derive = key_slots.derive_from_password
    monkeypatch.setattr(
        key_slots,
        "derive_from_password",
        lambda password, salt, cost: costs.append(cost) or derive(password, salt, cost),
    )
    answers = []
    for login in ("dr.demo", "inconnu"):
        with pytest.raises(WrongPassword) as refusal:
            ring.open_with_password(login, "autre")
        answers.append((refusal.value.code, refusal.value.message))
    assert answers[0] == answers[1]
    assert costs == [CHEAP, CHEAP]


def test_a_changed_password_keeps_the_data_key_and_the_other_accounts():
    ring, data_key, recovery_text = new_ring()
    ring = ring.with_user(data_key, DESK, "accueil", "Bonjour 2026 !", cost=CHEAP)
    changed = ring.with_user(data_key, OWNER, "dr.demo", "Hiver 2027 ?", cost=CHEAP)
    assert changed.open_with_password("dr.demo", "Hiver 2027 ?") == (data_key, OWNER)
    assert changed.open_with_password("accueil", "Bonjour 2026 !") == (data_key, DESK)
    assert changed.open_with_recovery_key(recovery_text) == data_key
    with pytest.raises(WrongPassword):
        changed.open_with_password("dr.demo", PASSWORD)
    assert ring.open_with_password("dr.demo", PASSWORD) == (data_key, OWNER)


def test_an_account_taken_away_opens_nothing_more():
    ring, data_key, _ = new_ring()
    ring = ring.with_user(data_key, DESK, "accueil", "Bonjour 2026 !", cost=CHEAP)
    left = ring.without_user(DESK)
    with pytest.raises(WrongPassword):
        left.open_with_password("accueil", "Bonjour 2026 !")
    assert left.without_user(DESK) == left


def test_the_last_account_cannot_be_taken_away():
    ring, _, _ = new_ring()
    with pytest.raises(DomainError) as refusal:
        ring.without_user(OWNER)
    assert refusal.value.code == "keys.last_user"


def test_a_renamed_account_keeps_its_password():
    ring, data_key, _ = new_ring()
    renamed = ring.renamed(OWNER, "  Dr.Démo ")
    assert renamed.users[0].login == "Dr.Démo"
    assert renamed.open_with_password("dr.démo", PASSWORD) == (data_key, OWNER)
    with pytest.raises(WrongPassword):
        renamed.open_with_password("dr.demo", PASSWORD)


def test_a_login_belongs_to_one_person():
    ring, data_key, _ = new_ring()
    with pytest.raises(DomainError) as refusal:
        ring.with_user(data_key, DESK, "DR.DEMO", "Bonjour 2026 !", cost=CHEAP)
    assert refusal.value.code == "keys.login_taken"
    two = ring.with_user(data_key, DESK, "accueil", "Bonjour 2026 !", cost=CHEAP)
    with pytest.raises(DomainError):
        two.renamed(DESK, "dr.demo")
    assert two.renamed(DESK, "Accueil").users[1].login == "Accueil"


def test_a_login_leads_to_its_account_without_a_password():
    ring, _, _ = new_ring()
    assert ring.uid_of(" DR.Demo ") == OWNER
    with pytest.raises(DomainError) as refusal:
        ring.uid_of("inconnu")
    assert refusal.value.field == "login"


def test_a_base_has_a_bounded_number_of_accounts(monkeypatch):
    ring, data_key, _ = new_ring()
    monkeypatch.setattr(keys, "MAX_USERS", 1)
    with pytest.raises(DomainError) as refusal:
        ring.with_user(data_key, DESK, "accueil", "Bonjour 2026 !", cost=CHEAP)
    assert refusal.value.code == "keys.too_many_users"
    assert ring.with_user(data_key, OWNER, "dr.demo", "Hiver 2027 ?", cost=CHEAP).users


@pytest.mark.parametrize(("base_id", "user_uid"), [("x", OWNER), (BASE_ID, "../x")])
def test_identifiers_out_of_shape_are_a_fault_of_the_program(base_id, user_uid):
    with pytest.raises(ValueError):
        KeyRing.create(base_id=base_id, user_uid=user_uid, login="a", password="b", cost=CHEAP)


@pytest.mark.parametrize("login", ["", "   ", "a\nb", "x" * 81, "\ud800", "a\u200bb"])
def test_a_login_that_cannot_be_read_is_refused(login):
    ring, _, _ = new_ring()
    with pytest.raises(DomainError) as refusal:
        ring.renamed(OWNER, login)
    assert refusal.value.field == "login"


def test_a_slot_moved_to_another_account_opens_nothing():
    ring, data_key, _ = new_ring()
    ring = ring.with_user(data_key, DESK, "accueil", "Bonjour 2026 !", cost=CHEAP)
    values = json.loads(ring.to_json())
    owner, desk = values["users"]
    owner["user_uid"], desk["user_uid"] = desk["user_uid"], owner["user_uid"]
    forged = KeyRing.from_json(json.dumps(values))
    with pytest.raises(WrongPassword):
        forged.open_with_password("accueil", "Bonjour 2026 !")


def test_a_new_printed_key_replaces_the_former_one():
    ring, data_key, former = new_ring()
    changed, printed = ring.with_new_recovery(data_key)
    assert changed.open_with_recovery_key(printed) == data_key
    with pytest.raises(WrongRecoveryKey):
        changed.open_with_recovery_key(former)


def test_a_slip_in_the_printed_key_is_told_apart_from_the_key_of_another_base():
    ring, _, recovery_text = new_ring()
    with pytest.raises(DomainError):
        ring.open_with_recovery_key(recovery_text[:-1] + "Z")
    with pytest.raises(WrongRecoveryKey):
        ring.open_with_recovery_key(recovery_key.printed(recovery_key.new_secret()))


def test_the_data_key_of_another_base_is_never_wrapped_here():
    ring, _, _ = new_ring()
    with pytest.raises(ValueError):
        ring.with_user(DataKey.generate(), DESK, "accueil", "Bonjour 2026 !", cost=CHEAP)
    with pytest.raises(ValueError):
        ring.with_new_recovery(DataKey.generate())


def test_a_file_that_mixes_two_bases_is_named():
    ring, _, _ = new_ring()
    values = json.loads(ring.to_json()) | {"kcv": DataKey.generate().check_value().hex()}
    with pytest.raises(FormatError) as refusal:
        KeyRing.from_json(json.dumps(values)).open_with_password("dr.demo", PASSWORD)
    assert refusal.value.code == "keys.mixed"


def two_users():
    ring, data_key, _ = new_ring()
    return ring.with_user(data_key, DESK, "Accueil é", "Bonjour 2026 !", cost=CHEAP)


TEXT = two_users().to_json()


def test_a_ring_is_read_back_as_it_was_written():
    ring = two_users()
    assert KeyRing.from_json(ring.to_json()) == ring
    assert KeyRing.from_json(ring.to_json()).to_json() == ring.to_json()


def test_the_file_shows_neither_a_key_nor_a_password():
    ring, data_key, recovery_text = new_ring()
    text = ring.to_json()
    assert data_key.secret.hex() not in text
    assert data_key.database_key().hex() not in text
    assert PASSWORD not in text
    assert recovery_text not in text
    assert recovery_key.secret_of(recovery_text).hex() not in text


def outcome(text):
    """Return the ring that was read, or the sentence instead of it; anything else is a fault."""
    try:
        return KeyRing.from_json(text)
    except FormatError as refusal:
        return refusal.code


def assert_ring_or_sentence(text):
    match outcome(text):
        case KeyRing() as ring:
            assert KeyRing.from_json(ring.to_json()) == ring
        case code:
            assert code in {"keys.damaged", "keys.newer"}


def changed(path, value):
    values = json.loads(TEXT)
    *parents, last = path
    place = values
    for step in parents:
        place = place[step]
    place[last] = value
    return json.dumps(values)


KDF = ("users", 0, "kdf")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*KDF, "m_kib"), 100 * 1024 * 1024),
        ((*KDF, "m_kib"), 7),
        ((*KDF, "m_kib"), 10**400),
        ((*KDF, "m_kib"), 65536.0),
        ((*KDF, "m_kib"), True),
        ((*KDF, "t"), 0),
        ((*KDF, "t"), 2**31),
        ((*KDF, "t"), "3"),
        ((*KDF, "p"), 1000),
        ((*KDF, "p"), -1),
        ((*KDF, "name"), "scrypt"),
        ((*KDF, "salt"), "00" * 15),
        ((*KDF, "salt"), " 0" * 16),
        ((*KDF, "salt"), "٠" * 32),
        ((*KDF, "salt"), None),
        ((*KDF, "extra"), 1),
        (("users", 0, "ct"), "00" * 47),
        (("users", 0, "ct"), "AA" * 48),
        (("users", 0, "nonce"), []),
        (("users", 0, "login"), ""),
        (("users", 0, "login"), "accueil É"),
        (("users", 0, "login"), "a" * 81),
        (("users", 0, "login"), " a"),
        (("users", 0, "login"), "\ud800"),
        (("users", 0, "user_uid"), DESK),
        (("users", 0, "user_uid"), "../x"),
        (("users", 0, "user_uid"), "é"),
        (("users", 0, "kdf"), None),
        (("users", 0), []),
        (("users",), []),
        (("users",), {}),
        (("users",), [json.loads(TEXT)["users"][0]] * 2),
        (("users",), [{}] * 201),
        (("recovery", "kdf", "name"), "argon2id"),
        (("recovery", "kdf"), {}),
        (("recovery",), 3),
        (("base_id",), "x"),
        (("base_id",), BASE_ID.upper()),
        (("kcv",), "00"),
        (("v",), 0),
        (("v",), "1"),
        (("v",), None),
        (("password",), {}),
    ],
)
def test_a_field_out_of_its_bounds_is_refused_with_its_place(path, value):
    with pytest.raises(FormatError) as refusal:
        KeyRing.from_json(changed(path, value))
    assert refusal.value.code == "keys.damaged"
    assert "La base n'a pas été touchée" in refusal.value.message


def test_memory_and_passes_together_are_bounded():
    values = json.loads(TEXT)
    values["users"][0]["kdf"] |= {"m_kib": 512 * 1024, "t": 20}
    with pytest.raises(FormatError):
        KeyRing.from_json(json.dumps(values))


def test_a_file_of_a_later_version_is_said_to_be_so():
    with pytest.raises(FormatError) as refusal:
        KeyRing.from_json(changed(("v",), 3))
    assert refusal.value.code == "keys.newer"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        '{"v":' * 40_000,
        TEXT + " " * 300_000,
        TEXT.replace('"v": 1', '"v": 1, "v": 1'),
        TEXT.replace('"v": 1', '"v": NaN'),
        TEXT.replace('"v": 1', '"v": ' + "1" * 5000),
        "\ufeff" + TEXT,
        TEXT[:-3],
    ],
    ids=range(12),
)
def test_a_text_that_is_no_key_file_is_refused(text):
    with pytest.raises(FormatError):
        KeyRing.from_json(text)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_gives_a_ring_or_a_sentence(text):
    with pytest.raises(FormatError):
        KeyRing.from_json(text)


@settings(max_examples=400)
@given(
    st.integers(0, len(TEXT) - 1),
    st.integers(0, 6),
    st.text(alphabet=st.characters(), max_size=6),
)
def test_a_mutated_file_gives_a_ring_or_a_sentence(start, removed, inserted):
    assert_ring_or_sentence(TEXT[:start] + inserted + TEXT[start + removed :])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def places(value, path=()):
    yield path
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in items:
        yield from places(inner, (*path, key))


@settings(max_examples=300)
@given(st.sampled_from([path for path in places(json.loads(TEXT)) if path]), json_values)
def test_any_value_in_any_field_gives_a_ring_or_a_sentence(path, value):
    assert_ring_or_sentence(changed(path, value))


@pytest.mark.parametrize("field", ["nonce", "ct"])
def test_a_flipped_bit_in_a_slot_never_opens(field):
    ring, data_key, recovery_text = new_ring()
    values = json.loads(ring.to_json())
    by_password, by_paper = values["users"][0], values["recovery"]
    for bit in range(4 * len(by_password[field])):
        forged = [flipped(slot[field], bit) for slot in (by_password, by_paper)]
        both = json.loads(ring.to_json())
        both["users"][0][field], both["recovery"][field] = forged
        forged_ring = KeyRing.from_json(json.dumps(both))
        with pytest.raises(WrongPassword):
            forged_ring.open_with_password("dr.demo", PASSWORD)
        with pytest.raises(WrongRecoveryKey):
            forged_ring.open_with_recovery_key(recovery_text)
    assert ring.open_with_recovery_key(recovery_text) == data_key


def flipped(digits, bit):
    raw = bytearray.fromhex(digits)
    raw[bit // 8] ^= 1 << bit % 8
    return raw.hex()
