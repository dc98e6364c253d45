"""Answers of INSi as the notes show them, and faults of both shapes (INS notes §4.5, §4.8)."""

from __future__ import annotations

NIR = "1.2.250.1.213.1.4.8"
NIA = "1.2.250.1.213.1.4.9"
_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_RESULT = "http://www.cnamts.fr/INSiResultat"


def enveloped(content: str) -> bytes:
    """Return a message whose prefixes differ from one element to the other, as live ones do."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="{_SOAP}">'
        f'<env:Body xmlns:S="{_SOAP}" xmlns:env="{_SOAP}">{content}</env:Body></soap:Envelope>'
    ).encode()


def result(code: str, label: str, individual: str = "") -> bytes:
    return enveloped(
        f'<RESULTAT xmlns="{_RESULT}" xmlns:ns0="http://www.cnamts.fr/INSiRecVit">'
        f"<CR><CodeCR>{code}</CodeCR><LibelleCR>{label}</LibelleCR></CR>{individual}</RESULTAT>"
    )


def matricule(number: str, key: str, oid: str = NIR, dates: str = "", *, first: bool = False):
    holder = (
        f"<IdIndividu><NumIdentifiant>{number}</NumIdentifiant><Cle>{key}</Cle></IdIndividu>"
        f"<OID>{oid}</OID>"
    )
    return dates + holder if first else holder + dates


def days(starts: str, ends: str = "") -> str:
    ended = f"<DateFin>{ends}</DateFin>" if ends else ""
    return f"<DateDeb>{starts}</DateDeb>{ended}"


def person(
    active: str, name: str, given: str, sex: str, born: str, place: str, history: str = ""
) -> str:
    return (
        f"<INDIVIDU><INSACTIF>{active}</INSACTIF>{history}<TIQ><NomNaissance>{name}</NomNaissance>"
        f"<ListePrenom>{given}</ListePrenom><Sexe>{sex}</Sexe><DateNaissance>{born}"
        f"</DateNaissance><LieuNaissance>{place}</LieuNaissance></TIQ></INDIVIDU>"
    )


def former(content: str) -> str:
    return f"<INSHISTO>{content}</INSHISTO>"


RUTH = result(
    "00",
    "OK",
    person(matricule("2770763220829", "10"), "NESSI", "RUTH ISABELLE", "F", "1977-07-14", "63220"),
)
NOBODY = result("01", "Aucune identite trouvee")
SEVERAL = result("02", "Plusieurs identites trouvees")
TEST_2_04 = result(
    "00",
    "OK",
    person(
        matricule("1090763220834", "89", NIR, days("2019-03-01"), first=True),
        "ECETINSI",
        "PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2009-07-14",
        "63220",
        former(matricule("2090763220834", "39", NIR, days("2019-03-01", "2019-02-28"), first=True))
        + former(
            matricule("2090663220123", "55", NIR, days("2009-07-14", "2018-01-01"), first=True)
        ),
    ),
)
TEST_2_05 = result(
    "00",
    "OK",
    person(
        matricule("1090763220888", "35", NIA), "PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220"
    ),
)
TEST_2_08_CORSE = result(
    "00",
    "OK",
    person(
        matricule("180032B020401", "23"),
        "CORSE",
        "ANTHONY",
        "M",
        "1980-03-02",
        "2B020",
        former(matricule("180032B020401", "23")),
    ),
)
TEST_2_08_HERMANN = result(
    "00",
    "OK",
    person(
        matricule("1810363220456", "60"),
        "HERMANN",
        "GATIEN",
        "M",
        "1981-03-24",
        "63220",
        former(matricule("2810363220456", "10", NIR, days("1981-03-24", "2015-05-05"))),
    ),
)
DARTAGNAN = result(
    "00",
    "OK",
    person(
        matricule("1010663220754", "60"),
        "D&apos;ARTAGNAN DE L'HERAULT",
        "PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2001-06-17",
        "63220",
    ),
)


def fault_a(subcode: str, code: str, text: str, severity: str = "erreur") -> bytes:
    return enveloped(
        f"<soap:Fault><soap:Code><soap:Value>soap:Sender</soap:Value><soap:Subcode><soap:Value>"
        f"soap:{subcode}</soap:Value></soap:Subcode></soap:Code><soap:Reason><soap:Text "
        f'xml:lang="fr">{text}</soap:Text></soap:Reason><soap:Detail><siram:Erreur '
        f'xmlns:siram="urn:siram" code="{code}" messageID="uuid:1" severite="{severity}">{text}'
        f"</siram:Erreur></soap:Detail></soap:Fault>"
    )


def fault_b(subcode: str, code: str, text: str) -> bytes:
    return enveloped(
        f"<S:Fault><S:Code><S:Value>S:Receiver</S:Value><S:Subcode><S:Value>S:{subcode}</S:Value>"
        f'</S:Subcode></S:Code><S:Reason><S:Text xml:lang="en">{text}</S:Text></S:Reason><S:Detail>'
        f'<ns1:Erreur xmlns:ns1="urn:siram" severite="fatal" messageID="uuid:1" code="{code}">'
        f"{text}</ns1:Erreur></S:Detail></S:Fault>"
    )


def fault_c(subcode: str, code: str, text: str) -> bytes:
    """Return the shape with child elements, and no words in Reason."""
    return enveloped(
        f"<S:Fault><S:Code><S:Value>S:Receiver</S:Value><S:Subcode><S:Value>S:{subcode}</S:Value>"
        f'</S:Subcode></S:Code><S:Detail><e:Erreur xmlns:e="urn:siram"><e:Code>{code}</e:Code>'
        f"<e:Severite>fatal</e:Severite><e:Descriptif>{text}</e:Descriptif></e:Erreur></S:Detail>"
        f"</S:Fault>"
    )


def verified(code: str, label: str) -> bytes:
    """Format non publié: what the client accepts is a code and words in the known namespace."""
    space = "http://www.cnamts.fr/INSiLot2/REPUnitaire"
    return enveloped(
        f'<v:ReponseUnitaire xmlns:v="{space}"><v:CR><v:CodeCR>{code}</v:CodeCR>'
        f"<v:LibelleCR>{label}</v:LibelleCR></v:CR></v:ReponseUnitaire>"
    )
