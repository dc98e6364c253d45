"""Accounts, rights and passwords: checked in the services, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.db.keys import WrongPassword
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.session import Session
from almapy.users.model import (
    DEFAULT_RIGHTS,
    GRANTABLE,
    NewAccount,
    Right,
    Role,
    initials_of,
    rights_of,
)
from almapy.users.password import check_password, require_password
from almapy.users.throttle import FREE_TRIES, Throttle
from tests.conftest import PASSWORD

NEW_PASSWORD = "Marronnier-2027!"


def create(opened, login="anne", role=Role.SECRETAIRE, **more):
    return opened.application.accounts.create(
        opened.actor, NewAccount(login, role, "Anne", "EXEMPLE", PASSWORD, **more)
    )


def at_work(opened, account):
    return account.at(opened.application.post)


@pytest.mark.parametrize(
    ("role", "right", "held"),
    [
        (Role.MEDECIN, Right.WRITE_NOTES, True),
        (Role.REMPLACANT, Right.WRITE_NOTES, True),
        (Role.SECRETAIRE, Right.WRITE_NOTES, False),
        (Role.SECRETAIRE, Right.READ_NOTES, False),
        (Role.SECRETAIRE, Right.QUALIFY_INS, True),
        (Role.SECRETAIRE, Right.SEE_QUEUE, True),
        (Role.INFIRMIER, Right.SEE_QUEUE, False),
        (Role.INFIRMIER, Right.FILE_DOCUMENTS, True),
        (Role.ADMINISTRATEUR, Right.IDENTITY, False),
        (Role.ADMINISTRATEUR, Right.READ_ALL_TRACES, True),
        (Role.ADMINISTRATEUR, Right.BACK_UP, True),
        (Role.MEDECIN, Right.BACK_UP, False),
        (Role.MEDECIN, Right.VALIDATE_RESULTS, True),
        (Role.SECRETAIRE, Right.VALIDATE_RESULTS, False),
    ],
)
def test_default_rights_follow_the_table_of_roles(role, right, held):
    assert (right in DEFAULT_RIGHTS[role]) is held


def test_only_a_medecin_can_own_the_practice():
    assert Right.MANAGE_USERS in rights_of(Role.MEDECIN, owner=True)
    assert Right.MANAGE_USERS not in rights_of(Role.SECRETAIRE, owner=True)
    with pytest.raises(DomainError):
        NewAccount("a", Role.SECRETAIRE, "A", "B", PASSWORD, owner=True)


def test_a_grant_gives_notes_to_read_and_nothing_else():
    granted = rights_of(Role.SECRETAIRE, granted=frozenset(Right))
    assert granted == DEFAULT_RIGHTS[Role.SECRETAIRE] | GRANTABLE[Role.SECRETAIRE]


def test_a_secretary_cannot_open_an_account_even_without_a_window(opened):
    secretary = at_work(opened, create(opened))
    with pytest.raises(AccessError, match="gérer les utilisateurs"):
        opened.application.accounts.create(
            secretary, NewAccount("autre", Role.MEDECIN, "A", "B", PASSWORD)
        )


def test_an_account_signs_in_with_its_password_and_no_other(opened, clock):
    create(opened)
    session = Session(opened.application, Throttle(clock))
    actor = session.sign_in("ANNE ", PASSWORD, action=Action.SESSION_OPENED)
    assert actor.role is Role.SECRETAIRE
    with pytest.raises(WrongPassword):
        session.sign_in("anne", PASSWORD + "x", action=Action.SESSION_OPENED)
    refused = opened.application.journal.page(
        opened.actor, JournalFilter(action=Action.SESSION_REFUSED)
    )
    assert refused.total == 1


def test_a_login_is_taken_whatever_its_case(opened):
    create(opened)
    with pytest.raises(DomainError, match="déjà pris"):
        create(opened, login="Anne")


def test_a_closed_account_opens_nothing_and_can_be_opened_again(opened, clock):
    account = create(opened)
    accounts = opened.application.accounts
    closed = accounts.change(opened.actor, replace(account, active=False))
    session = Session(opened.application, Throttle(clock))
    with pytest.raises(AccessError):
        session.sign_in("anne", PASSWORD, action=Action.SESSION_OPENED)
    accounts.reopen(opened.actor, closed, NEW_PASSWORD)
    assert session.sign_in("anne", NEW_PASSWORD, action=Action.SESSION_OPENED).login == "anne"


def test_the_last_person_who_manages_accounts_cannot_be_closed(opened):
    own = opened.application.accounts.own(opened.actor)
    with pytest.raises(DomainError, match="au moins un compte"):
        opened.application.accounts.change(opened.actor, replace(own, active=False))
    with pytest.raises(DomainError, match="au moins un compte"):
        opened.application.accounts.change(opened.actor, replace(own, owner=False))


def test_two_posts_changing_one_account_lose_nothing(opened):
    account = create(opened)
    accounts = opened.application.accounts
    accounts.change(opened.actor, replace(account, first_name="Annie"))
    with pytest.raises(ConflictError):
        accounts.change(opened.actor, replace(account, first_name="Anna"))
    assert {a.first_name for a in accounts.all(opened.actor)} == {"Paul", "Annie"}


def test_a_change_of_rights_is_traced_with_old_and_new(opened):
    account = create(opened)
    opened.application.accounts.change(
        opened.actor, replace(account, granted=frozenset({Right.READ_NOTES}))
    )
    page = opened.application.journal.page(
        opened.actor, JournalFilter(action=Action.RIGHTS_CHANGED)
    )
    assert page.entries[0].values["droits ajoutés"] == {"de": "", "en": "lire les notes médicales"}


def test_changing_a_password_needs_the_old_one_and_keeps_the_base(opened, clock):
    accounts = opened.application.accounts
    with pytest.raises(WrongPassword):
        accounts.change_own_password(opened.actor, "faux", NEW_PASSWORD)
    accounts.change_own_password(opened.actor, PASSWORD, NEW_PASSWORD)
    session = Session(opened.application, Throttle(clock))
    with pytest.raises(WrongPassword):
        session.sign_in("dr.demo", PASSWORD, action=Action.SESSION_UNLOCKED)
    assert session.sign_in("dr.demo", NEW_PASSWORD, action=Action.SESSION_UNLOCKED)


def test_a_login_changes_and_the_password_stays(opened, clock):
    accounts = opened.application.accounts
    account = accounts.change_own_login(opened.actor, PASSWORD, "dr.nouveau")
    session = Session(opened.application, Throttle(clock))
    assert session.sign_in("dr.nouveau", PASSWORD, action=Action.SESSION_UNLOCKED)
    assert account.login == "dr.nouveau"


def test_initials_are_computed_until_one_chooses_them(opened):
    accounts = opened.application.accounts
    assert accounts.own(opened.actor).initials == "P.D"
    assert accounts.change_own_initials(opened.actor, " PDE ").initials == "PDE"
    assert accounts.change_own_initials(opened.actor, "").initials == "P.D"
    assert initials_of("", "ÉTOILE") == "E"


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("Aa1!aaa", 1),
        ("aaaaaaa1!", 1),
        ("AAAAAAA1!", 1),
        ("Aaaaaaaa!", 1),
        ("Aaaaaaa1", 1),
        ("", 5),
        ("Aaaaaaa1!", 0),
        ("Été à 12 h", 0),
    ],
)
def test_the_password_rule_names_what_is_missing(password, missing):
    assert sum(not rule.ok for rule in check_password(password)) == missing
    if missing:
        with pytest.raises(DomainError):
            require_password(password)
    else:
        require_password(password)


def test_the_delay_grows_after_five_wrong_tries_and_ends_with_a_right_one(clock):
    throttle = Throttle(clock)
    for _ in range(FREE_TRIES - 1):
        throttle.failed()
        throttle.require_open()
    delays = []
    for _ in range(4):
        throttle.failed()
        delays.append(throttle.seconds_left())
        with pytest.raises(AccessError, match="attendez"):
            throttle.require_open()
        clock.advance(timedelta(seconds=throttle.seconds_left()))
        throttle.require_open()
    assert delays == [2, 4, 8, 16]
    throttle.succeeded()
    throttle.failed()
    throttle.require_open()


def test_setting_the_clock_back_does_not_shorten_the_delay(clock):
    throttle = Throttle(clock)
    for _ in range(FREE_TRIES + 3):
        throttle.failed()
    left = throttle.seconds_left()
    clock.set_back(timedelta(days=2))
    assert throttle.seconds_left() == left
