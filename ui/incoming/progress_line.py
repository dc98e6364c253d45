"""What the reading in the background is doing, in one calm line."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.incoming.model import Progress
from ui.desk import Desk
from ui.incoming.words import progress_words
from ui.theme import SPACE_XS, Tone
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import TextRole, set_text_role


class ProgressWatch(QObject):
    """One for a desk: brings the progress from the reading threads to that of the windows."""

    changed = Signal(object)  # Progress
    _told = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        reading = desk.application.incoming_reading
        self.progress = reading.progress()
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        # A bound method of this object would keep the desk alive as long as the service.
        self._unlisten = reading.listen(self._told.emit)
        self.destroyed.connect(self._unlisten)

    @Slot(object)
    def _take(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit(progress)


def watch_of(desk: Desk) -> ProgressWatch:
    """Return the watch of this desk."""
    return desk.findChild(ProgressWatch) or ProgressWatch(desk)


class ProgressLine(QWidget):
    """Hidden while nothing is read and nothing is wrong."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel("", Qt.TextElideMode.ElideMiddle)
        self.watched = MessageStrip(closable=False)
        self.engine = MessageStrip(closable=False)
        set_text_role(self.words, TextRole.SECONDARY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        for part in (self.watched, self.engine, self.words):
            column.addWidget(part)
        self._troubles = ("", "")
        watch = watch_of(desk)
        watch.changed.connect(self.show_progress)
        self.show_progress(watch.progress)

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Show what is under way; a trouble is said once, not at each page."""
        words = progress_words(progress)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        troubles = (progress.watched, progress.engine)
        if troubles == self._troubles:
            return
        self._troubles = troubles
        for strip, title, trouble in (
            (self.watched, "Dossier surveillé", progress.watched),
            (self.engine, "Lecture des images", progress.engine),
        ):
            if trouble:
                strip.show_message(Tone.ATTENTION, title, trouble)
            else:
                strip.dismiss()
