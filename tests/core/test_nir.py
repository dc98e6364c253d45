from __future__ import annotations

import pytest

from almapy.errors import DomainError
from almapy.patients.nir import nir_key

# Recomputed vectors of the INS notes §1.5: number and key.
VECTORS = [
    ("2770763220829", 10),
    ("1090763220834", 89),
    ("2090763220834", 39),
    ("2090663220123", 55),
    ("1090763220888", 35),
    ("180032B020401", 23),
    ("160012B020777", 13),
    ("297022A020778", 78),
    ("2360663220836", 56),
    ("2751263220749", 74),
    ("1100863220830", 60),
    ("1010663220754", 60),
    ("2790351215189", 89),
    ("2550699999999", 34),
    ("1810163220751", 40),
    ("1810363220456", 76),
    ("2810363220456", 26),
    ("2951099126111", 93),
    ("253072B073004", 70),
    ("253072A073004", 43),
    ("1550820004123", 92),
    ("1850597411123", 96),
    ("2700698818045", 84),
    ("1500892352017", 87),
    ("1600199352123", 63),
    ("1452063220001", 45),
    ("1454263220001", 9),
    ("1459963220001", 48),
    ("7010675056001", 65),
    ("1451363220001", 30),
    ("2777063220829", 48),
]


@pytest.mark.parametrize(("thirteen", "key"), VECTORS)
def test_the_key_follows_the_rule_of_the_register(thirteen, key):
    assert nir_key(thirteen) == key


def test_a_remainder_of_zero_gives_97_never_zero():
    multiple = str(97 * (2770763220829 // 97))
    assert nir_key(multiple) == 97


def test_corsica_counts_as_19_and_18():
    assert nir_key("297022A020778") == nir_key("2970219020778")
    assert nir_key("180032B020401") == nir_key("1800318020401")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "277076322082",
        "27707632208291",
        "277072C220829",
        "277071A220829",
        "180032b020401",
        "277 763220829",
        "27707632２0829",
        "277076322082910",
    ],
)
def test_what_is_not_thirteen_characters_of_a_nir_has_no_key(wrong):
    with pytest.raises(DomainError) as refused:
        nir_key(wrong)
    assert wrong == "" or wrong not in refused.value.message
