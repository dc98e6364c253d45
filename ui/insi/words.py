"""The words of the INSi windows, and the forms in which values are shown."""

from __future__ import annotations

import re
from datetime import date

from almapy.identity.nir import shown_nir
from almapy.insi.model import CallKind, Ins

BY_CARD = "Recherche INSI avec CV"
BY_TRAITS = "Recherche INSI sans CV"
VERIFICATION = "Vérification INSI"
SEARCH = "Rechercher l'INSI"
VERIFY = "Vérifier l'INS"
READ_CARD = "Lire la carte Vitale"
CLOSE = "Fermer"
COMPARISON = "Comparaison\u00a0: retour INSI et informations du patient"
RECEIVED = "Données retournées par le téléservice"
RECORDED = "Données dans le dossier du patient"
HISTORY = "Historique de l'INS"
NO_HISTORY = "Pas d'historique d'INS"
VALIDATION = "Validation de l'identité du patient pour qualification de l'INS"
VALIDATE_BOX = "Je valide cette identité avec un justificatif d'identité de haut niveau"
DOCUMENT = "Nature just. d'identité"
MUST_VALIDATE = "Vous devez valider l'identité pour accéder aux téléservices"
ACCEPT = "Valider les modifications"
REFUSE = "Ne rien modifier"
VERIFIED = "Vérification terminée"
RIGHT = "NIR et Traits d'identité corrects"
WITHOUT_CARD = (
    "Sans carte Vitale, le DMP ou la MSSanté patient ne sont accessibles que si l'INS est connue "
    "et l'identité qualifiée."
)
SIMULATOR = "Simulateur"
_UNDER_WAY = {
    CallKind.TRAITS: "Recherche de l'INS avec les traits d'identité",
    CallKind.CARD: "Recherche de l'INS avec la carte Vitale",
    CallKind.VERIFICATION: "Vérification de l'INS et des traits d'identité",
}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


def under_way(kind: CallKind, seconds: int) -> str:
    """Return what is being asked and since when."""
    return f"{_UNDER_WAY[kind]}\u00a0: {seconds}\u00a0s"


def shown_day(text: str) -> str:
    """Return JJ/MM/AAAA for a day as INSi writes it, lunar ones included; another text as it is."""
    parts = _DAY.fullmatch(text)
    return f"{parts[3]}/{parts[2]}/{parts[1]}" if parts else text


def shown_date(day: date | None) -> str:
    """Return JJ/MM/AAAA."""
    return f"{day:%d/%m/%Y}" if day is not None else ""


def former_words(ins: Ins) -> str:
    """Return one former matricule with its kind and its days, as received."""
    kind = ins.kind
    days = [
        f"{word} {shown_day(day)}"
        for word, day in (("du", ins.starts_on), ("au", ins.ends_on))
        if day
    ]
    parts = (shown_nir(ins.matricule), kind.value if kind else f"OID {ins.oid}", " ".join(days))
    return " · ".join(part for part in parts if part)
