"""Recommendations of the simulated service: a few rules, no more than a demonstration needs.

It stands in for the decision support of the real one (cve.md §1.3) and is no medical reference:
every text says « simulateur ». Ages and doses are those of vaccines.md §5 for the general
population; conditions are not known here. Days due fall on birthdays (29/02: 28/02).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from almapy.simulators.cve.call import Call
from almapy.simulators.cve.fields import day_of
from almapy.simulators.cve.refusal import said
from almapy.simulators.web import HttpAnswer

ENGINE = "SADV simulé"
GREEN, ORANGE, RED, GREY = "vert", "orange", "rouge", "gris"
_STATUS = {GREEN: "à jour", ORANGE: "à faire", RED: "en retard", GREY: "expertise indisponible"}
_LATER = "à venir"
_MONTHS = 12
_GRACE_DAYS, _BOOSTER_GRACE_DAYS = 92, 365
_BOOSTER_AGES = (6, 11, 25, 45, 65, 75, 85, 95, 105)
_ENOUGH_BEFORE = timedelta(days=5 * 365)
_SEASON_FROM, _SEASON_UNTIL = (10, 15), (1, 31)


@dataclass(frozen=True, slots=True)
class Series:
    """Doses wanted at ages in months, of those born from a year on and younger than an age.

    ``until`` is in months, None without end; ``apart`` the months between two late doses.
    """

    rule_id: str
    diseases: tuple[str, ...]
    months: tuple[int, ...]
    until: int | None
    born_from: int = 0
    apart: int = 2


_SERIES = (
    Series("SIM-HEXA", ("DIS005", "DIS006"), (2, 4, 11), 24, 2018),
    Series("SIM-VPC", ("DIS025",), (2, 4, 11), 24, 2018),
    Series("SIM-MENB", ("DIS045",), (3, 5, 12), 24, 2025),
    Series("SIM-ACWY", ("DIS043", "DIS044", "DIS046", "DIS047"), (6, 12), 24, 2025),
    Series("SIM-ROR", ("DIS008", "DIS009", "DIS010"), (12, 16), None, 1980, 1),
    Series("SIM-HPV", ("DIS038",), (132, 138), 27 * 12),
    Series("SIM-PNEUMO-65", ("DIS025",), (65 * 12,), None),
    Series("SIM-ZONA-65", ("DIS033",), (65 * 12, 65 * 12 + 2), None),
)
_DTP = ("DIS001", "DIS002", "DIS004")
_FLU, _COVID = "DIS015", "DIS057"
_SENIOR = 65 * 12


@dataclass(frozen=True, slots=True)
class _Verdict:
    light: str
    text: str
    next_from: date | None = None
    next_to: date | None = None
    status: str = ""


def advised(call: Call, uuid: str) -> HttpAnswer:
    """Answer what is recommended to the holder of a carnet on a day."""
    call.only("on")
    record = call.record(uuid)
    on = day_of("on", call.query["on"]) if "on" in call.query else call.today
    born = date.fromisoformat(record["birth_date"])
    doses: dict[str, list[date]] = {}
    unknown = []
    for row in call.base.execute(
        "SELECT * FROM vaccination WHERE uuid = ? AND NOT deleted ORDER BY day", (uuid,)
    ):
        given, product = date.fromisoformat(row["day"]), call.reference.of(row["nuva"])
        if product is None:
            unknown.append(json.loads(row["body"])["label"])
        elif product.is_vaccine and given <= on:
            for disease in product.disease_ids:
                doses.setdefault(disease, []).append(given)
    items = [
        _item(rule, disease, call.reference.disease(disease), verdict)
        for rule, disease, verdict in _verdicts(born, on, doses)
    ]
    items += [
        _item("SIM-INCONNU", "", label, _Verdict(GREY, "Ce vaccin n'est pas connu ici."))
        for label in unknown
    ]
    return said({"computed_on": on.isoformat(), "engine": ENGINE, "items": items})


def _item(rule: str, disease: str, name: str, verdict: _Verdict) -> dict[str, Any]:
    return {
        "disease_id": disease,
        "disease": name,
        "light": verdict.light,
        "status": verdict.status or _STATUS[verdict.light],
        "next_from": verdict.next_from.isoformat() if verdict.next_from else None,
        "next_to": verdict.next_to.isoformat() if verdict.next_to else None,
        "text": f"{verdict.text} (simulateur)",
        "rule_id": rule,
    }


def _verdicts(
    born: date, on: date, doses: dict[str, list[date]]
) -> Iterator[tuple[str, str, _Verdict]]:
    for disease in _DTP:
        yield "SIM-DTP", disease, _boosters(born, on, doses.get(disease, []))
    for series in _SERIES:
        over = series.until is not None and on >= _age(born, series.until)
        if over or born.year < series.born_from or on < _age(born, series.months[0] - _MONTHS):
            continue
        for disease in series.diseases:
            yield series.rule_id, disease, _series(series, born, on, doses.get(disease, []))
    if on >= _age(born, _SENIOR):
        yield "SIM-GRIPPE-65", _FLU, _winter(on, doses.get(_FLU, []))
        yield "SIM-COVID", _COVID, _Verdict(GREY, "Pas de règle pour cette maladie.")


def _series(series: Series, born: date, on: date, given: list[date]) -> _Verdict:
    due = [_age(born, months) for months in series.months]
    # Somebody vaccinated with other boxes as an infant is not done at 65.
    counted = [day for day in given if day >= due[0] - timedelta(days=_GRACE_DAYS)]
    if len(counted) >= len(due):
        return _Verdict(GREEN, f"{len(counted)} dose(s), série complète.")
    place = len(counted)
    day = max(due[place], _age(counted[-1], series.apart)) if counted else due[place]
    end = _age(born, series.until) if series.until else None
    words = f"Dose {place + 1} sur {len(due)}."
    if on < day:
        return _Verdict(GREEN, words, day, end, _LATER if not counted else "")
    light = RED if on > day + timedelta(days=_GRACE_DAYS) else ORANGE
    return _Verdict(light, words, day, end)


def _boosters(born: date, on: date, given: list[date]) -> _Verdict:
    infant = [_age(born, months) for months in (2, 4, 11)]
    boosters = [_age(born, 12 * age) for age in _BOOSTER_AGES]
    primary = len([day for day in given if day < boosters[0]])
    if on < boosters[0] and primary < len(infant):
        late = on > infant[primary] + timedelta(days=_GRACE_DAYS)
        light = GREEN if on < infant[primary] else RED if late else ORANGE
        return _Verdict(light, f"Dose {primary + 1} sur 3 du nourrisson.", infant[primary])
    past = [day for day in boosters if day <= on]
    coming = next((day for day in boosters if day > on), None)
    if not past or any(day >= past[-1] - _ENOUGH_BEFORE for day in given):
        return _Verdict(GREEN, "Dernier rappel fait.", coming)
    late = on > past[-1] + timedelta(days=_BOOSTER_GRACE_DAYS)
    words = f"Rappel des {_BOOSTER_AGES[len(past) - 1]} ans."
    return _Verdict(RED if late else ORANGE, words, past[-1], coming)


def _winter(on: date, given: list[date]) -> _Verdict:
    year = on.year if (on.month, on.day) >= _SEASON_FROM else on.year - 1
    begin, end = date(year, *_SEASON_FROM), date(year + 1, *_SEASON_UNTIL)
    following = date(year + 1, *_SEASON_FROM)
    if any(day >= begin for day in given) or on > end:
        return _Verdict(GREEN, "Prochaine campagne à l'automne.", following)
    return _Verdict(ORANGE, "Dose de cet hiver.", begin, end)


def _age(born: date, months: int) -> date:
    """Return the day on which so many months have passed; the 29/02 becomes the 28/02."""
    years, month = divmod(born.month - 1 + months, _MONTHS)
    for day in range(born.day, 27, -1):
        try:
            return date(born.year + years, month + 1, day)
        except ValueError:
            continue
    return date(born.year + years, month + 1, min(born.day, 28))
