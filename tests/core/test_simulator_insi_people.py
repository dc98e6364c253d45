"""The simulated INSi answers about the fictitious people of its test platform."""

import re

import pytest
from lxml import etree

from almapy.simulators.cards import CARDS
from almapy.simulators.insi.answers import Style
from almapy.simulators.insi.people import EVERYBODY
from almapy.simulators.switchboard import Simulators
from tests.core.simulated_insi_helper import (
    BY_CARD,
    NS,
    RUTH_INS,
    VERIFY,
    Caller,
    beneficiary,
    check,
    traits,
)


@pytest.fixture(scope="module")
def endpoint():
    with Simulators() as simulators:
        yield simulators.insi()


@pytest.fixture
def insi(endpoint):
    endpoint.control.reset()
    return Caller(endpoint)


def person(birth_name, prenom, sex, birth_date, place=None):
    return traits(
        NomNaissance=birth_name,
        Prenom=prenom,
        Sexe=sex,
        DateNaissance=birth_date,
        LieuNaissance=place,
    )


def matricule(reply, element="INSACTIF"):
    return [
        tuple(found.findtext(f".//r:{tag}", "", NS) for tag in ("NumIdentifiant", "Cle", "OID"))
        for found in reply.root.iterfind(f".//r:{element}", NS)
    ]


def test_ruth_is_found_by_her_first_given_name_alone(insi):
    reply = insi.ask()
    assert reply.status == 200
    assert reply.code == "00"
    assert matricule(reply) == [RUTH_INS]
    assert matricule(reply, "INSHISTO") == []
    assert reply.told(".//r:TIQ/r:ListePrenom") == ["RUTH ISABELLE"]
    assert reply.told(".//r:TIQ/r:LieuNaissance") == ["63220"]


def test_ruth_is_found_by_her_joined_given_names(insi):
    assert insi.ask(traits(Prenom="RUTH ISABELLE")).code == "00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"NomNaissance": "NESSIE"},
        {"Prenom": "ISABELLE"},
        {"Prenom": "RUTHI"},
        {"Sexe": "M"},
        {"DateNaissance": "1977-07-15"},
    ],
)
def test_one_wrong_trait_finds_nobody(insi, wrong):
    reply = insi.ask(traits(**wrong))
    assert reply.code == "01"
    assert reply.told(".//r:LibelleCR") == ["Aucune identite trouvee"]
    assert reply.root.find(".//r:INDIVIDU", NS) is None


def test_the_birth_place_narrows_the_search(insi):
    assert insi.ask(traits(LieuNaissance="63220")).code == "00"
    assert insi.ask(traits(LieuNaissance="63113")).code == "01"


@pytest.mark.parametrize(
    ("asked", "ins"),
    [
        (("ADRUN", "ZOE", "F", "1975-12-31", "63220"), "275126322074974"),
        (("ADRTROIS", "DOMINIQUE", "F", "1997-02-26", "2A020"), "297022A02077878"),
        (("ADRTROIS", "TOUSSAINT", "M", "1960-01-01", "2B020"), "160012B02077713"),
        (("CORSE", "ANTHONY", "M", "1980-03-02", "2B020"), "180032B02040123"),
        (("HERMANN", "GATIEN", "M", "1981-03-24", "63220"), "181036322045660"),
        (("ECETINSI", "PIERRE-ALAIN", "M", "2009-07-14", "63220"), "109076322083489"),
        (("PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220"), "109076322088835"),
        (("TCHITCHI", "CATARINA", "F", "1936-06-21", "63220"), "236066322083656"),
        (("NESSI", "MICHELANGELO", "M", "2010-08-07", "63220"), "110086322083060"),
        (
            ("D'ARTAGNAN DE L'HERAULT", "PIERRE-ALAIN", "M", "2001-06-17", "63220"),
            "101066322075460",
        ),
        (("PAT-TROIS", "DOMINIQUE", "F", "1979-03-28", "51215"), "279035121518989"),
    ],
)
def test_every_known_person_is_found(insi, asked, ins):
    reply = insi.ask(person(*asked))
    assert reply.code == "00"
    assert "".join(matricule(reply)[0][:2]) == ins


def test_a_provisional_number_is_told_by_its_oid_alone(insi):
    reply = insi.ask(person("PROVISOIRE", "MATRICULE", "M", "2009-07-01"))
    assert matricule(reply) == [("1090763220888", "35", "1.2.250.1.213.1.4.9")]


