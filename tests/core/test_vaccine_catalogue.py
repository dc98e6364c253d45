"""The reference of vaccines: boxes, diseases, low doses, and the search of a doctor in a hurry."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import FormatError
from almapy.vaccines.catalogue import LOW_DIPHTHERIA, LOW_PERTUSSIS
from almapy.vaccines.codec import read_catalogue
from almapy.vaccines.model import MarketStatus
from almapy.vaccines.service import VaccineService
from resources import resource

DIPHTHERIA, TETANUS, PERTUSSIS, POLIO, FLU = "DIS001", "DIS002", "DIS003", "DIS004", "DIS015"
CATALOGUE = VaccineService().catalogue()


def names(text, **options):
    return [found.vaccine.name for found in CATALOGUE.search(text, **options)]


def first_brand_named(name):
    return next(one for one in CATALOGUE.vaccines() if one.name == name)


def test_the_box_of_the_seed_is_gardasil_9():
    assert CATALOGUE.of_gtin("03400930056202").code == "VAC0523"
    assert CATALOGUE.of_gtin("3400930056202").name == "GARDASIL 9"


def test_every_code_ever_sold_leads_to_a_vaccine_that_bears_it():
    for vaccine in CATALOGUE.vaccines():
        for cip13 in vaccine.cip13:
            assert cip13 in CATALOGUE.of_cip13(cip13).cip13


def test_a_box_is_known_by_its_cip_before_its_cis():
    efluelda_tetra = "3400930205372"
    assert CATALOGUE.of_cip13(efluelda_tetra, cis="62048742").name == "EFLUELDA TETRA"
    assert CATALOGUE.of_cip13("3400999999999", cis="62048742").name == "EFLUELDA"


def test_a_code_claimed_by_two_vaccines_goes_to_the_one_sold_under_it():
    assert CATALOGUE.of_cip13("3400930305010").name == "EFLUELDA"
    assert CATALOGUE.of_cis("60215623").name == "IMVANEX"


@pytest.mark.parametrize("code", ["", "13400930056209", "05412345678908", "34009300562"])
def test_a_code_that_is_no_french_vaccine_is_nothing(code):
    assert CATALOGUE.of_gtin(code) is None


def test_a_dose_counts_for_the_diseases_of_its_valences():
    repevax = first_brand_named("REPEVAX")
    assert CATALOGUE.covers(repevax) == {DIPHTHERIA, TETANUS, PERTUSSIS, POLIO}
    assert all(CATALOGUE.covers(one) == set(one.diseases) for one in CATALOGUE.vaccines())


FULL_DIPHTHERIA = "VAL097"
ACWY = {"DIS043", "DIS044", "DIS046", "DIS047"}


def test_a_low_dose_is_not_the_dose_of_a_primary_series():
    repevax, hexyon = first_brand_named("REPEVAX"), first_brand_named("HEXYON")
    assert CATALOGUE.low_dose(repevax) == {DIPHTHERIA, PERTUSSIS}
    assert not CATALOGUE.low_dose(hexyon)
    lines = CATALOGUE.valences_with_ancestors(repevax)
    assert {LOW_DIPHTHERIA, LOW_PERTUSSIS} <= lines
    assert FULL_DIPHTHERIA not in lines
    assert FULL_DIPHTHERIA in CATALOGUE.valences_with_ancestors(hexyon.code)
    # They share the ancestors by which both count for diphtheria.
    assert lines & CATALOGUE.valences_with_ancestors(hexyon) >= {"VAL083", "VAL414"}


def test_a_meningococcal_c_vaccine_is_no_acwy():
    assert not CATALOGUE.covers(first_brand_named("NEISVAC")) >= ACWY
    assert CATALOGUE.covers(first_brand_named("NIMENRIX")) >= ACWY


def test_antibodies_stand_in_no_count_of_doses():
    beyfortus = first_brand_named("BEYFORTUS 50 MG (NIRSEVIMAB)")
    both = CATALOGUE.vaccine("VAC0794")  # tetanus vaccine and immunoglobulin together
    assert CATALOGUE.is_passive(beyfortus)
    assert CATALOGUE.covers(beyfortus)
    assert not CATALOGUE.doses_for(beyfortus)
    assert not CATALOGUE.is_passive(both)
    assert CATALOGUE.doses_for(both) == {TETANUS}
    assert not CATALOGUE.is_passive("VAC1071")  # « anticorps ou vaccin VRS »


def test_an_unknown_disease_bears_its_code():
    assert CATALOGUE.disease("DIS999").label == "DIS999"
    assert CATALOGUE.disease(FLU).label == "Grippe saisonnière"


def test_flu_finds_the_brands_sold_then_the_old_ones():
    found = names("grippe")
    sold = [one.name for one in CATALOGUE.vaccines() if one.market is MarketStatus.MARKETED]
    flu = [name for name in sold if FLU in first_brand_named(name).diseases]
    assert sorted(found[: len(flu)]) == sorted(flu)
    assert found[len(flu)] == "Vaccin Grippe, sans précision"
    assert "AGRIPPAL" in found
    assert {one.why for one in CATALOGUE.search("grippe")} == {"maladie"}


@pytest.mark.parametrize(
    "typed", ["AGRIPPAL SER 0,5ML 1", "agrippal", "Agripal", "  AGRIPPAL  ", "VAC0002"]
)
def test_the_old_label_of_agrippal_finds_it(typed):
    assert names(typed) == ["AGRIPPAL"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tétanos", "BOOSTRIXTETRA"),
        ("TETANOS", "BOOSTRIXTETRA"),
        ("dtp", "BOOSTRIXTETRA"),
        ("ror", "M-M-RVAXPRO"),
        ("hpv", "GARDASIL 9"),
        ("td", "BOOSTRIXTETRA"),
        ("men b", "BEXSERO"),
        ("vrs", "ABRYSVO"),
        ("pneumo 23", "PNEUMO 23"),
        ("coqueluche", "BOOSTRIXTETRA"),
        ("covid", "COMIRNATY LP.8.1 30 µg"),
        ("pneumo", "PNEUMOVAX"),
        ("gardazil", "GARDASIL 9"),
        ("gardasil", "GARDASIL 9"),
        ("gardasil9", "GARDASIL 9"),
        ("prevenar 20", "PREVENAR 20"),
        ("papilomavirus", "GARDASIL 9"),
        ("vacin grippe", "FLUCELVAX"),
        ("vaccin contre la fièvre jaune", "STAMARIL"),
        ("hexavalent", "HEXYON"),
        ("hépatite b", "ENGERIX B 10 µg"),
        ("méningo b", "BEXSERO"),
        ("acwy", "MENQUADFI"),
        ("infanrixhexa", "INFANRIX HEXA"),
        ("d.t. polio merieux", "D.T. POLIO MERIEUX"),
        ("tetracoq", "TETRACOQ"),
        ("3400930056202", "GARDASIL 9"),
    ],
)
def test_what_a_doctor_types_finds_it_first(typed, first):
    assert names(typed)[0] == first


def test_antibodies_come_after_the_vaccines():
    found = names("tétanos")
    assert found.index("VAXELIS") < found.index("GAMMATETANOS (immunoglobuline)")


def test_for_an_act_long_past_a_brand_no_longer_sold_comes_before_the_generic():
    now, then = names("grippe"), names("grippe", on=date(2009, 11, 3))
    generic = "Vaccin Grippe, sans précision"
    assert now.index(generic) < now.index("AGRIPPAL")
    assert then.index("AGRIPPAL") < then.index(generic)


@pytest.mark.parametrize("typed", ["", "   ", "zzzzzzzzz", "grippe zzzzzzzz", "'\"*"])
def test_nothing_is_found_for_nothing(typed):
    assert names(typed) == []


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered_within_the_limit(text):
    assert len(CATALOGUE.search(text, limit=7)) <= 7


def test_every_brand_is_found_by_its_own_name():
    for one in CATALOGUE.vaccines():
        if one.is_brand:
            found = [other.vaccine.code for other in CATALOGUE.search(one.name)]
            assert one.code in found[:5], one.name


def test_a_damaged_installation_says_what_to_do():
    with pytest.raises(FormatError, match="Réinstallez"):
        read_catalogue(["nuva;kind", "VAC0001;brand"], ["valence_id;parent_id", "VAL001;"])


def test_the_credit_lines_ship_with_the_data():
    told = (resource("vaccines") / "SOURCES.md").read_text(encoding="utf-8")
    assert "NUVA, International Vaccine Codes, CC-BY 4.0" in told
    assert "base de données publique des médicaments, mai 2026" in told
