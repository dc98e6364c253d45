"""« Accueil »: where one stands, whom one saw last, what must be done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from almapy.months import MONTHS
from almapy.patients.model import PatientHit
from almapy.users.model import Right
from ui.desk import Desk
from ui.encounters.drafts_card import DraftsCard
from ui.home.due_card import DueCard
from ui.incoming.waiting_button import WaitingButton
from ui.insi.to_qualify_button import ToQualifyButton
from ui.page import Page
from ui.patients.words import hit_name
from ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.section_title import SectionTitle
from ui.widgets.shortcut_label import ShortcutLabel
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HINTS = (
    ("Ctrl+K", "un patient ou une commande"),
    ("F1", "les touches de l'écran"),
    ("F12", "verrouiller le poste"),
)


class HomePage(Page):
    """The first page after the sign-in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._title = SectionTitle("", 1)
        self._subtitle = QLabel()
        set_text_role(self._subtitle, TextRole.SECONDARY)
        self._model = RecordTableModel(_columns(), identity=lambda hit: hit.patient_id)
        self.recent = RecordTable(
            self._model,
            "Fiches ouvertes récemment",
            empty_text="Aucune fiche ouverte récemment. Ctrl+K cherche un patient.",
        )
        self.recent.opened.connect(self._open)
        self.due = DueCard(desk) if desk.actor.may(Right.READ_NOTES) else None
        self.drafts = DraftsCard(desk) if desk.actor.may(Right.WRITE_NOTES) else None
        self.to_qualify = ToQualifyButton(desk)
        self.to_file = WaitingButton(desk)
        self._lay_out()

    def entered(self) -> None:
        """Show today and the records opened last."""
        today = self.desk.application.clock.today()
        self._title.setText(long_date(today).capitalize())
        application, actor = self.desk.application, self.desk.actor

        def work() -> tuple[str, int, list[PatientHit]]:
            hits = application.patients.recent(actor) if self._sees_patients() else []
            return application.practice.get().name, application.patients.count(), hits

        self.desk.run(self, work, self._show)
        self.to_qualify.read()
        self.to_file.read()
        if self.due is not None:
            self.due.read()
        if self.drafts is not None:
            self.drafts.read()
        self.recent.setFocus()

    def _sees_patients(self) -> bool:
        return self.desk.actor.may(Right.IDENTITY)

    def _show(self, answer: tuple[str, int, list[PatientHit]]) -> None:
        name, count, hits = answer
        patients = f"{count:,}".replace(",", "\u202f")
        self._subtitle.setText(f"{name} · {patients} patient{'s' if count > 1 else ''}")
        self._model.set_records(hits)

    def _lay_out(self) -> None:
        search = Button("Rechercher un patient", ButtonKind.PRIMARY, icon_name="search")
        search.clicked.connect(lambda: self.desk.section_asked.emit("selection"))
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._title, 1)
        first.addWidget(search)
        second.addWidget(self._subtitle, 1)
        second.addWidget(self.to_file)
        second.addWidget(self.to_qualify)
        head = QVBoxLayout()
        head.setSpacing(SPACE_XS)
        head.addLayout(first)
        head.addLayout(second)
        recent = Card("Fiches ouvertes récemment")
        recent.body.addWidget(self.recent)
        hints = QHBoxLayout()
        hints.setSpacing(SPACE_XL)
        for key, meaning in _HINTS:
            hint = QHBoxLayout()
            hint.setSpacing(SPACE_S)
            caps = ShortcutLabel(key)
            caps.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            hint.addWidget(caps)
            label = QLabel(meaning)
            set_text_role(label, TextRole.SECONDARY)
            hint.addWidget(label)
            hints.addLayout(hint)
        hints.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addLayout(head)
        cards = QHBoxLayout()
        cards.setSpacing(SPACE_M)
        cards.addWidget(recent, 1)
        side = QVBoxLayout()
        side.setSpacing(SPACE_M)
        if self.drafts is not None:
            side.addWidget(self.drafts, 1)
        if self.due is not None:
            side.addWidget(self.due, 2)
            cards.addLayout(side, 1)
        column.addLayout(cards, 1)
        column.addLayout(hints)
        search.setVisible(self._sees_patients())  # once it is in here: no window of its own

    def _open(self, hit: PatientHit) -> None:
        self.desk.patient_asked.emit(hit.patient_id)


def long_date(day: date) -> str:
    """Return « samedi 1er octobre 2022 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{_DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"


def _columns() -> list[Column[PatientHit]]:
    return [
        Column("Patient", hit_name, stretch=True, icon_name=lambda _: "patient"),
        Column(
            "Naissance",
            lambda h: f"{h.birth_date:%d/%m/%Y}" if h.birth_date else "",
            sort_key=lambda h: h.birth_date.toordinal() if h.birth_date else 0,
            sample="00/00/0000",
        ),
        Column(
            "Dossier",
            lambda h: str(h.dossier),
            sort_key=lambda h: h.dossier,
            alignment=Qt.AlignmentFlag.AlignRight,
            sample="000000",
        ),
    ]
