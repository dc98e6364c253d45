"""Why the simulated INSi refuses a call, and the SOAP 1.2 faults that say so, in both shapes.

Codes met in the notes (§4.5) are used as such. For checks whose official code is not known, the
detail code starts with « simulateur_ »: it exists here only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from xml.sax.saxutils import escape, quoteattr

from almapy.insi.standard import SIRAM, SOAP, WSA

MALFORMED = "siram_10"
UNAVAILABLE = "siram_40"
FORBIDDEN = "siram_100"


class Shape(StrEnum):
    """The two shapes of fault that coexist (§4.5)."""

    A = "A"  # soap:Sender, French, « erreur »
    B = "B"  # S:Receiver, « en », « fatal »


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: subcode, detail code, text; ``code`` is the SOAP one, empty for the usual."""

    subcode: str
    detail: str
    text: str
    shape: Shape = Shape.A
    code: str = ""
    status: int = 500

    def written(self, message_id: str) -> bytes:
        """Return the envelope of the fault about this message."""
        return (_shape_a if self.shape is Shape.A else _shape_b)(self, message_id).encode()


class Refused(Exception):  # noqa: N818  (named after the fact)
    """The call is not acceptable; ``fault`` tells why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.detail)
        self.fault = fault


def malformed(detail: str, text: str, *, code: str = "", status: int = 500) -> Refused:
    """Return a refusal of what was written; ``detail`` is a code of this simulator."""
    fault = Fault(MALFORMED, f"simulateur_{detail}", text, code=code, status=status)
    return Refused(fault)


def forbidden(detail: str, text: str) -> Refused:
    """Return a refusal of who calls; ``detail`` is a code of this simulator."""
    return Refused(Fault(FORBIDDEN, f"simulateur_{detail}", text))


NO_BIRTH_NAME = Fault(MALFORMED, "insi_19", "Le nom de naissance est obligatoire.")
SEARCH_FAILED = Fault(
    UNAVAILABLE,
    "insi_102",
    "L'appel au service de recherche avec les traits d'identité renvoie une erreur technique. "
    "Service temporairement indisponible.",
    Shape.B,
)
SERVICE_DOWN = Fault(UNAVAILABLE, "insi_111", "Téléservices indisponibles.", Shape.B)
UNKNOWN_SOFTWARE = Fault(FORBIDDEN, "desir_550", "Numéro d'autorisation du logiciel inconnu.")
ACCESS_LEVEL = Fault(FORBIDDEN, "desir_560", "Niveau d'accès insuffisant.")
KNOWN_FAULTS = {
    fault.detail: fault
    for fault in (NO_BIRTH_NAME, SEARCH_FAILED, SERVICE_DOWN, UNKNOWN_SOFTWARE, ACCESS_LEVEL)
}


def _shape_a(fault: Fault, message_id: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<soap:Envelope xmlns:soap="{SOAP}"><soap:Body><soap:Fault>'
        f"<soap:Code><soap:Value>soap:{fault.code or 'Sender'}</soap:Value>"
        f"<soap:Subcode><soap:Value>soap:{fault.subcode}</soap:Value></soap:Subcode></soap:Code>"
        f'<soap:Reason><soap:Text xml:lang="fr">{escape(fault.text)}</soap:Text></soap:Reason>'
        f'<soap:Detail><siram:Erreur xmlns:siram="{SIRAM}" code="{fault.detail}" '
        f'messageID={quoteattr(message_id)} severite="erreur">{escape(fault.text)}</siram:Erreur>'
        "</soap:Detail></soap:Fault></soap:Body></soap:Envelope>"
    )


def _shape_b(fault: Fault, message_id: str) -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        f'<S:Envelope xmlns:S="{SOAP}" xmlns:wsa="{WSA}">'
        f"<S:Header><wsa:RelatesTo>{escape(message_id)}</wsa:RelatesTo></S:Header><S:Body>"
        f'<S:Fault xmlns:ns3="{SIRAM}">'
        f"<S:Code><S:Value>S:{fault.code or 'Receiver'}</S:Value>"
        f"<S:Subcode><S:Value>S:{fault.subcode}</S:Value></S:Subcode></S:Code>"
        f'<S:Reason><S:Text xml:lang="en">{escape(fault.text)}</S:Text></S:Reason>'
        f'<S:Detail><ns3:Erreur severite="fatal" messageID={quoteattr(message_id)} '
        f'code="{fault.detail}">{escape(fault.text)}</ns3:Erreur></S:Detail>'
        "</S:Fault></S:Body></S:Envelope>"
    )
