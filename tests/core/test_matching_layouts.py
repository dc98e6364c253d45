"""Tables of headings, doctor and patient in one sentence, identity in the foot, two numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from almapy.matching.dates import dates_in
from almapy.matching.document_day import document_day
from almapy.matching.identity import identity_in
from almapy.matching.index import PeopleIndex
from almapy.matching.matcher import Matcher
from almapy.matching.model import Decision, OwnPeople, Person
from almapy.matching.numbers import numbers_in
from almapy.matching.words import reading_of
from almapy.ocr.model import Box, DocumentText, Line, Segment, Word
from tests.core.matching_helper import document

TODAY = date(2026, 6, 1)
HELENE = Person(1, "VASSEUR", "", "HELENE", "HELENE", "F", date(1957, 4, 21))
BRICE = Person(2, "KERVELLA", "", "BRICE", "BRICE", "M", date(1949, 9, 3))
DOCTOR = Person(3, "THIBAUD", "", "AGATHE", "AGATHE", "F", date(1968, 2, 17))
TOM = Person(4, "VASSEUR", "", "TOM", "TOM", "M", date(2016, 8, 30), "116087511690067")
MATCHER = Matcher(PeopleIndex((HELENE, BRICE, DOCTOR, TOM)), OwnPeople(), TODAY)
MOTHER_NUMBER, CHILD_NUMBER = "2 57 04 75 116 900 78", "1 16 08 75 116 900 67"


def table(*rows: tuple[str, ...], at: tuple[int, ...] = (0, 24, 48, 72, 84)) -> str:
    """Return rows whose cells begin at given columns; an empty cell leaves its place blank."""
    lines = []
    for row in rows:
        line = ""
        for place, cell in zip(at, row, strict=False):
            line = line.ljust(place) + cell
        lines.append(line.rstrip())
    return "\n".join(lines)


def aligned(text: str) -> DocumentText:
    """Return a document whose runs of blanks are gaps and whose words stand where written."""
    plain = document(text)
    lines = []
    for number, written in enumerate(text.split("\n")):
        words, place = [], 0
        for piece in written.split(" "):
            if piece:
                box = Box(place / 110, 0.02 * number, (place + len(piece)) / 110, 0.02 * number)
                words.append((place, Word(piece, box)))
            place += len(piece) + 1
        segments: list[list[Word]] = []
        end = -9
        for place, word in words:
            if place - end > 1:
                segments.append([])
            segments[-1].append(word)
            end = place + len(word.text)
        lines.append(Line(tuple(Segment(tuple(each)) for each in segments)))
    (page,) = plain.pages
    return replace(plain, pages=(replace(page, lines=tuple(one for one in lines if one.segments)),))


def placeless(text: DocumentText) -> DocumentText:
    """Return the same words as if no reader had told where they stand."""
    nowhere = Box(0, 0, 1, 1)

    def moved(line: Line) -> Line:
        return Line(
            tuple(
                Segment(tuple(Word(word.text, nowhere) for word in segment.words))
                for segment in line.segments
            )
        )

    pages = tuple(replace(page, lines=tuple(map(moved, page.lines))) for page in text.pages)
    return replace(text, pages=pages)


def births(text: DocumentText) -> list[date]:
    return [found.day for found in dates_in(reading_of(text), TODAY) if found.birth]


HEAD = ("Nom", "Prénom", "Date de naissance", "Sexe", "N° dossier")
VALUES = ("KERVELLA", "Brice", "03/09/1949", "M", "400123")
NEXT = ("Date de prélèvement", "Date d'édition", "Prescripteur")
NEXT_VALUES = ("11/02/2025", "12/02/2025", "Dr Agathe THIBAUD")
TABLES = {
    "two pairs of rows": table(HEAD, VALUES, NEXT, NEXT_VALUES),
    "birth date first": table(
        ("Date de naissance", "Nom", "Prénom"), ("03/09/1949", "KERVELLA", "Brice"),
        NEXT, NEXT_VALUES,
    ),
    "same column": table(
        ("Nom", "Prénom", "DDN"), ("KERVELLA", "Brice", "03/09/1949"),
        ("Service", "Motif", "Date d'entrée"), ("Cardiologie", "Bilan", "11/02/2025"),
    ),
    "capitals, three rows": table(
        ("NOM", "PRÉNOM", "DATE DE NAISSANCE"), ("KERVELLA", "Brice", "03/09/1949"),
        ("PRÉLEVÉ LE", "ÉDITÉ LE", "DEMANDEUR"), ("11/02/2025", "12/02/2025", "THIBAUD Agathe"),
        ("REÇU LE", "VALIDÉ LE", "PAGE"), ("11/02/2025", "12/02/2025", "1/1"),
    ),
    "prescriber in the same row": table(
        ("Nom", "Prénom", "Né(e) le", "Date", "Médecin"),
        ("KERVELLA", "Brice", "03/09/1949", "11/02/25", "THIBAUD"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
@pytest.mark.parametrize("has_places", [True, False], ids=["places", "order"])
def test_a_heading_speaks_of_the_value_below_it_and_of_no_other(
    text: str,
    has_places: bool,
) -> None:
    read = aligned(text) if has_places else placeless(aligned(text))
    assert births(read) == [date(1949, 9, 3)]
    match = MATCHER.match(read)
    assert (match.decision, match.patient_id, match.hold) == (Decision.SURE, 2, "")


SPLIT = {
    "merged headings": "Nom Prénom Date de naissance Sexe\nKERVELLA   Brice   03/09/1949   M",
    "merged values": "Nom   Prénom   Date de naissance\nKERVELLA Brice 03/09/1949",
    "values two lines below": "DATE DE NAISSANCE\nKERVELLA Brice\n03/09/1949",
    "values on two lines": (
        "Nom   Prénom   Date de naissance   Sexe\nKERVELLA   Brice\n                 03/09/1949   M"
    ),
    "heading on two lines": (
        "Nom        Prénom       Date de      Sexe\n"
        "                        naissance\n"
        "KERVELLA   Brice        03/09/1949   M"
    ),
    "headings again on the second page": (
        "Nom   Prénom   Date de naissance\nKERVELLA   Brice   03/09/1949\nDate   Page\n"
        "11/02/2025   1/2\fNom   Prénom   Date de naissance\nKERVELLA   Brice   03/09/1949\n"
        "11/02/2025 : bilan normal"
    ),
}


@pytest.mark.parametrize("text", SPLIT.values(), ids=SPLIT)
def test_a_table_that_was_badly_cut_still_names_its_patient(text: str) -> None:
    for read in (document(text), placeless(document(text))):
        assert set(births(read)) <= {date(1949, 9, 3)}
        match = MATCHER.match(read)
        assert (match.decision, match.patient_id, match.hold) == (Decision.SURE, 2, "")


def test_a_list_of_two_patients_under_headings_is_never_sure() -> None:
    rows = (("Nom", "Prénom", "Date de naissance"), ("KERVELLA", "Brice", "03/09/1949"))
    for other in (("VASSEUR", "Hélène", "21/04/1957"), ("ORVAL", "Rose", "05/05/1961")):
        match = MATCHER.match(aligned(table(*rows, other)))
        assert match.decision is Decision.PROPOSE


def test_a_birth_date_under_another_heading_proves_nothing() -> None:
    text = table(
        ("Nom", "Prénom", "Date de naissance"), ("KERVELLA", "Brice", "04/11/1951"),
        ("Prélevé le", "", "Édité le"), ("03/09/1949", "", "12/02/2025"),
    )  # fmt: skip
    assert MATCHER.match(aligned(text)).decision is not Decision.SURE


SENTENCES = {
    "certifies": "Je soussigné Docteur Agathe THIBAUD certifie avoir examiné ce jour {who}",
    "attests": "Je soussignée, Dr Agathe THIBAUD, atteste que {who} est suivi",
    "declares": "Je soussignée Docteur Agathe THIBAUD, déclare avoir reçu {who}",
    "verb only": "Médecin : Dr Agathe THIBAUD constate chez {who}",
    "has received": "Le Docteur Agathe THIBAUD a reçu {who} en consultation",
    "sent by": "Patient adressé par le Dr Agathe THIBAUD, {who}, vient ce jour",
    "sent by, at the start": "Adressé par le Dr Agathe THIBAUD, {who} consulte ce jour",
    "asked by": "Demandé par le Dr Agathe THIBAUD pour {who}",
    "sends": "Le Dr Agathe THIBAUD vous adresse {who}",
    "dash": "Dr Agathe THIBAUD – Patient : {who}",
    "doctor of": "Je soussignée Dr Agathe THIBAUD, médecin traitant de {who}, certifie",
    "over two lines": "Je soussignée Docteur\nAgathe THIBAUD certifie avoir examiné\n{who}",
    "cell of the prescriber": "Prescripteur : Dr Agathe THIBAUD {who}",
}


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_the_patient_named_after_the_doctor_is_the_patient(text: str) -> None:
    for who, patient in (
        ("Monsieur Brice KERVELLA, né le 03/09/1949", 2),
        ("M. KERVELLA Brice, né le 03/09/1949", 2),
        ("Madame Hélène VASSEUR, née le 21/04/1957", 1),
    ):
        if who.startswith("M. ") and text.startswith("Prescripteur"):
            continue  # « M. » behind a name may be an initial of that name
        match = MATCHER.match(document(text.format(who=who)))
        assert (match.decision, match.patient_id, match.hold) == (Decision.SURE, patient, "")


def test_the_doctor_named_inside_the_sentence_of_the_patient_is_passed_over() -> None:
    text = "M. Brice KERVELLA, patient du Dr Agathe THIBAUD, né le 03/09/1949, va bien."
    assert MATCHER.match(document(text)).patient_id == BRICE.patient_id


@pytest.mark.parametrize("text", SENTENCES.values(), ids=SENTENCES)
def test_the_doctor_who_is_a_patient_of_the_base_is_never_the_patient(text: str) -> None:
    for who in (
        "Madame Rose ORVAL, née le 17/02/1968",
        "M. Jean ORVAL, né le 17/02/1968",
        "la personne ci-dessus, née le 17/02/1968",
    ):
        assert MATCHER.match(document(text.format(who=who))).decision is not Decision.SURE


NOT_THE_DOCTOR = {
    "born": "Dr Agathe THIBAUD, née le 17/02/1968",
    "under oath": "Je soussignée Docteur Agathe THIBAUD, née le 17/02/1968, certifie",
    "several": "Équipe : Dr Marc ORVAL, Mme Agathe THIBAUD, 17/02/1968",
    "with another": "Vu avec le Dr Marc ORVAL et Mme Agathe THIBAUD, 17/02/1968",
    "initial": "Adressée par le Dr Jean M. THIBAUD Agathe, 17/02/1968",
    "validated": "Validé par\nTHIBAUD Agathe - 17/02/1968",
    "signed on": "Signé électroniquement par\nTHIBAUD Agathe le 17/02/1968 page 1",
    "list": "Copies :\nTHIBAUD Agathe 17/02/1968",
    "column": "Nom   Prénom   DDN   Prescripteur\nORVAL   Rose   17/02/1968   THIBAUD Agathe",
    "trusted person": "Personne de confiance :\nTHIBAUD Agathe – 17/02/1968 – page 1/2",
}


@pytest.mark.parametrize("text", NOT_THE_DOCTOR.values(), ids=NOT_THE_DOCTOR)
def test_who_stands_there_for_work_or_for_another_is_never_sure(text: str) -> None:
    for read in (document(text), placeless(document(text))):
        assert MATCHER.match(read).decision is not Decision.SURE


FEET = (
    "KERVELLA Brice – 03/09/1949 – IPP 4001 – page 1/2",
    "KERVELLA Brice   03/09/1949   IPP 4001   Page 1/2",
    "KERVELLA BRICE (03/09/1949) 1/2",
    "KERVELLA Brice, né le 3 septembre 1949",
    "KERVELLA Brice - DDN : 03.09.1949 - dossier 77",
)
ABOVE = (
    "Dr THIBAUD", "Docteur Agathe THIBAUD", "Validé par Dr THIBAUD",
    "Signé électroniquement par le Dr Agathe THIBAUD", "Copies : Dr Marc ORVAL",
    "Dr Agathe THIBAUD\nCardiologue", "Vu avec le Dr ORVAL.",
)  # fmt: skip


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("above", ABOVE)
def test_an_identity_in_the_foot_is_not_that_of_the_signatory(above: str, foot: str) -> None:
    page = f"Échographie\nExamen normal.\nBien confraternellement\n{above}\n{foot}"
    for text in (page, f"{page}\f{page}"):
        match = MATCHER.match(document(text))
        assert (match.decision, match.patient_id, match.hold) == (Decision.SURE, 2, "")


@pytest.mark.parametrize("foot", FEET)
def test_an_identity_in_the_head_of_each_page_is_that_of_the_patient(foot: str) -> None:
    page = f"Dr THIBAUD\n{foot}\nRésultats dans les normes."
    assert MATCHER.match(document(f"{page}\f{page}")).patient_id == BRICE.patient_id


NUMBERS = {
    "under each other": f"N° SS de l'assuré : {MOTHER_NUMBER}\nN° de l'enfant : {CHILD_NUMBER}",
    "side by side": f"N° SS de l'assurée : {MOTHER_NUMBER}   NIR du patient : {CHILD_NUMBER}",
    "one phrase": f"N° SS de l'assurée : {MOTHER_NUMBER} N° de l'enfant : {CHILD_NUMBER}",
    "the child first": f"N° du patient : {CHILD_NUMBER}   Ouvrant droit : {MOTHER_NUMBER}",
    "matricule": f"Assurée : Mme VASSEUR, {MOTHER_NUMBER}\nMatricule INS : {CHILD_NUMBER}",
    "mother": f"NIR de la mère de l'enfant : {MOTHER_NUMBER}\nNIR de l'enfant : {CHILD_NUMBER}",
    "columns": f"N° assuré   N° bénéficiaire\n{MOTHER_NUMBER}   {CHILD_NUMBER}",
}


@pytest.mark.parametrize("text", NUMBERS.values(), ids=NUMBERS)
def test_the_own_number_of_a_child_stands_beside_that_of_the_insured(text: str) -> None:
    for read in (document(text), placeless(document(text))):
        told = {found.value[0]: found.insured for found in numbers_in(reading_of(read))}
        assert told == {"1": False, "2": True}
    match = MATCHER.match(document(f"Enfant : VASSEUR Tom\n{text}"))
    assert (match.decision, match.patient_id, match.hold) == (Decision.SURE, 4, "")


@pytest.mark.parametrize(
    "text",
    [
        f"N° SS de l'assuré (parent de l'enfant) : {MOTHER_NUMBER}",
        f"Représentant légal du patient : N° SS {MOTHER_NUMBER}",
        f"L'enfant Tom, fils de Mme VASSEUR, N° SS : {MOTHER_NUMBER}",
        f"Patient : VASSEUR Tom (assurée : {MOTHER_NUMBER})",
    ],
)
def test_the_number_of_a_parent_named_by_the_child_is_still_the_parents(text: str) -> None:
    (found,) = numbers_in(reading_of(document(text)))
    assert found.insured


def day_of(text: str, born: set[date]) -> date | None:
    reading = reading_of(document(text))
    return document_day(reading, dates_in(reading, TODAY), TODAY, born)


@pytest.mark.parametrize(
    "head",
    ["Le 11/02/2025", "Lyon, le 11 février 2025", "Date : 11/02/2025", "Édité le 11/02/2025"],
)
def test_a_day_written_as_that_of_the_letter_stays_so_whoever_was_born_on_it(head: str) -> None:
    born = {date(2025, 2, 11)}
    assert day_of(f"{head}\nBilan biologique du 05/05/2024 normal.", born) == date(2025, 2, 11)


def test_a_birth_date_of_the_patient_is_no_day_of_the_letter() -> None:
    born = {date(2016, 8, 30)}
    assert day_of("VASSEUR Tom   30/08/2016\nBilan du 05/05/2024 normal.", born) == date(2024, 5, 5)


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_new_patient_is_filled_from_a_table(text: str) -> None:
    for read in (aligned(text), placeless(aligned(text))):
        identity = identity_in(read)
        assert (identity.family_name, identity.first_name) == ("KERVELLA", "Brice")
        assert identity.birth_date == date(1949, 9, 3)


def test_a_heading_is_never_taken_for_a_name() -> None:
    text = table(("Nom", "Prénom", "IPP", "Né(e) le"), ("KERVELLA", "", "8001", "03/09/1949"))
    identity = identity_in(aligned(text))
    assert (identity.family_name, identity.first_name) == ("KERVELLA", "")
