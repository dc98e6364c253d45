"""Calls of INSi written by hand: they share nothing with the client of the program."""

from __future__ import annotations

import http.client
import ssl
import tempfile
import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.signer import XMLSigner

SERVICE = "urn:ServiceIdentiteCertifiee:1.0.0:"
BY_TRAITS = f"{SERVICE}rechercherInsAvecTraitsIdentite"
BY_CARD = f"{SERVICE}rechercherInsAvecCarteVitale"
VERIFY = f"{SERVICE}verifierInsAvecTraitsIdentite"
NS = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "a": "http://www.w3.org/2005/08/addressing",
    "w": "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
    "saml": "urn:oasis:names:tc:SAML:2.0:assertion",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "bam": "urn:siram:bam:ctxbam",
    "lps": "urn:siram:lps:ctxlps",
    "siram": "urn:siram",
    "t": "http://www.cnamts.fr/INSiRecSans",
    "v": "http://www.cnamts.fr/INSiRecVit",
    "r": "http://www.cnamts.fr/INSiResultat",
    "q": "http://www.cnamts.fr/INSiLot2/REQUnitaire",
    "p": "http://www.cnamts.fr/INSiLot2/REPUnitaire",
}
RUTH = {
    "NomNaissance": "NESSI",
    "Prenom": "RUTH",
    "Sexe": "F",
    "DateNaissance": "1977-07-14",
}
RUTH_INS = ("2770763220829", "10", "1.2.250.1.213.1.4.8")


