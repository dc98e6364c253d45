"""How the INSI page is laid out: message, questions or comparison, and the buttons in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from almapy.insi.model import Ins, Outcome
from almapy.insi.results import Comparison
from almapy.patients.model import Patient, PatientDraft, PatientHit
from ui.desk import Desk
from ui.insi import words
from ui.insi.calls import Running
from ui.insi.comparison_panel import ComparisonPanel
from ui.insi.running_line import RunningLine
from ui.insi.same_matricule_panel import SameMatriculePanel
from ui.insi.tabs import InsiTabs
from ui.theme import SPACE_L, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.message_strip import MessageStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle

_WITHDRAWAL = (
    "Le matricule et son OID quittent ce dossier\u00a0: une identité récupérée redevient "
    "provisoire, une identité qualifiée redevient validée. Les traits ne changent pas."
)


class InsiLayout:
    """The widgets of the page; the page decides, this shows."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self.badge = Badge(words.SIMULATOR, Tone.SIMULATOR)
        self.badge.hide()
        self.body = ScrollColumn()
        self._add_title()
        self.reason = self.body.add_part(MessageStrip(closable=False))
        self.strip = self.body.add_part(FailureStrip())
        self.running = self.body.add_part(RunningLine())
        self.tabs = self.body.add_part(InsiTabs(desk))
        self.withdrawal = self.body.add_part(
            InlinePanel(
                "Retirer le matricule",
                "Retirer le matricule de ce dossier",
                kind=ButtonKind.DANGER,
                refusal=words.REFUSE,
                explanation=_WITHDRAWAL,
            )
        )
        self.withdrawal.end_rows()
        self.comparison = self.body.add_part(ComparisonPanel())
        self.both = self.body.add_part(SameMatriculePanel())
        self.close_button = Button(words.CLOSE)
        self._view: QWidget = self.tabs
        self._is_running, self._reason = False, ""
        self._foot = QHBoxLayout()
        self._lay_out(page)
        self.tabs.turned.connect(self._show_buttons)
        self.comparison.validation.document.changed.connect(self._show_choice)
        self._show(self.tabs)

    @property
    def is_comparing(self) -> bool:
        """Whether an answer stands beside the record."""
        return self._view is not self.tabs

    def begin(self, patient: Patient, kept: dict[int, Any]) -> None:
        """Show the questions for another record."""
        self.strip.dismiss()
        self.withdrawal.leave()
        self.tabs.begin(patient, kept)
        self.show_running(None)
        self._show(self.tabs)

    def turn(self, step: int) -> None:
        """Go to the next tab or to the one before, the keyboard with it."""
        if self._view is self.tabs:
            self.tabs.turn(step)
            self.focus_start()

    def leave(self) -> bool:
        """Leave what stands over the questions, nothing being changed; False when nothing does.

        Échap reaches the page when the keyboard is on a button of the foot.
        """
        if self._view is self.comparison:
            self.comparison.leave()
        elif self._view is self.both:
            self.both.left.emit()
        elif not self.withdrawal.isHidden():
            self.withdrawal.leave()
        else:
            return False
        return True

    def show_questions(self) -> None:
        """Show the three tabs again."""
        self._show(self.tabs)

    def show_comparison(
        self,
        comparison: Comparison,
        former: Sequence[Ins],
        draft: PatientDraft,
        *,
        again: bool,
    ) -> None:
        """Show an answer beside the record, in the place of the tabs."""
        self.comparison.show_comparison(comparison, former, draft, again=again)
        if not again:
            self._show(self.comparison)

    def show_compared(self) -> None:
        """Show the comparison again, as it was left."""
        self._show(self.comparison)
        self.focus_start()

    def open_withdrawal(self) -> None:
        """Ask once more before the matricule leaves the record."""
        self.withdrawal.open(self.close_button)
        self.body.bring_into_view(self.withdrawal)

    def show_both(self, here: PatientHit, other: PatientHit) -> None:
        """Show two records that would hold the same matricule."""
        self.both.show_records(here, other)
        self._show(self.both)
        self.focus_start()

    def show_running(self, running: Running | None) -> None:
        """Show what is under way; the questions wait for its end."""
        self._is_running = running is not None
        self._open_buttons()
        self.running.show_running(running)

    def show_reason(self, title: str, reason: str) -> None:
        """Say why nothing can be asked, or open the questions.

        The keyboard goes with the button it stands on, or comes back to it: whether INSi can be
        called is known a moment after the page came forward.
        """
        main = self.tabs.current.button
        follows = bool(reason) != bool(self._reason) and (
            main.hasFocus() or (self.close_button.hasFocus() and not main.isEnabled())
        )
        self._reason = reason
        if reason:
            self.reason.show_message(Tone.ATTENTION, title, reason)
        else:
            self.reason.hide()
        if follows and reason:
            self.close_button.setFocus()  # a button that closes would throw the keyboard out
        self._open_buttons()
        if follows and not reason:
            self.focus_start()

    def focus_start(self) -> None:
        """Put the keyboard where the work of the view begins."""
        if self._view is self.comparison:
            self.comparison.start().setFocus()
            if (part := self.comparison.read_first()) is not None:
                self.body.bring_into_view(part)
        elif self._view is self.both:
            self.both.open_button.setFocus()
            self.body.bring_into_view(self.both.strip)
        else:
            wanted = self.tabs.current.start()
            (wanted if wanted.isEnabled() else self.close_button).setFocus()
        self._show_message()

    def focus_after(self, outcome: Outcome | None) -> None:
        """Put the keyboard where an answer leads to."""
        if outcome is None:
            self.focus_start()
        elif outcome is Outcome.FOUND:
            self.focus_close()
        else:
            self.tabs.current.after(outcome).setFocus()
            self._show_message()

    def focus_close(self) -> None:
        """Put the keyboard on « Fermer »: what was to be done is done."""
        self.close_button.setFocus()
        self._show_message()

    def do_main(self) -> None:
        """Do what the main button of the view does."""
        if self._view is self.comparison:
            self.comparison.submit()
        elif self._view is self.tabs and self.tabs.current.button.isEnabled():
            self.tabs.current.ask()

    def _show_choice(self) -> None:
        """Have the document that a letter just chose in view: nothing else scrolls to it."""
        document = self.comparison.validation.document
        if document.hasFocus():
            self.body.bring_into_view(document)

    def _show_message(self) -> None:
        """Have what was just said in view, where the page is too short for all of it."""
        if not self.strip.isHidden():
            self.body.bring_into_view(self.strip)

    def _show(self, view: QWidget) -> None:
        self._view = view
        for one in (self.tabs, self.comparison, self.both):
            one.setVisible(one is view)
        if view is not self.tabs:
            self.withdrawal.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        shown = self._buttons_of(self._view)
        loses_focus = any(one.hasFocus() for one in self._every_button if one not in shown)
        for button in self._every_button:
            button.setVisible(button in shown)
        if loses_focus:
            self.focus_start()

    def _open_buttons(self) -> None:
        for tab in self.tabs.every:
            tab.button.setEnabled(not self._reason and not self._is_running)
            tab.button.setAccessibleDescription(self._reason)

    def _buttons_of(self, view: QWidget) -> tuple[Button, ...]:
        if view is self.comparison:
            return (self.comparison.refuse_button, self.comparison.accept_button)
        if view is self.both:
            return (self.both.back_button, self.both.merge_button, self.both.open_button)
        return (self.close_button, self.tabs.current.button)

    def _add_title(self) -> None:
        holder = self.body.add_part(QWidget())
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(SectionTitle("INSI"), 1)
        line.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignRight)

    def _lay_out(self, page: QWidget) -> None:
        self._every_button = (
            self.close_button,
            *(tab.button for tab in self.tabs.every),
            *self._buttons_of(self.comparison),
            *self._buttons_of(self.both),
        )
        self._foot.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        self._foot.setSpacing(SPACE_S)
        self._foot.addStretch(1)
        for button in self._every_button:
            self._foot.addWidget(button)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.body, 1)
        whole.addLayout(self._foot)
