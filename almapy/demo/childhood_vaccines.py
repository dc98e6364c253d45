"""Vaccinations of childhood, on the days on which the examinations say that they were given."""

from __future__ import annotations

from datetime import date, timedelta

from almapy.demo.chance import happens, years_after
from almapy.demo.childhood import ACWY_SINCE, MENB_SINCE, has_hpv
from almapy.demo.syringe import Syringe
from almapy.demo.vaccine_products import (
    BEXSERO,
    GARDASIL_9,
    HEXYON,
    INFANRIX_HEXA,
    MENQUADFI,
    MMR_VAXPRO,
    NEISVAC,
    NIMENRIX,
    PREVENAR_13,
    PRIORIX,
    REPEVAX,
    ROTARIX,
    TETRAVAC,
    VAXELIS,
    VAXNEUVANCE,
    Product,
)

_NEWER_PNEUMOCOCCUS = date(2023, 9, 1)
_ROTAVIRUS_SINCE = date(2022, 7, 1)
_HEXA_CHOICE_SINCE = date(2015, 6, 1)
_ADOLESCENT_ACWY_SINCE = date(2025, 1, 1)
_PMI = "PMI"
_PMI_UNTIL_DAYS = 2200


def vaccinate_child(syringe: Syringe) -> None:
    """Give what the calendar wanted of a child born since 2008, a little late now and then."""
    born, rng = syringe.person.born, syringe.rng
    hexa = rng.choice((INFANRIX_HEXA, HEXYON, VAXELIS))
    hexa = hexa if born >= _HEXA_CHOICE_SINCE else INFANRIX_HEXA
    newer = born >= _NEWER_PNEUMOCOCCUS and happens(rng, 50)
    pneumococcus = VAXNEUVANCE if newer else PREVENAR_13
    measles = rng.choice((PRIORIX, PRIORIX, MMR_VAXPRO))
    for title, days, last in (
        ("Examen du 2e mois", 62, False),
        ("Examen du 4e mois", 124, False),
        ("Examen du 11e mois", 337, True),
    ):
        _together(syringe, title, days, (hexa, "hexa"), (pneumococcus, "vpc"), booster=last)
    if born >= _ROTAVIRUS_SINCE and happens(rng, 70):
        for days in (63, 94):
            syringe.give(ROTARIX, born + timedelta(days=days), series="rota")
    _meningococci(syringe)
    _together(syringe, "Examen du 12e mois", 370, (measles, "ror"))
    _together(syringe, "Examen du 16e mois", 510, (measles, "ror"))
    _together(syringe, "Examen des 6 ans", 2230, (TETRAVAC, "hexa"), booster=True)
    _adolescence(syringe)


def _meningococci(syringe: Syringe) -> None:
    born = syringe.person.born
    if born < MENB_SINCE:
        _together(syringe, "Examen du 5e mois", 155, (NEISVAC, "menc"))
        _together(syringe, "Examen du 12e mois", 370, (NEISVAC, "menc"), booster=True)
        return
    _together(syringe, "Examen du 3e mois", 93, (BEXSERO, "menb"))
    _together(syringe, "Examen du 5e mois", 155, (BEXSERO, "menb"))
    if born >= ACWY_SINCE:
        syringe.give(NIMENRIX, born + timedelta(days=190), series="acwy")
        _together(
            syringe,
            "Examen du 12e mois",
            370,
            (BEXSERO, "menb"),
            (NIMENRIX, "acwy"),
            booster=True,
        )
    else:
        _together(syringe, "Examen du 12e mois", 370, (NEISVAC, "menc"), (BEXSERO, "menb"))


def _adolescence(syringe: Syringe) -> None:
    person, rng = syringe.person, syringe.rng
    title, days = "Examen des 11-13 ans", 4260
    _together(syringe, title, days, (REPEVAX, "hexa"), booster=True)
    seen = syringe.visit(title)
    day = seen or person.born + timedelta(days=days)
    if not has_hpv(person.sex, day):
        return
    if seen is None and happens(rng, 35):
        syringe.refuse(GARDASIL_9, day, "Les parents préfèrent attendre.")
        return
    given = syringe.give(GARDASIL_9, day, series="hpv", here=True if seen else None)
    if given and happens(rng, 75):
        second = day + timedelta(days=rng.randint(170, 330))
        syringe.give(GARDASIL_9, second, series="hpv")
    of_age = max(day, _ADOLESCENT_ACWY_SINCE + timedelta(days=rng.randint(60, 500)))
    if of_age < years_after(person.born, 15) and happens(rng, 60):
        syringe.give(MENQUADFI, of_age, series="acwy")


def _together(
    syringe: Syringe, title: str, days: int, *products: tuple[Product, str], booster: bool = False
) -> None:
    """Give these on the day of an examination, or at that age when it was made elsewhere."""
    rng, seen = syringe.rng, syringe.visit(title)
    if seen is None and not happens(rng, 90):
        return
    late = rng.randint(0, max(6, days // 12))
    day = seen or syringe.person.born + timedelta(days=days + late)
    here = True if seen else None
    performer = _PMI if days < _PMI_UNTIL_DAYS else ""
    for product, series in products:
        syringe.give(product, day, series=series, booster=booster, here=here, performer=performer)
