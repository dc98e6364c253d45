"""Whose document it may be: the candidates with what speaks for each, numbered by their keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from almapy.incoming.model import PersonFound
from ui.icons import icon
from ui.incoming.words import person_line, person_reasons
from ui.theme import SPACE_S, SPACE_XL, SPACE_XS
from ui.widgets.styling import Surface, set_surface

KEYS = 9
_MOST = 4
_HIGHEST = 10_000
_SAMPLE = "N"


class CandidateList(QListWidget):
    """The selected line is the patient chosen; none is until a person or a sure answer says so."""

    person_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.PLAIN)
        self._people: list[PersonFound] = []
        self.setAccessibleName("Patients proposés")
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.itemSelectionChanged.connect(self.person_changed)

    @property
    def people(self) -> Sequence[PersonFound]:
        """Return the candidates, in the order shown."""
        return self._people

    def show_people(self, people: Sequence[PersonFound], chosen_id: int | None) -> None:
        """Replace the lines; the one of ``chosen_id`` is selected, none without it."""
        self.blockSignals(True)
        self.clear()
        self._people = list(people)
        for number, person in enumerate(people, start=1):
            self.addItem(_item(number, person))
        ids = [person.patient_id for person in people]
        self.setCurrentRow(ids.index(chosen_id) if chosen_id in ids else -1)
        self.blockSignals(False)
        self.setVisible(bool(people))
        self._fit()
        self.person_changed.emit()

    def choose(self, person: PersonFound) -> None:
        """Make somebody the patient chosen; who is no candidate joins the end of the list."""
        for row, known in enumerate(self._people):
            if known.patient_id == person.patient_id:
                self.setCurrentRow(row)
                return
        self.show_people([*self._people, person], person.patient_id)

    def person(self) -> PersonFound | None:
        """Return the patient chosen, None when nobody is."""
        chosen = self.selectedIndexes()
        return self._people[chosen[0].row()] if chosen else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard without choosing anybody: Qt would make the first line current."""
        super().focusInEvent(event)
        if not self.selectedIndexes():
            self.selectionModel().clearCurrentIndex()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep each text whole at the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Be as high as the first lines are once wrapped, which only their layout tells."""
        if not self.count():
            return
        policies = Qt.ScrollBarPolicy
        whole = self.count() <= _MOST
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOff if whole else policies.ScrollBarAlwaysOn
        )
        self._size_lines()
        self.doItemsLayout()
        first, last = self.item(0), self.item(min(self.count(), _MOST) - 1)
        high = self.visualItemRect(last).bottom() - self.visualItemRect(first).top()
        self.setFixedHeight(high + 2 * (self.frameWidth() + SPACE_XS))

    def _size_lines(self) -> None:
        """Give each line the height of its text where it is drawn, narrower than Qt counts."""
        room = self._text_room()
        flags = Qt.TextFlag.TextWordWrap
        for row in range(self.count()):
            item = self.item(row)
            drawn = self.fontMetrics().boundingRect(
                QRect(0, 0, max(room, SPACE_XL), _HIGHEST), flags, item.text()
            )
            item.setSizeHint(QSize(0, drawn.height() + 2 * SPACE_S))

    def _text_room(self) -> int:
        """Return the width in which the style draws the words of a line, beside the icon."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = QRect(0, 0, self.viewport().width(), SPACE_XL)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        option.text = _SAMPLE
        places, metrics = QStyle.SubElement, QStyle.PixelMetric
        place = self.style().subElementRect(places.SE_ItemViewItemText, option, self)
        margin = self.style().pixelMetric(metrics.PM_FocusFrameHMargin, option, self) + 1
        return place.width() - 2 * margin


def _item(number: int, person: PersonFound) -> QListWidgetItem:
    """Return the line: the key that takes it, who it is, why, and why not the first."""
    key = f"{number}.\u00a0 " if number <= KEYS else ""
    lines = [f"{key}{person_line(person)}", person_reasons(person)]
    if person.why_not:
        lines.append(f"Moins probable\u00a0: {person.why_not}")
    item = QListWidgetItem(icon("patient"), "\n".join(lines))
    item.setToolTip("\n".join(lines))
    return item
