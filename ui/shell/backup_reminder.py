"""Shows how old the last verified backup is, and warns once a session when it is too old."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction

from almapy.backup.record import LastBackup
from almapy.events import Changed, Topic
from ui.desk import Desk
from ui.shell.status_line import StatusLine, age_of
from ui.theme import Tone
from ui.widgets.message_strip import MessageStrip

_EVERY_MS = 60_000


class BackupReminder(QObject):
    """Asks each minute and after each backup; ``action`` leads to the backups, where one may."""

    def __init__(
        self, desk: Desk, status: StatusLine, strip: MessageStrip, action: QAction | None
    ) -> None:
        super().__init__(status)
        self._desk = desk
        self._status = status
        self._strip = strip
        self._action = action
        self._reminded = False
        self._minute = QTimer(self, interval=_EVERY_MS)
        self._minute.timeout.connect(self.look)
        self._minute.start()

    def follow(self, fact: Changed) -> None:
        """Ask again when a backup was made or the delay was changed."""
        if fact.topic in {Topic.BACKUP, Topic.PREFERENCE}:
            self.look()

    @Slot()
    def look(self) -> None:
        """Ask when the last verified backup was made."""
        application, actor = self._desk.application, self._desk.actor

        def work() -> tuple[LastBackup | None, bool]:
            days = application.information.get(actor).preferences.backup_warning_days
            return application.backups.last(), application.backups.is_overdue(days)

        self._desk.run(self, work, self._show)

    def _show(self, answer: tuple[LastBackup | None, bool]) -> None:
        last, overdue = answer
        at, now = last.at if last else None, self._desk.application.clock.now()
        self._status.show_backup(at, now, overdue=overdue)
        if overdue:
            self._remind(age_of(at, now))

    def _remind(self, age: str) -> None:
        """Warn once a session, and leave a message that is already there."""
        if self._reminded or self._action is None or self._strip.isVisible():
            return
        self._reminded = True
        self._strip.show_message(
            Tone.ATTENTION,
            f"Dernière sauvegarde vérifiée\u00a0: {age}",
            "Les dossiers sont intacts, mais une panne du disque ferait perdre ce qui a été saisi "
            "depuis. Sauvegardez maintenant.",
            [self._action],
        )
