"""OIDs of the lists of matricules (INS notes §2); kept exactly as received, never rewritten."""

from __future__ import annotations

from enum import StrEnum

INS_NIR = "1.2.250.1.213.1.4.8"
INS_NIA = "1.2.250.1.213.1.4.9"
INS_NIR_TEST = "1.2.250.1.213.1.4.10"
INS_NIR_DEMO = "1.2.250.1.213.1.4.11"
INS_OIDS = frozenset({INS_NIR, INS_NIA, INS_NIR_TEST, INS_NIR_DEMO})
NEVER_IN_PRODUCTION = frozenset({INS_NIR_TEST, INS_NIR_DEMO})


class MatriculeKind(StrEnum):
    """Whether a matricule is a NIR or a NIA: its OID alone tells, never its digits."""

    NIR = "INS-NIR"
    NIA = "INS-NIA"


def matricule_kind(oid: str) -> MatriculeKind | None:
    """Return the kind of the matricules of a list, None for an OID that is no INS."""
    if oid not in INS_OIDS:
        return None
    return MatriculeKind.NIA if oid == INS_NIA else MatriculeKind.NIR
