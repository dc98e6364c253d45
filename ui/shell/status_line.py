"""The foot of the window: work in the background, age of the backup, « Simulateur »."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from ui.icons import icon
from ui.theme import SPACE_S, Tone
from ui.widgets.badge import Badge


class StatusLine(QStatusBar):
    """Permanent signs at the right, short sentences at the left."""

    backups_asked = Signal()
    verification_asked = Signal()

    def __init__(self, *, is_demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._queue = QToolButton()
        self._queue.setIcon(icon("queue"))
        self._queue.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._queue.setEnabled(False)
        self._backup = QToolButton()
        self._backup.setIcon(icon("backup"))
        self._backup.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._backup.clicked.connect(self.backups_asked)
        self._verification = QToolButton()
        self._verification.setIcon(icon("shield"))
        self._verification.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._verification.setToolTip("Voir l'avancement de la vérification")
        self._verification.clicked.connect(self.verification_asked)
        self.addPermanentWidget(self._verification)
        self.addPermanentWidget(self._queue)
        self.addPermanentWidget(self._backup)
        if is_demo:
            mark = Badge("Simulateur", Tone.SIMULATOR)
            mark.setToolTip(
                "Base de démonstration\u00a0: patients fictifs, services nationaux simulés."
            )
            self.addPermanentWidget(mark)
        self.setContentsMargins(SPACE_S, 0, SPACE_S, 0)
        self.show_work(0)
        self.show_verification("")

    def show_work(self, under_way: int) -> None:
        """Tell how many pieces of work run in the background."""
        self._queue.setText(
            "File\u00a0: vide" if not under_way else f"File\u00a0: {under_way} en cours"
        )
        self._queue.setAccessibleName(self._queue.text())

    def show_verification(self, text: str) -> None:
        """Tell how far a batch of verifications got; an empty text hides it."""
        self._verification.setText(text)
        self._verification.setAccessibleName(text)
        self._verification.setVisible(bool(text))

    def show_backup(self, last: datetime | None, now: datetime, *, overdue: bool) -> None:
        """Tell the age of the last verified backup; an overdue one is marked by word and icon."""
        text = f"Sauvegarde\u00a0: {age_of(last, now)}"
        self._backup.setIcon(icon("warning" if overdue else "backup"))
        self._backup.setText(text)
        self._backup.setAccessibleName(text)
        self._backup.setToolTip(
            "Aucune sauvegarde vérifiée récente\u00a0: cliquez pour sauvegarder."
            if overdue
            else "Dernière sauvegarde vérifiée"
        )


def age_of(moment: datetime | None, now: datetime) -> str:
    """Return « jamais », « à l'instant », « il y a 3 h » or « il y a 2 jours »."""
    if moment is None:
        return "jamais"
    age = max(timedelta(0), now - moment)
    if age < timedelta(minutes=2):
        return "à l'instant"
    if age < timedelta(hours=1):
        return f"il y a {age.seconds // 60} min"
    if age < timedelta(days=1):
        return f"il y a {age.seconds // 3600} h"
    return f"il y a {age.days} jour" + ("s" if age.days > 1 else "")
