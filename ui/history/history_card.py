"""« Histoire médicale »: antecedents and current problems by speciality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from almapy.history.ald import ALD_LABELS
from almapy.history.model import HistoryItem, HistoryKind
from almapy.history.rules import ald_is_running
from almapy.partial_day import shown_partial_day
from almapy.patients.overview import Overview
from almapy.record.model import Fact
from ui.desk import Desk
from ui.history.history_form import HistoryForm
from ui.record.fact_card import FactCard, FactWords, Gesture
from ui.record.fact_lines import FactGroup, FactLine, Mark, who_and_when
from ui.theme import Tone

_WITHOUT_HEADING = "Général"
_LABELS = {
    "label": "Libellé",
    "speciality": "Spécialité",
    "kind": "Type",
    "cim10": "Code CIM-10",
    "started": "Début",
    "ended": "Fin",
    "active": "En cours",
    "ald_number": "ALD",
    "in_vsm": "VSM",
    "kinship": "Lien de parenté",
    "cim10_version": "Édition CIM-10",
    "ald_since": "ALD depuis le",
    "ald_until": "ALD jusqu'au",
    "ald_exempt": "Exonérante",
    "watch_point": "Point de vigilance",
    "note": "Note",
}
_WORDS = FactWords(
    title="Histoire médicale",
    to_add="Ajouter un antécédent",
    added="Antécédent ajouté.",
    changed="Antécédent modifié.",
    removed="Antécédent supprimé.",
    labels=_LABELS,
)


class HistoryCard(FactCard):
    """What is over is grey and says so; ALD and VSM stand beside the words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _WORDS, desk.application.history, HistoryForm(desk))

    def facts_of(self, overview: Overview) -> Sequence[Fact[HistoryItem]]:
        """Return the entries, by heading."""
        return overview.history

    def groups(self, facts: Sequence[Fact[Any]]) -> list[FactGroup]:
        """Return one group a speciality, what is going on first."""
        return [
            FactGroup(tuple(self._line(one) for one in sorted(group, key=_going_on_first)), heading)
            for heading, group in groupby(
                facts, key=lambda one: one.data.speciality or _WITHOUT_HEADING
            )
        ]

    def gestures(self, fact: Fact[Any]) -> list[Gesture]:
        """Return the marks that are set and lifted at once."""
        item: HistoryItem = fact.data
        over = replace(item, active=not item.active)
        vsm = replace(item, in_vsm=not item.in_vsm)
        watch = replace(item, watch_point=not item.watch_point)
        changed = self.words.changed
        return [
            Gesture("Marquer terminé" if item.active else "Remettre en cours", "ok", over, changed),
            Gesture(
                "Retirer du VSM" if item.in_vsm else "Inscrire au VSM", "documents", vsm, changed
            ),
            Gesture(
                "Retirer des points de vigilance" if item.watch_point else "Point de vigilance",
                "warning",
                watch,
                changed,
            ),
        ]

    def _line(self, fact: Fact[Any]) -> FactLine:
        item: HistoryItem = fact.data
        since = shown_partial_day(item.started)
        marks = []
        if item.ald_number is not None:
            running = ald_is_running(item, self.desk.application.clock.today())
            tone = Tone.INFORMATION if running else Tone.NEUTRAL
            words = f"ALD {item.ald_number}" + ("" if running else " finie")
            marks.append(Mark(words, tone, "shield"))
        if item.in_vsm:
            marks.append(Mark("VSM", Tone.OK, "documents"))
        if item.watch_point:
            marks.append(Mark("Vigilance", Tone.ATTENTION, "warning"))
        return FactLine(
            fact,
            title=f"{since} {item.label}".strip(),
            detail=_detail(item),
            marks=tuple(marks),
            faded=not item.active,
            hint=_hint(fact),
        )


def _going_on_first(fact: Fact[HistoryItem]) -> tuple[bool, str, int]:
    return not fact.data.active, fact.data.started, fact.id


def _detail(item: HistoryItem) -> str:
    parts = []
    if item.kind is HistoryKind.FAMILY:
        parts.append(f"familial\u00a0: {item.kinship}" if item.kinship else "familial")
    if item.ended:
        parts.append(f"jusqu'à {shown_partial_day(item.ended)}")
    if not item.active:
        parts.append("terminé")
    return ", ".join(parts)


def _hint(fact: Fact[HistoryItem]) -> str:
    item = fact.data
    lines = [item.label, item.kind.label]
    if item.cim10:
        lines.append(f"CIM-10\u00a0: {item.cim10}")
    if item.ald_number is not None:
        exempt = "" if item.ald_exempt else " (non exonérante)"
        lines.append(f"ALD {item.ald_number}\u00a0: {ALD_LABELS[item.ald_number]}{exempt}")
        days = [
            f"{word} {day:%d/%m/%Y}"
            for word, day in (("du", item.ald_since), ("au", item.ald_until))
            if day is not None
        ]
        lines.append(" ".join(days))
    lines += [item.note, who_and_when(fact)]
    return "\n".join(line for line in lines if line)
