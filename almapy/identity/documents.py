"""« Nature just. d'identité »: proofs of identity and how far each is trusted (INS notes §3.8)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """One proof; ``high`` when it is enough to validate an identity."""

    code: str
    label: str
    high: bool


DOCUMENTS = (
    IdentityDocument("carte_identite", "Carte nationale d'identité", high=True),
    IdentityDocument("passeport", "Passeport", high=True),
    IdentityDocument("titre_sejour", "Titre de séjour", high=True),
    IdentityDocument("acte_naissance", "Acte de naissance (mineur)", high=True),
    IdentityDocument("livret_famille", "Livret de famille (mineur)", high=True),
    IdentityDocument("circulation_mineur", "Document de circulation (mineur)", high=True),
    IdentityDocument("appli_cv", "Identité numérique / Application carte Vitale", high=True),
    IdentityDocument("permis", "Permis de conduire (ne suffit pas seul)", high=False),
    IdentityDocument("carte_vitale", "Carte Vitale (ne suffit pas seule)", high=False),
)
"""In the order of the list; none of them is chosen beforehand (RNIV, EXI SI 10)."""

IDENTITY_DOCUMENTS = {one.code: one.label for one in DOCUMENTS}
HIGH_CONFIDENCE_DOCUMENTS = frozenset(one.code for one in DOCUMENTS if one.high)
