"""« Type de document »: the official list, found by its words or by the situation (A-DOC-07)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from almapy.documents.types import type_label, type_labels
from almapy.errors import DomainError
from almapy.matching.type_hints import TYPE_HINTS
from almapy.text import fold

HINT = "Tapez un mot du type ou de la situation (courrier, coloscopie…)."
_EXAMPLES = (
    "Courrier d'un spécialiste = «\u00a0CR ou fiche de consultation ou de visite\u00a0»\u00a0; "
    "coloscopie de dépistage = «\u00a0CR Acte diagnostique à visée préventive…\u00a0»."
)
_ARROW = "  →  "


class TypeBox(QComboBox):
    """Holds a code of JDV_J07; typing any part of a label, or of a situation, finds it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setToolTip(_EXAMPLES)
        self.addItem("")
        self.addItems(sorted(type_labels().values(), key=fold))
        completer = QCompleter(self)
        completer.setModel(QStringListModel([*_situations(), *type_labels().values()], completer))
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        self.currentTextChanged.connect(self._follow)

    def value(self) -> str:
        """Return the code, the text itself when it is no type: it counts as a change."""
        wanted = self.currentText().rpartition(_ARROW)[2].strip()
        for code, label in type_labels().items():
            if wanted in {label, code}:
                return code
        return wanted

    def set_value(self, value: str) -> None:
        """Show the label of a code."""
        self.setCurrentText(type_label(value) if value else "")
        edit = self.lineEdit()
        if edit is not None:
            edit.setCursorPosition(0)

    @property
    def is_wrong(self) -> bool:
        """Whether something is typed that is no official type."""
        value = self.value()
        return bool(value) and value not in type_labels()

    def checked(self) -> str:
        """Return the code; raises DomainError for what is no official type."""
        if self.is_wrong:
            raise DomainError(
                "Ce type n'est pas dans la liste officielle. Choisissez-le dans la liste, ou "
                "laissez ce champ vide.",
                field="type",
            )
        return self.value()

    @Slot(str)
    def _follow(self, text: str) -> None:
        """Turn a situation that was chosen into its type."""
        label = _situations().get(text)
        if label is not None:
            self.setCurrentText(label)
            return
        self.changed.emit()


@cache
def _situations() -> Mapping[str, str]:
    """Return the label to take for each situation, as the completer writes it."""
    return {
        f"{one.situation}{_ARROW}{type_label(one.type_code)}": type_label(one.type_code)
        for one in TYPE_HINTS
    }
