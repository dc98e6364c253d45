"""The simulated INSi believes an assertion only when a known card signed all of it, lately."""

import copy
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod

from almapy.simulators.insi.assertion import subject_name
from almapy.simulators.switchboard import Simulators
from tests.core.simulated_insi_helper import (
    ATTRIBUTES,
    DOCTOR,
    NS,
    Caller,
    add,
    assertion,
    envelope,
    name,
    secured,
    signed,
    traits,
)
from tests.fakes.clock import FakeClock


@pytest.fixture(scope="module")
def endpoint():
    with Simulators() as simulators:
        yield simulators.insi()


@pytest.fixture
def insi(endpoint):
    endpoint.control.reset()
    return Caller(endpoint)


@pytest.fixture
def card(endpoint):
    return endpoint.certificates.card


def test_the_simulated_card_is_believed(insi, card):
    reply = insi.ask_by_card()
    assert reply.code == "00"
    received = insi.endpoint.control.received[-1]
    assert (received.port, received.caller) == ("carte", "899900063480")


def test_one_assertion_serves_several_calls(insi, card):
    proof = signed(assertion(card), card)
    assert insi.ask_by_card(copy.deepcopy(proof)).code == "00"
    assert insi.ask_by_card(copy.deepcopy(proof)).code == "00"


def test_the_issuer_is_the_subject_most_specific_first(card):
    assert subject_name(card.certificate) == (
        "2.5.4.42=ALMA+CN=899900063480+SN=DOCTEUR-FICTIF,T=Médecin,C=FR"
    )


def test_the_order_of_the_issuer_does_not_depend_on_the_length_of_a_name(endpoint):
    other = endpoint.certificates.card_of(given_name="MARIE-ANTOINETTE", family_name="SU")
    assert subject_name(other.certificate) == (
        "2.5.4.42=MARIE-ANTOINETTE+CN=899900063480+SN=SU,T=Médecin,C=FR"
    )


def test_a_call_without_an_assertion_is_refused(insi):
    assert insi.ask(url=insi.endpoint.card_url).refusal == "simulateur_assertion"


def test_a_nurse_needs_no_speciality_and_a_doctor_does(insi):
    nurse = insi.endpoint.certificates.card_of("899900063499", profession="Infirmier")
    assert insi.ask_by_card(signed(assertion(nurse, ATTRIBUTES), nurse)).code == "00"
    card = insi.endpoint.certificates.card
    proof = signed(assertion(card, ATTRIBUTES), card)
    assert insi.ask_by_card(proof).refusal == "simulateur_attributs"


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"secteurActivite": "SA07", "codeSpecialite": "01"},
        {"identifiantFacturation": "991234567", "codeSpecialite": "01"},
        DOCTOR | {"identifiantFacturation": "99123456"},
        DOCTOR | {"secteurActivite": "07"},
        DOCTOR | {"codeSpecialite": "1"},
        DOCTOR | {"codeSpecialiteAMO": "01"},
    ],
)
def test_wrong_or_missing_attributes_are_refused(insi, card, attributes):
    proof = signed(assertion(card, attributes), card)
    assert insi.ask_by_card(proof).refusal == "simulateur_attributs"


@pytest.mark.parametrize(
    ("minutes", "refusal"),
    [(-66, "simulateur_age"), (-55, None), (3, "simulateur_age")],
)
def test_an_assertion_lives_an_hour_and_never_comes_from_the_future(insi, card, minutes, refusal):
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    reply = insi.ask_by_card(signed(assertion(card, moment=moment), card))
    if refusal is None:
        assert reply.code == "00"
    else:
        assert reply.refusal == refusal


def test_a_practice_may_live_at_another_time_than_the_machine():
    clock = FakeClock()
    with Simulators(clock=clock) as simulators:
        endpoint = simulators.insi()
        card = endpoint.certificates.card
        root = envelope(endpoint.idam, traits(), moment=clock.now())
        secured(root, signed(assertion(card, moment=clock.now()), card))
        assert Caller(endpoint).send(root, url=endpoint.card_url).code == "00"


