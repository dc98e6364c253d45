"""What exists in every simulated service from its start: names, codes, passwords, carnets.

All of it is invented. At each start the codes can be used again, whatever a file has kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from almapy.simulators.practitioners import NOBODY_HERE, OWNER, SEVERAL_PLACES, Professional


@dataclass(frozen=True, slots=True)
class Account:
    """One professional who can sign in."""

    email: str
    password: str
    person: Professional

    @property
    def rpps(self) -> str:
        """Return the eleven digits."""
        return self.person.national_id[1:]


EMAIL = "demo@almapy.invalid"
PASSWORD = "Tilleul-2026"  # noqa: S105  (a person who does not exist)
DEMO = Account(EMAIL, PASSWORD, OWNER)
COLLEAGUE = Account("collegue@almapy.invalid", "Acacia-2026", SEVERAL_PLACES)
OTHER = Account("voyages@almapy.invalid", "Erable-2026", NOBODY_HERE)
"""Who validated what nobody else may delete."""
ACCOUNTS = (DEMO, COLLEAGUE, OTHER)

SHARE_CODE = "TESTCARN"
"""Opens the ten carnets of ``PSEUDOS``."""
EXPIRED_SHARE_CODE = "VXEUXCHK"
UNKNOWN_SHARE_CODE = "ZZZZ9999"
FAMILY = "famille@almapy.invalid"
"""The patient account of the ten carnets."""

WITHDRAWAL_GOOD = "RETRAIT7BON2"
WITHDRAWAL_LEGACY = "RETRAIT7VIEUX"
"""A good one; the file is in the old form of PKCS#12 (SHA-1, triple DES)."""
WITHDRAWAL_USED = "RETRAIT7USE"
WITHDRAWAL_TOO_OLD = "RETRAIT7PASSE"
WITHDRAWAL_UNKNOWN = "RETRAIT7RIEN"
WITHDRAWAL_EXPIRED = "RETRAIT7PERIME"
"""Gives a file whose certificate is past its end."""
WITHDRAWAL_DAMAGED = "RETRAIT7ABIME"
"""Gives a file that was cut on its way."""
WITHDRAWAL_OTHER_PASSWORD = "RETRAIT7AUTRE"  # noqa: S105  (a code, and invented)
"""Gives a file that this code does not open."""

REGISTRATION_CODE = "GROUPE-TILLEULS"
"""« code d'inscription » of a group that exists."""
PREPAID_CODE = "PREPAYE-DEMO"

RUTH_BORN = date(1977, 7, 14)
UNKNOWN_VACCINE = "VAC9999"
UNKNOWN_VACCINE_LABEL = "VACCIN DE DEMAIN (simulé)"
AGRIPPAL = "VAC0002"


@dataclass(frozen=True, slots=True)
class Line:
    """One vaccination of a carnet; ``validated_by`` None: a patient wrote it."""

    nuva: str
    day: str
    lot: str = ""
    site: str = ""
    route: str = "IM"
    comment: str = ""
    validated_by: Account | None = OTHER
    label: str = ""


@dataclass(frozen=True, slots=True)
class Carnet:
    """One carnet that exists from the start; ``opened`` when the demo account may read it."""

    uuid: str
    pseudo: str
    born: date
    gender: str
    birth_name: str
    first_names: str
    lines: tuple[Line, ...] = ()
    opened: bool = False
    revoked: bool = False
    last_name: str = ""
    external_id: str = ""


def _uuid(number: int) -> str:
    return f"5c0a7e00-0000-4000-8000-{number:012d}"


WITH_AGRIPPAL = Carnet(
    _uuid(4),
    "voyage",
    RUTH_BORN,
    "f",
    "NESSI",
    "RUTH ISABELLE",
    (
        Line(AGRIPPAL, "2012-10-16", "123456A", "LD"),
        Line("VAC0035", "2018-06-04", "N4F11V", "LD", "SQ", "Voyage professionnel (simulé)"),
        Line("VAC0003", "2018-06-05", "P1A45", "RD", validated_by=None),
    ),
    last_name="DE VINCI",
)
"""RUTH DE VINCI's carnet of travels: three lines, AGRIPPAL among them."""
WITH_UNKNOWN_VACCINE = Carnet(
    _uuid(3),
    "Cervarix",
    RUTH_BORN,
    "f",
    "NESSI",
    "RUTH ISABELLE",
    (
        Line(UNKNOWN_VACCINE, "2025-03-11", "X0001", "LD", label=UNKNOWN_VACCINE_LABEL),
        Line("VAC0048", "2010-02-02", "AHPVA044", "LD", validated_by=None),
    ),
    last_name="DE VINCI",
)
"""Also hers: one line bears a code that no reference knows."""
WITH_ANOTHER_S_LINE = Carnet(
    _uuid(5),
    "Ambroise",
    date(1932, 7, 14),
    "f",
    "DEMO",
    "PATIENTE HELENE CLAIRE",
    (
        Line("VAC0002", "2019-10-21", "190022", "LD"),
        Line("VAC0057", "2016-05-09", "N2B08", "RD", validated_by=None),
    ),
)
"""DEMO PATIENTE's: its first line was validated by another professional."""
REVOKED = Carnet(
    _uuid(11), "Retiré", date(1990, 1, 1), "m", "SIMULE", "PIERRE", opened=True, revoked=True
)
"""The demo account could read it; its owner put an end to that."""
OPENED = Carnet(
    _uuid(12),
    "Ouvert",
    RUTH_BORN,
    "f",
    "NESSI",
    "RUTH ISABELLE",
    (
        Line("VAC0002", "2013-11-05", "131105", "LD"),
        Line("VAC0002", "2014-11-04", "141104", "LD", validated_by=DEMO),
        Line("VAC0002", "2015-11-03", "151103", "LD", validated_by=None),
    ),
    opened=True,
    last_name="DE VINCI",
)
"""The demo account reads it: a line of another professional, one of its own, one of the patient."""

_TEN = (
    Carnet(_uuid(1), "Test Testsss", date(1932, 7, 14), "f", "DEMO", "PATIENTE"),
    Carnet(_uuid(2), "Test Test Test", date(1980, 2, 29), "m", "SIMULE", "TEST"),
    WITH_UNKNOWN_VACCINE,
    WITH_AGRIPPAL,
    WITH_ANOTHER_S_LINE,
    Carnet(_uuid(6), "Alwin-10062005", date(2005, 6, 10), "m", "SIMULE", "ALWIN"),
    Carnet(_uuid(7), "010106", date(2006, 1, 1), "f", "SIMULE", "JANE"),
    Carnet(_uuid(8), "10 ans", date(2016, 3, 3), "m", "SIMULE", "DIDIER"),
    Carnet(_uuid(9), "15/12/2006", date(2006, 12, 15), "f", "SIMULE", "AUDE"),
    Carnet(_uuid(10), "09 10 2007", date(2007, 10, 9), "m", "SIMULE", "OCTAVE"),
)
PSEUDOS = tuple(one.pseudo for one in _TEN)
"""In the order in which the code lists them."""
CARNETS = (*_TEN, REVOKED, OPENED)


def carnet(pseudo: str) -> Carnet:
    """Return the carnet of that pseudo; raises KeyError."""
    return {one.pseudo: one for one in CARNETS}[pseudo]
