"""What must be seen at each opening of a record."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from almapy.patients.model import Patient
from ui.theme import Tone
from ui.widgets.toast import Toast


def warn_at_opening(window: QWidget, patient: Patient) -> None:
    """Warn that another record bears nearly the same traits."""
    if not patient.data.homonym:
        return
    Toast(
        window,
        f"Homonyme\u00a0: un autre dossier ressemble à {patient.shown_name} "
        f"{patient.shown_first_name}. Vérifiez la date de naissance.",
        tone=Tone.ATTENTION,
    ).show()
