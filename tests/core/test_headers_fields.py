"""Merge fields: every value at its place, nothing printed raw."""

import base64
import io
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from almapy.headers.block import Family, Placement, default_template
from almapy.headers.cartouche import Caption
from almapy.headers.fields import MergeField, field_values, merged
from almapy.headers.heading import long_day
from almapy.headers.html import rendered
from almapy.headers.pictures import pictures
from tests.core.headers_helper import DEMO_PATIENTE, NESSI, RETRIEVED, heading, read
from tests.core.test_patients import RUTH

SEED = [
    "NOMPrenomMEDECIN",
    "PROFESSIONMEDECIN",
    "ADRESSEL1MEDECIN",
    "ID_RPPS",
    "NUMADELI",
    "CODEPOSTALMEDECIN",
    "VILLEMEDECIN",
    "CODEBARRERPPSPETTIT",
    "TELEPHONEPROMEDECIN",
    "DATEJOURETENDUE",
    "CIVILITE",
    "PRENOMPATIENT",
    "NOMPATIENT",
    "AGEPATIENT",
    "NOMNAISSANCEPATIENT",
    "DATAMATRIX",
    "LISTEPRENOMSPATIENT",
    "DATENAISSANCE",
    "INSEE",
    "SEXEPATIENT",
    "MATRICULEINS",
    "TYPEMATRICULEINS",
    "ADRESSESECURISEE",
]
ALL = "".join(f"<p>&lt;{name}&gt;</p><p><{name}></p>" for name in SEED)


def values(patient=RUTH, **changes):
    about = heading(patient, **changes)
    drawn = pictures(NESSI, about.doctor.professional.rpps)
    return field_values(about, drawn.html)


def said(template, patient=RUTH, **changes):
    return read(merged(template, values(patient, **changes)).html)[0]


def test_the_fields_are_the_23_of_the_templates_of_practices():
    assert [one.value for one in MergeField] == SEED


def test_a_template_with_all_fields_leaves_no_angle_bracket_to_read():
    done = merged(ALL, values(replace(RUTH, civility="Madame")))
    text, drawn = read(done.html)
    assert not set("<>") & set(text)
    assert done.warnings == ()
    assert drawn == 4
    assert not any(name in text for name in SEED)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NOMPrenomMEDECIN", "DÉMO Paul"),
        ("PROFESSIONMEDECIN", "Médecine générale"),
        ("ADRESSEL1MEDECIN", "12 rue des Tilleuls"),
        ("CODEPOSTALMEDECIN", "67000"),
        ("VILLEMEDECIN", "Strasbourg"),
        ("TELEPHONEPROMEDECIN", "03 53 01 23 45"),
        ("ID_RPPS", "10001234565"),
        ("NUMADELI", "671234567"),
        ("DATEJOURETENDUE", "Samedi 01 Octobre 2022"),
        ("CIVILITE", "Mme"),
        ("PRENOMPATIENT", "RUTH"),
        ("NOMPATIENT", "DE VINCI"),
        ("AGEPATIENT", "45 ans"),
        ("SEXEPATIENT", "Féminin"),
        ("NOMNAISSANCEPATIENT", "NESSI"),
        ("LISTEPRENOMSPATIENT", "RUTH ISABELLE"),
        ("DATENAISSANCE", "14/07/1977"),
        ("INSEE", "63220"),
        ("MATRICULEINS", "277076322082910"),
        ("TYPEMATRICULEINS", "INS-NIR"),
        ("ADRESSESECURISEE", "277076322082910@patient.mssante.fr"),
    ],
)
def test_each_field_has_its_value(name, expected):
    patient = replace(RUTH, civility="Madame")
    assert said(f"&lt;{name}&gt;", patient) == expected
    assert said(f"<{name}>", patient) == expected


@pytest.mark.parametrize("patient", [DEMO_PATIENTE, RETRIEVED, replace(RUTH, doubtful=True)])
def test_an_identity_that_is_not_qualified_leaves_its_fields_empty(patient):
    fields = "&lt;MATRICULEINS&gt;&lt;TYPEMATRICULEINS&gt;&lt;ADRESSESECURISEE&gt;"
    assert said(fields, patient) == ""


