"""Vaccinations of grown-ups: boosters, winters, the years of Covid, and what age brings."""

from __future__ import annotations

from datetime import date, timedelta

from almapy.demo.chance import happens, years_after
from almapy.demo.childhood import has_hpv
from almapy.demo.health import PREGNANCY, Health
from almapy.demo.syringe import Syringe
from almapy.demo.vaccine_products import (
    ABRYSVO,
    AGRIPPAL,
    AREXVY,
    AVAXIM,
    BCG,
    BOOSTRIX,
    CAPVAXIVE,
    COMIRNATY,
    COMIRNATY_BA45,
    COMIRNATY_JN1,
    COMIRNATY_LP8,
    COMIRNATY_XBB,
    DT_POLIO,
    EFLUELDA,
    EFLUELDA_TETRA,
    ENCEPUR,
    ENGERIX_20,
    FLUAD,
    GARDASIL,
    GARDASIL_9,
    GENHEVAC,
    INFLUVAC,
    INFLUVAC_TETRA,
    PENTAVAC,
    PNEUMOVAX,
    PREVENAR_13,
    PREVENAR_20,
    PRIORIX,
    REPEVAX,
    REVAXIS,
    ROR_VAX,
    SHINGRIX,
    SPIKEVAX,
    STAMARIL,
    TETRAVAC,
    TYPHIM,
    VAXIGRIP,
    VAXIGRIP_TETRA,
    VAXZEVRIA,
    ZOSTAVAX,
    Product,
)
from almapy.patients.model import Sex

AT_RISK = frozenset(
    {
        "bpco",
        "insuffisance-cardiaque",
        "insuffisance-renale",
        "diabete-1",
        "diabete-2",
        "coronaire",
        "polyarthrite",
    }
)
_SENIOR = 65
_PENTAVALENT_SINCE = 1998
_YEARS_APART = 8 * 365
_VERY_OLD = 75
_REVAXIS_FROM, _REVAXIS_UNTIL = date(1998, 6, 1), date(2025, 3, 1)
_GARDASIL_9_SINCE = date(2018, 9, 1)
_NEW_CALENDAR = date(2013, 4, 1)
_PHARMACY, _CENTRE, _TRAVEL = "Pharmacie", "Centre de vaccination", "Centre de voyages"
_REASONS = (
    "Ne veut pas de ce vaccin, en reparler.",
    "Mal supporté la dernière fois.",
    "Veut réfléchir.",
    "Refuse tout vaccin cette année.",
)


def vaccinate_adult(syringe: Syringe, health: Health) -> None:
    """Give what a grown-up of that age and that health has most often received."""
    _youth(syringe)
    _boosters(syringe)
    _winters(syringe, health)
    _covid(syringe)
    _pneumococcus(syringe, health)
    _shingles(syringe)
    _pregnancy(syringe, health)
    _travels(syringe)
    _refusals(syringe)


def _at(syringe: Syringe, years: float) -> date:
    return years_after(syringe.person.born, years)


def _youth(syringe: Syringe) -> None:
    """Give what people remember of their childhood, or bring on paper."""
    rng, person = syringe.rng, syringe.person
    year = person.born.year
    if 1955 <= year <= 2004 and happens(rng, 45):  # noqa: PLR2004
        syringe.give(BCG, _at(syringe, rng.uniform(0.3, 5)), series="bcg", here=False)
    if year >= 1958 and happens(rng, 65):  # noqa: PLR2004
        product = DT_POLIO if year < _PENTAVALENT_SINCE else PENTAVAC
        for age in (0.3, 0.48, 1.5):
            syringe.give(product, _at(syringe, age), series="dtp", here=False)
    if year >= 1980 and happens(rng, 85):  # noqa: PLR2004
        syringe.give(ROR_VAX, _at(syringe, rng.uniform(1, 2.5)), series="ror", here=False)
        if happens(rng, 70):
            product = ROR_VAX if year < 1998 else PRIORIX  # noqa: PLR2004
            syringe.give(product, _at(syringe, rng.uniform(6, 12)), series="ror", here=False)
    if 1980 <= year <= 1996 and happens(rng, 45):  # noqa: PLR2004
        first = _at(syringe, rng.uniform(11, 14))
        for days in (0, 33, 190):
            syringe.give(GENHEVAC, first + timedelta(days=days), series="hepb", here=False)
    _examinations(syringe)
    wanted = person.sex is Sex.FEMALE and 1993 <= year <= 2008  # noqa: PLR2004
    if wanted and not syringe.has(GARDASIL, GARDASIL_9) and happens(rng, 45):
        first = _at(syringe, rng.uniform(14, 16.5))
        product = GARDASIL if first < _GARDASIL_9_SINCE else GARDASIL_9
        for days in (0, 190):
            syringe.give(product, first + timedelta(days=days), series="hpv")


