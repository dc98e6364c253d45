from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from almapy.matching.alike import alike, shingles

WORDS = (
    "Je vous remercie de m'avoir adressé ce patient pour une douleur de la hanche gauche qui "
    "évolue depuis plusieurs mois sans fièvre ni altération de son état. L'examen retrouve une "
    "limitation douloureuse de la rotation interne et une marche avec une légère boiterie. Les "
    "radiographies montrent un pincement de l'interligne supérieur. Je propose une infiltration "
    "puis une rééducation douce, et je le reverrai avec le résultat de ce traitement. "
    "Hémoglobine {} g/dL, créatinine {} µmol/L, glycémie {} g/L."
)
RESULT = WORDS.format("13,5", "72", "1,02")


def test_the_same_letter_scanned_twice_is_found() -> None:
    again = RESULT.upper().replace("BOITERIE", "BOlTERlE").replace("DOUCE", "D0UCE")
    assert alike(shingles(RESULT), shingles(again))


def test_two_results_that_differ_in_a_number_are_two_documents() -> None:
    other = WORDS.format("13,4", "72", "1,02")
    assert not alike(shingles(RESULT), shingles(other))


def test_a_partial_result_is_not_the_complete_one() -> None:
    assert not alike(shingles(RESULT), shingles(RESULT + " CRP 5 mg/L."))


def test_another_letter_with_the_same_numbers_is_another() -> None:
    other = "Compte rendu tout autre, qui parle de bien autres choses. " * 3 + (
        "Le bilan demandé hier avant sa venue chez nous fut reçu par courriel ce matin même, il "
        "montre hémoglobine 13,5 créatinine 72 glycémie 1,02 et rien de plus à vous signaler ici."
    )
    assert shingles(other)
    assert not alike(shingles(RESULT), shingles(other))


def test_short_texts_are_never_alike() -> None:
    assert not alike(shingles("Bon pour accord"), shingles("Bon pour accord"))
    assert not alike(b"", b"")


def test_what_is_kept_is_bounded_and_holds_no_word() -> None:
    long = " ".join(
        f"mot{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(9000)
    )
    kept = shingles(long + " " + " ".join(str(n) for n in range(9000)))
    assert len(kept) <= 4 * (3 + 4_000 + 2_000)
    assert b"mot" not in kept
    assert alike(kept, kept)


@given(st.binary(max_size=64))
def test_bytes_of_another_making_are_never_alike(data: bytes) -> None:
    assert not alike(data, data)
