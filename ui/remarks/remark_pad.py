"""One text of a record, saved while it is typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from almapy.errors import ConflictError
from almapy.record.model import Fact, FormerVersion
from almapy.remarks.model import LONGEST_REMARK, Remark
from ui.desk import Desk
from ui.record.versions_panel import VersionsPanel
from ui.theme import SPACE_XS
from ui.widgets.conflict_panel import ConflictPanel
from ui.widgets.note_edit import typed_text
from ui.widgets.styling import TextRole, set_text_role

AUTOSAVE_MS = 5000
_LEAST_LINES = 3


@dataclass(slots=True)
class _Sitting:
    """What one record's text is while somebody types it; ``wanted`` waits for the save at hand."""

    patient_id: int
    known: Fact[Remark] | None = None
    stored: str = field(default="", repr=False)
    wanted: str | None = field(default=None, repr=False)
    goes_on: bool = False
    saving: bool = False


class RemarkPad(QWidget):
    """Saves five seconds after the last key, and at once when it is left.

    A text that somebody else saved meanwhile is shown beside the typed one; nothing is lost.
    """

    def __init__(self, desk: Desk, name: str, *, confidential: bool, can_write: bool) -> None:
        super().__init__()
        self._desk = desk
        self._confidential = confidential
        self._can_write = can_write
        self._sitting: _Sitting | None = None
        self._aside: dict[int, str] = {}
        self._theirs = ""
        self.edit = QPlainTextEdit()
        self.state = QLabel()
        self.versions = VersionsPanel({"text": "Texte"})
        self.conflict = ConflictPanel({"text": name})
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._lay_out(name)
        self._connect()

    @property
    def is_changed(self) -> bool:
        """Whether typed text is not stored yet."""
        return bool(self._aside) or self._is_ahead()

    def show_remark(self, patient_id: int, fact: Fact[Remark] | None) -> None:
        """Show the text; what is typed for the same patient stays, that of another is saved."""
        sitting = self._sitting
        if sitting is None or sitting.patient_id != patient_id:
            self.save()
            self._keep_unsettled()
            self._sitting = _Sitting(patient_id)
            self.conflict.hide()
            self.versions.leave()
            self.edit.show()
            self._take(fact)
            if patient_id in self._aside:
                self.edit.setPlainText(self._aside.pop(patient_id))
        elif not (self._is_ahead() or sitting.saving or self.conflict.isVisible()):
            self._take(fact)

    @Slot()
    def save(self) -> None:
        """Store what was typed, in the background."""
        self._soon.stop()
        if self._sitting is not None and self._is_ahead() and self.conflict.isHidden():
            self._store(self._sitting, typed_text(self.edit))

    def show_versions(self) -> None:
        """Read the former texts and show them."""
        fact = self._sitting.known if self._sitting is not None else None
        actor, remarks = self._desk.actor, self._desk.application.remarks
        if fact is None:
            self._desk.tell("Aucune version précédente\u00a0: rien n'a encore été écrit ici.")
            return

        def done(former: list[FormerVersion[Remark]]) -> None:
            if self._sitting is not None and self._sitting.patient_id == fact.patient_id:
                self.edit.hide()
                self.versions.open(fact.data, former)

        self._desk.run(self, lambda: remarks.former(actor, fact), done)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.save()
        return super().eventFilter(watched, event)

    def _lay_out(self, name: str) -> None:
        self.edit.setAccessibleName(name)
        self.edit.setTabChangesFocus(True)
        self.edit.setReadOnly(not self._can_write)
        self.state.setWordWrap(True)
        set_text_role(self.state, TextRole.SECONDARY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_XS, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.edit, 1)
        self.edit.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.edit.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        for part in (self.conflict, self.versions, self.state):
            column.addWidget(part)

    def _connect(self) -> None:
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._typed)
        self.versions.left.connect(self._show_text)
        self.conflict.chosen.connect(self._keep_choice)
        self.conflict.given_up.connect(self._take_theirs)
        self.conflict.left.connect(self._show_text)
        self._soon.timeout.connect(self.save)

    def _is_ahead(self) -> bool:
        sitting = self._sitting
        return self._can_write and sitting is not None and typed_text(self.edit) != sitting.stored

    def _keep_unsettled(self) -> None:
        """Put a text aside whose two versions wait for a choice: it is back with its record."""
        if self._sitting is not None and self.conflict.isVisible():
            self._aside[self._sitting.patient_id] = typed_text(self.edit)

    @Slot()
    def _typed(self) -> None:
        if self._is_ahead():
            self._soon.start()
            self._tell("Pas encore enregistré")

    def _take(self, fact: Fact[Remark] | None) -> None:
        assert self._sitting is not None
        text = fact.data.text if fact is not None else ""
        self._sitting.known, self._sitting.stored = fact, text
        if text != typed_text(self.edit):
            self.edit.setPlainText(text)
        told = ""
        if fact is not None:
            at = fact.changed_at or fact.created_at
            told = f"{fact.changed_by or fact.author}, {at.astimezone():%d/%m/%Y à %H:%M}"
        self._tell(told)

    def _store(self, sitting: _Sitting, text: str) -> None:
        if sitting.saving:
            sitting.wanted = text
            return
        sitting.saving = True
        actor, remarks = self._desk.actor, self._desk.application.remarks
        data, known, goes_on = Remark(text, self._confidential), sitting.known, sitting.goes_on

        def work() -> Fact[Remark]:
            return remarks.save(actor, sitting.patient_id, data, known, same_sitting=goes_on)

        def done(fact: Fact[Remark]) -> None:
            self._saved(sitting, fact)

        def failed(error: Exception) -> None:
            self._refused(sitting, sitting.wanted or text, error)

        self._desk.run(self, work, done, failed)

    def _saved(self, sitting: _Sitting, fact: Fact[Remark]) -> None:
        sitting.saving, sitting.goes_on = False, True
        sitting.known, sitting.stored = fact, fact.data.text
        wanted, sitting.wanted = sitting.wanted, None
        if wanted is not None:
            self._store(sitting, wanted)
        elif sitting is self._sitting and not self._is_ahead():
            at = fact.changed_at or fact.created_at
            self._tell(f"Enregistré à {at.astimezone():%H:%M}")

    def _refused(self, sitting: _Sitting, text: str, error: Exception) -> None:
        sitting.saving, sitting.wanted = False, None
        if sitting is not self._sitting:
            self._aside[sitting.patient_id] = text
            self._desk.fail(error)
        elif isinstance(error, ConflictError):
            self._theirs = str(error.stored["text"])
            mine = {"text": typed_text(self.edit)}
            self.edit.hide()
            self.conflict.open(mine, {"text": self._theirs}, by=error.by, at=error.at)
        else:
            self._tell("Non enregistré\u00a0: le texte reste ici.")
            self._desk.fail(error)

    @Slot(object)
    def _keep_choice(self, values: dict[str, object]) -> None:
        self._settle(str(values["text"]))

    @Slot()
    def _take_theirs(self) -> None:
        self._settle(self._theirs)

    def _settle(self, text: str) -> None:
        """Go on from what is stored now, with the chosen text in the field."""
        sitting, actor = self._sitting, self._desk.actor
        remarks, closed = self._desk.application.remarks, self._confidential
        if sitting is None:
            return

        def work() -> Fact[Remark] | None:
            found = remarks.of(actor, sitting.patient_id)
            return found.own if closed else found.shared

        def done(fact: Fact[Remark] | None) -> None:
            if sitting is self._sitting:
                sitting.goes_on = False
                self._show_text()
                self._take(fact)
                self.edit.setPlainText(text)
                self.save()

        self._desk.run(self, work, done)

    @Slot()
    def _show_text(self) -> None:
        self.edit.show()
        self.edit.setFocus()

    def _tell(self, text: str) -> None:
        over = len(typed_text(self.edit)) - LONGEST_REMARK
        self.state.setText(f"Trop long de {over} caractères" if over > 0 else text)
        self.state.setVisible(bool(self.state.text()))
