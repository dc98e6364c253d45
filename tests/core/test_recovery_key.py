import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.db import recovery_key
from almapy.errors import DomainError

SECRET = bytes(range(100, 120))
PRINTED = "MRSW-MZ3I-NFVG-W3DN-NZXX-A4LS-ON2H-K5TX-2EDA"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

secrets = st.binary(min_size=20, max_size=20)


def test_the_key_of_the_storage_notes_is_printed_as_written_there():
    assert recovery_key.printed(SECRET) == PRINTED
    assert recovery_key.secret_of(PRINTED) == SECRET


def test_nine_groups_of_four_can_be_asked_back():
    assert recovery_key.groups(PRINTED) == tuple(PRINTED.split("-"))
    assert len(recovery_key.groups(PRINTED)) == recovery_key.GROUP_COUNT


def test_two_keys_are_never_the_same():
    drawn = {recovery_key.new_secret() for _ in range(100)}
    assert len(drawn) == 100
    assert {len(secret) for secret in drawn} == {20}


@pytest.mark.parametrize(
    "typed",
    [
        PRINTED.lower(),
        PRINTED.replace("-", ""),
        PRINTED.replace("-", " "),
        PRINTED.replace("-", "\u00a0"),
        PRINTED.replace("-", " – "),
        PRINTED.replace("-", "\u2011"),
        f"\ufeff  {PRINTED}\r\n",
        PRINTED.replace("-", "\n"),
        PRINTED.replace("O", "0").replace("I", "1").replace("B", "8"),
    ],
)
def test_blanks_dashes_case_and_look_alikes_are_forgiven(typed):
    assert recovery_key.secret_of(typed) == SECRET


@given(secrets)
def test_every_key_is_read_back_as_printed(secret):
    printed = recovery_key.printed(secret)
    assert recovery_key.secret_of(printed) == secret
    assert [len(group) for group in printed.split("-")] == [4] * 9


@given(secrets, st.randoms(use_true_random=False))
def test_look_alikes_never_change_the_meaning_of_a_key(secret, random):
    confusions = {"O": "O0o", "I": "I1i", "B": "B8b"}
    typed = "".join(
        random.choice(confusions.get(c, c)) + random.choice(["", "-", " "])
        for c in recovery_key.printed(secret)
    )
    assert recovery_key.secret_of(typed) == secret


@pytest.mark.parametrize("position", range(36))
def test_one_wrong_character_is_told_before_anything_is_tried(position):
    characters = PRINTED.replace("-", "")
    for other in ALPHABET.replace(characters[position], ""):
        typed = characters[:position] + other + characters[position + 1 :]
        with pytest.raises(DomainError) as refusal:
            recovery_key.normalise(typed)
        assert refusal.value.code == "recovery.mistyped"


@pytest.mark.parametrize("typed", ["", PRINTED[:-1], PRINTED + "A", PRINTED[5:], "clé"])
def test_a_key_of_another_length_is_said_to_be_so(typed):
    with pytest.raises(DomainError) as refusal:
        recovery_key.normalise(typed)
    assert refusal.value.code == "recovery.length"
    assert refusal.value.field == "recovery_key"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_whatever_is_typed_gives_a_key_or_a_sentence(typed):
    try:
        characters = recovery_key.normalise(typed)
    except DomainError as error:
        characters, refusal = None, error
    if characters is None:
        assert "neuf groupes de quatre" in refusal.message
    else:
        assert recovery_key.printed(recovery_key.secret_of(typed)).replace("-", "") == characters


def test_the_sentence_keeps_french_typography():
    with pytest.raises(DomainError) as refusal:
        recovery_key.normalise("A" * 36)
    message = refusal.value.message
    assert "\u00a0:" in message
    assert unicodedata.is_normalized("NFC", message)
