"""The line at the top of « Vaccins »: which booklet the record has, what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from almapy.cve.model import CarnetLink
from almapy.events import Changed, Topic
from almapy.users.model import Right
from ui.cve.long_button import LongButton
from ui.cve.state import RecordState, record_state
from ui.cve.view_names import ViewName
from ui.cve.words import (
    away_words,
    certificate_remark,
    strip_details,
    strip_words,
    waiting_words,
)
from ui.desk import Desk
from ui.patients.open_records import OpenRecord
from ui.tasks import Lane
from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.icon_label import IconLabel
from ui.widgets.wrap_layout import WrapLayout

_MENU = (ViewName.RESEND, ViewName.CHOOSE, ViewName.UNLINK)


class CarnetStrip(QWidget):
    """Reads the base only; nothing is asked of the service before a person says so.

    ``view_asked`` names the inner view wanted; a post without the service shows one quiet line.
    """

    view_asked = Signal(object)  # ViewName

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id = 0
        self._state: RecordState | None = None
        self._closed_banner = ""
        self.setAccessibleName("Carnet de vaccination électronique")
        self.told = QWidget()
        self.words = ElidedLabel()
        self.simulated = Badge("Simulateur", Tone.SIMULATOR)
        self.waiting_button = Button("", ButtonKind.QUIET, icon_name="queue")
        self.activate_button = Button("Activer…", ButtonKind.QUIET)
        self.activate_button.setAccessibleName("Activer le carnet de vaccination électronique…")
        self.create_button = LongButton(ViewName.CREATE.label, "Créer le carnet", icon_name="add")
        self.retrieve_button = LongButton(
            ViewName.RETRIEVE.label, "Récupérer par code de partage", icon_name="import"
        )
        self.compare_button = LongButton(
            ViewName.COMPARE.label, "Synchroniser", icon_name="refresh"
        )
        self.recommendations_button = Button(ViewName.RECOMMENDATIONS.label, icon_name="vaccine")
        self.menu_button = Button("Carnet", icon_name="menu")
        self.menu = QMenu(self)
        self.choose_button = Button("Choisir le carnet à garder…", icon_name="link")
        self.help_button = Button("En savoir plus…", ButtonKind.QUIET)
        self.banner = FailureStrip()
        self._fill_menu()
        self._lay_out()
        self._connect()
        self._show(None)

    @property
    def link(self) -> CarnetLink | None:
        """The booklet of the record in front, None when it has none."""
        return self._state.link if self._state is not None else None

    def show_record(self, record: OpenRecord) -> None:
        """Read the state of this record; the same one is read again."""
        if record.patient.id != self._patient_id:
            self._patient_id = record.patient.id
            self._show(None)
        self.look()

    @Slot()
    def look(self) -> None:
        """Read the state again, from the base."""
        if not self._patient_id or not self._desk.actor.may(Right.READ_NOTES):
            return
        carnets, actor, patient_id = (
            self._desk.application.carnets,
            self._desk.actor,
            self._patient_id,
        )
        self._desk.run(
            self,
            lambda: record_state(carnets, actor, patient_id),
            self._take,
            self._tell_failure,
            lane=Lane.IO,  # a keyring may be slow to open
        )

    def _take(self, state: RecordState) -> None:
        if state.patient_id == self._patient_id:
            self._show(state)

    def _tell_failure(self, error: Exception) -> None:
        self.banner.show_failure(error, failed="L'état du carnet n'a pas pu être lu")

    def _show(self, state: RecordState | None) -> None:
        self._state = state
        available = state.service.availability if state is not None else None
        ready = available is not None and available.ready
        link = state.link if state is not None else None
        writes = self._desk.actor.may(Right.WRITE_NOTES)
        is_active = link is not None and link.is_active
        chooses = state is not None and bool(state.to_choose)
        self.words.setText(strip_words(state) if state is not None else "")
        self.told.setToolTip(strip_details(state) if state is not None else "")
        self.words.setAccessibleDescription(self.told.toolTip())
        self.simulated.setVisible(available is not None and available.simulated)
        self.activate_button.setVisible(available is not None and not ready and available.plugged)
        self.help_button.setVisible(available is not None and not available.plugged)
        self.create_button.setVisible(ready and link is None and not chooses and writes)
        self.retrieve_button.setVisible(ready and not is_active and not chooses and writes)
        self.choose_button.setVisible(chooses and writes)
        self.compare_button.setVisible(ready and is_active)
        self.recommendations_button.setVisible(is_active)
        self.menu_button.setVisible(link is not None)
        self._show_waiting(state)
        self._show_banner(state)

    def _show_waiting(self, state: RecordState | None) -> None:
        waiting = state.waiting if state is not None else ()
        self.waiting_button.setVisible(bool(waiting))
        self.waiting_button.setText(waiting_words(len(waiting)))

    def _show_banner(self, state: RecordState | None) -> None:
        """Tell once what deserves it; what was closed does not come back for the same reason."""
        if state is None:
            self._closed_banner = ""
            self.banner.hide()
            return
        told = _remark(state)
        if not told:
            self._closed_banner = ""
            self.banner.hide()
        elif told != self._closed_banner:
            title, _, detail = told.partition("\n")
            self.banner.show_message(Tone.ATTENTION, title, detail)

    @Slot()
    def _close_banner(self) -> None:
        if self._state is not None:
            self._closed_banner = _remark(self._state)

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        if fact.topic is Topic.PREFERENCE or (
            fact.topic is Topic.CARNET and fact.patient_id in {None, self._patient_id}
        ):
            self.look()

    @Slot()
    def _copy_uuid(self) -> None:
        if self.link is not None:
            QGuiApplication.clipboard().setText(self.link.record_uuid)
            self._desk.tell("Identifiant du carnet (UUID) copié.")

    @Slot()
    def _activate(self) -> None:
        self._desk.section_asked.emit("information")

    @Slot()
    def _show_queue(self) -> None:
        self._desk.section_asked.emit("carnet_queue")

    @Slot()
    def _show_help(self) -> None:
        self._desk.section_asked.emit("cve_help")

    def _fill_menu(self) -> None:
        writes = self._desk.actor.may(Right.WRITE_NOTES)
        for name in _MENU:
            action = self.menu.addAction(name.label)
            action.setEnabled(writes)
            action.triggered.connect(partial(self._ask, name))
        self.menu.addSeparator()
        for text, act in (
            ("Copier l'identifiant du carnet (UUID)", self._copy_uuid),
            ("Envois au carnet de vaccination", self._show_queue),
            ("Aide du carnet de vaccination", self._show_help),
        ):
            action = QAction(text, self.menu)
            action.triggered.connect(act)
            self.menu.addAction(action)
        self.menu_button.setMenu(self.menu)
        self.menu_button.setAccessibleName("Menu du carnet de vaccination électronique")

    def _ask(self, name: ViewName, _checked: object = None) -> None:
        self.view_asked.emit(name)

    def _connect(self) -> None:
        self.create_button.clicked.connect(partial(self._ask, ViewName.CREATE))
        self.retrieve_button.clicked.connect(partial(self._ask, ViewName.RETRIEVE))
        self.compare_button.clicked.connect(partial(self._ask, ViewName.COMPARE))
        self.recommendations_button.clicked.connect(partial(self._ask, ViewName.RECOMMENDATIONS))
        self.activate_button.clicked.connect(self._activate)
        self.choose_button.clicked.connect(partial(self._ask, ViewName.CHOOSE))
        self.help_button.clicked.connect(self._show_help)
        self.waiting_button.clicked.connect(self._show_queue)
        self.banner.closed.connect(self._close_banner)
        self._desk.changed.connect(self._follow)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self.told)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        for part in (IconLabel("vaccine"), self.words, self.simulated, self.waiting_button):
            line.addWidget(part)
        self.told.setMinimumHeight(self.menu_button.sizeHint().height())
        state = QWidget()
        head = WrapLayout(state, spacing=SPACE_S)
        head.addWidget(self.told)
        for part in (
            self.activate_button,
            self.create_button,
            self.retrieve_button,
            self.compare_button,
            self.recommendations_button,
            self.choose_button,
            self.help_button,
            self.menu_button,
        ):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(state)
        column.addWidget(self.banner)


def _remark(state: RecordState) -> str:
    return away_words(state.waiting) or certificate_remark(state.service.certificate)
