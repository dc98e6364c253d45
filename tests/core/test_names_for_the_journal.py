"""Who the numbers of the journal stand for, on both engines."""

from datetime import date

import pytest

from almapy.errors import AccessError
from almapy.patients.model import PatientDraft, Sex
from almapy.users.model import NewAccount, Role
from tests.conftest import LOGIN, PASSWORD


@pytest.fixture
def patients(opened):
    return [
        opened.application.patients.create(
            opened.actor,
            PatientDraft(
                birth_name=name,
                first_birth_first_name="RUTH",
                sex=Sex.FEMALE,
                birth_date=date(1977, 7, 14),
            ),
        )
        for name in ("NESSI", "DURAND")
    ]


def test_patients_are_named_by_their_numbers(opened, patients):
    ids = {patient.id for patient in patients}
    hits = opened.application.patients.hits(opened.actor, {*ids, 9999})
    assert {hits[one].birth_name for one in hits} == {"NESSI", "DURAND"}
    assert opened.application.patients.dossiers(ids) == {p.id: p.dossier for p in patients}


def test_nobody_asked_for_is_nobody_named(opened, patients):
    assert opened.application.patients.hits(opened.actor, set()) == {}
    assert opened.application.patients.dossiers([]) == {}


def test_identities_need_their_right(opened, patients):
    new = NewAccount("admin", Role.ADMINISTRATEUR, "Alix", "FICTIVE", PASSWORD)
    administrator = opened.application.accounts.create(opened.actor, new).at("poste")
    with pytest.raises(AccessError):
        opened.application.patients.hits(administrator, [patients[0].id])


def test_accounts_are_named_by_their_numbers(opened):
    assert opened.application.accounts.logins() == {opened.actor.user_id: LOGIN}
