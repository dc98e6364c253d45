from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier
from signxml.exceptions import InvalidDigest, InvalidSignature

from almapy.adapters.insi_soap import request
from almapy.adapters.insi_soap.assertion import Assertions, Claims, signed_assertion
from almapy.adapters.insi_soap.contexts import Sender
from almapy.adapters.insi_soap.subject import distinguished_name, national_number
from almapy.adapters.software_key import SoftwareKey
from almapy.errors import AccessError, ExternalError
from almapy.insi.model import Traits
from almapy.insi.standard import SAML
from tests.core.authority_helper import AUTHORITY, FOREIGN

NOW = datetime(2026, 3, 2, 9, 30, 0, 604_000, tzinfo=UTC)
CARD = AUTHORITY.card()
CLAIMS = Claims("751234567", "SA07", "01")
TRAITS = Traits("D'ARTAGNAN DE L'HERAULT", "PIERRE-ALAIN", "M", "2001-06-17")


class CountingKey(SoftwareKey):
    """A software key that counts the PIN it would have asked."""

    def __init__(self, pair=CARD) -> None:
        super().__init__(pair.key_pem, pair.pem.encode())
        self.asked = 0

    def sign(self, data: bytes) -> bytes:
        self.asked += 1
        return super().sign(data)


def verified(document: bytes, pem: str = CARD.pem) -> etree._Element:
    """Verify with signxml, which shares no code with the signature; return what is signed."""
    # The certificates of cards carry « Non Repudiation »; those of this test carry no usage.
    return (
        XMLVerifier()
        .verify(
            document,
            x509_cert=pem,
            expect_config=SignatureConfiguration(location=".//"),
            id_attribute="ID",
        )
        .signed_xml
    )


def message(assertion: bytes) -> bytes:
    return request.envelope(
        request.by_traits(TRAITS, "PIERRE-ALAIN"),
        action="urn:a",
        message_id="uuid:1",
        sender=Sender("899900063480", "TEST", "i", "1"),
        now=NOW,
        assertion=assertion,
    )


def texts(element: etree._Element, path: str) -> list[str]:
    return [one.text or "" for one in element.iterfind(path, {"s": SAML})]


def test_another_implementation_verifies_the_signature_alone_and_in_the_message():
    assertion = signed_assertion(CountingKey(), CLAIMS, NOW)
    assert verified(assertion).tag == f"{{{SAML}}}Assertion"
    assert texts(verified(message(assertion)), "s:Subject/s:NameID") == ["899900063480"]


@pytest.mark.parametrize(
    ("before", "after"), [(b"SA07", b"SA08"), (b"899900063480", b"899900063481"), (b"01<", b"02<")]
)
def test_a_changed_assertion_is_refused(before, after):
    sent = message(signed_assertion(CountingKey(), CLAIMS, NOW))
    head, found, tail = sent.partition(b"<saml:Assertion")
    changed = head + found + tail.replace(before, after, 1)
    assert changed != sent
    with pytest.raises(InvalidDigest):
        verified(changed)


def test_the_signature_is_that_of_the_card():
    with pytest.raises(InvalidSignature):
        verified(signed_assertion(CountingKey(), CLAIMS, NOW), FOREIGN.pem)


def test_the_assertion_has_the_nodes_of_the_guide_in_their_order():
    root = etree.fromstring(signed_assertion(CountingKey(), CLAIMS, NOW))
    assert root.attrib["Version"] == "2.0"
    assert root.attrib["IssueInstant"] == "2026-03-02T09:30:00.604Z"
    assert root.attrib["ID"].startswith("_")
    names = [etree.QName(child).localname for child in root]
    assert names == ["Issuer", "Signature", "Subject", "AttributeStatement"]
    assert root[0].get("Format") == "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"
    assert root[0].text == "2.5.4.42=ALINE+CN=899900063480+SN=DOC\\+TEUR,T=Médecin,C=FR"
    assert root.find(f".//{{{SAML}}}NameID").attrib == {"NameQualifier": "CPS"}
    attributes = root.findall(f".//{{{SAML}}}Attribute")
    assert [one.attrib for one in attributes] == [
        {"Name": "identifiantFacturation"},
        {"Name": "secteurActivite"},
        {"Name": "codeSpecialite"},
    ]
    values = texts(root, ".//s:AttributeValue")
    assert values == ["751234567", "SA07", "01"]


def test_a_speciality_that_is_empty_is_not_said():
    root = etree.fromstring(signed_assertion(CountingKey(), Claims("751234567", "SA07"), NOW))
    assert len(root.findall(f".//{{{SAML}}}Attribute")) == 2


def test_the_signature_names_the_algorithms_of_the_guide():
    text = signed_assertion(CountingKey(), CLAIMS, NOW).decode()
    for algorithm in (
        "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2001/04/xmlenc#sha256",
    ):
        assert f'"{algorithm}"' in text
    assert "Conditions" not in text
    assert "AuthnStatement" not in text


def test_the_numbers_of_the_card_are_read_from_its_certificate():
    certificate = CountingKey().certificate
    assert national_number(certificate) == "899900063480"
    assert distinguished_name(certificate).startswith("2.5.4.42=ALINE+CN=")
    with pytest.raises(ExternalError):
        national_number(b"garbage")


def test_a_card_signs_once_for_fifty_minutes():
    key, assertions = CountingKey(), Assertions()
    first = assertions.current(key, CLAIMS, NOW)
    assert assertions.current(key, CLAIMS, NOW + timedelta(minutes=49)) == first
    assert key.asked == 1
    assert assertions.current(key, CLAIMS, NOW + timedelta(minutes=50)) != first
    assert key.asked == 2


def test_a_clock_set_back_signs_again():
    key, assertions = CountingKey(), Assertions()
    assertions.current(key, CLAIMS, NOW)
    assertions.current(key, CLAIMS, NOW - timedelta(minutes=1))
    assert key.asked == 2


def test_another_card_or_other_claims_sign_again():
    assertions = Assertions()
    assertions.current(CountingKey(), CLAIMS, NOW)
    other = CountingKey(AUTHORITY.card("899900099999"))
    assert b"899900099999" in assertions.current(other, CLAIMS, NOW)
    assertions.current(other, Claims("751234567", "SA08", "01"), NOW)
    assert other.asked == 2


def test_a_removed_card_leaves_no_assertion():
    key, assertions = CountingKey(), Assertions()
    assertions.current(key, CLAIMS, NOW)
    assertions.drop()
    assertions.current(key, CLAIMS, NOW)
    assert key.asked == 2


def test_calls_that_start_together_ask_for_one_signature():
    key, assertions = CountingKey(), Assertions()
    workers = [
        threading.Thread(target=assertions.current, args=(key, CLAIMS, NOW)) for _ in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert key.asked == 1


def test_a_refused_pin_keeps_nothing():
    class Refusing(CountingKey):
        def sign(self, data: bytes) -> bytes:
            super().sign(data)
            raise AccessError("Code porteur refusé.")

    key, assertions = Refusing(), Assertions()
    for tries in (1, 2):
        with pytest.raises(AccessError):
            assertions.current(key, CLAIMS, NOW)
        assert key.asked == tries


def test_a_software_key_that_is_none_is_told():
    with pytest.raises(ExternalError, match="PEM"):
        SoftwareKey(b"garbage", CARD.pem.encode())
    with pytest.raises(ExternalError, match="PEM"):
        SoftwareKey(CARD.key_pem, b"garbage")
