"""The state of health of one person: diseases, past, way of life, allergies, treatments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from almapy.allergies.model import Allergy
from almapy.demo.background import (
    ALCOHOL,
    ANTI_INFLAMMATORY,
    FAMILY,
    ILLNESSES,
    OPERATIONS,
    PENICILLIN,
    REACTIONS,
    SPORTS,
    WORK,
    PastEvent,
    Reaction,
)
from almapy.demo.body import Body
from almapy.demo.chance import happens, years_after, years_before
from almapy.demo.disease import Disease, Drug
from almapy.demo.diseases_common import COMMON
from almapy.demo.diseases_serious import SERIOUS
from almapy.demo.drugs import ASPIRINE
from almapy.demo.person import Person
from almapy.history.model import HistoryItem, HistoryKind
from almapy.medications.model import LongTermTreatment
from almapy.patients.model import Sex

DISEASES = SERIOUS + COMMON
PREGNANCY = "grossesse"
SMOKER = "tabac"

_PREGNANCY_AGES = range(21, 42)
_PREGNANCY_PERCENT = 4.0
_SHORTEST_DAYS, _LONGEST_DAYS = 45, 275
_SHOWN_DAYS = (150, 230)
_TERM_DAYS = 287
_FOLIC_ACID_DAYS = 84
_BETWEEN_PREGNANCIES = timedelta(days=120)
_ADULT = 18
_MOST_HEAVIER = 11.0
_HYPERTENSIVE = frozenset({"hta", "coronaire", "avc", "insuffisance-renale", "diabete-2"})
_LONGEST_COURSE = 6.0
_BORN_WEIGHT_MATTERS = 6
_WORKING_AGES = range(20, 63)
_DAY_KNOWN, _MONTH_KNOWN = timedelta(days=500), timedelta(days=1800)


@dataclass(frozen=True, slots=True)
class Health:
    """What a person has, and since when; ``codes`` also holds ``PREGNANCY`` and ``SMOKER``."""

    diseases: tuple[tuple[Disease, date], ...]
    codes: frozenset[str]
    history: tuple[HistoryItem, ...]
    allergies: tuple[Allergy, ...]
    treatments: tuple[LongTermTreatment, ...]
    pregnant_since: date | None
    penicillin: bool

    def weigh_on(self, body: Body) -> None:
        """Let the diseases change weight, pressure and creatinine."""
        heavier = sum(disease.heavier for disease, _ in self.diseases)
        body.heavier = min(_MOST_HEAVIER, heavier)
        body.hypertensive = bool(_HYPERTENSIVE & self.codes)
        body.renal_failure = "insuffisance-renale" in self.codes


def draw_health(rng: Random, person: Person, body: Body, today: date) -> Health:
    """Draw the state of health on the last day on which the practice knows the person."""
    age = int((person.until - person.born).days / 365.25)
    pregnant_since = _pregnant_since(rng, person, age, today)
    diseases = tuple(_diseases(rng, person, age, barred_by_pregnancy=pregnant_since is not None))
    codes = {disease.code for disease, _ in diseases}
    treatments = tuple(_treatments(rng, person, age, diseases))
    if pregnant_since:
        codes.add(PREGNANCY)
        treatments = (*treatments, _folic_acid(pregnant_since, person.until))
    habits = tuple(_habits(rng, person, age, codes))
    allergies = _allergies(rng, age, treatments)
    history = (
        *(_problem(rng, disease, onset, person.until) for disease, onset in diseases),
        *_obstetrics(rng, person, pregnant_since),
        *_past(rng, person, OPERATIONS, HistoryKind.SURGICAL),
        *_past(rng, person, ILLNESSES, HistoryKind.MEDICAL),
        *_childhood(rng, person, body, age),
        *_family(rng, age),
        *habits,
    )
    return Health(
        diseases=diseases,
        codes=frozenset(codes),
        history=history,
        allergies=allergies,
        treatments=treatments,
        pregnant_since=pregnant_since,
        penicillin=all(allergy.agent != PENICILLIN for allergy in allergies),
    )


def partial_date(day: date, now: date) -> str:
    """Return a date as people remember it: the older, the less exact."""
    if now - day < _DAY_KNOWN:
        return day.isoformat()
    return f"{day:%Y-%m}" if now - day < _MONTH_KNOWN else f"{day:%Y}"


def _pregnant_since(rng: Random, person: Person, age: int, today: date) -> date | None:
    """Return the first day of the last period of a woman who is pregnant today."""
    seen_lately = person.until >= today - timedelta(days=1)
    if person.sex is not Sex.FEMALE or not seen_lately or person.passing:
        return None
    if PREGNANCY in person.conditions:
        return today - timedelta(days=rng.randint(*_SHOWN_DAYS))
    since = today - timedelta(days=rng.randint(_SHORTEST_DAYS, _LONGEST_DAYS))
    too_close = any(born > since - _BETWEEN_PREGNANCIES for born in person.births)
    expecting = age in _PREGNANCY_AGES and happens(rng, _PREGNANCY_PERCENT)
    return since if expecting and not too_close and not person.conditions else None


def _diseases(
    rng: Random, person: Person, age: int, *, barred_by_pregnancy: bool
) -> Iterator[tuple[Disease, date]]:
    """Yield the diseases that were asked for, or else drawn ones of which none excludes another."""
    had: set[str] = {PREGNANCY} if barred_by_pregnancy else set()
    barred: set[str] = set()
    for disease in DISEASES:
        if person.conditions:
            wanted = disease.code in person.conditions
        else:
            wanted = happens(rng, disease.percent(age, person.sex))
        if not wanted or disease.code in barred or disease.excludes & had:
            continue
        had.add(disease.code)
        barred |= disease.excludes
        span = (person.until - person.born).days / 365.25 - disease.first_age
        ago = min(disease.within, max(0.0, span)) * rng.random() ** 1.4
        yield disease, max(years_before(person.until, ago), person.born)


def _problem(rng: Random, disease: Disease, onset: date, now: date) -> HistoryItem:
    return HistoryItem(
        label=disease.label,
        speciality=disease.speciality,
        kind=disease.kind,
        cim10=disease.cim10,
        started=partial_date(onset, now),
        ald_number=disease.ald if happens(rng, 94) else None,
        in_vsm=True,
    )


def _obstetrics(rng: Random, person: Person, pregnant_since: date | None) -> Iterator[HistoryItem]:
    speciality = "Gynécologie-obstétrique"
    deliveries = len(set(person.births))
    if deliveries:
        pregnancies = deliveries + (pregnant_since is not None)
        caesarean = ", dont une césarienne" if happens(rng, 20) else ""
        yield HistoryItem(
            label=f"G{pregnancies}P{deliveries}{caesarean}",
            speciality=speciality,
            kind=HistoryKind.MEDICAL,
            cim10="Z35.9" if pregnant_since else "",
            active=False,
        )
    if pregnant_since:
        term = pregnant_since + timedelta(days=_TERM_DAYS)
        yield HistoryItem(
            label=f"Grossesse en cours, terme prévu le {term:%d/%m/%Y}",
            speciality=speciality,
            cim10="Z33",
            started=pregnant_since.isoformat(),
            in_vsm=True,
        )


def _past(
    rng: Random, person: Person, events: tuple[PastEvent, ...], kind: HistoryKind
) -> Iterator[HistoryItem]:
    for event in events:
        if event.sex not in (None, person.sex) or not happens(rng, event.percent):
            continue
        day = years_after(person.born, rng.uniform(*event.ages))
        if day > person.until:
            continue
        surgical = kind is HistoryKind.SURGICAL
        yield HistoryItem(
            label=event.label,
            speciality=event.speciality,
            kind=kind,
            cim10=event.cim10,
            started=partial_date(day, person.until),
            ended="" if surgical else partial_date(day, person.until),
            active=False,
            in_vsm=surgical,
        )


def _childhood(rng: Random, person: Person, body: Body, age: int) -> Iterator[HistoryItem]:
    if age < _BORN_WEIGHT_MATTERS:
        grams = round(body.weight(person.born) * 1000, -1)
        weeks = rng.choice((38, 39, 39, 40, 40, 41))
        born = "Né" if person.sex is Sex.MALE else "Née"
        yield HistoryItem(
            label=f"{born} à {weeks} SA, poids de naissance {grams:.0f} g",
            speciality="Pédiatrie",
            kind=HistoryKind.MEDICAL,
            started=person.born.isoformat(),
            active=False,
        )
    if 0 < age < _ADULT and happens(rng, 75):
        yield HistoryItem(
            label="Vaccinations à jour selon le calendrier",
            speciality="Pédiatrie",
            kind=HistoryKind.MEDICAL,
        )


def _family(rng: Random, age: int) -> Iterator[HistoryItem]:
    wanted = (0, 0, 1, 1, 2, 3) if age >= _ADULT else (0, 0, 0, 1)
    for label, speciality, cim10 in rng.sample(FAMILY, rng.choice(wanted)):
        yield HistoryItem(label, speciality, HistoryKind.FAMILY, cim10)


def _habits(rng: Random, person: Person, age: int, codes: set[str]) -> Iterator[HistoryItem]:
    """Yield the way of life of a grown-up, and tell ``codes`` who smokes."""
    if age < _ADULT:
        return
    noted = partial_date(person.until - timedelta(days=rng.randint(0, 900)), person.until)
    for label in _habit_labels(rng, age, codes):
        yield HistoryItem(
            label,
            "Mode de vie",
            HistoryKind.LIFESTYLE,
            started=max(noted, f"{person.born.year + _ADULT}"),
            in_vsm=label.startswith("Tabac"),
        )
    if age in _WORKING_AGES and happens(rng, 12):
        yield HistoryItem(rng.choice(WORK), "Profession", HistoryKind.OCCUPATIONAL)


def _habit_labels(rng: Random, age: int, codes: set[str]) -> Iterator[str]:
    draw = rng.random() * 100
    if "bpco" in codes or (draw < 24 and PREGNANCY not in codes and age < 80):  # noqa: PLR2004
        codes.add(SMOKER)
        yield f"Tabac\u00a0: {rng.choice((5, 10, 10, 15, 20, 20, 25))} cigarettes par jour"
    elif draw < 45 and age >= 30:  # noqa: PLR2004
        yield f"Tabac sevré depuis {rng.randint(2, age - 25)} ans"
    elif draw < 65:  # noqa: PLR2004
        yield "Tabac\u00a0: jamais"
    if happens(rng, 35) and PREGNANCY not in codes:
        yield f"Alcool\u00a0: {rng.choice(ALCOHOL)}"
    if happens(rng, 35):
        yield f"Activité physique\u00a0: {rng.choice(SPORTS)}"


def _allergies(
    rng: Random, age: int, treatments: tuple[LongTermTreatment, ...]
) -> tuple[Allergy, ...]:
    """Draw allergies for 15 % of people; 40 % were asked and have none."""
    draw = rng.random() * 100
    if draw < 15:  # noqa: PLR2004
        takes_aspirin = any(line.label == ASPIRINE.label for line in treatments)
        barred = ANTI_INFLAMMATORY if takes_aspirin else ""
        suitable = [
            reaction
            for reaction in REACTIONS
            if reaction.from_age <= age <= reaction.until_age and reaction.agent != barred
        ]
        if suitable:
            return _reactions(rng, suitable)
    return (Allergy(none_known=True),) if draw < 55 else ()  # noqa: PLR2004


def _reactions(rng: Random, suitable: list[Reaction]) -> tuple[Allergy, ...]:
    weights = [reaction.weight for reaction in suitable]
    drawn = rng.choices(suitable, weights, k=2 if happens(rng, 15) else 1)
    by_agent = {reaction.agent: reaction for reaction in drawn}
    return tuple(Allergy(one.agent, one.reaction, one.severity) for one in by_agent.values())


def _treatments(
    rng: Random, person: Person, age: int, diseases: tuple[tuple[Disease, date], ...]
) -> Iterator[LongTermTreatment]:
    """Yield one drug per line of each disease; no group twice, none that a disease forbids."""
    taken: set[str] = set().union(*(disease.blocks for disease, _ in diseases))
    for disease, onset in diseases:
        for choice in disease.drugs:
            fitting = [drug for drug in choice if drug.suits(age) and drug.group not in taken]
            if not fitting:
                continue
            drug = rng.choice(fitting)
            taken.add(drug.group)
            yield from _course(rng, drug, fitting, onset, person.until)


def _course(
    rng: Random, drug: Drug, fitting: list[Drug], onset: date, until: date
) -> Iterator[LongTermTreatment]:
    """Yield the line of a drug, sometimes after another one that was given up.

    Lines go back a few years only: before that, other drugs were in use.
    """
    earliest = years_before(until, rng.uniform(0.5, _LONGEST_COURSE))
    started = min(until, max(earliest, onset + timedelta(days=rng.randint(0, 20))))
    others = [other for other in fitting if other is not drug]
    if others and (until - started).days > 400 and happens(rng, 18):  # noqa: PLR2004
        earlier = rng.choice(others)
        stopped = started + timedelta(days=rng.randint(60, (until - started).days - 30))
        yield LongTermTreatment(earlier.label, earlier.posology, started, stopped)
        started = stopped
    yield LongTermTreatment(drug.label, drug.posology, started)


def _folic_acid(pregnant_since: date, until: date) -> LongTermTreatment:
    stopped = pregnant_since + timedelta(days=_FOLIC_ACID_DAYS)
    return LongTermTreatment(
        "Acide folique 0,4 mg, comprimé",
        "1 comprimé par jour",
        pregnant_since,
        stopped if stopped <= until else None,
    )