def test_a_test_oid_is_answered_for_the_person_of_the_samples(insi):
    reply = insi.ask(person("PAT-TROIS", "DOMINIQUE", "F", "1979-03-28"))
    assert matricule(reply) == [("2790351215189", "89", "1.2.250.1.213.1.4.10")]


def test_the_cascade_of_tchitchi_ends_at_the_second_given_name(insi):
    assert insi.ask(person("TCHITCHI", "OLA", "F", "1936-06-21")).code == "01"
    assert insi.ask(person("TCHITCHI", "CATARINA", "F", "1936-06-21")).code == "00"


def test_the_cascade_of_houilles_finds_nobody_in_four_calls(insi):
    names = ["PIERRE", "PAUL", "JACQUES", "PIERRE PAUL JACQUES"]
    codes = [insi.ask(person("HOUILLES", asked, "M", "1993-01-27")).code for asked in names]
    assert codes == ["01"] * 4


def test_leonardo_is_several_until_another_name_or_his_place_is_told(insi):
    asked = person("DE VINCI", "LEONARDO", "M", "2014-02-01")
    reply = insi.ask(asked)
    assert reply.code == "02"
    assert reply.told(".//r:LibelleCR") == ["Plusieurs identites trouvees"]
    assert reply.root.find(".//r:INDIVIDU", NS) is None
    assert insi.ask(person("DE VINCI", "LEONARDO ANTOINE", "M", "2014-02-01")).code == "00"
    assert insi.ask(person("DE VINCI", "LEONARDO", "M", "2014-02-01", "75112")).code == "00"


def test_ruth_under_her_used_name_ends_in_a_fault_and_not_in_nobody(insi):
    reply = insi.ask(person("DE VINCI", "RUTH", "F", "1976-07-14"))
    assert reply.status == 500
    assert reply.refusal == "insi_102"


def test_a_history_may_put_its_dates_first_and_its_beginning_after_its_end(insi):
    reply = insi.ask(person("ECETINSI", "PIERRE-ALAIN", "M", "2009-07-14"))
    former = reply.root.findall(".//r:INSHISTO", NS)
    assert [etree.QName(child).localname for child in former[0]] == [
        "DateDeb",
        "DateFin",
        "IdIndividu",
        "OID",
    ]
    assert former[0].findtext("r:DateDeb", "", NS) > former[0].findtext("r:DateFin", "", NS)
    assert [number for number, *_ in matricule(reply, "INSHISTO")] == [
        "2090763220834",
        "2090663220123",
    ]


def test_a_history_may_repeat_the_number_in_force(insi):
    reply = insi.ask(person("CORSE", "ANTHONY", "M", "1980-03-02"))
    assert matricule(reply) == matricule(reply, "INSHISTO")


def test_a_wrong_key_and_a_change_of_sex_are_answered_as_they_are(insi):
    reply = insi.ask(person("HERMANN", "GATIEN", "M", "1981-03-24"))
    assert matricule(reply)[0][:2] == ("1810363220456", "60")
    assert matricule(reply, "INSHISTO")[1][:2] == ("2810363220456", "10")


def test_every_other_key_of_the_people_is_right():
    wrong = []
    for known in EVERYBODY:
        digits = known.active.number.replace("2A", "19").replace("2B", "18")
        if known.active.key != f"{97 - int(digits) % 97:02}":
            wrong.append(known.birth_name)
    assert wrong == ["HERMANN"]


@pytest.mark.parametrize("style", list(Style))
def test_answers_are_spelled_in_several_ways_that_mean_the_same(insi, style):
    insi.endpoint.control.style = style
    reply = insi.ask(person("D'ARTAGNAN DE L'HERAULT", "PIERRE-ALAIN", "M", "2001-06-17"))
    assert reply.told(".//r:TIQ/r:NomNaissance") == ["D'ARTAGNAN DE L'HERAULT"]
    written = reply.body.decode()
    spelled = {
        Style.PREFIXED: "<ns2:RESULTAT",
        Style.DEFAULT: "<RESULTAT xmlns=",
        Style.MIXED: "<env:Body>",
    }
    assert spelled[style] in written


