"""Lines of the calendar in words and icons."""

from __future__ import annotations

from datetime import date

from almapy.vaccine_calendar.model import Assessment, Status, Verdict
from almapy.vaccine_calendar.recall import RecallLine
from ui.widgets.table_model import Column

DRAFT = "brouillon\u00a0: à vérifier par un médecin"
ICONS = {
    Status.LATE: "error",
    Status.DUE: "warning",
    Status.TO_COME: "clock",
    Status.DONE: "ok",
    Status.NOT_INDICATED: "neutral",
    Status.UNKNOWN: "help",
}
_PRESSING = (Status.LATE, Status.DUE)


def verdict_columns() -> list[Column[Verdict]]:
    """Return the columns of the calendar of a record."""
    return [
        Column(
            "État",
            lambda one: one.word.capitalize(),
            sort_key=lambda one: list(ICONS).index(one.status),
            icon_name=icon_of,
            tooltip=lambda one: one.reason,
            sample="En retard",
        ),
        Column(
            "Vaccination",
            lambda one: one.label,
            tooltip=lambda one: f"{one.label}\n{sentence(one.reason)}",
            sample="Diphtérie, tétanos, polio",
            stretch=True,
        ),
        Column(
            "Dès le",
            day_words,
            sort_key=lambda one: one.next_from or date.max,
            tooltip=lambda one: one.reason,
            sample="00/00/0000",
        ),
    ]


def recall_columns() -> list[Column[RecallLine]]:
    """Return the columns of « Relances vaccinales »."""
    return [
        Column("Patient", lambda one: one.name, sample="DE LA FONTAINE JEAN"),
        Column(
            "Naissance",
            lambda one: f"{one.birth_date:%d/%m/%Y}",
            sort_key=lambda one: one.birth_date.toordinal(),
            sample="00/00/0000",
        ),
        Column(
            "État",
            lambda one: one.verdict.word.capitalize(),
            sort_key=lambda one: list(ICONS).index(one.verdict.status),
            icon_name=lambda one: icon_of(one.verdict),
            sample="En retard",
        ),
        Column(
            "Vaccination",
            lambda one: one.verdict.label,
            tooltip=lambda one: one.verdict.label,
            sample="Diphtérie, tétanos, polio",
        ),
        Column(
            "Depuis le",
            lambda one: f"{one.verdict.next_from:%d/%m/%Y}" if one.verdict.next_from else "",
            sort_key=lambda one: one.verdict.next_from or date.max,
            sample="00/00/0000",
        ),
        Column("Téléphone", lambda one: one.phone, sample="00 00 00 00 00"),
        Column(
            "Raison",
            lambda one: sentence(one.verdict.reason),
            tooltip=lambda one: sentence(one.verdict.reason),
            sample="Dernière dose le 00/00/0000",
            stretch=True,
        ),
    ]


def icon_of(verdict: Verdict) -> str:
    """Return the icon that stands beside the word."""
    return "cancel" if verdict.refused else ICONS[verdict.status]


def day_words(verdict: Verdict) -> str:
    """Return the day since which it is due or from which it will be; empty when there is none."""
    day = verdict.next_from
    return f"{day:%d/%m/%Y}" if day and verdict.status is not Status.NOT_INDICATED else ""


def sentence(reason: str) -> str:
    """Return a reason as a sentence of its own."""
    return f"{reason[:1].upper()}{reason[1:]}."


def table_words(assessment: Assessment) -> str:
    """Return which table was applied."""
    return f"Calendrier local, table du {assessment.table_date:%d/%m/%Y}, {DRAFT}."


def detail_words(verdict: Verdict) -> str:
    """Return all that is known of a line, one thing a line."""
    doses = f"{verdict.given} sur {verdict.wanted}" if verdict.wanted > 1 else ""
    parts = (
        ("", sentence(verdict.reason)),
        ("Doses", doses),
        ("Dates prévues", _days(verdict) if verdict.wanted > 1 else ""),
        ("Au plus tard", f"{verdict.next_to:%d/%m/%Y}" if verdict.next_to else ""),
        ("Vaccins", ", ".join(verdict.vaccines)),
        ("Intervalles", verdict.intervals),
        ("Note", verdict.note),
        ("Ajouté pour le calcul", verdict.assumed),
        ("Statut", verdict.obligation.label),
        ("Règle", f"{verdict.rule_id}, {verdict.confidence.label}"),
        ("Source", verdict.source),
    )
    return "\n".join(
        f"{name}\u00a0: {text}" if name else text for name, text in parts if text.strip(".")
    )


def counts_words(verdicts: tuple[Verdict, ...]) -> str:
    """Return « 1 en retard, 2 à faire » for who hears the page."""
    parts = []
    for status in _PRESSING:
        number = sum(one.status is status and not one.refused for one in verdicts)
        if number:
            parts.append(f"{number} {status.label}")
    return ", ".join(parts) or "Rien à faire"


def _days(verdict: Verdict) -> str:
    return ", ".join(f"{day:%d/%m/%Y}" for day in verdict.planned)
