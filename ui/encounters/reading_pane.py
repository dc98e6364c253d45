"""A consultation that is read, with the verbs that change it with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from almapy.encounters.model import EncounterContent, StoredEncounter, WritingHelp
from almapy.record.model import FormerVersion
from almapy.users.model import Right
from ui.desk import Desk
from ui.encounters.reading import EncounterReading
from ui.theme import SPACE_S
from ui.undo import Step
from ui.widgets.button import Button, ButtonKind
from ui.widgets.fields import text_edit
from ui.widgets.inline_panel import InlinePanel

_LONGEST_REASON = 300


class ReadingPane(QWidget):
    """« Corriger » opens the editor, « Retirer » asks for a reason in the page."""

    correction_asked = Signal(object)  # StoredEncounter

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stored: StoredEncounter | None = None
        self.reading = EncounterReading()
        self.correct_button = Button("Corriger", icon_name="edit")
        self.remove_button = Button("Retirer…", ButtonKind.QUIET)
        self.restore_button = Button("Rétablir", icon_name="restore")
        self.removal = InlinePanel(
            "Retirer cette consultation",
            "Retirer",
            kind=ButtonKind.DANGER,
            explanation="Elle quitte la liste et reste lisible avec «\u00a0Voir aussi les "
            "retirées\u00a0».",
        )
        self.removal_reason = text_edit(_LONGEST_REASON)
        self.removal.add_row("Motif du retrait", self.removal_reason, required=True)
        self.removal.end_rows(
            first=self.removal_reason,
            last=self.removal_reason,
            by_name={"reason": self.removal_reason},
        )
        self._lay_out()
        self.correct_button.clicked.connect(self._ask_correction)
        self.remove_button.clicked.connect(self.ask_removal)
        self.restore_button.clicked.connect(self._restore)
        self.removal.submitted.connect(self._remove)

    @property
    def stored(self) -> StoredEncounter | None:
        """Return the consultation that is read."""
        return self._stored

    def show_encounter(
        self,
        stored: StoredEncounter,
        former: Sequence[FormerVersion[EncounterContent]],
        proposed: WritingHelp,
    ) -> None:
        """Show a consultation."""
        if self._stored is None or self._stored.id != stored.id:
            self.removal.leave()
        self._stored = stored
        self.reading.show_encounter(stored, former, proposed)
        writes = self._desk.actor.may(Right.WRITE_NOTES)
        self.correct_button.setVisible(writes and stored.signed and not stored.removed)
        self.remove_button.setVisible(writes and stored.signed and not stored.removed)
        may_restore = stored.signed or stored.own
        self.restore_button.setVisible(writes and stored.removed and may_restore)

    def clear(self) -> None:
        """Show nothing of anybody."""
        self._stored = None
        self.removal.leave()
        self.reading.clear()

    @Slot()
    def ask_removal(self) -> None:
        """Ask why the consultation leaves the list."""
        if self.remove_button.isVisibleTo(self):
            self.removal.open(self.remove_button)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addStretch(1)
        for button in (self.remove_button, self.restore_button, self.correct_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.reading, 1)
        column.addWidget(self.removal)
        column.addLayout(foot)

    @Slot()
    def _ask_correction(self) -> None:
        if self._stored is not None:
            self.correction_asked.emit(self._stored)

    @Slot()
    def _remove(self) -> None:
        stored = self._stored
        if stored is None:
            return
        self.removal.begin()
        encounters, actor = self._desk.application.encounters, self._desk.actor
        reason = self.removal_reason.text()

        def done(removed: StoredEncounter) -> None:
            self.removal.leave()
            held = _Latest(removed)
            self._desk.undo.add(
                Step(
                    "Consultation retirée.",
                    lambda: held.take(encounters.restore(actor, stored.id, held.version)),
                    lambda: held.take(
                        encounters.remove(actor, stored.id, held.version, reason=reason)
                    ),
                    stored.patient_id,
                )
            )

        self._desk.run(
            self,
            lambda: encounters.remove(actor, stored.id, stored.version, reason=reason),
            done,
            self.removal.refuse,
        )

    @Slot()
    def _restore(self) -> None:
        stored = self._stored
        if stored is None:
            return
        encounters, actor = self._desk.application.encounters, self._desk.actor
        self._desk.run(
            self,
            lambda: encounters.restore(actor, stored.id, stored.version),
            lambda _: self._desk.tell("Consultation rétablie."),
        )


class _Latest:
    """The version each gesture left: the next one asks for it."""

    def __init__(self, stored: StoredEncounter) -> None:
        self.version = stored.version

    def take(self, stored: StoredEncounter) -> None:
        self.version = stored.version
