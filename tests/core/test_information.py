"""« Informations utilisateur »: choices, professional side and sealed secrets."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from almapy.errors import ConflictError, DomainError, FormatError
from almapy.practice.model import Practitioner, luhn_is_right, remarks
from almapy.users.preferences import Preferences, SecretName, from_stored
from almapy.users.secrets import SecretBox


def test_choices_come_back_as_they_were_validated(opened):
    information = opened.application.information
    before = information.get(opened.actor)
    assert before.preferences == Preferences()
    wanted = replace(before.preferences, backup_warning_days=5, send_to_dmp=False)
    doctor = replace(before.practitioner, speciality_code="01", cps_family_name="DEMO")
    information.save(opened.actor, doctor, wanted)
    after = information.get(opened.actor)
    assert after.preferences == wanted
    assert after.practitioner == doctor


def test_a_secret_is_stored_sealed_and_opens_for_its_owner_only(opened):
    information = opened.application.information
    information.keep_secret(opened.actor, SecretName.BIOSERVEUR, "Mot-de-passe-labo")
    assert information.secret(opened.actor, SecretName.BIOSERVEUR) == "Mot-de-passe-labo"
    assert information.get(opened.actor).secrets == {SecretName.BIOSERVEUR}
    with opened.application.database.reading() as session:
        stored = session.execute(text("SELECT sealed FROM secret")).scalar_one()
    assert b"Mot-de-passe-labo" not in bytes(stored)
    box = SecretBox(opened.application.keeper.data_key.secrets_key())
    with pytest.raises(FormatError):
        box.open(opened.actor.user_id + 1, SecretName.BIOSERVEUR, bytes(stored))
    information.keep_secret(opened.actor, SecretName.BIOSERVEUR, "")
    assert information.get(opened.actor).secrets == frozenset()
    assert information.secret(opened.actor, SecretName.BIOSERVEUR) == ""


@pytest.mark.parametrize("days", [0, -1, 61])
def test_the_warning_delay_stays_within_reason(days):
    with pytest.raises(DomainError):
        Preferences(backup_warning_days=days)


@given(
    st.dictionaries(
        st.sampled_from([*Preferences.__slots__, "inconnu"]),
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.floats()),
    )
)
def test_whatever_was_stored_gives_usable_preferences(values):
    preferences = from_stored(values)
    assert 1 <= preferences.backup_warning_days <= 60
    for name in Preferences.__slots__:
        assert type(getattr(preferences, name)) is type(getattr(Preferences(), name))


def test_professional_numbers_are_remarked_upon_and_never_refused():
    assert remarks(Practitioner(rpps="10001234565")) == {}
    assert "rpps" in remarks(Practitioner(rpps="10001234567"))
    assert "11 chiffres" in remarks(Practitioner(rpps="123"))["rpps"]
    assert "adeli" in remarks(Practitioner(adeli="12"))
    assert remarks(Practitioner()) == {}


def test_luhn_accepts_the_documented_example():
    assert luhn_is_right("79927398713")
    assert not luhn_is_right("79927398710")
    assert not luhn_is_right("7992 7398 713")


def test_the_practice_changes_with_a_trace_of_old_and_new(opened):
    practice = opened.application.practice
    seen = practice.get()
    practice.change(opened.actor, seen, replace(seen, town="Colmar"))
    assert practice.get().town == "Colmar"
    with pytest.raises(ConflictError):
        practice.change(opened.actor, seen, replace(seen, town="Riom"))
    assert practice.get().town == "Colmar"
