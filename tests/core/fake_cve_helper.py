"""A practice whose booklets are kept in memory: fast, and failing exactly when told."""

from dataclasses import replace

import pytest

from almapy.cve.lines import to_shared
from almapy.opening import Door
from almapy.outside import Outside
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.users.preferences import Preferences
from tests.conftest import CHEAP, new_practice
from tests.core.simulated_cve_helper import Post
from tests.fakes.carnets import FakeCarnets
from tests.fakes.clock import FakeClock


def plugged(place, clock, fake):
    opened = Door(place, clock, cost=CHEAP, outside=Outside(cve=fake)).create(new_practice())
    using(opened.application, opened.actor)
    return Post(opened, fake, clock)


def using(app, actor):
    practitioner = app.information.get(actor).practitioner
    chosen = Preferences(mesvaccins_email="demo@almapy.invalid", use_mesvaccins=True)
    app.information.save(actor, practitioner, chosen)
    app.carnets.keep_password(actor, "Tilleul-2026")


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    place = Place(Folders(tmp_path_factory.mktemp("cve") / "cabinet"), PostSettings())
    made = plugged(place, FakeClock(), FakeCarnets())
    yield made
    made.app.close()


@pytest.fixture
def post(running):
    """One practice for all tests; each has its own records."""
    yield running
    running.service.clear()
    for patient_id in running.patients:
        running.carnets.unlink(running.actor, patient_id)
    running.patients.clear()
    running.app.carnet_sender.wake()


@pytest.fixture
def fake(post):
    return post.service


def kept(fake, link):
    return sorted(
        (one.content.nuva, one.content.lot) for one in fake.kept[link.record_uuid].values()
    )


def shared(data, **changes):
    return replace(to_shared(data), **changes)
