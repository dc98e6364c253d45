"""The simulated INSi refuses every question that is not in the form of its operation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.simulators.insi.questions import asked_by
from almapy.simulators.insi.refusals import Refused
from almapy.simulators.switchboard import Simulators
from tests.core.simulated_insi_helper import (
    BY_CARD,
    BY_TRAITS,
    NS,
    RUTH_INS,
    VERIFY,
    Caller,
    add,
    beneficiary,
    check,
    last,
    traits,
    twice,
)


@pytest.fixture(scope="module")
def endpoint():
    with Simulators() as simulators:
        yield simulators.insi()


@pytest.fixture
def insi(endpoint):
    endpoint.control.reset()
    return Caller(endpoint)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"NomNaissance": None}, "insi_19"),
        ({"NomNaissance": ""}, "insi_19"),
        ({"NomNaissance": "Nessi"}, "simulateur_nom"),
        ({"NomNaissance": "NÉSSI"}, "simulateur_nom"),
        ({"NomNaissance": "-NESSI"}, "simulateur_nom"),
        ({"NomNaissance": "NESSI  DE"}, "simulateur_nom"),
        ({"NomNaissance": "D' ARTAGNAN"}, "simulateur_nom"),
        ({"NomNaissance": "D''ARTAGNAN"}, "simulateur_nom"),
        ({"NomNaissance": "NESSI2"}, "simulateur_nom"),
        ({"NomNaissance": "N" * 101}, "simulateur_nom"),
        ({"Prenom": None}, "simulateur_prenom"),
        ({"Prenom": ["RUTH", "ISABELLE"]}, "simulateur_prenom"),
        ({"Prenom": ""}, "simulateur_prenom"),
        ({"Prenom": "Ruth"}, "simulateur_prenom"),
        ({"Prenom": "RUTH--ISABELLE"}, "simulateur_prenom"),
        ({"Prenom": "RUTH-"}, "simulateur_prenom"),
        ({"Prenom": "RUTH'"}, "simulateur_prenom"),
        ({"Sexe": None}, "simulateur_structure"),
        ({"Sexe": "I"}, "simulateur_sexe"),
        ({"DateNaissance": None}, "simulateur_structure"),
        ({"DateNaissance": "14/07/1977"}, "simulateur_date"),
        ({"DateNaissance": "1977-00-00"}, "simulateur_date"),
        ({"LieuNaissance": "6322"}, "simulateur_lieu"),
        ({"LieuNaissance": "2C020"}, "simulateur_lieu"),
        ({"LieuNaissance": "99999"}, "simulateur_lieu"),
        ({"LieuNaissance": ""}, "simulateur_lieu"),
    ],
)
def test_a_wrong_trait_form_is_refused(insi, values, refusal):
    assert insi.ask(traits(**values)).refusal == refusal


def test_a_missing_birth_name_is_a_fault_of_the_question(insi):
    error = insi.ask(traits(NomNaissance=None))
    assert error.told(".//s:Subcode/s:Value") == ["soap:siram_10"]


@pytest.mark.parametrize("birth_name", ["'T HART", "LE COEUR--DUPONT", "N'", "DUPONT-"])
def test_names_allowed_by_the_standard_are_accepted(insi, birth_name):
    assert insi.ask(traits(NomNaissance=birth_name)).code == "01"


@pytest.mark.parametrize(
    "edit",
    [
        last("t:NomNaissance"),
        last("t:Prenom"),
        twice("t:Sexe"),
        lambda root: add(root.find(".//t:RECSANSVITALE", NS), "t:Autre"),
        lambda root: add(root.find(".//t:RECSANSVITALE", NS), "v:Sexe"),
        lambda root: add(root.find(".//t:Sexe", NS), "t:Sexe"),
        lambda root: setattr(root.find(".//t:RECSANSVITALE", NS), "text", "NESSI"),
    ],
)
def test_elements_out_of_their_place_are_refused(insi, edit):
    assert insi.ask(edit=edit).refusal == "simulateur_structure"


@pytest.mark.parametrize(
    ("action", "payload"),
    [(BY_CARD, traits()), (VERIFY, traits()), (BY_TRAITS, check())],
)
def test_the_body_must_be_that_of_the_operation(insi, action, payload):
    assert insi.ask(payload, action).refusal == "simulateur_corps"


@pytest.mark.parametrize(
    ("payload", "refusal"),
    [
        (beneficiary(DateNaissance="1977-07-14"), "simulateur_matricule"),
        (beneficiary(insured="277076322082910"), "simulateur_date"),
        (beneficiary(insured="277076322082910", DateNaissance="1977"), "simulateur_date"),
        (beneficiary(insured="27707632208291", DateNaissance="1977-07-14"), "simulateur_matricule"),
        (
            beneficiary(insured="277076322082A10", DateNaissance="1977-07-14"),
            "simulateur_matricule",
        ),
        (
            beneficiary(
                insured="277076322082910", DateNaissance="1977-07-14", RangNaissance="deux"
            ),
            "simulateur_rang",
        ),
        (
            beneficiary(
                insured="277076322082910", DateNaissance="1977-07-14", NomNaissance="NESSI"
            ),
            "simulateur_structure",
        ),
        (
            beneficiary(
                insured="277076322082910", NomNaissance="nessi", DateNaissance="1977-07-14"
            ),
            "simulateur_nom",
        ),
    ],
)
def test_a_wrong_card_question_is_refused(insi, payload, refusal):
    assert insi.ask(payload, BY_CARD).refusal == refusal


@pytest.mark.parametrize(
    ("payload", "refusal"),
    [
        (check(("27707632208", "10", RUTH_INS[2])), "simulateur_matricule"),
        (check((*RUTH_INS[:2], "1.2.250.1.213.1.4.2")), "simulateur_oid"),
        (check(NomNaissance=None), "insi_19"),
        (check(Prenom=None), "simulateur_structure"),
        (check(ListePrenom="Ruth"), "simulateur_prenom"),
        (check(Sexe="X"), "simulateur_sexe"),
    ],
)
def test_a_wrong_verification_is_refused(insi, payload, refusal):
    assert insi.ask(payload, VERIFY).refusal == refusal


@given(
    values=st.dictionaries(
        st.sampled_from(["NomNaissance", "Prenom", "Sexe", "DateNaissance", "LieuNaissance"]),
        st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=30),
    )
)
def test_whatever_the_traits_hold_they_are_read_or_refused(values):
    try:
        asked = asked_by(BY_TRAITS, traits(**values))
    except Refused:
        return
    assert asked.sex in {"M", "F"}
    assert asked.birth_name.isascii()
