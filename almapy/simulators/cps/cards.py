"""The simulated CPS that may be put into the simulated reader."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.simulators.practitioners import NOBODY_HERE, OWNER, SUBSTITUTE, Professional

PIN = "1234"
"""The code of every simulated card."""


@dataclass(frozen=True, slots=True)
class SimulatedCpsCard:
    """One card; ``label`` is French, ``serial`` the number the library tells it by."""

    key: str
    label: str
    holder: Professional
    serial: str
    expired: bool = False
    blocked: bool = False


CPS_CARDS = (
    SimulatedCpsCard("cps_medecin", "CPS de PAUL DEMO", OWNER, "2800000017"),
    SimulatedCpsCard("cps_remplacant", "CPS de CLAIRE FICTIVE", SUBSTITUTE, "2800000025"),
    SimulatedCpsCard("cps_expiree", "CPS de PAUL DEMO, expirée", OWNER, "2800000033", expired=True),
    SimulatedCpsCard(
        "cps_bloquee", "CPS de CLAIRE FICTIVE, bloquée", SUBSTITUTE, "2800000041", blocked=True
    ),
    SimulatedCpsCard("cps_inconnue", "CPS d'INES PERSONNE", NOBODY_HERE, "2800000058"),
)
