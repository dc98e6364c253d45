"""Changing the settings of the post, within one's rights and with a trace."""

from dataclasses import replace

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, AlmaPyError, DomainError
from almapy.post import PostService
from almapy.settings import PostSettings
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD


@pytest.fixture
def post(practice):
    return PostService(practice.application.folders.settings, practice.application.journal)


def last_trace(practice):
    journal = practice.application.journal
    return journal.page(practice.actor, JournalFilter(), limit=1).entries[0]


def test_a_change_is_written_and_traced(post, practice):
    post.change(practice.actor, replace(post.get(), idle_minutes=3))
    assert post.get().idle_minutes == 3
    assert last_trace(practice).values["Verrouillage après (minutes)"] == {"de": 10, "en": 3}


def test_the_same_settings_leave_no_trace(post, practice):
    before = last_trace(practice).seq
    post.change(practice.actor, PostSettings())
    assert last_trace(practice).seq == before


def test_a_secretary_changes_nothing(post, practice):
    account = practice.application.accounts.create(
        practice.actor, NewAccount("claire", Role.SECRETAIRE, "Claire", "FICTIVE", PASSWORD)
    )
    with pytest.raises(AccessError):
        post.change(account.at("poste"), PostSettings(idle_minutes=0))
    assert post.get() == PostSettings()


@pytest.mark.parametrize("name", ["absent", "fichier", "."])
def test_a_second_folder_must_be_one(post, practice, tmp_path, name):
    (tmp_path / "fichier").write_text("")
    folder = name if name == "." else str(tmp_path / name)
    with pytest.raises(DomainError) as refused:
        post.change(practice.actor, PostSettings(backup_folder=folder))
    assert refused.value.field == "backup_folder"
    assert post.get() == PostSettings()


def test_a_second_disk_away_for_a_while_does_not_stop_other_changes(post, practice, tmp_path):
    second = tmp_path / "disque"
    second.mkdir()
    post.change(practice.actor, PostSettings(backup_folder=str(second)))
    second.rmdir()
    post.change(practice.actor, replace(post.get(), idle_minutes=20))
    assert post.get().idle_minutes == 20


def test_a_file_that_cannot_be_written_is_told_in_french(practice, tmp_path):
    (tmp_path / "bloque").write_text("un fichier là où il faudrait un dossier", encoding="utf-8")
    file = tmp_path / "bloque" / "almapy.toml"
    post = PostService(file, practice.application.journal)
    with pytest.raises(AlmaPyError):
        post.change(practice.actor, PostSettings(idle_minutes=3))
    assert last_trace(practice).action != Action.SETTING_CHANGED


def secretary(practice):
    account = practice.application.accounts.create(
        practice.actor, NewAccount("claire", Role.SECRETAIRE, "Claire", "FICTIVE", PASSWORD)
    )
    return account.at("poste")


def test_who_sits_at_the_post_chooses_its_readers_and_the_apcv(post, practice):
    chosen = PostSettings(
        vitale_reader="Lecteur A", cps_reader="Lecteur B", apcv_channel="nfc", camera=1
    )
    post.change(secretary(practice), chosen)
    assert post.get() == chosen


@pytest.mark.parametrize(
    "changed",
    [
        {"pkcs11_library": "/lib/libc.so"},
        {"vitale_library": "/lib/libc.so"},
        {"psc_relay": "https://relais.exemple.fr"},
        {"lock_on_cps_removal": True},
        {"apcv_channel": "nfc", "idle_minutes": 0},
    ],
)
def test_what_the_post_runs_or_trusts_is_for_who_keeps_the_practice(post, practice, changed):
    with pytest.raises(AccessError):
        post.change(secretary(practice), PostSettings(**changed))
    assert post.get() == PostSettings()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("psc_relay", "http://relais.exemple.fr"),
        ("psc_relay", "https://"),
        ("pkcs11_library", "bibliotheque.so"),
        ("vitale_library", "/absente/api_lec.so"),
        ("apcv_channel", "fax"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(post, practice, field, value):
    with pytest.raises(DomainError) as refused:
        post.change(practice.actor, PostSettings(**{field: value}))
    assert refused.value.field == field
    assert post.get() == PostSettings()


def test_a_relay_on_this_computer_may_do_without_encryption(post, practice):
    post.change(practice.actor, PostSettings(psc_relay="http://127.0.0.1:8080"))
    assert post.get().psc_relay == "http://127.0.0.1:8080"
