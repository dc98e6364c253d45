"""The three tabs of « INSI »."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget

from almapy.patients.model import Patient
from ui.desk import Desk
from ui.insi import words
from ui.insi.card_tab import CardTab
from ui.insi.question import Question
from ui.insi.tab import InsiTab
from ui.insi.traits_tab import TraitsTab
from ui.insi.verification_tab import VerificationTab


class InsiTabs(QTabWidget):
    """Opens on the search by traits, which needs nothing at hand."""

    asked = Signal(object)  # Question
    turned = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = CardTab(desk)
        self.traits = TraitsTab(desk)
        self.verification = VerificationTab(desk)
        self.every: tuple[InsiTab, ...] = (self.card, self.traits, self.verification)
        titles = (words.BY_CARD, words.BY_TRAITS, words.VERIFICATION)
        for tab, title in zip(self.every, titles, strict=True):
            self.addTab(tab, title)
            tab.asked.connect(self.asked)
        self.setCurrentWidget(self.traits)
        self.setUsesScrollButtons(True)
        self.currentChanged.connect(self._turn)
        self._turn()

    @property
    def current(self) -> InsiTab:
        """The tab in front."""
        return self.every[self.currentIndex()]

    def begin(self, patient: Patient, kept: dict[int, Any]) -> None:
        """Show another record, with what was typed for it before.

        Without a matricule there is nothing to verify: the search comes forward instead.
        """
        for place, tab in enumerate(self.every):
            tab.begin(patient)
            if place in kept:
                tab.take_back(kept[place])
        is_typed = self.currentIndex() in kept
        if self.current is self.verification and not patient.data.matricule_ins and not is_typed:
            self.setCurrentWidget(self.traits)

    def follow(self, patient: Patient) -> None:
        """Take over the newer version of the same record."""
        for tab in self.every:
            tab.follow(patient)

    def kept(self) -> dict[int, Any]:
        """Return what was typed and waits for the return of the record."""
        found = {place: tab.kept() for place, tab in enumerate(self.every)}
        return {place: kept for place, kept in found.items() if kept is not None}

    def show_tab_of(self, question: Question) -> None:
        """Bring the tab forward from which a question came."""
        for tab in self.every:
            if tab.same_again(question):
                self.setCurrentWidget(tab)

    @Slot()
    def _turn(self) -> None:
        """Give the tab in front alone a say in the size: the page scrolls no emptiness."""
        policies = QSizePolicy.Policy
        for tab in self.every:
            policy = policies.Preferred if tab is self.current else policies.Ignored
            tab.setSizePolicy(policy, policy)
        self.turned.emit()

    def turn(self, step: int) -> None:
        """Go to the next tab or to the one before."""
        self.setCurrentIndex((self.currentIndex() + step) % self.count())
