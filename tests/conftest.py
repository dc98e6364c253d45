"""Fixtures of a practice, on both engines, with nobody real in it."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test sees the keyring of the machine.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from almapy.clock import Clock
from almapy.db.key_slots import KdfCost
from almapy.opening import Door, NewPractice, Opened
from almapy.paths import Folders
from almapy.practice.model import Practice, Practitioner
from almapy.settings import Place, PostSettings
from tests.fakes.clock import FakeClock
from tests.fakes.openid_provider import openid_provider, running_openid_provider
from tests.fakes.places_read_once import _places_read_once
from tests.fakes.postgres_server import PostgresDatabase, postgres_database, postgres_server
from tests.fakes.vaccines_read_once import _vaccines_read_once
from tests.fakes.written_schema import (
    _schema_written_once,
    migrated_database,
    schema_of_the_migrations,
)
from tests.peers.pcsc.daemon import keep_off_the_machine
from tests.peers.pcsc.post import FOLDER as PCSC_FOLDER
from tests.peers.pcsc.post import _pcsc_daemon, pcsc_post

__all__ = [
    "_pcsc_daemon",
    "_places_read_once",
    "_schema_written_once",
    "_vaccines_read_once",
    "migrated_database",
    "openid_provider",
    "pcsc_post",
    "postgres_database",
    "postgres_server",
    "running_openid_provider",
    "schema_of_the_migrations",
]

# A busy machine is slow to draw values: that says nothing about the practice.
hypothesis_settings.register_profile(
    "practice", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("practice")

# No test sees the readers of the machine.
keep_off_the_machine(PCSC_FOLDER)

CHEAP = KdfCost(passes=1, memory_kib=64)
PASSWORD = "Tilleul-2026!"
LOGIN = "dr.demo"


def new_practice(**changes: object) -> NewPractice:
    values: dict[str, object] = {
        "practice": Practice(name="Cabinet des Tilleuls", town="Strasbourg"),
        "practitioner": Practitioner(quality="Médecin", rpps="10001234565"),
        "first_name": "Paul",
        "family_name": "DÉMO",
        "login": LOGIN,
        "password": PASSWORD,
    }
    return NewPractice(**(values | changes))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(Folders(tmp_path / "cabinet"), PostSettings())


@pytest.fixture
def make_door(clock: FakeClock) -> Callable[[Place], Door]:
    def make(place: Place, at: Clock = clock) -> Door:
        return Door(place, at, cost=CHEAP)

    return make


@pytest.fixture
def practice(place: Place, make_door: Callable[[Place], Door]) -> Iterator[Opened]:
    """A new practice on the embedded base, its doctor at work."""
    opened = make_door(place).create(new_practice())
    yield opened
    opened.application.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def opened(
    request: pytest.FixtureRequest, tmp_path: Path, make_door: Callable[[Place], Door]
) -> Iterator[Opened]:
    """The same practice on each engine in turn."""
    url = ""
    if request.param == "postgresql":
        base: PostgresDatabase = request.getfixturevalue("migrated_database")
        url = base.url
    place = Place(Folders(tmp_path / "cabinet"), PostSettings(database_url=url))
    opened = make_door(place).create(new_practice())
    yield opened
    opened.application.close()
