"""Whose letter it is: patients found in every layout, and everybody else who stands in letters."""

from __future__ import annotations

from datetime import date

import pytest

from almapy.identity.ins_datamatrix import SEPARATOR
from almapy.matching.index import PeopleIndex
from almapy.matching.matcher import Matcher
from almapy.matching.model import Decision, Match, OwnPeople, Person
from tests.core.matching_helper import document

TODAY = date(2026, 6, 1)
OWN = OwnPeople(practice=(("BERNARD", "CLAIRE"),))
JEANNE = Person(
    1, "MARTIN", "DUPONT", "JEANNE MARIE", "JEANNE", "F", date(1950, 3, 12), "250037511690017"
)
PAUL = Person(2, "DUPONT", "", "PAUL", "PAUL", "M", date(1948, 7, 1), "148077511690035")
LEA = Person(3, "DUPONT", "", "LEA", "LEA", "F", date(2015, 5, 3), "", "250037511690017")
NOE = Person(4, "DUPONT", "", "NOE", "NOE", "M", date(2015, 5, 3))
TOUR = Person(
    5, "DE LA TOUR D'AUVERGNE", "", "JEAN-BAPTISTE", "JEAN-BAPTISTE", "M", date(1961, 11, 9)
)
GOFF = Person(6, "LE GOFF", "", "YANN", "YANN", "M", date(1972, 2, 28))
CLAIRE = Person(7, "BERNARD", "", "CLAIRE", "CLAIRE", "F", date(1966, 8, 14))
SAINT = Person(8, "SAINT-MARTIN", "", "ANNE-LAURE", "ANNE-LAURE", "F", date(1984, 10, 2))
FATHER = Person(9, "PETIT", "", "LOUIS", "LOUIS", "M", date(1940, 1, 5))
SON = Person(10, "PETIT", "", "LOUIS", "LOUIS", "M", date(1970, 9, 23))
SILVA = Person(
    11, "PEREIRA DOS SANTOS E SILVA", "", "MARIA JOSE", "MARIA JOSE", "F", date(1979, 4, 17)
)
NGUYEN = Person(12, "NGUYEN", "", "THI MINH KHAI", "KHAI", "F", date(1990, 12, 1))
DEAD = Person(
    13, "ROCHE", "", "ODETTE", "ODETTE", "F", date(1930, 6, 6), deceased=True,
    deceased_on=date(2024, 1, 10),
)  # fmt: skip
PEOPLE = (
    JEANNE, PAUL, LEA, NOE, TOUR, GOFF, CLAIRE, SAINT, FATHER, SON, SILVA, NGUYEN, DEAD,
)  # fmt: skip
INDEX = PeopleIndex(PEOPLE)


def answer(text: str, *, confidence: float = 100.0, codes: tuple[bytes, ...] = ()) -> Match:
    return Matcher(INDEX, OWN, TODAY).match(document(text, confidence=confidence, codes=codes))


