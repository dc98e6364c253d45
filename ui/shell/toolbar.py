"""The toolbar: find a patient, come back to a recent one, see who is signed in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from almapy.patients.model import PatientHit
from almapy.users.model import Actor, Right
from ui.icons import icon
from ui.patients.words import hit_text

_FIELD_CHARACTERS = 26


class MainToolBar(QToolBar):
    """In the order and words of the practice; words give way to icons on a small screen."""

    selection_asked = Signal()
    typed = Signal(str)  # , the first words of a quick search
    recent_asked = Signal()
    vitale_asked = Signal()
    patient_chosen = Signal(object)  # int
    messages_asked = Signal()
    user_clicked = Signal()

    def __init__(self, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__("Barre d'outils", parent)
        self.setObjectName("main_toolbar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._select = self._button("Sélection patient…", "search")
        self._select.clicked.connect(self.selection_asked)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Recherche rapide …")
        self.field.setAccessibleName("Recherche rapide")
        self.field.setToolTip("Nom, prénom, date de naissance, matricule, téléphone, dossier")
        self.field.textEdited.connect(self.typed)
        self.field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 14)
        self.field.setMaximumWidth(self.fontMetrics().averageCharWidth() * _FIELD_CHARACTERS * 2)
        self.addWidget(self.field)
        self._recent = self._button("Fiches ouvertes récemment…", "recent")
        self._recent.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self.recent_asked)
        self._recent.setMenu(self._menu)
        self._vitale = self._button("Lecture carte vitale", "card")
        self._vitale.clicked.connect(self.vitale_asked)
        self.actions()[-1].setVisible(actor.may(Right.IDENTITY))
        room = QWidget()
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(room)
        self._messages = self._button("Message interne", "mail")
        self._messages.clicked.connect(self.messages_asked)
        self._compact = False
        self._unread = 0
        self._user = self._button("", "user")
        self._user.clicked.connect(self.user_clicked)
        self.show_actor(actor)

    def show_actor(self, actor: Actor) -> None:
        """Show who is at work."""
        self._user.setText(f"{actor.name} · {actor.role.label}")
        self._user.setToolTip("Informations utilisateur")
        self._user.setAccessibleName(f"Informations utilisateur\u00a0: {actor.name}")

    def show_recent(self, hits: Sequence[PatientHit]) -> None:
        """Fill the menu of the records opened last."""
        self._menu.clear()
        for hit in hits:
            action = QAction(icon("patient"), hit_text(hit).replace("&", "&&"), self._menu)
            action.triggered.connect(lambda _=False, chosen=hit.patient_id: self._choose(chosen))
            self._menu.addAction(action)
        if not hits:
            self._menu.addAction("Aucune fiche ouverte récemment").setEnabled(False)

    def show_unread(self, count: int) -> None:
        """Show how many messages wait for this person."""
        new = f"{count} nouveau{'x' if count > 1 else ''}" if count else ""
        self._unread = count
        self._name_messages()
        spoken = f"Message interne, {new}" if new else "Message interne, aucun nouveau"
        self._messages.setAccessibleName(spoken)
        self._messages.setToolTip(spoken)

    def set_compact(self, *, compact: bool) -> None:
        """Keep icons only beside the search field."""
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if compact
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        for button in (self._select, self._recent, self._vitale):
            button.setToolButtonStyle(style)
        self._user.setToolButtonStyle(style)
        self._compact = compact
        self._name_messages()

    def _name_messages(self) -> None:
        """Keep the number in view, even where the words give way to icons."""
        words = "" if self._compact else "Message interne"
        number = f"({self._unread})" if self._unread else ""
        styles = Qt.ToolButtonStyle
        self._messages.setText(f"{words} {number}".strip())
        bare = self._compact and not number
        style = styles.ToolButtonIconOnly if bare else styles.ToolButtonTextBesideIcon
        self._messages.setToolButtonStyle(style)

    def _choose(self, patient_id: int) -> None:
        self.patient_chosen.emit(patient_id)

    def _button(self, text: str, icon_name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setIcon(icon(icon_name))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.addWidget(button)
        return button
