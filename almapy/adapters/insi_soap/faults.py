"""SOAP faults of the teleservice: both shapes read, each code told in French (INS notes §4.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from almapy.adapters.insi_soap.parts import clean, first
from almapy.insi.standard import SIRAM, SOAP

if TYPE_CHECKING:
    from lxml.etree import _Element

REFUSED_FAMILY = "siram_100"
"""Access not authorised: the assertion sent is not to be used again."""

_SAFE = "Rien n'a été modifié dans le dossier."
_LATER = "Recommencez dans quelques minutes\u00a0; la recherche peut aussi attendre demain."
_WORDS = {
    "insi_19": (
        "Le téléservice n'a pas reçu de nom de naissance, qui est obligatoire. "
        f"{_SAFE} Complétez le nom de naissance du dossier, puis recommencez."
    ),
    "insi_102": (
        "La recherche s'est terminée par une erreur technique du téléservice\u00a0: on ne peut pas "
        f"en conclure que la personne y est inconnue. {_SAFE} {_LATER}"
    ),
    "insi_111": f"Les téléservices de l'Assurance Maladie sont indisponibles. {_SAFE} {_LATER}",
    "desir_550": (
        "Le téléservice ne connaît pas le numéro d'autorisation du logiciel (IDAM). "
        f"{_SAFE} Vérifiez ce numéro dans «\u00a0Téléservices\u00a0», ou demandez-le au support."
    ),
    "desir_560": (
        "Le téléservice juge le niveau d'accès insuffisant\u00a0: le certificat du cabinet doit "
        f"être au nom d'INSI-MANU ou d'INSI-AUTO. {_SAFE} Enregistrez dans les réglages le "
        "certificat délivré pour INSi."
    ),
    "siram_10": (
        f"Le téléservice juge la demande incomplète ou mal formée. {_SAFE} Vérifiez les traits "
        "d'identité du dossier\u00a0; si l'erreur persiste, transmettez l'historique de l'appel "
        "au support."
    ),
    "siram_40": (
        "Le téléservice est temporairement indisponible\u00a0: cela ne dit rien de la personne "
        f"recherchée. {_SAFE} {_LATER}"
    ),
    REFUSED_FAMILY: (
        f"Le téléservice refuse l'accès. {_SAFE} Vérifiez dans «\u00a0Téléservices\u00a0» la carte "
        "CPS ou le certificat, le numéro de facturation et le numéro d'autorisation du logiciel."
    ),
}
_OTHER = (
    f"Le téléservice a refusé l'appel par une erreur inconnue de ce logiciel. {_SAFE} Recommencez "
    "plus tard\u00a0; si l'erreur persiste, transmettez l'historique de l'appel au support."
)
_WRONG_TIME = (
    "Le téléservice refuse l'heure inscrite dans la demande. "
    f"{_SAFE} Mettez ce poste à l'heure, puis recommencez."
)
_TIME_WORDS = re.compile(
    r"horodat|horloge|issueinstant|notonorafter|notbefore|clock|\bheure (du|de l|des) |"
    r"assertion.{0,40}(expir|périm)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Za-z0-9_.\-]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault as received: ``code`` is that of the detail, ``family`` the subcode."""

    code: str = ""
    family: str = ""
    severity: str = ""
    reason: str = ""

    @property
    def shown_code(self) -> str:
        """Return the most precise code there is."""
        return self.code or self.family

    @property
    def words(self) -> str:
        """Return in French what happened, what is safe and what to do."""
        known = _WORDS.get(self.code.lower())
        if known is None and _TIME_WORDS.search(self.reason):
            known = _WRONG_TIME
        return known or _WORDS.get(self.family.lower()) or _OTHER


def read_fault(fault: _Element) -> Fault:
    """Read a SOAP 1.2 fault of either shape; whatever is missing stays empty."""
    code = fault.find(f"{{{SOAP}}}Code")
    value = "" if code is None else clean(code.findtext(f"{{{SOAP}}}Value"))
    subcode = "" if code is None else clean(code.findtext(f"{{{SOAP}}}Subcode/{{{SOAP}}}Value"))
    reason = clean(first(fault.findall(f"{{{SOAP}}}Reason/{{{SOAP}}}Text")))
    detail = fault.find(f"{{{SOAP}}}Detail")
    error = None if detail is None else detail.find(f"{{{SIRAM}}}Erreur")
    if error is None and detail is not None:
        error = detail
    told = "" if error is None else (error.get("code") or _named(error, "Code"))
    severity = "" if error is None else (error.get("severite") or _named(error, "Severite"))
    described = "" if error is None else (_named(error, "Descriptif") or clean(error.text))
    return Fault(_code(told), _code(subcode or value), clean(severity), reason or described)


def _named(parent: _Element, name: str) -> str:
    """Return the text of a descendant by its local name, whatever its namespace."""
    return clean(first(parent.findall(f".//{{*}}{name}")))


def _code(text: str) -> str:
    """Return what follows the last « : », as far as it looks like a code, 40 characters at most."""
    found = _CODE.match(clean(text).rsplit(":", 1)[-1])
    return found[0][:40] if found else ""
