"""« Dossier Patient »: the essential of the open record at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from almapy.allergies.model import Allergy
from almapy.clock import civil_day
from almapy.encounters.model import Encounter
from almapy.history.model import HistoryItem
from almapy.medications.model import LongTermTreatment
from almapy.patients.overview import Overview
from ui.desk import Desk
from ui.icons import icon
from ui.page import Page
from ui.patients.measures_card import MeasuresCard
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.styling import Surface, set_surface

_THREE_COLUMNS_EM = 68
_TWO_COLUMNS_EM = 48
_LEAST_LINES = 7
_STRETCHED_LINES = 2
_NOT_FILLED = "Non renseigné"
_ENCOUNTER = Qt.ItemDataRole.UserRole
Item = TypeVar("Item", QListWidgetItem, QTreeWidgetItem)


class OverviewPage(Page):
    """History at the left, consultations in the middle, what must not be forgotten at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.history = QTreeWidget()
        self.consultations = QListWidget()
        self.reading = QPlainTextEdit()
        self.allergies = QListWidget()
        self.treatments = QListWidget()
        self.measures = MeasuresCard()
        self._reserved = EmptyState(
            "lock",
            "Notes médicales réservées au soin",
            "Votre compte ne permet pas de lire les notes médicales. La personne qui gère les "
            "comptes peut vous accorder ce droit.",
        )
        self._columns = 0
        self._grid = QGridLayout()
        self._cards = self._build()
        self._arrange(3)

    def entered(self) -> None:
        """Put the keyboard on the consultations."""
        self.consultations.setFocus()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Up", "Consultation plus récente"), ("Down", "Consultation plus ancienne")]

    def show_record(self, record: OpenRecord) -> None:
        """Show the essential of this record."""
        overview = record.overview
        self._reserved.setVisible(overview.notes_hidden)
        self._area.setVisible(not overview.notes_hidden)
        if overview.notes_hidden:
            return
        self._show_history(overview.history)
        self._show_consultations(overview.encounters)
        self._show_allergies(overview)
        self._show_treatments(overview.treatments)
        self.measures.show_measures(overview.latest)

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

    def _build(self) -> dict[str, Card]:
        self.history.setHeaderHidden(True)
        self.history.setColumnCount(1)
        self.history.setRootIsDecorated(False)
        self.history.setWordWrap(True)
        self.history.setAccessibleName("Histoire médicale")
        self.consultations.setAccessibleName("Consultations")
        self.consultations.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.consultations.currentItemChanged.connect(self._read)
        self.reading.setReadOnly(True)
        self.reading.setTabChangesFocus(True)
        self.reading.setAccessibleName("Texte de la consultation")
        self.reading.setPlaceholderText("Choisissez une consultation pour la lire.")
        for view, name in (
            (self.allergies, "Allergies et intolérances"),
            (self.treatments, "Traitement de fond"),
        ):
            view.setAccessibleName(name)
            view.setWordWrap(True)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for bare in (self.history, self.consultations, self.allergies, self.treatments):
            set_surface(bare, Surface.PLAIN)
        self.history.setIndentation(SPACE_M)
        cards = {
            "history": _card("Histoire médicale", self.history),
            "consultations": _card("Consultations", self.consultations, self.reading),
            "allergies": _card("Allergies et intolérances", self.allergies),
            "treatments": _card("Traitement de fond", self.treatments),
        }
        content = QWidget()
        content.setLayout(self._grid)
        self._grid.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        self._grid.setSpacing(SPACE_M)
        self._area = QScrollArea()
        self._area.setWidget(content)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        column.addWidget(self._reserved)
        self._reserved.hide()
        return cards

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        cards = self._cards
        aside = (cards["allergies"], cards["treatments"], self.measures)
        places: list[tuple[QWidget, int, int, int]]
        if columns == 3:  # noqa: PLR2004
            places = [(cards["history"], 0, 0, 3), (cards["consultations"], 0, 1, 3)]
            places += [(card, line, 2, 1) for line, card in enumerate(aside)]
        elif columns == 2:  # noqa: PLR2004
            places = [(cards["consultations"], 0, 0, 3), (cards["history"], 3, 0, 1)]
            places += [(card, line, 1, 1) for line, card in enumerate(aside)]
        else:
            single = (*aside[:2], cards["history"], cards["consultations"], self.measures)
            places = [(card, line, 0, 1) for line, card in enumerate(single)]
        for card, line, column, span in places:
            self._grid.addWidget(card, line, column, span, 1)
        unit = self.fontMetrics().height()
        for card in cards.values():
            card.setMinimumHeight(unit * _LEAST_LINES)
        cards["consultations"].setMinimumHeight(unit * _LEAST_LINES * 2)
        for line in range(len(cards) + 1):
            self._grid.setRowStretch(line, 1 if line < _STRETCHED_LINES else 0)
        shares = {1: (1, 0, 0), 2: (4, 3, 0), 3: (3, 4, 3)}[columns]
        for column, share in enumerate(shares):
            self._grid.setColumnStretch(column, share)

    def _show_history(self, items: Sequence[HistoryItem]) -> None:
        self.history.clear()
        if not items:
            self.history.addTopLevelItem(_quiet(QTreeWidgetItem([_NOT_FILLED])))
        for speciality, group in groupby(items, key=lambda one: one.speciality or "Général"):
            heading = QTreeWidgetItem([speciality])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            self.history.addTopLevelItem(heading)
            for item in group:
                heading.addChild(_history_line(item))
            heading.setExpanded(True)

    def _show_consultations(self, encounters: Sequence[Encounter]) -> None:
        self.consultations.clear()
        self.reading.clear()
        for encounter in encounters:
            text = encounter_line(encounter)
            row = QListWidgetItem(text)
            row.setToolTip(text)
            row.setData(_ENCOUNTER, encounter)
            self.consultations.addItem(row)
        if encounters:
            self.consultations.setCurrentRow(0)
        else:
            self.consultations.addItem(_quiet(QListWidgetItem("Aucune consultation")))

    def _show_allergies(self, overview: Overview) -> None:
        self.allergies.clear()
        for allergy in overview.allergies:
            name = "ok" if allergy.none_known else "allergy"
            self.allergies.addItem(QListWidgetItem(icon(name), _allergy_line(allergy)))
        if not overview.allergies:
            self.allergies.addItem(_quiet(QListWidgetItem(_NOT_FILLED)))

    def _show_treatments(self, treatments: Sequence[LongTermTreatment]) -> None:
        self.treatments.clear()
        for treatment in treatments:
            since = f" · depuis {treatment.started_on:%m/%Y}" if treatment.started_on else ""
            text = f"{treatment.label}\n{treatment.posology}{since}"
            self.treatments.addItem(QListWidgetItem(icon("treatment"), text))
        if not treatments:
            self.treatments.addItem(_quiet(QListWidgetItem(_NOT_FILLED)))

    def _read(self, item: QListWidgetItem | None) -> None:
        encounter = item.data(_ENCOUNTER) if item is not None else None
        self.reading.setPlainText(encounter.text if encounter is not None else "")


