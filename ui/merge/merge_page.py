"""« Fusionner deux dossiers »: choose, compare, merge, and take it back if need be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.patients.merge import Merge, MergePreview
from almapy.patients.model import Patient, PatientHit
from ui.desk import Desk
from ui.merge.comparison import Comparison, differing
from ui.merge.doubles_card import DoublesCard
from ui.merge.past_card import PastMergesCard
from ui.merge.redoing import Merging
from ui.merge.wish import wish_of
from ui.page import Page
from ui.patients.patient_picker import PatientPicker
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.undo import Step
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

_EXPLANATION = (
    "Tout ce qui appartient au dossier absorbé passe dans le dossier gardé. Le dossier absorbé "
    "reste, vide et fermé, et la fusion peut être annulée."
)


@dataclass(frozen=True, slots=True)
class _Compared:
    kept: Patient
    absorbed: Patient
    preview: MergePreview
    past: list[Merge]


class MergePage(Page):
    """Nothing is merged before both records were compared on the screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = 0
        self._compared: _Compared | None = None
        self.strip = FailureStrip()
        self.kept = PatientPicker(desk)
        self.absorbed = PatientPicker(desk)
        self.swap_button = Button("Inverser", icon_name="refresh")
        self.warning = MessageStrip(closable=False)
        self.comparison = Comparison()
        self.moved = QLabel()
        self.moved.setWordWrap(True)
        set_text_role(self.moved, TextRole.SECONDARY)
        self.accept_box = QCheckBox("Je confirme que ce statut plus élevé sera perdu")
        self.merge_button = Button("Fusionner ces deux dossiers", ButtonKind.DANGER)
        self.doubles = DoublesCard(desk)
        self.past = PastMergesCard(desk)
        self._lay_out()
        self._connect()
        self._show_nothing()

    def entered(self) -> None:
        """Compare the two records that another page asked for, or begin in the first field."""
        wanted = wish_of(self.desk).take()
        if wanted is not None:
            self._read_pair(*wanted)
        elif self._compared is None:
            self.kept.setFocus()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Return", "Prendre le patient proposé, ou la paire choisie")]

    def _read_pair(self, kept_id: int, absorbed_id: int) -> None:
        patients, actor = self.desk.application.patients, self.desk.actor

        def take(hits: dict[int, PatientHit]) -> None:
            self._take_pair(hits[kept_id], hits[absorbed_id])

        self.desk.run(self, lambda: patients.hits(actor, (kept_id, absorbed_id)), take)

    @Slot()
    def _choose(self) -> None:
        """Compare once both are chosen; anything else typed puts the comparison away."""
        kept, absorbed = self.kept.chosen, self.absorbed.chosen
        self._asked += 1
        self._show_nothing()
        if kept is not None and absorbed is not None:
            self._compare(kept.patient_id, absorbed.patient_id)

    def _compare(self, kept_id: int, absorbed_id: int) -> None:
        application, actor, number = self.desk.application, self.desk.actor, self._asked

        def work() -> tuple[int, _Compared]:
            preview = application.merges.preview(actor, kept_id, absorbed_id)
            kept = application.patients.open(actor, kept_id)
            absorbed = application.patients.open(actor, absorbed_id)
            past = application.merges.of(actor, kept_id)
            return number, _Compared(kept, absorbed, preview, past)

        self.desk.run(self, work, self._show, self.strip.show_failure)

    def _show(self, answer: tuple[int, _Compared]) -> None:
        number, compared = answer
        if number != self._asked:
            return
        self._compared = compared
        preview = compared.preview
        rows = differing(compared.kept, compared.absorbed)
        self.comparison.show_rows(rows, preview.fillable)
        self.past.show_merges(compared.past)
        count = sum(preview.rows.values())
        self.moved.setText(
            f"{count} élément{'s' if count > 1 else ''} du dossier {compared.absorbed.dossier} "
            f"passeront dans le dossier {compared.kept.dossier}."
        )
        if preview.warnings:
            self.warning.show_message(
                Tone.ATTENTION, "À peser avant de fusionner", "\n".join(preview.warnings)
            )
        self.accept_box.setVisible(preview.needs_acceptance)
        self.card.show()
        self._follow_acceptance()

    def _show_nothing(self) -> None:
        self._compared = None
        self.strip.dismiss()
        self.warning.hide()
        self.accept_box.setChecked(False)
        self.card.hide()
        self.past.hide()

    @Slot()
    def _follow_acceptance(self) -> None:
        compared = self._compared
        ready = compared is not None and (
            not compared.preview.needs_acceptance or self.accept_box.isChecked()
        )
        self.merge_button.setEnabled(ready)

    @Slot()
    def _swap(self) -> None:
        kept, absorbed = self.kept.value(), self.absorbed.value()
        self.kept.set_value(absorbed)
        self.absorbed.set_value(kept)
        self._choose()

    @Slot(object, object)
    def _take_pair(self, first: PatientHit, second: PatientHit) -> None:
        self.kept.show_chosen(first)
        self.absorbed.show_chosen(second)
        self._choose()
        self.body.bring_into_view(self.kept)

    @Slot()
    def _merge(self) -> None:
        compared = self._compared
        if compared is None:
            return
        merging = Merging(
            self.desk.application,
            self.desk.actor,
            (compared.kept.id, compared.absorbed.id),
            self.comparison.ticked(),
            accept_higher_status=self.accept_box.isChecked(),
        )
        self.merge_button.setEnabled(False)

        def done(_: object) -> None:
            told = (
                f"Dossier {compared.absorbed.dossier} fusionné dans le dossier "
                f"{compared.kept.dossier}."
            )
            self.desk.undo.add(Step(told, merging.undo, merging.do))
            self.kept.begin()
            self.absorbed.begin()
            self._show_nothing()
            self.desk.patient_asked.emit(compared.kept.id)

        def work() -> None:
            merging.do_as_compared(compared.kept, compared.absorbed)

        self.desk.run(self, work, done, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self._follow_acceptance()
        self.strip.show_failure(error)

    def _connect(self) -> None:
        for picker in (self.kept, self.absorbed):
            picker.changed.connect(self._choose)
        self.swap_button.clicked.connect(self._swap)
        self.accept_box.toggled.connect(self._follow_acceptance)
        self.merge_button.clicked.connect(self._merge)
        self.doubles.chosen.connect(self._take_pair)
        self.past.undone.connect(self._choose)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_S)
        head.setSpacing(SPACE_S)
        head.addWidget(SectionTitle("Fusionner deux dossiers", 1))
        explanation = QLabel(_EXPLANATION)
        explanation.setWordWrap(True)
        set_text_role(explanation, TextRole.SECONDARY)
        head.addWidget(explanation)
        head.addWidget(self.strip)
        self.body = ScrollColumn()
        choice = self.body.add_part(FormSection("Les deux dossiers", columns=2))
        choice.add_row("Dossier gardé", self.kept, required=True)
        choice.add_row("Dossier absorbé", self.absorbed, required=True)
        choice.add_wide(_at_left(self.swap_button))
        self.card = self.body.add_part(Card("Comparaison"))
        parts: Sequence[QWidget] = (
            self.warning,
            self.comparison,
            self.moved,
            self.accept_box,
            _at_left(self.merge_button),
        )
        for part in parts:
            self.card.body.addWidget(part)
        self.body.add_part(self.past)
        self.body.add_part(self.doubles, grows=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.body, 1)


def _at_left(button: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(button)
    line.addStretch(1)
    return holder
