from __future__ import annotations

from datetime import date

import pytest

from almapy.documents.model import Tab
from almapy.documents.types import type_labels
from almapy.matching.guess import guess
from almapy.matching.kind_titles_more import ALL_TITLES
from almapy.matching.kinds import DEFAULT_TYPES
from almapy.matching.model import DocumentKind
from almapy.matching.tabs import usual_tab
from almapy.matching.type_hints import TYPE_HINTS, hints_for
from almapy.text import fold
from tests.core.matching_helper import document

TODAY = date(2026, 11, 20)
HEAD = "Clinique des Dunes\nDr Marie FAUVEL\nDunkerque, le 22/04/2025\n"
BODY = "\nMme DEMO Patiente née le 14/07/1932\nL'examen est sans particularité.\nDr Marie FAUVEL"


def test_every_proposed_type_is_in_the_official_list() -> None:
    codes = {cue.code for cue in ALL_TITLES} | set(DEFAULT_TYPES.values())
    codes |= {hint.type_code for hint in TYPE_HINTS} | {"78513-9", "75492-9"}
    assert codes <= set(type_labels())
    assert set(DEFAULT_TYPES) == set(DocumentKind)


def test_phrases_are_written_as_documents_are_folded() -> None:
    for cue in ALL_TITLES:
        assert all(phrase == fold(phrase) for phrase in cue.phrases)


@pytest.mark.parametrize(
    ("title", "kind", "code"),
    [
        ("COMPTE-RENDU D'HOSPITALISATION", DocumentKind.HOSPITAL, "34112-3"),
        ("Lettre de liaison à la sortie", DocumentKind.HOSPITAL, "11490-0"),
        ("COMPTE RENDU DE PASSAGE AUX URGENCES", DocumentKind.EMERGENCY, "15507-7"),
        ("Compte rendu opératoire", DocumentKind.SURGERY, "34874-8"),
        ("Compte rendu d'anatomie et de cytologie", DocumentKind.PATHOLOGY, "60568-3"),
        ("IRM CÉRÉBRALE", DocumentKind.IMAGING, "18748-4"),
        ("RESULTATS D'ANALYSES", DocumentKind.BIOLOGY, "11502-2"),
        ("ORDONNANCE", DocumentKind.PRESCRIPTION, "57833-6"),
        ("Prescription d'examens biologiques", DocumentKind.PRESCRIPTION, "PRESC-BIO"),
        ("Demande d'examen d'imagerie", DocumentKind.PRESCRIPTION, "55115-0"),
        ("Prescription de kinésithérapie", DocumentKind.PRESCRIPTION, "PRESC-KINE"),
        ("Avis d'arrêt de travail", DocumentKind.PRESCRIPTION, "PRESC-AAT"),
        ("CERTIFICAT MÉDICAL", DocumentKind.CERTIFICATE, "89601-9"),
        ("Bilan diagnostic kinésithérapique", DocumentKind.PHYSIOTHERAPY, "11506-3"),
        ("Compte rendu de bilan orthophonique", DocumentKind.PHYSIOTHERAPY, "11506-3"),
        ("Notification de décision", DocumentKind.ADMINISTRATIVE, "51851-4"),
        ("Confirmation de rendez-vous", DocumentKind.ADMINISTRATIVE, "56446-8"),
        ("Consultation d'anesthésie", DocumentKind.LETTER, "34749-2"),
        ("Réunion de concertation pluridisciplinaire", DocumentKind.LETTER, "34794-8"),
        ("Épreuve d'effort", DocumentKind.LETTER, "70004-7"),
        ("LETTRE DE LlAlSON A LA S0RTIE", DocumentKind.HOSPITAL, "11490-0"),
        ("C0MPTE RENDU OPERAT0lRE", DocumentKind.SURGERY, "34874-8"),
        ("COMPTE RENDU 0PERATCIRE", DocumentKind.SURGERY, "34874-8"),
        ("O R D O N N A N C E", DocumentKind.PRESCRIPTION, "57833-6"),
    ],
)
def test_a_title_tells_kind_and_type(title: str, kind: DocumentKind, code: str) -> None:
    found = guess(document(HEAD + title + BODY), today=TODAY)
    assert (found.kind, found.type_code) == (kind, code)


