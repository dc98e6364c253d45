"""The list of backups and the trial of one."""

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.backup.queries import archives_in
from almapy.backup.rehearsal import Rehearsal
from almapy.errors import AccessError, AlmaPyError, DomainError
from almapy.opening import Door
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.users.model import NewAccount, Role
from tests.conftest import CHEAP, PASSWORD, new_practice
from tests.core.backup_helpers import fill, flip


@pytest.fixture
def application(practice):
    fill(practice)
    return practice.application


@pytest.fixture
def made(application):
    return application.backups.make_unasked()


@pytest.fixture
def rehearsal(application):
    return Rehearsal(
        application.folders.backups,
        application.keeper.data_key,
        application.journal,
        application.clock,
        post=application.post,
    )


def trials(practice):
    asked = JournalFilter(action=Action.RESTORED)
    return practice.application.journal.page(practice.actor, asked).entries


def test_backups_are_listed_with_their_state(application, made):
    unverified = made.path.with_stem(made.path.stem + "-NON-VERIFIEE")
    unverified.write_bytes(made.path.read_bytes())
    found = archives_in(application.folders.backups, application.base_id)
    assert {(one.path, one.verified) for one in found} == {(made.path, True), (unverified, False)}
    assert {one.size for one in found} == {made.size}
    assert found == sorted(found, key=lambda one: one.at, reverse=True)


def test_backups_of_another_practice_are_not_listed(application, made):
    assert archives_in(application.folders.backups, "ffffffff-0000-4000-8000-000000000000") == []


def test_a_folder_that_is_not_there_lists_nothing(application, tmp_path):
    assert archives_in(tmp_path / "absent", application.base_id) == []


def test_a_backup_comes_back_whole_and_leaves_nothing(practice, made, rehearsal):
    report = rehearsal.play(practice.actor, made.path)
    assert report.ok
    assert (report.patients, report.documents) == (made.patients, made.documents) == (2, 2)
    assert not list(practice.application.folders.backups.glob(".scratch-*"))
    [trace] = trials(practice)
    assert trace.values["conforme"] == "oui"


def test_a_damaged_backup_fails_and_its_trial_is_traced(practice, made, rehearsal):
    flip(made.path, made.size // 2)
    with pytest.raises(AlmaPyError):
        rehearsal.play(practice.actor, made.path)
    [trace] = trials(practice)
    assert trace.values["conforme"] == "non"
    assert not list(practice.application.folders.backups.glob(".scratch-*"))


def test_the_open_base_is_untouched(practice, made, rehearsal):
    before = practice.application.folders.keys.read_bytes()
    rehearsal.play(practice.actor, made.path)
    assert practice.application.folders.keys.read_bytes() == before
    assert practice.application.patients.count() == 2
    assert practice.application.journal.first_broken_link() is None


def test_a_backup_of_another_base_is_refused(practice, rehearsal, tmp_path, clock):
    place = Place(Folders(tmp_path / "autre"), PostSettings())
    other = Door(place, clock, cost=CHEAP).create(new_practice())
    try:
        foreign = other.application.backups.make_unasked()
        with pytest.raises(DomainError) as refused:
            rehearsal.play(practice.actor, foreign.path)
    finally:
        other.application.close()
    assert refused.value.code == "restore.other_key"


def test_the_trial_needs_the_right_to_back_up(practice, made, rehearsal):
    account = practice.application.accounts.create(
        practice.actor, NewAccount("claire", Role.SECRETAIRE, "Claire", "FICTIVE", PASSWORD)
    )
    with pytest.raises(AccessError):
        rehearsal.play(account.at("poste"), made.path)
    assert trials(practice) == []
