"""The reasons of the calendar, in plain French."""

from __future__ import annotations

from datetime import date

from almapy.vaccine_calendar.history import Barrier, Person
from almapy.vaccine_calendar.model import Confidence, Status
from almapy.vaccine_calendar.outcome import Outcome
from almapy.vaccine_calendar.rules import Rule, RuleKind


def shown_day(day: date) -> str:
    """Return « 14/07/2022 »."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"  # four times sooner than strftime


def reason_words(
    rule: Rule, outcome: Outcome, following: tuple[Rule, date] | None, birth: date, on: date
) -> str:
    """Return why a line stands where it does."""
    if rule.confidence is Confidence.LOW:
        return f"règle non vérifiée\u00a0: {rule.note or rule.condition_words}"
    if rule.kind is RuleKind.SITUATION:
        return f"selon situation\u00a0: {rule.condition_words}"
    parts = [_given(rule, outcome)]
    if outcome.status is Status.NOT_INDICATED and outcome.due and not outcome.why:
        return f"à partir de {rule.age_from.words}, le {shown_day(outcome.due)}"
    if outcome.why:
        parts.append(outcome.why)
    elif outcome.status is Status.DONE:
        parts.append(_after(rule, outcome, following))
    elif outcome.due:
        parts.append(_due(rule, outcome, on))
        parts.extend(_ends(rule, birth))
    parts.extend(outcome.remarks)
    return _behind(rule, outcome) + ", ".join(part for part in parts if part)


def two_sentences(first: str, second: str) -> str:
    """Return both; the first letter of the whole is left to who shows it."""
    return f"{first}. {second[:1].upper()}{second[1:]}"


def barrier_words(barrier: Barrier) -> str:
    """Return « refusé le 12/03/2025 (ne souhaite pas) »."""
    what = "refusé" if barrier.refused else "contre-indiqué"
    return f"{what} le {barrier.shown}" + (f" ({barrier.reason})" if barrier.reason else "")


def outside_words(rule: Rule, person: Person, on: date) -> str:
    """Return why no rule of a group is for a person."""
    if rule.born_since and person.birth < rule.born_since:
        if (rule.born_since.month, rule.born_since.day) == (1, 1):
            return f"né avant {rule.born_since.year}"
        return f"né avant le {shown_day(rule.born_since)}"
    end = rule.catch_up_to or rule.age_to
    begin = rule.age_from.after(person.birth)
    if end is None or begin > on:
        return f"à partir de {rule.age_from.words}, le {shown_day(begin)}"
    return f"avant {end.words}\u00a0: la limite était le {shown_day(end.after(person.birth))}"


def _behind(rule: Rule, outcome: Outcome) -> str:
    """Return the disease that lags, where the label of the rule names them one by one."""
    names = rule.label.split(", ")
    if not outcome.behind or len(names) != len(rule.diseases):
        return ""
    name = names[rule.diseases.index(outcome.behind)]
    return f"{name[0].lower()}{name[1:]}\u00a0: "


def _ends(rule: Rule, birth: date) -> list[str]:
    return [
        f"{vaccine} à terminer avant le {shown_day(age.after(birth))}" for vaccine, age in rule.ends
    ]


def _given(rule: Rule, outcome: Outcome) -> str:
    if outcome.last is None:
        return _none_known(rule, outcome)
    last = f"dernière dose {outcome.last.name} {_on(outcome.last.shown)}"
    if outcome.wanted > 1:
        return f"{outcome.given} dose{'s' * (outcome.given > 1)} sur {outcome.wanted}, {last}"
    return last


def _none_known(rule: Rule, outcome: Outcome) -> str:
    """Return that no dose is known, never that none was given."""
    if rule.kind is RuleKind.PREGNANCY:
        return ""
    if outcome.other:
        wanted = " ou ".join(rule.vaccines)
        other = f"{outcome.other.name} reçu {_on(outcome.other.shown)}"
        return f"aucune dose connue de {wanted}, {other}"
    if outcome.remarks:
        return "aucune dose comptée"
    if rule.kind is RuleKind.BOOSTER:
        return "aucune dose connue (carnet à vérifier)"
    return "aucune dose connue"


def _on(shown: str) -> str:
    return f"le {shown}" if shown.count("/") > 1 else f"en {shown}"


def _after(rule: Rule, outcome: Outcome, following: tuple[Rule, date] | None) -> str:
    if following is not None:
        later, day = following
        return f"prochain rendez-vous à {later.age_from.words}, le {shown_day(day)}"
    if outcome.due is not None and rule.kind is RuleKind.SEASON:
        return f"prochaine campagne à partir du {shown_day(outcome.due)}"
    if outcome.due is not None:
        return f"prochain rappel le {shown_day(outcome.due)}"
    return ""


def _due(rule: Rule, outcome: Outcome, on: date) -> str:
    due = outcome.due or on
    what = "rappel dû" if rule.kind is RuleKind.BOOSTER else "dose due"
    at = f" à {outcome.at_age}" if outcome.at_age else ""
    if at == " à la naissance":
        at = " dès la naissance"
    if due > on:
        what = "rappel" if rule.kind is RuleKind.BOOSTER else "dose"
        words = f"{what}{at} à partir du {shown_day(due)}"
    elif due == on:
        words = f"{what}{at} aujourd'hui"
    else:
        words = f"{what}{at} depuis le {shown_day(due)}"
    if rule.kind is RuleKind.SEASON:
        words = words.replace("dose due", "campagne ouverte").replace("dose à", "campagne à")
    return words