def _examinations(syringe: Syringe) -> None:
    """Give what was written when they still came as children."""
    person = syringe.person
    if day := syringe.visit("Examen des 6 ans"):
        syringe.give(TETRAVAC, day, series="dtp", booster=True, here=True)
    if day := syringe.visit("Examen des 11-13 ans"):
        syringe.give(REPEVAX, day, series="dtp", booster=True, here=True)
        if has_hpv(person.sex, day):
            product = GARDASIL if day < _GARDASIL_9_SINCE else GARDASIL_9
            for days in (0, syringe.rng.randint(170, 330)):
                syringe.give(product, day + timedelta(days=days), series="hpv", here=True)


def _boosters(syringe: Syringe) -> None:
    """Give the boosters at the ages of the calendar of the time, often late, sometimes not."""
    rng, until = syringe.rng, syringe.person.until
    child = syringe.visit("Examen des 11-13 ans")
    told = syringe.visit("Rappel dTP")
    if told:
        syringe.give(_booster_of(syringe, told), told, series="dtp", booster=True, here=True)
    ages = (11.5, 16.5, 25, 26, 36, 45, 46, 56, 65, 66, 75, 85)
    old = [age for age in ages if _at(syringe, age) < _NEW_CALENDAR and age not in {25, 45}]
    new = [
        age for age in ages if _at(syringe, age) >= _NEW_CALENDAR and age in {25, 45, 65, 75, 85}
    ]
    wanted = [age for age in (*old[-2:], *new) if _at(syringe, age) <= until]
    for age in wanted:
        day = _at(syringe, age) + timedelta(days=rng.randint(5, 420))
        near = any(one and abs((one - day).days) < _YEARS_APART for one in (told, child))
        if happens(rng, 76) and not near and day >= date(1962, 1, 1):
            syringe.give(_booster_of(syringe, day), day, series="dtp", booster=True)


def _booster_of(syringe: Syringe, day: date) -> Product:
    if day < _REVAXIS_FROM:
        return DT_POLIO
    age = (day - syringe.person.born).days / 365.25
    if day >= _REVAXIS_UNTIL or (day >= date(2008, 1, 1) and age < 45):  # noqa: PLR2004
        return syringe.rng.choice((REPEVAX, BOOSTRIX))
    return REVAXIS


def _winters(syringe: Syringe, health: Health) -> None:
    """Give a flu vaccine each winter, to the old and the sick above all."""
    rng, person = syringe.rng, syringe.person
    written = {day.year: day for day, title in syringe.visits if title == "Vaccin grippe"}
    sick = bool(AT_RISK & health.codes)
    asked = happens(rng, 62 if sick else 6)
    faithful = happens(rng, 68)
    first = max(person.since.year - 4, person.until.year - 11)
    for year in range(first, person.until.year + 1):
        day = date(year, 10, 16) + timedelta(days=rng.randint(0, 45))
        told = written.get(year)
        senior = (day - person.born).days >= _SENIOR * 365.25
        if told is None and not ((faithful if senior else asked) and happens(rng, 88)):
            continue
        product = _flu_of(syringe, year, senior=senior)
        syringe.give(product, told or day, here=True if told else None, performer=_PHARMACY)


def _flu_of(syringe: Syringe, year: int, *, senior: bool) -> Product:
    if year < 2014:  # noqa: PLR2004
        return syringe.rng.choice((AGRIPPAL, VAXIGRIP, INFLUVAC))
    if year < 2018:  # noqa: PLR2004
        return syringe.rng.choice((VAXIGRIP, INFLUVAC))
    if year < 2025:  # noqa: PLR2004
        if senior and year >= 2021 and happens(syringe.rng, 55):  # noqa: PLR2004
            return EFLUELDA_TETRA
        return syringe.rng.choice((VAXIGRIP_TETRA, INFLUVAC_TETRA))
    if senior:
        bought = EFLUELDA if year % 2 else FLUAD
        return bought if happens(syringe.rng, 88) else syringe.rng.choice((VAXIGRIP, INFLUVAC))
    return syringe.rng.choice((VAXIGRIP, INFLUVAC))


def _covid(syringe: Syringe) -> None:
    rng, person = syringe.rng, syringe.person
    age = (date(2021, 6, 1) - person.born).days / 365.25
    if age < 14 or not happens(rng, 84):  # noqa: PLR2004
        return
    start = date(2021, 2, 15) if age >= _VERY_OLD else date(2021, 5, 3)
    day = start + timedelta(days=rng.randint(0, 80))
    product = COMIRNATY
    if 55 <= age < _VERY_OLD and happens(rng, 30):  # noqa: PLR2004
        product = VAXZEVRIA
    elif age >= 30 and happens(rng, 12):  # noqa: PLR2004
        product = SPIKEVAX
    gap = 77 if product is VAXZEVRIA else 35
    for given in (day, day + timedelta(days=gap)):
        syringe.give(product, given, series="covid", here=False, performer=_CENTRE)
    if happens(rng, 78):
        third = date(2021, 11, 20) + timedelta(days=rng.randint(0, 70))
        syringe.give(COMIRNATY, third, series="covid", booster=True, here=False, performer=_CENTRE)
    loyal = happens(rng, 60)
    for year, later in (
        (2022, COMIRNATY_BA45),
        (2023, COMIRNATY_XBB),
        (2024, COMIRNATY_JN1),
        (2025, COMIRNATY_LP8),
    ):
        autumn = date(year, 10, 18) + timedelta(days=rng.randint(0, 50))
        senior = (autumn - person.born).days >= _SENIOR * 365.25
        if senior and loyal and happens(rng, 75):
            syringe.give(later, autumn, series="covid", booster=True, performer=_PHARMACY)


