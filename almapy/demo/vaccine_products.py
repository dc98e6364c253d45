"""The vaccines of the demonstration, and the lots in which a practice buys them.

Names and codes are those of resources/vaccines/vaccines.csv (a test compares them); lots are
invented.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from almapy.vaccination.model import Route

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_JUNE = 6
_SHORTEST_MONTHS, _MORE_MONTHS = 14, 16


@dataclass(frozen=True, slots=True)
class Product:
    """One vaccine; ``cip13`` is empty for « sans précision », ``seasonal`` that of one winter."""

    code: str
    name: str
    cip13: str = ""
    route: Route = Route.INTRAMUSCULAR
    seasonal: bool = False


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot, with its last day as it is printed on the box."""

    number: str
    expiry: date
    expiry_raw: str


def lot_of(product: Product, day: date, which: int) -> Lot:
    """Return one of the lots that were in use that day: the same for the same ``which``."""
    if product.seasonal:
        winter = day.year if day.month > _JUNE else day.year - 1
        draw = crc32(f"{product.code}/{winter}/{which}".encode())
        return Lot(_number(draw), date(winter + 1, _JUNE, 30), f"{(winter + 1) % 100:02d}0630")
    half = 1 if day.month <= _JUNE else _JUNE + 1
    draw = crc32(f"{product.code}/{day.year}/{half}/{which}".encode())
    months = half - 1 + _SHORTEST_MONTHS + draw % _MORE_MONTHS
    year, month = day.year + months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    raw = f"{year % 100:02d}{month:02d}{'00' if draw % 2 else f'{last:02d}'}"
    return Lot(_number(draw), date(year, month, last), raw)


def _number(draw: int) -> str:
    letters = [_LETTERS[(draw >> shift) % len(_LETTERS)] for shift in (3, 7, 11, 15)]
    digits = draw // 17
    match draw % 3:
        case 0:
            return f"{letters[0]}{digits % 100_000:05d}{letters[1]}"
        case 1:
            return f"{digits % 10_000_000:07d}"
    return f"{letters[0]}{letters[1]}{digits % 1000:03d}{letters[2]}{letters[3]}"


_UNDER_SKIN, _BY_MOUTH = Route.SUBCUTANEOUS, Route.ORAL

INFANRIX_HEXA = Product("VAC0014", "INFANRIX HEXA", "3400930004326")
HEXYON = Product("VAC0510", "HEXYON", "3400927349997")
PENTAVAC = Product("VAC0023", "PENTAVAC", "3400934774416")
VAXELIS = Product("VAC0535", "VAXELIS", "3400930079775")
PREVENAR_13 = Product("VAC0123", "PREVENAR 13", "3400939901091")
VAXNEUVANCE = Product("VAC0780", "VAXNEUVANCE", "3400930244357")
NEISVAC = Product("VAC0022", "NEISVAC", "3400936276857")
BEXSERO = Product("VAC0495", "BEXSERO", "3400926863036")
NIMENRIX = Product("VAC0486", "NIMENRIX", "3400922253701")
MENQUADFI = Product("VAC0594", "MENQUADFI", "3400930221877")
PRIORIX = Product("VAC0053", "PRIORIX", "3400935081308")
MMR_VAXPRO = Product("VAC0017", "M-M-RVAXPRO", "3400937327848")
ROTARIX = Product("VAC0514", "ROTARIX", "3400930264065", _BY_MOUTH)
TETRAVAC = Product("VAC0037", "TETRAVAC-ACELLULAIRE", "3400934822124")
REPEVAX = Product("VAC0029", "REPEVAX", "3400935963932")
BOOSTRIX = Product("VAC0043", "BOOSTRIXTETRA", "3400936773646")
REVAXIS = Product("VAC0030", "REVAXIS", "3400935259967")
DT_POLIO = Product("VAC0004", "D.T. POLIO MERIEUX", "3400931354338")
GARDASIL = Product("VAC0007", "GARDASIL", "3400937712873")
GARDASIL_9 = Product("VAC0523", "GARDASIL 9", "3400930056196")
ROR_VAX = Product("VAC0027", "R.O.R. VAX", "3400933673628")
GENHEVAC = Product("VAC0048", "GENHEVAC B PASTEUR", "3400933050368")
ENGERIX_20 = Product("VAC0046", "ENGERIX B 20 µg", "3400930071601")
BCG = Product("VAC0134", "Vaccin BCG, sans précision")

AGRIPPAL = Product("VAC0002", "AGRIPPAL", "3400934975448", seasonal=True)
VAXIGRIP = Product("VAC0062", "VAXIGRIP", "3400930306000", seasonal=True)
INFLUVAC = Product("VAC0016", "INFLUVAC", "3400930296165", seasonal=True)
VAXIGRIP_TETRA = Product("VAC0560", "VAXIGRIPTETRA", "3400928099761", seasonal=True)
INFLUVAC_TETRA = Product("VAC0562", "INFLUVAC TETRA", "3400930117712", seasonal=True)
EFLUELDA_TETRA = Product("VAC0649", "EFLUELDA TETRA", "3400930205372", seasonal=True)
EFLUELDA = Product("VAC1347", "EFLUELDA", "3400930304983", seasonal=True)
FLUAD = Product("VAC0230", "FLUAD", "3400930304716", seasonal=True)

COMIRNATY = Product("VAC0658", "COMIRNATY 30 µg BIONTECH-PFIZER", "3400928099631")
SPIKEVAX = Product("VAC0656", "SPIKEVAX 0,2 mg/mL MODERNA", "3400928099778")
VAXZEVRIA = Product("VAC0650", "VAXZEVRIA ASTRAZENECA", "3400928099822")
COMIRNATY_BA45 = Product(
    "VAC1023", "COMIRNATY ORIGINAL/OMICRON BA.4-5 (15/15 µg) BIONTECH-PFIZER", "3400928099600"
)
COMIRNATY_XBB = Product("VAC1051", "PFIZER COMIRNATY-30 XBB.1.5", "3400928099525")
COMIRNATY_JN1 = Product("VAC1258", "COMIRNATY JN.1 30 µg", "3400928099495")
COMIRNATY_LP8 = Product("VAC1466", "COMIRNATY LP.8.1 30 µg", "3400930325506")

PNEUMOVAX = Product("VAC0336", "PNEUMOVAX", "3400930044339")
PREVENAR_20 = Product("VAC0900", "PREVENAR 20", "3400930247853")
CAPVAXIVE = Product("VAC1254", "CAPVAXIVE", "3400930311462")
SHINGRIX = Product("VAC0567", "SHINGRIX", "3400930141861")
ZOSTAVAX = Product("VAC0161", "ZOSTAVAX", "3400937592574", _UNDER_SKIN)
AREXVY = Product("VAC1040", "AREXVY", "3400930274170")
ABRYSVO = Product("VAC1047", "ABRYSVO", "3400930275573")
STAMARIL = Product("VAC0035", "STAMARIL", "3400930057667", _UNDER_SKIN)
AVAXIM = Product("VAC0003", "AVAXIM 160 U", "3400934166525")
TYPHIM = Product("VAC0041", "TYPHIM VI", "3400922132372")
ENCEPUR = Product("VAC0079", "ENCEPUR", "3400930198391")

PRODUCTS = tuple(one for one in list(vars().values()) if isinstance(one, Product))
"""All of them."""
