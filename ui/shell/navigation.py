"""The left navigation: the sections of the open record above those of the practice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.commands import shown_key
from ui.icons import icon
from ui.sections import Group, Section
from ui.widgets.styling import Surface, set_surface

_NAME = Qt.ItemDataRole.UserRole
_PROTOCOL = Qt.ItemDataRole.UserRole + 1
_PLAN = "care_plan"
_WIDTH_IN_CHARACTERS = 30
_NUMBERED = 9


class Navigation(QListWidget):
    """Shows where one is; a click, Enter or Ctrl+digit goes elsewhere.

    ``set_compact`` keeps the icons only, for small screens and large text.
    """

    section_chosen = Signal(object)  # str, the name of the section
    protocol_chosen = Signal(int)  # a protocol that the patient follows

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.SIDE)
        self.setAccessibleName("Navigation")
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._sections = [one for one in sections if one.in_navigation]
        self._compact = False
        self._patient_open = False
        self._current = ""
        self._protocols: list[tuple[str, int]] = []
        self._fill()
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)

    def set_patient_open(self, *, is_open: bool) -> None:
        """Show or hide the sections of a record."""
        if is_open != self._patient_open:
            self._patient_open = is_open
            self._fill()

    def set_compact(self, *, compact: bool) -> None:
        """Keep the icons only, or show the words beside."""
        if compact != self._compact:
            self._compact = compact
            self._fill()

    def show_protocols(self, protocols: Sequence[tuple[str, int]]) -> None:
        """Show under « Plan de soin » what the patient follows: title and number of each."""
        if list(protocols) != self._protocols:
            self._protocols = list(protocols)
            self._fill()

    def show_current(self, name: str) -> None:
        """Mark the section that is in front."""
        self._current = name
        for row in range(self.count()):
            if self.item(row).data(_NAME) == name:
                self.setCurrentRow(row)
                return
        self.clearSelection()
        self.setCurrentRow(-1)

    def names(self) -> list[str]:
        """Return the sections shown, in order."""
        items = (self.item(row).data(_NAME) for row in range(self.count()))
        return [name for name in items if name]

    def sizeHint(self) -> QSize:
        """Return the width of the longest usual entry, or of an icon."""
        hint = super().sizeHint()
        hint.setWidth(self._wanted_width())
        return hint

    def minimumSizeHint(self) -> QSize:
        """Return the same width, and little height."""
        return QSize(self._wanted_width(), 80)

    def _wanted_width(self) -> int:
        if self._compact:
            return self.iconSize().width() + 56 if self.iconSize().isValid() else 72
        bar = self.verticalScrollBar().sizeHint().width()  # a short window scrolls
        return self.fontMetrics().averageCharWidth() * _WIDTH_IN_CHARACTERS + 40 + bar

    def _fill(self) -> None:
        self.clear()
        number = 0
        for group in Group:
            if group is Group.PATIENT and not self._patient_open:
                continue
            if not self._compact:
                self._add_heading(group)
            for section in self._sections:
                if section.group is not group:
                    continue
                number += 1
                self._add(section, number)
                if section.name == _PLAN:
                    self._add_protocols()
        self.setFixedWidth(self._wanted_width())
        self.show_current(self._current)

    def _add_heading(self, group: Group) -> None:
        heading = QListWidgetItem(group.value)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        heading.setFont(font)
        self.addItem(heading)

    def _add(self, section: Section, number: int) -> None:
        item = QListWidgetItem(icon(section.icon), "" if self._compact else section.text)
        key = f" ({shown_key(f'Ctrl+{number}')})" if number <= _NUMBERED else ""
        item.setToolTip(section.text + key)
        item.setData(_NAME, section.name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, section.text)
        self.addItem(item)

    def _add_protocols(self) -> None:
        for title, fact_id in self._protocols:
            words = f"Protocole\u00a0: {title}"
            shown = f"Protocole\u00a0:\n{title}"
            item = QListWidgetItem(icon("chevron-right"), "" if self._compact else shown)
            item.setToolTip(words)
            item.setData(_PROTOCOL, fact_id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.addItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        if item.data(_PROTOCOL) is not None:
            self.protocol_chosen.emit(item.data(_PROTOCOL))
            return
        name = item.data(_NAME)
        if name:
            self.section_chosen.emit(name)
