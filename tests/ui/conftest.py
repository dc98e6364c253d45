"""What the tests of windows share: French, settings of their own, a desk on a real practice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QSettings,
    Qt,
    QTranslator,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from almapy.opening import Opened
from almapy.users.model import Account, NewAccount, Role
from tests.conftest import PASSWORD
from ui.desk import Desk
from ui.page import Page
from ui.tasks import TaskRunner
from ui.theme import Theme


@pytest.fixture(scope="session", autouse=True)
def _french() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    yield
    QLocale.setDefault(before)


@pytest.fixture(scope="session", autouse=True)
def _french_buttons(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, qapp: QApplication) -> Iterator[None]:
    """Keep the choices of a test out of the settings of the person who runs it."""
    names = (qapp.organizationName(), qapp.applicationName())
    qapp.setOrganizationName("AlmaPy")
    qapp.setApplicationName("AlmaPy")
    before = QSettings.defaultFormat()
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    folder = str(tmp_path / "settings")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    yield
    QSettings.setDefaultFormat(before)
    qapp.setOrganizationName(names[0])
    qapp.setApplicationName(names[1])


@pytest.fixture(autouse=True)
def _windows_go_in_their_own_thread(qapp: QApplication) -> Iterator[None]:
    yield
    _delete_closed_windows()


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    _delete_closed_windows()
    qtbot.waitUntil(lambda: runner.under_way == 0)
    runner.close()


def _delete_closed_windows() -> None:
    """Delete now, in this thread, the windows that pytest-qt closed.

    No event loop runs between two tests, so Qt would wait; Python's collector, at work in a worker
    thread, might then delete them there, and their timers would fire into nothing.
    """
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(practice: Opened, tasks: TaskRunner) -> Desk:
    """The desk of the doctor who owns the practice."""
    return Desk(practice.application, practice.actor, tasks, Theme())


@pytest.fixture
def settle(qtbot: QtBot, tasks: TaskRunner) -> Callable[[], None]:
    """Wait until every piece of background work was delivered."""

    def wait() -> None:
        qtbot.waitUntil(lambda: tasks.under_way == 0, timeout=20_000)

    return wait


@pytest.fixture
def colleague(practice: Opened) -> Callable[..., Account]:
    """Open an account of any profile."""

    def open_account(role: Role, login: str = "", **values: object) -> Account:
        new = {
            "login": login or role.value,
            "role": role,
            "first_name": "Alix",
            "family_name": "FICTIVE",
            "password": PASSWORD,
        }
        return practice.application.accounts.create(practice.actor, NewAccount(**(new | values)))

    return open_account


@pytest.fixture
def desk_of(
    practice: Opened, tasks: TaskRunner, colleague: Callable[..., Account]
) -> Callable[..., Desk]:
    """The desk of a colleague of another profile."""

    def make(role: Role, **values: object) -> Desk:
        actor = colleague(role, **values).at(practice.application.post)
        return Desk(practice.application, actor, tasks, Theme())

    return make


@pytest.fixture
def open_page(
    qtbot: QtBot, settle: Callable[[], None], page_class: type[Page]
) -> Callable[[Desk], Page]:
    """Show a page of the module's `page_class` on a desk, loaded."""

    def open_on(desk: Desk) -> Page:
        page = page_class(desk)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        page.entered()
        settle()
        return page

    return open_on
