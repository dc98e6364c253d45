"""Takes the pictures of one scale on a demo practice made for it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from almapy.clock import SystemClock
from almapy.demo.build import DEMO_LOGIN, create_demo
from almapy.errors import StorageFull
from almapy.opening import DEMO_HINT, Opened
from almapy.paths import Folders
from almapy.patients.model import PatientDraft, Sex
from almapy.settings import Place, PostSettings
from almapy.users.model import DEFAULT_RIGHTS, Role
from tests.gallery.cards import take_cards, take_doors
from tests.gallery.cve import take_cve
from tests.gallery.incoming import take_incoming
from tests.gallery.insi import take_insi
from tests.gallery.vaccination import take_vaccination
from tests.gallery.vaccine_calendar import take_vaccine_calendar
from ui.desk import Desk
from ui.failures import failure_of
from ui.firstrun.assistant import FirstRunAssistant
from ui.lock.lock_page import LockPage
from ui.program import make_application, own_settings
from ui.shell.key_sheet import KeySheet
from ui.signin.window import SignInWindow
from ui.tasks import TaskRunner
from ui.theme import ColorMode, Theme
from ui.window import MainWindow

PATIENTS = 80
WIDTH, HEIGHT = 1366, 740
LONG_NAME = "DE LA ROCHEFOUCAULD-MONTMORENCY"
PAGES = (
    "home",
    "agenda",
    "selection",
    "messages",
    "merge",
    "lots",
    "vaccine_recall",
    "new_patient",
    "protocols",
    "masks",
    "identity_status",
    "read_code",
    "journal",
    "backups",
    "accounts",
    "practice",
    "teleservices",
    "post",
    "information",
    "ins_help",
    "about",
)
RECORD_PAGES = (
    "consultation",
    "reminders",
    "care_plan",
    "follow_up",
    "curves",
    "documents",
    "identity_sheet",
)
RUTH = 1


class Studio:
    """One demo practice, dressed in each mode in turn."""

    def __init__(self, folder: Path, scale: int, only: str, scratch: Path) -> None:
        self.application = make_application()
        self.application.setQuitOnLastWindowClosed(False)
        own_settings(scratch / "reglages")
        self.theme = Theme()
        self.tasks = TaskRunner()
        self.clock = SystemClock()
        self._folder, self._scale, self._only = folder, scale, only
        self.place = Place(Folders(scratch / "demo"), PostSettings())
        self.empty = Place(Folders(scratch / "vide"), PostSettings())
        self.opened: Opened = create_demo(self.place, self.clock, PATIENTS)
        self.mode = ColorMode.LIGHT

    def dress(self, mode: ColorMode) -> None:
        self.mode = mode
        self.theme.apply(self.application, mode)

    def wants(self, name: str) -> bool:
        return self._only in name

    def settle(self) -> None:
        QTest.qWait(60)  # a search begins after a short pause
        for _ in range(800):
            QTest.qWait(15)
            if not self.tasks.under_way:
                break
        QTest.qWait(60)

    def fit(self, window: QWidget) -> None:
        window.resize(WIDTH // self._scale, HEIGHT // self._scale)
        window.show()
        self.settle()

    def shoot(self, name: str, window: QWidget) -> None:
        path = self._folder / f"{name}-{self.mode}-{self._scale}00.png"
        window.grab().save(str(path))

    def close(self) -> None:
        self.tasks.close()
        self.opened.application.close()


def take_all(folder: Path, scale: int, only: str) -> int:
    """Take every picture of one scale; return 0."""
    scratch = Path(tempfile.mkdtemp(prefix="almapy-images-"))
    studio = Studio(folder, scale, only, scratch)
    try:
        for mode in (ColorMode.LIGHT, ColorMode.DARK):
            studio.dress(mode)
            _doors(studio)
            _pages(studio)
            _records(studio)
            _record_pages(studio)
            take_insi(studio, _window(studio, studio.opened))
            take_vaccine_calendar(studio, _window(studio, studio.opened))
            take_cards(studio, _window(studio, studio.opened))
            take_incoming(studio, _window(studio, studio.opened))
            take_vaccination(studio, _window(studio, studio.opened))
            take_cve(studio, _window(studio, studio.opened))
            take_doors(studio)
    finally:
        studio.close()
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


def _doors(studio: Studio) -> None:
    tasks, theme, clock = studio.tasks, studio.theme, studio.clock
    seconds_left: Callable[[], float] = lambda: 0.0  # noqa: E731
    if studio.wants("signin"):
        window = SignInWindow(studio.place, clock, tasks, theme, hint=DEMO_HINT, login=DEMO_LOGIN)
        studio.fit(window)
        studio.shoot("signin", window)
        window._page.refuse(StorageFull("Le disque est plein. Rien n'est perdu. Libérez-en."))
        studio.settle()
        studio.shoot("signin-error", window)
        window.hide()
    if studio.wants("firstrun"):
        assistant = FirstRunAssistant(studio.empty, clock, tasks, theme)
        studio.fit(assistant)
        studio.shoot("firstrun", assistant)
        assistant.hide()
    if studio.wants("lock"):
        lock = LockPage("Paul DÉMO", theme, seconds_left, hint=DEMO_HINT)
        studio.fit(lock)
        studio.shoot("lock", lock)
        lock.hide()


def _pages(studio: Studio) -> None:
    window = _window(studio, studio.opened)
    for name in PAGES:
        if studio.wants(name):
            window.show_section(name)
            studio.settle()
            while getattr(window.pages.current(), "is_building", False):
                studio.settle()
            studio.shoot(name, window)
    if studio.wants("selection"):
        window.show_section("selection")
        window.pages.current().field.setText("ma")
        studio.settle()
        studio.shoot("selection-typed", window)
    if studio.wants("journal"):
        window.show_section("journal")
        page = window.pages.current()
        page.tabs.setCurrentWidget(page.ins)
        studio.settle()
        studio.shoot("journal-ins", window)
        page.tabs.setCurrentWidget(page.insi)
        studio.settle()
        studio.shoot("journal-insi", window)
    if studio.wants("palette"):
        window.show_section("home")
        window.palette_box.open("de")
        studio.settle()
        studio.shoot("palette", window)
        window.palette_box.close_palette()
    if studio.wants("keys"):
        window._show_keys()
        studio.settle()
        sheet = next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeySheet))
        studio.shoot("keys", sheet)
        sheet.close()
    window.hide()


def _records(studio: Studio) -> None:
    if not studio.wants("record"):
        return
    window = _window(studio, studio.opened)
    for patient_id in (2, 5, 1):
        window.open_patient(patient_id)
        studio.settle()
    studio.shoot("record-ruth", window)
    window.desk.failed.emit(failure_of(StorageFull("Le disque est plein. Rien n'est perdu.")))
    studio.settle()
    studio.shoot("record-failure", window)
    window.strip.dismiss()
    window.open_patient(_somebody_of_a_long_name(studio))
    studio.settle()
    studio.shoot("record-long-name", window)
    window.hide()
    secretary = replace(
        studio.opened.actor, role=Role.SECRETAIRE, rights=DEFAULT_RIGHTS[Role.SECRETAIRE]
    )
    window = _window(studio, replace(studio.opened, actor=secretary))
    window.open_patient(1)
    studio.settle()
    studio.shoot("record-reserved", window)
    window.hide()


def _somebody_of_a_long_name(studio: Studio) -> int:
    patients, actor = studio.opened.application.patients, studio.opened.actor
    draft = PatientDraft(
        LONG_NAME,
        "JEAN-CHRISTOPHE",
        Sex.MALE,
        date(1958, 3, 9),
        used_name=LONG_NAME,
        homonym=True,
        doubtful=True,
        passing=True,
    )
    return patients.create(actor, draft).id


def _record_pages(studio: Studio) -> None:
    window = _window(studio, studio.opened)
    window.open_patient(RUTH)
    studio.settle()
    for name in RECORD_PAGES:
        if studio.wants(f"record-{name}"):
            window.show_section(name)
            studio.settle()
            studio.shoot(f"record-{name}", window)
    if studio.wants("record-administrative"):
        window.show_section("administrative")
        page = window.pages.current()
        for place in range(page.tabs.count()):
            page.tabs.setCurrentIndex(place)
            while page.tabs.is_building:
                studio.settle()
            page.tabs.enter()
            studio.settle()
            studio.shoot(f"record-administrative-{place + 1}", window)
    if studio.wants("record-new-consultation"):
        window.commands.actions["new_consultation"].trigger()
        studio.settle()
        studio.shoot("record-new-consultation", window)
    window.hide()


def _window(studio: Studio, opened: Opened) -> MainWindow:
    desk = Desk(opened.application, opened.actor, studio.tasks, studio.theme)
    window = MainWindow(desk, studio.tasks)
    studio.fit(window)
    return window
