"""The birth place inside a NIR (INS notes §1.3 and §1.5); every number is fictitious."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.places.nir_place import place_digits, place_in_nir


@pytest.mark.parametrize(
    ("nir", "born", "code"),
    [
        ("2770763220829", date(1977, 7, 14), "63220"),
        ("2 77 07 63 220 829 10", None, "63220"),
        ("2.77.07.63.220.829.10", None, "63220"),
        ("277076322082999", None, "63220"),  # a wrong key hides nothing: INSi delivers some
        ("2 55 06 99 999 999 34", date(1955, 6, 1), "99999"),
        ("2951099126111", date(1995, 10, 1), "99126"),
        ("253072B073004", date(1953, 7, 1), "2B073"),
        ("160012b020777", date(1960, 1, 1), "2B020"),
        ("1550820004123", date(1955, 8, 1), "20004"),
        ("1850597411123", None, "97411"),
        ("2700698818045", None, "98818"),
        ("1500892352017", date(1950, 8, 1), "99352"),
        ("1500892352017", None, None),  # Oran, or Hauts-de-Seine? only the date tells
        ("1600199352123", date(1960, 1, 1), "99352"),
        ("1800891223017", date(1980, 8, 1), "91223"),
        ("1400395017123", date(1940, 3, 1), "99350"),
        ("1400396017123", None, "99351"),
        ("1452063220001", date(1945, 1, 1), "63220"),  # month 20
        ("7010675056001", None, "75056"),
        ("1800175990001", None, "99999"),
        ("1800197490001", None, "99999"),
        ("1700197501001", date(1970, 1, 1), None),
        ("1800197501001", date(1980, 1, 1), "97501"),
        ("", None, None),
        ("12345", None, None),
        ("5770763220829", None, None),
        ("27707632208291", None, None),
        ("277072C220829", None, None),
    ],
)
def test_the_place_is_read_with_its_special_cases(nir, born, code):
    assert place_in_nir(nir, born) == code


@given(st.text(max_size=30), st.none() | st.dates())
def test_whatever_is_given_nothing_breaks(nir, born):
    code = place_in_nir(nir, born)
    assert code is None or len(code) == 5


@given(st.from_regex(r"[12][0-9]{4}(0[1-9]|[1-8][0-9])[0-9]{6}", fullmatch=True))
def test_the_digits_are_the_sixth_to_the_tenth(nir):
    assert place_digits(nir) == nir[5:10]
