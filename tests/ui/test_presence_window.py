"""Several posts: a record open elsewhere says by whom, and what was changed there is read again."""

from dataclasses import replace

import pytest

from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD, new_practice
from tests.core.test_patients import RUTH
from ui.desk import Desk
from ui.theme import Theme
from ui.window import MainWindow

pytestmark = pytest.mark.postgresql


@pytest.fixture
def shared(tmp_path, make_door, postgres_database):
    """A practice of several posts."""
    settings = PostSettings(database_url=postgres_database.url)
    opened = make_door(Place(Folders(tmp_path / "cabinet"), settings)).create(new_practice())
    yield opened
    opened.application.close()


@pytest.fixture
def colleague(shared):
    new = NewAccount("secretaire", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD)
    return shared.application.accounts.create(shared.actor, new).at("ACCUEIL")


@pytest.fixture
def window(qtbot, shared, tasks):
    window = MainWindow(Desk(shared.application, shared.actor, tasks, Theme()), tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: not tasks.under_way)
    return window


def test_a_record_open_on_another_post_names_who_and_where(
    qtbot, shared, colleague, window, settle
):
    patient = shared.application.patients.create(shared.actor, RUTH)
    shared.application.presence.hold(colleague, [patient.id])
    window.open_patient(patient.id)
    qtbot.waitUntil(lambda: "Anne EXEMPLE" in window.presence_line.text)
    assert "ACCUEIL" in window.presence_line.text
    shared.application.presence.leave(colleague)
    window.presence.look()
    qtbot.waitUntil(window.presence_line.isHidden)


def test_a_change_made_on_another_post_shows_here_with_its_author(
    qtbot, shared, colleague, window, settle
):
    patient = shared.application.patients.create(shared.actor, RUTH)
    window.open_patient(patient.id)
    qtbot.waitUntil(lambda: window.records.current is not None)
    settle()
    told = []
    window.presence.changed_elsewhere.connect(lambda *what: told.append(what))
    shared.application.patients.change(colleague, patient, replace(RUTH, used_name="MONA"))
    window.presence.look()
    qtbot.waitUntil(lambda: window.records.current.patient.data.used_name == "MONA")
    assert told == [(patient.id, "Anne EXEMPLE")]
    settle()
