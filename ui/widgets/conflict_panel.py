"""Two versions of the same thing side by side: the person chooses field by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from almapy.record.reconcile import Difference, Side, differences, reconciled
from ui.theme import SPACE_L, SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import set_relative_font

_LONGEST = 400
_MINE, _THEIRS = 1, 2


class ConflictPanel(Card):
    """Stands in the page where the typing is; nothing of either version is lost meanwhile.

    A field that only one side changed is already chosen; one that both changed waits for a choice.
    Échap goes back to the typing, which is still there.
    """

    chosen = Signal(object)  # dict: every field of the person's version, as it is to be stored
    given_up = Signal()  # keep what is stored
    left = Signal()  # back to the typing

    def __init__(self, labels: Mapping[str, str], parent: QWidget | None = None) -> None:
        """``labels`` names the fields in French; one without a label is shown by its name."""
        super().__init__("Deux versions à rapprocher", parent)
        self._labels = labels
        self._mine: dict[str, object] = {}
        self._found: list[Difference] = []
        self._groups: dict[str, QButtonGroup] = {}
        self._strip = MessageStrip(closable=False)
        self._rows = QWidget()
        self.keep_button = Button("Enregistrer ces choix", ButtonKind.PRIMARY)
        self.theirs_button = Button("Garder la version enregistrée")
        self.back_button = Button("Revenir à ma saisie")
        self._lay_out()
        self.keep_button.clicked.connect(self._submit)
        self.theirs_button.clicked.connect(self._give_up)
        self.back_button.clicked.connect(self.leave)
        self.hide()

    def open(
        self,
        mine: Mapping[str, object],
        theirs: Mapping[str, object],
        *,
        by: str = "",
        at: datetime | None = None,
        base: Mapping[str, object] | None = None,
    ) -> None:
        """Show the fields that differ; ``base`` is what was read before the typing began."""
        self._mine = dict(mine)
        self._found = differences(mine, theirs, base)
        who = by or "un autre poste"
        when = f" à {at.astimezone():%H:%M}" if at is not None else ""
        self._strip.show_message(
            Tone.ATTENTION,
            f"Modifié par {who}{when} pendant votre saisie",
            "Rien n'a été écrasé et votre saisie est gardée. Choisissez la valeur à conserver pour "
            "chaque champ.",
        )
        self._fill()
        self.show()
        self._follow()
        first = next(iter(self._groups.values()), None)
        target = first.button(_MINE) if first is not None else self.keep_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> None:
        """Close without choosing."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the typing by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.body.addWidget(self._strip)
        self.body.addWidget(self._rows)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        for button in (self.back_button, self.theirs_button, self.keep_button):
            buttons.addWidget(button)
        self.body.addLayout(buttons)

    def _fill(self) -> None:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        for column, title in enumerate(("Champ", "Votre saisie", "Version enregistrée")):
            head = QLabel(title)
            set_relative_font(head, 1.0, bold=True)
            grid.addWidget(head, 0, column)
            grid.setColumnStretch(column, 1 if column == 0 else 2)
        self._groups = {}
        for line, one in enumerate(self._found, start=1):
            self._add_line(grid, line, one)
        self.body.replaceWidget(self._rows, rows)
        self._rows.deleteLater()
        self._rows = rows

    def _add_line(self, grid: QGridLayout, line: int, one: Difference) -> None:
        label = self._labels.get(one.name, one.name)
        grid.addWidget(QLabel(label), line, 0, Qt.AlignmentFlag.AlignTop)
        group = QButtonGroup(grid.parentWidget())
        sides = (("votre saisie", one.mine, _MINE), ("version enregistrée", one.theirs, _THEIRS))
        for column, (side, value, number) in enumerate(sides, start=1):
            choice = QRadioButton()
            choice.setAccessibleName(f"{label}, {side}\u00a0: {shown_value(value)}")
            group.addButton(choice, number)
            text = QLabel(shown_value(value))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            text.setBuddy(choice)
            cell = QHBoxLayout()
            cell.setSpacing(SPACE_S)
            cell.addWidget(choice, 0, Qt.AlignmentFlag.AlignTop)
            cell.addWidget(text, 1)
            holder = QVBoxLayout()
            holder.addLayout(cell)
            holder.addStretch(1)
            grid.addLayout(holder, line, column)
        if one.proposed is not None:
            group.button(_MINE if one.proposed is Side.MINE else _THEIRS).setChecked(True)
        group.idToggled.connect(self._follow)
        self._groups[one.name] = group

    @Slot()
    def _follow(self) -> None:
        waiting = [name for name, group in self._groups.items() if group.checkedId() < 0]
        self.keep_button.setEnabled(not waiting)
        labels = ", ".join(self._labels.get(name, name) for name in waiting)
        self.keep_button.setToolTip(f"Reste à choisir\u00a0: {labels}" if waiting else "")

    @Slot()
    def _submit(self) -> None:
        choices = {
            name: Side.MINE if group.checkedId() == _MINE else Side.THEIRS
            for name, group in self._groups.items()
        }
        self.hide()
        self.chosen.emit(reconciled(self._mine, self._found, choices))

    @Slot()
    def _give_up(self) -> None:
        self.hide()
        self.given_up.emit()


def shown_value(value: object) -> str:
    """Return a value as a form writes it; « vide » for nothing."""
    match value:
        case None | "":
            text = "vide"
        case bool():
            text = "oui" if value else "non"
        case datetime():
            text = f"{value.astimezone():%d/%m/%Y %H:%M}"
        case date():
            text = f"{value:%d/%m/%Y}"
        case float():
            text = f"{value:g}".replace(".", ",")
        case Enum():
            text = str(getattr(value, "label", value.value))
        case _:
            text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
