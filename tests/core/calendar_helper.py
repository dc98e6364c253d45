"""Short ways to write a vaccination history in the tests of the calendar."""

from __future__ import annotations

from datetime import date
from functools import cache

from almapy.vaccine_calendar.conditions import Condition, ConditionKey
from almapy.vaccine_calendar.doses import ActLine, DoseReader
from almapy.vaccine_calendar.engine import assess
from almapy.vaccine_calendar.history import History, Person
from almapy.vaccine_calendar.model import Assessment
from almapy.vaccine_calendar.table import shipped_calendar
from almapy.vaccines.service import VaccineService

PRODUCTS = {
    "hexa": "VAC0014",
    "penta": "VAC0015",
    "tetra": "VAC0037",
    "dtcap": "VAC0043",
    "dtp": "VAC0030",
    "tetanos": "VAC0056",
    "vpc13": "VAC0123",
    "vpc20": "VAC0900",
    "vpp23": "VAC0336",
    "pneumo": "VAC0157",
    "zona": "VAC0906",
    "bexsero": "VAC0495",
    "acwy": "VAC0486",
    "menc": "VAC0019",
    "ror": "VAC0053",
    "rouvax": "VAC0032",
    "gardasil": "VAC0523",
    "hepb": "VAC0045",
    "rotarix": "VAC0514",
    "rotateq": "VAC0031",
    "shingrix": "VAC0567",
    "zostavax": "VAC0161",
    "grippe": "VAC0062",
    "covid": "VAC1466",
    "beyfortus": "VAC1046",
    "synagis": "VAC0378",
    "abrysvo": "VAC1047",
    "bcg": "VAC0590",
    "varicelle": "VAC0060",
    "hepa": "VAC0049",
    "fj": "VAC0035",
    "dengue": "VAC0644",
}


@cache
def reader() -> DoseReader:
    """Return what turns acts into doses."""
    return DoseReader(VaccineService().catalogue(), shipped_calendar().live)


def history_of(text: str) -> History:
    """Read « hexa 2026-10-31, ror 2012 »; « refus ror 2020-01-01 », « ci ror 2020-01-01 »."""
    lines = []
    for part in filter(None, text.split(", ")):
        *state, name, day = part.split(" ")
        kept = {"refus": "refuse", "ci": "contre_indique"}.get("".join(state), "fait")
        code = PRODUCTS[name]
        lines.append(ActLine(day, code, name.upper(), "", kept, "motif" if state else ""))
    return reader().history(lines)


def condition(text: str) -> Condition:
    """Read « diabete », « !varicelle », « grossesse@2027-03-01 » (its term)."""
    name, _, until = text.lstrip("!").partition("@")
    key = ConditionKey(name)
    return Condition(
        key, not text.startswith("!"), None, date.fromisoformat(until) if until else None
    )


def assessed(
    birth: str, on: str, doses: str = "", conditions: str = "", sex: str = "F"
) -> Assessment:
    """Return what the shipped calendar says."""
    stated = tuple(condition(one) for one in conditions.split())
    person = Person(date.fromisoformat(birth), sex, stated)
    return assess(shipped_calendar(), person, history_of(doses), date.fromisoformat(on))
