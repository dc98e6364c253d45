"""Names and constants of the INSi teleservice: all that its client and its simulator share.

Sources: WSDL and schemas DESIR_ICIR_EXP 1.5.0 (GIE SESAM-Vitale), SOAP 1.2, WS-Addressing 1.0,
SAML 2.0, XML Signature; INS notes §2, §4.1, §4.3 and §4.4.
"""

from __future__ import annotations

SOAP = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://www.w3.org/2005/08/addressing"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
BAM = "urn:siram:bam:ctxbam"
LPS = "urn:siram:lps:ctxlps"
SIRAM = "urn:siram"
BY_CARD = "http://www.cnamts.fr/INSiRecVit"
BY_TRAITS = "http://www.cnamts.fr/INSiRecSans"
RESULT = "http://www.cnamts.fr/INSiResultat"

_SERVICE = "urn:ServiceIdentiteCertifiee:1.0.0:"
SEARCH_BY_CARD = f"{_SERVICE}rechercherInsAvecCarteVitale"
SEARCH_BY_TRAITS = f"{_SERVICE}rechercherInsAvecTraitsIdentite"
# Format non publié: the wire form of the verification (WS_INS3) is known in part only (§4.6). The
# request tree is the published draft; namespace of the request, action and answer are AlmaPy's own.
VERIFY = f"{_SERVICE}verifierInsAvecTraitsIdentite"
VERIFICATION = "http://www.cnamts.fr/INSiLot2/REQUnitaire"
VERIFIED = "http://www.cnamts.fr/INSiLot2/REPUnitaire"
RESPONSE_SUFFIX = "Response"

MEDIA_TYPE = "application/soap+xml"
PATH = "/lps"
LPS_VERSION = "01_00"
BAM_VERSION = "01_02"
IDAM_KIND = "4"
CARD_NAME_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"
CARD_QUALIFIER = "CPS"
EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{DSIG}enveloped-signature"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
BILLING_ATTRIBUTE = "identifiantFacturation"
SECTOR_ATTRIBUTE = "secteurActivite"
SPECIALITY_ATTRIBUTE = "codeSpecialite"
CALLED_BY_PERSON = "INSI-MANU"
CALLED_BY_MACHINE = "INSI-AUTO"
"""Subject CN of a software certificate; another one is refused with desir_560."""

FOUND = "00"
NOBODY = "01"
SEVERAL = "02"
