from __future__ import annotations

import contextlib
from datetime import timedelta
from functools import cache

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from almapy.adapters.pkcs11.roles import CardCertificate, by_role
from almapy.cards.faults import CardUnreadable
from almapy.cps.certificate import LARGEST, identity_of
from almapy.cps.model import CpsIdentity, CpsKey, CpsKind
from almapy.cps.verification import is_rsa, is_signed_by
from tests.fakes.cps import (
    NOW,
    REAL_AUTHORITY,
    TEST_AUTHORITY,
    FakeCard,
    certificate,
    key_of,
    person_name,
)


@cache
def doctor() -> bytes:
    return certificate(person_name("899700075122", "DOC0007512", "ALINE"), key_of("doctor"))


def named(*attributes: tuple[x509.ObjectIdentifier, str]) -> bytes:
    groups = [
        x509.RelativeDistinguishedName([x509.NameAttribute(oid, value)])
        for oid, value in attributes
    ]
    return certificate(x509.Name(groups), key_of("doctor"))


def test_a_doctor_is_named_without_any_code():
    identity = identity_of(doctor())
    assert identity.family_name == "DOC0007512"
    assert identity.first_name == "ALINE"
    assert identity.name == "ALINE DOC0007512"
    assert identity.national_id == "899700075122"
    assert identity.rpps == "99700075122"
    assert identity.profession == "Médecin"
    assert identity.kind is CpsKind.CPS
    assert identity.starts_at == NOW - timedelta(days=365)
    assert identity.ends_at == NOW + timedelta(days=730)
    assert len(identity.fingerprint) == 64


def test_the_order_of_the_parts_does_not_matter():
    reversed_name = x509.Name(
        list(
            reversed(
                [
                    x509.RelativeDistinguishedName(list(group))
                    for group in person_name("899700075122", "DOC", "ALINE").rdns
                ]
            )
        )
    )
    identity = identity_of(certificate(reversed_name, key_of("doctor")))
    assert (identity.family_name, identity.first_name) == ("DOC", "ALINE")
    assert identity.rpps == "99700075122"


@pytest.mark.parametrize(
    ("authority", "is_test"), [(TEST_AUTHORITY, True), (REAL_AUTHORITY, False)]
)
def test_a_test_card_is_known_by_its_authority(authority, is_test):
    der = certificate(
        person_name("899700075122", "DOC", "A"), key_of("doctor"), authority=authority
    )
    assert identity_of(der).test_card is is_test


def test_a_name_that_begins_like_test_makes_no_test_card():
    der = certificate(
        person_name("899700075122", "TESTARD", "LÉO"), key_of("doctor"), authority=REAL_AUTHORITY
    )
    assert not identity_of(der).test_card


@pytest.mark.parametrize(
    ("number", "title", "kind", "rpps"),
    [
        ("899700075122", "Médecin", CpsKind.CPS, "99700075122"),
        ("0751234567", "Infirmier", CpsKind.CPS, ""),
        ("899700075122", "Médecin en formation", CpsKind.CPF, "99700075122"),
        ("9123456789", "Étudiant", CpsKind.CPF, ""),
        ("10B0152872/CPET00001", "", CpsKind.CPE, ""),
        ("8997000751", "Médecin", CpsKind.UNKNOWN, ""),
        ("8997000751222", "Médecin", CpsKind.UNKNOWN, ""),
        ("٨٩٩٧٠٠٠٧٥١٢٢", "Médecin", CpsKind.UNKNOWN, ""),
    ],
)
def test_each_kind_of_card_is_told(number, title, kind, rpps):
    identity = identity_of(
        certificate(person_name(number, "DOC", "A", title or "-"), key_of("doctor"))
    )
    assert (identity.kind, identity.rpps) == (kind, rpps)


def test_a_card_of_a_structure_names_nobody():
    identity = identity_of(
        named(
            (NameOID.TITLE, "Carte de service santé ou social"),
            (NameOID.PSEUDONYM, "ACCUEIL"),
            (NameOID.COMMON_NAME, "310B0152872/0001"),
        )
    )
    assert identity.kind is CpsKind.SERVICE
    assert identity.name == ""