def instant(moment=None):
    written = (moment or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return f"{written[:-3]}Z"


def name(path):
    prefix, _, tag = path.partition(":")
    return f"{{{NS[prefix]}}}{tag}"


def add(parent, path, text=None, **attributes):
    element = etree.SubElement(parent, name(path), attributes, nsmap=NS)
    element.text = text
    return element


def envelope(idam, payload, action=BY_TRAITS, moment=None):
    """Return a good envelope, to be changed by a test before it leaves."""
    root = etree.Element(name("s:Envelope"), nsmap=NS)
    header = add(root, "s:Header")
    bam = add(header, "bam:ContexteBAM", Version="01_02", Nature="CTXBAM")
    add(bam, "bam:Id", str(uuid.uuid4()))
    add(bam, "bam:Temps", instant(moment))
    add(bam, "bam:Emetteur", "10B0152872")
    add(bam, "bam:COUVERTURE")
    context = add(header, "lps:ContexteLPS", Version="01_00", Nature="CTXLPS")
    add(context, "lps:Id", str(uuid.uuid4()))
    add(context, "lps:Temps", instant(moment))
    add(context, "lps:Emetteur", "10B0152872")
    program = add(context, "lps:LPS")
    add(program, "lps:IDAM", idam, R="4")
    add(program, "lps:Version", "1.0")
    add(program, "lps:Instance", str(uuid.uuid1()))
    add(program, "lps:Nom", "urn:lps:essai:1.0")
    add(header, "a:Action", action)
    add(header, "a:MessageID", f"uuid:{uuid.uuid4()}")
    add(root, "s:Body").append(payload)
    return root


def traits(**values):
    payload = etree.Element(name("t:RECSANSVITALE"), nsmap=NS)
    for tag, value in (RUTH | values).items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                add(payload, f"t:{tag}", one)
    return payload


def numbers(parent, path, number):
    matricule = add(parent, path)
    prefix = path.split(":")[0]
    add(matricule, f"{prefix}:NumIdentifiant", number[:13])
    add(matricule, f"{prefix}:Cle", number[13:])
    add(matricule, f"{prefix}:TypeMatricule", "NIR")


def beneficiary(own="", insured="", **values):
    payload = etree.Element(name("v:RECVITALE"), nsmap=NS)
    if own:
        numbers(payload, "v:MatriculeIndividu", own)
    if insured:
        numbers(payload, "v:MatriculeOD", insured)
    for tag, value in values.items():
        add(payload, f"v:{tag}", value)
    return payload


def check(ins=RUTH_INS, **values):
    payload = etree.Element(name("q:RequeteUnitaire"), nsmap=NS)
    person = add(payload, "q:IndividuVerifie")
    given = add(person, "q:INSFourni")
    numbers(given, "q:IdIndividu", ins[0] + ins[1])
    add(given, "q:OID", ins[2])
    told = add(person, "q:TraitsIdentiteIndividu")
    for tag in ("NomNaissance", "Prenom", "ListePrenom", "Sexe", "DateNaissance", "LieuNaissance"):
        value = (RUTH | values).get(tag)
        if value is not None:
            add(told, f"q:{tag}", value)
    return payload


def put(path, text):
    return lambda root: setattr(root.find(f".//{path}", NS), "text", text)


def attribute(path, key, value):
    def change(root):
        element = root.find(f".//{path}", NS)
        element.attrib.pop(key, None)
        if value is not None:
            element.set(key, value)

    return change


def drop(path):
    def change(root):
        element = root.find(f".//{path}", NS)
        element.getparent().remove(element)

    return change


def twice(path):
    def change(root):
        element = root.find(f".//{path}", NS)
        copied = etree.fromstring(etree.tostring(element, with_tail=False))
        element.addnext(copied)

    return change


def last(path):
    def change(root):
        element = root.find(f".//{path}", NS)
        element.getparent().append(element)

    return change


ATTRIBUTES = {"identifiantFacturation": "991234567", "secteurActivite": "SA07"}
DOCTOR = ATTRIBUTES | {"codeSpecialite": "01"}


def assertion(certificate, attributes=DOCTOR, moment=None):
    """Return an assertion that nobody signed yet: the signature takes the place of its mark."""
    subject = {part.oid.dotted_string: part.value for part in certificate.certificate.subject}
    root = etree.Element(
        name("saml:Assertion"),
        Version="2.0",
        ID=f"_{uuid.uuid4()}",
        IssueInstant=instant(moment),
        nsmap={"saml": NS["saml"]},
    )
    issuer = add(
        root,
        "saml:Issuer",
        f"2.5.4.42={subject['2.5.4.42']}+CN={subject['2.5.4.3']}+SN={subject['2.5.4.4']},"
        f"T={subject['2.5.4.12']},C=FR",
    )
    issuer.set("Format", "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName")
    add(root, "ds:Signature", Id="placeholder")
    add(add(root, "saml:Subject"), "saml:NameID", subject["2.5.4.3"], NameQualifier="CPS")
    statement = add(root, "saml:AttributeStatement")
    for key, value in attributes.items():
        add(add(statement, "saml:Attribute", Name=key), "saml:AttributeValue", value)
    return root


def signed(root, certificate, **choices):
    signer = XMLSigner(
        signature_algorithm=choices.pop("algorithm", SignatureMethod.RSA_SHA256),
        digest_algorithm=choices.pop("digest", DigestAlgorithm.SHA256),
        c14n_algorithm=choices.pop("c14n", "http://www.w3.org/2001/10/xml-exc-c14n#"),
    )
    return signer.sign(
        root,
        key=certificate.key,
        cert=certificate.certificate_pem.decode(),
        reference_uri=f"#{root.get('ID')}",
        **choices,
    )


def secured(root, proof):
    """Put an assertion into the header of an envelope."""
    add(root.find("s:Header", NS), "w:Security").append(proof)
    return root


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    @property
    def root(self):
        return etree.fromstring(self.body)

    def told(self, path):
        return [element.text for element in self.root.iterfind(path, NS)]

    @property
    def code(self):
        return self.told(".//r:CR/r:CodeCR")[0]

    @property
    def error(self):
        return self.root.find(".//siram:Erreur", NS)

    @property
    def refusal(self):
        """Return the detail code of the fault."""
        return self.error.get("code")


class Caller:
    """Sends by hand to one simulated INSi."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def trust(self, client=None):
        tls = ssl.create_default_context(cadata=self.endpoint.authorities_pem.decode())
        if client is not None:
            with tempfile.TemporaryDirectory() as folder:
                chain = Path(folder, "client.pem")
                chain.write_bytes(client.key_pem + client.certificate_pem)
                tls.load_cert_chain(chain)
        return tls

    def connection(self, url=None, client=None):
        address = urlsplit(url or self.endpoint.certificate_url)
        if url is None and client is None:
            client = self.endpoint.certificates.software
        return http.client.HTTPSConnection(
            address.hostname, address.port, timeout=10, context=self.trust(client)
        )

    def send(self, body, *, action=BY_TRAITS, url=None, client=None, connection=None, **changes):
        """Send bytes or an envelope; ``changes`` replaces method, path or headers."""
        if not isinstance(body, bytes):
            body = etree.tostring(body, xml_declaration=True, encoding="UTF-8")
        headers = {"Content-Type": f'application/soap+xml; charset=utf-8; action="{action}"'}
        headers |= changes.get("headers", {})
        if connection is None:
            with closing(self.connection(url, client)) as own:
                return self.send(body, action=action, connection=own, **changes)
        connection.request(
            changes.get("method", "POST"), changes.get("path", "/lps"), body, headers
        )
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())

    def ask(self, payload=None, action=BY_TRAITS, edit=None, **changes):
        """Call with the software certificate; ``edit`` changes the envelope."""
        root = envelope(self.endpoint.idam, traits() if payload is None else payload, action)
        if edit is not None:
            edit(root)
        return self.send(root, action=action, **changes)

    def ask_by_card(self, proof=None, payload=None, edit=None):
        """Call with an assertion, that of the simulated CPS unless another one is given."""
        root = envelope(self.endpoint.idam, traits() if payload is None else payload)
        if proof is None:
            card = self.endpoint.certificates.card
            proof = signed(assertion(card), card)
        secured(root, proof)
        if edit is not None:
            edit(root)
        return self.send(root, url=self.endpoint.card_url)
