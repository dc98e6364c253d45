"""The cards and identities that open an account, one a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.sign_in.model import SignInLink, TokenKind
from ui.theme import SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TextRole, set_text_role

_ICONS = {TokenKind.CPS: "card", TokenKind.PSC: "user"}


class LinkRows(QWidget):
    """« Retirer » asks for one link to be undone; without any link one sentence stands there."""

    removal_asked = Signal(object)  # SignInLink

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        """`nothing` is what is said where no link is."""
        super().__init__(parent)
        self._nothing = nothing
        self._links: tuple[SignInLink, ...] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)

    def show_links(self, links: Sequence[SignInLink]) -> None:
        """Show these links; the same ones again leave the keyboard where it is."""
        if self._links == tuple(links):
            return
        self._links = tuple(links)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not links:
            label = QLabel(self._nothing)
            label.setWordWrap(True)
            set_text_role(label, TextRole.SECONDARY)
            self._column.addWidget(label)
        for link in links:
            self._column.addWidget(self._row(link))

    def _row(self, link: SignInLink) -> QWidget:
        text = link_words(link)
        words = QLabel(text)
        words.setWordWrap(True)
        remove = Button("Retirer", ButtonKind.QUIET, icon_name="remove")
        remove.setAccessibleName(f"Retirer {text}")
        remove.clicked.connect(self._removing(link))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel(_ICONS[link.kind]))
        line.addWidget(words, 1)
        line.addWidget(remove)
        return row

    def _removing(self, link: SignInLink) -> Callable[[], None]:
        def ask() -> None:
            self.removal_asked.emit(link)

        return ask


def link_words(link: SignInLink) -> str:
    """Return « Carte CPS 810001234565, associée le 10/03/2026, jamais utilisée »."""
    linked = f"{link.created_at.astimezone():%d/%m/%Y}"
    used = (
        f"utilisée le {link.last_used_at.astimezone():%d/%m/%Y à %H:%M}"
        if link.last_used_at
        else "jamais utilisée"
    )
    return f"{link.kind.label} {link.subject}, associée le {linked}, {used}"
