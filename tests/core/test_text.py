"""Folding and order of French text (vectors of the UX notes §4.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.text import digits, fold, sort_key


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("D’ALMEIDA-Ñuñez", "d almeida nunez"),
        ("Lœffler", "loeffler"),
        ("SAINT-ÉTIENNE", "saint etienne"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("Øyvind Łukasz", "oyvind lukasz"),
        ("O'Brien", "o brien"),
        ("  Straße  ", "strasse"),
    ],
)
def test_names_fold_to_the_words_by_which_they_are_found(written, folded):
    assert fold(written) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_a_folded_text_holds_only_letters_digits_and_single_blanks(text):
    folded = fold(text)
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert "  " not in folded
    assert folded == folded.strip()


def test_accents_come_after_bare_letters_and_case_is_ignored():
    names = ["zèbre", "Éric", "eric", "Zoé", "ERIC", "étoile"]
    assert sorted(names, key=sort_key) == ["eric", "ERIC", "Éric", "étoile", "zèbre", "Zoé"]


def test_only_decimal_digits_count_as_digits():
    assert digits("2 77 07 63²٣") == "2770763"