def changed(path, key=None, value=None, text=None):
    def change(root):
        element = root if not path else root.find(f".//{path}", NS)
        if key is not None:
            element.set(key, value)
        if text is not None:
            element.text = text

    return change


def removed(path):
    def change(root):
        element = root.find(f".//{path}", NS)
        element.getparent().remove(element)

    return change


def conditions(root):
    root.find("saml:Subject", NS).addnext(etree.Element(name("saml:Conditions")))


def subject_first(root):
    root.insert(0, root.find("saml:Subject", NS))


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (changed("", "Version", "1.1"), "simulateur_assertion"),
        (changed("", "ID", "assertion"), "simulateur_assertion"),
        (changed("", "ID", f"_{uuid.uuid1()}"), "simulateur_assertion"),
        (changed("", "IssueInstant", "2026-01-01"), "simulateur_temps"),
        (
            changed("", "IssueInstant", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            "simulateur_assertion",
        ),
        (changed("saml:Issuer", "Format", "urn:autre"), "simulateur_emetteur"),
        (changed("saml:Issuer", text="CN=899900063480"), "simulateur_emetteur"),
        (
            changed(
                "saml:Issuer",
                text="2.5.4.42=ALMA+CN=899900063480+2.5.4.4=DOCTEUR-FICTIF,2.5.4.12=Médecin,C=FR",
            ),
            "simulateur_emetteur",
        ),
        (
            changed(
                "saml:Issuer",
                text="C=FR,T=Médecin,2.5.4.42=ALMA+CN=899900063480+SN=DOCTEUR-FICTIF",
            ),
            "simulateur_emetteur",
        ),
        (changed("saml:NameID", "NameQualifier", "PSC"), "simulateur_sujet"),
        (changed("saml:NameID", text="899900063481"), "simulateur_sujet"),
        (removed("saml:Subject"), "simulateur_assertion"),
        (removed("saml:AttributeStatement"), "simulateur_assertion"),
        (conditions, "simulateur_assertion"),
        (subject_first, "simulateur_assertion"),
        (changed("saml:Attribute", "NameFormat", "urn:basic"), "simulateur_attributs"),
        (changed("saml:AttributeValue", "type", "string"), "simulateur_attributs"),
        (
            lambda root: add(root.find(".//saml:Attribute", NS), "saml:AttributeValue", "1"),
            "simulateur_structure",
        ),
    ],
)
def test_a_wrong_assertion_is_refused_although_it_is_signed(insi, card, edit, refusal):
    root = assertion(card)
    edit(root)
    assert insi.ask_by_card(signed(root, card)).refusal == refusal


