"""Every rule of the table at its limits: who, what was given, on which day, what is said."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest

from almapy.vaccine_calendar.model import Status
from tests.core.calendar_helper import assessed

LATE, DUE, TO_COME, DONE, NO, UNKNOWN = (
    Status.LATE,
    Status.DUE,
    Status.TO_COME,
    Status.DONE,
    Status.NOT_INDICATED,
    Status.UNKNOWN,
)
NONE = None
"""The rule does not speak that day: another one of its group does, or no line at all."""


class Fact(NamedTuple):
    """Born, on that day, a rule says so; from when, until when, after which doses."""

    birth: str
    on: str
    rule: str
    status: Status | None
    next_from: str = ""
    next_to: str = ""
    doses: str = ""
    conditions: str = ""
    sex: str = "F"


BABY, TODAY = "2026-08-31", "2026-11-21"
HEXA2 = "hexa 2026-10-31, hexa 2026-12-31"
TOLD = "grossesse@2027-03-01"
SERIES = [
    Fact(BABY, "2026-10-30", "NOU-HEXA", TO_COME, "2026-10-31"),
    Fact(BABY, "2026-10-31", "NOU-HEXA", DUE, "2026-10-31"),
    Fact(BABY, "2026-11-29", "NOU-HEXA", DUE, "2026-10-31"),
    Fact(BABY, "2026-11-30", "NOU-HEXA", LATE, "2026-10-31"),
    Fact(BABY, "2027-01-15", "NOU-HEXA", TO_COME, "2027-07-31", doses=HEXA2),
    Fact(BABY, "2027-08-31", "NOU-HEXA", LATE, "2027-07-31", doses=HEXA2),
    Fact(BABY, "2027-08-01", "NOU-HEXA", DONE, "2032-08-31", doses=f"{HEXA2}, hexa 2027-07-31"),
    Fact(
        BABY,
        "2027-01-10",
        "NOU-HEXA",
        TO_COME,
        "2027-02-28",
        doses="hexa 2026-10-31, hexa 2026-12-30",
    ),
    Fact(
        BABY,
        "2027-09-01",
        "NOU-HEXA",
        LATE,
        doses="hexa 2026-10-31, hexa 2026-12-31, dtcap 2027-07-31",
    ),
    Fact(
        "2022-07-24",
        TODAY,
        "NOU-HEXA",
        DUE,
        doses="hexa 2022-09-26, hexa 2022-11-25, hexa 2023-06-26",
    ),
    Fact("2017-12-31", TODAY, "NOU-HEXA", NONE),
    Fact("2018-01-01", "2023-12-31", "NOU-HEXA", LATE),
    Fact("2018-01-01", "2024-01-01", "NOU-HEXA", NONE),
    Fact(BABY, "2026-10-31", "NOU-VPC", DUE, "2026-10-31"),
    Fact(BABY, "2026-11-30", "NOU-VPC", LATE),
    Fact(BABY, "2028-08-31", "NOU-VPC", NONE),
    Fact(BABY, "2026-11-29", "NOU-MENB", TO_COME, "2026-11-30"),
    Fact(BABY, "2026-11-30", "NOU-MENB", DUE, "2026-11-30"),
    Fact(BABY, "2028-08-31", "ENF-MENB24", DUE),
    Fact(BABY, "2031-08-31", "ENF-MENB24", NONE),
    Fact(
        BABY,
        "2027-09-15",
        "NOU-MENB",
        DUE,
        "2027-09-10",
        doses="bexsero 2027-03-10, bexsero 2027-07-10",
    ),
    Fact(
        BABY,
        "2027-09-15",
        "NOU-MENB",
        TO_COME,
        "2027-11-01",
        doses="bexsero 2027-09-01, bexsero 2027-09-01",
    ),
    Fact(BABY, "2027-02-27", "NOU-ACWY", TO_COME, "2027-02-28"),
    Fact(BABY, "2027-02-28", "NOU-ACWY", DUE, "2027-02-28"),
    Fact(BABY, "2027-10-01", "NOU-ACWY", DONE, "2037-08-31", doses="acwy 2027-09-01"),
    Fact(BABY, "2027-10-01", "NOU-ACWY", LATE, doses="menc 2027-03-01, menc 2027-09-01"),
    Fact(BABY, "2028-08-30", "ENF-MEN24", NONE),
    Fact(BABY, "2028-08-31", "ENF-MEN24", DUE, "2028-08-31", "2031-08-30"),
    Fact(BABY, "2031-08-31", "ENF-MEN24", NONE),
    Fact(BABY, "2027-08-30", "NOU-ROR1", TO_COME, "2027-08-31"),
    Fact(BABY, "2027-08-31", "NOU-ROR1", DUE, "2027-08-31"),
    Fact(BABY, "2027-09-30", "NOU-ROR1", LATE),
    Fact(BABY, "2028-02-01", "NOU-ROR1", DONE, doses="ror 2027-08-31, ror 2027-12-31"),
    Fact(BABY, "2028-12-01", "NOU-ROR1", LATE, "2027-08-31", doses="ror 2027-07-20"),
    Fact(
        "1986-05-01",
        TODAY,
        "ROR-1980",
        DONE,
        doses="rouvax 1987-02-01, ror 1988-01-01, ror 1998-01-01",
    ),
    Fact("1979-12-31", TODAY, "ROR-1980", NO),
    Fact("1980-01-01", TODAY, "ROR-1980", DUE, doses="ror 1995-03-01"),
    Fact("1980-01-01", TODAY, "ROR-1980", DONE, doses="ror 1995-03-01, ror 1995-04-01"),
    Fact("1980-01-01", TODAY, "ROR-1980", DUE, doses="ror 1995-03-01, ror 1995-03-31"),
    Fact("1980-01-01", TODAY, "ROR-1980", DUE, doses="ror 1995-03-01, rouvax 1995-04-01"),
    Fact("2015-01-01", TODAY, "ROR-3D", DUE, doses="ror 2015-10-01, ror 2016-02-01"),
    Fact(
        "2015-01-01", TODAY, "ROR-3D", DONE, doses="ror 2015-10-01, ror 2016-02-01, ror 2016-06-01"
    ),
    Fact(BABY, "2026-10-11", "NOU-ROTA", TO_COME, "2026-10-31", ""),
    Fact(BABY, "2026-12-31", "NOU-ROTA", DUE, "2026-10-31", "2026-12-31"),
    Fact(BABY, "2027-01-01", "NOU-ROTA", NO),
    Fact(BABY, "2027-01-15", "NOU-ROTA", DONE, doses="rotarix 2026-10-31, rotarix 2026-11-30"),
    Fact(
        BABY,
        "2027-01-15",
        "NOU-ROTA",
        DUE,
        "2026-12-31",
        doses="rotateq 2026-10-31, rotateq 2026-11-30",
    ),
    Fact("2020-01-01", "2020-01-31", "NOU-BCG", TO_COME, conditions="risque_tuberculose"),
    Fact("2020-01-01", "2020-02-01", "NOU-BCG", DUE, conditions="risque_tuberculose"),
    Fact("2020-01-01", "2034-12-31", "NOU-BCG", DUE, conditions="risque_tuberculose"),
    Fact("2020-01-01", "2035-01-01", "NOU-BCG", NONE, conditions="risque_tuberculose"),
    Fact("2020-01-01", "2021-01-01", "NOU-BCG", NONE),
    Fact("2011-03-05", "2022-03-04", "ADO-HPV", TO_COME, "2022-03-05"),
    Fact("2011-03-05", "2022-03-05", "ADO-HPV", DUE, "2022-03-05", sex="M"),
    Fact("2011-03-05", "2026-03-04", "ADO-HPV", DUE),
    Fact("2011-03-05", "2026-03-05", "HPV-RATT", DUE, "2026-03-05", "2038-03-04"),
    Fact("2011-03-05", "2038-03-04", "HPV-RATT", DUE),
    Fact("2011-03-05", "2038-03-05", "HPV-RATT", NO),
    Fact("2011-03-05", TODAY, "ADO-HPV", DONE, doses="gardasil 2023-01-10, gardasil 2023-06-10"),
    Fact("2011-03-05", TODAY, "ADO-HPV", DUE, doses="gardasil 2023-01-10, gardasil 2023-06-09"),
    Fact("2011-03-05", TODAY, "ADO-HPV", DUE, "2023-06-10", "2038-03-04", "gardasil 2023-01-10"),
    Fact("2016-01-01", "2024-12-31", "HPV-GREFFE", TO_COME, conditions="greffe"),
    Fact("2016-01-01", "2025-01-01", "HPV-GREFFE", DUE, conditions="greffe"),
    Fact("2011-03-05", "2022-03-04", "ADO-ACWY", TO_COME, "2022-03-05"),
    Fact("2011-03-05", "2022-03-05", "ADO-ACWY", DUE, "2022-03-05"),
    Fact("2011-03-05", "2022-03-05", "ADO-ACWY", DUE, doses="acwy 2012-03-05"),
    Fact("2011-03-05", "2022-04-01", "ADO-ACWY", DONE, doses="acwy 2022-03-05"),
    Fact("2011-03-05", "2026-03-05", "ADO-ACWY-R", DUE, "2026-03-05", "2036-03-04"),
    Fact("2011-03-05", "2036-03-05", "ADO-ACWY-R", NO),
    Fact("2011-03-05", "2026-03-05", "ADO-ACWY-R", DONE, doses="acwy 2022-03-05"),
    Fact("2011-03-05", "2026-03-05", "ADO-MENB", DUE, "2026-03-05"),
    Fact("2011-03-05", "2036-03-05", "ADO-MENB", NO),
    Fact("2011-03-05", "2027-03-04", "ADO-HEPB", DUE),
    Fact(BABY, "2027-01-15", "ADO-HEPB", NO, doses=HEXA2),
    Fact("2011-03-05", "2027-03-05", "ADO-HEPB", NO),
    Fact("2011-03-05", TODAY, "ADO-HEPB", DONE, doses="hepb 2023-01-01, hepb 2023-06-01"),
    Fact(
        "2020-03-05",
        TODAY,
        "ADO-HEPB",
        DONE,
        doses="hexa 2020-05-05, hexa 2020-07-05, hexa 2021-02-05",
    ),
    Fact("1990-01-01", TODAY, "HEPB-ADU", NONE),
    Fact("1990-01-01", TODAY, "HEPB-ADU", DUE, conditions="soignant"),
    Fact(
        "1990-01-01",
        TODAY,
        "HEPB-ADU",
        DUE,
        "2026-10-01",
        doses="hepb 2026-04-01, hepb 2026-05-01",
        conditions="renale",
    ),
    Fact("1961-11-22", TODAY, "PNE-65", TO_COME, "2026-11-22"),
    Fact("1961-11-21", TODAY, "PNE-65", DUE, "2026-11-21"),
    Fact("1950-01-01", TODAY, "PNE-65", DONE, doses="vpc20 2025-01-01"),
    Fact("1950-01-01", TODAY, "PNE-ANT1", TO_COME, "2026-12-01", doses="vpp23 2025-12-01"),
    Fact("1950-01-01", TODAY, "PNE-ANT1", DUE, "2026-11-21", doses="vpc13 2025-11-21"),
    Fact(
        "1950-01-01",
        TODAY,
        "PNE-ANT2",
        TO_COME,
        "2027-03-01",
        doses="vpc13 2021-12-01, vpp23 2022-03-01",
    ),
    Fact(
        "1950-01-01",
        TODAY,
        "PNE-ANT2",
        DUE,
        "2026-11-21",
        doses="vpc13 2021-09-01, vpp23 2021-11-21",
    ),
    Fact("2008-11-22", TODAY, "PNE-RISQ", NONE, conditions="diabete"),
    Fact("1980-01-01", TODAY, "PNE-RISQ", DUE, TODAY, conditions="diabete"),
    Fact("2008-11-21", TODAY, "PNE-RISQ", DUE, conditions="diabete"),
    Fact("1980-01-01", TODAY, "PNE-RISQ", NONE),
    Fact("1950-01-01", TODAY, "PNE-ANT1", TO_COME, "2027-08-01", doses="pneumo 2026-08-01"),
    Fact("1950-01-01", TODAY, "ZON-65", TO_COME, "2027-08-01", doses="zona 2026-08-01"),
    Fact("2020-01-01", TODAY, "PNE-ENF", UNKNOWN, conditions="asplenie"),
    Fact("1961-11-22", TODAY, "ZON-65", TO_COME, "2026-11-22"),
    Fact("1961-11-21", TODAY, "ZON-65", DUE, "2026-11-21"),
    Fact("1950-01-01", TODAY, "ZON-65", DUE, "2026-11-01", doses="shingrix 2026-09-01"),
    Fact("1950-01-01", TODAY, "ZON-65", DONE, doses="shingrix 2026-05-01, shingrix 2026-07-01"),
    Fact("1950-01-01", TODAY, "ZON-65", TO_COME, "2027-02-01", doses="zostavax 2026-02-01"),
    Fact("2008-11-22", TODAY, "ZON-IMM", TO_COME, "2026-11-22", conditions="immunodepression"),
    Fact("2008-11-21", TODAY, "ZON-IMM", DUE, conditions="immunodepression"),
    Fact("1951-11-22", TODAY, "VRS-75", TO_COME, "2026-11-22"),
    Fact("1951-11-21", TODAY, "VRS-75", DUE, "2026-11-21"),
    Fact("1940-01-01", TODAY, "VRS-75", DONE, doses="abrysvo 2025-10-01"),
    Fact("1961-11-21", TODAY, "VRS-65R", DUE, conditions="cardiopathie"),
    Fact("1961-11-22", TODAY, "VRS-65R", TO_COME, conditions="respiratoire"),
    Fact("1961-11-21", TODAY, "VRS-65R", NONE, conditions="diabete"),
    Fact("2000-01-01", TODAY, "VAR-ADO", NONE),
    Fact("2000-01-01", TODAY, "VAR-ADO", DUE, conditions="!varicelle"),
    Fact("2000-01-01", TODAY, "VAR-ADO", NONE, conditions="varicelle"),
    Fact("1985-11-21", TODAY, "VAR-ADO", NONE, conditions="!varicelle"),
    Fact(
        "2000-01-01",
        TODAY,
        "HEPA-RISQ",
        TO_COME,
        "2027-03-01",
        doses="hepa 2026-09-01",
        conditions="hsh",
        sex="M",
    ),
    Fact("2015-01-01", TODAY, "DEN-OM", DUE, conditions="outre_mer dengue"),
    Fact("2000-01-01", TODAY, "DEN-OM", NONE, conditions="outre_mer dengue"),
    Fact("2000-01-01", TODAY, "DEN-OM", DUE, TODAY, conditions="guyane diabete"),
    Fact("2015-01-01", TODAY, "DEN-OM", NONE, conditions="outre_mer diabete"),
    Fact("2000-01-01", TODAY, "DEN-OM", NONE, conditions="outre_mer"),
    Fact("2025-11-22", TODAY, "FJ-GUY", TO_COME, "2026-11-22", conditions="guyane"),
    Fact("2025-11-21", TODAY, "FJ-GUY", DUE, conditions="guyane"),
    Fact("2000-01-01", TODAY, "FJ-GUY", DONE, doses="fj 2010", conditions="guyane"),
    Fact("2000-01-01", TODAY, "CHIK", UNKNOWN, conditions="outre_mer"),
    Fact("2000-01-01", TODAY, "VOY", UNKNOWN, conditions="voyage"),
    Fact("2000-01-01", TODAY, "VOY", NONE),
]
BOOSTERS = [
    Fact("2016-05-10", "2022-05-09", "ENF-6", TO_COME, "2022-05-10"),
    Fact("2016-05-10", "2022-05-10", "ENF-6", DUE, "2022-05-10"),
    Fact("2016-05-10", "2023-05-10", "ENF-6", DUE),
    Fact("2016-05-10", "2023-05-10", "ENF-6", LATE, doses="penta 2017-04-10"),
    Fact("2016-05-10", "2023-05-10", "ENF-6", DONE, "2027-05-10", doses="tetra 2022-06-01"),
    Fact("2016-05-10", "2027-05-10", "ENF-11", DUE, "2027-05-10", doses="tetra 2022-06-01"),
    Fact("2012-05-10", TODAY, "ENF-11", LATE, "2023-05-10", doses="tetra 2018-06-01"),
    Fact("2012-05-10", TODAY, "ENF-11", DONE, "2037-05-10", doses="dtcap 2024-06-01"),
    Fact("2001-11-22", TODAY, "ENF-11", DONE, "2026-11-22", doses="dtcap 2014-06-01"),
    Fact("2001-11-21", TODAY, "ADU-25", DUE, "2026-11-21", doses="dtcap 2014-06-01"),
    Fact("2001-11-21", TODAY, "ADU-25", DONE, "2046-11-21", doses="dtcap 2021-11-21"),
    Fact("2001-11-21", TODAY, "ADU-25", DUE, doses="dtcap 2021-11-20"),
    Fact("2001-11-21", TODAY, "ADU-25", DUE, doses="dtp 2026-03-01"),
    Fact("1981-11-22", TODAY, "ADU-25", DONE, "2026-11-22", doses="dtcap 2006-06-01"),
    Fact("1981-11-21", TODAY, "ADU-45", DUE, "2026-11-21", doses="dtcap 2006-06-01"),
    Fact("1981-11-21", "2027-11-21", "ADU-45", LATE, "2026-11-21", doses="dtcap 2006-06-01"),
    Fact("1981-11-21", TODAY, "ADU-45", DONE, "2046-11-21", doses="dtp 2026-11-21"),
    Fact("1977-07-14", TODAY, "ADU-45", DUE, "2022-07-14", doses="tetanos 2022-08-01"),
    Fact("1961-11-22", TODAY, "ADU-45", DONE, "2026-11-22", doses="dtp 2010-01-01"),
    Fact("1961-11-21", TODAY, "ADU-65", DUE, "2026-11-21", doses="dtp 2010-01-01"),
    Fact("1950-11-21", TODAY, "ADU-65", LATE, "2025-11-21", doses="dtp 2015-12-01"),
    Fact("1950-11-21", TODAY, "ADU-65", DONE, "2035-11-21", doses="dtp 2025-12-01"),
    Fact("1985-11-21", TODAY, "ADU-25", DUE),
    Fact("1999-05-01", TODAY, "ADU-25", DUE, doses="dtp 2024-06-01"),
    Fact("1985-01-01", TODAY, "ADU-45", TO_COME, "2030-01-01", doses="dtp 2000"),
    Fact(
        "1990-01-01",
        TODAY,
        "ADU-PRO-COQ",
        DUE,
        doses="dtcap 2021-11-20",
        conditions="soignant_nourrisson",
    ),
    Fact(
        "1990-01-01",
        TODAY,
        "ADU-PRO-COQ",
        DONE,
        doses="dtcap 2021-11-21",
        conditions="soignant_nourrisson",
    ),
    Fact("1960-01-01", TODAY, "COCOON", DUE, TODAY, conditions="entourage_nourrisson"),
    Fact("1960-01-01", TODAY, "COCOON", NONE),
]
SEASONS = [
    Fact("1961-11-22", TODAY, "GRIP-65", TO_COME, "2026-11-22"),
    Fact("1961-11-21", TODAY, "GRIP-65", DUE, "2026-11-21", "2027-02-28"),
    Fact("1950-01-01", "2026-09-30", "GRIP-65", TO_COME, "2026-10-01"),
    Fact("1950-01-01", "2026-10-01", "GRIP-65", DUE, "2026-10-01"),
    Fact("1950-01-01", TODAY, "GRIP-65", DONE, "2027-10-01", doses="grippe 2026-10-20"),
    Fact("1950-01-01", TODAY, "GRIP-65", DUE, doses="grippe 2025-12-20"),
    Fact("1950-01-01", "2026-10-02", "GRIP-65", DONE, "2027-10-01", doses="grippe 2026-09-20"),
    Fact("1990-01-01", TODAY, "GRIP-RISQ", DUE, conditions="imc_40"),
    Fact("1990-01-01", TODAY, "GRIP-RISQ", NONE),
    Fact("1990-01-01", TODAY, "GRIP-PRO", DUE, conditions="entourage_fragile"),
    Fact("1990-01-01", TODAY, "GRO-GRIPPE", DUE, conditions=TOLD),
    Fact("2024-11-22", TODAY, "GRIP-ENF", TO_COME, "2026-11-22"),
    Fact("2024-11-21", TODAY, "GRIP-ENF", DUE),
    Fact("2008-11-21", TODAY, "GRIP-ENF", NONE),
    Fact("2020-01-01", TODAY, "GRIP-ENF", DUE, "2026-11-10", doses="grippe 2026-10-10"),
    Fact("2016-01-01", TODAY, "GRIP-ENF", DONE, doses="grippe 2026-10-10"),
    Fact("1961-11-21", TODAY, "COV-65", DUE, "2026-11-21"),
    Fact("1950-01-01", TODAY, "COV-65", TO_COME, "2026-12-01", doses="covid 2026-06-01"),
    Fact("1944-04-01", TODAY, "COV-65", DUE, "2026-10-15", doses="covid 2026-06-01"),
    Fact("1990-01-01", TODAY, "COV-RISQ", TO_COME, doses="covid 2026-06-01", conditions="diabete"),
    Fact(
        "1990-01-01",
        TODAY,
        "COV-RISQ",
        DUE,
        doses="covid 2026-06-01",
        conditions="immunodepression",
    ),
    Fact("1950-01-01", TODAY, "COV-65", DONE, "2027-10-15", doses="covid 2026-10-20"),
    Fact("1990-01-01", TODAY, "COV-RISQ", DUE, conditions="diabete"),
    Fact("1990-01-01", TODAY, "GRO-COVID", DUE, conditions=TOLD),
    Fact("1946-04-02", "2026-04-01", "COV-PRINT", NONE),
    Fact("1946-04-01", "2026-04-01", "COV-PRINT", DUE),
    Fact("1990-04-01", "2026-05-01", "COV-PRINT", DUE, conditions="immunodepression"),
    Fact("1990-04-01", "2026-05-01", "COV-PRINT", NONE, conditions="diabete"),
    Fact(BABY, "2026-09-01", "NOU-VRS", DUE, "2026-09-01", "2027-01-31"),
    Fact(BABY, TODAY, "NOU-VRS", NONE, conditions="mere_vaccinee_vrs"),
    Fact(BABY, TODAY, "NOU-VRS", DONE, doses="beyfortus 2026-10-01"),
    Fact("2026-02-01", "2026-05-01", "NOU-VRS", TO_COME, "2026-09-01"),
    Fact("2025-10-01", "2026-09-10", "NOU-VRS", DONE, doses="beyfortus 2025-10-05"),
]
# Term 01/03/2027: 15 SA begin on 31/08/2026, 32 SA on 28/12/2026; 36 SA end on 31/01/2027.
PREGNANCIES = [
    Fact("1995-01-01", "2026-08-30", "GRO-COQ", TO_COME, "2026-08-31", conditions=TOLD),
    Fact("1995-01-01", "2026-08-31", "GRO-COQ", DUE, "2026-08-31", "2027-01-31", conditions=TOLD),
    Fact("1995-01-01", "2027-01-31", "GRO-COQ", DUE, conditions=TOLD),
    Fact("1995-01-01", "2027-02-01", "GRO-COQ", LATE, conditions=TOLD),
    Fact("1995-01-01", TODAY, "GRO-COQ", DONE, doses="dtcap 2026-10-01", conditions=TOLD),
    Fact("1995-01-01", TODAY, "GRO-COQ", DUE, doses="dtcap 2026-05-01", conditions=TOLD),
    Fact("1995-01-01", TODAY, "GRO-COQ", UNKNOWN, conditions="grossesse"),
    Fact("1995-01-01", TODAY, "GRO-COQ", NONE),
    Fact("1995-01-01", "2026-12-27", "GRO-VRS", TO_COME, "2026-12-28", conditions=TOLD),
    Fact("1995-01-01", "2026-12-28", "GRO-VRS", DUE, "2026-12-28", conditions=TOLD),
    Fact("1995-01-01", "2027-02-01", "GRO-VRS", NO, conditions=TOLD),
    Fact("1995-01-01", "2026-04-20", "GRO-VRS", NO, conditions="grossesse@2026-06-15"),
]


@pytest.mark.parametrize(
    "fact", [*SERIES, *BOOSTERS, *SEASONS, *PREGNANCIES], ids=lambda one: f"{one.rule} {one.on}"
)
def test_the_calendar_says(fact: Fact) -> None:
    found = assessed(fact.birth, fact.on, fact.doses, fact.conditions, fact.sex).verdicts
    verdict = next((one for one in found if one.rule_id == fact.rule), None)
    if fact.status is None:
        assert verdict is None or verdict.status is NO, verdict
        return
    assert verdict is not None, [one.rule_id for one in found]
    assert verdict.status is fact.status, verdict.reason
    if fact.next_from:
        assert verdict.next_from == date.fromisoformat(fact.next_from), verdict.reason
    if fact.next_to:
        assert verdict.next_to == date.fromisoformat(fact.next_to), verdict.reason


def test_every_rule_of_the_table_has_a_fact() -> None:
    from almapy.vaccine_calendar.table import shipped_calendar

    told = {fact.rule for fact in (*SERIES, *BOOSTERS, *SEASONS, *PREGNANCIES)}
    assert {rule.id for rule in shipped_calendar().rules} == told
