from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.psc.claims import LONGEST_TEXT, MOST_ACTIVITIES, identity_of
from almapy.psc.faults import LinkRefused, NotTrusted
from almapy.psc.model import Activity, OtherId, PscIdentity
from almapy.psc.rules import is_linked, require_linkable
from almapy.users.model import Role

ISSUER = "https://psc.example"
DOCTOR = "810001234565"


def practice(profession: str = "10", category: str = "C", *places: dict) -> dict:
    return {
        "codeProfession": profession,
        "codeCategorieProfessionnelle": category,
        "activities": list(places),
    }


def claims(*practices: dict, **more: object) -> dict:
    return {
        "SubjectNameID": DOCTOR,
        "given_name": "PAUL",
        "family_name": "DEMO",
        "SubjectRefPro": {"exercices": list(practices)},
        **more,
    }


PLACE = {
    "codeModeExercice": "L",
    "codeSecteurDactivite": "SA07",
    "identifiantTechniqueDeLaStructure": "R90001",
    "raisonSocialeSite": "CABINET DES TILLEULS",
    "unknown": {"a": [1]},
}


def test_a_doctor_is_read_with_their_places():
    found = identity_of(
        ISSUER,
        claims(
            practice("10", "C", PLACE, PLACE | {"identifiantTechniqueDeLaStructure": "R90002"}),
            Palier_Authentification="APPPRIP3^1.2.250.1.213.1.5.1.1.1",
            otherIds=[{"identifiant": "0670123456", "origine": "ADELI", "qualite": 1}],
            something_new=True,
        ),
    )
    assert (found.issuer, found.subject, found.rpps) == (ISSUER, DOCTOR, "10001234565")
    assert found.name == "PAUL DEMO"
    assert found.profession_codes == {"10"}
    assert found.means == "APPPRIP3"
    assert found.other_ids == (OtherId("0670123456", "ADELI"),)
    assert not found.student
    assert found.activities[0] == Activity("10", "L", "SA07", "R90001", "CABINET DES TILLEULS")
    assert found.activities[0].key != found.activities[1].key


def test_a_name_is_in_no_representation():
    assert "DEMO" not in repr(identity_of(ISSUER, claims()))


def test_somebody_who_is_no_professional_has_an_identity_all_the_same():
    found = identity_of(ISSUER, {"SubjectNameID": "3670000050/0000000042"})
    assert found.profession_codes == frozenset()
    assert found.rpps == ""
    assert found.activities == ()
    assert found.name == ""


def test_the_profession_stands_in_the_roles_where_nothing_else_tells_it():
    found = identity_of(ISSUER, {"SubjectNameID": DOCTOR, "SubjectRole": ["21^1.2", "", 7, None]})
    assert found.profession_codes == {"21"}
    assert identity_of(ISSUER, claims(SubjectRole="10^1.2")).profession_codes == {"10"}


@pytest.mark.parametrize(
    ("practices", "student", "professions"),
    [
        ([practice("10", "E")], True, {"10"}),
        ([practice("60", "C"), practice("10", "E")], False, {"60"}),
        ([practice("10", "C"), practice("21", "C")], False, {"10", "21"}),
        ([practice("10", "")], False, {"10"}),
    ],
)
def test_a_student_is_who_studies_and_exercises_nothing(practices, student, professions):
    found = identity_of(ISSUER, claims(*practices))
    assert (found.student, found.profession_codes) == (student, professions)


@pytest.mark.parametrize(
    "subject",
    [None, "", "  ", 8, ["8"], "x" * 41, "81000 1234565", "8100\u202e01234565", "é", "a;b", True],
)
def test_nobody_is_named_without_an_identifier(subject):
    """The login name and the technical « sub » never stand for it (L2)."""
    with pytest.raises(NotTrusted):
        identity_of(
            ISSUER,
            {"SubjectNameID": subject, "sub": f"f:x:{DOCTOR}", "preferred_username": DOCTOR},
        )


def test_a_technical_identifier_is_not_an_rpps():
    assert identity_of(ISSUER, {"SubjectNameID": "0670123456"}).rpps == ""
    assert identity_of(ISSUER, {"SubjectNameID": "ANS20250001"}).rpps == ""


def test_texts_and_lists_are_bounded():
    endless = [practice("10", "C", *([PLACE] * 1000)) for _ in range(1000)]
    found = identity_of(ISSUER, claims(*endless, family_name="X" * 100_000, given_name="A\n\x00B"))
    assert len(found.activities) <= MOST_ACTIVITIES
    assert len(found.family_name) == LONGEST_TEXT
    assert found.first_name == "A B"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
_KEYS = st.sampled_from(
    [
        "SubjectRefPro",
        "SubjectRole",
        "otherIds",
        "given_name",
        "family_name",
        "Palier_Authentification",
        "exercices",
        "activities",
    ]
)


@settings(max_examples=120)
@given(st.dictionaries(_KEYS, _JSON), _JSON, _JSON)
def test_no_userinfo_whatever_breaks_the_reading(values, practices, places):
    values |= {"SubjectNameID": DOCTOR}
    assert identity_of(ISSUER, values).subject == DOCTOR
    values["SubjectRefPro"] = {"exercices": practices}
    assert identity_of(ISSUER, values).subject == DOCTOR
    values["SubjectRefPro"] = {"exercices": [{"activities": places}]}
    assert identity_of(ISSUER, values).subject == DOCTOR


# Who may be linked


def identity(subject: str = DOCTOR, *professions: str, student: bool = False) -> PscIdentity:
    return PscIdentity(ISSUER, subject, "DEMO", "PAUL", frozenset(professions), student)


def test_a_doctor_links_their_own_account():
    require_linkable(identity(DOCTOR, "10"), Role.MEDECIN, "10001234565")
    require_linkable(identity(DOCTOR, "10"), Role.MEDECIN, "100 0123 4565")
    require_linkable(identity(DOCTOR, "10"), Role.REMPLACANT, "")
    require_linkable(identity("860000000001", "60"), Role.INFIRMIER, "")


@pytest.mark.parametrize("subject", ["810007774564", "010001234565x", "110001234566"])
def test_an_account_is_never_linked_to_another_number(subject):
    with pytest.raises(LinkRefused, match="RPPS") as refused:
        require_linkable(identity(subject, "10"), Role.MEDECIN, "10001234565")
    assert refused.value.code == "psc.link_refused.rpps"


@pytest.mark.parametrize(
    ("role", "professions"),
    [
        (Role.MEDECIN, {"21"}),
        (Role.MEDECIN, set()),
        (Role.REMPLACANT, {"60"}),
        (Role.INFIRMIER, {"10"}),
    ],
)
def test_another_profession_is_refused_with_a_sentence(role, professions):
    with pytest.raises(LinkRefused, match="profession") as refused:
        require_linkable(identity(DOCTOR, *professions), role, "")
    assert refused.value.code == "psc.link_refused.profession"


@pytest.mark.parametrize("role", [Role.MEDECIN, Role.REMPLACANT])
def test_a_student_is_refused_with_a_sentence(role):
    with pytest.raises(LinkRefused, match="étudiant"):
        require_linkable(identity(DOCTOR, "10", student=True), role, "")


@pytest.mark.parametrize("role", [Role.SECRETAIRE, Role.ADMINISTRATEUR])
def test_roles_that_are_no_profession_accept_any_identity(role):
    require_linkable(identity("3670000050/0000000042"), role, "")


def test_an_account_without_links_is_linked_to_nobody():
    assert not is_linked("a" * 64, [])
