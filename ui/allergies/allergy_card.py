"""« Allergies et intolérances »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Slot

from almapy.allergies.model import Allergy, AllergyType
from almapy.partial_day import shown_partial_day
from almapy.patients.overview import Overview
from almapy.record.model import Fact
from ui.allergies.allergy_form import AllergyForm
from ui.allergies.allergy_verbs import AllergyVerbs
from ui.desk import Desk
from ui.patients.open_records import OpenRecord
from ui.record.fact_card import FactCard, FactWords, Gesture
from ui.record.fact_lines import FactGroup, FactLine, Mark, who_and_when
from ui.theme import Tone
from ui.widgets.button import Button, ButtonKind

_SERIOUS = {"grave", "anaphylaxie"}
_WORDS = FactWords(
    title="Allergies et intolérances",
    to_add="Ajouter une allergie",
    added="Allergie ajoutée.",
    changed="Allergie modifiée.",
    removed="Allergie supprimée.",
    labels={
        "agent": "À quoi",
        "reaction": "Réaction",
        "severity": "Gravité",
        "noted": "Date",
        "none_known": "Aucune connue",
        "type": "Type",
        "certainty": "Certitude",
        "lifted": "Levée",
        "note": "Note",
    },
)


class AllergyCard(FactCard):
    """« Aucune allergie connue » is offered while nothing is said, and goes with an allergy."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, _WORDS, desk.application.allergies, AllergyForm(desk), verbs=AllergyVerbs
        )
        self.none_button = Button("Aucune allergie connue", ButtonKind.QUIET, icon_name="ok")
        self.none_button.setToolTip("La question a été posée et la réponse est non")
        self.none_button.clicked.connect(self.state_none)
        self.body.insertWidget(1, self.none_button)
        self.none_button.hide()

    def facts_of(self, overview: Overview) -> Sequence[Fact[Allergy]]:
        """Return the allergies."""
        return overview.allergies

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return what warns, then what was lifted, folded."""
        standing = tuple(_line(one) for one in facts if not one.data.lifted)
        lifted = tuple(_line(one) for one in facts if one.data.lifted)
        groups = [FactGroup(standing)] if standing else []
        if lifted:
            groups.append(FactGroup(lifted, f"Levées ({len(lifted)})", folded=True))
        return groups

    def gestures(self, fact: Fact[Any]) -> list[Gesture]:
        """Return lifting, or taking up again."""
        if fact.data.none_known:
            return []
        if fact.data.lifted:
            data = replace(fact.data, lifted=False)
            return [Gesture("Reprendre comme active", "warning", data, "Allergie reprise.")]
        data = replace(fact.data, lifted=True)
        return [Gesture("Lever", "ok", data, "Allergie levée.")]

    def show_record(self, record: OpenRecord) -> None:
        """List the allergies; offer to state that there is none while nothing stands."""
        super().show_record(record)
        self._offer_none()

    @Slot(object)
    def edit(self, fact: Fact[Any]) -> None:
        """Open the form; the statement itself has nothing to change."""
        if not fact.data.none_known:
            super().edit(fact)

    @Slot()
    def state_none(self) -> None:
        """State that the question was asked and that no allergy is known."""
        if self._record is not None:
            told = "Indiqué\u00a0: aucune allergie connue."
            self.none_button.setEnabled(False)
            self.verbs.add(
                self._record.patient.id, Allergy(none_known=True), told, on_failed=self._not_stated
            )

    def _not_stated(self, error: Exception) -> None:
        self.none_button.setEnabled(True)
        self.desk.fail(error)

    def _open(self, fact: Fact[Any] | None) -> None:
        super()._open(fact)
        self.none_button.hide()

    @Slot()
    def _back_to_list(self) -> None:
        super()._back_to_list()
        self._offer_none()

    def _offer_none(self) -> None:
        standing = any(not one.data.lifted for one in self.facts)
        free = self.form.isHidden() and self.conflict.isHidden()
        self.none_button.setEnabled(True)
        self.none_button.setVisible(self.can_write and free and not standing)


def _line(fact: Fact[Allergy]) -> FactLine:
    allergy = fact.data
    if allergy.none_known:
        on = f" le {shown_partial_day(allergy.noted)}" if allergy.noted else ""
        hint = f"Question posée{on}\n{who_and_when(fact)}"
        return FactLine(fact, "Aucune allergie connue", icon="ok", hint=hint)
    marks = []
    if allergy.severity:
        tone = Tone.CRITICAL if allergy.severity in _SERIOUS else Tone.ATTENTION
        marks.append(Mark(allergy.severity.capitalize(), tone, "warning"))
    kind = "" if allergy.type is AllergyType.ALLERGY else allergy.type.label.lower()
    detail = ", ".join(part for part in (allergy.reaction, kind, allergy.certainty) if part)
    since = f"Notée\u00a0: {shown_partial_day(allergy.noted)}" if allergy.noted else ""
    hint = "\n".join(
        part for part in (allergy.type.label, since, allergy.note, who_and_when(fact)) if part
    )
    return FactLine(
        fact,
        title=allergy.agent + (" (levée)" if allergy.lifted else ""),
        detail=detail,
        icon="allergy",
        marks=() if allergy.lifted else tuple(marks),
        faded=allergy.lifted,
        hint=hint,
    )
