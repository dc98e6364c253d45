"""Whose letter it is when the words that tell it were misread, or people stand in it by list."""

from __future__ import annotations

from datetime import date

import pytest

from almapy.matching.index import PeopleIndex
from almapy.matching.matcher import Matcher
from almapy.matching.model import Decision, Match, OwnPeople, Person
from tests.core.matching_helper import document

TODAY = date(2026, 6, 1)
SYLVIE = Person(1, "AUBERT", "LEMOINE", "SYLVIE", "SYLVIE", "F", date(1966, 3, 19))
TOM = Person(2, "LEROUX", "", "TOM ANDRE", "TOM", "M", date(2015, 6, 12))
THEO = Person(3, "LEROUX", "", "THEO JEAN", "THEO", "M", date(2015, 6, 12))
ROUX = Person(4, "LE ROUX", "", "FLORIAN", "FLORIAN", "M", date(1977, 8, 6))
ROSE = Person(5, "LE ROUX", "", "ROSE", "ROSE", "F", date(2002, 3, 20))
LOUISE = Person(6, "MARCHAND", "", "LOUISE", "LOUISE", "F", date(1938, 12, 1))
LINA = Person(7, "ROUSSEL", "", "LINA", "LINA", "F", date(2023, 11, 5))
CHLOE = Person(8, "ROUSSEL", "", "CHLOE", "CHLOE", "F", date(1995, 1, 23))
HUGO = Person(9, "LAMBERT", "", "HUGO", "HUGO", "M", date(2009, 9, 9))
GUEN = Person(10, "LE GUEN", "", "YANNICK", "YANNICK", "M", date(1979, 8, 9))
MATHIS = Person(11, "CARPENTIER", "", "MATHIS", "MATHIS", "M", date(2018, 5, 5))
PEOPLE = (SYLVIE, TOM, THEO, ROUX, ROSE, LOUISE, LINA, CHLOE, HUGO, GUEN, MATHIS)


def answer(text: str, *, confidence: float = 90.0) -> Match:
    matcher = Matcher(PeopleIndex(PEOPLE), OwnPeople(), TODAY)
    return matcher.match(document(text, confidence=confidence))


SURE = {
    "civility glued behind": ("J'ai revuMonsieur LE GUEN Yannick né le 09/08/1979.", 10),
    "civility glued before": ("J'ai vu MrLE GUEN Yannick né le 09/08/1979.", 10),
    "birth label misread": (
        "Mme Sylvie LEMOINE\n9 rue Neuve\n69003 LYON\nDate de näissance : 19/03/1966", 1,
    ),
    "year on two figures, one point lost": ("LEMOINE Sylvie\nDate de naissance 19.03 66", 1),
    "blanks between the figures": ("Mme Marchand Louise née le : 01 12 38\nPoids : 52 kg", 6),
    "certificate of a namesake doctor": (
        "Je soussigné Dr Jean LAMBERT certifie avoir examiné Hugo LAMBERT, né le 09/09/2009", 9,
    ),
    "age of the mother": (
        "Enfant ROUSSEL Lina née le 05/11/2023\nMaman : Chloé, 30 ans, asthmatique", 7,
    ),
    "to the parents": ("Aux parents de\nMathis CARPENTIER\nNé le 05/05/2018", 11),
    "column of doctors misread": (
        "Dr Nicolas RENARD\nMr Nicolas RENARD\nPatient : LE GUEN Yannick né le 09/08/1979", 10,
    ),
    "sex letter before a number": ("LE GUEN Yannick 09/08/1979 M - IPP 004571 - page 1/2", 10),
    "own date misread once": (
        "Mme LEMOINE Sylvie née le 19/03/1966\nSylvie LEMOINE, née le 39/03/1966, vue ce jour", 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "patient"), SURE.values(), ids=SURE)
def test_a_slip_of_the_reader_leaves_the_patient_sure(text: str, patient: int) -> None:
    match = answer(text)
    assert (match.decision, match.patient_id, match.hold) == (Decision.SURE, patient, "")


NEVER_SURE = {
    "relative misread by one letter": (
        "Madame LE ROUX Rase - 20/03/2002\nPar aillours, Monsieur LE ROUX Florian, né le 06/08/1977"
    ),
    "civility of the other misread": (
        "Réf. : Mme LEMOINE Sylvie, née le 19/03/1966\nMonsicun LEMOINE ALAIN a été vu"
    ),
    "birth date of the other misread": (
        "Réf. : Mme LEMOINE Sylvie, née le 19/03/1966\nxxx AIain, ne le 20/12/7965, a été vu"
    ),
    "trusted person misread": (
        "J'ai revu l'enfant Manon Denis.\nPcrsonne de confiance : Mme Sylvie LEMOINE, "
        "née le 19/03/1966"
    ),
    "name with particles of the other": (
        "Concernant Monsieur R. DE LA TOUR D'OVERGNE.\nMme Sylvie LEMOINE, née le 19/03/1966"
    ),
    "twins told together": "Tom et Théo LEROUX, nés le 12/06/2015",
    "born together, one of them unknown": "Je vous adresse Tom et Zoé LEROUX, nés le 12/06/2015",
    "first name that is another one": "Patient : MARCHAND Louis   né le 01/12/1938",
    "mother first": (
        "Mère : ROUSSEL Chloé née le 23/01/1995\nEnfant : ROUSSEL Lina née le 05/11/2023"
    ),
    "list with strangers": (
        "Planning\nDUVALLON Bérénice   12/12/1948\nLEMOINE Sylvie   19/03/1966\n"
        "ZERBIB Moïse   02/07/1951"
    ),
    "contact of a stranger": (
        "Identité : ZERBIB Moïra   02/07/1951\nContact : LEMOINE Sylvie   19/03/1966"
    ),
    "two papers of one scan": (
        "LEMOINE Sylvie\n19/03/1966\nExamen normal.\fZERBIB Moïse\n02/07/1951\nScanner normal."
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", NEVER_SURE.values(), ids=NEVER_SURE)
@pytest.mark.parametrize("confidence", [100.0, 90.0], ids=["layer", "scan"])
def test_somebody_else_in_the_paper_is_seen_though_misread(text: str, confidence: float) -> None:
    assert answer(text, confidence=confidence).decision is not Decision.SURE