LETTERS = {
    "line of the subject": ("Concerne : Madame DUPONT Jeanne née MARTIN\nNée le 12/03/1950", 1),
    "sentence": ("J'ai vu Mme Jeanne DUPONT, née le 12 mars 1950, pour avis.", 1),
    "maiden name first": ("Madame MARTIN ép. DUPONT, Jeanne, née le 12.03.1950", 1),
    "birth name only": ("Patient : MARTIN Jeanne, née le 12/03/1950 à Paris", 1),
    "two digits for the year": ("Mme DUPONT Jeanne, née le 12/03/50", 1),
    "headings above": (
        "Nom   Prénom   Date de naissance\nDUPONT   Paul   01/07/1948",
        2,
    ),
    "labels far apart": (
        "Nom : DUPONT\nService : cardiologie\nChambre : 12\nPrénom : Paul\nNé(e) le : 01/07/1948",
        2,
    ),
    "date in the line above": ("Né le 01/07/1948\nMonsieur Paul DUPONT", 2),
    "footer": (
        "Compte rendu\nExamen normal ce jour.\nConclusion : rien.\nDUPONT Paul - né le 01/07/1948",
        2,
    ),
    "after the body": ("Examen normal.\nBien à vous.\nPatient : Paul DUPONT (01/07/1948)", 2),
    "two columns": (
        "Dr Marc ROLLAND   Monsieur DUPONT Paul\nCardiologue   né le 01/07/1948",
        2,
    ),
    "window": ("Monsieur Paul DUPONT\n3 rue des Lilas\n67000 STRASBOURG\nDDN : 01/07/1948", 2),
    "particles": ("M. Jean-Baptiste de La Tour d’Auvergne, né le 9 novembre 1961", 5),
    "name on two lines": (
        (
            "Je vous remercie de m'avoir adressé M. Jean-Baptiste DE LA\n"
            "TOUR D'AUVERGNE, né le 09/11/1961"
        ),
        5,
    ),
    "glued": ("M. LEGOFF Yann né le 28/02/1972", 6),
    "saint cut short": ("Mme ST MARTIN Anne Laure née le 02/10/1984", 8),
    "misread name": ("Mme DUP0NT Jeanme née le 12/03/1950", 1),
    "long name": ("Mme PEREIRA DOS SANTOS E SILVA Maria José née le 17/04/1979", 11),
    "Vietnamese order": ("Mme NGUYEN Thi Minh Khai - née le 01/12/1990", 12),
    "son told by his date": ("M. Louis PETIT, né le 23/09/1970", 10),
    "number and name": ("Mme DUPONT Jeanne\nN° SS : 2 50 03 75 116 900 17", 1),
    "prescriber above": (
        "Prescripteur : Dr Claire BERNARD\nPatient : DUPONT Paul\nNé(e) le 01/07/1948   H",
        2,
    ),
    "doctor who is a patient": (
        "Dr Claire BERNARD\nMédecin traitant : Dr Claire BERNARD\nM. Paul DUPONT né le 01/07/1948",
        2,
    ),
    "mother in a child's letter": (
        "L'enfant Léa DUPONT, née le 03/05/2015,\nfille de Mme Jeanne DUPONT, née le 12/03/1950",
        3,
    ),
    "trusted person": (
        (
            "M. Paul DUPONT, né le 01/07/1948\n"
            "Personne de confiance : Mme Jeanne DUPONT, née le 12/03/1950"
        ),
        2,
    ),
    "comes with his wife": (
        "M. Paul DUPONT, né le 01/07/1948, vient accompagné de son épouse Mme Jeanne DUPONT.",
        2,
    ),
    "street and hospital": (
        "Hôpital PETIT LOUIS\n12 rue Louis Petit\nM. Paul DUPONT né le 01/07/1948",
        2,
    ),
    "label of the family name": (
        "Nom de famille : DUPONT   Prénom : Paul\nDate de naissance : 01/07/1948",
        2,
    ),
    "age in months": ("Strasbourg, le 12/08/2016\nNoé DUPONT, né le 03/05/2015, âge : 15 mois", 4),
    "foot below the copies": (
        "Examen normal.\nCopie : Dr Louis PETIT\nDUPONT Paul - né le 01/07/1948 - page 1/1",
        2,
    ),
    "doctor whose name begins like a civility": (
        "Dr Thierry M'BALA\nM. Paul DUPONT né le 01/07/1948\nDouble à Dr Thierry M’Bala",
        2,
    ),
    "copies": (
        "M. Paul DUPONT né le 01/07/1948\nCopies : Dr Louis PETIT; Mme Jeanne DUPONT",
        2,
    ),
}


@pytest.mark.parametrize(("text", "patient"), LETTERS.values(), ids=LETTERS)
def test_the_patient_of_a_letter_is_sure(text: str, patient: int) -> None:
    match = answer(text)
    assert (match.decision, match.patient_id, match.hold) == (Decision.SURE, patient, "")


