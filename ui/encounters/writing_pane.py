"""Where a consultation is written or corrected: fields, state, verbs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.encounters.model import (
    EncounterContent,
    StoredEncounter,
    WritingHelp,
    content_from_json,
)
from almapy.errors import ConflictError, DomainError
from almapy.users.model import Role
from ui.desk import Desk
from ui.encounters.comparison import Comparison
from ui.encounters.draft_keeper import DraftKeeper, Held
from ui.encounters.editor import EncounterEditor
from ui.encounters.save_state import state_words, trouble_of
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import text_edit
from ui.widgets.styling import TextRole, set_text_role

_LONGEST_REASON = 300
_VALIDATE = ("Ctrl+Return", "Ctrl+Enter")


class WritingPane(QWidget):
    """One draft or one correction at a time; the keeper has the others."""

    ended = Signal(object)  # StoredEncounter, just validated or corrected
    abandoned = Signal(object)  # int, the consultation whose correction was put aside
    removal_asked = Signal()

    def __init__(self, desk: Desk, keeper: DraftKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._keeper = keeper
        self._held: Held | None = None
        self._signed: StoredEncounter | None = None
        self._validates_next = False
        stands_in = desk.actor.role is Role.REMPLACANT
        self.editor = EncounterEditor(desk.application.clock, stands_in=stands_in)
        self.strip = FailureStrip(closable=False)
        self.comparison = Comparison()
        self.correction_reason = text_edit(_LONGEST_REASON)
        self.state = QLabel()
        self.validate_button = Button("Valider", ButtonKind.PRIMARY, icon_name="tick")
        self.remove_button = Button("Supprimer le brouillon", ButtonKind.QUIET)
        self.abandon_button = Button("Abandonner la correction")
        self._reason_holder = QWidget()
        self._again = QAction("Réessayer maintenant", self)
        self._lay_out()
        self._connect()

    @property
    def held(self) -> Held | None:
        """Return the text that is being written here."""
        return self._held

    def has_cursor(self) -> bool:
        """Tell whether the keyboard is in one of the fields."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def write(self, held: Held) -> None:
        """Show a draft; the one that is shown already is left as it is."""
        self._show(held, None)

    def correct(self, held: Held, signed: StoredEncounter) -> None:
        """Show the correction of a validated consultation."""
        self._show(held, signed)

    def show_help(self, proposed: WritingHelp) -> None:
        """Propose doctors and problems."""
        self.editor.show_help(proposed)

    def rest(self) -> None:
        """Show nothing any more; the keeper goes on."""
        self._held, self._signed = None, None
        self._validates_next = False
        self.comparison.hide()
        self.strip.dismiss()

    @Slot()
    def validate(self) -> None:
        """Ctrl+Entrée: store for good."""
        held = self._held
        if held is None or not self.isVisible():
            return
        if self.editor.day.is_wrong:
            self.strip.show_failure(
                DomainError(
                    "La date du contact n'est pas comprise. Rien n'est perdu. Écrivez-la sous la "
                    "forme JJ/MM/AAAA."
                )
            )
            self.editor.day.setFocus()
            return
        self._follow()
        if held.busy:
            self._validates_next = True
            return
        self.editor.setEnabled(False)
        if self._signed is not None:
            self._keeper.correct(held, self._signed, self._validated, self._refused)
        else:
            self._keeper.sign(held, self._validated, self._refused)

    def _show(self, held: Held, signed: StoredEncounter | None) -> None:
        if held is self._held:
            return
        self._held, self._signed = held, signed
        self._validates_next = False
        self.comparison.hide()
        self.strip.dismiss()
        self.editor.setEnabled(True)
        self.editor.show_content(held.draft.content)
        self.correction_reason.setText(held.reason)
        corrects = signed is not None
        self._reason_holder.setVisible(corrects)
        self.abandon_button.setVisible(corrects)
        self.remove_button.setVisible(not corrects)
        self.validate_button.setText("Enregistrer la correction" if corrects else "Valider")
        self._tell(held)
        if isinstance(held.error, ConflictError):
            self._show_conflict(held)

    def _lay_out(self) -> None:
        caption = QLabel("Motif de la correction\u00a0*")
        caption.setBuddy(self.correction_reason)
        self.correction_reason.setAccessibleName("Motif de la correction, obligatoire")
        self.correction_reason.setPlaceholderText("Il reste lisible avec l'ancienne version")
        row = QHBoxLayout(self._reason_holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(caption)
        row.addWidget(self.correction_reason, 1)
        set_text_role(self.state, TextRole.SECONDARY)
        self.state.setWordWrap(True)
        self.validate_button.setToolTip("Ctrl+Entrée")
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addWidget(self.state, 1)
        for button in (self.remove_button, self.abandon_button, self.validate_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.strip)
        column.addWidget(self.comparison)
        column.addWidget(self._reason_holder)
        column.addWidget(self.editor, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._again.triggered.connect(self._keeper.keep)
        self.editor.changed.connect(self._follow)
        self.correction_reason.textEdited.connect(self._follow)
        self.validate_button.clicked.connect(self.validate)
        self.remove_button.clicked.connect(self.removal_asked)
        self.abandon_button.clicked.connect(self._abandon)
        self.comparison.closed.connect(self.editor.focus_text)
        self._keeper.changed.connect(self._tell)
        self._keeper.conflicted.connect(self._show_conflict)
        for keys, verb in (
            *((one, self.validate) for one in _VALIDATE),
            ("Ctrl+S", self._keeper.keep),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)

    @Slot()
    def _follow(self) -> None:
        if self._held is not None:
            reason = self.correction_reason.text() if self._signed is not None else ""
            self._keeper.typed(self._held.draft.uid, self.editor.content(), reason)

    def _tell(self, held: Held) -> None:
        if held is not self._held:
            return
        self.state.setText(state_words(held))
        trouble = trouble_of(held)
        if trouble is not None:
            if self.strip.accessibleName() != trouble[1] or self.strip.isHidden():
                self.strip.show_message(*trouble, [self._again])
        elif held.error is None and held.outside_since is None and not held.dirty:
            self.strip.dismiss()
        if self._validates_next and not held.busy:
            self._validates_next = False
            self.validate()

    def _show_conflict(self, held: Held) -> None:
        error = held.error
        if held is not self._held or not isinstance(error, ConflictError):
            return
        compare, mine = QAction("Comparer", self), QAction("Garder mon texte", self)
        compare.triggered.connect(self._compare_with_stored)
        mine.triggered.connect(self._keep_mine)
        self.strip.show_message(
            Tone.ATTENTION,
            "Modifiée ailleurs entre-temps",
            f"{error.message} L'autre texte restera lisible dans «\u00a0Versions\u00a0».",
            [compare, mine],
        )

    @Slot()
    def _compare_with_stored(self) -> None:
        held = self._held
        if held is None or not isinstance(held.error, ConflictError):
            return
        when = f" le {held.error.at.astimezone():%d/%m/%Y à %H:%M}" if held.error.at else ""
        stored = content_from_json(held.error.stored)
        self.comparison.show_texts(
            ("Votre texte", _readable(held.draft.content)),
            (f"Dans la base, par {held.error.by}{when}", _readable(stored)),
        )

    @Slot()
    def _keep_mine(self) -> None:
        held, signed = self._held, self._signed
        if held is None:
            return
        self.comparison.hide()
        self.strip.dismiss()
        if signed is None:
            self._keeper.keep_mine(held.draft.uid)
        else:
            self._correct_present_version(held, signed.id)
        self.editor.focus_text()

    def _correct_present_version(self, held: Held, encounter_id: int) -> None:
        """Go on with this text as a correction of what the other post stored."""
        encounters, actor = self._desk.application.encounters, self._desk.actor

        def show(stored: StoredEncounter) -> None:
            held.error = None
            if held is self._held:
                self._signed = stored
                self._desk.tell("Votre texte corrigera la version actuelle. Validez-le à nouveau.")

        self._desk.run(self, lambda: encounters.get(actor, encounter_id), show)

    @Slot()
    def _abandon(self) -> None:
        held, signed = self._held, self._signed
        if held is None or signed is None:
            return
        self._follow()
        safe, actor, draft = self._desk.application.safekeeping, self._desk.actor, held.draft
        order, reason = safe.next_order(), held.reason
        self._keeper.let_go(draft.uid)
        self.rest()
        if held.dirty:
            self._desk.run(
                self,
                lambda: safe.note(actor, draft, order, corrects=True, reason=reason, aside=True),
                lambda _: self.abandoned.emit(signed.id),
            )
            self._desk.tell("Correction mise de côté\u00a0: la consultation n'a pas changé.")
        else:
            self.abandoned.emit(signed.id)

    def _validated(self, stored: StoredEncounter) -> None:
        if self._held is not None and self._held.draft.uid == stored.uid:
            self.rest()
            self.editor.setEnabled(True)
        self.ended.emit(stored)

    def _refused(self, error: Exception) -> None:
        self.editor.setEnabled(True)
        if self._held is None:
            self._desk.fail(error)
            return
        self._held.error = error
        if isinstance(error, ConflictError):
            self._show_conflict(self._held)
            return
        self.strip.show_failure(error)
        wrong = error.field if isinstance(error, DomainError) else None
        if wrong == "reason":
            self.correction_reason.setFocus()
        elif wrong == "replaced_id":
            self.editor.replaced.setFocus()
        else:
            self.editor.focus_text()


def _readable(content: EncounterContent) -> str:
    heads = [part for part in (content.title, content.reason) if part]
    return "\n".join([*heads, content.full_text])
