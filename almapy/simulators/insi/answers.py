"""The answers of INSi, written in the several ways that real ones are (§4.5).

Format non publié for the verification: « ReponseUnitaire » holds a CR like the other answers; its
codes other than 00 are this simulator's own.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape

from almapy.insi.standard import (
    FOUND,
    NOBODY,
    RESPONSE_SUFFIX,
    RESULT,
    SEVERAL,
    SOAP,
    VERIFIED,
    WSA,
)
from almapy.simulators.insi.people import NIR, Matricule, Person


class Style(StrEnum):
    """How the same answer is spelled."""

    PREFIXED = "prefixe"  # ns2:RESULTAT in a soap:Envelope
    DEFAULT = "defaut"  # RESULTAT in its own default namespace
    MIXED = "mixte"  # env:Body inside a soap:Envelope


@dataclass(frozen=True, slots=True)
class Result:
    """What is answered: a code, its words, perhaps a person; ``root`` names the element."""

    code: str
    label: str
    person: Person | None = None
    namespace: str = RESULT
    root: str = "RESULTAT"


NOBODY_FOUND = Result(NOBODY, "Aucune identite trouvee")
SEVERAL_FOUND = Result(SEVERAL, "Plusieurs identites trouvees")
UNKNOWN_RESULT = Result("77", "Code inconnu")
VERIFIED_RIGHT = Result(
    FOUND, "NIR et traits d'identite corrects", namespace=VERIFIED, root="ReponseUnitaire"
)
NUMBER_WRONG = Result(NOBODY, "INS incorrecte", namespace=VERIFIED, root="ReponseUnitaire")
TRAITS_WRONG = Result(
    NOBODY, "Traits d'identite incorrects", namespace=VERIFIED, root="ReponseUnitaire"
)


def found(person: Person) -> Result:
    """Return the result for the one person found."""
    return Result(FOUND, "OK", person)


def written(result: Result, style: Style, action: str, message_id: str) -> bytes:
    """Return the envelope of an answer to this message."""
    outer, inner = {"prefixe": ("soap", "soap"), "defaut": ("S", "S"), "mixte": ("soap", "env")}[
        style.value
    ]
    spaces = f'xmlns:{outer}="{SOAP}"' + (f' xmlns:{inner}="{SOAP}"' if inner != outer else "")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{outer}:Envelope {spaces}>'
        f'<{inner}:Header xmlns:wsa="{WSA}">'
        f"<wsa:Action>{escape(action + RESPONSE_SUFFIX)}</wsa:Action>"
        f"<wsa:MessageID>uuid:{uuid.uuid4()}</wsa:MessageID>"
        f"<wsa:RelatesTo>{escape(message_id)}</wsa:RelatesTo></{inner}:Header>"
        f"<{inner}:Body>{_Writer(style).result(result)}</{inner}:Body></{outer}:Envelope>"
    ).encode()


class _Writer:
    def __init__(self, style: Style) -> None:
        self._prefix = "" if style is Style.DEFAULT else "ns2:"
        self._binding = "xmlns" if style is Style.DEFAULT else "xmlns:ns2"
        self._typed = style is Style.DEFAULT

    def result(self, result: Result) -> str:
        parts = self._element(
            "CR",
            self._element("CodeCR", escape(result.code)),
            self._element("LibelleCR", escape(result.label)),
        )
        if result.person is not None:
            parts += self._person(result.person)
        name = f"{self._prefix}{result.root}"
        return f'<{name} {self._binding}="{result.namespace}">{parts}</{name}>'

    def _person(self, person: Person) -> str:
        traits = (
            ("NomNaissance", person.birth_name),
            ("ListePrenom", person.first_names),
            ("Sexe", person.sex),
            ("DateNaissance", person.birth_date),
            ("LieuNaissance", person.birth_place_code),
        )
        return self._element(
            "INDIVIDU",
            self._matricule("INSACTIF", person.active, person),
            *(self._matricule("INSHISTO", former, person) for former in person.former),
            self._element("TIQ", *(self._element(name, escape(value)) for name, value in traits)),
        )

    def _matricule(self, name: str, matricule: Matricule, person: Person) -> str:
        number = [
            self._element("NumIdentifiant", matricule.number),
            self._element("Cle", matricule.key),
        ]
        if self._typed and matricule.oid == NIR:
            number.append(self._element("TypeMatricule", "NIR"))
        identifier = self._element("IdIndividu", *number) + self._element("OID", matricule.oid)
        dates = "".join(
            self._element(tag, day)
            for tag, day in (("DateDeb", matricule.starts_on), ("DateFin", matricule.ends_on))
            if day
        )
        ordered = (dates, identifier) if person.dates_first else (identifier, dates)
        return self._element(name, *ordered)

    def _element(self, name: str, *inner: str) -> str:
        return f"<{self._prefix}{name}>{''.join(inner)}</{self._prefix}{name}>"
