"""The inner views of the booklet, by name."""

from __future__ import annotations

from enum import StrEnum


class ViewName(StrEnum):
    """What a person may do with the booklet of a record."""

    CREATE = "creer"
    RETRIEVE = "recuperer"
    COMPARE = "synchroniser"
    RECOMMENDATIONS = "recommandation"
    RESEND = "renvoyer"
    CHOOSE = "choisir"
    UNLINK = "delier"

    @property
    def label(self) -> str:
        """Return the words of the seed (cve.md §2)."""
        return _LABELS[self]


_LABELS = {
    ViewName.CREATE: "Créer le carnet de vaccination électronique",
    ViewName.RETRIEVE: (
        "Récupérer un carnet de vaccination électronique grâce à un code de partage que doit vous "
        "fournir le patient"
    ),
    ViewName.COMPARE: "Synchroniser avec les vaccins partagés",
    ViewName.RECOMMENDATIONS: "Recommandation CVE",
    ViewName.RESEND: "Renvoi du code de partage au patient",
    ViewName.CHOOSE: "Choisir un autre CVE ou en créer un",
    ViewName.UNLINK: "Délier…",
}
