"""Dates and numbers in every written form, and what an OCR makes of them (notes §6.2)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.matching.dates import dates_in, month_of
from almapy.matching.numbers import numbers_in
from almapy.matching.words import folded_words, reading_of
from almapy.patients.nir import nir_key
from tests.core.matching_helper import document

TODAY = date(2026, 6, 1)
BORN = date(1932, 7, 14)


def days(text: str) -> list[date]:
    return [found.day for found in dates_in(reading_of(document(text)), TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "14/07/1932", "14.07.1932", "14-07-1932", "1932-07-14", "14 07 1932", "14 juillet 1932",
        "14 juil. 1932", "14/07/32", "l4/O7/1932", "NÉ LE 14071932", "né le 1 4 0 7 1 9 3 2",
        "né le 14 juillet\n1932", "14 JUILLET 1932", "né(e) le : 14 / 07 / 1932",
    ],
)  # fmt: skip
def test_every_written_form_of_a_date_is_read(text: str) -> None:
    assert days(text) == [BORN]


def test_the_first_of_a_month_is_read() -> None:
    assert days("1er août 2001") == [date(2001, 8, 1)]


@pytest.mark.parametrize(
    "text", ["31/02/1980", "01 99 00 63 87", "4.0 - 10.0", "120/80 mmHg", "14071932"]
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert days(text) == []


def test_a_date_does_not_begin_inside_a_word() -> None:
    assert days("NAËL - 03/07/2004") == [date(2004, 7, 3)]


def test_a_year_of_two_digits_is_uncertain() -> None:
    found = dates_in(reading_of(document("né le 14/07/12")), TODAY)
    assert [each.day.year for each in found] == [1912, 2012]
    assert all(each.uncertain for each in found)


def test_a_birth_word_speaks_of_the_next_date_only() -> None:
    found = dates_in(reading_of(document("né le 14/07/1932, vu le 12/03/2024")), TODAY)
    assert [each.birth for each in found] == [True, False]


def test_a_heading_above_tells_a_birth_date() -> None:
    text = "Nom   Né(e) le   Examen du\nRUTH   14/07/1932   12/03/2024"
    found = dates_in(reading_of(document(text)), TODAY)
    assert [each.birth for each in found] == [True, False]


def test_a_misread_month_is_known_only_when_there_is_no_doubt() -> None:
    assert month_of("janvler") == 1
    assert month_of("jui1let") == 7
    assert month_of("ma") is None


@given(st.dates(date(1900, 1, 1), date(2026, 5, 31)))
def test_a_date_is_read_again_from_each_form(day: date) -> None:
    for text in (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", day.isoformat(), f"{day:%d-%m-%Y}"):
        assert days(text) == [day]


def values(text: str) -> list[str]:
    return [found.value for found in numbers_in(reading_of(document(text)))]


def test_a_number_is_read_through_the_confusions_of_an_ocr() -> None:
    assert values("2 77 O7 63 22O 829 1O") == ["277076322082910"]
    assert values("N° SS : 1.32.07.42.149.901 / 40") == ["132074214990140"]


def test_a_wrong_key_makes_it_no_number() -> None:
    assert values("2 77 07 63 220 829 11") == []


@pytest.mark.parametrize(
    ("thirteen", "key"),
    [
        ("2770763220829", 10), ("185032A004901", 22), ("291122B033950", 94),
        ("1320742149901", 40), ("1990199352900", 91),
    ],
)  # fmt: skip
def test_the_vectors_of_the_notes_are_read(thirteen: str, key: int) -> None:
    assert nir_key(thirteen) == key
    assert values(f"Matricule INS : {thirteen}{key:02d}") == [f"{thirteen}{key:02d}"]


@pytest.mark.parametrize(
    "text",
    ["N° SS de l'assuré : 132074214990140", "fille de Mme RUTH\nN° SS : 132074214990140"],
)
def test_the_number_of_the_insured_person_is_told_apart(text: str) -> None:
    (found,) = numbers_in(reading_of(document(text)))
    assert found.insured


def test_a_number_without_its_key_is_weaker() -> None:
    (found,) = numbers_in(reading_of(document("NIR : 1 32 07 42 149 901")))
    assert not found.is_whole


def test_names_are_folded_alike_in_the_base_and_in_letters() -> None:
    assert folded_words("Éléonore D’ALMEIDA-Ñuñez") == ("eleonore", "d", "almeida", "nunez")
    assert folded_words("ST-MARTIN") == folded_words("Saint Martin")
    assert folded_words("DUP0NT") == ("dupont",)
