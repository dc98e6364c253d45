"""The rule of passwords, ticked line by line while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TextRole, set_text_role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLineEdit


class Rule(Protocol):
    """One line of the rule, as almapy.users.password gives it."""

    @property
    def label(self) -> str: ...
    @property
    def ok(self) -> bool: ...


class PasswordRules(QWidget):
    """Follows one field; what is still missing is also its accessible description."""

    def __init__(
        self,
        edit: QLineEdit,
        check: Callable[[str], Sequence[Rule]],
        parent: QWidget | None = None,
    ) -> None:
        """`check` gives the same rules in the same order for every text."""
        super().__init__(parent)
        self._edit = edit
        self._check = check
        self._lines: list[_RuleLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        for rule in check(""):
            line = _RuleLine(rule.label)
            column.addWidget(line)
            self._lines.append(line)
        edit.textChanged.connect(self._update)
        self._update(edit.text())

    @property
    def all_met(self) -> bool:
        """Whether the password now typed may be used."""
        return all(rule.ok for rule in self._check(self._edit.text()))

    @Slot(str)
    def _update(self, text: str) -> None:
        rules = self._check(text)
        for line, rule in zip(self._lines, rules, strict=True):
            line.show_result(met=rule.ok)
        missing = [rule.label for rule in rules if not rule.ok]
        self._edit.setAccessibleDescription(
            "Il manque\u00a0: " + ", ".join(missing) if missing else "Mot de passe accepté"
        )


class _RuleLine(QWidget):
    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self._icon = IconLabel("neutral", scale=1.0)
        text = QLabel(label)
        set_text_role(text, TextRole.SECONDARY)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self._icon)
        line.addWidget(text, 1)

    def show_result(self, *, met: bool) -> None:
        self._icon.set_icon("ok" if met else "neutral")
        set_text_role(self._icon, TextRole.ACCENT if met else TextRole.SECONDARY)
        self.setAccessibleName(f"{self._label}\u00a0: {'respecté' if met else 'à compléter'}")
