"""« Plan de soin » of the open record: its goals, and the protocols that are followed."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from almapy.users.model import Right
from ui.care.goals_card import GoalsCard
from ui.care.protocols_card import ProtocolsCard
from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_M
from ui.widgets.focus_scroll import scrolling_column
from ui.widgets.section_title import SectionTitle

_SIDE_BY_SIDE_EM = 56


class PlanPage(Page):
    """Goals at the left, protocols at the right; one above the other when room is short."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.goals = GoalsCard(desk)
        self.protocols = ProtocolsCard(desk)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(SPACE_M)
        self._cards.addWidget(self.goals, 3)
        self._cards.addWidget(self.protocols, 2)
        column = scrolling_column(self)
        column.addWidget(SectionTitle("Plan de soin", 1))
        column.addLayout(self._cards, 1)

    def entered(self) -> None:
        """Put the keyboard on the goals."""
        self.goals.list.setFocus()

    def has_unsaved_changes(self) -> bool:
        """Tell whether a goal is being written."""
        return self.goals.has_unsaved_changes()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ins", "Ajouter un objectif"),
            ("Return", "Ouvrir l'objectif"),
            ("Del", "Supprimer l'objectif"),
            ("Space", "Cocher une étape"),
        ]

    def show_record(self, record: OpenRecord) -> None:
        """Read the plan of this record."""
        if self.desk.actor.may(Right.READ_NOTES):
            self.goals.show_patient(record.patient)
            self.protocols.show_patient(record.patient.id)

    def show_protocol(self, fact_id: int) -> None:
        """Choose a protocol that this patient follows."""
        self.protocols.show_protocol(fact_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side where there is room."""
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth() * 2
        directions = QBoxLayout.Direction
        wide = self.width() >= em * _SIDE_BY_SIDE_EM
        self._cards.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
