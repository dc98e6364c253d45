"""A professional as Pro Santé Connect names them (PSC notes §6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

BAS_ISSUER = "https://auth.bas.psc.esante.gouv.fr/auth/realms/esante-wallet"
PRODUCTION_ISSUER = "https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet"
REAL_ISSUERS = frozenset({BAS_ISSUER, PRODUCTION_ISSUER})


class Channel(StrEnum):
    """Where the person confirms a decoupled sign-in (CIBA)."""

    MOBILE = "MOBILE"  # e-CPS on the telephone
    CARD = "CARD"  # the CPS, through the tool of the ANS


@dataclass(frozen=True, slots=True)
class Activity:
    """One place where the person works; ``structure_id`` is the technical id of the structure."""

    profession_code: str
    mode_code: str
    sector_code: str
    structure_id: str
    name: str

    @property
    def key(self) -> str:
        """Return what tells this place from the others of the person, to find it again."""
        return "/".join(
            (self.profession_code, self.mode_code, self.sector_code, self.structure_id or self.name)
        )


@dataclass(frozen=True, slots=True)
class OtherId:
    """Another identifier of the same person, and which directory gave it (``RPPS``, ``ADELI``)."""

    identifier: str
    origin: str


@dataclass(frozen=True, slots=True)
class PscIdentity:
    """Who signed in. ``subject`` is SubjectNameID (8 and the RPPS), never the ``sub`` claim.

    ``means`` is « Palier_Authentification », empty when nothing tells it. ``student`` tells that
    every profession is exercised as a student (« catégorie E »).
    """

    issuer: str
    subject: str
    family_name: str = field(repr=False)
    first_name: str = field(repr=False)
    profession_codes: frozenset[str] = frozenset()
    student: bool = False
    activities: tuple[Activity, ...] = ()
    means: str = ""
    other_ids: tuple[OtherId, ...] = ()

    @property
    def rpps(self) -> str:
        """Return the 11 digits of the RPPS, empty for another national identifier."""
        digits = self.subject[1:]
        return digits if self.subject[:1] == "8" and digits.isdigit() else ""

    @property
    def name(self) -> str:
        """Return the first name and the family name."""
        return f"{self.first_name} {self.family_name}".strip()
