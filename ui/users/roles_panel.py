"""What each profile may do, in one list to read."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from almapy.users.model import Role
from ui.theme import SPACE_S
from ui.users.rights_fields import rights_lines
from ui.widgets.card import Card
from ui.widgets.icon_label import IconLabel
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.styling import TextRole, set_text_role


class RolesPanel(ScrollColumn):
    """One card a profile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(only_read=True, parent=parent)
        self.setAccessibleName("Droits des profils")

    def build(self) -> None:
        """Add the cards, once the panel stands in its place."""
        for role in Role:
            _fill(self.add_part(Card(role.label)), rights_lines(role))


def _fill(card: Card, lines: list[str]) -> None:
    card.setAccessibleDescription(", ".join(lines))
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_S)
    grid.setColumnStretch(1, 1)
    for number, words in enumerate(lines):
        on_condition = "\u00a0: " in words
        tick = IconLabel("neutral" if on_condition else "tick", scale=1.0)
        set_text_role(tick, TextRole.SECONDARY if on_condition else TextRole.ACCENT)
        label = QLabel(words[0].upper() + words[1:])
        label.setWordWrap(True)
        grid.addWidget(tick, number, 0)
        grid.addWidget(label, number, 1)
    card.body.addLayout(grid)
