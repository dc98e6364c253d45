"""The first run: from an empty machine to an open practice in six short steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from almapy.errors import ExternalError
from almapy.paths import Folders, default_data_folder
from almapy.settings import Place, save
from ui.firstrun.account_step import AccountStep
from ui.firstrun.flow import StepFlow
from ui.firstrun.leaving import ask_before_leaving
from ui.firstrun.practice_step import PracticeStep
from ui.firstrun.practitioner_step import PractitionerStep
from ui.firstrun.recovery_check import RecoveryCheckStep
from ui.firstrun.recovery_paper import RecoverySheet
from ui.firstrun.recovery_sheet import RecoverySheetStep
from ui.firstrun.step_panel import StepPanel
from ui.firstrun.welcome_step import WelcomeStep
from ui.qt_types import QtTypes
from ui.signin.doorway import MakeDoor, preload, real_door
from ui.tasks import Lane, TaskRunner
from ui.theme import SPACE_M, SPACE_XL, SPACE_XS

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent

    from almapy.clock import Clock
    from almapy.opening import Opened
    from ui.theme import Theme

_PAGE_CHARACTERS: Final = 124
_PANEL_CHARACTERS: Final = 92
_KEY_STEP: Final = 4


class FirstRunAssistant(QWidget):
    """Creates a practice and hands it over open, once its recovery key was checked."""

    opened = Signal(object)  # Opened, without its recovery key
    existing_asked = Signal(object)  # Place that holds a practice: show its sign-in window
    demo_asked = Signal()
    closed = Signal()  # left before the end

    def __init__(
        self,
        place: Place,
        clock: Clock,
        tasks: TaskRunner,
        theme: Theme,
        *,
        settings_file: Path | None = None,
        make_door: MakeDoor | None = None,
    ) -> None:
        """`settings_file` is where a data folder chosen elsewhere is noted.

        Without it: beside the data, or in the default folder when these settings already sent
        the data away from it.
        """
        super().__init__()
        self._place = place
        self._clock = clock
        self._tasks = tasks
        self._settings_file = settings_file or _usual_settings_file(place)
        self._make_door = make_door or real_door(clock)
        self._opened: Opened | None = None
        self._is_creating = False
        self._is_done = False
        self._welcome = WelcomeStep(place.folders.root, tasks)
        self._practice = PracticeStep()
        self._practitioner = PractitionerStep()
        self._account = AccountStep(tasks, self._prepare)
        self._sheet = RecoverySheetStep(tasks, lambda: self._welcome.folder)
        self._check = RecoveryCheckStep()
        steps = (
            self._welcome,
            self._practice,
            self._practitioner,
            self._account,
            self._sheet,
            self._check,
        )
        self._names = [step.name for step in steps]
        self._flow = StepFlow(steps, characters=_PAGE_CHARACTERS)
        self._panel = StepPanel(theme, self._names)
        self._compact = _CompactProgress(len(steps))
        self._lay_out()
        self._types = QtTypes(self)
        self._connect()
        self._follow(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._types.start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = _PANEL_CHARACTERS * self.fontMetrics().averageCharWidth()
        self._panel.setVisible(self.width() >= needed)
        self._compact.setVisible(self.width() < needed)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_creating:
            event.ignore()  # some seconds; a base half made would be left behind
            return
        if self._opened is not None and not self._is_done:
            event.ignore()
            ask_before_leaving(self, self._leave)
            return
        super().closeEvent(event)
        if self._opened is None:
            self.closed.emit()

    def _connect(self) -> None:
        self._types.ready.connect(self._preload)
        self._flow.step_changed.connect(self._follow)
        self._flow.finished.connect(self._finish)
        self._welcome.demo_asked.connect(self.demo_asked)
        self._welcome.existing_asked.connect(self._ask_existing)
        self._account.working.connect(self._set_creating)
        self._account.created.connect(self._take_created)

    def _lay_out(self) -> None:
        self.setWindowTitle("AlmaPy – premier démarrage")
        self.resize(1140, 700)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._compact)
        right.addWidget(self._flow, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._panel)
        line.addLayout(right, 1)
        self._flow.begin()

    @Slot()
    def _preload(self) -> None:
        self._tasks.submit(self, preload, _nothing, _nothing, lane=Lane.IO)

    @Slot(object)
    def _follow(self, index: int) -> None:
        self._panel.set_current(index)
        self._compact.show_step(index, self._names[index])
        self._account.propose_login(self._practitioner.family_name)

    def _prepare(self) -> Callable[[], Opened]:
        """Gather what was typed; the returned work belongs in a worker."""
        chosen = _moved(self._place, self._welcome.folder, self._settings_file)
        make_door, settings_file = self._make_door, self._settings_file
        practice, practitioner = self._practice.practice(), self._practitioner.practitioner()
        first_name, family_name = self._practitioner.first_name, self._practitioner.family_name
        login, password = self._account.login, self._account.password

        def work() -> Opened:
            from almapy.opening import NewPractice  # noqa: PLC0415  (heavy: in the worker)

            _note_folder(self._place, chosen, settings_file)
            new = NewPractice(practice, practitioner, first_name, family_name, login, password)
            return make_door(chosen).create(new)

        return work

    @Slot(bool)
    def _set_creating(self, creating: bool) -> None:  # noqa: FBT001  (Qt's signature)
        self._is_creating = creating

    @Slot(object)
    def _take_created(self, opened: Opened) -> None:
        self._opened = replace(opened, recovery_text="")
        sheet = RecoverySheet(
            opened.recovery_text,
            self._practice.practice().name,
            opened.actor.login,
            self._clock.today(),
        )
        self._sheet.set_sheet(sheet)
        self._check.set_key(sheet.groups)
        self._flow.set_floor(_KEY_STEP)

    @Slot(object)
    def _ask_existing(self, folder: Path) -> None:
        chosen = _moved(self._place, folder, self._settings_file)

        def note() -> Place:
            _note_folder(self._place, chosen, self._settings_file)
            return chosen

        self._tasks.submit(
            self, note, self.existing_asked.emit, self._welcome.failed.emit, lane=Lane.IO
        )

    @Slot()
    def _finish(self) -> None:
        self._is_done = True
        self.opened.emit(self._opened)

    @Slot()
    def _leave(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.application.close()
        self.close()


class _CompactProgress(QWidget):
    """What stands for the list of steps in a narrow window."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setRange(0, count)
        self._bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._label)
        column.addWidget(self._bar)

    def show_step(self, index: int, name: str) -> None:
        self._label.setText(f"Étape {index + 1} sur {self._bar.maximum()} – {name}")
        self._bar.setValue(index + 1)
        self._bar.setAccessibleName(self._label.text())


def _nothing(_result: object) -> None:
    """Whatever fails in a preload fails again, and is told, when it is needed."""


def _usual_settings_file(place: Place) -> Path:
    if place.settings.data_folder:
        return Folders(default_data_folder()).settings
    return place.folders.settings


def _moved(place: Place, folder: Path, settings_file: Path) -> Place:
    named = "" if folder == settings_file.parent else str(folder)
    return replace(
        place, folders=Folders(folder), settings=replace(place.settings, data_folder=named)
    )


def _note_folder(before: Place, chosen: Place, settings_file: Path) -> None:
    """Write where the data are, before they exist: the next start has to find them."""
    if chosen.settings.data_folder == before.settings.data_folder:
        return
    try:
        save(settings_file, chosen.settings)
    except OSError as error:
        raise ExternalError(
            f"Le dossier choisi n'a pas pu être noté dans «\u00a0{settings_file}\u00a0». Rien n'a "
            "été créé. Rendez ce fichier modifiable pour ce compte de l'ordinateur, ou gardez le "
            "dossier proposé.",
            code="settings.unwritable",
        ) from error