NO_HOLDER = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\x30",
    "a text": lambda: b"not a certificate",
    "cut": lambda: doctor()[:-1],
    "followed": lambda: doctor() + b"\x00",
    "endless": lambda: b"\x30" * (LARGEST + 1),
    "no number": lambda: named((NameOID.SURNAME, "SANS NUMÉRO")),
    "two lines": lambda: named((NameOID.COMMON_NAME, "8997\n0075122")),
    "too long": lambda: named((NameOID.DOMAIN_COMPONENT, "8" * 201)),
    "too many": lambda: named(*[(NameOID.DOMAIN_COMPONENT, f"OU{n}") for n in range(60)]),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", NO_HOLDER)
def test_what_is_no_certificate_of_a_holder_is_refused(kind):
    with pytest.raises(CardUnreadable) as refused:
        identity_of(NO_HOLDER[kind]())
    assert "Rien n'a été signé" in refused.value.message
    assert refused.value.code == "cps.unreadable"


def shown(label: str, *, signature: bool) -> CardCertificate:
    der = certificate(
        person_name("899700075122", "DOC", "A"), key_of("doctor"), signature=signature
    )
    return CardCertificate(label, b"\x01", der)


def test_the_usage_tells_the_key_whatever_the_label_says():
    signature = shown("Certificat d'Authentification CPS", signature=True)
    authentication = shown("", signature=False)
    assert by_role([signature, authentication]) == {
        CpsKey.SIGNATURE: signature,
        CpsKey.AUTHENTICATION: authentication,
    }


def test_the_technical_certificate_is_neither_of_the_two():
    assert by_role([shown("Certificat Technique CPS", signature=False)]) == {}


def test_the_label_decides_where_no_usage_is_told():
    one = CardCertificate("Certificat de Signature CPS", b"\x01", b"unreadable")
    two = CardCertificate("Certificat d'Authentification CPS", b"\x02", b"unreadable")
    assert by_role([one, two]) == {CpsKey.SIGNATURE: one, CpsKey.AUTHENTICATION: two}
    assert by_role([CardCertificate("autre", b"\x03", b"")]) == {}


def test_a_certificate_of_another_version_is_refused_like_any_other():
    version = b"\xa0\x03\x02\x01\x02"
    assert version in doctor()
    der = doctor().replace(version, version[:-1] + b"\x7a", 1)
    with pytest.raises(CardUnreadable):
        identity_of(der)
    assert not is_rsa(der)
    assert by_role([CardCertificate("autre", b"", der)]) == {}


# The library warns of what newer versions will refuse: here both are the same refusal.
@pytest.mark.filterwarnings("ignore")
@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=6),
    st.integers(0, 2000),
)
def test_a_damaged_certificate_is_read_or_refused_and_nothing_else(changes, end):
    damaged = bytearray(doctor())
    for place, value in changes:
        damaged[place % len(damaged)] = value
    for der in (bytes(damaged), bytes(damaged[:end])):
        with contextlib.suppress(CardUnreadable):
            assert isinstance(identity_of(der), CpsIdentity)
        by_role([CardCertificate("Certificat de Signature CPS", b"\x01", der)])
        is_rsa(der)
        assert not is_signed_by(der, b"data", b"signature")


def test_a_signature_is_that_of_these_data_by_this_card():
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding

    signature = key_of("doctor").sign(b"data", padding.PKCS1v15(), hashes.SHA256())
    assert is_signed_by(doctor(), b"data", signature)
    assert not is_signed_by(doctor(), b"other", signature)
    assert not is_signed_by(doctor(), b"data", signature[:-1])
    other = certificate(person_name("899700075122", "DOC", "A"), key_of("other"))
    assert not is_signed_by(other, b"data", signature)


def test_a_name_never_shows_in_what_is_logged():
    card = FakeCard()
    identity = identity_of(doctor())
    assert "DOC0007512" not in repr(identity)
    assert "ALINE" not in repr(identity)
    assert card.serial not in repr(card.token())
