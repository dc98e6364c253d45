"""What « Lecture carte vitale » is made of."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.vitale.reading import VitaleReading
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.vitale.details import BearerDetails
from ui.vitale.person_list import ChoiceList
from ui.widgets.badge import Badge
from ui.widgets.busy import Busy
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.wrap_layout import WrapLayout

TITLE = "Lecture carte vitale"
_READING = "Lecture de la carte… Laissez-la dans le lecteur."
_PUT_IT_IN = (
    "Insérez la carte Vitale dans le lecteur, puce en avant\u00a0: elle est lue aussitôt, ou par "
    "«\u00a0Relire\u00a0»."
)
_SIDE_BY_SIDE_EM = 55


class VitaleLayout(QWidget):
    """Title and messages, persons and records beside what the card says; verbs in view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = FailureStrip()
        self.busy = Busy()
        self.running = QWidget()
        self.stop_button = Button("Interrompre", icon_name="cancel")
        self.hint = QLabel(_PUT_IT_IN)
        self.persons = ChoiceList("Personnes de la carte")
        self.records = ChoiceList("Dossiers du cabinet")
        self.persons_card = Card("Personnes de la carte")
        self.records_card = Card("Dossiers du cabinet")
        self.details = BearerDetails()
        self.again_button = Button("Relire", icon_name="refresh")
        self.apcv_button = Button("Lire une ApCV", icon_name="phone")
        self.create_button = Button("Nouveau patient", icon_name="patient-new")
        self.open_button = Button("Ouvrir le dossier", ButtonKind.PRIMARY, icon_name="record")
        self._simulated = Badge("Simulateur", Tone.SIMULATOR)
        self._origin = Badge("", Tone.NEUTRAL, icon_name="card")
        self._test = Badge("Carte de test", Tone.ATTENTION)
        self.body = ScrollColumn()
        self._halves = _Halves()
        self._lay_out()

    def show_running(self, *, running: bool) -> None:
        """Tell whether a card is being read."""
        self.busy.set_running(int(running))
        self.running.setVisible(running)

    def show_badges(self, reading: VitaleReading | None) -> None:
        """Tell how the card was read, and whether all this is simulated."""
        for badge in (self._simulated, self._origin, self._test):
            badge.setVisible(reading is not None)
        if reading is not None:
            self._simulated.setVisible(reading.simulated)
            self._test.setVisible(bool(reading.test_card) and not reading.simulated)
            certified = Tone.OK if reading.certified else Tone.NEUTRAL
            label = reading.origin.label
            self._origin.set_state(label[:1].upper() + label[1:], certified)

    def _lay_out(self) -> None:
        set_text_role(self.hint, TextRole.SECONDARY)
        self.hint.setWordWrap(True)
        badges = QWidget()
        wrap = WrapLayout(badges)
        for badge in (self._origin, self._test, self._simulated):
            wrap.addWidget(badge)
        line = QHBoxLayout(self.running)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        line.addWidget(QLabel(_READING))
        line.addWidget(self.stop_button)
        line.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(SPACE_S)
        top.addWidget(SectionTitle(TITLE, 1), 1)
        top.addWidget(self.again_button)
        top.addWidget(self.apcv_button)
        head = QVBoxLayout(self.body.add_part(QWidget()))
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(SPACE_S)
        head.addLayout(top)
        for part in (badges, self.strip, self.running, self.hint):
            head.addWidget(part)
        self.body.add_part(self._halves)
        for card, listed in ((self.persons_card, self.persons), (self.records_card, self.records)):
            card.body.addWidget(listed)
        self._halves.fill([self.persons_card, self.records_card], self.details)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        foot.setSpacing(SPACE_S)
        foot.addStretch(1)
        foot.addWidget(self.create_button)
        foot.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.busy)
        column.addWidget(self.body, 1)
        column.addLayout(foot)


class _Halves(QWidget):
    """Two columns side by side, or one under the other where the window is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_M)

    def fill(self, left: list[QWidget], right: QWidget) -> None:
        """Put the parts in, in the order of the keyboard."""
        column = QVBoxLayout()
        column.setSpacing(SPACE_M)
        for part in left:
            column.addWidget(part)
        column.addStretch(1)
        self._row.addLayout(column, 1)
        self._row.addWidget(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        wide = self.width() >= self.fontMetrics().averageCharWidth() * 2 * _SIDE_BY_SIDE_EM
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
