"""What the card says of the chosen person, and what was taken of it into the record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from almapy.vitale.reading import Bearer, VitaleReading
from ui.theme import SPACE_M, SPACE_XS
from ui.vitale.words import details_of
from ui.widgets.card import Card
from ui.widgets.styling import TextRole, set_text_role

_TITLE = "Ce que dit la carte"


class BearerDetails(Card):
    """Read only; texts can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_bearer(self, reading: VitaleReading, bearer: Bearer) -> None:
        """Show one person of the card."""
        self._show(details_of(reading, bearer))

    def rows(self) -> list[tuple[str, str]]:
        """Return what is shown: a label and a text a row."""
        return [
            (label.text(), text.text()) for label, text in self._rows if label.isVisibleTo(self)
        ]

    def _show(self, rows: Sequence[tuple[str, str]]) -> None:
        while len(self._rows) < len(rows):
            self._add()
        for place, (label, text) in enumerate(self._rows):
            is_shown = place < len(rows)
            if is_shown:
                label.setText(rows[place][0])
                text.setText(rows[place][1])
            label.setVisible(is_shown)
            text.setVisible(is_shown)

    def _add(self) -> None:
        label, text = QLabel(), QLabel()
        set_text_role(label, TextRole.SECONDARY)
        for one in (label, text):
            one.setTextFormat(Qt.TextFormat.PlainText)
            one.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place = len(self._rows)
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, place, 1, Qt.AlignmentFlag.AlignTop)
        self._rows.append((label, text))
