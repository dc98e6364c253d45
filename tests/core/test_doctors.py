"""The doctors of a practice, as a médecin traitant is chosen among them."""

from dataclasses import replace

from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD


def test_doctors_are_named_and_those_who_left_come_last(opened):
    accounts, owner = opened.application.accounts, opened.actor

    def open_account(login, role):
        new = NewAccount(
            login=login, role=role, first_name="Alix", family_name=login.upper(), password=PASSWORD
        )
        return accounts.create(owner, new)

    gone = open_account("ancien", Role.MEDECIN)
    open_account("accueil", Role.SECRETAIRE)
    present = open_account("present", Role.MEDECIN)
    accounts.change(owner, replace(gone, active=False))
    assert accounts.doctors() == {
        owner.user_id: "Paul DÉMO",
        present.id: "Alix PRESENT",
        gone.id: "Alix ANCIEN (parti)",
    }
    assert list(accounts.doctors())[-1] == gone.id
