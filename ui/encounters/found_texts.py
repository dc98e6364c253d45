"""« Un texte non enregistré a été retrouvé »: compare it, take it, or put it aside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.encounters.model import StoredEncounter
from almapy.encounters.recovery import FoundText
from almapy.errors import AlmaPyError
from almapy.users.model import Right
from ui.desk import Desk
from ui.encounters.comparison import Comparison
from ui.theme import SPACE_S, Tone
from ui.undo import Step
from ui.widgets.button import Button, ButtonKind
from ui.widgets.message_strip import MessageStrip

_NOTHING_STORED = "(La base ne contient rien de cette consultation.)"


class FoundTexts(QWidget):
    """The texts of the person at work that the base does not hold, for the record in front.

    Nothing goes before its author decided; those put aside wait behind a button.
    """

    taken = Signal(object, object)  # FoundText, StoredEncounter or None

    def __init__(
        self, desk: Desk, in_hand: Callable[[], set[str]], parent: QWidget | None = None
    ) -> None:
        """`in_hand` tells the drafts being written now: their files are not found texts."""
        super().__init__(parent)
        self._desk = desk
        self._in_hand = in_hand
        self._patient_id: int | None = None
        self._texts: list[FoundText] = []
        self._shows_aside = False
        self.strip = MessageStrip(closable=False)
        self.comparison = Comparison()
        self.aside_button = Button("", ButtonKind.QUIET, icon_name="folder")
        self.aside_button.clicked.connect(self._toggle_aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (self.strip, self.comparison, self.aside_button):
            column.addWidget(part)
        self.aside_button.hide()
        self.hide()

    def show_patient(self, patient_id: int | None) -> None:
        """Look for texts of this record, in the background."""
        if patient_id != self._patient_id:
            self._patient_id, self._shows_aside = patient_id, False
            self._show([])
        if patient_id is None or not self._desk.actor.may(Right.WRITE_NOTES):
            return
        safe, actor = self._desk.application.safekeeping, self._desk.actor

        def show(texts: list[FoundText]) -> None:
            if patient_id == self._patient_id:
                self._show(texts)

        self._desk.run(self, lambda: safe.found(actor, patient_id), show)

    def _show(self, texts: list[FoundText]) -> None:
        in_hand = self._in_hand()
        self._texts = [one for one in texts if one.draft.uid not in in_hand]
        aside = [one for one in self._texts if one.aside]
        fresh = [one for one in self._texts if not one.aside]
        self.aside_button.setText(f"Textes mis de côté ({len(aside)})")
        self.aside_button.setVisible(bool(aside))
        if not aside:
            self._shows_aside = False
        shown = fresh or (aside if self._shows_aside else [])
        self.comparison.hide()
        if shown:
            self._propose(shown[0], len(shown))
        else:
            self.strip.hide()
        self.setVisible(bool(shown or aside))

    def _propose(self, text: FoundText, count: int) -> None:
        what = "d'une correction" if text.corrects else "d'une consultation"
        when = f"{text.written_at.astimezone():%d/%m/%Y à %H:%M}"
        first = text.draft.content.first_line or text.draft.content.title
        more = f" {count - 1} autre(s) ensuite." if count > 1 else ""
        title = "Texte mis de côté" if text.aside else "Un texte non enregistré a été retrouvé"
        verbs = [
            ("Comparer", lambda: self._with_stored(text, self._compare)),
            ("Reprendre ce texte", lambda: self._with_stored(text, self._take)),
        ]
        if text.aside:
            verbs.append(("Supprimer ce texte", lambda: self._drop(text)))
        else:
            verbs.append(("Mettre de côté", lambda: self._put_aside(text)))
        actions = []
        for words, verb in verbs:
            action = QAction(words, self.strip)
            action.triggered.connect(_without_argument(verb))
            actions.append(action)
        excerpt = first if len(first) <= 80 else f"{first[:79]}…"  # noqa: PLR2004
        self.strip.show_message(
            Tone.INFORMATION,
            title,
            f"Texte {what}, tapé le {when}\u00a0: «\u00a0{excerpt}\u00a0». Rien n'est supprimé "
            f"sans votre accord.{more}",
            actions,
        )

    def _with_stored(
        self, text: FoundText, then: Callable[[FoundText, StoredEncounter | None], None]
    ) -> None:
        encounters, actor = self._desk.application.encounters, self._desk.actor
        number = text.draft.id

        def work() -> StoredEncounter | None:
            if number is None:
                return None
            try:
                return encounters.get(actor, number)
            except AlmaPyError:
                return None

        self._desk.run(self, work, lambda stored: then(text, stored))

    def _compare(self, text: FoundText, stored: StoredEncounter | None) -> None:
        when = f"{text.written_at.astimezone():%d/%m/%Y à %H:%M}"
        in_base = stored.content.full_text if stored is not None else _NOTHING_STORED
        self.comparison.show_texts(
            (f"Texte retrouvé, tapé le {when}", text.draft.content.full_text),
            ("Dans la base", in_base),
        )

    def _take(self, text: FoundText, stored: StoredEncounter | None) -> None:
        self.taken.emit(text, stored)
        self._show([one for one in self._texts if one.name != text.name])

    def _put_aside(self, text: FoundText) -> None:
        safe = self._desk.application.safekeeping
        patient_id = self._patient_id
        self._desk.run(self, lambda: safe.put_aside(text), lambda _: self.show_patient(patient_id))

    def _drop(self, text: FoundText) -> None:
        safe, patient_id = self._desk.application.safekeeping, self._patient_id

        def done(_: object) -> None:
            self._desk.undo.add(
                Step(
                    "Texte mis de côté supprimé.",
                    lambda: safe.put_aside(text),
                    lambda: safe.drop(text),
                    patient_id,
                )
            )
            self.show_patient(patient_id)

        self._desk.run(self, lambda: safe.drop(text), done)

    @Slot()
    def _toggle_aside(self) -> None:
        self._shows_aside = not self._shows_aside
        self._show(self._texts)


def _without_argument(verb: Callable[[], None]) -> Callable[[], None]:
    def call() -> None:
        verb()

    return call
