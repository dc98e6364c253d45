"""The one Qt application of a run, whichever benchmark asks first."""

import os


def application():
    """Return it, made without a screen unless one was asked for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.program import make_application

    return QApplication.instance() or make_application()
