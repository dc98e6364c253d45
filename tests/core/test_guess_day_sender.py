from __future__ import annotations

from datetime import date

import pytest

from almapy.matching.guess import guess
from almapy.matching.model import OwnPeople
from tests.core.matching_helper import document

TODAY = date(2026, 11, 20)
LETTER = (
    "Docteur Hélène VASSEUR\nCardiologue\n4, rue des Tilleuls 35000 RENNES\n"
    "Tél 01 99 00 12 13   Fax 01 99 00 12 14\n"
    "Docteur Paul MESNIL\n2 place du Marché\n35500 VITRÉ\n"
    "Rennes, le 12 mars 2025\nMon cher Paul,\n"
    "J'ai vu le 11/03/2025 M. DEMO Patient, né le 04/05/1951.\n"
    "Opéré depuis le 02/02/2020. Prochain rendez-vous le 12/03/2027.\nAmitiés\nDr H. VASSEUR"
)


def day_of(text: str, *births: date) -> date | None:
    return guess(document(text), today=TODAY, births=births).day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (LETTER, date(2025, 3, 12)),
        ("Hôpital\nEntrée le 01/12/2025   Sortie le 05/12/2025\nRédigée le 06/12/2025", (6, 12)),
        ("Labo\nPrélevé le 03/11/2025\nReçu le 04/11/2025\nEdité le 05/11/2025", (5, 11)),
        ("Dr FAUVEL\nM. DEMO\nHospitalisation du 01/10/2025 au 09/10/2025", (9, 10)),
        ("Dr FAUVEL\nDate : 07.08.2025\nM. DEMO né le 01/01/2001", (7, 8)),
        ("REÇU LE\n14 NOV 2025\nDr FAUVEL\nLe 02/11/2025\nCher ami", (2, 11)),
        (
            "Dr FAUVEL\nM. DEMO né le 01/01/2001\nCertifie ceci.\nFait à Brest, le 30/08/2025",
            (30, 8),
        ),
    ],
)
def test_the_day_is_that_of_the_document(text: str, day: date | tuple[int, int]) -> None:
    expected = day if isinstance(day, date) else date(2025, day[1], day[0])
    assert day_of(text) == expected


def test_a_birth_date_is_never_the_day() -> None:
    assert day_of("Dr FAUVEL\nDEMO Patient - 04/05/2001\nMot", date(2001, 5, 4)) is None
    assert day_of("Dr FAUVEL\nDEMO Patient né le 04/05/2001") is None


def test_a_day_to_come_is_never_the_day() -> None:
    assert day_of("Convocation\nVous êtes attendu le 04/05/2031") is None


def test_the_sender_is_who_signs_not_the_addressee() -> None:
    found = guess(document(LETTER), today=TODAY)
    assert found.sender == "Dr Hélène VASSEUR"
    assert found.sender_key == "tel:0199001213"
    assert found.title == "Courrier de cardiologie"


def test_the_practice_itself_is_never_the_sender() -> None:
    text = "Dr Paul MESNIL\nTél 01 99 00 20 20\nLe 12/03/2025\nBonjour\nsuite\nfin"
    own = OwnPeople(practice=(("MESNIL", "Paul"),))
    assert guess(document(text), today=TODAY, own=own).sender == ""
    assert guess(document(text), today=TODAY).sender == "Dr Paul MESNIL"


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        ("Laboratoire BIO-DEMO\nTél. 01 99 00 10 10", "Laboratoire BIO-DEMO"),
        (
            "ASSISTANCE PUBLIQUE\nHôpital de la Colline   Service de cardiologie",
            "Hôpital de la Colline",
        ),
        ("CPAM du Finistère\nService Médical", "CPAM du Finistère"),
        ("Camille BREHAT\nOrthophoniste\n8 allée des Pins", "Camille BREHAT"),
        ("Julie SIMON, masseur-kinésithérapeute\n01 99 00 65 43", "Julie SIMON"),
    ],
)
def test_senders_of_every_trade(head: str, sender: str) -> None:
    text = f"{head}\nLe 12/03/2025\nMédecin traitant : Docteur Paul MESNIL\nObjet : suivi\nTexte"
    assert guess(document(text), today=TODAY).sender == sender


def test_the_key_of_a_sender_survives_a_bad_reading() -> None:
    clean = guess(document("Hôpital de la COLLINE\nLe 12/03/2025\nTexte"), today=TODAY)
    noisy = guess(document("Hopital de Ia COL1INE\nLe 13/04/2025\nAutre"), today=TODAY)
    assert clean.sender_key == noisy.sender_key != ""