def test_an_examination_told_in_a_letter_leaves_it_a_letter() -> None:
    text = HEAD + (
        "Cher confrère,\nJ'ai revu Mme DEMO Patiente née le 14/07/1932.\n"
        "Scanner thoracique du 12/03/2025 : normal.\nCompte rendu opératoire ci-joint.\n"
        "Bien confraternellement\nDr Marie FAUVEL"
    )
    assert guess(document(text), today=TODAY).kind is DocumentKind.LETTER


def test_drugs_without_a_title_are_a_prescription() -> None:
    text = (
        "Dr Marie FAUVEL\nMédecine générale\nLe 22/04/2025\nMme DEMO Patiente\n"
        "- Paracétamol 1 g : 1 comprimé matin, midi et soir\nDr Marie FAUVEL"
    )
    assert guess(document(text), today=TODAY).kind is DocumentKind.PRESCRIPTION


def test_values_of_a_laboratory_without_a_title_are_biology() -> None:
    text = (
        "Laboratoire du Port\nLe 22/04/2025\nMme DEMO Patiente\n"
        "Glycémie   1,02 g/L\nCréatinine   72 µmol/L\nTSH   2,1 mUI/L\nCRP   3 mg/L"
    )
    found = guess(document(text), today=TODAY)
    assert (found.kind, found.title) == (
        DocumentKind.BIOLOGY,
        "Biologie – glycémie, créatinine, CRP, TSH",
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [("Dépistage organisé du cancer colorectal", "75492-9"), ("Anémie ferriprive", "70004-7")],
)
def test_a_colonoscopy_is_a_screening_only_when_it_says_so(line: str, code: str) -> None:
    text = f"{HEAD}COMPTE RENDU DE COLOSCOPIE\nIndication : {line}{BODY}"
    assert guess(document(text), today=TODAY).type_code == code


def test_an_ophthalmologist_s_letter_has_its_own_type() -> None:
    text = "Dr Marie FAUVEL\nOphtalmologiste\nLe 22/04/2025\nCher confrère,\nActé visuelle 10/10"
    found = guess(document(text), today=TODAY)
    assert (found.type_code, found.title) == ("78513-9", "Courrier d'ophtalmologie")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("ÉCHOGRAPHIE ABDOMINALE", "Échographie abdominale"),
        ("TDM ABDOMINO-PELVIENNE", "Scanner abdomino-pelvien"),
        ("IRM DU GENOU DROIT DEMO PATIENTE", "IRM du genou droit"),
        ("Ordonnance DEMO Patiente", "Ordonnance"),
    ],
)
def test_a_title_is_short_and_holds_no_name(title: str, name: str) -> None:
    assert guess(document(HEAD + title + BODY), today=TODAY).title == name


def test_an_empty_document_is_a_letter_of_which_nothing_is_known() -> None:
    found = guess(document(""), today=TODAY)
    assert (found.kind, found.day, found.sender, found.sender_key) == (
        DocumentKind.LETTER,
        None,
        "",
        "",
    )


def test_each_type_stands_in_its_usual_tab() -> None:
    assert usual_tab("11502-2") is Tab.BIOLOGY
    assert usual_tab("11506-3") is Tab.PARAMEDICAL
    assert usual_tab("34112-3") is usual_tab("") is Tab.RECEIVED


def test_hints_tell_the_type_of_a_situation() -> None:
    assert "Courrier d'un spécialiste après une consultation" in hints_for("11488-4")
    assert "Coloscopie, mammographie ou frottis de dépistage" in hints_for("75492-9")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            (
                "Urgences adultes - Hôpital des Dunes\nMme DEMO Patiente, née le 14/07/1932, a été "
                "prise en charge aux urgences.\nMotif de recours : chute.\n"
                "Radiographie : pas de fracture visible, attelle."
            ),
            DocumentKind.EMERGENCY,
        ),
        (
            (
                "Laboratoire des Dunes\nPrescripteur : Dr Marie FAUVEL\nOrdonnance du 18/11/2025, "
                "reçue le 19/11/2025\nTSH   1,77 mUI/L\nPSA   1,13 ng/mL\nFerritine   90 µg/L\n"
                "Leucocytes   7,42 G/L\nHématies   4,42 T/L"
            ),
            DocumentKind.BIOLOGY,
        ),
    ],
)
def test_a_line_that_only_speaks_of_a_document_is_no_title(text: str, kind: DocumentKind) -> None:
    assert guess(document(text), today=TODAY).kind is kind