def encounter_line(encounter: Encounter) -> str:
    """Return « 13/02/2023 (P.D) - (C) titre », with « rempl. » for a remplaçant."""
    who = f"({encounter.author})"
    if encounter.replaced:
        who += f" rempl.({encounter.replaced})"
    day = civil_day(encounter.held_at)
    return f"{day:%d/%m/%Y} {who} - ({encounter.nature.letter}) {encounter.title}"


def _history_line(item: HistoryItem) -> QTreeWidgetItem:
    marks = [f"ALD {item.ald_number}"] if item.ald_number else []
    if item.in_vsm:
        marks.append("VSM")
    since = "/".join(reversed(item.started.split("-")))
    text = f"{since} {item.label}".strip()
    if marks:
        text += f"  [{', '.join(marks)}]"
    if not item.active:
        text += " (terminé)"
    line = QTreeWidgetItem([text])
    line.setToolTip(0, f"{text}\n{item.kind.label}" + (f" · {item.cim10}" if item.cim10 else ""))
    return line


def _allergy_line(allergy: Allergy) -> str:
    if allergy.none_known:
        return "Aucune allergie connue"
    details = ", ".join(part for part in (allergy.reaction, allergy.severity) if part)
    return f"{allergy.agent}\n{details}" if details else allergy.agent


def _quiet(item: Item) -> Item:
    """Make the item a remark that cannot be chosen."""
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _card(title: str, *views: QWidget) -> Card:
    card = Card(title)
    for view in views:
        # The usual height of a Qt list would push the page out of a small screen.
        view.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        card.body.addWidget(view, 1)
    return card
