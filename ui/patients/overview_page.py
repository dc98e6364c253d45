"""« Dossier Patient »: the essential of the open record at a glance, written where it is read."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.allergies.allergy_card import AllergyCard
from ui.contraindications.contraindication_card import ContraindicationCard
from ui.desk import Desk
from ui.documents.documents_card import DocumentsCard
from ui.encounters.list_card import ConsultationsCard
from ui.history.history_card import HistoryCard
from ui.measures.measures_card import MeasuresCard
from ui.medications.treatment_card import TreatmentCard
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.remarks.remarks_card import RemarksCard
from ui.theme import SPACE_S
from ui.widgets.empty_state import EmptyState
from ui.widgets.scroll_column import ScrollColumn

_THREE_COLUMNS_EM = 76
_TWO_COLUMNS_EM = 58
_LEAST_LINES = 9
_LEAST_MEASURES = 2
_ALWAYS_SHOWN = 5
_LEAST_TREATMENTS = 4.2
_SHARES = {1: (1, 0, 0), 2: (4, 3, 0), 3: (3, 4, 3)}


class RecordCard(Protocol):
    """What the page asks of each of its cards."""

    def show_record(self, record: OpenRecord) -> None:
        """Show this record; the same patient again leaves what is typed alone."""


class OverviewPage(Page):
    """History, what happened, and what must not be forgotten, side by side where room allows."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.history = HistoryCard(desk)
        self.allergies = AllergyCard(desk)
        self.contraindications = ContraindicationCard(desk)
        self.treatments = TreatmentCard(desk)
        self.remarks = RemarksCard(desk)
        self.consultations = ConsultationsCard(desk)
        self.measures = MeasuresCard(desk)
        self.documents = DocumentsCard(desk)
        self._facts = (self.history, self.allergies, self.contraindications, self.treatments)
        self._cards: tuple[RecordCard, ...] = (
            *self._facts,
            self.remarks,
            self.consultations,
            self.measures,
            self.documents,
        )
        self._reserved = EmptyState(
            "lock",
            "Notes médicales réservées au soin",
            "Votre compte ne permet pas de lire les notes médicales. La personne qui gère les "
            "comptes peut vous accorder ce droit.",
        )
        self._area = ScrollColumn()
        self._row = QHBoxLayout()
        self._columns = [QVBoxLayout() for _ in _SHARES]
        self._shown_columns = 0
        self._lay_out()
        self._arrange(3)

    def entered(self) -> None:
        """Put the keyboard on the consultations."""
        self.consultations.focus_list()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ins", "Ajouter (ou +) dans la liste où l'on est"),
            ("Return", "Modifier la ligne"),
            ("Del", "Supprimer la ligne"),
            ("Ctrl+Return", "Enregistrer le formulaire ouvert"),
        ]

    def show_record(self, record: OpenRecord) -> None:
        """Show the essential of this record."""
        hidden = record.overview.notes_hidden
        self._reserved.setVisible(hidden)
        self._area.setVisible(not hidden)
        if not hidden:
            for card in self._cards:
                card.show_record(record)

    def forget_record(self) -> None:
        """Store what was typed in the remarks."""
        self.remarks.save()

    def has_unsaved_changes(self) -> bool:
        """Tell whether a form or a remark holds text that is not stored."""
        return any(card.has_unsaved_changes() for card in (*self._facts, self.remarks))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards in three columns, two or one."""
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth() * 2
        if self.width() >= em * _THREE_COLUMNS_EM:
            self._arrange(3)
        elif self.width() >= em * _TWO_COLUMNS_EM:
            self._arrange(2)
        else:
            self._arrange(1)

    def _lay_out(self) -> None:
        content = _Columns()
        content.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_S)
        for column in self._columns:
            column.setSpacing(SPACE_S)
            self._row.addLayout(column)
        self._area.add_part(content, grows=True)
        line = self.fontMetrics().height()
        self.history.list.set_least_lines(_LEAST_LINES)
        for card in (self.allergies, self.contraindications):
            card.list.set_least_lines(_ALWAYS_SHOWN)
        self.treatments.list.set_least_lines(_LEAST_TREATMENTS)
        self.consultations.setMinimumHeight(line * _LEAST_LINES)
        self.measures.list.setMinimumHeight(line * _LEAST_MEASURES)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._area)
        page.addWidget(self._reserved)
        self._reserved.hide()

    def _arrange(self, columns: int) -> None:
        if columns == self._shown_columns:
            return
        self._shown_columns = columns
        warning = ((self.allergies, 0), (self.contraindications, 0), (self.treatments, 0))
        places: tuple[tuple[tuple[QWidget, int], ...], ...]
        if columns == 3:  # noqa: PLR2004
            places = (
                ((self.history, 3), (self.remarks, 1)),
                ((self.consultations, 3), (self.documents, 2)),
                (*warning, (self.measures, 0)),
            )
        elif columns == 2:  # noqa: PLR2004
            places = (
                ((self.history, 2), (self.consultations, 3), (self.documents, 2)),
                (*warning, (self.measures, 0), (self.remarks, 1)),
            )
        else:
            rest = (self.history, self.consultations, self.measures, self.documents, self.remarks)
            places = ((*warning, *((card, 1) for card in rest)),)
        for place, column in enumerate(self._columns):
            self._row.setStretch(place, _SHARES[columns][place])
            for card, stretch in places[place] if place < len(places) else ():
                column.removeWidget(card)
                column.addWidget(card, stretch)


class _Columns(QWidget):
    """May be as low as its cards allow: their lists scroll before the page does."""

    def hasHeightForWidth(self) -> bool:
        return False
