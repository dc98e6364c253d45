"""The vaccinations of RUTH DE VINCI: her last dTcaP is of 10/09/2002, so the one of 45 is late.

Those of the winters follow her notes (``ruth_notes.py``).
"""

from __future__ import annotations

from datetime import date

from almapy.demo.vaccine_products import (
    AGRIPPAL,
    BCG,
    COMIRNATY,
    DT_POLIO,
    GENHEVAC,
    INFLUVAC,
    REPEVAX,
    VAXIGRIP_TETRA,
    Product,
    lot_of,
)
from almapy.vaccination.model import EntryWay, Origin, Site, Vaccination

_PAPER, _TOLD = Origin.ELSEWHERE, Origin.DECLARED


def ruth_vaccinations(today: date) -> tuple[Vaccination, ...]:
    """Return what had been given before ``today``."""
    lines = (
        _told(BCG, "1978", 1),
        _told(DT_POLIO, "1978", 1),
        _paper(DT_POLIO, "1993-09-14", "", dose=4, booster=True),
        _paper(GENHEVAC, "1994-10-11", "C4021", dose=1),
        _paper(GENHEVAC, "1994-11-15", "C4021", dose=2),
        _paper(GENHEVAC, "1995-04-18", "C4187", dose=3),
        _paper(REPEVAX, "2002-09-10", "U0417A", dose=5, booster=True),
        _paper(AGRIPPAL, "2010-10-19", "102203", performer="Médecine du travail"),
        _paper(AGRIPPAL, "2011-10-18", "111607", performer="Médecine du travail"),
        _paper(COMIRNATY, "2021-06-08", "EY0574", dose=1, performer="Centre de vaccination"),
        _paper(COMIRNATY, "2021-07-13", "FD7958", dose=2, performer="Centre de vaccination"),
        _paper(COMIRNATY, "2021-12-21", "1F1010A", dose=3, booster=True, performer="Pharmacie"),
        _here(VAXIGRIP_TETRA, date(2023, 10, 24)),
        _paper(VAXIGRIP_TETRA, "2024-11-14", "Y3C891V", performer="Pharmacie"),
        _here(INFLUVAC, date(2025, 11, 18), serial="482190337715"),
    )
    return tuple(line for line in lines if line.given_on < today.isoformat())


def _told(product: Product, when: str, dose: int) -> Vaccination:
    return Vaccination(product.code, product.name, when, origin=_TOLD, dose=dose)


def _paper(
    product: Product,
    when: str,
    lot: str,
    *,
    dose: int = 0,
    booster: bool = False,
    performer: str = "",
) -> Vaccination:
    return Vaccination(
        product.code,
        product.name,
        when,
        origin=_PAPER,
        cip13=product.cip13,
        dose=dose,
        booster=booster,
        lot=lot,
        route=product.route,
        performer=performer,
    )


def _here(product: Product, day: date, *, serial: str = "") -> Vaccination:
    lot = lot_of(product, day, 0)
    return Vaccination(
        product.code,
        product.name,
        day.isoformat(),
        cip13=product.cip13,
        gtin=f"0{product.cip13}" if serial else "",
        lot=lot.number,
        expiry=lot.expiry,
        expiry_raw=lot.expiry_raw,
        serial=serial,
        route=product.route,
        site=Site.LEFT_DELTOID,
        way=EntryWay.SCAN if serial else EntryWay.TYPED,
    )