def test_answers_change_their_spelling_from_call_to_call(insi):
    spelled = {re.search(rb"<\w+:Body>|<\w*:?RESULTAT", insi.ask().body)[0] for _ in range(3)}
    assert len(spelled) == 3


def test_an_answer_says_which_question_it_belongs_to(insi):
    sent = []
    reply = insi.ask(edit=lambda root: sent.append(root.findtext(".//a:MessageID", "", NS)))
    assert reply.told("s:Header/a:RelatesTo") == sent
    assert reply.told("s:Header/a:Action")[0].endswith("rechercherInsAvecTraitsIdentiteResponse")
    assert reply.headers.get_content_type() == "application/soap+xml"


RUTH_NIR = "277076322082910"


def test_a_card_gives_the_ins_of_the_child_and_not_that_of_the_insured(insi):
    asked = beneficiary(
        insured=RUTH_NIR, NomNaissance="NESSI", DateNaissance="2010-08-07", RangNaissance="1"
    )
    reply = insi.ask(asked, BY_CARD)
    assert reply.code == "00"
    assert matricule(reply)[0][0] == "1100863220830"


def test_a_card_gives_the_ins_of_the_insured(insi):
    asked = beneficiary(insured=RUTH_NIR, NomNaissance="NESSI", DateNaissance="1977-07-14")
    assert matricule(insi.ask(asked, BY_CARD)) == [RUTH_INS]


def test_the_own_number_of_a_beneficiary_is_enough(insi):
    asked = beneficiary("297022A02077878", "160012B02077713", DateNaissance="1997-02-26")
    assert matricule(insi.ask(asked, BY_CARD))[0][0] == "297022A020778"


@pytest.mark.parametrize(
    "values",
    [
        {"DateNaissance": "2010-08-08"},
        {"DateNaissance": "2010-08-07", "RangNaissance": "2"},
        {"NomNaissance": "NESSIE", "DateNaissance": "2010-08-07"},
        {"DateNaissance": "2010-00-00"},
    ],
)
def test_a_beneficiary_who_does_not_fit_is_nobody(insi, values):
    assert insi.ask(beneficiary(insured=RUTH_NIR, **values), BY_CARD).code == "01"


def test_every_simulated_card_is_answered_but_that_of_the_unknown_person(insi):
    codes = {}
    for card in CARDS:
        for holder in card.holders:
            asked = beneficiary(
                holder.own_nir,
                holder.insured_nir,
                NomNaissance=holder.birth_name,
                DateNaissance=holder.birth_date,
                RangNaissance=holder.rank,
            )
            codes.setdefault(card.key, []).append(insi.ask(asked, BY_CARD).code)
    assert codes == {
        "ruth": ["00"],
        "ruth_enfant": ["00", "00"],
        "plusieurs": ["00", "00", "00"],
        "pierre_alain": ["00"],
        "inconnue": ["01"],
    }


def verdict(reply):
    return reply.told(".//p:CodeCR") + reply.told(".//p:LibelleCR")


def test_a_right_number_with_right_traits_is_verified(insi):
    reply = insi.ask(check(ListePrenom="RUTH ISABELLE", LieuNaissance="63220"), VERIFY)
    assert verdict(reply) == ["00", "NIR et traits d'identite corrects"]


def test_the_list_of_given_names_alone_is_verified_too(insi):
    reply = insi.ask(check(Prenom=None, ListePrenom="RUTH ISABELLE"), VERIFY)
    assert verdict(reply)[0] == "00"


@pytest.mark.parametrize(
    "ins",
    [
        ("2770763220830", "10", RUTH_INS[2]),
        ("2770763220829", "11", RUTH_INS[2]),
        ("2770763220829", "10", "1.2.250.1.213.1.4.9"),
    ],
)
def test_a_wrong_number_key_or_oid_is_told(insi, ins):
    assert verdict(insi.ask(check(ins), VERIFY)) == ["01", "INS incorrecte"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"NomNaissance": "NESSIE"},
        {"ListePrenom": "RUTH MARIE"},
        {"Sexe": "M"},
        {"DateNaissance": "1977-07-15"},
        {"LieuNaissance": "63113"},
    ],
)
def test_a_wrong_trait_is_told(insi, wrong):
    assert verdict(insi.ask(check(**wrong), VERIFY)) == ["01", "Traits d'identite incorrects"]
