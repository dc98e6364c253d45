"""« Validation de l'identité du patient pour qualification de l'INS »."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.identity.documents import (
    DOCUMENTS,
    HIGH_CONFIDENCE_DOCUMENTS,
    IDENTITY_DOCUMENTS,
)
from almapy.patients.model import IdentityStatus, PatientDraft, identity_status
from ui.insi import words
from ui.patients.banner import STATUS_TONES
from ui.theme import SPACE_S, Tone
from ui.widgets.announce import announce
from ui.widgets.badge import Badge
from ui.widgets.card import Card
from ui.widgets.code_list import CodeList
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TextRole, set_invalid, set_text_role

_CHOOSE = "Choisissez le justificatif que vous avez vu, ou décochez la case."
_HINT = "La première lettre choisit"
_ALREADY = "Identité déjà validée par"
_BECOMES = "Statut après validation\u00a0:"
_SURE = "Je confirme que cette réponse concerne bien ce patient"
_NOT_SURE = "Trop de traits diffèrent\u00a0: confirmez, ou ne modifiez rien."


class DocumentList(CodeList):
    """The documents of high confidence, none chosen beforehand; the wheel changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        high = [(one.code, one.label) for one in DOCUMENTS if one.high]
        super().__init__([("", ""), *high], parent)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a document is chosen on purpose only."""
        event.ignore()


class ValidationBlock(Card):
    """Choosing a document ticks the box; unticking the box empties the list.

    A document of high confidence that the record already holds is shown, not asked for again.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(words.VALIDATION, parent)
        self._draft: PatientDraft | None = None
        self._alarming = False
        self.box = QCheckBox(_on_two_lines(words.VALIDATE_BOX))
        self.box.setAccessibleName(words.VALIDATE_BOX)
        self.document = DocumentList()
        self.document.setAccessibleName(words.DOCUMENT)
        self.document.setAccessibleDescription(_HINT)
        self.document.setToolTip(_HINT)
        self.already = _words()
        self.reminder = QWidget()
        self.status = Badge("", Tone.NEUTRAL)
        self.sure = QCheckBox(_on_two_lines(_SURE))
        self.sure.setAccessibleName(_SURE)
        self.refusal = _words(TextRole.ERROR)
        self.refusal.hide()
        self._asking = QWidget()
        self._lay_out()
        self.box.toggled.connect(self._follow_box)
        self.document.changed.connect(self._follow_document)
        self.sure.toggled.connect(self._follow_sure)

    def begin(self, draft: PatientDraft) -> None:
        """Show another record: nothing is ticked."""
        self._tell("")
        self.sure.setChecked(False)
        self.document.set_value("")
        self.box.setChecked(False)
        self.show_draft(draft)

    def show_draft(self, draft: PatientDraft) -> None:
        """Show the newer version of the record; what was chosen stays."""
        self._draft = draft
        already = self.already_validated
        self.already.setVisible(already)
        if already:
            label = IDENTITY_DOCUMENTS[draft.identity_document]
            self.already.setText(f"{_ALREADY}\u00a0: {label}")
        self._asking.setVisible(not already)
        self._follow()

    def show_alarm(self, *, alarming: bool) -> None:
        """Ask for one more gesture when the answer may be about somebody else."""
        self._alarming = alarming
        self.sure.setVisible(alarming)
        if not alarming:
            self.sure.setChecked(False)

    @property
    def already_validated(self) -> bool:
        """Whether the record holds a document of high confidence."""
        return self._draft is not None and (
            self._draft.identity_document in HIGH_CONFIDENCE_DOCUMENTS
        )

    @property
    def chosen(self) -> str:
        """The code of the document just chosen, empty without one."""
        return str(self.document.value() or "") if self.box.isChecked() else ""

    @property
    def is_sure(self) -> bool:
        """Whether the person confirmed an alarming answer."""
        return self._alarming and self.sure.isChecked()

    @property
    def is_decided(self) -> bool:
        """Whether Enter may accept: a document was seen, and nothing waits for a confirmation."""
        return (self.already_validated or bool(self.chosen)) and (
            not self._alarming or self.sure.isChecked()
        )

    def first_field(self) -> QWidget | None:
        """Return what takes the keyboard first, None when nothing is asked."""
        if not self.already_validated:
            return self.document
        return self.sure if self._alarming else None

    def check(self) -> bool:
        """Tell whether it may be stored; otherwise say why, beside the field."""
        self._tell("")
        if self.box.isChecked() and not self.chosen and not self.already_validated:
            self._tell(_CHOOSE, self.document)
        elif self._alarming and not self.sure.isChecked():
            self._tell(_NOT_SURE, self.sure)
        return self.refusal.isHidden()

    @Slot()
    def _follow_box(self) -> None:
        if not self.box.isChecked():
            self.document.set_value("")
        self._follow()

    @Slot()
    def _follow_document(self) -> None:
        if self.document.value():
            self.box.setChecked(True)
            self._tell("")
        self._follow()

    @Slot()
    def _follow_sure(self) -> None:
        if self.sure.isChecked():
            self._tell("")
        self.changed.emit()

    def _follow(self) -> None:
        draft = self._draft
        if draft is None:
            return
        status = identity_status(
            insi_accepted=True,
            identity_document=self.chosen or draft.identity_document,
            doubtful=draft.doubtful,
            fictitious=draft.fictitious,
        )
        self.status.set_state(status.label, STATUS_TONES[status])
        self.reminder.setVisible(status is not IdentityStatus.QUALIFIED)
        self.changed.emit()

    def _tell(self, refusal: str, field: QWidget | None = None) -> None:
        set_invalid(self.document, invalid=field is self.document)
        self.refusal.setText(refusal)
        self.refusal.setVisible(bool(refusal))
        if field is not None:
            field.setFocus()
            announce(field, refusal, urgent=True)

    def _lay_out(self) -> None:
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(SPACE_S)
        caption = QLabel(f"{words.DOCUMENT}\u00a0:")
        caption.setBuddy(self.document)
        asking.addWidget(self.box)
        asking.addWidget(caption)
        asking.addWidget(self.document)
        reminder = QHBoxLayout(self.reminder)
        reminder.setContentsMargins(0, 0, 0, 0)
        reminder.setSpacing(SPACE_S)
        reminder.addWidget(IconLabel("info"), 0, Qt.AlignmentFlag.AlignTop)
        said = _words()
        said.setText(words.MUST_VALIDATE)
        reminder.addWidget(said, 1)
        for part in (self._asking, self.already, self.sure, self.refusal, self.reminder):
            self.body.addWidget(part)
        becomes = _words(TextRole.SECONDARY)
        becomes.setText(_BECOMES)
        self.body.addWidget(becomes)
        self.body.addWidget(self.status)
        self.body.addStretch(1)


def _words(role: TextRole = TextRole.NORMAL) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    set_text_role(label, role)
    return label


def _on_two_lines(sentence: str) -> str:
    """Break a sentence in its middle: the text of a box does not wrap by itself."""
    middle = sentence.rfind(" ", 0, len(sentence) * 2 // 3)
    return f"{sentence[:middle]}\n{sentence[middle + 1 :]}"