@pytest.mark.parametrize(
    ("choices", "refusal"),
    [
        ({"digest": DigestAlgorithm.SHA512}, "simulateur_signature"),
        ({"algorithm": SignatureMethod.RSA_SHA512}, "simulateur_signature"),
        ({"algorithm": SignatureMethod.SHA256_RSA_MGF1}, "simulateur_signature"),
        ({"c14n": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"}, "simulateur_signature"),
        ({"always_add_key_value": True}, "simulateur_signature"),
    ],
)
def test_a_signature_of_another_kind_is_refused(insi, card, choices, refusal):
    assert insi.ask_by_card(signed(assertion(card), card, **choices)).refusal == refusal


@pytest.mark.parametrize(
    "edit",
    [
        changed("saml:AttributeValue", text="991234568"),
        changed("", "IssueInstant", "2026-01-01T00:00:00.000Z"),
        changed("saml:NameID", text="899900063481"),
        changed("ds:DigestValue", text="AAAA"),
    ],
)
def test_what_is_changed_after_the_signature_is_refused(insi, card, edit):
    proof = signed(assertion(card), card)
    edit(proof)
    assert insi.ask_by_card(proof).refusal == "simulateur_signature"


def test_a_signature_by_another_key_under_the_certificate_is_refused(insi, card):
    other = insi.endpoint.certificates.card_of("899900063498")
    proof = signed(assertion(card), other)
    proof.find(".//ds:X509Certificate", NS).text = (
        signed(assertion(card), card).find(".//ds:X509Certificate", NS).text
    )
    assert insi.ask_by_card(proof).refusal == "simulateur_signature"


@pytest.mark.parametrize(
    "defect", [{"expired": True}, {"foreign": True}, {"non_repudiation": False}]
)
def test_a_card_that_cannot_be_believed_is_refused(insi, defect):
    card = insi.endpoint.certificates.card_of(**defect)
    assert insi.ask_by_card(signed(assertion(card), card)).refusal == "simulateur_certificat"


def test_a_certificate_that_is_none_is_refused(insi, card):
    proof = signed(assertion(card), card)
    proof.find(".//ds:X509Certificate", NS).text = "AAAA"
    assert insi.ask_by_card(proof).refusal == "simulateur_certificat"


def test_another_doctor_of_the_same_authority_is_believed_under_his_own_name_only(insi, card):
    other = insi.endpoint.certificates.card_of("899900063498", given_name="PAUL")
    assert insi.ask_by_card(signed(assertion(other), other)).code == "00"
    assert insi.ask_by_card(signed(assertion(card), other)).refusal == "simulateur_emetteur"


def wrapped_beside(root):
    security = root.find(".//w:Security", NS)
    forged = copy.deepcopy(security[0])
    forged.set("ID", f"_{uuid.uuid4()}")
    security.insert(0, forged)


def wrapped_inside(root):
    # The signed assertion hides in the forged one, which stands where it is looked for.
    security = root.find(".//w:Security", NS)
    genuine = security[0]
    forged = copy.deepcopy(genuine)
    forged.find(".//saml:NameID", NS).text = "899900063498"
    signature = forged.find("ds:Signature", NS)
    security.replace(genuine, forged)
    hidden = copy.deepcopy(genuine)
    hidden.remove(hidden.find("ds:Signature", NS))
    etree.SubElement(signature, name("ds:Object")).append(hidden)


def wrapped_in_the_body(root):
    security = root.find(".//w:Security", NS)
    genuine = security[0]
    forged = copy.deepcopy(genuine)
    forged.set("ID", f"_{uuid.uuid4()}")
    forged.remove(forged.find("ds:Signature", NS))
    security.replace(genuine, forged)
    root.find("s:Header", NS).append(genuine)


def same_identifier_elsewhere(root):
    identifier = root.find(".//saml:Assertion", NS).get("ID")
    root.find("s:Body", NS).set("Id", identifier)


def without_a_signature(root):
    signature = root.find(".//ds:Signature", NS)
    signature.getparent().remove(signature)


def without_a_key(root):
    information = root.find(".//ds:KeyInfo", NS)
    information.getparent().remove(information)


def of_something_else(root):
    root.find(".//ds:Reference", NS).set("URI", "")


def second_reference(root):
    reference = root.find(".//ds:Reference", NS)
    reference.addnext(copy.deepcopy(reference))


@pytest.mark.parametrize(
    "attack",
    [
        wrapped_beside,
        wrapped_inside,
        wrapped_in_the_body,
        same_identifier_elsewhere,
        without_a_signature,
        without_a_key,
        of_something_else,
        second_reference,
    ],
)
def test_a_signature_that_covers_something_else_is_refused(insi, attack):
    reply = insi.ask_by_card(edit=attack)
    assert reply.refusal in {"simulateur_assertion", "simulateur_signature"}


def test_the_text_of_the_assertion_cannot_be_split_by_a_comment(insi, card):
    # A comment is not signed: what it separates must still be read as one value.
    proof = signed(assertion(card), card)
    identifier = proof.find(".//saml:NameID", NS)
    identifier.text = "8999"
    comment = etree.Comment("x")
    comment.tail = "00063480"
    identifier.append(comment)
    assert insi.ask_by_card(proof).code == "00"
    assert insi.endpoint.control.received[-1].caller == "899900063480"
