from __future__ import annotations

from datetime import date

import pytest

from almapy.matching.identity import identity_in
from almapy.matching.model import Identity
from tests.core.matching_helper import document

HEAD = "Clinique des Dunes\nDr Marie FAUVEL\nCardiologie\nLe 22/04/2025\n"


def read(text: str) -> Identity:
    return identity_in(document(HEAD + text))


@pytest.mark.parametrize(
    "text",
    [
        "Concerne : Madame DEMO Claire, née le 14/07/1932",
        "J'ai vu ce jour Mme Claire DEMO, née le 14 juillet 1932, pour avis.",
        "Nom :   DEMO\nPrénom :   Claire\nNé(e) le :   14/07/1932\nSexe :   F",
        "Nom : DEMO Prénom : Claire Sexe : F\nDate de naissance : 14/07/1932",
        "Nom   Prénom   Sexe   Né(e) le\nDEMO   Claire   F   14/07/1932",
        "Identité : DEMO Claire   née le 14/07/1932",
        "Madame DEMO Claire - 14/07/1932",
    ],
)
def test_the_forms_of_an_identity(text: str) -> None:
    found = read(text)
    assert (found.family_name, found.first_name) == ("DEMO", "Claire")
    assert (found.sex, found.birth_date) == ("F", date(1932, 7, 14))


def test_married_and_birth_names() -> None:
    found = read("Patient : Mme DEMO Claire née RUTH, née le 14/07/1932")
    assert (found.family_name, found.birth_name) == ("DEMO", "RUTH")
    found = read("Concerne : Madame RUTH épouse DEMO, Claire, née le 14/07/1932")
    assert (found.family_name, found.birth_name, found.first_name) == ("DEMO", "RUTH", "Claire")


def test_names_in_capitals_need_a_known_first_name() -> None:
    assert read("Mme DEMO CLAIRE, née le 14/07/1932").first_name == "CLAIRE"
    unknown = read("Mme DEMO PATIENTE, née le 14/07/1932")
    assert (unknown.family_name, unknown.first_name) == ("", "")
    assert unknown.birth_date == date(1932, 7, 14)


def test_particles_belong_to_the_family_name() -> None:
    found = read("M. DE LA TOUR D'AUVERGNE Jean-Luc né le 14/07/1932")
    assert (found.family_name, found.first_name) == ("DE LA TOUR D'AUVERGNE", "Jean-Luc")


def test_a_child_is_not_its_mother() -> None:
    found = read(
        "L'enfant DEMO Jules, né le 23/01/2018, fille de Madame DEMO Claire née le 14/07/1985,\n"
        "N° SS de l'assuré : 2 77 07 63 220 829 10"
    )
    assert (found.first_name, found.birth_date) == ("Jules", date(2018, 1, 23))
    assert found.insured_nir == ""


@pytest.mark.parametrize(
    "text",
    [
        "Personne de confiance : Madame DEMO Claire, née le 14/07/1932",
        "Copies : Dr Paul MESNIL, Monsieur DEMO Patient",
        "Docteur Paul MESNIL\n2 place du Marché\n35500 VITRÉ",
    ],
)
def test_other_people_are_not_the_patient(text: str) -> None:
    found = read(text)
    assert (found.family_name, found.birth_date, found.town) == ("", None, "")


def test_the_number_is_kept_with_its_right_key_only() -> None:
    told = "Madame RUTH Isabelle\nNée le 14/07/1977\nN° de sécurité sociale : "
    assert read(told + "2 77 07 63 220 829 10").insured_nir == "277076322082910"
    assert read(told + "2 77 07 63 220 829 11").insured_nir == ""


def test_a_matricule_or_a_number_that_contradicts_is_left_out() -> None:
    told = "Madame RUTH Isabelle\nNée le 14/07/1977\n"
    assert read(told + "Matricule INS : 277076322082910").insured_nir == ""
    other = "Madame RUTH Isabelle\nNée le 14/07/1980\nN° SS : 277076322082910"
    assert read(other).insured_nir == ""


def test_an_address_under_the_name_is_the_patient_s() -> None:
    found = read("                 Madame Claire DEMO\n                 3 bis rue des Lilas\n"
                 "                 29200 BREST\nVotre examen du 12/03/2025")  # fmt: skip
    assert (found.address, found.postal_code, found.town) == (
        "3 bis rue des Lilas",
        "29200",
        "BREST",
    )


def test_nothing_is_said_of_nobody() -> None:
    assert read("Invitation au congrès du 12/03/2026") == Identity()
    assert identity_in(document("")) == Identity()


@pytest.mark.parametrize("line", ["Madame " + "LE " * 2000, "Mme " + "De" * 3000, "Nom : " * 1000])
def test_lines_made_to_exhaust_the_reader_say_nothing(line: str) -> None:
    assert read(line) == Identity()
