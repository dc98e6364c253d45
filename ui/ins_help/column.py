"""The cards of « Aide INS », wherever they are shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.ins_help.texts import HELP_PARTS
from ui.widgets.card import Card
from ui.widgets.scroll_column import ScrollColumn


def help_column() -> ScrollColumn:
    """Return the help as a column that the arrows scroll; its words can be copied."""
    column = ScrollColumn(only_read=True)
    column.setAccessibleName("Aide INS")
    for part in HELP_PARTS:
        card = column.add_part(Card(part.title))
        for line in part.text.split("\n"):
            words = QLabel(line)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            card.body.addWidget(words)
    return column