NEVER_SURE = {
    "two patients named alike": (
        "J'ai reçu le même jour PETIT Louis, né le 5 janvier 1940 et PETIT Camille, née le "
        "21/12/2021."
    ),
    "two patients, one named as a word of relatives": (
        "J'ai reçu le même jour KELLER Camille, née le 21/12/2021 et PETIT Louis, né le\n"
        "5 janvier 1940."
    ),
    "another birth name": (
        "Nom de naissance : DUVAL\nNom utilisé : DUPONT\nPrénom : Jeanne\nNée le : 12/03/1950"
    ),
    "mother and newborn": (
        "Mme Jeanne DUPONT, née le 12/03/1950, a accouché le 02/02/1975\n"
        "d'un garçon prénommé Marc, né le 02/02/1975 à 3 h 12."
    ),
    "name alone": "Concerne : Madame DUPONT Jeanne née MARTIN",
    "another date": "Madame DUPONT Jeanne, née le 30/08/1971",
    "date of one digit off": "Madame DUPONT Jeanne, née le 12/03/1956",
    "two patients": (
        "M. Paul DUPONT né le 01/07/1948 va bien.\n"
        "Par ailleurs, Mme Jeanne DUPONT, née le 12/03/1950, a été vue."
    ),
    "two patients without second date": (
        "M. Paul DUPONT né le 01/07/1948 va bien.\nJ'ai vu aussi Mme Jeanne DUPONT."
    ),
    "second patient outside the base": (
        "M. Paul DUPONT né le 01/07/1948 va bien.\nJ'ai vu aussi Mme Rose KELLER."
    ),
    "twins": "Les enfants DUPONT Léa et DUPONT Noé, nés le 03/05/2015",
    "name beside two dates": ("M. Louis PETIT, né le 23/09/1970\nM. Louis PETIT, né le 14/02/1999"),
    "dead before": "Strasbourg, le 12/05/2025\nMme Odette ROCHE née le 06/06/1930",
    "other sex": "Monsieur DUPONT Jeanne, né le 12/03/1950",
    "other age": "Strasbourg, le 12/05/2025\nM. Paul DUPONT, 41 ans, né le 01/07/1948",
    "insured only": "L'enfant DUPONT, N° SS de l'assuré : 2 50 03 75 116 900 17",
    "mother of an unknown child": (
        "L'enfant Zoé KELLER, née le 08/08/2018,\nfille de Mme Jeanne DUPONT, née le 12/03/1950"
    ),
    "trusted person of a stranger": (
        "Mme Rose KELLER, 45 ans\nPersonne à prévenir : M. Paul DUPONT, né le 01/07/1948"
    ),
    "signatory": "Bien à vous.\nDr Paul DUPONT\n01/07/1948",
    "initial": "Mme J. DUPONT, née le 12/03/1950",
    "date of the visit": "M. Paul DUPONT\nExamen du 12/03/1950\nRapport\nFin\nVu le 01/07/1948",
}


@pytest.mark.parametrize("text", NEVER_SURE.values(), ids=NEVER_SURE)
def test_what_leaves_a_doubt_is_never_sure(text: str) -> None:
    match = answer(text)
    assert match.decision is not Decision.SURE
    assert match.hold or not match.candidates


def test_nobody_is_proposed_for_a_letter_of_nobody() -> None:
    match = answer("Invitation au congrès de médecine générale\nInscriptions avant le 12/09/2026")
    assert match == Match(Decision.NONE)


def test_a_page_that_is_badly_read_is_only_proposed() -> None:
    match = answer("M. Paul DUPONT né le 01/07/1948", confidence=55.0)
    assert match.decision is Decision.PROPOSE
    assert match.candidates[0].patient_id == PAUL.patient_id
    assert match.hold == "la page est trop peu lisible"


def test_the_loser_is_listed_with_what_it_lacks() -> None:
    match = answer("M. Louis PETIT, né le 23/09/1970")
    assert [candidate.patient_id for candidate in match.candidates] == [10]
    match = answer("M. Louis PETIT, vu ce jour")
    assert {candidate.patient_id for candidate in match.candidates} == {9, 10}
    assert match.hold.startswith("ni date de naissance ni matricule")
    assert all(candidate.lost_by for candidate in match.candidates[1:])


def test_the_reasons_are_french_and_stand_on_the_page() -> None:
    match = answer("Concerne : Mme DUPONT Jeanne\nNée le 12/03/1950")
    evidence = {each.words: each for each in match.candidates[0].evidence}
    assert {"nom utilisé", "prénom identique", "date de naissance identique"} <= set(evidence)
    (place,) = evidence["date de naissance identique"].places
    assert place.page == 1
    assert 0.0 < place.box.left < place.box.right < 1.0


def code_of(person: Person) -> bytes:
    born = person.birth_date
    assert born is not None
    parts = (
        f"IS01{'0' * 22}S1{person.matricule}S21.2.250.1.213.1.4.8",
        f"S3{person.first_names}",
        f"S4{person.birth_name}",
        f"S5{person.sex}S6{born:%d-%m-%Y}",
    )
    return SEPARATOR.join(part.encode("ascii") for part in parts)


def test_the_ins_code_of_the_patient_named_is_sure() -> None:
    match = answer("Mme DUPONT Jeanne", codes=(code_of(JEANNE),))
    assert match.patient_id == JEANNE.patient_id
    assert match.candidates[0].evidence[0].words == "code INS de l'étiquette"


def test_a_wrong_label_stuck_on_a_letter_is_never_sure() -> None:
    match = answer("M. Paul DUPONT né le 01/07/1948", codes=(code_of(JEANNE),))
    assert match.decision is Decision.PROPOSE
    match = answer("Mme Rose KELLER, née le 02/02/1980", codes=(code_of(JEANNE),))
    assert match.decision is not Decision.SURE
