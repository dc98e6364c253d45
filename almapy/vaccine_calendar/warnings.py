"""What is to be said about what was given, and about live vaccines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, groupby, pairwise

from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.history import Dose, History, Person
from almapy.vaccine_calendar.rules import Rule

_FOUR_WEEKS = timedelta(weeks=4)
_DANGERS = (ConditionKey.PREGNANCY, ConditionKey.IMMUNODEFICIENCY)


def history_warnings(person: Person, history: History, on: date) -> tuple[str, ...]:
    """Return what the doctor should know of a history; empty when nothing is odd."""
    return (
        *_unknown(history),
        *_same_day(history),
        *_close_live(history),
        *_live_now(person, history, on),
    )


def live_refusal(rule: Rule, person: Person, on: date) -> str:
    """Return why a live vaccine is not for this person now; empty when it may be given."""
    if not rule.live:
        return ""
    for key in _DANGERS:
        if person.condition(key, on):
            return f"vaccin vivant contre-indiqué\u00a0: {key.label.lower()}"
    return ""


def _unknown(history: History) -> Iterator[str]:
    if history.unknown:
        lines = "vaccination n'est" if history.unknown == 1 else "vaccinations ne sont"
        yield (
            f"{history.unknown} {lines} pas comptée{'' if history.unknown == 1 else 's'}\u00a0: "
            "produit inconnu, ou maladie à préciser."
        )


def _same_day(history: History) -> Iterator[str]:
    whole = [one for one in history.doses if one.day == one.last]
    for _, day in groupby(whole, key=lambda one: one.day):
        for one, other in combinations(day, 2):
            if not one.counts.isdisjoint(other.counts):
                yield (
                    f"Le {one.shown}, {one.name} et {other.name} protègent des mêmes "
                    "maladies\u00a0: une seule dose est comptée."
                )


def _close_live(history: History) -> Iterator[str]:
    live = [dose for dose in history.doses if dose.live and dose.day == dose.last]
    for one, other in pairwise(live):
        if one.day < other.day < one.day + _FOUR_WEEKS:
            yield (
                f"Vaccins vivants à moins de 4 semaines\u00a0: {_named(one)} et {_named(other)}."
            )


def _live_now(person: Person, history: History, on: date) -> Iterator[str]:
    for key in _DANGERS:
        if person.condition(key, on):
            yield f"{key.label}\u00a0: pas de vaccin vivant."
    live = [dose for dose in history.doses if dose.live and dose.day == dose.last]
    if live and on < live[-1].day + _FOUR_WEEKS and live[-1].day < on:
        free = live[-1].day + _FOUR_WEEKS
        yield (
            f"Vaccin vivant donné récemment ({_named(live[-1])})\u00a0: pas d'autre vaccin vivant "
            f"injectable avant le {free:%d/%m/%Y}."
        )


def _named(dose: Dose) -> str:
    return f"{dose.name} le {dose.shown}"
