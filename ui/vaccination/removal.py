"""Taking a vaccination out of the record, and out of the shared booklet or not."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from almapy.cve.model import DeletionAdvice
from almapy.record.model import Fact
from almapy.vaccination.model import Vaccination
from ui.cve.deletion_question import DeletionQuestion
from ui.desk import Desk
from ui.record.fact_verbs import FactVerbs
from ui.vaccination.scan_scroll import IntoView

_REMOVED = "Vaccination supprimée\u00a0: {label}."


class Removal(QObject):
    """Asks only about a line that is shared; any other goes at once, and can be taken back."""

    def __init__(
        self,
        desk: Desk,
        verbs: FactVerbs[Vaccination],
        question: DeletionQuestion,
        opener: QWidget,
    ) -> None:
        super().__init__(opener)
        self._desk = desk
        self._verbs = verbs
        self._question = question
        self._into_view = IntoView(question)
        self._opener = opener
        self._fact: Fact[Vaccination] | None = None
        question.everywhere_chosen.connect(self._everywhere)
        question.here_chosen.connect(self._here)
        question.cancelled.connect(self._keep)

    def remove(self, fact: Fact[Vaccination]) -> None:
        """Take a vaccination out, or ask where from."""
        carnets, actor = self._desk.application.carnets, self._desk.actor
        self._fact = fact

        def done(advice: DeletionAdvice) -> None:
            if self._fact is not fact:
                return
            if advice.shared:
                self._question.show_for(advice, fact.data.label, self._opener)
                self._into_view.bring(self._question)
            else:
                self._everywhere()

        self._desk.run(self, lambda: carnets.deletion(actor, fact), done)

    @Slot()
    def forget(self) -> None:
        """Ask nothing more: another record is in front."""
        self._fact = None
        self._question.hide()

    @Slot()
    def _everywhere(self) -> None:
        fact, self._fact = self._fact, None
        if fact is not None:
            self._verbs.remove(fact, _REMOVED.format(label=fact.data.label))

    @Slot()
    def _here(self) -> None:
        fact, self._fact = self._fact, None
        if fact is None:
            return
        carnets, actor = self._desk.application.carnets, self._desk.actor
        told = f"Supprimée ici seulement\u00a0: {fact.data.label}."
        self._desk.run(
            self,
            lambda: carnets.keep_remote(actor, fact),
            lambda _: self._verbs.remove(fact, told),
        )

    @Slot()
    def _keep(self) -> None:
        self._fact = None
