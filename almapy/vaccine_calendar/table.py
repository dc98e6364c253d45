"""Reading the table of rules: strict, so that a slip in the table never becomes a date."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from almapy.errors import FormatError
from almapy.vaccine_calendar.ages import Age
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.model import Confidence, Obligation
from almapy.vaccine_calendar.rules import (
    AfterOther,
    Calendar,
    Rule,
    RuleKind,
    Schedule,
    Season,
    Step,
    Wish,
)
from resources import resource

_AGES = (
    "age_from",
    "age_to",
    "catch_up_to",
    "never_done_to",
    "continues_to",
    "conditions_until",
    "late_after",
    "counted_from",
    "early",
    "every",
    "gap",
    "short_gap",
    "short_gap_from",
    "within",
    "first_time_two_under",
    "prior_before",
    "after_shingles",
)
_FIELDS = {one.name for one in fields(Rule)}
_Products = Mapping[str, frozenset[str]]


@cache
def shipped_calendar() -> Calendar:
    """Return the table that comes with the program; raises FormatError when it is damaged."""
    return read_calendar((resource("vaccines") / "calendar_fr.toml").read_text(encoding="utf-8"))


def read_calendar(text: str) -> Calendar:
    """Read a table; raises FormatError naming the rule that cannot be read."""
    try:
        content = tomllib.loads(text)
        products = {name: frozenset(codes) for name, codes in content["products"].items()}
        day, title, credit = content["day"], content["title"], content["credit"]
        live = frozenset(content["live"])
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
        raise _damaged(str(error)) from error
    groups: dict[str, list[Rule]] = {}
    seen: set[str] = set()
    for entry in content.get("rule", []):
        rule = _rule(entry, products)
        if rule.id in seen:
            raise _damaged(f"{rule.id} deux fois")
        seen.add(rule.id)
        groups.setdefault(rule.group, []).append(rule)
    return Calendar(day, title, credit, tuple(tuple(one) for one in groups.values()), live)


def _rule(entry: Mapping[str, Any], products: _Products) -> Rule:
    name = entry.get("id", "?")
    unknown = entry.keys() - _FIELDS
    if unknown:
        raise _damaged(f"{name}\u00a0: {', '.join(sorted(unknown))}")
    values = dict(entry)
    try:
        for key in _AGES:
            if key in values:
                values[key] = Age.of(values[key])
        for key, read in _READERS.items():
            if key in values:
                values[key] = read(values[key], products)
        rule = Rule(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(f"{name}\u00a0: {error}") from error
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    """Refuse a rule that lacks what its kind is computed from."""
    wanted = {
        RuleKind.SERIES: rule.schedules,
        RuleKind.SEASON: rule.season,
        RuleKind.RECENT: rule.within,
        RuleKind.PREGNANCY: rule.weeks,
    }
    if not wanted.get(rule.kind, True):
        raise _damaged(f"{rule.id}\u00a0: {rule.kind.value} sans dates")
    if not (rule.diseases and rule.source and rule.label):
        raise _damaged(f"{rule.id}\u00a0: maladies, libellé ou source absents")


def _wishes(value: list[list[str]], _: _Products) -> tuple[tuple[Wish, ...], ...]:
    return tuple(tuple(_wish(text) for text in one) for one in value)


def _wish(text: str) -> Wish:
    """Read « diabete », « !varicelle », « ?greffe », « dengue<P17Y », « renale>P17Y »."""
    bare, _, before = text.lstrip("!?").partition("<")
    key, _, since = bare.partition(">")
    return Wish(
        ConditionKey(key),
        {"!": False, "?": None}.get(text[0], True),
        Age.of(since) if since else None,
        Age.of(before) if before else None,
    )


def _schedules(value: list[dict[str, Any]], products: _Products) -> tuple[Schedule, ...]:
    return tuple(
        Schedule(
            tuple(
                Step(**{key: Age.of(text) for key, text in step.items()}) for step in one["steps"]
            ),
            Age.of(one.get("begun", "P0D")),
            Age.of(one["before"]) if "before" in one else None,
            products[one["products"]] if "products" in one else frozenset(),
        )
        for one in value
    )


def _season(value: Mapping[str, str], _: _Products) -> Season:
    return Season(_month_and_day(value["from"]), _month_and_day(value["to"]))


def _month_and_day(text: str) -> tuple[int, int]:
    day = date.fromisoformat(f"2025-{text}")
    return day.month, day.day


def _names(value: list[str], _: _Products) -> tuple[str, ...]:
    return tuple(value)


def _day(value: object, _: _Products) -> date:
    if not isinstance(value, date):
        raise TypeError(value)
    return value


_READERS: dict[str, Callable[[Any, _Products], object]] = {
    "diseases": _names,
    "vaccines": _names,
    "kind": lambda value, _: RuleKind(value),
    "obligation": lambda value, _: Obligation(value),
    "confidence": lambda value, _: Confidence(value),
    "conditions": _wishes,
    "obligatory_if": lambda value, _: tuple(ConditionKey(one) for one in value),
    "short_gap_if": lambda value, _: tuple(ConditionKey(one) for one in value),
    "born_since": _day,
    "obligatory_from": _day,
    "schedules": _schedules,
    "season": _season,
    "weeks": lambda value, _: (int(value[0]), int(value[1])),
    "products": lambda value, products: products[value],
    "prior": lambda value, products: tuple(products[one] for one in value),
    "after_other": lambda value, products: tuple(
        AfterOther(products[one["products"]], Age.of(one["gap"])) for one in value
    ),
    "ends": lambda value, _: tuple((one["vaccine"], Age.of(one["age"])) for one in value),
}


def _damaged(what: str) -> FormatError:
    return FormatError(
        f"La table du calendrier vaccinal livrée avec le programme est illisible ({what}). Vos "
        "dossiers ne sont pas touchés. Réinstallez AlmaPy."
    )
