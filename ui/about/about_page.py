"""« À propos »: version, licences, state of the connectors, diagnosis of the post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from almapy import __version__
from almapy.insi.settings_rules import missing
from resources import resource
from ui.about.card_states import card_states
from ui.about.connectors_card import ConnectorsCard, InsiState, Told
from ui.about.diagnosis_card import DiagnosisCard
from ui.about.libraries import Library, libraries
from ui.about.limits_card import LimitsCard
from ui.about.sources_card import Source, SourcesCard, sources
from ui.desk import Desk
from ui.icons import app_icon
from ui.page import Page
from ui.tasks import Lane
from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.card import Card
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_LOGO = 56
_LIBRARY_ROWS = 9
_LICENCE_LINES = 12


@dataclass(frozen=True, slots=True)
class _Texts:
    libraries: Sequence[Library]
    sqlcipher: str


class AboutPage(Page):
    """Says plainly what this version does not do yet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._model = RecordTableModel(_columns(), identity=lambda library: library.name)
        self.libraries = RecordTable(self._model, "Bibliothèques", empty_text="Chargement…")
        self.sqlcipher = QPlainTextEdit()
        self.diagnosis = DiagnosisCard(desk)
        self.connectors = ConnectorsCard(is_demo=desk.application.is_demo)
        self.limits = LimitsCard()
        self.sources = SourcesCard()
        body = ScrollColumn(only_read=True)
        body.setAccessibleName("À propos d'AlmaPy")
        for part in (
            _head(),
            self._post_card(),
            self.diagnosis,
            self.connectors,
            self.limits,
            self.sources,
            self._libraries_card(),
            self._sqlcipher_card(),
        ):
            body.add_part(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        self.setFocusProxy(body)

    def entered(self) -> None:
        """Read the licences, which stand in many small files."""
        self.setFocus()
        self.desk.run(self, _read, self._show, lane=Lane.IO)
        self.desk.run(self, self._insi_state, self.connectors.show_insi)
        self.desk.run(self, self._card_states, self.connectors.show_states, lane=Lane.IO)
        self.desk.run(self, self._sources, self.sources.show_sources, lane=Lane.IO)

    def _insi_state(self) -> InsiState:
        application = self.desk.application
        return InsiState(
            simulated=application.is_demo or application.insi.simulated(self.desk.actor),
            complete=not missing(application.insi_settings.get()),
        )

    def _card_states(self) -> dict[str, Told]:
        return card_states(self.desk.application)

    def _sources(self) -> list[Source]:
        return sources(self.desk.application.bdpm.loaded())

    def _show(self, texts: _Texts) -> None:
        self._model.set_records(texts.libraries)
        self.sqlcipher.setPlainText(texts.sqlcipher)

    def _post_card(self) -> Card:
        application = self.desk.application
        card = Card("Cette installation")
        server = application.settings.database_url
        facts = (
            ("Version", __version__),
            ("Dossier des données", str(application.folders.root)),
            ("Base", "serveur PostgreSQL" if server else "base chiffrée de ce poste (SQLCipher)"),
            ("Nom de ce poste", application.post),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        for line, (name, value) in enumerate(facts):
            label = QLabel(value)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            caption = QLabel(name)
            set_text_role(caption, TextRole.SECONDARY)
            grid.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, line, 1)
        card.body.addLayout(grid)
        return card

    def _libraries_card(self) -> Card:
        card = Card("Bibliothèques et licences")
        words = QLabel(
            "Qt est utilisé sous licence LGPL-3.0, en bibliothèques séparées que vous pouvez "
            "remplacer."
        )
        words.setWordWrap(True)
        set_text_role(words, TextRole.SECONDARY)
        height = self.libraries.verticalHeader().defaultSectionSize()
        self.libraries.setMinimumHeight(height * _LIBRARY_ROWS)
        card.body.addWidget(words)
        card.body.addWidget(self.libraries)
        return card

    def _sqlcipher_card(self) -> Card:
        card = Card("Licence de SQLCipher")
        self.sqlcipher.setReadOnly(True)
        self.sqlcipher.setTabChangesFocus(True)
        self.sqlcipher.setAccessibleName("Licence de SQLCipher")
        self.sqlcipher.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.sqlcipher.setMinimumHeight(self.fontMetrics().height() * _LICENCE_LINES)
        card.body.addWidget(self.sqlcipher)
        return card


def _read() -> _Texts:
    text = resource("licences", "sqlcipher.txt").read_text(encoding="utf-8")
    return _Texts(libraries(), text)


def _head() -> QWidget:
    logo = QLabel()
    logo.setPixmap(app_icon().pixmap(QSize(_LOGO, _LOGO)))
    logo.setAccessibleName("Logo d'AlmaPy")
    licence = QLabel(
        "Logiciel de gestion de cabinet pour médecins généralistes.\n"
        "Logiciel libre, sous licence Mozilla Public License 2.0 (MPL-2.0)."
    )
    licence.setWordWrap(True)
    set_text_role(licence, TextRole.SECONDARY)
    words = QVBoxLayout()
    words.addWidget(SectionTitle(f"AlmaPy {__version__}", 1))
    words.addWidget(licence)
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(SPACE_M)
    line.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(words, 1)
    return holder


def _columns() -> list[Column[Library]]:
    return [
        Column("Bibliothèque", lambda one: one.name, sample="PySide6_Essentials M"),
        Column("Version", lambda one: one.version or "incluse", sample="00.00.000"),
        Column("Licence", lambda one: one.licence, tooltip=lambda one: one.licence, stretch=True),
    ]