def test_both_spellings_of_the_small_bar_code_decode_to_the_rpps():
    for name in ("CODEBARRERPPSPETTIT", "CODEBARRERPPSPETIT"):
        html = merged(f"&lt;{name}&gt;", values()).html
        png = base64.b64decode(html.partition("base64,")[2].partition('"')[0])
        found = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))
        assert [one.text for one in found] == ["10001234565"]


def test_the_datamatrix_decodes_to_the_content():
    html = merged("<DATAMATRIX>", values()).html
    png = base64.b64decode(html.partition("base64,")[2].partition('"')[0])
    assert zxingcpp.read_barcode(Image.open(io.BytesIO(png)).convert("L")).bytes == NESSI


def test_an_unknown_field_is_reported_and_never_printed():
    done = merged("<p>&lt;NOMCHIEN&gt; <POIDS> &lt;nompatient&gt; fin</p>", values())
    assert read(done.html)[0].split() == ["fin"]
    assert len(done.warnings) == 3
    assert all(name in " ".join(done.warnings) for name in ("NOMCHIEN", "POIDS", "nompatient"))


def test_a_field_that_an_editor_dressed_in_the_middle_keeps_its_dress():
    done = merged("&lt;<b>NOM</b>PATIENT&#62; <i>&#x3C;INSEE&#x3E;</i>", values())
    assert done.html == "DE VINCI<b></b> <i>63220</i>"


def test_tags_and_signs_of_comparison_stay():
    html = '<table width="5"><tr><td><INS>a</INS> 3 &lt; 5 &gt; 2 &lt;&gt;</td></tr></table><br>'
    assert merged(html, values()) == merged(html, {})
    assert merged(html, values()).html == html


def test_values_are_escaped_and_never_read_again_as_fields():
    patient = replace(RUTH, used_name='<NOMPrenomMEDECIN> &amp; L\'ÎLE "Ô"')
    done = merged("<b><NOMPATIENT></b>", values(patient))
    assert read(done.html) == ('<NOMPrenomMEDECIN> &amp; L\'ÎLE "Ô"', 0)
    assert done.warnings == ()


def test_the_age_of_a_dead_person_stops_on_the_day_of_death():
    dead = replace(RUTH, deceased=True, deceased_on=date(2000, 1, 1))
    assert said("<AGEPATIENT>", dead) == "22 ans"


def test_long_days_are_written_in_french():
    assert long_day(date(2023, 2, 13)) == "Lundi 13 Février 2023"
    assert long_day(date(2022, 10, 2)) == "Dimanche 02 Octobre 2022"


_PIECES = ["<", ">", "&lt;", "&gt;", "&#60;", "INSEE", "CHIEN", "<INSEE>", "<b>", "</b>", "/", " "]


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
@example("&lt;<INSEE>&gt; &lt;<b></b>&gt; &lt;IN<CHIEN>SEE&gt;")
@example("&lt;" * 5000)
def test_no_template_makes_it_fail_nor_keeps_a_raw_field(template):
    html = merged(template, {MergeField.BIRTH_PLACE: "63220"}).html
    assert "<INSEE>" not in html
    assert "<CHIEN>" not in html


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("placement", Placement)
def test_no_default_header_has_an_unknown_field(family, placement):
    done = rendered(default_template(family, placement), heading(), Caption.TO_SCAN)
    assert done.warnings == ()
    assert not set("<>") & set(read(done.html)[0])


def test_the_three_placements_print_differently():
    made = {
        placement: rendered(
            default_template(Family.PRESCRIPTION_ADULT, placement), heading(), Caption.TO_SCAN
        ).html
        for placement in Placement
    }
    order = {
        placement: html.index("DÉMO Paul") < html.index("NESSI") for placement, html in made.items()
    }
    assert order == {Placement.BELOW: True, Placement.LEFT: False, Placement.RIGHT: True}
    assert len(set(made.values())) == 3


def test_the_header_names_the_town_and_the_long_day():
    html = rendered(default_template(Family.LETTER), heading(), Caption.TO_SCAN).html
    assert "Strasbourg, le Samedi 01 Octobre 2022" in read(html)[0]
