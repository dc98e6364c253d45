"""A field for the recovery key, grouped by four while it is typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.db.recovery_key import GROUP_COUNT, normalise
from almapy.errors import DomainError
from ui.theme import SPACE_XS
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TextRole, set_invalid, set_text_role

_GROUP: Final = 4
_WHOLE: Final = GROUP_COUNT * _GROUP


class RecoveryKeyEdit(QWidget):
    """Takes the key however it is typed or pasted, and says under the field how it stands."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = QLineEdit()
        self._edit.setFont(_fixed_font(self._edit.font()))
        self._edit.setAccessibleName("Clé de secours")
        self._edit.setPlaceholderText("XXXX-XXXX-XXXX-…")
        self._icon = IconLabel("neutral", scale=1.0)
        self._state = QLabel()
        self._state.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(SPACE_XS + 2)
        line.addWidget(self._icon)
        line.addWidget(self._state, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self._edit)
        column.addLayout(line)
        self.setFocusProxy(self._edit)
        self._edit.textEdited.connect(self._regroup)
        self._judge()

    @property
    def text(self) -> str:
        """The key as it stands in the field."""
        return self._edit.text()

    @property
    def is_right(self) -> bool:
        """Whether this may be a key: whole, and its check group agrees."""
        try:
            normalise(self.text)
        except DomainError:
            return False
        return True

    def clear(self) -> None:
        """Forget the key."""
        self._edit.clear()
        self._judge()

    def refuse(self, sentence: str) -> None:
        """Say why this key was refused."""
        self._say("error", TextRole.ERROR, sentence, invalid=True)

    @Slot(str)
    def _regroup(self, text: str) -> None:
        cursor = self._edit.cursorPosition()
        before = len(_kept(text[:cursor]))
        characters = _kept(text)
        shown = "-".join(
            characters[start : start + _GROUP] for start in range(0, len(characters), _GROUP)
        )
        if shown != text:
            self._edit.setText(shown)
            self._edit.setCursorPosition(before + max(0, before - 1) // _GROUP)
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        count = len(_kept(self.text))
        if count < _WHOLE:
            self._say("neutral", TextRole.SECONDARY, f"{count} caractères sur {_WHOLE}")
        elif self.is_right:
            self._say("ok", TextRole.ACCENT, "La clé est bien recopiée.")
        else:
            self.refuse(
                "Cette clé contient une erreur\u00a0: relisez la feuille groupe par groupe. "
                "Lettres de A à Z et chiffres de 2 à 7."
            )

    def _say(self, icon: str, role: TextRole, sentence: str, *, invalid: bool = False) -> None:
        self._icon.set_icon(icon)
        self._state.setText(sentence)
        for part in (self._icon, self._state):
            set_text_role(part, role)
        set_invalid(self._edit, invalid=invalid)
        self._edit.setAccessibleDescription(sentence)


def _kept(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


def _fixed_font(like: QFont) -> QFont:
    font = QFont(like)
    font.setFamilies([QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()])
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font
