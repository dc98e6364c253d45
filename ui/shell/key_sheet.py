"""F1: the keys of the screen in front."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QWidget
from PySide6.QtWidgets import QVBoxLayout as Column

from ui.commands import Command
from ui.theme import SPACE_L, SPACE_S
from ui.widgets.section_title import SectionTitle
from ui.widgets.shortcut_label import ShortcutLabel


class KeySheet(QDialog):
    """Lists the keys of the page and those that work everywhere."""

    def __init__(
        self,
        page_title: str,
        page_keys: Iterable[tuple[str, str]],
        commands: Iterable[Command],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Touches de l'écran")
        content = QWidget()
        grid = QGridLayout(content)
        grid.setVerticalSpacing(SPACE_S)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setColumnStretch(1, 1)
        self._grid, self._line = grid, 0
        own = list(page_keys)
        if own:
            self._add_title(page_title)
            for key, meaning in own:
                self._add(key, meaning)
        self._add_title("Partout")
        for command in commands:
            if command.keys:
                self._add(command.keys[0], command.text)
        self._add("Ctrl+1", "Entrée n de la navigation (Ctrl+1 à Ctrl+9)")
        self._add("F10", "Barre des menus")
        grid.setRowStretch(self._line, 1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = Column(self)
        column.addWidget(area)
        column.addWidget(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 28, unit * 30)

    def _add_title(self, text: str) -> None:
        self._grid.addWidget(SectionTitle(text), self._line, 0, 1, 2)
        self._line += 1

    def _add(self, key: str, meaning: str) -> None:
        label = QLabel(meaning)
        label.setWordWrap(True)
        self._grid.addWidget(ShortcutLabel(key), self._line, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(label, self._line, 1)
        self._line += 1
