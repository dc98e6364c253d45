"""What of the journal is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.clock import Clock
from almapy.text import sort_key
from ui.widgets.button import Button, ButtonKind
from ui.widgets.day_edit import DayEdit
from ui.widgets.field_bar import FieldBar

_PAUSE_MS = 200
_LEAST_CHARACTERS = 8
_ALL_USERS = "Tous"


class Choice(Protocol):
    """One sort of act that a list can be narrowed to."""

    @property
    def value(self) -> str:
        """Return what the service knows it by."""

    @property
    def label(self) -> str:
        """Return its French words."""


class JournalFilters(FieldBar):
    """Tells ``asked_changed`` a moment after the last key, so that typing never waits."""

    asked_changed = Signal()

    def __init__(
        self,
        clock: Clock,
        actions: Iterable[Choice] = Action,
        *,
        action_label: str = "Action",
        every: str = "Toutes",
        parent: QWidget | None = None,
    ) -> None:
        """`actions` are the lines of the list under `action_label`, after `every`."""
        super().__init__(parent)
        self._patient_id: int | None = None
        self._told = (JournalFilter(), "")
        self.since = DayEdit(clock)
        self.until = DayEdit(clock)
        self.user = QComboBox()
        self.action = QComboBox()
        for combo in (self.user, self.action):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText("détail, utilisateur…")
        self.patient = QCheckBox("Patient en cours")
        self.clear_button = Button("Tout effacer", ButtonKind.QUIET, icon_name="cancel")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._fill_actions(actions, every)
        self.show_users(())
        self.show_patient(None, "")
        for label, field in (
            ("Du", self.since),
            ("Au", self.until),
            ("Utilisateur", self.user),
            (action_label, self.action),
            ("Mots", self.words),
        ):
            self.add_field(label, field)
        self.add_plain(self.patient)
        self.add_plain(self.clear_button)
        self._connect()

    @property
    def wrong_day(self) -> str:
        """What is typed in a date field and is no day, empty when all is well."""
        return next((edit.text() for edit in (self.since, self.until) if edit.is_wrong), "")

    def asked(self) -> JournalFilter:
        """Return the filter as the service takes it."""
        return JournalFilter(
            since=self.since.day,
            until=self.until.day,
            actor=self.user.currentData() or "",
            action=self.action.currentData() or "",
            patient_id=self._patient_id if self.patient.isChecked() else None,
            words=self.words.text(),
        )

    def is_empty(self) -> bool:
        """Tell whether the whole journal is asked for."""
        return self.asked() == JournalFilter() and not self.wrong_day

    def show_users(self, logins: Sequence[str]) -> None:
        """Propose these logins; the chosen one stays."""
        chosen = self.user.currentData()
        self.user.blockSignals(True)
        self.user.clear()
        self.user.addItem(_ALL_USERS, "")
        for login in logins:
            if login:
                self.user.addItem(login, login)
        self.user.setCurrentIndex(max(self.user.findData(chosen), 0))
        self.user.blockSignals(False)

    def show_patient(self, patient_id: int | None, name: str) -> None:
        """Take the record in front, to which the box narrows the list."""
        self._patient_id = patient_id
        if patient_id is None:
            self.patient.setChecked(False)
        self.patient.setEnabled(patient_id is not None)
        words = name or "Aucun dossier n'est ouvert."
        self.patient.setToolTip(words)
        self.patient.setAccessibleDescription(words)

    def _fill_actions(self, actions: Iterable[Choice], every: str) -> None:
        self.action.addItem(every, "")
        for action in sorted(actions, key=lambda one: sort_key(one.label)):
            self.action.addItem(action.label, action.value)

    def _connect(self) -> None:
        self._pause.timeout.connect(self._tell)
        for changed in (
            self.since.textChanged,
            self.until.textChanged,
            self.user.currentIndexChanged,
            self.action.currentIndexChanged,
            self.words.textChanged,
            self.patient.toggled,
        ):
            changed.connect(self._wait)
        self.clear_button.clicked.connect(self._clear)

    @Slot()
    def _wait(self) -> None:
        self._pause.start()

    @Slot()
    def _tell(self) -> None:
        now = (self.asked(), self.wrong_day)
        if now != self._told:
            self._told = now
            self.asked_changed.emit()

    @Slot()
    def _clear(self) -> None:
        for edit in (self.since, self.until, self.words):
            edit.clear()
        for combo in (self.user, self.action):
            combo.setCurrentIndex(0)
        self.patient.setChecked(False)
        self.words.setFocus()