def _pneumococcus(syringe: Syringe, health: Health) -> None:
    rng, person = syringe.rng, syringe.person
    risk = bool(AT_RISK & health.codes)
    begin = max(person.since, date(2017, 9, 1))
    day = begin + timedelta(days=rng.randint(30, 2500))
    if risk and happens(rng, 45) and day < date(2024, 1, 1):
        syringe.give(PREVENAR_13, day, series="vpc")
        if happens(rng, 75):
            syringe.give(PNEUMOVAX, day + timedelta(days=75), series="vpc")
    later = date(2024, 2, 1) + timedelta(days=rng.randint(0, 950))
    senior = (later - person.born).days >= _SENIOR * 365.25
    if (senior or risk) and not syringe.has(PREVENAR_13) and happens(rng, 38):
        product = CAPVAXIVE if later >= date(2025, 9, 1) and happens(rng, 40) else PREVENAR_20
        syringe.give(product, later, series="vpc")


def _shingles(syringe: Syringe) -> None:
    rng, person = syringe.rng, syringe.person
    day = date(2024, 12, 18) + timedelta(days=rng.randint(0, 620))
    age = (day - person.born).days / 365.25
    if age < _SENIOR:
        return
    if age >= 70 and happens(rng, 8):  # noqa: PLR2004
        syringe.give(ZOSTAVAX, date(2017, 3, 1) + timedelta(days=rng.randint(0, 900)))
    if happens(rng, 34) and syringe.give(SHINGRIX, day, series="zona") and happens(rng, 82):
        syringe.give(SHINGRIX, day + timedelta(days=rng.randint(64, 150)), series="zona")
    if age >= _VERY_OLD and happens(rng, 18):
        autumn = date(rng.choice((2024, 2025)), 9, 20) + timedelta(days=rng.randint(0, 60))
        syringe.give(AREXVY, autumn, performer=_PHARMACY)


def _pregnancy(syringe: Syringe, health: Health) -> None:
    since = health.pregnant_since
    if PREGNANCY not in health.codes or since is None:
        return
    rng = syringe.rng
    syringe.give(
        BOOSTRIX,
        since + timedelta(weeks=rng.randint(22, 30)),
        series="dtp",
        booster=True,
        comment="Pendant la grossesse",
    )
    day = since + timedelta(weeks=31)  # two weeks less than « SA »
    if happens(rng, 40) and day.month in {9, 10, 11, 12, 1}:
        syringe.give(ABRYSVO, day, comment="32 à 36 SA")
    if not syringe.has(ROR_VAX, PRIORIX):
        reason = "Grossesse en cours\u00a0: vaccin vivant, à faire après l'accouchement."
        syringe.bar(PRIORIX, since + timedelta(weeks=10), reason)


def _travels(syringe: Syringe) -> None:
    rng, person = syringe.rng, syringe.person
    begin = max(_at(syringe, 18), date(2009, 1, 1))
    day = begin + timedelta(days=rng.randint(0, 6000))
    if happens(rng, 9):
        syringe.give(STAMARIL, day, here=False, performer=_TRAVEL)
        syringe.give(AVAXIM, day, series="hepa", here=False, performer=_TRAVEL)
        if happens(rng, 50):
            syringe.give(TYPHIM, day, here=False, performer=_TRAVEL)
    if happens(rng, 7):
        for days in (0, 40, 400):
            syringe.give(
                ENCEPUR,
                person.since + timedelta(days=200 + days),
                series="tiques",
                comment="Randonnées en forêt",
            )
    if happens(rng, 5):
        for days in (0, 33, 195):
            syringe.give(ENGERIX_20, day + timedelta(days=days), series="hepb")


def _refusals(syringe: Syringe) -> None:
    rng, until = syringe.rng, syringe.person.until
    if happens(rng, 6):
        age = (until - syringe.person.born).days / 365.25
        wanted = (FLUAD, SHINGRIX, COMIRNATY_LP8) if age >= _SENIOR else (REPEVAX, INFLUVAC)
        day = until - timedelta(days=rng.randint(10, 360))
        syringe.refuse(rng.choice(wanted), day, rng.choice(_REASONS))
