"""The chosen call to INSi in full: what came back and, on demand, the raw texts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from almapy.insi.model import Outcome
from almapy.insi.results import CallTexts, Decision, InsiCall
from almapy.users.model import Right
from ui.desk import Desk
from ui.insi.raw_text import RawText
from ui.theme import SPACE_XS, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.wrap_layout import WrapLayout

_DECISIONS = {
    Decision.ACCEPTED: "Réponse acceptée dans le dossier",
    Decision.REFUSED: "Réponse refusée\u00a0: rien n'a été modifié",
}


class CallCard(Card):
    """Hidden until a line is chosen; the matricule it shows is traced as seen."""

    patient_asked = Signal(object)  # int

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAccessibleName("Appel choisi")
        self._desk = desk
        self._sees = desk.actor.may(Right.IDENTITY)
        self._call: InsiCall | None = None
        self._turn = 0
        self._traced: set[int] = set()
        self.strip = FailureStrip()
        self.simulator = Badge("Simulateur", Tone.SIMULATOR)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.open_button = Button("Ouvrir le dossier", ButtonKind.QUIET, icon_name="record")
        self.texts_button = Button("Requête et réponse", ButtonKind.QUIET, icon_name="documents")
        self.texts_button.setCheckable(True)
        self.texts_button.setVisible(self._sees)
        self.request, self.answer = RawText("Requête"), RawText("Réponse")
        self._texts = QWidget()
        self._lay_out()
        self.open_button.clicked.connect(self._ask_patient)
        self.texts_button.toggled.connect(self._read_texts)
        self.hide()

    def forget_seen(self) -> None:
        """Have the next sight of each matricule traced again: the list came back to the front."""
        self._traced.clear()

    def show_call(self, call: InsiCall | None) -> None:
        """Show a call; None hides the card."""
        self._call = call
        self._turn += 1
        self.setVisible(call is not None)
        if call is None:
            return
        self.simulator.setVisible(call.simulated)
        self.open_button.setVisible(self._sees and call.patient_id is not None)
        self.words.setText("\n".join(filter(None, _lines(call))))
        if call.outcome is Outcome.FOUND:
            self._trace(call)
        self._read_texts()

    @Slot()
    def _read_texts(self) -> None:
        call = self._call
        wanted = call is not None and self._sees and self.texts_button.isChecked()
        self._texts.setVisible(wanted)
        self.strip.hide()
        self.request.clear()
        self.answer.clear()
        if call is None or not wanted:
            return
        self._trace(call)
        self._turn += 1
        turn, insi, actor = self._turn, self._desk.application.insi, self._desk.actor

        def work() -> tuple[int, CallTexts]:
            return turn, insi.texts(actor, call.id)

        self._desk.run(self, work, self._show_texts, self.strip.show_failure)

    def _show_texts(self, read: tuple[int, CallTexts]) -> None:
        turn, texts = read
        if turn == self._turn:
            self.request.show_raw(texts.request)
            self.answer.show_raw(texts.answer)

    def _trace(self, call: InsiCall) -> None:
        """Have it traced once that the matricule of this record is seen."""
        patient_id = call.patient_id
        if not self._sees or patient_id is None or patient_id in self._traced:
            return
        self._traced.add(patient_id)
        patients, actor = self._desk.application.patients, self._desk.actor
        self._desk.run(self, lambda: patients.ins_shown(actor, patient_id), _nothing)

    @Slot()
    def _ask_patient(self) -> None:
        if self._call is not None and self._call.patient_id is not None:
            self.patient_asked.emit(self._call.patient_id)

    def _lay_out(self) -> None:
        buttons = QWidget()
        line = WrapLayout(buttons)
        line.addWidget(self.texts_button)
        line.addWidget(self.open_button)
        column = QVBoxLayout(self._texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        for text in (self.request, self.answer):
            caption = QLabel(text.accessibleName())
            set_text_role(caption, TextRole.SECONDARY)
            column.addWidget(caption)
            column.addWidget(text)
        for part in (self.simulator, self.words, buttons, self.strip, self._texts):
            self.body.addWidget(part)
        self._texts.hide()


def _lines(call: InsiCall) -> list[str]:
    moment = call.at.astimezone()
    who = f"{call.first_name} {call.family_name}".strip() or "–"
    where = f" sur {call.post}" if call.post else ""
    return [
        f"{moment:%d/%m/%Y} à {moment:%H:%M:%S} – {who}{where} – {call.kind.label}",
        f"Résultat\u00a0: {call.result}, en {call.milliseconds / 1000:.1f}\u00a0s".replace(
            ".", ","
        ),
        *call.detail.split(" · "),
        f"Log Retour\u00a0: {call.label}" if call.label else "",
        _DECISIONS.get(call.decision, ""),
    ]


def _nothing(_: object) -> None:
    """Wait for no answer: a failure is told by the window."""
