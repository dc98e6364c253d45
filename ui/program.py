"""The Qt application: French, one style, one theme, one instance for a data folder."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from almapy import __version__
from ui.icons import app_icon
from ui.theme import ColorMode, Theme

APPEARANCE = "appearance/mode"
TEXT_SIZE = "appearance/text_percent"
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def make_application(arguments: Sequence[str] = ("almapy",)) -> QApplication:
    """Return the Qt application, speaking French."""
    application = QApplication(list(arguments))
    application.setApplicationName("AlmaPy")
    application.setOrganizationName("AlmaPy")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("almapy")
    application.setWindowIcon(app_icon())
    french = QLocale(QLocale.Language.French, QLocale.Country.France)
    QLocale.setDefault(french)
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_fr", folder):
        application.installTranslator(translator)
    return application


def apply_appearance(application: QApplication, theme: Theme) -> None:
    """Dress the program as this post chose: light, dark or like the system; size of the text."""
    settings = QSettings()
    stored = str(settings.value(APPEARANCE, ColorMode.SYSTEM.value))
    mode = ColorMode(stored) if stored in set(ColorMode) else ColorMode.SYSTEM
    try:
        percent = int(str(settings.value(TEXT_SIZE, 100)))
    except ValueError:
        percent = 100
    theme.apply(application, mode, percent)


def own_settings(folder: Path) -> None:
    """Keep the choices of this run in a folder of its own, apart from the person's."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))


def keep_crashes(folder: Path) -> None:
    """Have a crash of the interpreter leave its trace in the log folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "crash.log").open("a", encoding="utf-8")
    except OSError:
        return
    faulthandler.enable(file)


def show_unexpected(tell: Callable[[BaseException], None]) -> Hook:
    """Send what nobody caught to the log and to the person, and let the program go on.

    Returns the former hook. From a worker, ``tell`` is called in that worker: it may only post.
    """
    former = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            former(kind, error, trace)
            return
        tell(error.with_traceback(trace))

    sys.excepthook = hook
    return former
